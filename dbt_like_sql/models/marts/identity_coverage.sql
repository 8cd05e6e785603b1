-- Grain: one row per kind of fact. Energy is counted by operating point, whatever the grid it is costed on.
with fact as (
    select 'model_price' as fact_kind, model_id, model_version, model_name_raw
    from {{ ref('model_price') }}
    union all
    select 'benchmark_score_since_2024', model_id, model_version, model_name_raw
    from {{ ref('benchmark_score') }}
    where known_on >= date '2024-01-01'
    union all
    select 'energy_measurement', model_id, model_version, model_name_raw
    from {{ ref('int_inference_measurement') }}
    where power_watts is not null or joules_per_output_token is not null
),

card as (
    select model_id, has_card from {{ ref('model_card') }}
),

met as (
    select
        fact.*,
        fact.model_version is not null as is_resolved,
        card.model_id is not null as has_row,
        coalesce(card.has_card, false) as is_described
    from fact
    left join card on card.model_id = fact.model_version
)

select
    fact_kind,
    count(*) as facts,
    count(*) filter (is_resolved) as facts_resolved,
    count(*) filter (has_row) as facts_with_card,
    count(*) filter (is_described) as facts_described,
    count(distinct model_name_raw) as names,
    count(distinct model_name_raw) filter (is_resolved) as names_resolved,
    count(*) filter (is_resolved) / count(*)::double as share_resolved,
    count(*) filter (has_row) / count(*)::double as share_with_card,
    count(*) filter (is_described) / count(*)::double as share_described,
    count(*) filter (has_row) / nullif(count(*) filter (is_resolved), 0)::double as share_of_resolved_with_card
from met
group by fact_kind
