-- Grain: one row per way of counting tokens, provider of accelerators, accelerator, way of buying, and configuration of
-- a model version that is worth choosing there: whatever costs less an hour costs more a token.
-- Listed prices; an offer seen long before the newest there does not compete with it. Offers are rented whole and all
-- replicas are at work.
with hosted as (
    select
        *,
        input_tokens_per_second + {{ var('answer_token_weight') }} * output_tokens_per_second as prompt_rate
    from {{ ref('int_self_host_offer') }}
    where price_kind = 'listed'
),

counted as (
    select
        *,
        'output_tokens' as tokens_counted,
        replicas * output_tokens_per_second as tokens_per_second
    from hosted
    union all
    -- A mixed token takes as much as (mix + weight) / (mix + 1) prompt tokens.
    select
        *,
        'blended_tokens' as tokens_counted,
        replicas * prompt_rate * ({{ var('input_tokens_per_output_token') }} + 1)
            / ({{ var('input_tokens_per_output_token') }} + {{ var('answer_token_weight') }}) as tokens_per_second
    from hosted
    where prompt_rate is not null
),

costed as (
    select
        *,
        usd_per_hour_rented / (tokens_per_second * 3600) * 1e6 as usd_per_million_tokens_at_full_load,
        age_days <= min(age_days) over (partition by offer_gpu_id, purchase_type) + {{ var('carry_days') }} as is_current
    from counted
    qualify age_days <= min(age_days) over (
        partition by model_version, provider, offer_gpu_id, purchase_type, tokens_counted
    ) + {{ var('carry_days') }}
)

select
    *,
    row_number() over (
        partition by model_version, provider, offer_gpu_id, purchase_type, tokens_counted
        order by usd_per_million_tokens_at_full_load, usd_per_hour_rented, measurement_id, offer_id
    ) = 1 as is_cheapest_per_token
from (
    select *
    from costed
    qualify usd_per_million_tokens_at_full_load < coalesce(
        min(usd_per_million_tokens_at_full_load) over (
            partition by model_version, provider, offer_gpu_id, purchase_type, tokens_counted
            order by usd_per_hour_rented, usd_per_million_tokens_at_full_load, measurement_id, offer_id
            rows between unbounded preceding and 1 preceding
        ),
        'infinity'
    )
)
