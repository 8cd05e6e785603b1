-- Grain: one row. Ages are counted to this moment, taken once so that all marts of a build agree.
-- A capture may be dated later than the clock of this machine; nothing is ever younger than new.
select
    coalesce(
        cast({{ "'" ~ var('as_of') ~ "'" if var('as_of') else 'null' }} as timestamptz),
        greatest(current_timestamp, max(captured_at))
    ) as as_of
from {{ ref('stg_ops__capture') }}
