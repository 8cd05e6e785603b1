-- Grain: one row per operating point of a language model on known hardware held now, resolved.
-- Points without a rate of output tokens (images, videos) and of providers' APIs, whose hardware nobody knows, are left
-- out: they stand in int_inference_point.
select
    measurement_id,
    configuration_text,
    source_id,
    captured_at,
    payload_sha256,
    record_ref,
    is_starter,
    model_name_raw,
    model_id,
    model_version,
    model_family,
    gpu_name_raw,
    gpu_id,
    gpu_parent_id,
    gpu_count,
    engine,
    precision,
    task,
    is_text,
    max_concurrency,
    input_tokens_mean,
    output_tokens_mean,
    boundary,
    output_tokens_per_second,
    case
        when source_id in ('{{ var('answer_rate_sources') | join("', '") }}') then 'answers_alone'
        else 'whole_job'
    end as rate_covers,
    -- As measured, or what the mean lengths of prompts and answers make of the rate of answers.
    coalesce(
        total_tokens_per_second,
        case
            when
                output_tokens_mean > 0
                and coalesce(source_id, '') not in ('{{ var('answer_rate_sources') | join("', '") }}')
                then output_tokens_per_second * (input_tokens_mean + output_tokens_mean) / output_tokens_mean
        end
    ) as total_tokens_per_second,
    power_watts,
    joules_per_output_token,
    measured_on,
    method,
    licence
from {{ ref('int_inference_point') }}
where
    provider is null
    and gpu_name_raw is not null
    and gpu_count is not null
    and output_tokens_per_second is not null
