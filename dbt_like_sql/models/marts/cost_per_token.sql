-- Grain: one row per way to get tokens of a model: an API listing, or an operating point on rented accelerators.
with api as (
    select
        *,
        'api' as route,
        'listed' as method,
        case
            when is_free then 'free of charge, usually with limits'
            else 'list price, without discounts for caches and batches'
        end as assumption
    from {{ ref('int_cost_per_token__api') }}
),

self_host as (
    select
        *,
        'self_host' as route,
        concat_ws(
            '; ',
            'busy ' || cast(100 * utilisation as integer) || ' % of the time at the measured rate',
            'prompts are paid for with the output',
            'cheapest listed offer of the provider, whatever its size',
            case when gpu_match = 'variant' then 'measured on ' || gpu_id || ', offered as ' || offer_gpu_id end
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
    measurement_id,
    gpu_id,
    offer_gpu_id,
    gpu_match,
    gpu_count,
    offer_id,
    purchase_type,
    utilisation,
    usd_per_gpu_hour,
    output_tokens_per_second,
    usd_per_million_input_tokens,
    usd_per_million_output_tokens,
    usd_per_million_blended_tokens,
    method,
    assumption,
    age_days,
    is_stale,
    {%- for input in ['input_price', 'output_price', 'measurement', 'offer'] %}
    {{ input }}_source_id,
    {{ input }}_captured_at,
    {{ input }}_payload_sha256,
    {{ input }}_record_ref,
    {{ input }}_is_starter{{ ',' if not loop.last }}
    {%- endfor %}
from way
