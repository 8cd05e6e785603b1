-- Grain: one row per claim on power and energy.
{% set t = var('claims') %}
{% set published = {'marts.watts_per_token': ref('watts_per_token'), 'seeds.gpu_datasheet': ref('stg_curated__gpu_datasheet')} %}
{% set low, high = t.h100_watts * (1 - t.near), t.h100_watts * (1 + t.near) %}

{% set h100_facts %}
select
    power_watts_per_gpu as watts,
    measurement_source_id as source_id, measurement_captured_at as captured_at,
    measurement_payload_sha256 as payload_sha256, measurement_record_ref as record_ref,
    measurement_is_starter as is_starter, power_watts_per_gpu as example_rank
from {{ ref('watts_per_token') }}
where gpu_id like 'nvidia-h100%' and boundary = 'gpu' and method = 'measured' and power_watts_per_gpu is not null
qualify row_number() over (partition by measurement_id order by grid) = 1
{% endset %}

{% set limits %}
(select string_agg(replace(gpu_id, 'nvidia-h100-', '') || ' ' || tdp_watts::integer || ' W', ', ' order by tdp_watts) from {{ ref('stg_curated__gpu_datasheet') }} where gpu_id like 'nvidia-h100-%' and gpu_id not like '%mig%' and tdp_watts is not null)
{% endset %}

{% set generation_facts %}
select
    old.model_version, old.task, old.joules as old_joules, new.joules as new_joules,
    new.joules / old.joules as ratio, old.points + new.points as points,
    new.source_id, new.captured_at, new.payload_sha256, new.record_ref, new.is_starter, old.joules / new.joules as example_rank
from (
    select model_version, task, median(joules_per_output_token) as joules, count(*) as points
    from {{ ref('watts_per_token') }}
    where gpu_id like 'nvidia-h100%' and boundary = 'gpu' and method = 'measured' and model_version is not null
        and grid = 'WORLD'
    group by model_version, task
) as old
inner join (
    select
        model_version, task, median(joules_per_output_token) as joules, count(*) as points,
        min(measurement_source_id) as source_id,
        min_by(measurement_captured_at, (joules_per_output_token, measurement_id)) as captured_at,
        min_by(measurement_payload_sha256, (joules_per_output_token, measurement_id)) as payload_sha256,
        min_by(measurement_record_ref, (joules_per_output_token, measurement_id)) as record_ref,
        min_by(measurement_is_starter, (joules_per_output_token, measurement_id)) as is_starter
    from {{ ref('watts_per_token') }}
    where gpu_id like 'nvidia-b200%' and boundary = 'gpu' and method = 'measured' and model_version is not null
        and grid = 'WORLD'
    group by model_version, task
) as new on old.model_version = new.model_version and old.task = new.task
{% endset %}

{{ claim_row(
    'h100-power-400w', 'W',
    'the figure is what one measured point in twenty exceeds (mean power of a run, accelerators alone); supported where it is within ' ~ '%g' | format(100 * t.near) ~ ' % of ' ~ t.h100_watts ~ ' W, else contradicted',
    h100_facts,
    'quantile_cont(watts, 0.95) as figure, median(watts) as median_watts, max(watts) as highest_watts, count(*) filter (watts > ' ~ high ~ ') / nullif(count(*), 0) as share_above, count(*) as n',
    "case when measured.figure between " ~ low ~ " and " ~ high ~ " then 'supported' else 'contradicted' end",
    "case when coalesce(measured.n, 0) = 0 then 'no measured power of an H100' else format('{} measured runs draw {:.0f} W in the median and up to {:.0f} W; {:.0f} % of them draw more than {:.0f} W. Limits by datasheet: {}', measured.n, measured.median_watts, measured.highest_watts, 100 * measured.share_above, " ~ high ~ "::double, coalesce(" ~ limits ~ ", 'none held')) end",
    published,
) }}
union all
{{ claim_row(
    'energy-per-token-rising', 'ratio',
    'the figure is the median, over models and tasks measured on both, of joules per output token on a B200 over those on an H100, medians of all operating points; contradicted below 1 where most pairs fall, supported above 1 where most rise, else partly',
    generation_facts,
    'median(ratio) as figure, count(*) filter (ratio < 1) as falling, count(*) as n, sum(points) as points, min(old_joules) as least_old_joules, max(old_joules) as most_old_joules',
    "case when measured.figure < 1 and measured.falling > measured.n / 2 then 'contradicted' when measured.figure > 1 and measured.falling < measured.n / 2 then 'supported' else 'partly' end",
    "case when coalesce(measured.n, 0) = 0 then 'no model and task is measured on both generations' else format('a token takes {:.2f} times the energy on a B200 that it takes on an H100; it falls for {} of {} pairs of model and task. Between models and tasks it spans {:.2g} to {:.2g} J on an H100', measured.figure, measured.falling, measured.n, measured.least_old_joules, measured.most_old_joules) end",
    published,
) }}
