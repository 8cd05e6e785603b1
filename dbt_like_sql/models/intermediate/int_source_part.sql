-- Grain: one row per source and part that was ever captured.
with captured as (
    select
        source_id,
        part,
        max(captured_at) filter (state in ('merged', 'unchanged')) as last_seen_at,
        max_by(licence, (captured_at, name, coalesce(member, ''))) as licence
    from {{ ref('stg_ops__capture') }}
    where part <> '-'
    group by all
),

source as (
    select * from {{ ref('stg_ops__source') }}
)

select
    captured.source_id,
    captured.part,
    captured.last_seen_at,
    coalesce(captured.licence, source.licence) as licence,
    coalesce(source.is_firsthand, false) as is_firsthand,
    source.stale_after_hours
from captured
left join source on captured.source_id = source.source_id
