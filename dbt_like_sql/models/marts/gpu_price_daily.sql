-- Grain: one row per gpu_id, purchase_type and UTC day.
with offer as (
    select * from {{ ref('int_gpu_offer__change_day') }}
),

change as (
    select
        *,
        row_number() over (partition by gpu_id, purchase_type order by change_on) as change_number
    from (
        select distinct gpu_id, purchase_type, change_on, next_change_on from offer
    )
),

numbered as (
    select offer.*, change.change_number
    from offer
    inner join change
        on offer.gpu_id = change.gpu_id
        and offer.purchase_type = change.purchase_type
        and offer.change_on = change.change_on
),

statistic as (
    select
        gpu_id,
        purchase_type,
        change_number,
        count(*) as offers,
        count(distinct provider) as providers,
        min(usd_per_gpu_hour) as min_usd_per_gpu_hour,
        quantile_cont(usd_per_gpu_hour, [0.25, 0.5, 0.75]) as quartiles,
        max(usd_per_gpu_hour) as max_usd_per_gpu_hour
    from numbered
    group by all
),

cheapest as (
    select numbered.gpu_id, numbered.purchase_type, numbered.change_number, min(numbered.state_number) as state_number
    from numbered
    inner join statistic
        on numbered.gpu_id = statistic.gpu_id
        and numbered.purchase_type = statistic.purchase_type
        and numbered.change_number = statistic.change_number
        and numbered.usd_per_gpu_hour = statistic.min_usd_per_gpu_hour
    group by all
),

state as (
    select * from {{ ref('int_gpu_offer') }}
),

-- At a marketplace an offer is the same only where its machine is named: under a region and a size stands whichever
-- machine is cheapest at the moment.
identified as (
    select state_number
    from state
    where
        provider not in ('{{ var('marketplaces') | join("', '") }}')
        or regexp_full_match(coalesce(instance_type, ''), '\d+')
),

-- The same offer on this day and on the day with offers before it.
matched as (
    select
        today.gpu_id,
        today.purchase_type,
        today.change_number,
        today.provider,
        count(*) as offers,
        avg(ln(today.usd_per_gpu_hour / before.usd_per_gpu_hour)) as log_change
    from numbered as today
    inner join numbered as before
        on today.gpu_id = before.gpu_id
        and today.purchase_type = before.purchase_type
        and today.change_number = before.change_number + 1
        and today.offer_number = before.offer_number
    semi join identified on today.state_number = identified.state_number
    group by all
),

link as (
    select gpu_id, purchase_type, change_number, sum(offers)::bigint as offers, avg(log_change) as log_change
    from matched
    group by all
),

chained as (
    select
        change.*,
        coalesce(link.offers, 0) as matched_offers,
        sum(coalesce(link.log_change, 0)) over (
            partition by change.gpu_id, change.purchase_type order by change.change_number
        ) as log_index
    from change
    left join link
        on change.gpu_id = link.gpu_id
        and change.purchase_type = link.purchase_type
        and change.change_number = link.change_number
),

filled as (
    select
        *,
        unnest(range(change_on, next_change_on, interval 1 day))::date as day
    from chained
)

select
    filled.gpu_id,
    state.parent_id,
    state.accelerator_kind,
    filled.purchase_type,
    filled.day,
    statistic.offers,
    statistic.providers,
    statistic.min_usd_per_gpu_hour,
    statistic.quartiles[1]::double as p25_usd_per_gpu_hour,
    statistic.quartiles[2]::double as median_usd_per_gpu_hour,
    statistic.quartiles[3]::double as p75_usd_per_gpu_hour,
    statistic.max_usd_per_gpu_hour,
    -- Rounded where the order of a sum of floats would show.
    round(100 * exp(filled.log_index), 6)::double as index_100,
    case when filled.day = filled.change_on then filled.matched_offers else statistic.offers end as matched_offers,
    'chained_jevons_by_provider' as method,
    2 as method_version,
    state.provider as min_provider,
    {{ provenance('state', 'min') }}
from filled
inner join statistic
    on filled.gpu_id = statistic.gpu_id
    and filled.purchase_type = statistic.purchase_type
    and filled.change_number = statistic.change_number
inner join cheapest
    on filled.gpu_id = cheapest.gpu_id
    and filled.purchase_type = cheapest.purchase_type
    and filled.change_number = cheapest.change_number
inner join state on cheapest.state_number = state.state_number
