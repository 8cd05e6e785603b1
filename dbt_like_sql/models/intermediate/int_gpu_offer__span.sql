-- Grain: one row per state of a listed offer and span of days over which we knew it.
-- A day's offers are those held at the end of the UTC day. A state holds from the capture that first showed it to the
-- capture that showed another or none, but no longer than `carry_days` past any look at its listing. Where the source
-- dates its prices, their own days stand, whenever we came to know of them.
with looked as (
    select distinct source_id, part, cast(captured_at as date) as looked_on
    from {{ ref('stg_ops__capture') }}
    where state in ('merged', 'unchanged')
),

numbered as (
    select
        *,
        coalesce(looked_on - lag(looked_on) over listing > {{ var('carry_days') }} + 1, true) as starts_stretch
    from looked
    window listing as (partition by source_id, part order by looked_on)
),

stretched as (
    select
        *,
        count(*) filter (starts_stretch) over (partition by source_id, part order by looked_on) as stretch
    from numbered
),

known as (
    select
        source_id,
        part,
        min(looked_on) as from_on,
        least(
            max(looked_on) + {{ var('carry_days') }},
            (select cast(as_of as date) from {{ ref('int_clock') }})
        ) + 1 as to_on
    from stretched
    group by source_id, part, stretch
),

offer as (
    select
        *,
        cast(recorded_from as date) as held_from_on,
        coalesce(cast(recorded_to as date), date '9999-12-31') as held_to_on
    from {{ ref('int_gpu_offer') }}
    where price_kind = 'listed' and gpu_id is not null and usd_per_gpu_hour is not null
),

dated as (
    select
        *,
        cast(effective_from as date) as from_on,
        least(
            coalesce(cast(effective_until as date), date '9999-12-31'),
            cast(part_last_seen_at as date) + {{ var('carry_days') }} + 1,
            (select cast(as_of as date) from {{ ref('int_clock') }}) + 1
        ) as to_on
    from offer
    where effective_from is not null and recorded_to is null
)

select
    offer.state_number,
    offer.offer_number,
    offer.cell_number,
    offer.source_id,
    offer.part,
    offer.is_firsthand,
    offer.provider,
    offer.gpu_id,
    offer.product,
    offer.purchase_type,
    offer.usd_per_gpu_hour,
    greatest(offer.held_from_on, known.from_on) as from_on,
    least(offer.held_to_on, known.to_on) as to_on
from offer
inner join known
    on offer.source_id = known.source_id
    and offer.part = known.part
    and offer.held_from_on < known.to_on
    and known.from_on < offer.held_to_on
where
    offer.effective_from is null
    and greatest(offer.held_from_on, known.from_on) < least(offer.held_to_on, known.to_on)
union all by name
select
    state_number,
    offer_number,
    cell_number,
    source_id,
    part,
    is_firsthand,
    provider,
    gpu_id,
    product,
    purchase_type,
    usd_per_gpu_hour,
    from_on,
    to_on
from dated
where from_on < to_on
