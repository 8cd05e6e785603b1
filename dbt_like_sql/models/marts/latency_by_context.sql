-- Grain: one row per operating point that was measured with prompts of several lengths and nothing else changed, and
-- latency.
with point as (
    select
        *,
        -- The setting that states the length of prompts again may change with it.
        nullif(trim(regexp_replace(configuration, '(^|; )(isl|input_tokens|input_length)=[^;]*', '', 'g'), '; '), '')
            as other_settings,
        -- Answers that differ by a few tokens are of one length.
        round(output_tokens_mean, -1) as output_tokens
    from {{ ref('int_inference_point') }}
    where is_text and input_tokens_mean is not null
),

long as (
    {%- for metric in ['ttft_ms_p50', 'itl_ms_p50', 'tpot_ms_p50', 'request_ms_p50'] %}
    select *, '{{ metric }}' as metric, {{ metric }} as value_ms from point
    union all
    {%- endfor %}
    -- With one request in flight the rate of the job is that of its answer, the wait for its first token included.
    select *, 'ms_per_output_token' as metric, 1000 / output_tokens_per_second as value_ms from point
    where max_concurrency = 1
),

grouped as (
    select
        source_id,
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
        max_concurrency,
        other_settings,
        output_tokens,
        metric,
        count(*) as points,
        min(input_tokens_mean) as least_input_tokens,
        max(input_tokens_mean) as most_input_tokens,
        arg_min(long, (input_tokens_mean, measurement_id)) as shortest,
        arg_max(long, (input_tokens_mean, measurement_id)) as longest,
        regr_slope(value_ms, input_tokens_mean) * 1000 as ms_per_thousand_input_tokens,
        corr(value_ms, input_tokens_mean) as correlation
    from long
    where value_ms is not null
    group by all
    having count(distinct input_tokens_mean) >= 2
)

select
    {{ key_text([
        'source_id', 'model_name_raw', 'provider', 'gpu_name_raw', 'gpu_count', 'engine', 'engine_version', 'precision',
        'tensor_parallel', 'expert_parallel', 'data_parallel', 'pipeline_parallel', 'task', 'max_concurrency',
        'other_settings', 'output_tokens', 'metric',
    ]) }} as context_series_id,
    model_id,
    model_version,
    model_name_raw,
    measured_from,
    provider,
    gpu_id,
    gpu_count,
    engine,
    precision,
    tensor_parallel,
    task,
    max_concurrency,
    other_settings,
    output_tokens as output_tokens_rounded,
    metric,
    points,
    least_input_tokens,
    most_input_tokens,
    shortest.value_ms as shortest_prompt_ms,
    longest.value_ms as longest_prompt_ms,
    longest.value_ms / nullif(shortest.value_ms, 0) as ratio_longest_to_shortest,
    most_input_tokens / nullif(least_input_tokens, 0) as ratio_of_input_tokens,
    ms_per_thousand_input_tokens,
    correlation,
    longest.value_ms > shortest.value_ms and ms_per_thousand_input_tokens > 0 as is_slower_with_context,
    'least_squares' as method,
    '1' as method_version,
    'nothing but the length of prompts differs between the points, as far as the source states it' as assumption,
    {{ provenance('shortest', 'shortest') }},
    {{ provenance('longest', 'longest') }}
from grouped
