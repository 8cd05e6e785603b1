-- Grain: one row per model version, provider and way of counting tokens: what its cheapest listing asks for them.
-- Base prices that somebody pays: free offers have limits, and no rented accelerator beats nothing. Prices seen long
-- before the newest of the provider, or of all providers, do not compete with it.
with listing as (
    select
        *,
        (
            {{ var('input_tokens_per_output_token') }} * usd_per_million_input_tokens + usd_per_million_output_tokens
        ) / ({{ var('input_tokens_per_output_token') }} + 1) as usd_per_million_mixed_tokens
    from {{ ref('int_cost_per_token__api') }}
    where price_tier = 'base' and price_kind = 'listed'
),

counted as (
    select *, 'output_tokens' as tokens_counted, usd_per_million_output_tokens as usd_per_million_tokens from listing
    union all
    select *, 'blended_tokens' as tokens_counted, usd_per_million_mixed_tokens as usd_per_million_tokens from listing
),

best as (
    select *
    from (
        select *
        from counted
        where usd_per_million_tokens > 0
        qualify age_days <= min(age_days) over (partition by model_version, provider) + {{ var('carry_days') }}
    )
    qualify row_number() over (
        partition by model_version, provider, tokens_counted
        order by usd_per_million_tokens, age_days, configuration, model_id
    ) = 1
),

own_api as (
    select * from {{ ref('stg_curated__own_api') }}
)

select
    best.model_id,
    best.model_version,
    best.model_name_raw,
    best.provider,
    best.configuration,
    best.tokens_counted,
    best.usd_per_million_input_tokens,
    best.usd_per_million_output_tokens,
    best.usd_per_million_tokens,
    own_api.provider is not null
        and best.output_price_source_id not in ('{{ var('gateway_sources') | join("', '") }}') as is_first_party,
    best.age_days <= newest.age_days + {{ var('carry_days') }} as is_current,
    row_number() over (
        partition by best.model_version, best.tokens_counted
        order by
            best.age_days > newest.age_days + {{ var('carry_days') }}, best.usd_per_million_tokens, best.provider
    ) = 1 as is_cheapest_api,
    best.age_days,
    best.is_stale,
    {%- for price in ['input_price', 'output_price'] %}
    best.{{ price }}_source_id,
    best.{{ price }}_captured_at,
    best.{{ price }}_payload_sha256,
    best.{{ price }}_record_ref,
    best.{{ price }}_is_starter{{ ',' if not loop.last }}
    {%- endfor %}
from best
inner join (
    select model_version, tokens_counted, min(age_days) as age_days
    from best
    group by all
) as newest
    on best.model_version = newest.model_version
    and best.tokens_counted = newest.tokens_counted
left join own_api
    on split_part(best.model_version, '/', 1) = own_api.developer
    and best.provider = own_api.provider
