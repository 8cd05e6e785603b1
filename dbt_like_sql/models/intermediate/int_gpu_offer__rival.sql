-- Grain: one row per two cells of different sources that state the same offers.
-- A cell is what one part of a source says of one provider, product, size, way of buying and region. Two cells are
-- rivals where these agree, as far as both tell. Regions tell cells apart only where the two sources write the
-- provider's regions alike, that is, have at least one in common: `us-east-1` and `US East (N. Virginia)` do not.
with cell as (
    select distinct
        cell_number, source_id, provider, product, product_form_factor, product_memory_gib, gpu_count, purchase_type,
        region_key
    from {{ ref('int_gpu_offer') }}
),

region as (
    select distinct source_id, provider, region_key
    from cell
    where region_key is not null
),

alike as (
    select distinct one.provider, one.source_id, other.source_id as other_source_id
    from region as one
    inner join region as other
        on one.provider = other.provider
        and one.region_key = other.region_key
        and one.source_id <> other.source_id
)

select
    one.cell_number,
    other.cell_number as rival_cell_number
from cell as one
inner join cell as other
    on one.provider = other.provider
    and one.product = other.product
    and one.gpu_count = other.gpu_count
    and one.purchase_type = other.purchase_type
    and one.source_id <> other.source_id
left join alike
    on one.provider = alike.provider
    and one.source_id = alike.source_id
    and other.source_id = alike.other_source_id
where
    coalesce(one.product_form_factor = other.product_form_factor, true)
    and coalesce(one.product_memory_gib = other.product_memory_gib, true)
    and (alike.provider is null or coalesce(one.region_key = other.region_key, true))
