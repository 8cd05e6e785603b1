-- Grain: one row per gpu_id.
select
    gpu_id,
    form_factor,
    vendor,
    tdp_watts,
    released_on,
    document
from {{ ref('gpu_datasheet') }}
