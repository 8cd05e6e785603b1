-- Grain: one row per cell that two sources or more state, and source.
-- A cell is what one provider asks for one component of one product, in one region, tier and condition. The reference
-- of a cell is the source that is heard on it, or would be if those heard on other tiers of the component stated it.
-- Where a source sells the product under several names at several prices, the reference speaks with a price before a
-- free one and with its shortest name, and the others with the price nearest to it.
with price as (
    select
        price.*,
        coalesce(price.usd_per_million_tokens, price.usd_per_unit) as usd,
        price.price_kind in ('listed', 'free', 'variable') as is_definite,
        held_back.record_ref is not null as is_held_back,
        current_price.record_ref is not null as is_used
    from {{ ref('int_model_price') }} as price
    left join {{ ref('int_model_price__held_back') }} as held_back
        on price.source_id = held_back.source_id
        and price.part = held_back.part
        and price.payload_sha256 = held_back.payload_sha256
        and price.record_ref = held_back.record_ref
    left join {{ ref('int_model_price__current') }} as current_price
        on price.source_id = current_price.source_id
        and price.part = current_price.part
        and price.payload_sha256 = current_price.payload_sha256
        and price.record_ref = current_price.record_ref
),

keyed as (
    select
        *,
        {{ key_text([
            'provider', 'product', 'region', 'component', 'unit', 'tier_min_input_tokens', 'condition',
        ]) }} as cell_id
    from price
),

statement as (
    select
        cell_id,
        source_id,
        is_firsthand,
        max(part_last_seen_at) as seen_at,
        bool_or(is_definite and not is_held_back) as is_definite,
        bool_or(is_used) as is_used,
        bool_and(is_held_back) as is_held_back,
        count(*) over (partition by cell_id) as sources
    from keyed
    group by cell_id, source_id, is_firsthand
),

shared as (
    select * from statement
    where sources > 1
),

outranked as (
    select distinct worse.cell_id, worse.source_id
    from shared as worse
    inner join shared as better
        on worse.cell_id = better.cell_id
        and worse.source_id <> better.source_id
    where
        case
            when better.is_used <> worse.is_used then better.is_used
            when better.is_held_back <> worse.is_held_back then worse.is_held_back
            when better.is_definite <> worse.is_definite then better.is_definite
            else {{ outranks('better', 'worse') }}
        end
),

reference_source as (
    select shared.*
    from shared
    anti join outranked
        on shared.cell_id = outranked.cell_id
        and shared.source_id = outranked.source_id
),

reference as (
    select keyed.*, reference_source.seen_at
    from keyed
    inner join reference_source
        on keyed.cell_id = reference_source.cell_id
        and keyed.source_id = reference_source.source_id
    qualify row_number() over (
        partition by keyed.cell_id
        order by
            keyed.is_held_back, keyed.is_used desc, keyed.usd > 0 desc nulls last, length(keyed.model_name_raw),
            keyed.model_name_raw, keyed.part, keyed.record_ref
    ) = 1
)

select
    keyed.*,
    shared.sources,
    shared.seen_at,
    count(*) over of_source as names,
    reference.source_id = keyed.source_id as is_reference,
    reference.usd as reference_usd,
    reference.price_kind as reference_price_kind,
    reference.currency as reference_currency,
    reference.model_name_raw as reference_model_name_raw,
    reference.is_firsthand as reference_is_firsthand,
    reference.is_used as reference_is_used,
    reference.seen_at as reference_seen_at,
    -- Why the reference speaks, and why each other source does not.
    case
        when reference.source_id = keyed.source_id and reference.is_firsthand then 'heard_as_firsthand'
        when reference.source_id = keyed.source_id and shared.seen_at = max(shared.seen_at) over of_cell
            then 'heard_as_newest'
        when reference.source_id = keyed.source_id then 'heard_as_definite'
        when shared.is_held_back then 'held_back'
        when reference.is_definite and not shared.is_definite then 'indefinite'
        when shared.seen_at < reference.seen_at - interval {{ var('carry_days') }} day then 'out_of_date'
        when reference.is_firsthand and not keyed.is_firsthand then 'secondhand'
        when shared.seen_at < reference.seen_at then 'older'
        when shared.seen_at = reference.seen_at then 'by_name'
        else 'another_speaks_for_the_component'
    end as preference,
    {{ provenance('reference', 'reference') }}
from keyed
inner join shared
    on keyed.cell_id = shared.cell_id
    and keyed.source_id = shared.source_id
inner join reference on keyed.cell_id = reference.cell_id
window
    of_source as (partition by keyed.cell_id, keyed.source_id),
    of_cell as (partition by keyed.cell_id)
qualify row_number() over (
    partition by keyed.cell_id, keyed.source_id
    order by
        -- The reference is the very row that it is; of the others' prices the nearest.
        keyed.source_id = reference.source_id and keyed.record_ref <> reference.record_ref,
        keyed.is_held_back and not shared.is_held_back,
        abs(ln(case when keyed.usd > 0 and reference.usd > 0 then keyed.usd / reference.usd end)) nulls last,
        length(keyed.model_name_raw), keyed.model_name_raw, keyed.part, keyed.record_ref
) = 1
