-- Grain: one row per price (input, output, blended) and month.
{% set provenance_columns = ['source_id', 'captured_at', 'payload_sha256', 'record_ref', 'is_starter'] %}

with listing as (
    select * from {{ ref('int_model_price__month') }}
),

-- Prices of one listing at the ends of two months that follow each other.
matched as (
    select
        today.month,
        today.model_version,
        today.provider,
        ln(today.usd_per_million_input_tokens / before.usd_per_million_input_tokens) as input_change,
        ln(today.usd_per_million_output_tokens / before.usd_per_million_output_tokens) as output_change,
        ln(today.usd_per_million_blended_tokens / before.usd_per_million_blended_tokens) as blended_change,
        today.model_name_raw,
        today.region,
        {%- for name in provenance_columns %}
        today.output_price_{{ name }} as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from listing as today
    inner join listing as before
        on today.source_id = before.source_id
        and today.provider = before.provider
        and today.model_name_raw = before.model_name_raw
        and today.region is not distinct from before.region
        and today.model_id = before.model_id
        and before.month = cast(today.month - interval 1 month as date)
    where not (today.is_backdated and before.is_backdated)
),

version_step as (
    select
        month,
        model_version,
        count(*) as listings,
        count(*) filter (blended_change <> 0) as changed_listings,
        avg(input_change) as input_change,
        avg(output_change) as output_change,
        avg(blended_change) as blended_change
    from matched
    group by all
),

step as (
    select
        month,
        count(*) as matched_models,
        sum(listings)::bigint as matched_listings,
        sum(changed_listings)::bigint as changed_listings,
        unnest(['input', 'output', 'blended']) as price,
        unnest([avg(input_change), avg(output_change), avg(blended_change)]) as log_change
    from version_step
    group by month
),

largest as (
    select *
    from matched
    where blended_change <> 0
    qualify row_number() over (
        partition by month order by abs(blended_change) desc, provider, model_name_raw, region, source_id
    ) = 1
),

listed as (
    select
        month,
        count(distinct model_version) as models
    from listing
    group by month
),

-- The month before the first that can be matched is the base.
base as (
    select
        cast(first_month - interval 1 month as date) as month,
        0::bigint as matched_models,
        0::bigint as matched_listings,
        0::bigint as changed_listings,
        unnest(['input', 'output', 'blended']) as price,
        0.0::double as log_change
    from (select min(month) as first_month from step)
    where first_month is not null
),

chained as (
    select
        *,
        sum(log_change) over (partition by price order by month) as log_index
    from (
        select month, price, matched_models, matched_listings, changed_listings, log_change from base
        union all by name
        select month, price, matched_models, matched_listings, changed_listings, log_change from step
    )
)

select
    chained.price,
    chained.month,
    -- Rounded where the order of a sum of floats would show.
    round(100 * exp(chained.log_index), 6)::double as index_100,
    listed.models,
    chained.matched_models,
    chained.matched_listings,
    chained.changed_listings,
    largest.model_version as largest_change_model_version,
    largest.provider as largest_change_provider,
    exp(largest.blended_change)::double as largest_change_ratio,
    'matched_model_jevons' as method,
    1 as method_version,
    {{ provenance('largest', 'largest_change') }}
from chained
left join listed on chained.month = listed.month
left join largest on chained.month = largest.month
