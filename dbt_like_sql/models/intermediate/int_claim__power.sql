-- Grain: one row per claim on power and energy.
{% set t = var('claims') %}
{% set published = {
    'marts.gpu_power': ref('gpu_power'),
    'marts.energy_trend': ref('energy_trend'),
    'seeds.gpu_datasheet': ref('stg_curated__gpu_datasheet'),
} %}
{% set low, high = t.h100_watts * (1 - t.near), t.h100_watts * (1 + t.near) %}

{% set h100_facts %}
select
    'measured' as what, points, power_watts_per_gpu_p50 as watts_p50, power_watts_per_gpu_p90 as watts_p90,
    power_watts_per_gpu_max as watts_max, null as form, null as tdp_watts,
    peak_source_id as source_id, peak_captured_at as captured_at, peak_payload_sha256 as payload_sha256,
    peak_record_ref as record_ref, peak_is_starter as is_starter, power_watts_per_gpu_p90 as example_rank
from {{ ref('gpu_power') }}
where gpu_id like 'nvidia-h100%' and boundary = 'gpu' and workload = 'any'
union all
select
    'datasheet', null, null, null, null, replace(upper(coalesce(form_factor, gpu_id)), 'PCIE', 'PCIe'), tdp_watts, 'gpu_datasheet', null, null,
    null, null, null
from {{ ref('stg_curated__gpu_datasheet') }}
where gpu_id like 'nvidia-h100-%' and gpu_id not like '%mig%' and tdp_watts is not null
{% endset %}

{% set generation_facts %}
select
    best_ratio, matched_ratio, joules_per_output_token_best as joules, active_parameters_b, model_version, architecture,
    previous_architecture,
    best_source_id as source_id, best_captured_at as captured_at, best_payload_sha256 as payload_sha256,
    best_record_ref as record_ref, best_is_starter as is_starter, best_ratio as example_rank
from {{ ref('energy_trend') }}
{% endset %}

{{ claim_row(
    'h100-power-400w', 'W',
    'the figure is what one measured run in ten exceeds (mean power of a run, accelerators alone, the kind that draws most); supported where it is within ' ~ '%g' | format(100 * t.near) ~ ' % of ' ~ t.h100_watts ~ ' W; else partly where the datasheet of some form factor of the H100 sets a limit that near, else contradicted',
    h100_facts,
    "max(watts_p90) as figure, max(watts_p50) as median_watts, max(watts_max) as highest_watts, coalesce(sum(points), 0) as n, count(*) filter (tdp_watts between " ~ low ~ " and " ~ high ~ ") as limits_near, string_agg(form || ' ' || format('{:g}', tdp_watts) || ' W', ', ' order by tdp_watts) as limits",
    "case when measured.figure between " ~ low ~ " and " ~ high ~ " then 'supported' when measured.limits_near > 0 then 'partly' else 'contradicted' end",
    "case when measured.figure is null then 'no power of an H100 is measured' else format('it depends on the form factor: limits by datasheet are {}; {:,} measured runs draw {:.0f} W in the median, one in ten more than {:.0f} W, and {:.0f} W at most', coalesce(measured.limits, 'not held'), measured.n, measured.median_watts, measured.figure, measured.highest_watts) end",
    published,
) }}
union all
{{ claim_row(
    'energy-per-token-rising', 'ratio',
    'the figure is the median, over models and tasks that one source measured on two generations of accelerators, of joules per output token on the newer over those on the older, each at its best operating point; contradicted below 1 where three in four fall, supported above 1 where three in four rise, else partly',
    generation_facts,
    "median(best_ratio) as figure, count(best_ratio) as n, count(*) filter (best_ratio < 1) as falling, count(*) filter (best_ratio > 1) as rising, median(matched_ratio) as matched_ratio, count(matched_ratio) as matched, min(joules) as least_joules, max(joules) as most_joules, arg_min(model_version, joules) as least_model, arg_max(model_version, joules) as most_model, string_agg(distinct previous_architecture || ' to ' || architecture, ', ') filter (best_ratio is not null) as steps",
    "case when measured.figure < 1 and measured.falling >= 0.75 * measured.n then 'contradicted' when measured.figure > 1 and measured.rising >= 0.75 * measured.n then 'supported' else 'partly' end",
    "case when coalesce(measured.n, 0) = 0 then 'no model and task is measured on two generations of accelerators' else format('a token takes {:.2f} times the energy on the newer generation ({}), each at its best batch; it falls for {} of {} pairs of model and task{}. Between models it spans {:.2g} J ({}) to {:.2g} J ({}); how many tokens a task takes is not counted', measured.figure, measured.steps, measured.falling, measured.n, case when measured.matched > 0 then format('; at the same batch and precision it is {:.2f} times ({} pairs)', measured.matched_ratio, measured.matched) else '' end, measured.least_joules, measured.least_model, measured.most_joules, measured.most_model) end",
    published,
) }}
