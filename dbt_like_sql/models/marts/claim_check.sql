-- Grain: one row per claim.
with claim as (
    select * from {{ ref('stg_curated__claim') }}
),

checked as (
    {%- for topic in ['power', 'gpu', 'model_card', 'latency', 'price', 'benchmark', 'openness', 'regulation', 'finance'] %}
    select * from {{ ref('int_claim__' ~ topic) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    claim.claim_id,
    claim.topic,
    claim.claim,
    claim.settled_by,
    coalesce(checked.verdict, 'no_evidence') as verdict,
    checked.figure,
    checked.unit,
    coalesce(checked.n, 0) as n,
    coalesce(checked.explanation, 'no rule settles it yet') as explanation,
    coalesce(checked.rule, 'none') as rule,
    checked.evidence_sql,
    coalesce(checked.sources, '') as sources,
    'verdict_by_rule' as method,
    2 as method_version,
    {{ provenance('checked', 'example') }}
from claim
left join checked on claim.claim_id = checked.claim_id
