-- Grain: one row per source, cell and price that it no longer states or that no longer holds.
-- A cell is what one provider asks for one component of one product, in one region, tier and condition.
-- `held_until` is when the source stopped stating it, or the day it ended where the source dates it.
with state as (
    select
        *,
        coalesce(usd_per_million_tokens, usd_per_unit) as usd,
        lead(effective_from) over (
            partition by
                source_id, part, provider, model_name_raw, region, component, unit, tier_min_input_tokens, condition,
                recorded_to is null
            order by effective_from nulls first
        ) as next_effective_from
    from {{ ref('int_model_price__state') }}
),

held_now as (
    select * from {{ ref('int_model_price') }}
),

clock as (
    select cast(as_of as date) as today from {{ ref('int_clock') }}
),

past as (
    select state.*
    from state
    cross join clock
    anti join held_now
        on state.source_id = held_now.source_id
        and state.part = held_now.part
        and state.payload_sha256 = held_now.payload_sha256
        and state.record_ref = held_now.record_ref
        and state.recorded_from = held_now.recorded_from
    where state.price_kind = 'listed' and coalesce(state.effective_from <= clock.today, true)
)

select
    source_id,
    is_firsthand,
    provider,
    product,
    region,
    component,
    unit,
    tier_min_input_tokens,
    condition,
    usd,
    min(recorded_from) as held_from,
    max(
        coalesce(recorded_to, cast(coalesce(effective_to, next_effective_from) as timestamptz), part_last_seen_at)
    ) as held_until
from past
group by all
