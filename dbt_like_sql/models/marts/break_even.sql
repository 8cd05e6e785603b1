-- Grain: one row per model version, API provider, provider of accelerators, accelerator, way of buying, way of counting
-- tokens and purpose that the configuration is chosen for.
with api as (
    select * from {{ ref('int_break_even__api') }}
),

host as (
    select * from {{ ref('int_break_even__self_host') }}
),

pair as (
    select
        api.model_id,
        api.model_version,
        api.provider as api_provider,
        api.configuration as api_configuration,
        api.is_first_party,
        api.is_cheapest_api,
        api.usd_per_million_input_tokens,
        api.usd_per_million_output_tokens,
        api.usd_per_million_tokens as api_usd_per_million_tokens,
        api.age_days as api_age_days,
        api.is_stale as api_is_stale,
        api.is_current and host.is_current as is_current,
        api.tokens_counted,
        host.model_id as measured_model_id,
        host.measurement_id,
        host.configuration,
        host.engine,
        host.precision,
        host.max_concurrency,
        host.rate_covers,
        host.gpu_id,
        host.gpu_count,
        host.offer_id,
        host.provider as gpu_provider,
        host.offer_gpu_id,
        host.gpu_match,
        host.purchase_type,
        host.usd_per_gpu_hour,
        host.gpus_in_offer,
        host.offers_rented,
        host.replicas,
        host.idle_gpu_count,
        host.usd_per_hour_rented,
        host.tokens_per_second,
        host.usd_per_million_tokens_at_full_load,
        host.is_cheapest_per_token,
        host.age_days as offer_age_days,
        host.is_stale as offer_is_stale,
        host.measurement_method,
        host.usd_per_hour_rented / (host.tokens_per_second * 3600 * api.usd_per_million_tokens) * 1e6
            as break_even_utilisation,
        host.usd_per_hour_rented * 24 / api.usd_per_million_tokens * 1e6 as break_even_tokens_per_day,
        {%- for input in ['input_price', 'output_price'] %}
        api.{{ input }}_source_id,
        api.{{ input }}_captured_at,
        api.{{ input }}_payload_sha256,
        api.{{ input }}_record_ref,
        api.{{ input }}_is_starter,
        {%- endfor %}
        {%- for input in ['measurement', 'offer'] %}
        host.{{ input }}_source_id,
        host.{{ input }}_captured_at,
        host.{{ input }}_payload_sha256,
        host.{{ input }}_record_ref,
        host.{{ input }}_is_starter{{ ',' if not loop.last }}
        {%- endfor %}
    from api
    inner join host
        on api.model_version = host.model_version
        and api.tokens_counted = host.tokens_counted
),

-- The configuration that is cheapest per token tells how busy it must be; the smallest rent that can still get below
-- the API's price tells how few tokens are enough. Where none can, both are the cheapest per token.
chosen as (
    select *, 'lowest_cost' as chosen_for
    from pair
    where is_cheapest_per_token
    union all
    select *, 'lowest_volume' as chosen_for
    from pair
    qualify row_number() over (
        partition by model_version, api_provider, gpu_provider, offer_gpu_id, purchase_type, tokens_counted
        order by
            break_even_utilisation > 1,
            case when break_even_utilisation <= 1 then usd_per_hour_rented end nulls last,
            usd_per_million_tokens_at_full_load
    ) = 1
)

select
    model_id,
    model_version,
    api_provider,
    api_configuration,
    is_first_party,
    is_cheapest_api,
    is_current,
    gpu_provider,
    offer_gpu_id,
    purchase_type,
    tokens_counted,
    chosen_for,
    break_even_utilisation,
    break_even_utilisation <= 1 as is_reachable,
    break_even_tokens_per_day,
    tokens_per_second * 86400 as capacity_tokens_per_day,
    api_usd_per_million_tokens,
    usd_per_million_tokens_at_full_load,
    case when tokens_counted = 'blended_tokens' then {{ var('input_tokens_per_output_token') }}::double end
        as input_tokens_per_output_token,
    usd_per_million_input_tokens,
    usd_per_million_output_tokens,
    tokens_per_second,
    usd_per_hour_rented,
    offer_id,
    gpu_match,
    usd_per_gpu_hour,
    gpus_in_offer,
    offers_rented,
    replicas,
    idle_gpu_count,
    measurement_id,
    measured_model_id,
    gpu_id,
    gpu_count,
    engine,
    precision,
    max_concurrency,
    configuration,
    rate_covers,
    case when measurement_method in ('measured', 'stated') then 'measured' else 'estimated' end as method,
    case when tokens_counted = 'blended_tokens' then 'token_weight' end as split_method,
    case when tokens_counted = 'blended_tokens' then '1' end as split_method_version,
    case when tokens_counted = 'blended_tokens' then {{ var('answer_token_weight') }}::double end
        as answer_token_weight,
    concat_ws(
        '; ',
        case tokens_counted
            when 'output_tokens'
                then 'answers alone are counted: the API is taken to bill no prompts, which flatters it'
            else format(
                '{:g} prompt tokens per answer token on both sides, one answer token taking {:g} prompt tokens of the '
                || 'accelerators',
                {{ var('input_tokens_per_output_token') }}::double, {{ var('answer_token_weight') }}::double
            )
        end,
        case
            when rate_covers = 'answers_alone' then 'prompts cost the accelerators nothing, which flatters them'
        end,
        'nothing read from a cache on either side',
        'accelerators rented around the clock, at the measured rate whenever busy',
        case when replicas > 1 then replicas || ' replicas share the load' end,
        case when offers_rented > 1 then offers_rented || ' offers taken to work as one machine' end,
        case when idle_gpu_count > 0 then format('{:g} idle accelerators paid for', idle_gpu_count) end,
        case when gpu_match = 'variant' then 'measured on ' || gpu_id || ', offered as ' || offer_gpu_id end,
        case when measured_model_id <> model_id then 'measured as ' || measured_model_id || ', sold as ' || model_id end,
        'no cost of staff, storage and traffic'
    ) as assumption,
    api_age_days,
    api_is_stale,
    offer_age_days,
    offer_is_stale,
    {%- for input in ['input_price', 'output_price', 'measurement', 'offer'] %}
    {{ input }}_source_id,
    {{ input }}_captured_at,
    {{ input }}_payload_sha256,
    {{ input }}_record_ref,
    {{ input }}_is_starter{{ ',' if not loop.last }}
    {%- endfor %}
from chosen
