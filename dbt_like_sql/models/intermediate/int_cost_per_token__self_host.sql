{{ config(materialized='view') }}
-- Grain: one row per operating point of text, offer of its accelerator and utilisation.
with hosted as (
    select * from {{ ref('int_self_host_offer') }}
),

utilised as (
    select unnest([{{ var('utilisations') | join(', ') }}]::double[]) as utilisation
)

select
    hosted.* exclude (
        engine, precision, max_concurrency, input_tokens_per_second, usd_per_million_prefill_tokens_at_full_load,
        measurement_method
    ),
    utilised.utilisation,
    hosted.gpu_count * hosted.usd_per_gpu_hour
        / (hosted.output_tokens_per_second * 3600 * utilised.utilisation) * 1e6 as usd_per_million_output_tokens,
    hosted.usd_per_hour_rented
        / (hosted.replicas * hosted.output_tokens_per_second * 3600 * utilised.utilisation) * 1e6
        as usd_per_million_output_tokens_with_idle,
    hosted.gpu_count * hosted.usd_per_gpu_hour
        / (hosted.total_tokens_per_second * 3600 * utilised.utilisation) * 1e6 as usd_per_million_total_tokens,
    hosted.usd_per_million_prefill_tokens_at_full_load / utilised.utilisation as usd_per_million_prefill_tokens,
    {{ var('answer_token_weight') }} * hosted.usd_per_million_prefill_tokens_at_full_load / utilised.utilisation
        as usd_per_million_decode_tokens,
    (3 + {{ var('answer_token_weight') }}) / 4 * hosted.usd_per_million_prefill_tokens_at_full_load
        / utilised.utilisation as usd_per_million_blended_tokens,
    case when hosted.usd_per_million_prefill_tokens_at_full_load is not null then 'token_weight' end as split_method,
    case when hosted.usd_per_million_prefill_tokens_at_full_load is not null then '1' end as split_method_version,
    case
        when hosted.usd_per_million_prefill_tokens_at_full_load is not null
            then {{ var('answer_token_weight') }}::double
    end as answer_token_weight,
    case when hosted.measurement_method in ('measured', 'stated') then 'measured' else 'estimated' end as method
from hosted
cross join utilised
