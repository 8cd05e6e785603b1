-- Grain: one row per score of a resolved model whose month is known, in its series.
-- A series is a benchmark, a metric, a unit and the part of the test that was asked (var test_set_settings); the share
-- of items right has many names and is one metric (var accuracy_metrics). What a run cost is no score. Scores of names
-- that stay open, and of models whose month is unknown, are counted and left out.
-- A rating (unit elo) is a place in a field at a time, on a scale that is re-anchored: of a model's ratings in a series
-- only the last known counts. A model's month is the first that any of its scores in the series tells.
with score as (
    select
        * exclude (metric),
        case when metric in (
            {% for name in var('accuracy_metrics') %}'{{ name }}'{{ ', ' if not loop.last }}{% endfor %}
        ) then 'accuracy' else metric end as metric
    from {{ ref('int_benchmark_score') }}
    where unit <> 'usd'
),

scale as (
    select * from {{ ref('stg_curated__benchmark') }}
),

counted as (
    select
        *,
        {{ key_number(['benchmark', 'metric', 'unit', 'test_set']) }} as series_number,
        count(*) filter (model_id is null) over series as unresolved_scores,
        count(*) filter (model_id is not null and out_by_on is null) over series as undated_scores
    from score
    window series as (partition by benchmark, metric, unit, test_set)
),

standing as (
    select
        *,
        min(out_by_on) over (partition by series_number, model_id) as model_out_by_on,
        row_number() over (
            partition by series_number, model_id, variant, effort
            order by coalesce(evaluated_on, cast(captured_at as date)) desc, score desc, score_id
        ) as age_rank
    from counted
    where model_id is not null and out_by_on is not null
)

select
    standing.series_number,
    standing.benchmark,
    scale.title,
    standing.metric,
    standing.unit,
    standing.test_set,
    scale.ceiling,
    scale.chance_level,
    coalesce(scale.is_higher_better, true) as is_higher_better,
    standing.unresolved_scores,
    standing.undated_scores,
    cast(date_trunc('month', standing.model_out_by_on) as date) as month,
    standing.score_id,
    standing.model_id,
    standing.model_version,
    standing.has_downloadable_weights,
    standing.evaluator,
    standing.evaluator_kind,
    standing.score,
    case when coalesce(scale.is_higher_better, true) then standing.score else -standing.score end as merit,
    standing.source_id,
    standing.captured_at,
    standing.payload_sha256,
    standing.record_ref,
    standing.is_starter
from standing
left join scale
    on standing.benchmark = scale.benchmark
    and standing.unit = scale.unit
where standing.unit <> 'elo' or standing.age_rank = 1
