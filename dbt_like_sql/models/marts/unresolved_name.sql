-- Grain: one row per name, with the hints beside it, that stays open in a kind of fact.
select
    unresolved.name_kind,
    unresolved.fact_kind,
    unresolved.name,
    unresolved.hints,
    unresolved.rule,
    unresolved.facts,
    {{ provenance('unresolved', 'example') }}
from {{ ref('int_unresolved_name') }} as unresolved
