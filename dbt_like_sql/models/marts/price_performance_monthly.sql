-- Grain: one row per series of a benchmark with thresholds, model version, mode of reasoning and month.
with series as (
    select distinct benchmark, metric, unit, test_set
    from {{ ref('stg_curated__quality_threshold') }}
),

score as (
    select score.*
    from {{ ref('int_benchmark_score__picked') }} as score
    semi join series
        on score.benchmark = series.benchmark
        and score.metric = series.metric
        and score.unit = series.unit
        and score.test_set is not distinct from series.test_set
),

price as (
    select * from {{ ref('int_model_price__month_version') }}
),

candidate as (
    select
        score.* exclude (source_id, captured_at, payload_sha256, record_ref, is_starter),
        {{ provenance('score', 'score') }},
        price.month,
        price.provider,
        price.price_basis,
        price.is_backdated as is_price_backdated,
        price.sellers,
        price.usd_per_million_input_tokens,
        price.usd_per_million_output_tokens,
        price.usd_per_million_blended_tokens,
        {%- for input in ['input_price', 'output_price'] %}
        price.{{ input }}_source_id,
        price.{{ input }}_captured_at,
        price.{{ input }}_payload_sha256,
        price.{{ input }}_record_ref,
        price.{{ input }}_is_starter{{ ',' if not loop.last }}
        {%- endfor %}
    from score
    inner join price on score.model_version = price.model_version
),

dominated as (
    select
        worse.score_id,
        worse.month,
        count(distinct better.model_version) as dominating_models
    from candidate as worse
    inner join candidate as better
        on worse.series_number = better.series_number
        and worse.month = better.month
        and better.usd_per_million_blended_tokens <= worse.usd_per_million_blended_tokens
        and better.merit >= worse.merit
        and (
            better.usd_per_million_blended_tokens < worse.usd_per_million_blended_tokens
            or better.merit > worse.merit
        )
    group by all
)

select
    candidate.benchmark,
    candidate.metric,
    candidate.unit,
    candidate.test_set,
    candidate.month,
    candidate.model_version,
    candidate.model_family,
    candidate.reasoning_mode,
    candidate.score,
    candidate.is_higher_better,
    candidate.score_rule,
    candidate.evaluator_kind,
    candidate.usd_per_million_blended_tokens,
    candidate.usd_per_million_input_tokens,
    candidate.usd_per_million_output_tokens,
    candidate.provider,
    candidate.price_basis,
    candidate.is_price_backdated,
    candidate.sellers,
    count(*) over (partition by candidate.series_number, candidate.month) as candidates,
    coalesce(dominated.dominating_models, 0) as dominating_models,
    dominated.dominating_models is null as is_on_pareto_frontier,
    'pareto_per_token' as method,
    1 as method_version,
    {%- for input in ['score', 'input_price', 'output_price'] %}
    candidate.{{ input }}_source_id,
    candidate.{{ input }}_captured_at,
    candidate.{{ input }}_payload_sha256,
    candidate.{{ input }}_record_ref,
    candidate.{{ input }}_is_starter{{ ',' if not loop.last }}
    {%- endfor %}
from candidate
left join dominated
    on candidate.score_id = dominated.score_id
    and candidate.month = dominated.month
