-- Grain: one row per developer and provider.
select
    developer,
    provider
from {{ ref('own_api') }}
