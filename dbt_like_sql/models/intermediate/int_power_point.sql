-- Grain: one row per operating point whose power was measured, on an accelerator that is known, whatever the task.
-- A point that two parts of one source state is taken from the part seen last.
with measurement as (
    select * from {{ ref('stg_history__inference_measurement') }}
    where
        recorded_to is null
        and method = 'measured'
        and boundary is not null
        and power_watts > 0
        and gpu_count > 0
        and provider is null
),

gpu_name as (
    select * from {{ ref('stg_identity__gpu_name') }}
    where gpu_memory_gib is null and instance_type is null and gpu_id is not null
),

part as (
    select * from {{ ref('int_source_part') }}
)

select
    {{ key_text([
        'measurement.source_id', 'model_name_raw', 'measurement.gpu_name_raw', 'gpu_count', 'engine', 'engine_version',
        'precision', 'tensor_parallel', 'expert_parallel', 'data_parallel', 'pipeline_parallel', 'task',
        'max_concurrency', 'input_tokens_mean', 'configuration', 'boundary',
    ]) }} as measurement_id,
    measurement.source_id,
    measurement.captured_at,
    measurement.payload_sha256,
    measurement.record_ref,
    measurement.is_starter,
    measurement.model_name_raw,
    gpu_name.gpu_id,
    gpu_name.parent_id as gpu_parent_id,
    measurement.gpu_count,
    measurement.task,
    measurement.boundary,
    case when measurement.output_tokens_per_second is not null then 'tokens' else 'other' end as workload,
    measurement.power_watts / measurement.gpu_count as power_watts_per_gpu,
    part.licence
from measurement
inner join gpu_name on measurement.gpu_name_raw = gpu_name.gpu_name_raw
left join part
    on measurement.source_id = part.source_id
    and measurement.part = part.part
qualify row_number() over (
    partition by measurement_id order by coalesce(part.last_seen_at, measurement.captured_at) desc, measurement.part
) = 1
