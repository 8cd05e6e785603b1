-- Grain: one row per cell that two sources or more state, and source. The first reason that holds is the reason:
-- agrees          the same price within `price_tolerance`, or `price_tolerance_of_currencies` across currencies; or both
--                 say that it is free, variable or on request
-- promotion       one of the two is free or promotional and the other is not
-- unit_error      the price is held back
-- stale           the older of the two is a price that another source stated for the cell before, and no longer does
-- unit_error      the ratio is a power of ten
-- rounding        one of the two is the other, rounded to two or more decimals, and they are less than a tenth apart
-- tier            the reference's source asks this price for the same side (what is read, or what is written) of the
--                 product as another component, tier, condition or region
-- alias_error     the reference's source asks the source's whole pair of input and output prices for another model of
--                 the same family of the same provider; and this price, where it is that of another component
-- unexplained     none of these
with stated as (
    select
        *,
        usd / nullif(reference_usd, 0) as ratio,
        cast(
            case
                when currency = reference_currency then {{ var('price_tolerance') }}
                else {{ var('price_tolerance_of_currencies') }}
            end as double
        ) as tolerance
    from {{ ref('int_model_price__stated') }}
),

price as (
    select
        *,
        coalesce(usd_per_million_tokens, usd_per_unit) as usd
    from {{ ref('int_model_price') }}
    where price_kind = 'listed'
),

past as (
    select * from {{ ref('int_model_price__past') }}
),

differing as (
    select * from stated
    where ratio > 0 and abs(ratio - 1) > tolerance
),

stale as (
    select
        differing.cell_id,
        differing.source_id,
        differing.seen_at < differing.reference_seen_at as is_source,
        arg_max(past.source_id, (past.held_until, past.source_id)) as held_by,
        max(past.held_until) as held_until
    from differing
    inner join past
        on differing.provider = past.provider
        and differing.product = past.product
        and differing.region is not distinct from past.region
        and differing.component = past.component
        and differing.unit = past.unit
        and differing.tier_min_input_tokens = past.tier_min_input_tokens
        and differing.condition is not distinct from past.condition
        and case
            when differing.seen_at < differing.reference_seen_at
                then
                    past.source_id <> differing.source_id
                    and abs(past.usd / differing.usd - 1) <= {{ var('price_tolerance') }}
            when differing.seen_at > differing.reference_seen_at
                then
                    past.source_id <> differing.reference_source_id
                    and abs(past.usd / differing.reference_usd - 1) <= {{ var('price_tolerance') }}
            else false
        end
    group by all
),

other_tier as (
    select
        differing.cell_id,
        differing.source_id,
        min_by(
            concat_ws(
                ' ', price.component,
                case when price.tier_min_input_tokens > 0 then 'from ' || price.tier_min_input_tokens end,
                price.condition, price.region
            ),
            (price.component <> differing.component, price.component, price.tier_min_input_tokens,
             coalesce(price.condition, ''), coalesce(price.region, ''))
        ) as evidence
    from differing
    inner join price
        on differing.reference_source_id = price.source_id
        and differing.provider = price.provider
        and differing.product = price.product
        and differing.unit = price.unit
        and suffix(differing.component, 'output') = suffix(price.component, 'output')
        and abs(price.usd / differing.usd - 1) <= differing.tolerance
    where
        price.component <> differing.component
        or price.tier_min_input_tokens <> differing.tier_min_input_tokens
        or price.condition is distinct from differing.condition
        or price.region is distinct from differing.region
    group by all
),

pair as (
    select
        source_id,
        provider,
        product,
        model_family,
        model_id,
        model_name_raw,
        max(usd) filter (component = 'input') as input_usd,
        max(usd) filter (component = 'output') as output_usd
    from price
    where
        tier_min_input_tokens = 0 and condition is null and unit = 'million_tokens' and model_family is not null
        and component in ('input', 'output')
    group by all
),

alike as (
    select
        differing.cell_id,
        differing.source_id,
        differing.provider,
        differing.product,
        differing.component,
        min(other_pair.model_id) as evidence
    from differing
    inner join pair as own_pair
        on differing.source_id = own_pair.source_id
        and differing.provider = own_pair.provider
        and differing.product = own_pair.product
        and differing.model_name_raw = own_pair.model_name_raw
    inner join pair as other_pair
        on differing.reference_source_id = other_pair.source_id
        and differing.provider = other_pair.provider
        and differing.model_family = other_pair.model_family
        and differing.product <> other_pair.product
        and abs(coalesce(own_pair.input_usd / other_pair.input_usd, 1) - 1) <= differing.tolerance
        and abs(coalesce(own_pair.output_usd / other_pair.output_usd, 1) - 1) <= differing.tolerance
    inner join price
        on other_pair.source_id = price.source_id
        and other_pair.provider = price.provider
        and other_pair.product = price.product
        and differing.component = price.component
        and differing.unit = price.unit
        and differing.tier_min_input_tokens = price.tier_min_input_tokens
        and differing.condition is not distinct from price.condition
        and abs(price.usd / differing.usd - 1) <= differing.tolerance
    group by all
),

alias as (
    select alike.cell_id, alike.source_id, alike.evidence
    from alike
    semi join alike as pair_differs
        on alike.source_id = pair_differs.source_id
        and alike.provider = pair_differs.provider
        and alike.product = pair_differs.product
        and pair_differs.component in ('input', 'output')
)

select
    stated.*,
    case
        when stated.is_reference then 'agrees'
        when abs(stated.ratio - 1) <= stated.tolerance then 'agrees'
        when stated.price_kind = stated.reference_price_kind and stated.usd is not distinct from stated.reference_usd
            then 'agrees'
        when (stated.price_kind in ('free', 'promotional')) <> (stated.reference_price_kind in ('free', 'promotional'))
            then 'promotion'
        when stated.is_held_back then 'unit_error'
        when stale.cell_id is not null then 'stale'
        when {{ is_unit_slip('stated.ratio') }} then 'unit_error'
        when {{ is_rounded('stated.usd', 'stated.reference_usd') }} then 'rounding'
        when other_tier.cell_id is not null then 'tier'
        when alias.cell_id is not null then 'alias_error'
        else 'unexplained'
    end as reason,
    case
        when reason = 'stale'
            then case when stale.is_source then 'source' else 'reference' end
    end as stale_side,
    case when reason = 'stale' then stale.held_until end as held_until,
    case reason
        when 'stale' then stale.held_by
        when 'tier' then other_tier.evidence
        when 'alias_error' then alias.evidence
    end as evidence
from stated
left join stale
    on stated.cell_id = stale.cell_id
    and stated.source_id = stale.source_id
left join other_tier
    on stated.cell_id = other_tier.cell_id
    and stated.source_id = other_tier.source_id
left join alias
    on stated.cell_id = alias.cell_id
    and stated.source_id = alias.source_id
