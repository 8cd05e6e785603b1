-- Grain: one row per series of a benchmark, threshold and month in which a model that reaches it had a price.
with month as (
    select * from {{ ref('int_token_price_index__month') }}
),

trend as (
    select * from {{ ref('int_price_trend') }}
    where mart = 'token_price_index'
)

select
    month.month,
    month.benchmark,
    month.metric,
    month.unit,
    month.test_set,
    month.threshold,
    month.threshold_reason,
    month.usd_per_million_blended_tokens,
    month.cheapest_so_far_usd_per_million_blended_tokens,
    month.is_record,
    month.usd_per_million_input_tokens,
    month.usd_per_million_output_tokens,
    month.lowest_usd_per_million_blended_tokens,
    month.model_version,
    month.reasoning_mode,
    month.score,
    month.score_rule,
    month.evaluator_kind,
    month.provider,
    month.price_basis,
    month.is_price_backdated,
    month.sellers,
    month.models,
    trend.decline_factor_per_year,
    trend.decline_factor_low,
    trend.decline_factor_high,
    trend.decline_factor_of_records,
    trend.points as trend_points,
    trend.first_month as trend_first_month,
    trend.last_month as trend_last_month,
    'cheapest_at_threshold' as method,
    1 as method_version,
    trend.method as trend_method,
    trend.method_version as trend_method_version,
    {%- for input in ['score', 'input_price', 'output_price'] %}
    month.{{ input }}_source_id,
    month.{{ input }}_captured_at,
    month.{{ input }}_payload_sha256,
    month.{{ input }}_record_ref,
    month.{{ input }}_is_starter{{ ',' if not loop.last }}
    {%- endfor %}
from month
left join trend
    on month.benchmark = trend.benchmark
    and month.metric = trend.metric
    and month.unit = trend.unit
    and month.test_set is not distinct from trend.test_set
    and month.threshold = trend.threshold
