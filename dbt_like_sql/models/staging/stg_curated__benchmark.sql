-- Grain: one row per benchmark and unit.
select
    benchmark,
    unit,
    title,
    ceiling,
    chance_level,
    is_higher_better,
    document
from {{ ref('benchmark') }}
