-- Grain: one row per price held now and in force, of a part of a source.
-- Of the prices that a listing gives one component from different days on, the one in force is the latest begun.
with price as (
    select * from {{ ref('stg_history__model_price') }}
    where recorded_to is null
),

model_name as (
    select * from {{ ref('stg_identity__model_name') }}
    where developer is null
),

provider_name as (
    select * from {{ ref('stg_curated__provider_name') }}
    where sells = 'tokens'
),

part as (
    select * from {{ ref('int_source_part') }}
),

clock as (
    select cast(as_of as date) as today from {{ ref('int_clock') }}
)

select
    price.* replace (coalesce(provider_name.provider, price.provider) as provider),
    model_name.model_id,
    model_name.model_version,
    model_name.model_family,
    coalesce(model_name.model_id, 'name:' || lower(price.model_name_raw)) as product,
    coalesce(part.is_firsthand, false) as is_firsthand,
    coalesce(part.last_seen_at, price.captured_at) as part_last_seen_at,
    part.stale_after_hours,
    part.licence
from price
cross join clock
left join model_name
    on price.model_name_raw = model_name.model_name_raw
    and price.provider = model_name.provider
left join provider_name on price.provider = provider_name.provider_as_written
left join part
    on price.source_id = part.source_id
    and price.part = part.part
where
    coalesce(price.effective_from <= clock.today, true)
    and coalesce(price.effective_to > clock.today, true)
qualify row_number() over (
    partition by
        price.source_id, price.part, price.provider, price.model_name_raw, price.region, price.component, price.unit,
        price.tier_min_input_tokens, price.condition
    order by price.effective_from desc nulls last
) = 1
