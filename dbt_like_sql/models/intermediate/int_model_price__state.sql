-- Grain: one row per state of a price of a part of a source, over the whole history.
with price as (
    select * from {{ ref('stg_history__model_price') }}
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
left join model_name
    on price.model_name_raw = model_name.model_name_raw
    and price.provider = model_name.provider
left join provider_name on price.provider = provider_name.provider_as_written
left join part
    on price.source_id = part.source_id
    and price.part = part.part
