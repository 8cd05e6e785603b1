-- Grain: one row per name, memory and instance type.
select
    gpu_name_raw,
    cast(gpu_memory_gib as double) as gpu_memory_gib,
    instance_type,
    gpu_id,
    parent_id,
    vendor,
    accelerator_kind,
    form_factor,
    cast(memory_gib as double) as memory_gib,
    rule
from {{ source('identity', 'gpu_name') }}
