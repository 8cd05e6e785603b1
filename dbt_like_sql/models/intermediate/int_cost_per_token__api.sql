-- Grain: one row per listing of a model by a provider and region, with the price of a prompt of any length.
-- Input and output prices of one listing, not of two. Promotional prices end, and lower bounds are no prices: left out.
with price as (
    select * from {{ ref('int_model_price__current') }}
    where
        model_id is not null
        and unit = 'million_tokens'
        and tier_min_input_tokens = 0
        and condition is null
        and price_kind in ('listed', 'free')
),

clock as (
    select * from {{ ref('int_clock') }}
)

select
    output.model_id,
    output.model_version,
    output.model_name_raw,
    output.provider,
    output.region,
    concat_ws(' @ ', output.model_name_raw, output.region) as configuration,
    input.usd_per_million_tokens as usd_per_million_input_tokens,
    output.usd_per_million_tokens as usd_per_million_output_tokens,
    (3 * input.usd_per_million_tokens + output.usd_per_million_tokens) / 4 as usd_per_million_blended_tokens,
    input.price_kind = 'free' and output.price_kind = 'free' as is_free,
    greatest(
        date_diff('second', least(input.part_last_seen_at, output.part_last_seen_at), clock.as_of) / 86400.0, 0.0
    )::double as age_days,
    coalesce(
        date_diff('second', least(input.part_last_seen_at, output.part_last_seen_at), clock.as_of) / 3600.0
            > least(input.stale_after_hours, output.stale_after_hours),
        true
    ) as is_stale,
    {{ provenance('input', 'input_price') }},
    {{ provenance('output', 'output_price') }}
from price as output
inner join price as input
    on output.source_id = input.source_id
    and output.part = input.part
    and output.model_name_raw = input.model_name_raw
    and output.provider = input.provider
    and output.region is not distinct from input.region
    and input.component = 'input'
cross join clock
where output.component = 'output'
