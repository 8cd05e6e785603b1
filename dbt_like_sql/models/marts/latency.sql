-- Grain: one row per operating point of text that has a time to the first token, between tokens or of a request.
-- Images, sound and videos are left out, and so are requests of models that are neither known nor make tokens.
with point as (
    select * from {{ ref('int_inference_point') }}
    where
        is_text
        and coalesce(
            ttft_ms_mean,
            {%- for measure in ['ttft_ms', 'itl_ms', 'tpot_ms', 'request_ms'] %}
            {%- set last = loop.last %}
            {%- for share in ['p50', 'p90', 'p95', 'p99'] %}
            {{ measure }}_{{ share }}{{ ',' if not (last and loop.last) }}
            {%- endfor %}
            {%- endfor %}
        ) is not null
        and (model_id is not null or coalesce(output_tokens_per_second, ttft_ms_mean, ttft_ms_p50, itl_ms_p50) is not null)
)

select
    measurement_id,
    model_id,
    model_version,
    model_name_raw,
    measured_from,
    provider,
    gpu_id,
    gpu_name_raw,
    gpu_count,
    engine,
    engine_version,
    precision,
    tensor_parallel,
    expert_parallel,
    data_parallel,
    pipeline_parallel,
    task,
    configuration_text as configuration,
    max_concurrency,
    input_tokens_mean,
    output_tokens_mean,
    ttft_ms_mean,
    {%- for measure in ['ttft_ms', 'itl_ms', 'tpot_ms', 'request_ms'] %}
    {%- for share in ['p50', 'p90', 'p95', 'p99'] %}
    {{ measure }}_{{ share }},
    {%- endfor %}
    {%- endfor %}
    output_tokens_per_second,
    request_count,
    error_count,
    error_count / request_count::double as error_share,
    case when method in ('measured', 'stated') then 'measured' else 'estimated' end as method,
    concat_ws(
        '; ',
        case measured_from
            when 'server' then 'timed where the model runs, without the way over the internet'
            else 'timed by a client, the way over the internet and the queue of the provider with it'
        end,
        case when measured_from = 'api_client' and provider is null then 'over several providers' end,
        case when measured_from = 'server' and gpu_name_raw is null then 'the source does not name the accelerator' end,
        case when input_tokens_mean is null then 'length of prompts not stated' end,
        case when max_concurrency is null then 'requests in flight not stated' end,
        case when error_count > 0 then 'of the requests that did not fail' end
    ) as assumption,
    measured_on,
    licence,
    {{ provenance('point', 'measurement') }}
from point
