-- Grain: one row per source, capture and file or zip member.
select
    source_id,
    captured_at,
    part,
    name,
    member,
    payload_sha256,
    origin = 'starter' as is_starter,
    url,
    licence,
    state,
    bytes,
    records_read,
    records_used,
    observations,
    ignored,
    quarantined,
    reason
from {{ source('ops', 'capture') }}
