-- Grain: one row per model version, task, boundary, source and generation of accelerators it was measured on.
-- A generation stands beside the one before it on which the same source measured the same model at the same task: best
-- against best, median against median, and point against point where precision, count, load and settings are the same.
with measurement as (
    select
        *,
        coalesce(joules_per_output_token, power_watts / output_tokens_per_second) as joules
    from {{ ref('int_inference_measurement') }}
    where
        method = 'measured'
        and model_version is not null
        and boundary is not null
        and (joules_per_output_token is not null or power_watts is not null)
),

gpu as (
    select * from {{ ref('stg_identity__gpu') }}
),

generation as (
    select * from {{ ref('stg_curated__gpu_architecture') }}
),

release as (
    select * from {{ ref('int_release') }}
    where model_id = model_version
),

size as (
    select * from {{ ref('int_model_size') }}
),

placed as (
    select
        measurement.*,
        generation.vendor,
        generation.architecture,
        generation.announced_on,
        -- What must be equal for two points to differ by the accelerator alone.
        {{ key_number([
            'measurement.precision', 'measurement.gpu_count', 'measurement.max_concurrency',
            'measurement.input_tokens_mean',
        ]) }} as operating_point
    from measurement
    inner join gpu on measurement.gpu_id = gpu.gpu_id
    inner join generation
        on gpu.vendor = generation.vendor
        and gpu.architecture = generation.architecture
),

summed as (
    select
        model_version,
        task,
        boundary,
        source_id,
        vendor,
        architecture,
        announced_on,
        count(*) as points,
        min(joules) as best_joules,
        median(joules) as median_joules,
        min_by(placed, (joules, measurement_id)) as best
    from placed
    group by all
),

succeeded as (
    select
        *,
        lag(architecture) over line as previous_architecture,
        lag(best_joules) over line as previous_best_joules,
        lag(median_joules) over line as previous_median_joules,
        lag(best) over line as previous_best
    from summed
    window line as (partition by model_version, task, boundary, source_id, vendor order by announced_on)
),

-- The best of each generation at each operating point, so that one point has one partner.
point as (
    select
        model_version,
        task,
        boundary,
        source_id,
        vendor,
        architecture,
        operating_point,
        min(joules) as joules
    from placed
    group by all
),

matched as (
    select
        succeeded.model_version,
        succeeded.task,
        succeeded.boundary,
        succeeded.source_id,
        succeeded.vendor,
        succeeded.architecture,
        count(*) as matched_points,
        median(point.joules / earlier.joules) as matched_ratio
    from succeeded
    inner join point
        on succeeded.model_version = point.model_version
        and succeeded.task = point.task
        and succeeded.boundary = point.boundary
        and succeeded.source_id = point.source_id
        and succeeded.vendor = point.vendor
        and succeeded.architecture = point.architecture
    inner join point as earlier
        on point.model_version = earlier.model_version
        and point.task = earlier.task
        and point.boundary = earlier.boundary
        and point.source_id = earlier.source_id
        and point.vendor = earlier.vendor
        and point.operating_point = earlier.operating_point
        and succeeded.previous_architecture = earlier.architecture
    group by all
)

select
    succeeded.model_version,
    release.released_on as model_released_on,
    size.parameters_b,
    size.active_parameters_b,
    succeeded.task,
    succeeded.boundary,
    succeeded.source_id,
    succeeded.vendor,
    succeeded.architecture,
    succeeded.announced_on as architecture_announced_on,
    succeeded.points,
    succeeded.best_joules as joules_per_output_token_best,
    succeeded.median_joules as joules_per_output_token_p50,
    succeeded.best.gpu_id as best_gpu_id,
    succeeded.best.gpu_count as best_gpu_count,
    succeeded.best.precision as best_precision,
    succeeded.best.max_concurrency as best_max_concurrency,
    succeeded.best.output_tokens_per_second / succeeded.best.gpu_count as best_output_tokens_per_second_per_gpu,
    succeeded.best.power_watts / succeeded.best.gpu_count as best_power_watts_per_gpu,
    succeeded.previous_architecture,
    succeeded.previous_best_joules as previous_joules_per_output_token_best,
    succeeded.best_joules / succeeded.previous_best_joules as best_ratio,
    succeeded.median_joules / succeeded.previous_median_joules as median_ratio,
    succeeded.best.precision = succeeded.previous_best.precision as is_best_at_same_precision,
    case when succeeded.previous_architecture is not null then coalesce(matched.matched_points, 0) end as matched_points,
    matched.matched_ratio,
    succeeded.best.licence as licence,
    'same_source_model_task' as method,
    1 as method_version,
    {% for side in ['best', 'previous_best'] -%}
    succeeded.{{ side }}.source_id as {{ side }}_source_id,
    succeeded.{{ side }}.captured_at as {{ side }}_captured_at,
    succeeded.{{ side }}.payload_sha256 as {{ side }}_payload_sha256,
    succeeded.{{ side }}.record_ref as {{ side }}_record_ref,
    succeeded.{{ side }}.is_starter as {{ side }}_is_starter{{ ',' if not loop.last }}
    {% endfor %}
from succeeded
left join release on succeeded.model_version = release.model_version
left join size on succeeded.model_version = size.model_version
left join matched
    on succeeded.model_version = matched.model_version
    and succeeded.task = matched.task
    and succeeded.boundary = matched.boundary
    and succeeded.source_id = matched.source_id
    and succeeded.vendor = matched.vendor
    and succeeded.architecture = matched.architecture
