-- Grain: one row per price that holds now; names of one model that one provider sells alike are one row.
with price as (
    select * from {{ ref('int_model_price__current') }}
),

clock as (
    select * from {{ ref('int_clock') }}
)

select
    price.model_id,
    price.model_version,
    price.model_family,
    price.model_name_raw,
    count(*) over alike as listings,
    price.provider,
    price.region,
    price.component,
    price.unit,
    price.tier_min_input_tokens,
    price.condition,
    price.price_kind,
    price.usd_per_million_tokens,
    price.usd_per_unit,
    price.currency,
    price.amount,
    price.amount_unit,
    price.usd_per_currency_unit,
    price.effective_from,
    price.effective_to,
    price.mode,
    price.part_last_seen_at as last_seen_at,
    greatest(date_diff('second', price.part_last_seen_at, clock.as_of) / 86400.0, 0.0)::double as age_days,
    coalesce(date_diff('second', price.part_last_seen_at, clock.as_of) / 3600.0 > price.stale_after_hours, true)
        as is_stale,
    price.is_firsthand,
    price.licence,
    {{ provenance('price') }}
from price
cross join clock
window alike as (
    partition by
        price.product, price.provider, price.region, price.component, price.unit, price.tier_min_input_tokens,
        price.condition, price.price_kind, price.usd_per_million_tokens, price.usd_per_unit
)
qualify row_number() over (alike order by length(price.model_name_raw), price.model_name_raw) = 1
