-- Grain: one row per key and change of its price. A key is one listing of one source, as the source spells it: neither
-- another source nor another spelling makes a change. New listings and ended ones are no changes and are left out; so
-- are prices that come back as they went.
with state as (
    select * from {{ ref('int_price_state') }}
),

held_back as (
    select * from {{ ref('int_model_price__held_back') }}
),

captured as (
    select distinct source_id, part, captured_at
    from {{ ref('stg_ops__capture') }}
    where state in ('merged', 'unchanged')
),

marked as (
    select
        state.*,
        held_back.record_ref is not null as is_held_back
    from state
    left join held_back
        on state.subject = 'model_price'
        and state.source_id = held_back.source_id
        and state.part = held_back.part
        and state.payload_sha256 = held_back.payload_sha256
        and state.record_ref = held_back.record_ref
),

followed as (
    select
        *,
        lag(usd, 2) over of_key as usd_two_before,
        lag(usd) over of_key as usd_before,
        lead(usd) over of_key as usd_next,
        lag(price_kind) over of_key as price_kind_before,
        lag(currency) over of_key as currency_before,
        lag(amount) over of_key as amount_before,
        lag(amount_unit) over of_key as amount_unit_before,
        lag(effective_from) over of_key as effective_from_before,
        lag(recorded_to) over of_key as recorded_to_before,
        lag(is_held_back) over of_key as is_held_back_before,
        lag(source_id) over of_key as before_source_id,
        lag(captured_at) over of_key as before_captured_at,
        lag(payload_sha256) over of_key as before_payload_sha256,
        lag(record_ref) over of_key as before_record_ref,
        lag(is_starter) over of_key as before_is_starter
    from marked
    window of_key as (partition by key_number order by begins_at, recorded_from)
),

compared as (
    select
        *,
        currency = currency_before and amount_unit = amount_unit_before as is_quoted_alike,
        usd / nullif(usd_before, 0) as usd_ratio,
        case
            when is_quoted_alike and amount > 0 and amount_before > 0 then amount / amount_before
            else usd_ratio
        end as ratio
    from followed
    where
        before_record_ref is not null
        and coalesce(abs(usd - usd_before) > 1e-9 * greatest(usd, usd_before), (usd is null) <> (usd_before is null))
),

change as (
    select
        *,
        case
            when effective_from = effective_from_before then 'restated'
            when
                abs(ratio - 1) <= 1e-9
                or currency <> currency_before and abs(ratio - 1) <= {{ var('price_tolerance_of_currencies') }}
                then 'exchange_rate'
            else 'price'
        end as change_kind,
        usd > 0 and usd_before > 0
        and (
            {{ at_least('usd_ratio', var('held_back_factor') ~ ' * 0.999') }}
            or {{ at_least('1', var('held_back_factor') ~ ' * 0.999 * usd_ratio') }}
        ) as is_tenfold,
        case
            when is_held_back or is_held_back_before then 'held_back'
            when is_tenfold is not true then null
            when usd_next / usd_before between 0.5 and 2 or usd / usd_two_before between 0.5 and 2 then 'undone'
            -- What a vendor asks, and what is left over, may do anything.
            when is_firsthand or purchase_type in ('spot', 'bid', 'low_priority') then null
            when {{ is_unit_slip('usd_ratio') }} then 'unit_slip'
            else 'order_of_magnitude'
        end as suspect_because
    from compared
)

select
    {{ key_text(['key_number', 'begins_at', 'recorded_from']) }} as change_id,
    change.subject,
    change.change_kind,
    change.name_raw,
    change.model_id,
    change.model_version,
    change.gpu_id,
    change.provider,
    change.region,
    change.zone,
    change.instance_type,
    change.gpu_count,
    change.purchase_type,
    change.component,
    change.tier_min_input_tokens,
    change.condition,
    change.price_unit,
    change.price_kind_before,
    change.price_kind as price_kind_after,
    change.usd_before,
    change.usd as usd_after,
    change.currency,
    change.amount_before,
    change.amount as amount_after,
    round(100 * (change.ratio - 1), 6)::double as percent,
    change.effective_from as began_at,
    change.recorded_from as noticed_at,
    case when change.effective_from is null then captured.captured_at end as not_before_at,
    change.effective_from is null and coalesce(change.recorded_to_before < change.recorded_from, false)
        as was_unlisted,
    change.suspect_because is not null as is_suspect,
    change.suspect_because,
    {{ var('held_back_factor') }}::double as suspect_factor,
    change.is_firsthand,
    {{ provenance('change') }},
    change.before_source_id,
    change.before_captured_at,
    change.before_payload_sha256,
    change.before_record_ref,
    change.before_is_starter
from change
asof left join captured
    on change.source_id = captured.source_id
    and change.part = captured.part
    and change.recorded_from > captured.captured_at
