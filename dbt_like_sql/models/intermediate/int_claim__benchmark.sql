-- Grain: one row per claim on benchmarks.
{% set t = var('claims') %}
{% set published = {
    'marts.benchmark_score': ref('benchmark_score'),
    'marts.benchmark_trend': ref('benchmark_trend'),
    "(select *, origin = 'starter' as is_starter from history.benchmark_score)": ref('stg_history__benchmark_score'),
} %}

{% set claude_facts %}
with best as (
    select
        benchmark, model_version, max(score) as score, min(released_on) as released_on,
        max_by(struct_pack(source_id, captured_at, payload_sha256, record_ref, is_starter), (score, source_id, record_ref)) as origin
    from {{ ref('benchmark_score') }}
    where benchmark in ('mmlu', 'gsm8k') and metric in ('accuracy', 'exact_match') and unit = 'fraction'
        and model_version is not null and coalesce(settings, '') not like '%subset=%'
        and coalesce(settings, '') not like '%category=%'
    group by benchmark, model_version
)
select
    own.benchmark, own.score,
    count(rival.model_version) as rivals,
    count(rival.model_version) filter (rival.score < own.score) as beaten,
    own.origin.source_id as source_id, own.origin.captured_at as captured_at, own.origin.payload_sha256 as payload_sha256,
    own.origin.record_ref as record_ref, own.origin.is_starter as is_starter, own.score as example_rank
from best as own
left join best as rival
    on own.benchmark = rival.benchmark and rival.model_version <> own.model_version
    and year(rival.released_on) = year(own.released_on)
where own.model_version = 'anthropic/claude-3.5-sonnet'
group by all
{% endset %}

{% set arena_facts %}
select
    benchmark, metric, source_id, captured_at, payload_sha256, record_ref, is_starter,
    if(benchmark in ('mmlu', 'gsm8k'), 1, 0) as example_rank
from {{ ref('stg_history__benchmark_score') }}
where source_id in ('lmarena-table', 'lmarena-leaderboard', 'lmarena-csv')
{% endset %}

{% set saturation_facts %}
select
    benchmark, metric, frontier_score, headroom, is_saturated, month, scores,
    frontier_source_id as source_id, frontier_captured_at as captured_at, frontier_payload_sha256 as payload_sha256,
    frontier_record_ref as record_ref, frontier_is_starter as is_starter, frontier_score as example_rank
from {{ ref('benchmark_trend') }}
where benchmark in ('mmlu', 'gsm8k') and metric = 'accuracy' and test_set is null
qualify row_number() over (partition by benchmark order by month desc) = 1
{% endset %}

{% set humaneval_facts %}
select
    plain.model_version, plain.score as plain_score, hard.score as hard_score, plain.score - hard.score as gap,
    whole.score as whole_score,
    plain.origin.source_id as source_id, plain.origin.captured_at as captured_at,
    plain.origin.payload_sha256 as payload_sha256, plain.origin.record_ref as record_ref,
    plain.origin.is_starter as is_starter, plain.score - hard.score as example_rank
from (
    select
        source_id, model_version, model_name_raw, max(score) as score,
        max_by(struct_pack(source_id, captured_at, payload_sha256, record_ref, is_starter), (score, record_ref)) as origin
    from {{ ref('benchmark_score') }}
    where benchmark = 'humaneval' and metric = 'pass_at_1' and unit = 'fraction'
    group by source_id, model_version, model_name_raw
) as plain
inner join (
    select source_id, model_name_raw, max(score) as score
    from {{ ref('benchmark_score') }}
    where benchmark = 'humaneval-plus' and metric = 'pass_at_1' and unit = 'fraction'
    group by source_id, model_name_raw
) as hard on plain.source_id = hard.source_id and plain.model_name_raw = hard.model_name_raw
left join (
    select model_version, max(score) as score
    from {{ ref('benchmark_score') }}
    where benchmark = 'swe-bench-verified' and unit = 'fraction' and model_version is not null
    group by model_version
) as whole on plain.model_version = whole.model_version
{% endset %}

