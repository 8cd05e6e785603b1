-- Grain: one row per claim on the price of tokens.
{% set t = var('claims') %}
{% set published = {
    'marts.model_price': ref('model_price'),
    'marts.cost_per_token': ref('cost_per_token'),
    'marts.benchmark_score': ref('benchmark_score'),
    'marts.gpu_price_daily': ref('gpu_price_daily'),
} %}

{% set token_facts %}
select
    model_id, model_name_raw, provider, component, usd_per_million_tokens / 1e6 as usd_per_token,
    source_id, captured_at, payload_sha256, record_ref, is_starter, usd_per_million_tokens as example_rank
from {{ ref('model_price') }}
where unit = 'million_tokens' and price_kind = 'listed' and component in ('input', 'output')
{% endset %}

{% set superseded_facts %}
with price as (
    select model_version, min(usd_per_million_blended_tokens) as usd
    from {{ ref('cost_per_token') }}
    where route = 'api' and usd_per_million_blended_tokens > 0
    group by model_version
),
score as (
    select
        benchmark, metric, unit, settings, evaluator, source_id, model_version, max(score) as score,
        min(captured_at) as captured_at, min_by(payload_sha256, (captured_at, record_ref)) as payload_sha256,
        min_by(record_ref, (captured_at, record_ref)) as record_ref, min_by(is_starter, (captured_at, record_ref)) as is_starter
    from {{ ref('benchmark_score') }}
    where model_version is not null and unit in ('fraction', 'elo') and metric in ('accuracy', 'exact_match', 'elo', 'pass_at_1')
    group by benchmark, metric, unit, settings, evaluator, source_id, model_version
)
select
    own.benchmark, own.settings, own.score, count(distinct rival.model_version) as rivals,
    count(distinct rival.model_version) filter (rival.score > own.score and rival_price.usd < own_price.usd) as better_and_cheaper,
    own_price.usd as own_usd,
    own.source_id, own.captured_at, own.payload_sha256, own.record_ref, own.is_starter,
    count(distinct rival.model_version) as example_rank
from score as own
inner join price as own_price on own.model_version = own_price.model_version
inner join score as rival
    on own.benchmark = rival.benchmark and own.metric = rival.metric and own.unit = rival.unit
    and own.settings is not distinct from rival.settings and own.evaluator is not distinct from rival.evaluator
    and own.source_id = rival.source_id and rival.model_version <> own.model_version
inner join price as rival_price on rival.model_version = rival_price.model_version
where own.model_version = 'openai/gpt-3.5-turbo'
group by all
having count(distinct rival.model_version) >= 10
{% endset %}

{% set trend_facts %}
select
    gpu_id, first.day as first_day, last.day as last_day,
    (last.index_100 / first.index_100) ** (365.25 / date_diff('day', first.day, last.day)) as factor_per_year,
    last.source_id, last.captured_at, last.payload_sha256, last.record_ref, last.is_starter,
    date_diff('day', first.day, last.day) as example_rank
from (
    select
        gpu_id, min_by(struct_pack(day, index_100), day) as first,
        max_by(
            struct_pack(
                day, index_100, source_id := min_source_id, captured_at := min_captured_at,
                payload_sha256 := min_payload_sha256, record_ref := min_record_ref, is_starter := min_is_starter
            ), day
        ) as last
    from {{ ref('gpu_price_daily') }}
    where purchase_type = 'on_demand' and regexp_matches(gpu_id, '^nvidia-(a100|h100|h200|b200|l40s)')
    group by gpu_id
)
where date_diff('day', first.day, last.day) >= 365
{% endset %}

{{ claim_row(
    'usd-0.03-per-token', 'USD/token',
    'the figure is the dearest listed input or output token of a text model, unit errors held back; supported above ' ~ t.usd_per_token ~ ' USD, else contradicted; the reading per thousand tokens is told beside',
    token_facts,
    'max(usd_per_token) as figure, max_by(model_name_raw, (usd_per_token, model_name_raw)) as dearest, count(distinct model_name_raw) filter (1000 * usd_per_token > ' ~ t.usd_per_token ~ ') as above_per_thousand, count(distinct model_name_raw) as names, count(*) as n',
    "case when measured.figure > " ~ t.usd_per_token ~ " then 'supported' else 'contradicted' end",
    "case when coalesce(measured.n, 0) = 0 then 'no listed price of a token is held' else format('the dearest token, of {}, costs {:.4f} USD, {:.0f} times less than {} USD; per thousand tokens {:,} of {:,} listings cost more than that', measured.dearest, measured.figure, " ~ t.usd_per_token ~ " / measured.figure, " ~ t.usd_per_token ~ ", measured.above_per_thousand, measured.names) end",
    published,
) }}
union all
{{ claim_row(
    'gpt-3.5-superseded', 'share',
    'the figure is the share of boards with ten priced rivals or more on which a cheaper model scores better than GPT-3.5 Turbo; supported from ' ~ t.superseded_share ~ ', contradicted at 0, else partly',
    superseded_facts,
    'count(*) filter (better_and_cheaper > 0) / nullif(count(*), 0) as figure, count(*) as n, max(better_and_cheaper) as most_better_and_cheaper, max(own_usd) as own_usd',
    "case when measured.figure >= " ~ t.superseded_share ~ " then 'supported' when measured.figure = 0 then 'contradicted' else 'partly' end",
    "case when coalesce(measured.n, 0) = 0 then 'GPT-3.5 Turbo is on no board with ten priced rivals' else format('on {:.0f} % of {} boards a cheaper model than GPT-3.5 Turbo ({:.2f} USD a million blended tokens) scores better; on one of them {} models do', 100 * measured.figure, measured.n, measured.own_usd, measured.most_better_and_cheaper) end",
    published,
) }}
union all
{{ claim_row(
    'price-trend-unsustainable', 'factor per year',
    'the figure is the median yearly factor of the matched index of on-demand prices of data-centre GPUs followed for a year or more; contradicted below 1, supported above 1.1, else partly',
    trend_facts,
    'median(factor_per_year) as figure, min(factor_per_year) as lowest, max(factor_per_year) as highest, count(*) filter (factor_per_year < 1) as falling, count(*) as n',
    "case when measured.figure < 1 then 'contradicted' when measured.figure > 1.1 then 'supported' else 'partly' end",
    "case when coalesce(measured.n, 0) = 0 then 'no price is followed for a year' else format('an hour of a data-centre GPU costs {:.2f} times the year before (median of {}), and falls for {} of them', measured.figure, measured.n, measured.falling) end",
    published,
) }}
