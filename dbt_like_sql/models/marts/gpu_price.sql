-- Grain: one row per offer held now.
with offer as (
    select * from {{ ref('int_gpu_offer__current') }}
),

clock as (
    select * from {{ ref('int_clock') }}
)

select
    {{ key_text([
        'offer.source_id', 'offer.provider', 'offer.region', 'offer.zone', 'offer.instance_type',
        'offer.gpu_name_raw', 'offer.gpu_memory_gib', 'offer.gpu_count', 'offer.purchase_type',
    ]) }} as offer_id,
    offer.gpu_id,
    offer.parent_id,
    offer.accelerator_kind,
    offer.gpu_name_raw,
    offer.provider,
    offer.region,
    offer.zone,
    offer.country_code,
    offer.instance_type,
    offer.gpu_count,
    offer.purchase_type,
    offer.price_kind,
    offer.usd_per_hour,
    offer.usd_per_gpu_hour,
    offer.currency,
    offer.amount,
    offer.amount_unit,
    offer.usd_per_currency_unit,
    offer.fx_rate_on,
    offer.rate_source_id,
    offer.rate_captured_at,
    offer.rate_payload_sha256,
    offer.rate_record_ref,
    offer.rate_is_starter,
    offer.gpu_memory_gib,
    offer.vcpus,
    offer.memory_gib,
    offer.is_available,
    offer.part_last_seen_at as last_seen_at,
    greatest(date_diff('second', offer.part_last_seen_at, clock.as_of) / 86400.0, 0.0)::double as age_days,
    coalesce(date_diff('second', offer.part_last_seen_at, clock.as_of) / 3600.0 > offer.stale_after_hours, true)
        as is_stale,
    offer.is_firsthand,
    offer.licence,
    {{ provenance('offer') }}
from offer
cross join clock
