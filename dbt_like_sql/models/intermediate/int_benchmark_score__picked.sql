-- Grain: one row per series of a benchmark, model version and mode of reasoning: the score that stands for it.
-- The mode is what of the name or the settings changes how many tokens an answer takes: thinking or not, its budget, the
-- effort. Independent evaluators go before communities, those before vendors, and these before unknown ones. Of an
-- evaluator's dated scores of one name asked in one way the newest counts; of what then remains, the lower median.
with score as (
    select
        *,
        nullif(
            concat_ws(
                ', ',
                list_extract(list_filter(
                    string_split(coalesce(variant, ''), ','),
                    lambda word: word in ('thinking', 'non-thinking')
                ), 1),
                coalesce(
                    effort,
                    list_extract(list_transform(
                        list_filter(
                            string_split(coalesce(settings, ''), '; '),
                            lambda setting: split_part(setting, '=', 1) = 'effort'
                        ),
                        lambda setting: split_part(setting, '=', 2)
                    ), 1)
                )
            ),
            ''
        ) as reasoning_mode,
        coalesce(evaluated_on, cast(captured_at as date)) as known_on
    from {{ ref('int_benchmark_score') }}
    where unit <> 'usd' and model_version is not null
),

scale as (
    select * from {{ ref('stg_curated__benchmark') }}
),

newest as (
    select
        score.*,
        coalesce(scale.is_higher_better, true) as is_higher_better,
        case when coalesce(scale.is_higher_better, true) then score.score else -score.score end as merit
    from score
    left join scale
        on score.benchmark = scale.benchmark
        and score.unit = scale.unit
    qualify row_number() over (
        partition by
            score.source_id, score.benchmark, score.metric, score.unit, score.settings, score.evaluator,
            score.model_name_raw
        order by score.known_on desc, score.run_ref desc nulls last
    ) = 1
),

-- A board that goes on under another source: its older copies are older looks at the same scores.
preferred as (
    select *
    from newest
    qualify dense_rank() over (
        partition by benchmark, metric, unit, test_set, model_version, reasoning_mode
        order by
            case evaluator_kind when 'independent' then 1 when 'community' then 2 when 'vendor' then 3 else 4 end,
            -- Ratings of a board that moves are compared as they last stood.
            case when unit = 'elo' then known_on end desc
    ) = 1
),

ranked as (
    select
        *,
        count(*) over candidate as candidate_scores,
        row_number() over (
            partition by benchmark, metric, unit, test_set, model_version, reasoning_mode
            order by merit, score_id
        ) as rank_of_score
    from preferred
    window candidate as (partition by benchmark, metric, unit, test_set, model_version, reasoning_mode)
)

select
    {{ key_number(['benchmark', 'metric', 'unit', 'test_set']) }} as series_number,
    benchmark,
    metric,
    unit,
    test_set,
    model_version,
    model_family,
    reasoning_mode,
    model_id as score_model_id,
    model_name_raw,
    settings,
    evaluator,
    evaluator_kind,
    score,
    merit,
    is_higher_better,
    candidate_scores,
    concat_ws(
        ' ',
        'lower median of', candidate_scores, case when candidate_scores = 1 then 'score' else 'scores' end, 'by',
        case evaluator_kind
            when 'independent' then 'independent evaluators'
            when 'community' then 'a community'
            when 'vendor' then 'the vendor'
            else 'unknown evaluators'
        end,
        case when unit = 'elo' then 'on the newest board' end
    ) as score_rule,
    known_on,
    score_id,
    source_id,
    captured_at,
    payload_sha256,
    record_ref,
    is_starter
from ranked
where rank_of_score = (candidate_scores + 1) // 2
