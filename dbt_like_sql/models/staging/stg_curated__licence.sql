-- Grain: one row per name of a licence, as macro licence_slug writes it.
select
    licence_slug,
    licence_name,
    spdx_id,
    is_osi_approved,
    has_use_limits,
    document
from {{ ref('licence') }}
