-- Grain: one row per way to get tokens of a model: an API listing at one of its tiers, or an operating point on rented
-- accelerators at one share of the time.
with api as (
    select
        *,
        'api' as route,
        price_tier = 'base' as is_base,
        'listed' as method,
        concat_ws(
            '; ',
            case
                when price_kind = 'free' then 'free of charge, usually with limits'
                when price_kind = 'promotional' then 'promotional price, which ends'
                when price_kind = 'from' then 'a lower bound, not a price for everybody'
                else 'list price'
            end,
            case when tier_min_input_tokens > 0 then 'for prompts from ' || tier_min_input_tokens || ' tokens' end,
            case when price_tier like 'batch%' then 'answers within hours, as a batch' end,
            case when price_tier like 'flex%' then 'answers slower and may be refused' end,
            case when price_tier like 'priority%' then 'answers faster' end,
            case when condition is not null then 'only where ' || condition end,
            'nothing read from or written to a cache'
        ) as assumption
    from {{ ref('int_cost_per_token__api') }}
),

self_host as (
    select
        *,
        'self_host' as route,
        price_kind = 'listed' as is_base,
        concat_ws(
            '; ',
            'busy ' || cast(100 * utilisation as integer) || ' % of the time at the measured rate',
            case
                when rate_covers = 'answers_alone'
                    then 'prompts cost nothing, since the rate is that of answering alone'
                else 'prompts are paid for with the output'
            end,
            case
                when split_method is not null
                    then format(
                        'between prompts and answers split as if an answer token took {:g} prompt tokens, at any mix',
                        answer_token_weight
                    )
            end,
            case when gpu_match = 'variant' then 'measured on ' || gpu_id || ', offered as ' || offer_gpu_id end,
            case when offers_rented > 1 then offers_rented || ' offers taken to work as one machine' end,
            case
                when idle_gpu_count > 0
                    then format('{:g} idle accelerators of the offer cost nothing but in _with_idle', idle_gpu_count)
            end,
            case
                when price_kind = 'promotional' then 'promotional price, which ends'
                when price_kind = 'from' then 'a lower bound, not a price for everybody'
            end,
            'no cost of staff, storage and traffic'
        ) as assumption
    from {{ ref('int_cost_per_token__self_host') }}
),

-- Columns that one route does not have are null for it.
way as (
    select * from api
    union all by name
    select * from self_host
)

select
    model_id,
    model_version,
    model_name_raw,
    route,
    provider,
    region,
    configuration,
    price_tier,
    tier_min_input_tokens,
    condition,
    price_kind,
    is_base,
    measurement_id,
    gpu_id,
    offer_gpu_id,
    gpu_match,
    gpu_count,
    offer_id,
    purchase_type,
    gpus_in_offer,
    offers_rented,
    replicas,
    idle_gpu_count,
    utilisation,
    usd_per_gpu_hour,
    usd_per_hour_rented,
    output_tokens_per_second,
    rate_covers,
    total_tokens_per_second,
    input_tokens_per_output_token,
    usd_per_million_input_tokens,
    usd_per_million_output_tokens,
    usd_per_million_blended_tokens,
    usd_per_million_cache_read_tokens,
    usd_per_million_output_tokens_with_idle,
    usd_per_million_total_tokens,
    usd_per_million_prefill_tokens,
    usd_per_million_decode_tokens,
    answer_token_weight,
    split_method,
    split_method_version,
    method,
    assumption,
    age_days,
    is_stale,
    {%- for input in ['input_price', 'output_price', 'cache_read_price', 'measurement', 'offer'] %}
    {{ input }}_source_id,
    {{ input }}_captured_at,
    {{ input }}_payload_sha256,
    {{ input }}_record_ref,
    {{ input }}_is_starter{{ ',' if not loop.last }}
    {%- endfor %}
from way
