-- Grain: one row per source.
select
    source_id,
    title,
    status,
    is_firsthand,
    licence,
    licence_url,
    cron,
    stale_after_hours
from {{ source('ops', 'source') }}