{{ claim_row(
    'claude-3.5-mmlu-gsm8k', 'share',
    'the figure is the share of models released in the same year that Claude 3.5 Sonnet beats, best score against best score, on the worse of the two benchmarks; supported from ' ~ t.top_share ~ ' on both, partly on one, else contradicted',
    claude_facts,
    "min(beaten / nullif(rivals, 0)) as figure, sum(rivals) as n, count(*) filter (beaten >= " ~ t.top_share ~ " * rivals and rivals > 0) as high, count(*) as benchmarks, max(score) filter (benchmark = 'mmlu') as mmlu, max(score) filter (benchmark = 'gsm8k') as gsm8k",
    "case when measured.high = 2 then 'supported' when measured.high = 1 then 'partly' else 'contradicted' end",
    "case when coalesce(measured.n, 0) = 0 then 'no score of it on MMLU or GSM8K can be compared' else format('best scores {} on MMLU and {} on GSM8K; on the worse of them it beats {:.0f} % of the models of its year ({} comparisons)', coalesce(format('{:.1f} %', 100 * measured.mmlu), 'none'), coalesce(format('{:.1f} %', 100 * measured.gsm8k), 'none'), 100 * measured.figure, measured.n) end",
    published,
) }}
union all
{{ claim_row(
    'arena-reports-mmlu-gsm8k', 'benchmarks',
    'the figure counts which of the two the tables of the arena ever held; supported at 2, partly at 1, contradicted at 0',
    arena_facts,
    "case when count(*) > 0 then count(distinct benchmark) filter (benchmark in ('mmlu', 'gsm8k')) end as figure, count(*) as n, count(*) filter (benchmark = 'mmlu') as mmlu_rows, count(*) filter (benchmark = 'gsm8k') as gsm8k_rows, max(captured_at) filter (benchmark = 'mmlu')::date as last_mmlu, string_agg(distinct benchmark, ', ' order by benchmark) as published",
    "case when measured.figure = 2 then 'supported' when measured.figure = 1 then 'partly' else 'contradicted' end",
    "case when coalesce(measured.n, 0) = 0 then 'no table of the arena is held' else format('of {:,} scores in its tables {:,} are of MMLU (last {}) and {} of GSM8K; it publishes {}', measured.n, measured.mmlu_rows, coalesce(measured.last_mmlu::varchar, 'never'), measured.gsm8k_rows, measured.published) end",
    published,
) }}
union all
{{ claim_row(
    'mmlu-gsm8k-gamed', 'benchmarks',
    'the figure counts which of the two are saturated as benchmark_trend has it; contradicted at 0 where each has ' ~ t.census_of_scores ~ ' scores or more, else partly, as long as no drop on a hardened variant tells whether models are fitted to them',
    saturation_facts,
    "case when count(*) > 0 then count(*) filter (is_saturated) end as figure, count(*) as n, min(scores) as fewest_scores, string_agg(benchmark || ' ' || round(100 * frontier_score, 1) || ' %', ', ' order by benchmark) as frontiers",
    "case when measured.figure > 0 then 'partly' when measured.n = 2 and measured.fewest_scores >= " ~ t.census_of_scores ~ " then 'contradicted' else 'no_evidence' end",
    "case when coalesce(measured.n, 0) = 0 then 'no frontier of MMLU or GSM8K is held' else format('{} of 2 are saturated; frontiers: {}', measured.figure, measured.frontiers) end",
    published,
) }}
union all
{{ claim_row(
    'humaneval-narrow', 'fraction',
    'the figure is the median score that a model loses from HumanEval to HumanEval+, the same tasks with more tests, in one table; supported where it is 0.02 or more and nine in ten models lose, contradicted at 0 or below, else partly',
    humaneval_facts,
    'median(gap) as figure, count(*) filter (gap > 0) as losing, count(*) as n, median(plain_score) filter (whole_score is not null) as plain_of_both, median(whole_score) as whole, count(whole_score) as with_whole',
    "case when measured.figure >= 0.02 and measured.losing >= 0.9 * measured.n then 'supported' when measured.figure <= 0 then 'contradicted' else 'partly' end",
    "case when coalesce(measured.n, 0) = 0 then 'no model is scored on both' else format('{} of {} models lose on HumanEval+, {:.1f} points in the median{}', measured.losing, measured.n, 100 * measured.figure, case when measured.with_whole > 0 then format('; the {} of them that are also scored on SWE-bench Verified reach {:.0f} % on HumanEval and {:.0f} % there (medians)', measured.with_whole, 100 * measured.plain_of_both, 100 * measured.whole) else '' end) end",
    published,
) }}
