-- Grain: one row per state of a key of a part of a source.
select
    source_id,
    part,
    captured_at,
    payload_sha256,
    record_ref,
    country_code,
    region,
    cloud_provider,
    year,
    gco2_per_kwh,
    usd_per_kwh,
    method,
    origin = 'starter' as is_starter,
    recorded_from,
    recorded_to
from {{ source('history', 'grid_intensity') }}
