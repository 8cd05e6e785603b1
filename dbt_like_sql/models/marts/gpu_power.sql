-- Grain: one row per accelerator, boundary, source and workload; the workload `any` is all of them together.
with point as (
    select * from {{ ref('int_power_point') }}
),

tdp as (
    select * from {{ ref('int_gpu_tdp') }}
),

gpu_name as (
    select * from {{ ref('stg_identity__gpu_name') }}
    where gpu_id is not null
),

-- What a catalogue lists for the very product, or for what the peak tells it to be.
listed as (
    select
        gpu_name.gpu_id,
        spec.tdp_watts,
        spec.source_id,
        spec.captured_at,
        spec.payload_sha256,
        spec.record_ref,
        spec.is_starter
    from {{ ref('stg_history__gpu_spec') }} as spec
    inner join gpu_name
        on spec.gpu_name_raw = gpu_name.gpu_name_raw
        and spec.memory_gib is not distinct from gpu_name.gpu_memory_gib
        and gpu_name.instance_type is null
    where spec.recorded_to is null and spec.tdp_watts is not null
    qualify row_number() over (
        partition by gpu_name.gpu_id order by spec.captured_at desc, spec.source_id, spec.gpu_name_raw, spec.record_ref
    ) = 1
),

by_workload as (
    select *, unnest(['any', workload]) as workload_shown
    from point
),

measured as (
    select
        gpu_id,
        boundary,
        source_id,
        workload_shown as workload,
        count(*) as points,
        count(distinct model_name_raw) as models,
        min(power_watts_per_gpu) as power_watts_per_gpu_min,
        quantile_cont(power_watts_per_gpu, 0.1) as power_watts_per_gpu_p10,
        quantile_cont(power_watts_per_gpu, 0.5) as power_watts_per_gpu_p50,
        quantile_cont(power_watts_per_gpu, 0.9) as power_watts_per_gpu_p90,
        max(power_watts_per_gpu) as power_watts_per_gpu_max,
        max_by(by_workload, (power_watts_per_gpu, measurement_id)) as peak
    from by_workload
    group by gpu_id, boundary, source_id, workload_shown
)

select
    measured.gpu_id,
    tdp.gpu_parent_id,
    tdp.architecture,
    measured.boundary,
    measured.source_id,
    measured.workload,
    measured.points,
    measured.models,
    measured.power_watts_per_gpu_min,
    measured.power_watts_per_gpu_p10,
    measured.power_watts_per_gpu_p50,
    measured.power_watts_per_gpu_p90,
    measured.power_watts_per_gpu_max,
    measured.peak.task as peak_task,
    measured.peak.model_name_raw as peak_model_name_raw,
    tdp.tdp_watts,
    tdp.tdp_basis,
    tdp.form_factor as tdp_form_factor,
    tdp.tdp_document,
    tdp.lowest_tdp_watts,
    tdp.highest_tdp_watts,
    listed.tdp_watts as listed_tdp_watts,
    abs(listed.tdp_watts / tdp.tdp_watts - 1) > 0.05 as is_tdp_disputed,
    case when measured.boundary = 'gpu' then measured.power_watts_per_gpu_p10 / tdp.tdp_watts end as share_of_tdp_p10,
    case when measured.boundary = 'gpu' then measured.power_watts_per_gpu_p50 / tdp.tdp_watts end as share_of_tdp_p50,
    case when measured.boundary = 'gpu' then measured.power_watts_per_gpu_p90 / tdp.tdp_watts end as share_of_tdp_p90,
    case when measured.boundary = 'gpu' then measured.power_watts_per_gpu_max / tdp.tdp_watts end as share_of_tdp_max,
    concat_ws(
        '; ',
        'mean power of each run over its accelerators, under load',
        case measured.boundary
            when 'gpu' then 'without host, fans and network'
            when 'node' then 'with its share of host, fans and network'
            when 'facility' then 'with its share of the facility'
        end,
        case when tdp.tdp_basis = 'only_variant_that_covers_the_peak'
            then format('limit of {:g} W inferred: that of no other variant covers the highest mean', tdp.tdp_watts) end
    ) as assumption,
    measured.peak.licence as licence,
    'quantiles_of_operating_points' as method,
    1 as method_version,
    measured.peak.source_id as peak_source_id,
    measured.peak.captured_at as peak_captured_at,
    measured.peak.payload_sha256 as peak_payload_sha256,
    measured.peak.record_ref as peak_record_ref,
    measured.peak.is_starter as peak_is_starter,
    {{ provenance('listed', 'listed_tdp') }}
from measured
inner join tdp
    on measured.gpu_id = tdp.gpu_id
    and measured.source_id = tdp.source_id
left join listed on measured.gpu_id = listed.gpu_id
