-- Grain: one row per operating point of text, provider, accelerator on offer, purchase type and utilisation.
-- A provider enters with its cheapest listed offer of at least one whole accelerator, a fresh one if it has any.
-- A point measured on an accelerator whose form or memory is open meets the offers of its variants, so labelled.
with measurement as (
    select * from {{ ref('int_inference_measurement') }}
    where
        model_id is not null
        and gpu_id is not null
        and not regexp_matches(lower(task), 'image|video|audio|speech|vision')
),

offer as (
    select * from {{ ref('gpu_price') }}
    where
        gpu_id is not null
        and price_kind = 'listed'
        and gpu_count >= 1
        and purchase_type <> 'bid'
        and coalesce(is_available, true)
    qualify row_number() over (
        partition by provider, gpu_id, purchase_type
        order by is_stale, usd_per_gpu_hour, gpu_count, source_id, record_ref, offer_id
    ) = 1
),

priced as (
    select measurement.measurement_id, offer.offer_id, 'exact' as gpu_match
    from measurement
    inner join offer on measurement.gpu_id = offer.gpu_id
    union all
    select measurement.measurement_id, offer.offer_id, 'variant' as gpu_match
    from measurement
    inner join offer on measurement.gpu_id = offer.parent_id and measurement.gpu_id <> offer.gpu_id
),

utilised as (
    select
        unnest([{{ var('utilisations') | join(', ') }}]::double[]) as utilisation
)

select
    measurement.measurement_id,
    measurement.model_id,
    measurement.model_version,
    measurement.model_name_raw,
    measurement.configuration_text as configuration,
    measurement.gpu_id,
    measurement.gpu_count,
    measurement.output_tokens_per_second,
    priced.gpu_match,
    offer.offer_id,
    offer.gpu_id as offer_gpu_id,
    offer.provider,
    offer.region,
    offer.purchase_type,
    offer.usd_per_gpu_hour,
    offer.age_days,
    offer.is_stale,
    utilised.utilisation,
    measurement.gpu_count * offer.usd_per_gpu_hour
        / (measurement.output_tokens_per_second * 3600 * utilised.utilisation) * 1e6 as usd_per_million_output_tokens,
    measurement.gpu_count * offer.usd_per_gpu_hour
        / (measurement.total_tokens_per_second * 3600 * utilised.utilisation) * 1e6 as usd_per_million_blended_tokens,
    case when measurement.method in ('measured', 'stated') then 'measured' else 'estimated' end as method,
    {{ provenance('measurement', 'measurement') }},
    {{ provenance('offer', 'offer') }}
from priced
inner join measurement on priced.measurement_id = measurement.measurement_id
inner join offer on priced.offer_id = offer.offer_id
cross join utilised
