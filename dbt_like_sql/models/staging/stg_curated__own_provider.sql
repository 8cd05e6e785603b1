-- Grain: one row per developer and provider.
select
    developer,
    provider,
    document
from {{ ref('own_provider') }}
