-- Grain: one row per vendor and architecture.
select
    vendor,
    architecture,
    announced_on,
    document
from {{ ref('gpu_architecture') }}
