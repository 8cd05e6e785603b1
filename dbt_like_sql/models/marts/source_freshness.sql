-- Grain: one row per registered source.
with source as (
    select * from {{ ref('stg_ops__source') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

capture as (
    select * from {{ ref('stg_ops__capture') }}
    where part <> '-'
),

captured as (
    select
        source_id,
        count(distinct captured_at) as captures,
        count(distinct captured_at) filter (state = 'rejected') as rejected_captures,
        max(captured_at) as last_captured_at,
        max(captured_at) filter (state in ('merged', 'unchanged')) as last_seen_at,
        coalesce(bool_and(is_starter) filter (state in ('merged', 'unchanged')), false) as is_starter
    from capture
    group by all
),

last_capture as (
    select
        capture.source_id,
        bool_and(capture.state = 'rejected') as is_rejected,
        count(distinct capture.part) filter (capture.state = 'rejected') as rejected_parts,
        bool_and(capture.state = 'unchanged') as is_unchanged,
        max(capture.reason) filter (capture.state = 'rejected') as rejected_because
    from capture
    inner join captured
        on capture.source_id = captured.source_id
        and capture.captured_at = captured.last_captured_at
    group by all
),

-- Parts whose newest readable capture is held for confirmation.
waiting as (
    select source_id, count(distinct part) as held_parts, max(reason) as held_because
    from (
        select *
        from capture
        where state in ('merged', 'unchanged', 'held')
        qualify dense_rank() over (partition by source_id, part order by captured_at desc) = 1
    )
    where state = 'held'
    group by all
),

-- What the newest readable capture of each part held, added up.
newest as (
    select *
    from capture
    where state = 'merged'
    qualify dense_rank() over (partition by source_id, part order by captured_at desc) = 1
),

held as (
    select
        source_id,
        cast(sum(records_read) as bigint) as records_read,
        cast(sum(observations) as bigint) as observations,
        cast(sum(ignored) as bigint) as ignored,
        cast(sum(quarantined) as bigint) as quarantined
    from newest
    group by all
),

fetched as (
    select
        source_id,
        max(fetched_at) as last_fetched_at,
        max_by(outcome, (fetched_at, outcome = 'failed', outcome = 'new')) as last_fetch_outcome,
        max_by(detail, (fetched_at, outcome = 'failed', outcome = 'new', url)) as last_fetch_detail
    from {{ ref('stg_ops__fetch') }}
    group by all
),

aged as (
    select
        source.*,
        captured.* exclude (source_id),
        case
            when captured.last_seen_at is not null
                then greatest(date_diff('second', captured.last_seen_at, clock.as_of) / 3600.0, 0.0)::double
        end as age_hours
    from source
    cross join clock
    left join captured on source.source_id = captured.source_id
)

select
    aged.source_id,
    aged.title,
    case
        when aged.captures is null then 'never'
        when last_capture.is_rejected then 'rejected'
        when waiting.held_parts > 0 then 'held'
        when aged.is_starter then 'starter'
        when aged.status = 'frozen' then 'frozen'
        when aged.age_hours > aged.stale_after_hours then 'stale'
        when last_capture.is_unchanged then 'unchanged'
        else 'live'
    end as state,
    aged.status,
    aged.is_firsthand,
    aged.last_captured_at,
    aged.last_seen_at,
    aged.age_hours,
    aged.stale_after_hours,
    aged.age_hours > aged.stale_after_hours as is_stale,
    coalesce(aged.is_starter, false) as is_starter,
    coalesce(aged.captures, 0) as captures,
    coalesce(aged.rejected_captures, 0) as rejected_captures,
    coalesce(last_capture.rejected_parts, 0) as rejected_parts,
    last_capture.rejected_because,
    coalesce(waiting.held_parts, 0) as held_parts,
    waiting.held_because,
    held.records_read,
    held.observations,
    held.ignored,
    held.quarantined,
    fetched.last_fetched_at,
    fetched.last_fetch_outcome,
    fetched.last_fetch_detail,
    aged.licence,
    aged.licence_url
from aged
left join last_capture on aged.source_id = last_capture.source_id
left join waiting on aged.source_id = waiting.source_id
left join held on aged.source_id = held.source_id
left join fetched on aged.source_id = fetched.source_id
