-- Grain: one row per accelerator of the catalogue.
select
    gpu_id,
    parent_id,
    vendor,
    accelerator_kind,
    form_factor,
    cast(memory_gib as double) as memory_gib,
    architecture
from {{ source('identity', 'gpu') }}
