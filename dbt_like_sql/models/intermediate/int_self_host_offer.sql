-- Grain: one row per operating point of text and offer of that accelerator, at full load.
-- Every offer that has a price and holds at least one whole accelerator; bids are not prices. A point measured on an
-- accelerator whose form or memory is open meets the offers of its variants, so labelled.
with measurement as (
    select
        *,
        -- Prompts are weighed against answers only where both are known.
        case when total_tokens_per_second > output_tokens_per_second
            then total_tokens_per_second - output_tokens_per_second
        end as input_tokens_per_second
    from {{ ref('int_inference_measurement') }}
    where model_id is not null and gpu_id is not null and is_text
),

offer as (
    select * from {{ ref('gpu_price') }}
    where
        gpu_id is not null
        and price_kind in ('listed', 'promotional', 'from')
        and usd_per_gpu_hour is not null
        and gpu_count >= 1
        and purchase_type <> 'bid'
        and coalesce(is_available, true)
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

-- Offers are sold whole: as many as hold the job, and as many jobs as they hold.
sized as (
    select
        priced.*,
        cast(ceil(measurement.gpu_count / offer.gpu_count) as bigint) as offers_rented,
        cast(floor(ceil(measurement.gpu_count / offer.gpu_count) * offer.gpu_count / measurement.gpu_count) as bigint)
            as replicas
    from priced
    inner join measurement on priced.measurement_id = measurement.measurement_id
    inner join offer on priced.offer_id = offer.offer_id
)

select
    measurement.measurement_id,
    measurement.model_id,
    measurement.model_version,
    measurement.model_name_raw,
    measurement.configuration_text as configuration,
    measurement.engine,
    measurement.precision,
    measurement.max_concurrency,
    measurement.gpu_id,
    measurement.gpu_count,
    measurement.output_tokens_per_second,
    measurement.rate_covers,
    measurement.input_tokens_per_second,
    measurement.total_tokens_per_second,
    measurement.input_tokens_per_second / measurement.output_tokens_per_second as input_tokens_per_output_token,
    sized.gpu_match,
    offer.offer_id,
    offer.gpu_id as offer_gpu_id,
    offer.provider,
    offer.region,
    offer.purchase_type,
    offer.price_kind,
    offer.usd_per_gpu_hour,
    offer.gpu_count as gpus_in_offer,
    sized.offers_rented,
    sized.replicas,
    sized.offers_rented * offer.gpu_count - sized.replicas * measurement.gpu_count as idle_gpu_count,
    sized.offers_rented * offer.gpu_count * offer.usd_per_gpu_hour as usd_per_hour_rented,
    -- Answers weigh `answer_token_weight` prompt tokens, so this is the cost of one prompt token times a million.
    measurement.gpu_count * offer.usd_per_gpu_hour
        / (
            (
                measurement.input_tokens_per_second
                + {{ var('answer_token_weight') }} * measurement.output_tokens_per_second
            )
            * 3600
        )
        * 1e6 as usd_per_million_prefill_tokens_at_full_load,
    measurement.method as measurement_method,
    offer.age_days,
    offer.is_stale,
    {{ provenance('measurement', 'measurement') }},
    {{ provenance('offer', 'offer') }}
from sized
inner join measurement on sized.measurement_id = measurement.measurement_id
inner join offer on sized.offer_id = offer.offer_id
