-- Grain: one row per claim on the price of tokens.
{% set t = var('claims') %}
{% set published = {
    'marts.price_performance_monthly': ref('price_performance_monthly'),
    'marts.price_trend': ref('price_trend'),
    'marts.model_price': ref('model_price'),
} %}

{% set token_facts %}
select
    model_id, model_name_raw, provider, component, usd_per_million_tokens / 1e6 as usd_per_token,
    source_id, captured_at, payload_sha256, record_ref, is_starter, usd_per_million_tokens as example_rank
from {{ ref('model_price') }}
where unit = 'million_tokens' and price_kind = 'listed' and component in ('input', 'output')
{% endset %}

{% set superseded_facts %}
select
    concat_ws(' ', benchmark, metric, test_set) as board, month, dominating_models, candidates, is_on_pareto_frontier,
    usd_per_million_blended_tokens as usd,
    max(month) filter (is_on_pareto_frontier) over (partition by benchmark, metric, unit, test_set) as last_on_frontier,
    score_source_id as source_id, score_captured_at as captured_at, score_payload_sha256 as payload_sha256,
    score_record_ref as record_ref, score_is_starter as is_starter, dominating_models as example_rank
from {{ ref('price_performance_monthly') }}
where model_version = 'openai/gpt-3.5-turbo' and candidates > {{ t.rivals }}
qualify row_number() over (partition by benchmark, metric, unit, test_set order by month desc, score desc) = 1
{% endset %}

{% set trend_facts %}
select
    mart, series, 1 / decline_factor_per_year as factor, 1 / decline_factor_high as factor_low,
    1 / decline_factor_low as factor_high, direction,
    last_source_id as source_id, last_captured_at as captured_at, last_payload_sha256 as payload_sha256,
    last_record_ref as record_ref, last_is_starter as is_starter,
    if(mart = 'token_price_index', points, null) as example_rank
from {{ ref('price_trend') }}
where direction is not null
    and (mart = 'token_price_index' or series = 'API blended price' or (mart = 'gpu_price_daily' and purchase_type = 'on_demand'))
{% endset %}

{{ claim_row(
    'usd-0.03-per-token', 'USD/token',
    'the figure is the dearest listed input or output token of a text model, unit errors held back; supported above ' ~ t.usd_per_token ~ ' USD, else contradicted; the reading per thousand tokens is told beside',
    token_facts,
    'max(usd_per_token) as figure, max_by(model_name_raw, (usd_per_token, model_name_raw)) as dearest, count(distinct model_name_raw) filter (1000 * usd_per_token > ' ~ t.usd_per_token ~ ') as above_per_thousand, count(distinct model_name_raw) as names, count(*) as n',
    "case when measured.figure > " ~ t.usd_per_token ~ " then 'supported' else 'contradicted' end",
    "case when coalesce(measured.n, 0) = 0 then 'no listed price of a token is held' else format('the dearest token, of {}, costs {:.4f} USD, {:.0f} times less than {} USD; read per thousand tokens, {:,} of {:,} names cost more than {} USD', measured.dearest, measured.figure, " ~ t.usd_per_token ~ " / measured.figure, " ~ t.usd_per_token ~ ", measured.above_per_thousand, measured.names, " ~ t.usd_per_token ~ ") end",
    published,
) }}
union all
{{ claim_row(
    'gpt-3.5-superseded', 'share',
    'the figure is the share of boards, of those with thresholds of quality and ' ~ t.rivals ~ ' priced rivals or more, on which in their last month some model scores at least as well as GPT-3.5 Turbo for no more, and better or for less; supported from ' ~ t.superseded_share ~ ', contradicted at 0, else partly',
    superseded_facts,
    "count(*) filter (dominating_models > 0) / nullif(count(*), 0) as figure, count(*) as n, count(*) filter (dominating_models > 0) as beaten, median(dominating_models / (candidates - 1)) as share_of_rivals, max(month) as last_month, max(last_on_frontier) as last_on_frontier, max(usd) as usd",
    "case when measured.figure >= " ~ t.superseded_share ~ " then 'supported' when measured.figure = 0 then 'contradicted' else 'partly' end",
    "case when coalesce(measured.n, 0) = 0 then 'GPT-3.5 Turbo is on no board with enough priced rivals' else format('on {} of {} boards some model is no dearer and no worse than GPT-3.5 Turbo ({:.2f} USD a million blended tokens, {}) and beats it in one of the two; in the median board {:.0f} % of its rivals do; its last month among the best for their price was {}', measured.beaten, measured.n, measured.usd, strftime(measured.last_month, '%Y-%m'), 100 * measured.share_of_rivals, coalesce(strftime(measured.last_on_frontier, '%Y-%m'), 'before any held')) end",
    published,
) }}
union all
{{ claim_row(
    'price-trend-unsustainable', 'factor per year',
    'the figure is the median, over thresholds of quality, of what the cheapest token that reaches it costs after a year over what it costs now (slopes of token_price_index); sure is a change whose whole 95 % interval has one sign; contradicted below 1 where more than one in ten thresholds fall for sure, and neither one of them, nor the listings kept on sale, nor one in ten GPU-hours rise for sure; supported above 1 where more rise for sure than fall; else partly',
    trend_facts,
    "median(factor) filter (mart = 'token_price_index') as figure, count(*) filter (mart = 'token_price_index') as n, count(*) filter (mart = 'token_price_index' and direction = 'falls') as falling, count(*) filter (mart = 'token_price_index' and direction = 'rises') as rising, max(factor) filter (mart = 'model_price_index') as listings, max(factor_low) filter (mart = 'model_price_index') as listings_low, max(factor_high) filter (mart = 'model_price_index') as listings_high, median(factor) filter (mart = 'gpu_price_daily') as gpu, count(*) filter (mart = 'gpu_price_daily') as gpus, count(*) filter (mart = 'gpu_price_daily' and direction = 'falls') as gpus_falling, count(*) filter (mart = 'gpu_price_daily' and direction = 'rises') as gpus_rising",
    "case when measured.figure < 1 and measured.falling > 0.1 * measured.n and measured.rising = 0 and coalesce(measured.listings_low <= 1, true) and measured.gpus_rising <= 0.1 * measured.gpus then 'contradicted' when measured.figure > 1 and measured.rising > measured.falling then 'supported' else 'partly' end",
    "case when coalesce(measured.n, 0) = 0 then 'no price of a fixed quality is followed long enough for a slope' else concat_ws('; ', format('the cheapest token of equal quality costs {:.2f} times the year before (median of {} thresholds; at 95 % it falls for {} of them and rises for {})', measured.figure, measured.n, measured.falling, measured.rising), case when measured.listings is not null then format('the same listing, kept on sale, {:.2f} times (95 % interval {:.2f} to {:.2f})', measured.listings, measured.listings_low, measured.listings_high) end, case when measured.gpus > 0 then format('an hour of a GPU {:.2f} times (median of {}; at 95 % {} fall and {} rise)', measured.gpu, measured.gpus, measured.gpus_falling, measured.gpus_rising) end) end",
    published,
) }}
