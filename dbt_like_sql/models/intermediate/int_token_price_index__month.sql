-- Grain: one row per series of a benchmark, threshold and month: the cheapest model that reaches the threshold.
-- The price is that of the model's maker, else of the median seller, at the end of the month. A score is a property of the
-- model: when it was measured does not matter.
with threshold as (
    select * from {{ ref('stg_curated__quality_threshold') }}
),

score as (
    select * from {{ ref('int_benchmark_score__picked') }}
),

price as (
    select * from {{ ref('int_model_price__month_version') }}
),

reached as (
    select
        threshold.benchmark,
        threshold.metric,
        threshold.unit,
        threshold.test_set,
        threshold.threshold,
        threshold.reason as threshold_reason,
        price.month,
        score.model_version,
        score.reasoning_mode,
        score.score,
        score.score_rule,
        score.evaluator_kind,
        price.provider,
        price.price_basis,
        price.is_backdated as is_price_backdated,
        price.sellers,
        price.usd_per_million_input_tokens,
        price.usd_per_million_output_tokens,
        price.usd_per_million_blended_tokens,
        price.lowest_usd_per_million_blended_tokens,
        {{ provenance('score', 'score') }},
        price.input_price_source_id,
        price.input_price_captured_at,
        price.input_price_payload_sha256,
        price.input_price_record_ref,
        price.input_price_is_starter,
        price.output_price_source_id,
        price.output_price_captured_at,
        price.output_price_payload_sha256,
        price.output_price_record_ref,
        price.output_price_is_starter,
        score.merit,
        score.score_id
    from threshold
    inner join score
        on threshold.benchmark = score.benchmark
        and threshold.metric = score.metric
        and threshold.unit = score.unit
        and threshold.test_set is not distinct from score.test_set
        and score.merit >= case when score.is_higher_better then threshold.threshold else -threshold.threshold end
    inner join price on score.model_version = price.model_version
),

cheapest as (
    select
        *,
        count(distinct model_version) over (
            partition by benchmark, metric, unit, test_set, threshold, month
        ) as models
    from reached
    qualify row_number() over (
        partition by benchmark, metric, unit, test_set, threshold, month
        order by usd_per_million_blended_tokens, merit desc, model_version, score_id
    ) = 1
)

select
    * exclude (merit, score_id),
    min(usd_per_million_blended_tokens) over so_far as cheapest_so_far_usd_per_million_blended_tokens,
    coalesce(
        usd_per_million_blended_tokens < min(usd_per_million_blended_tokens) over before,
        true
    ) as is_record
from cheapest
window
    so_far as (
        partition by benchmark, metric, unit, test_set, threshold order by month rows unbounded preceding
    ),
    before as (
        partition by benchmark, metric, unit, test_set, threshold
        order by month rows between unbounded preceding and 1 preceding
    )
