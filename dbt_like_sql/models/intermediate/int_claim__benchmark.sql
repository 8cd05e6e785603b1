-- Grain: one row per claim on benchmarks.
{% set t = var('claims') %}
{% set published = {
    'marts.benchmark_coverage': ref('benchmark_coverage'),
    'marts.benchmark_rank_gap': ref('benchmark_rank_gap'),
    'marts.benchmark_trend': ref('benchmark_trend'),
    'marts.benchmark_gap': ref('benchmark_gap'),
    'marts.benchmark_score': ref('benchmark_score'),
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
    benchmark, names, names_now, first_recorded_at, gone_at,
    first_source_id as source_id, first_captured_at as captured_at, first_payload_sha256 as payload_sha256,
    first_record_ref as record_ref, first_is_starter as is_starter,
    if(benchmark in ('mmlu', 'gsm8k'), 1, 0) as example_rank
from {{ ref('benchmark_coverage') }}
where source_id like 'lmarena-%'
{% endset %}

{% set gamed_facts %}
select * from (
    select
        'frontier' as what, benchmark, null as relation, null as hardened_benchmark, frontier_score as value,
        is_saturated, scores as n,
        frontier_source_id as source_id, frontier_captured_at as captured_at, frontier_payload_sha256 as payload_sha256,
        frontier_record_ref as record_ref, frontier_is_starter as is_starter, frontier_score as example_rank
    from {{ ref('benchmark_trend') }}
    where benchmark in ('mmlu', 'gsm8k') and metric = 'accuracy' and test_set is null
    qualify row_number() over (partition by benchmark order by month desc) = 1
)
union all
select
    'gap', public_benchmark, relation, hardened_benchmark, score_drop, null, 1, hardened_source_id,
    hardened_captured_at, hardened_payload_sha256, hardened_record_ref, hardened_is_starter, null
from {{ ref('benchmark_gap') }}
where public_benchmark in ('mmlu', 'gsm8k') and is_drop_comparable
union all
select distinct
    'rank', benchmark, null, null, spearman_upper_half, null, versions, null, null, null, null, null::boolean, null
from {{ ref('benchmark_rank_gap') }}
where benchmark in ('mmlu', 'gsm8k') and ranked_by = 'any' and test_set is null
{% endset %}

{% set humaneval_facts %}
select
    hardened_benchmark, public_score, hardened_score, score_drop,
    public_source_id as source_id, public_captured_at as captured_at, public_payload_sha256 as payload_sha256,
    public_record_ref as record_ref, public_is_starter as is_starter,
    if(hardened_benchmark = 'humaneval-plus', score_drop, null) as example_rank
from {{ ref('benchmark_gap') }}
where public_benchmark = 'humaneval'
    and (
        (hardened_benchmark = 'humaneval-plus' and match <> 'other_evaluator')
        or relation = 'repository_level' or hardened_benchmark = 'livecodebench'
    )
{% endset %}

{{ claim_row(
    'claude-3.5-mmlu-gsm8k', 'share',
    'the figure is the share of models released in the same year that Claude 3.5 Sonnet beats, best score against best score, on the worse of the two benchmarks; supported from ' ~ t.top_share ~ ' on both, partly on one, else contradicted',
    claude_facts,
    "min(beaten / nullif(rivals, 0)) as figure, coalesce(sum(rivals), 0) as n, count(*) filter (beaten >= " ~ t.top_share ~ " * rivals and rivals > 0) as high, count(*) as benchmarks, max(score) filter (benchmark = 'mmlu') as mmlu, max(score) filter (benchmark = 'gsm8k') as gsm8k",
    "case when measured.high = 2 then 'supported' when measured.high = 1 then 'partly' else 'contradicted' end",
    "case when coalesce(measured.n, 0) = 0 then 'no score of it on MMLU or GSM8K can be compared' else format('best scores {} on MMLU and {} on GSM8K; it beats {:.0f} % or more of the models released in its year on either, best score against best score whoever measured it (the two boards have {} rivals)', coalesce(format('{:.1f} %', 100 * measured.mmlu), 'none'), coalesce(format('{:.1f} %', 100 * measured.gsm8k), 'none'), 100 * measured.figure, measured.n) end",
    published,
) }}
union all
{{ claim_row(
    'arena-reports-mmlu-gsm8k', 'benchmarks',
    'the figure counts which of the two the tables of the arena ever held; supported at 2, partly at 1, contradicted at 0',
    arena_facts,
    "case when count(*) > 0 then count(distinct benchmark) filter (benchmark in ('mmlu', 'gsm8k')) end as figure, count(*) as n, coalesce(max(names) filter (benchmark = 'mmlu'), 0) as mmlu_names, coalesce(max(names) filter (benchmark = 'gsm8k'), 0) as gsm8k_names, string_agg(distinct benchmark, ', ' order by benchmark) filter (benchmark not in ('mmlu', 'gsm8k')) as others, min(first_recorded_at)::date as first_day",
    "case when measured.figure = 2 then 'supported' when measured.figure = 1 then 'partly' else 'contradicted' end",
    "case when coalesce(measured.n, 0) = 0 then 'no table of the arena is held' else format('its tables since {} gave MMLU scores of {} models and GSM8K scores of {}; besides these they hold {}', measured.first_day, measured.mmlu_names, measured.gsm8k_names, coalesce(measured.others, 'nothing')) end",
    published,
) }}
union all
{{ claim_row(
    'mmlu-gsm8k-gamed', 'benchmarks',
    'the figure counts which of the two are saturated as benchmark_trend has it; they are fitted to where models lose ' ~ t.fitted_drop ~ ' or more in the median on new questions of the same kind (relations clean_twin and held_out_items of benchmark_gap); supported where both are saturated and fitted to, partly where one or the other, contradicted where neither, of ' ~ t.census_of_scores ~ ' scores or more each',
    gamed_facts,
    "case when count(*) filter (what = 'frontier') > 0 then count(*) filter (is_saturated) end as figure, count(*) filter (what = 'frontier') as n, min(n) filter (what = 'frontier') as fewest_scores, string_agg(upper(benchmark) || ' ' || format('{:.1f}', 100 * value) || ' %', ', ' order by benchmark) filter (what = 'frontier') as frontiers, median(value) filter (relation in ('clean_twin', 'held_out_items')) as twin_drop, count(*) filter (relation in ('clean_twin', 'held_out_items')) as twins, median(value) filter (relation = 'corrected_items') as corrected_drop, count(*) filter (relation = 'corrected_items') as corrected, string_agg(upper(benchmark) || ' ' || format('{:.2f}', value), ', ' order by benchmark) filter (what = 'rank') as ranks",
    "case when measured.figure = 2 and measured.twin_drop >= " ~ t.fitted_drop ~ " then 'supported' when measured.figure > 0 or measured.twin_drop >= " ~ t.fitted_drop ~ " then 'partly' when measured.n = 2 and measured.fewest_scores >= " ~ t.census_of_scores ~ " then 'contradicted' else 'no_evidence' end",
    "case when coalesce(measured.n, 0) = 0 then 'no frontier of MMLU or GSM8K is held' else concat_ws('; ', format('{} of 2 are saturated (best scores {})', measured.figure, measured.frontiers), case when measured.ranks is not null then format('among the better half of models the rank correlation with the votes of people is {} (1 is the same order)', measured.ranks) end, case when measured.corrected > 0 then format('on MMLU with its wrong keys corrected {} models lose {:.1f} points in the median', measured.corrected, 100 * measured.corrected_drop) end, case when measured.twins > 0 then format('on new questions of the same kind {} models lose {:.1f} points in the median', measured.twins, 100 * measured.twin_drop) else 'whether models are fitted to them stays open: no scores on new questions of the same kind are held' end) end",
    published,
) }}
union all
{{ claim_row(
    'humaneval-narrow', 'fraction',
    'the figure is the median score that a model loses from HumanEval to HumanEval+, the same tasks with more tests, asked by one evaluator; supported where it is 0.02 or more and nine in ten models lose, contradicted at 0 or below, else partly',
    humaneval_facts,
    "median(score_drop) filter (hardened_benchmark = 'humaneval-plus') as figure, count(*) filter (hardened_benchmark = 'humaneval-plus') as n, count(*) filter (hardened_benchmark = 'humaneval-plus' and score_drop > 0) as losing, count(*) filter (hardened_benchmark = 'swe-bench-verified') as whole_models, median(public_score) filter (hardened_benchmark = 'swe-bench-verified') as plain_of_whole, median(hardened_score) filter (hardened_benchmark = 'swe-bench-verified') as whole, count(*) filter (hardened_benchmark = 'livecodebench') as dated_models, median(public_score) filter (hardened_benchmark = 'livecodebench') as plain_of_dated, median(hardened_score) filter (hardened_benchmark = 'livecodebench') as dated",
    "case when measured.figure >= 0.02 and measured.losing >= 0.9 * measured.n then 'supported' when measured.figure <= 0 then 'contradicted' else 'partly' end",
    "case when coalesce(measured.n, 0) = 0 then 'no model is scored on HumanEval and HumanEval+ by one evaluator' else concat_ws('; ', format('{} of {} models lose when the same tasks are tested harder (HumanEval+), {:.1f} points in the median', measured.losing, measured.n, 100 * measured.figure), case when measured.whole_models > 0 then format('{} models reach {:.0f} % on HumanEval and {:.0f} % on issues of whole repositories (SWE-bench Verified, medians)', measured.whole_models, 100 * measured.plain_of_whole, 100 * measured.whole) end, case when measured.dated_models > 0 then format('{} reach {:.0f} % and {:.0f} % on dated contest tasks (LiveCodeBench)', measured.dated_models, 100 * measured.plain_of_dated, 100 * measured.dated) end) end",
    published,
) }}
