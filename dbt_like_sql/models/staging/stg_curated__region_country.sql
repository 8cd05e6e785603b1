-- Grain: one row per provider and region of its API prices.
select
    provider,
    region,
    area,
    country_code,
    document
from {{ ref('region_country') }}
