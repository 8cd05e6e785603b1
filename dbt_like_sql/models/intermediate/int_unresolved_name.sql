-- Grain: one row per kind of fact and name with its hints that stays open.
with source_part as (
    select source_id, part, last_seen_at
    from {{ ref('int_source_part') }}
),

gpu_name as (
    select * from {{ ref('stg_identity__gpu_name') }}
    where gpu_id is null
),

model_name as (
    select * from {{ ref('stg_identity__model_name') }}
    where model_id is null
),

named as (
    select
        'gpu' as name_kind, 'gpu_offer' as fact_kind, offer.gpu_name_raw as name,
        concat_ws('; ', 'memory_gib=' || offer.gpu_memory_gib, 'instance_type=' || offer.instance_type) as hints,
        offer.source_id, offer.part, offer.captured_at, offer.payload_sha256, offer.record_ref, offer.is_starter, gpu_name.rule
    from {{ ref('stg_history__gpu_offer') }} as offer
    inner join gpu_name
        on offer.gpu_name_raw = gpu_name.gpu_name_raw
        and offer.gpu_memory_gib is not distinct from gpu_name.gpu_memory_gib
        and offer.instance_type is not distinct from gpu_name.instance_type
    where offer.recorded_to is null
    union all
    select
        'gpu', 'inference_measurement', measurement.gpu_name_raw, '',
        measurement.source_id, measurement.part, measurement.captured_at, measurement.payload_sha256, measurement.record_ref,
        measurement.is_starter, gpu_name.rule
    from {{ ref('stg_history__inference_measurement') }} as measurement
    inner join gpu_name
        on measurement.gpu_name_raw = gpu_name.gpu_name_raw
        and gpu_name.gpu_memory_gib is null
        and gpu_name.instance_type is null
    where measurement.recorded_to is null
    union all
    select
        'model', 'model_price', price.model_name_raw, 'provider=' || price.provider,
        price.source_id, price.part, price.captured_at, price.payload_sha256, price.record_ref, price.is_starter, model_name.rule
    from {{ ref('stg_history__model_price') }} as price
    inner join model_name
        on price.model_name_raw = model_name.model_name_raw
        and price.provider = model_name.provider
        and model_name.developer is null
    where price.recorded_to is null
    union all
    select
        'model', 'model_card', card.model_name_raw, coalesce('developer=' || card.developer, ''),
        card.source_id, card.part, card.captured_at, card.payload_sha256, card.record_ref, card.is_starter, model_name.rule
    from {{ ref('stg_history__model_card') }} as card
    inner join model_name
        on card.model_name_raw = model_name.model_name_raw
        and model_name.provider is null
        and card.developer is not distinct from model_name.developer
    where card.recorded_to is null
    union all
    select
        'model', 'benchmark_score', score.model_name_raw, '',
        score.source_id, score.part, score.captured_at, score.payload_sha256, score.record_ref, score.is_starter, model_name.rule
    from {{ ref('stg_history__benchmark_score') }} as score
    inner join model_name
        on score.model_name_raw = model_name.model_name_raw
        and model_name.provider is null
        and model_name.developer is null
    where score.recorded_to is null
    union all
    select
        'model', 'inference_measurement', measurement.model_name_raw, '',
        measurement.source_id, measurement.part, measurement.captured_at, measurement.payload_sha256, measurement.record_ref,
        measurement.is_starter, model_name.rule
    from {{ ref('stg_history__inference_measurement') }} as measurement
    inner join model_name
        on measurement.model_name_raw = model_name.model_name_raw
        and model_name.provider is null
        and model_name.developer is null
    where measurement.recorded_to is null
)

select
    named.name_kind,
    named.fact_kind,
    named.name,
    named.hints,
    min(named.rule) as rule,
    count(*) as facts,
    -- A fact is as recent as the last sight of the listing that holds it, not as its first.
    max(greatest(named.captured_at, source_part.last_seen_at)) as last_seen_at,
    unnest(min_by(
        struct_pack(named.source_id, named.captured_at, named.payload_sha256, named.record_ref, named.is_starter),
        (named.source_id, named.captured_at, named.payload_sha256, named.record_ref)
    ))
from named
left join source_part
    on named.source_id = source_part.source_id
    and named.part = source_part.part
group by named.name_kind, named.fact_kind, named.name, named.hints
