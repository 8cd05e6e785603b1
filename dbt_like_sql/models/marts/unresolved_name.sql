-- Grain: one row per name, with the hints beside it, that stays open in a kind of fact. The names that matter most come
-- first: many facts, seen lately.
with unresolved as (
    select * from {{ ref('int_unresolved_name') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

aged as (
    select
        unresolved.*,
        date_diff('second', unresolved.last_seen_at, clock.as_of) / 86400.0 as age_days,
        cast({{ var('unresolved_half_life_days') }} as double) as half_life_days
    from unresolved
    cross join clock
),

weighed as (
    select
        *,
        cast(facts * power(0.5, greatest(age_days, 0) / half_life_days) as double) as weight
    from aged
)

select
    row_number() over (
        order by weighed.weight desc, weighed.name_kind, weighed.fact_kind, weighed.name, weighed.hints
    ) as importance,
    weighed.name_kind,
    weighed.fact_kind,
    weighed.name,
    weighed.hints,
    weighed.rule,
    weighed.facts,
    weighed.last_seen_at,
    cast(weighed.age_days as double) as age_days,
    weighed.half_life_days,
    weighed.weight,
    {{ provenance('weighed', 'example') }}
from weighed
order by importance
