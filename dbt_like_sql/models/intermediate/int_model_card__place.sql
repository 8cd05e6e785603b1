-- Grain: one row per model, way it can be run, and place, as far as a place is told.
-- listed: an API price of the model in a region. gpu: an offer of accelerators in the country, with memory for the
-- weights, where weights can be had; not a statement that anybody runs the model there.
with price as (
    select * from {{ ref('int_model_price__current') }}
    where model_id is not null and region is not null
),

region as (
    select * from {{ ref('stg_curated__region_country') }}
),

fact as (
    select * from {{ ref('int_model_card__fact') }}
),

openness as (
    select * from {{ ref('int_model_card__openness') }}
),

offer as (
    select
        country_code,
        max(gpu_count * coalesce(gpu_memory_gib, product_memory_gib)) as memory_gib
    from {{ ref('int_gpu_offer__current') }}
    where country_code is not null and accelerator_kind = 'gpu' and coalesce(is_available, true)
    group by all
),

model as (
    select distinct model_id, model_version from {{ ref('int_model_card') }}
    union
    select distinct model_version, model_version from {{ ref('int_model_card') }}
),

listed as (
    select distinct model.model_id, 'listed' as way, region.area, region.country_code
    from price
    inner join region on price.provider = region.provider and price.region = region.region
    inner join model on price.model_id = model.model_id or price.model_version = model.model_id
),

size as (
    select
        fact.model_id,
        fact.number * {{ var('weight_bytes_per_parameter') }} * {{ var('memory_over_weights') }} * 1e9 / 1024 ** 3
            as memory_needed_gib
    from fact
    inner join openness on fact.model_id = openness.model_id
    where
        fact.fact = 'parameters_b'
        and openness.weights_openness in ('open_source', 'open_weights', 'restricted_weights')
),

rentable as (
    select size.model_id, 'gpu' as way, null::varchar as area, offer.country_code, size.memory_needed_gib
    from size
    inner join offer on offer.memory_gib >= size.memory_needed_gib
)

select model_id, way, area, country_code, null::double as memory_needed_gib from listed
union all
select model_id, way, area, country_code, memory_needed_gib from rentable
