-- Grain: one row per score held now, resolved and dated.
-- A model was out by the earliest day that a card gives its snapshot, else the day in the snapshot's own name, else the
-- earliest day that a card gives its version; and by the day it was evaluated, where that is known.
-- A score that two parts of one source state is taken from the part seen last.
with score as (
    select * from {{ ref('stg_history__benchmark_score') }}
    where recorded_to is null
),

model_name as (
    select * from {{ ref('stg_identity__model_name') }}
    where provider is null and developer is null
),

part as (
    select * from {{ ref('int_source_part') }}
),

snapshot_card as (
    select model_id, min(released_on) as released_on
    from {{ ref('int_model_card') }}
    where released_on is not null
    group by all
),

version_card as (
    select
        model_version,
        min(released_on) as released_on,
        coalesce(bool_or(has_downloadable_weights), false) as has_downloadable_weights
    from {{ ref('int_model_card') }}
    group by all
),

dated as (
    select
        score.*,
        model_name.model_id,
        model_name.model_version,
        model_name.model_family,
        model_name.variant,
        model_name.effort,
        coalesce(
            snapshot_card.released_on,
            try_cast(
                regexp_replace(
                    regexp_extract(model_name.model_id, '-(20\d\d-?[01]\d-?[0-3]\d)$', 1),
                    '^(\d{4})-?(\d\d)-?(\d\d)$',
                    '\1-\2-\3'
                ) as date
            ),
            version_card.released_on
        ) as released_on,
        coalesce(version_card.has_downloadable_weights, false) as has_downloadable_weights,
        part.licence,
        coalesce(part.last_seen_at, score.captured_at) as part_last_seen_at
    from score
    left join model_name on score.model_name_raw = model_name.model_name_raw
    left join snapshot_card on model_name.model_id = snapshot_card.model_id
    left join version_card on model_name.model_version = version_card.model_version
    left join part
        on score.source_id = part.source_id
        and score.part = part.part
)

select
    {{ key_text([
        'source_id', 'benchmark', 'metric', 'model_name_raw', 'settings', 'evaluator', 'evaluated_on', 'run_ref',
    ]) }} as score_id,
    *,
    least(released_on, evaluated_on) as out_by_on
from dated
qualify row_number() over (
    partition by source_id, benchmark, metric, model_name_raw, settings, evaluator, evaluated_on, run_ref
    order by part_last_seen_at desc, part
) = 1
