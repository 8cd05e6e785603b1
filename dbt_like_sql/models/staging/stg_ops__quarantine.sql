-- Grain: one row per record or part of a record that was refused.
select
    source_id,
    captured_at,
    part,
    payload_sha256,
    record_ref,
    kind,
    reason,
    record
from {{ source('ops', 'quarantine') }}
