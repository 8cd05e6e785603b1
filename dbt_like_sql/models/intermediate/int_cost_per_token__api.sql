-- Grain: one row per listing of a model by a provider and region, service tier, prompt length and condition.
-- Input and output prices of one listing, not of two. Where a tier of long prompts restates one side alone, the other
-- side stays what it is for shorter ones. The average of several providers is nobody's price: left out.
with price as (
    select
        *,
        coalesce(nullif(regexp_extract(component, '^(batch|flex|priority)_', 1), ''), 'standard') as service,
        regexp_replace(component, '^(batch|flex|priority)_', '') as side,
        {{ key_number([
            'source_id', 'part', 'model_name_raw', 'provider', 'region',
            "coalesce(nullif(regexp_extract(component, '^(batch|flex|priority)_', 1), ''), 'standard')", 'condition',
        ]) }} as listing_number
    from {{ ref('int_model_price__current') }}
    where
        model_id is not null
        and unit = 'million_tokens'
        and usd_per_million_tokens is not null
        and price_kind <> 'average'
),

threshold as (
    select distinct listing_number, tier_min_input_tokens
    from price
    where side in ('input', 'output')
),

input as (
    select * from price
    where side = 'input'
),

output as (
    select * from price
    where side = 'output'
),

cache_read as (
    select * from price
    where side = 'cache_read'
),

clock as (
    select * from {{ ref('int_clock') }}
),

paired as (
    select
        output.model_id,
        output.model_version,
        output.model_name_raw,
        output.provider,
        output.region,
        concat_ws(' @ ', output.model_name_raw, output.region) as configuration,
        output.service,
        threshold.tier_min_input_tokens,
        output.condition,
        case
            when input.price_kind = 'free' and output.price_kind = 'free' then 'free'
            when 'from' in (input.price_kind, output.price_kind) then 'from'
            when 'promotional' in (input.price_kind, output.price_kind) then 'promotional'
            else 'listed'
        end as price_kind,
        input.usd_per_million_tokens as usd_per_million_input_tokens,
        output.usd_per_million_tokens as usd_per_million_output_tokens,
        (3 * input.usd_per_million_tokens + output.usd_per_million_tokens) / 4 as usd_per_million_blended_tokens,
        cache_read.usd_per_million_tokens as usd_per_million_cache_read_tokens,
        least(input.part_last_seen_at, output.part_last_seen_at) as seen_at,
        least(input.stale_after_hours, output.stale_after_hours) as stale_after_hours,
        {{ provenance('input', 'input_price') }},
        {{ provenance('output', 'output_price') }},
        {{ provenance('cache_read', 'cache_read_price') }}
    from threshold
    asof inner join input
        on threshold.listing_number = input.listing_number
        and threshold.tier_min_input_tokens >= input.tier_min_input_tokens
    asof inner join output
        on threshold.listing_number = output.listing_number
        and threshold.tier_min_input_tokens >= output.tier_min_input_tokens
    asof left join cache_read
        on threshold.listing_number = cache_read.listing_number
        and threshold.tier_min_input_tokens >= cache_read.tier_min_input_tokens
)

select
    paired.* exclude (service, seen_at, stale_after_hours),
    coalesce(
        nullif(
            concat_ws(
                '_',
                nullif(service, 'standard'),
                case when tier_min_input_tokens > 0 then 'long_context' end,
                case when condition is not null then 'conditional' end,
                case when price_kind not in ('listed', 'free') then price_kind end
            ),
            ''
        ),
        'base'
    ) as price_tier,
    greatest(date_diff('second', seen_at, clock.as_of) / 86400.0, 0.0)::double as age_days,
    coalesce(date_diff('second', seen_at, clock.as_of) / 3600.0 > stale_after_hours, true) as is_stale
from paired
cross join clock
