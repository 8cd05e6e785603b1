-- Grain: one row per model and fact that a card states of it: the value that is heard, and how far others agree.
-- Cards of the model itself are heard before those of its snapshots or version, makers before databases before
-- catalogues of hosts. Within these, the value that most sources state; of equal ones that on most cards, then the greater.
-- The day of release is elected by int_release among all that is said of it: here are the cards that state that very day.
with statement as (
    select * from {{ ref('int_model_card__statement') }}
    where not is_estimated
),

release as (
    select * from {{ ref('int_release') }}
),

near as (
    select *
    from statement
    qualify fact = 'released_on' or distance = min(distance) over (partition by model_id, fact)
),

best as (
    select near.*
    from near
    left join release on near.model_id = release.model_id
    where near.fact <> 'released_on' or near.value = release.released_on::varchar
    qualify near.kind_rank = min(near.kind_rank) over (partition by near.model_id, near.fact)
),

vote as (
    select
        model_id,
        fact,
        value,
        any_value(number) as number,
        count(distinct source_id) as sources,
        count(*) as cards,
        bool_or(names_repository) as names_repository,
        sum(count(*)) over (partition by model_id, fact) as all_cards
    from best
    group by model_id, fact, value
),

heard as (
    select *
    from vote
    qualify row_number() over (
        partition by model_id, fact
        -- A catalogue writes false where nobody filled it in: true is believed where the repository is named, or where
        -- a quarter of the cards say so.
        order by
            fact = 'has_downloadable_weights' and value = 'true' and (names_repository or 4 * cards >= all_cards) desc,
            sources desc, cards desc, number desc nulls last, value desc
    ) = 1
),

compared as (
    select
        near.model_id,
        near.fact,
        count(distinct near.source_id) as sources,
        count(distinct near.source_id) filter (
            case
                when near.number is not null
                    then abs(near.number - heard.number) <= {{ var('same_figure') }} * heard.number
                else near.value = heard.value
            end
        ) as sources_agreeing,
        min(near.number) as lowest,
        max(near.number) as highest,
        count(distinct near.value) as value_count
    from near
    inner join heard on near.model_id = heard.model_id and near.fact = heard.fact
    group by all
),

spread as (
    select model_id, fact, string_agg(value || ' (' || sources || ')', ', ' order by sources desc, value) as stated_values
    from (
        select model_id, fact, value, count(distinct source_id) as sources
        from near
        group by model_id, fact, value
        qualify row_number() over (partition by model_id, fact order by count(distinct source_id) desc, value) <= 12
    )
    group by all
),

witness as (
    select best.*
    from best
    inner join heard on best.model_id = heard.model_id and best.fact = heard.fact and best.value = heard.value
    qualify row_number() over (
        partition by best.model_id, best.fact
        order by
            best.is_held desc, best.captured_at desc, best.source_id, length(best.model_name_raw), best.model_name_raw,
            best.record_ref
    ) = 1
)

select
    witness.model_id,
    witness.fact,
    witness.value,
    witness.number,
    witness.license,
    witness.card_kind,
    witness.distance = 0 as is_of_this_very_model,
    witness.model_name_raw,
    compared.sources,
    compared.sources_agreeing,
    compared.value_count,
    compared.lowest,
    compared.highest,
    spread.stated_values,
    witness.source_id,
    witness.captured_at,
    witness.payload_sha256,
    witness.record_ref,
    witness.is_starter
from witness
inner join compared on witness.model_id = compared.model_id and witness.fact = compared.fact
inner join spread on witness.model_id = spread.model_id and witness.fact = spread.fact
