-- Grain: one row per name, provider and developer.
select
    model_name_raw,
    provider,
    developer,
    model_id,
    model_version,
    model_family,
    developer_id,
    variant,
    quantisation,
    effort,
    rule
from {{ source('identity', 'model_name') }}
