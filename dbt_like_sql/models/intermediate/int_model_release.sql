-- Grain: one row per model or dated snapshot whose day of release is known.
-- The earliest day that a card gives the snapshot, else the day in the snapshot's own name, else the earliest day that
-- a card gives its version.
with model as (
    select distinct model_id, model_version
    from {{ ref('stg_identity__model_name') }}
    where model_version is not null
),

snapshot_card as (
    select model_id, min(released_on) as released_on
    from {{ ref('int_model_card') }}
    where released_on is not null
    group by all
),

version_card as (
    select model_version, min(released_on) as released_on
    from {{ ref('int_model_card') }}
    where released_on is not null
    group by all
),

dated as (
    select
        model.model_id,
        model.model_version,
        coalesce(
            snapshot_card.released_on,
            try_cast(
                regexp_replace(
                    regexp_extract(model.model_id, '-(20\d\d-?[01]\d-?[0-3]\d)$', 1),
                    '^(\d{4})-?(\d\d)-?(\d\d)$',
                    '\1-\2-\3'
                ) as date
            ),
            version_card.released_on
        ) as released_on
    from model
    left join snapshot_card on model.model_id = snapshot_card.model_id
    left join version_card on model.model_version = version_card.model_version
)

select * from dated
where released_on is not null
