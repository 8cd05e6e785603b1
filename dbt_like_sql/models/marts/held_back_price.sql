-- Grain: one row per price held back.
select
    held_back.model_id,
    held_back.model_version,
    held_back.model_name_raw,
    held_back.provider,
    held_back.region,
    held_back.component,
    held_back.tier_min_input_tokens,
    held_back.condition,
    held_back.usd_per_million_tokens,
    held_back.median_usd_per_million_tokens,
    held_back.other_providers,
    held_back.ratio_to_median,
    'unit_error' as reason,
    {{ provenance('held_back') }}
from {{ ref('int_model_price__held_back') }} as held_back
