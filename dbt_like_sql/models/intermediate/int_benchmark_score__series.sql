-- Grain: one row per score of a resolved model whose month is known, in its series.
-- A series is a benchmark, a metric, a unit and the part of the test that was asked (var test_set_settings). What a run
-- cost is no score. Scores of names that stay open, and of models whose month is unknown, are counted and left out.
with score as (
    select
        *,
        nullif(
            array_to_string(
                list_filter(
                    string_split(coalesce(settings, ''), '; '),
                    lambda setting: split_part(setting, '=', 1) in (
                        {% for name in var('test_set_settings') %}'{{ name }}'{{ ', ' if not loop.last }}{% endfor %}
                    )
                ),
                '; '
            ),
            ''
        ) as test_set
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
)

select
    counted.series_number,
    counted.benchmark,
    scale.title,
    counted.metric,
    counted.unit,
    counted.test_set,
    scale.ceiling,
    scale.chance_level,
    coalesce(scale.is_higher_better, true) as is_higher_better,
    counted.unresolved_scores,
    counted.undated_scores,
    cast(date_trunc('month', counted.out_by_on) as date) as month,
    counted.score_id,
    counted.model_id,
    counted.model_version,
    counted.has_downloadable_weights,
    counted.evaluator,
    counted.evaluator_kind,
    counted.score,
    case when coalesce(scale.is_higher_better, true) then counted.score else -counted.score end as merit,
    counted.source_id,
    counted.captured_at,
    counted.payload_sha256,
    counted.record_ref,
    counted.is_starter
from counted
left join scale
    on counted.benchmark = scale.benchmark
    and counted.unit = scale.unit
where counted.model_id is not null and counted.out_by_on is not null
