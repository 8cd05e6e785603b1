-- Grain: one row per run of a benchmark that reports what it cost.
with score as (
    select
        *,
        -- Shares of tasks that were solved. A mean grade, or how well formed the answers were, is none.
        unit = 'fraction' and metric in ('accuracy', 'resolved', 'success_rate', 'pass_at_1') as is_pass_rate
    from {{ ref('int_benchmark_score') }}
),

benchmark_task as (
    select * from {{ ref('stg_curated__benchmark_task') }}
),

-- The run's whole cost stands beside its score.
run as (
    select
        score.*,
        'reported_run_cost' as basis,
        coalesce(score.n, benchmark_task.tasks) as tasks,
        case when score.n is not null then 'reported' when benchmark_task.tasks is not null then 'curated' end
            as tasks_basis,
        score.cost_usd as usd_per_run,
        score.cost_usd / coalesce(score.n, benchmark_task.tasks) as usd_per_task,
        {{ provenance('score', 'cost') }}
    from score
    left join benchmark_task
        on score.benchmark = benchmark_task.benchmark
        and score.n is null
    where
        score.cost_usd > 0
        -- Without the number of tasks a run's cost says nothing of a task; an index has none.
        and (
            (score.is_pass_rate and coalesce(score.n, benchmark_task.tasks) is not null)
            or (score.metric = 'index' and score.unit = 'points')
        )
),

-- The mean cost of a task is a figure of its own, of the same run.
task as (
    select
        score.*,
        'reported_cost_per_task' as basis,
        score.n as tasks,
        case when score.n is not null then 'reported' end as tasks_basis,
        cast(null as double) as usd_per_run,
        cost.score as usd_per_task,
        {{ provenance('cost', 'cost') }}
    from score
    inner join score as cost
        on score.source_id = cost.source_id
        and score.benchmark = cost.benchmark
        and score.model_name_raw = cost.model_name_raw
        and score.settings is not distinct from cost.settings
        and score.evaluator is not distinct from cost.evaluator
        and score.evaluated_on is not distinct from cost.evaluated_on
        and score.run_ref is not distinct from cost.run_ref
    where
        score.is_pass_rate
        and cost.metric = 'cost_per_task'
        and cost.unit = 'usd'
        and cost.score > 0
        and score.cost_usd is null
        -- Where the board states what whole runs cost, its mean costs elsewhere are copies.
        and score.benchmark not in (select benchmark from run)
)

select
    score_id,
    benchmark,
    metric,
    model_id,
    model_version,
    model_name_raw,
    variant,
    effort,
    settings,
    evaluator,
    evaluator_kind,
    evaluated_on,
    coalesce(evaluated_on, cast(captured_at as date)) as known_on,
    run_ref,
    score,
    unit,
    case when is_pass_rate then score end as pass_rate,
    tasks,
    tasks_basis,
    usd_per_run,
    usd_per_task,
    case when is_pass_rate and score > 0 then usd_per_task / score end as usd_per_solved_task,
    basis,
    concat_ws(
        '; ',
        'at the prices of the day of the run',
        case when is_pass_rate then 'what failed tasks cost is borne by the solved ones' end,
        case when tasks_basis = 'curated' then 'number of tasks from the benchmark, not the run' end
    ) as assumption,
    'cost_of_pass_pooled' as method,
    1 as method_version,
    licence,
    source_id as score_source_id,
    captured_at as score_captured_at,
    payload_sha256 as score_payload_sha256,
    record_ref as score_record_ref,
    is_starter as score_is_starter,
    cost_source_id,
    cost_captured_at,
    cost_payload_sha256,
    cost_record_ref,
    cost_is_starter
from (
    select * from run
    union all by name
    select * from task
)
