-- Grain: one row per state of an offer of a part of a source, over the whole history.
-- Normalisers convert other currencies with the table of monthly rates that comes with the package. Where a rate of a
-- day closer to that of the price has been observed since, the figure is converted anew with that one.
with stated as (
    select * from {{ ref('stg_history__gpu_offer') }}
),

rate as (
    select * from {{ ref('int_exchange_rate') }}
),

converted as (
    select
        stated.*,
        rate.usd_per_currency_unit as observed_usd,
        rate.rate_on as observed_on,
        {{ provenance('rate', 'rate') }}
    from (select *, cast(coalesce(effective_from, captured_at) as date) as priced_on from stated) as stated
    asof left join rate
        on stated.currency = rate.currency
        and stated.priced_on >= rate.holds_from
),

offer as (
    select
        * exclude (priced_on, observed_usd, observed_on) replace (
            case
                when observed_on > fx_rate_on then usd_per_hour / usd_per_currency_unit * observed_usd
                else usd_per_hour
            end as usd_per_hour,
            case
                when observed_on > fx_rate_on then usd_per_gpu_hour / usd_per_currency_unit * observed_usd
                else usd_per_gpu_hour
            end as usd_per_gpu_hour,
            case when observed_on > fx_rate_on then observed_usd else usd_per_currency_unit end
                as usd_per_currency_unit,
            case when observed_on > fx_rate_on then observed_on else fx_rate_on end as fx_rate_on,
            -- The observation that the rate is, where there is one.
            {% for name in ['source_id', 'captured_at', 'payload_sha256', 'record_ref', 'is_starter'] %}
            case when observed_on >= fx_rate_on then rate_{{ name }} end as rate_{{ name }}{{ ',' if not loop.last }}
            {% endfor %}
        )
    from converted
),

gpu_name as (
    select * from {{ ref('stg_identity__gpu_name') }}
),

provider_name as (
    select * from {{ ref('stg_curated__provider_name') }}
    where sells = 'accelerators'
),

part as (
    select * from {{ ref('int_source_part') }}
),

resolved as (
    select
        offer.* replace (
            coalesce(provider_name.provider, offer.provider) as provider,
            -- Machines of whoever lends them are no list price of a cloud, though trackers may call them on demand.
            case
                when offer.provider in ('{{ var('marketplaces') | join("', '") }}') and offer.purchase_type = 'on_demand'
                    then 'marketplace'
                else offer.purchase_type
            end as purchase_type
        ),
        gpu_name.gpu_id,
        gpu_name.parent_id,
        gpu_name.accelerator_kind,
        coalesce(gpu_name.parent_id, gpu_name.gpu_id, 'name:' || lower(offer.gpu_name_raw)) as product,
        gpu_name.form_factor as product_form_factor,
        gpu_name.memory_gib as product_memory_gib,
        nullif(regexp_replace(lower(offer.region), '[^a-z0-9]', '', 'g'), '') as region_key,
        coalesce(part.is_firsthand, false) as is_firsthand,
        coalesce(part.last_seen_at, offer.captured_at) as part_last_seen_at,
        part.stale_after_hours,
        part.licence
    from offer
    left join gpu_name
        on offer.gpu_name_raw = gpu_name.gpu_name_raw
        and offer.gpu_memory_gib is not distinct from gpu_name.gpu_memory_gib
        and offer.instance_type is not distinct from gpu_name.instance_type
    left join provider_name on offer.provider = provider_name.provider_as_written
    left join part
        on offer.source_id = part.source_id
        and offer.part = part.part
)

select
    {{ key_number(['source_id', 'part', 'recorded_from', 'payload_sha256', 'record_ref']) }} as state_number,
    {{ key_number([
        'source_id', 'provider', 'region', 'zone', 'instance_type',
        'gpu_name_raw', 'gpu_memory_gib', 'gpu_count', 'purchase_type',
    ]) }} as offer_number,
    {{ key_number([
        'source_id', 'part', 'provider', 'product', 'product_form_factor', 'product_memory_gib', 'gpu_count',
        'purchase_type', 'region_key',
    ]) }} as cell_number,
    source_id,
    part,
    captured_at,
    payload_sha256,
    record_ref,
    is_starter,
    recorded_from,
    recorded_to,
    effective_from,
    -- A dated price holds until it is said to end or the next one begins; what a source has taken back says nothing.
    case
        when effective_from is not null
            then coalesce(
                effective_to,
                lead(effective_from) over (
                    partition by
                        source_id, part, provider, region, zone, instance_type, gpu_name_raw, gpu_memory_gib, gpu_count,
                        purchase_type, effective_from is null, recorded_to is null
                    order by effective_from
                )
            )
    end as effective_until,
    provider,
    region,
    zone,
    country_code,
    instance_type,
    gpu_name_raw,
    gpu_memory_gib,
    gpu_count,
    purchase_type,
    price_kind,
    usd_per_hour,
    usd_per_gpu_hour,
    currency,
    amount,
    amount_unit,
    usd_per_currency_unit,
    fx_rate_on,
    rate_source_id,
    rate_captured_at,
    rate_payload_sha256,
    rate_record_ref,
    rate_is_starter,
    vcpus,
    memory_gib,
    is_available,
    gpu_id,
    parent_id,
    accelerator_kind,
    product,
    product_form_factor,
    product_memory_gib,
    region_key,
    is_firsthand,
    part_last_seen_at,
    stale_after_hours,
    licence
from resolved
