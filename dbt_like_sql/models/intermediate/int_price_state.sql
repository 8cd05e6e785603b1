-- Grain: one row per state of a price of a model or of an accelerator that has had more than one.
-- `key_number` tells what is priced, by whom, and in which listing; `begins_at` orders the prices of a key. It is when
-- the source says that the price began, or when it was first seen. A price without a day beside one with a day, in one
-- listing at one time, is the price before it.
-- Averages are left out: they move with who is in them.
with model_price as (
    select
        *,
        {{ key_number([
            'source_id', 'part', 'provider', 'model_name_raw', 'region', 'component', 'unit', 'tier_min_input_tokens',
            'condition',
        ]) }} as key_number
    from {{ ref('int_model_price__state') }}
    where price_kind <> 'average'
    qualify count(*) over (partition by key_number) > 1
),

gpu_offer as (
    select
        *,
        {{ key_number(['part', 'offer_number']) }} as key_number
    from {{ ref('int_gpu_offer') }}
    where price_kind <> 'average'
    qualify count(*) over (partition by key_number) > 1
),

quoted_offer as (
    select * from {{ ref('stg_history__gpu_offer') }}
),

state as (
    select
        'model_price' as subject,
        key_number,
        model_name_raw as name_raw,
        model_id,
        model_version,
        cast(null as varchar) as gpu_id,
        provider,
        region,
        cast(null as varchar) as zone,
        cast(null as varchar) as instance_type,
        cast(null as double) as gpu_count,
        cast(null as varchar) as purchase_type,
        component,
        tier_min_input_tokens,
        condition,
        unit as price_unit,
        price_kind,
        coalesce(usd_per_million_tokens, usd_per_unit) as usd,
        currency,
        amount,
        amount_unit,
        cast(effective_from as timestamptz) as effective_from,
        cast(effective_to as timestamptz) as effective_to,
        recorded_from,
        recorded_to,
        part,
        is_firsthand,
        {{ provenance('model_price') }}
    from model_price
    union all by name
    select
        'gpu_offer' as subject,
        gpu_offer.key_number,
        gpu_offer.gpu_name_raw as name_raw,
        cast(null as varchar) as model_id,
        cast(null as varchar) as model_version,
        gpu_offer.gpu_id,
        gpu_offer.provider,
        gpu_offer.region,
        gpu_offer.zone,
        gpu_offer.instance_type,
        gpu_offer.gpu_count,
        gpu_offer.purchase_type,
        cast(null as varchar) as component,
        cast(null as bigint) as tier_min_input_tokens,
        cast(null as varchar) as condition,
        'gpu_hour' as price_unit,
        gpu_offer.price_kind,
        gpu_offer.usd_per_gpu_hour as usd,
        quoted_offer.currency,
        quoted_offer.amount,
        quoted_offer.amount_unit,
        gpu_offer.effective_from,
        quoted_offer.effective_to,
        gpu_offer.recorded_from,
        gpu_offer.recorded_to,
        gpu_offer.part,
        gpu_offer.is_firsthand,
        {{ provenance('gpu_offer') }}
    from gpu_offer
    inner join quoted_offer
        on gpu_offer.source_id = quoted_offer.source_id
        and gpu_offer.part = quoted_offer.part
        and gpu_offer.recorded_from = quoted_offer.recorded_from
        and gpu_offer.payload_sha256 = quoted_offer.payload_sha256
        and gpu_offer.record_ref = quoted_offer.record_ref
)

select
    *,
    case
        when effective_from is not null then effective_from
        when
            min(recorded_from) filter (effective_from is not null) over of_key
            < coalesce(recorded_to, timestamptz '9999-12-31 00:00:00+00')
            and max(coalesce(recorded_to, timestamptz '9999-12-31 00:00:00+00'))
                filter (effective_from is not null) over of_key > recorded_from
            then timestamptz '0001-01-01 00:00:00+00'
        else recorded_from
    end as begins_at
from state
window of_key as (partition by key_number)
