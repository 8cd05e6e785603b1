-- Grain: one row per request and moment.
select
    source_id,
    part,
    url,
    fetched_at,
    outcome,
    detail
from {{ source('ops', 'fetch') }}
