-- Grain: one row per source of model prices and yardstick that it can be held to.
-- `first_hand`: the source's second-hand prices in cells whose reference is first-hand, against that reference.
-- `consensus`: its prices in cells where two other sources or more state one same figure and no figure is stated by as
-- many, against that figure, as long as none of those is known to be stale or held back.
with price as (
    select * from {{ ref('int_price_reconciliation') }}
    where usd is not null and reference_usd is not null
),

against_firsthand as (
    select
        *,
        'first_hand' as yardstick,
        reference_usd as yardstick_usd,
        reason as verdict,
        reason = 'stale' and stale_side = 'source' and held_until > seen_at as is_overtaken
    from price
    where reference_is_firsthand and not is_reference and not is_firsthand
),

vote as (
    select
        own.cell_id,
        own.source_id,
        round(other.usd, 9) as figure,
        count(*) as votes,
        bool_or(other.reason = 'unit_error' or other.reason = 'stale' and other.stale_side = 'source') as is_doubtful
    from price as own
    inner join price as other
        on own.cell_id = other.cell_id
        and own.source_id <> other.source_id
    where own.usd > 0 and other.usd > 0
    group by all
),

consensus as (
    select
        *,
        lead(votes) over (partition by cell_id, source_id order by votes desc, figure) as runner_up_votes
    from vote
    qualify row_number() over (partition by cell_id, source_id order by votes desc, figure) = 1
),

against_consensus as (
    select
        price.*,
        'consensus' as yardstick,
        consensus.figure as yardstick_usd,
        case
            when
                abs(price.usd / consensus.figure - 1) <= case
                    when price.currency = 'USD' then {{ var('price_tolerance') }}
                    else {{ var('price_tolerance_of_currencies') }}
                end
                then 'agrees'
            when price.reason <> 'agrees' and abs(price.reference_usd / consensus.figure - 1) <= price.tolerance
                then price.reason
            else 'unexplained'
        end as verdict,
        verdict = 'stale' and price.stale_side = 'source' and price.held_until > price.seen_at as is_overtaken
    from price
    inner join consensus
        on price.cell_id = consensus.cell_id
        and price.source_id = consensus.source_id
    where
        consensus.votes >= 2
        and consensus.votes > coalesce(consensus.runner_up_votes, 0)
        and not consensus.is_doubtful
),

judged as (
    select * from against_firsthand
    union all by name
    select * from against_consensus
),

worst as (
    select * from judged
    where verdict <> 'agrees'
    qualify row_number() over (
        partition by source_id, yardstick
        order by
            abs(ln(case when usd > 0 and yardstick_usd > 0 then usd / yardstick_usd end)) desc nulls last, cell_id
    ) = 1
),

counted as (
    select
        source_id,
        yardstick,
        bool_or(is_firsthand) as is_firsthand,
        max(seen_at) as last_seen_at,
        count(*) as cells,
        count(distinct provider) as providers,
        {%- for verdict in [
            'agrees', 'rounding', 'stale', 'promotion', 'tier', 'alias_error', 'unit_error', 'unexplained',
        ] %}
        count(*) filter (verdict = '{{ verdict }}') as {{ verdict }}_cells,
        {%- endfor %}
        count(*) filter (is_overtaken) as overtaken_cells
    from judged
    group by all
)

select
    counted.source_id,
    counted.yardstick,
    counted.is_firsthand,
    counted.last_seen_at,
    counted.cells,
    counted.providers,
    counted.agrees_cells,
    counted.rounding_cells,
    counted.stale_cells,
    counted.overtaken_cells,
    counted.promotion_cells,
    counted.tier_cells,
    counted.alias_error_cells,
    counted.unit_error_cells,
    counted.unexplained_cells,
    counted.agrees_cells / counted.cells as share_agreeing,
    (counted.agrees_cells + counted.rounding_cells + counted.overtaken_cells) / counted.cells
        as share_right_when_seen,
    counted.stale_cells / counted.cells as share_stale,
    (counted.tier_cells + counted.alias_error_cells + counted.unit_error_cells) / counted.cells as share_wrong,
    {{ var('price_tolerance') }}::double as price_tolerance,
    'shared_cells' as method,
    1 as method_version,
    worst.model_name_raw as worst_model_name_raw,
    worst.provider as worst_provider,
    worst.component as worst_component,
    worst.usd / nullif(worst.yardstick_usd, 0) as worst_ratio,
    worst.verdict as worst_reason,
    {{ provenance('worst', 'worst') }}
from counted
left join worst
    on counted.source_id = worst.source_id
    and counted.yardstick = worst.yardstick
