-- Grain: one row per gpu_id.
select
    gpu_id,
    vendor,
    tdp_watts,
    document
from {{ ref('gpu_datasheet') }}
