-- Grain: one row per model or dated snapshot whose day of release is known.
-- Cards disagree: hosts give the day they began to host, or a knowledge cutoff; 1970-01-01 is no day. The day in
-- the snapshot's own name counts, unless two sources say that it, or its version, came out within the month after: some
-- makers name the day the weights were frozen. Else the day that most sources give whose cards of it do not contradict
-- each other, then most sources, the nearest to the maker, most cards of about that time, most cards, the latest, for
-- slips are mostly early; else the month and day in the name, next to its version's release; else its month; else the
-- release of its version. What is sold under one name was out with its first snapshot.
{% set days_of_agreement = 31 %}
{% set days_before_version = 15 %}

with model as (
    select distinct
        model_id,
        model_version,
        regexp_extract(model_id, '-(20[12]\d)-?([01]\d)-?([0-3]\d)$', ['y', 'm', 'd']) as long_day,
        regexp_extract(model_id, '-(2\d)([01]\d)([0-3]\d)$', ['y', 'm', 'd']) as short_day,
        regexp_extract(model_id, '-([01]\d)-?([0-3]\d)$', ['m', 'd']) as month_day,
        regexp_extract(model_id, '-(20[12]\d)-([01]\d)$', ['y', 'm']) as long_month,
        regexp_extract(model_id, '-([01]\d)-(20[12]\d)$', ['m', 'y']) as month_year,
        regexp_extract(model_id, '-(2\d)([01]\d)$', ['y', 'm']) as short_month
    from {{ ref('stg_identity__model_name') }}
    where model_version is not null
),

named as (
    select
        model_id,
        model_version,
        coalesce(
            try_cast(concat_ws('-', long_day.y, long_day.m, long_day.d) as date),
            try_cast('20' || concat_ws('-', short_day.y, short_day.m, short_day.d) as date)
        ) as day_in_name,
        month_day.m || '-' || month_day.d as month_day_in_name,
        coalesce(
            try_cast(concat_ws('-', long_month.y, long_month.m, '01') as date),
            try_cast(concat_ws('-', month_year.y, month_year.m, '01') as date),
            try_cast('20' || concat_ws('-', short_month.y, short_month.m, '01') as date)
        ) as month_in_name
    from model
),

card as (
    select
        *,
        date_diff('day', min(released_on) over of_source, max(released_on) over of_source) <= {{ days_of_agreement }}
            as is_consistent
    from {{ ref('int_model_card') }}
    where released_on > date '1970-01-01'
    window of_source as (partition by model_id, source_id)
),

stated as (
    select
        model_id,
        released_on,
        count(*) as agreeing_cards,
        count(distinct source_id) as sources,
        count(distinct source_id) filter (is_consistent) as consistent_sources,
        min(list_position(['maker', 'database', 'catalogue'], card_kind)) as kind_rank,
        sum(count(*)) over (partition by model_id) as cards,
        sum(count(*)) over (
            partition by model_id
            order by released_on
            range between interval {{ days_of_agreement }} day preceding
            and interval {{ days_of_agreement }} day following
        ) as cards_about
    from card
    group by model_id, released_on
),

elected as (
    select * from stated
    qualify row_number() over (
        partition by model_id
        order by
            consistent_sources desc, sources desc, kind_rank, cards_about desc, agreeing_cards desc, released_on desc
    ) = 1
),

snapshot as (
    select
        named.*,
        elected.cards,
        elected.agreeing_cards,
        coalesce(
            {%- for card in ['elected', 'of_version'] %}
            case
                when
                    {{ card }}.sources >= 2
                    and date_diff('day', named.day_in_name, {{ card }}.released_on) between 1 and {{ days_of_agreement }}
                    then {{ card }}.released_on
            end,
            {%- endfor %}
            named.day_in_name,
            -- No snapshot was out before the month it is named after.
            case when elected.released_on >= coalesce(named.month_in_name, elected.released_on) then elected.released_on end
        ) as own_day
    from named
    left join elected on named.model_id = elected.model_id
    left join elected as of_version on named.model_version = of_version.model_id
),

-- A snapshot that one card alone dates does not move its version.
version as (
    select
        model_version,
        coalesce(
            min(own_day) filter (model_id = model_version or day_in_name is not null or agreeing_cards > 1),
            min(coalesce(own_day, month_in_name))
        ) as released_on
    from snapshot
    group by model_version
),

-- A sibling may spell the same month and day with its year.
spelt_out as (
    select model_version, strftime(day_in_name, '%m-%d') as month_day, min(day_in_name) as day_in_name
    from named
    where day_in_name is not null
    group by all
),

placed as (
    select
        snapshot.*,
        version.released_on as version_released_on,
        coalesce(
            spelt_out.day_in_name,
            (
                select min(day)
                from (
                    select try_cast((year(version.released_on) + years) || '-' || snapshot.month_day_in_name as date) as day
                    from unnest([0, 1]) as later (years)
                )
                where day >= version.released_on - interval {{ days_before_version }} day
            )
        ) as month_day_near_version
    from snapshot
    left join version on snapshot.model_version = version.model_version
    left join spelt_out
        on snapshot.model_version = spelt_out.model_version
        and snapshot.month_day_in_name = spelt_out.month_day
),

dated as (
    select
        model_id,
        model_version,
        version_released_on,
        coalesce(cards, 0)::bigint as cards,
        coalesce(agreeing_cards, 0) as agreeing_cards,
        case
            when model_id = model_version and version_released_on < own_day then 'version'
            when own_day = day_in_name then 'day_in_name'
            when own_day is not null then 'cards'
            when month_day_near_version is not null then 'month_and_day_in_name'
            when month_in_name is not null then 'month_in_name'
            else 'version'
        end as basis,
        case basis
            when 'version' then version_released_on
            when 'month_and_day_in_name' then month_day_near_version
            when 'month_in_name' then month_in_name
            else own_day
        end as released_on
    from placed
)

select * from dated
where released_on is not null
