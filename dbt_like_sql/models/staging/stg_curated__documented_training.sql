-- Grain: one row per family of models whose training data and code are documented and open.
select
    model_family,
    version_pattern,
    licence_slug,
    document
from {{ ref('documented_training') }}
