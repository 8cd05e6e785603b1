-- Grain: one row per operating point held now, resolved: jobs on known and unknown hardware, and providers' APIs.
-- A point that two parts of one source state is taken from the part seen last.
with measurement as (
    select * from {{ ref('stg_history__inference_measurement') }}
    where recorded_to is null
),

-- Measurements are resolved by their names alone.
model_name as (
    select * from {{ ref('stg_identity__model_name') }}
    where provider is null and developer is null
),

gpu_name as (
    select * from {{ ref('stg_identity__gpu_name') }}
    where gpu_memory_gib is null and instance_type is null
),

part as (
    select * from {{ ref('int_source_part') }}
),

keyed as (
    select
        {{ key_text([
            'source_id', 'model_name_raw', 'provider', 'gpu_name_raw', 'gpu_count', 'engine', 'engine_version',
            'precision', 'tensor_parallel', 'expert_parallel', 'data_parallel', 'pipeline_parallel', 'task',
            'max_concurrency', 'input_tokens_mean', 'configuration', 'boundary',
        ]) }} as measurement_id,
        concat_ws(
            '; ',
            nullif(concat_ws(' ', engine, engine_version), ''),
            precision,
            'gpus=' || gpu_count,
            'tp=' || tensor_parallel,
            'ep=' || expert_parallel,
            'dp=' || data_parallel,
            'pp=' || pipeline_parallel,
            'task=' || task,
            'concurrency=' || max_concurrency,
            'input_tokens=' || input_tokens_mean,
            configuration
        ) as configuration_text,
        *
    from measurement
)

select
    keyed.measurement_id,
    keyed.configuration_text,
    keyed.source_id,
    keyed.captured_at,
    keyed.payload_sha256,
    keyed.record_ref,
    keyed.is_starter,
    keyed.model_name_raw,
    model_name.model_id,
    model_name.model_version,
    model_name.model_family,
    -- Whoever runs the job knows its engine, its accelerators or how it is spread over them; a client knows none.
    case
        when
            keyed.provider is null
            and coalesce(
                keyed.gpu_name_raw, keyed.engine, cast(keyed.gpu_count as varchar),
                cast(keyed.tensor_parallel as varchar)
            ) is not null then 'server'
        else 'api_client'
    end as measured_from,
    keyed.provider,
    keyed.gpu_name_raw,
    gpu_name.gpu_id,
    gpu_name.parent_id as gpu_parent_id,
    keyed.gpu_count,
    keyed.engine,
    keyed.engine_version,
    keyed.precision,
    keyed.tensor_parallel,
    keyed.expert_parallel,
    keyed.data_parallel,
    keyed.pipeline_parallel,
    keyed.task,
    not regexp_matches(lower(keyed.task), 'image|video|audio|speech|vision') as is_text,
    keyed.max_concurrency,
    keyed.input_tokens_mean,
    keyed.output_tokens_mean,
    keyed.configuration,
    keyed.boundary,
    keyed.output_tokens_per_second,
    keyed.total_tokens_per_second,
    keyed.request_count,
    keyed.error_count,
    keyed.power_watts,
    keyed.joules_per_output_token,
    keyed.ttft_ms_mean,
    {%- for measure in ['ttft_ms', 'itl_ms', 'tpot_ms', 'request_ms'] %}
    {%- for share in ['p50', 'p90', 'p95', 'p99'] %}
    keyed.{{ measure }}_{{ share }},
    {%- endfor %}
    {%- endfor %}
    keyed.measured_on,
    keyed.method,
    part.licence
from keyed
left join model_name on keyed.model_name_raw = model_name.model_name_raw
left join gpu_name on keyed.gpu_name_raw = gpu_name.gpu_name_raw
left join part
    on keyed.source_id = part.source_id
    and keyed.part = part.part
qualify row_number() over (
    partition by keyed.measurement_id order by coalesce(part.last_seen_at, keyed.captured_at) desc, keyed.part
) = 1
