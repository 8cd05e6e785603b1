-- Grain: one row per claim.
select
    claim_id,
    topic,
    claim,
    settled_by
from {{ ref('claim') }}
