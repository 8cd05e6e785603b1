-- Grain: one row per offer held now, from the one source that is heard on it.
-- Where two sources state the same provider's offer, that of the better one stands (macro outranks). Only a listed
-- price silences another source. Of dated prices the last one holds. An offer that two parts of one source list is taken from the part seen last.
with held as (
    select * from {{ ref('int_gpu_offer') }}
    where
        recorded_to is null
        and (effective_until is null or effective_until > part_last_seen_at)
),

cell as (
    select
        cell_number,
        source_id,
        is_firsthand,
        max(part_last_seen_at) as seen_at,
        bool_or(price_kind = 'listed') as has_listed_price
    from held
    group by all
),

rival as (
    select * from {{ ref('int_gpu_offer__rival') }}
),

silenced as (
    select distinct rival.cell_number
    from rival
    inner join cell as worse on rival.cell_number = worse.cell_number
    inner join cell as better on rival.rival_cell_number = better.cell_number
    where better.has_listed_price and {{ outranks('better', 'worse') }}
)

select held.*
from held
anti join silenced on held.cell_number = silenced.cell_number
qualify row_number() over (
    partition by held.offer_number order by held.part_last_seen_at desc, held.part, held.state_number
) = 1
