-- Grain: one row per series of prices whose change per year can be told.
select
    mart,
    series,
    benchmark,
    metric,
    unit,
    test_set,
    threshold,
    gpu_id,
    purchase_type,
    first_month,
    last_month,
    points,
    changes,
    degrees_of_freedom,
    log10_slope_per_year,
    log10_slope_standard_error,
    decline_factor_per_year,
    decline_factor_low,
    decline_factor_high,
    decline_factor_of_records,
    case
        when decline_factor_low > 1 then 'falls'
        when decline_factor_high < 1 then 'rises'
        when decline_factor_low is not null then 'open'
    end as direction,
    case mart
        when 'token_price_index'
            then 'a price per token, not per task; models that reason are counted; the cheapest so far falls a little even where prices only scatter'
        else 'monthly steps that do not depend on each other; a step that no listing spans counts as flat'
    end as assumption,
    method,
    method_version,
    last_source_id,
    last_captured_at,
    last_payload_sha256,
    last_record_ref,
    last_is_starter
from {{ ref('int_price_trend') }}
