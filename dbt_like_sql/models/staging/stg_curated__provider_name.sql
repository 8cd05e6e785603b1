-- Grain: one row per what is sold and name as written.
select
    sells,
    provider_as_written,
    provider
from {{ ref('provider_name') }}
