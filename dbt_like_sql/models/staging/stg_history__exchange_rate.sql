-- Grain: one row per state of a key of a part of a source.
select
    source_id,
    part,
    captured_at,
    payload_sha256,
    record_ref,
    currency,
    period,
    rate_on,
    usd_per_currency_unit,
    units_per_euro,
    usd_per_euro,
    origin = 'starter' as is_starter,
    recorded_from,
    recorded_to
from {{ source('history', 'exchange_rate') }}
