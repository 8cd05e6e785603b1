-- Grain: one row per claim on latency.
{% set t = var('claims') %}
{% set published = {
    "(select *, origin = 'starter' as is_starter from history.inference_measurement)": ref('stg_history__inference_measurement'),
} %}

{% set first_token_facts %}
select
    coalesce(ttft_ms_p50, ttft_ms_mean) as ttft_ms, source_id, captured_at, payload_sha256, record_ref, is_starter,
    coalesce(ttft_ms_p50, ttft_ms_mean) as example_rank
from {{ ref('stg_history__inference_measurement') }}
where recorded_to is null and method = 'measured' and coalesce(ttft_ms_p50, ttft_ms_mean) > 0
{% endset %}

{% set context_facts %}
select
    short.input_tokens_mean as short_tokens, long.input_tokens_mean as long_tokens,
    coalesce(long.ttft_ms_p50, long.ttft_ms_mean) / coalesce(short.ttft_ms_p50, short.ttft_ms_mean) as ratio,
    long.source_id, long.captured_at, long.payload_sha256, long.record_ref, long.is_starter,
    coalesce(long.ttft_ms_p50, long.ttft_ms_mean) / coalesce(short.ttft_ms_p50, short.ttft_ms_mean) as example_rank
from {{ ref('stg_history__inference_measurement') }} as short
inner join {{ ref('stg_history__inference_measurement') }} as long
    on short.source_id = long.source_id and short.model_name_raw = long.model_name_raw
    and short.gpu_name_raw is not distinct from long.gpu_name_raw
    and short.gpu_count is not distinct from long.gpu_count
    and short.engine is not distinct from long.engine
    and short.precision is not distinct from long.precision
    and short.max_concurrency = long.max_concurrency
    and short.output_tokens_mean is not distinct from long.output_tokens_mean
    and regexp_replace(coalesce(short.configuration, ''), '(isl|input_len|id|context_length)=[^;]*', '', 'g')
    = regexp_replace(coalesce(long.configuration, ''), '(isl|input_len|id|context_length)=[^;]*', '', 'g')
    and long.input_tokens_mean >= 2 * short.input_tokens_mean
where short.recorded_to is null and long.recorded_to is null
    and coalesce(short.ttft_ms_p50, short.ttft_ms_mean) > 0 and coalesce(long.ttft_ms_p50, long.ttft_ms_mean) > 0
    and short.input_tokens_mean > 0
{% endset %}

{{ claim_row(
    'latency-200ms-to-1s', 'ms',
    'the figure is the median time to the first token; supported where the middle 80 % of measured points lie between ' ~ t.latency_low_ms ~ ' ms and reach above ' ~ t.latency_high_ms ~ ' ms, partly where they reach beyond on the lower side or do not reach so far, contradicted where no point lies in that range',
    first_token_facts,
    'median(ttft_ms) as figure, quantile_cont(ttft_ms, 0.1) as ttft_ms_p10, quantile_cont(ttft_ms, 0.9) as ttft_ms_p90, count(*) filter (ttft_ms between ' ~ t.latency_low_ms ~ ' and ' ~ t.latency_high_ms ~ ') / nullif(count(*), 0) as share_within, count(*) filter (ttft_ms < ' ~ t.latency_low_ms ~ ') / nullif(count(*), 0) as share_below, count(*) filter (ttft_ms > ' ~ t.latency_high_ms ~ ') / nullif(count(*), 0) as share_above, count(*) as n',
    "case when measured.ttft_ms_p10 >= " ~ t.latency_low_ms ~ " and measured.ttft_ms_p90 > " ~ t.latency_high_ms ~ " then 'supported' when measured.share_within > 0 then 'partly' else 'contradicted' end",
    "case when coalesce(measured.n, 0) = 0 then 'no time to first token is held' else format('of {} measured points {:.0f} % begin within {} to {} ms, {:.0f} % sooner and {:.0f} % later; the median is {:,.0f} ms, the middle 80 % span {:,.0f} to {:,.0f} ms', measured.n, 100 * measured.share_within, " ~ t.latency_low_ms ~ ", " ~ t.latency_high_ms ~ ", 100 * measured.share_below, 100 * measured.share_above, measured.figure, measured.ttft_ms_p10, measured.ttft_ms_p90) end",
    published,
) }}
union all
{{ claim_row(
    'context-slows-responses', 'ratio',
    'the figure is the median ratio of the times to the first token of two prompts, one at least twice as long, with model, hardware, software and concurrency the same; supported above 1.1 where nine in ten pairs are slower, contradicted at 1 or below, else partly',
    context_facts,
    'median(ratio) as figure, count(*) filter (ratio > 1) as slower, median(long_tokens / short_tokens) as longer, count(*) as n',
    "case when measured.figure > 1.1 and measured.slower >= 0.9 * measured.n then 'supported' when measured.figure <= 1 then 'contradicted' else 'partly' end",
    "case when coalesce(measured.n, 0) = 0 then 'nothing is measured at two prompt lengths with all else the same' else format('prompts {:.1f} times as long take {:.1f} times as long to the first token (medians); {} of {} pairs are slower', measured.longer, measured.figure, measured.slower, measured.n) end",
    published,
) }}
