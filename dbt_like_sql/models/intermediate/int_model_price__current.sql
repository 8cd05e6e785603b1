-- Grain: one row per listing, component, unit, tier, condition and region, from the one source that is heard on it.
-- Where several sources state what one provider asks for a component of one model, the best one stands for all its
-- tiers: one that says what it costs, free or variable, before one with a promotion, a lower bound or nothing, and
-- then as macro outranks says.
with price as (
    select price.*
    from {{ ref('int_model_price') }} as price
    anti join {{ ref('int_model_price__held_back') }} as held_back
        on price.source_id = held_back.source_id
        and price.part = held_back.part
        and price.payload_sha256 = held_back.payload_sha256
        and price.record_ref = held_back.record_ref
),

cell as (
    select
        provider,
        product,
        component,
        unit,
        source_id,
        is_firsthand,
        max(part_last_seen_at) as seen_at,
        bool_or(price_kind in ('listed', 'free', 'variable')) as is_definite
    from price
    group by all
),

silenced as (
    select distinct worse.provider, worse.product, worse.component, worse.unit, worse.source_id
    from cell as worse
    inner join cell as better
        on worse.provider = better.provider
        and worse.product = better.product
        and worse.component = better.component
        and worse.unit = better.unit
        and worse.source_id <> better.source_id
    where
        case
            when better.is_definite <> worse.is_definite then better.is_definite
            else {{ outranks('better', 'worse') }}
        end
)

select price.*
from price
anti join silenced
    on price.provider = silenced.provider
    and price.product = silenced.product
    and price.component = silenced.component
    and price.unit = silenced.unit
    and price.source_id = silenced.source_id
-- A price that two parts of one source state is taken from the part seen last.
qualify row_number() over (
    partition by
        price.source_id, price.provider, price.model_name_raw, price.region, price.component, price.unit,
        price.tier_min_input_tokens, price.condition
    order by price.part_last_seen_at desc, price.part
) = 1
