-- Grain: one row per offer that is heard at the end of a day on which anything changed for its product and way of
-- buying. Between such days nothing changes, so that they hold the whole history.
-- Where two sources state the same provider's offer, that of the better one stands, judged by what was seen by then.
with span as (
    select * from {{ ref('int_gpu_offer__span') }}
),

change as (
    select
        product,
        purchase_type,
        change_on,
        lead(change_on) over (partition by product, purchase_type order by change_on) as next_change_on
    from (
        select product, purchase_type, from_on as change_on from span
        union
        select product, purchase_type, to_on as change_on from span
    )
),

held as (
    select span.*, change.change_on, change.next_change_on
    from span
    inner join change
        on span.product = change.product
        and span.purchase_type = change.purchase_type
        and span.from_on <= change.change_on
        and span.to_on > change.change_on
),

rival as (
    select * from {{ ref('int_gpu_offer__rival') }}
),

looked as (
    select source_id, part, cast(captured_at as date) as looked_on, max(captured_at) as seen_at
    from {{ ref('stg_ops__capture') }}
    where state in ('merged', 'unchanged')
    group by all
    union
    -- A series of dated prices speaks of days before we looked.
    select source_id, part, from_on as looked_on, cast(from_on as timestamptz) as seen_at
    from span
    where from_on < (select min(cast(captured_at as date)) from {{ ref('stg_ops__capture') }} as first_look
                     where first_look.source_id = span.source_id and first_look.part = span.part)
),

contested as (
    select distinct held.change_on, held.cell_number, held.source_id, held.part, held.is_firsthand
    from held
    semi join rival on held.cell_number = rival.cell_number
),

cell as (
    select contested.*, looked.seen_at
    from contested
    asof join looked
        on contested.source_id = looked.source_id
        and contested.part = looked.part
        and contested.change_on >= looked.looked_on
),

silenced as (
    select distinct worse.change_on, worse.cell_number
    from rival
    inner join cell as worse on rival.cell_number = worse.cell_number
    inner join cell as better
        on rival.rival_cell_number = better.cell_number
        and worse.change_on = better.change_on
    where {{ outranks('better', 'worse') }}
)

select
    held.gpu_id,
    held.purchase_type,
    held.change_on,
    held.next_change_on,
    held.state_number,
    held.offer_number,
    held.provider,
    held.usd_per_gpu_hour
from held
anti join silenced
    on held.change_on = silenced.change_on
    and held.cell_number = silenced.cell_number
