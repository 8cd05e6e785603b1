-- Grain: one row per claim on latency.
{% set t = var('claims') %}
{% set published = {
    'marts.latency_by_context': ref('latency_by_context'),
    'marts.latency': ref('latency'),
} %}

{% set first_token_facts %}
select
    measured_from, coalesce(ttft_ms_p50, ttft_ms_mean) as ttft_ms, measurement_source_id as source_id,
    measurement_captured_at as captured_at, measurement_payload_sha256 as payload_sha256,
    measurement_record_ref as record_ref, measurement_is_starter as is_starter,
    coalesce(ttft_ms_p50, ttft_ms_mean) as example_rank
from {{ ref('latency') }}
where method = 'measured' and coalesce(ttft_ms_p50, ttft_ms_mean) > 0
{% endset %}

{% set context_facts %}
select
    metric, ratio_longest_to_shortest as ratio, ratio_of_input_tokens as longer, is_slower_with_context as is_slower,
    coalesce(model_version, model_name_raw) as model, longest_source_id as source_id,
    longest_captured_at as captured_at, longest_payload_sha256 as payload_sha256, longest_record_ref as record_ref,
    longest_is_starter as is_starter, if(metric = 'ttft_ms_p50', ratio_longest_to_shortest, null) as example_rank
from {{ ref('latency_by_context') }}
where ratio_longest_to_shortest is not null
{% endset %}

{% set of_api, of_server = "filter (measured_from = 'api_client')", "filter (measured_from = 'server')" %}
{% set fits = "quantile_cont(ttft_ms, 0.1) {} >= " ~ t.latency_low_ms ~ " and quantile_cont(ttft_ms, 0.9) {} > " ~ t.latency_high_ms %}

{{ claim_row(
    'latency-200ms-to-1s', 'ms',
    'the figure is the median time to the first token of text as clients of APIs measure it, else as servers do; in each of the two places the range holds where nine in ten points take ' ~ t.latency_low_ms ~ ' ms or more and one in ten over ' ~ t.latency_high_ms ~ ' ms; supported where it holds in every place measured, partly where in one or where some points lie in it, contradicted where none does',
    first_token_facts,
    "coalesce(median(ttft_ms) " ~ of_api ~ ", median(ttft_ms) " ~ of_server ~ ") as figure, count(*) as n, count(distinct measured_from) as places, coalesce((" ~ fits | replace('{}', of_api) ~ ")::integer, 0) + coalesce((" ~ fits | replace('{}', of_server) ~ ")::integer, 0) as places_in_range, count(*) filter (ttft_ms between " ~ t.latency_low_ms ~ " and " ~ t.latency_high_ms ~ ") as within, count(*) " ~ of_api ~ " as api_points, quantile_cont(ttft_ms, 0.1) " ~ of_api ~ " as api_p10, quantile_cont(ttft_ms, 0.9) " ~ of_api ~ " as api_p90, count(*) " ~ of_server ~ " as server_points, count(*) filter (measured_from = 'server' and ttft_ms < " ~ t.latency_low_ms ~ ") / nullif(count(*) " ~ of_server ~ ", 0) as server_below, median(ttft_ms) " ~ of_server ~ " as server_p50, quantile_cont(ttft_ms, 0.1) " ~ of_server ~ " as server_p10, quantile_cont(ttft_ms, 0.9) " ~ of_server ~ " as server_p90",
    "case when measured.places_in_range = measured.places then 'supported' when measured.places_in_range > 0 or measured.within > 0 then 'partly' else 'contradicted' end",
    "case when coalesce(measured.n, 0) = 0 then 'no time to first token is held' else concat_ws('; ', case when measured.api_points > 0 then format('through an API the first token takes {:,.0f} ms in the median, and {:,.0f} to {:,.0f} ms for the middle 80 % of {:,} points, queue and internet included', measured.figure, measured.api_p10, measured.api_p90, measured.api_points) end, case when measured.server_points > 0 then format('timed at the server {:,.0f} ms, and {:,.0f} to {:,.0f} ms for the middle 80 % of {:,} points: {:.0f} % begin sooner than {} ms', measured.server_p50, measured.server_p10, measured.server_p90, measured.server_points, 100 * measured.server_below, " ~ t.latency_low_ms ~ ") end) end",
    published,
) }}
union all
{{ claim_row(
    'context-slows-responses', 'ratio',
    'the figure is the median, over series that differ in nothing but the length of prompts, of the time to the first token of the longest prompt over that of the shortest; supported above 1.1 where nine in ten of all series, those of the time between tokens and of whole answers with them, are slower the longer the prompt; contradicted at 1 or below, else partly',
    context_facts,
    "median(ratio) filter (metric = 'ttft_ms_p50') as figure, count(*) as n, count(*) filter (is_slower) as slower, count(*) filter (metric = 'ttft_ms_p50') as first_token_series, median(longer) filter (metric = 'ttft_ms_p50') as longer, count(distinct model) as models, median(ratio) filter (metric = 'tpot_ms_p50') as token_ratio",
    "case when measured.figure > 1.1 and measured.slower >= 0.9 * measured.n then 'supported' when measured.figure <= 1 then 'contradicted' else 'partly' end",
    "case when measured.figure is null then 'no time to first token is measured at two prompt lengths with all else the same' else format('prompts {:.0f} times as long wait {:.1f} times as long for the first token (median of {} series){}; {} of {} series of {} models are slower the longer the prompt', measured.longer, measured.figure, measured.first_token_series, case when measured.token_ratio is not null then format(', and each token after it takes {:.1f} times as long', measured.token_ratio) else '' end, measured.slower, measured.n, measured.models) end",
    published,
) }}
