-- Grain: one row per score held now, resolved and dated.
-- A model was out by its release, and by the day it was evaluated, whichever is known to be earlier; but an evaluation
-- dated weeks before a release that cards agree on, or the name states, is dated wrongly.
-- A score that two parts of one source state is taken from the part seen last.
{% set days_before_release = 45 %}
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

release as (
    select * from {{ ref('int_release') }}
),

-- One vote for each source that does not contradict itself on a version; where all of them do, one for each card.
openness_of_source as (
    select
        model_version,
        bool_or(has_downloadable_weights) as says_open,
        bool_and(has_downloadable_weights) as says_only_open,
        count(*) filter (has_downloadable_weights) as open_cards,
        count(*) filter (not has_downloadable_weights) as closed_cards
    from {{ ref('int_model_card') }}
    where has_downloadable_weights is not null
    group by model_version, source_id
),

openness as (
    select
        model_version,
        count(*) filter (says_open = says_only_open and says_open) as open_votes,
        count(*) filter (says_open = says_only_open and not says_open) as closed_votes,
        case
            when open_votes + closed_votes > 0 then open_votes >= closed_votes and open_votes > 0
            else sum(open_cards) >= sum(closed_cards)
        end as has_downloadable_weights
    from openness_of_source
    group by model_version
),

dated as (
    select
        score.*,
        model_name.model_id,
        model_name.model_version,
        model_name.model_family,
        model_name.variant,
        model_name.effort,
        {{ settings_of_part('score.settings', var('test_set_settings')) }} as test_set,
        {{ settings_of_part('score.settings', var('test_part_settings')) }} is null as is_whole_test,
        release.released_on,
        coalesce(release.basis = 'day_in_name' or release.agreeing_cards > 1, false) as is_release_agreed,
        coalesce(openness.has_downloadable_weights, false) as has_downloadable_weights,
        part.licence,
        coalesce(part.last_seen_at, score.captured_at) as part_last_seen_at
    from score
    left join model_name on score.model_name_raw = model_name.model_name_raw
    left join release on model_name.model_id = release.model_id
    left join openness on model_name.model_version = openness.model_version
    left join part
        on score.source_id = part.source_id
        and score.part = part.part
)

select
    {{ key_text([
        'source_id', 'benchmark', 'metric', 'model_name_raw', 'settings', 'evaluator', 'evaluated_on', 'run_ref',
    ]) }} as score_id,
    * exclude (is_release_agreed),
    case
        when is_release_agreed and evaluated_on < released_on - interval {{ days_before_release }} day then released_on
        else least(released_on, evaluated_on)
    end as out_by_on
from dated
qualify row_number() over (
    partition by source_id, benchmark, metric, model_name_raw, settings, evaluator, evaluated_on, run_ref
    order by part_last_seen_at desc, part
) = 1
