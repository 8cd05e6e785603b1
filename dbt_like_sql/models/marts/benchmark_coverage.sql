-- Grain: one row per source, evaluator, benchmark, metric and unit that was ever held.
-- What a source shows, and from when to when: also what it no longer does.
with state as (
    select
        *,
        coalesce(evaluator, 'unknown') as reported_by
    from {{ ref('stg_history__benchmark_score') }}
),

model_name as (
    select * from {{ ref('stg_identity__model_name') }}
    where provider is null and developer is null
),

counted as (
    select
        state.source_id,
        state.reported_by,
        state.benchmark,
        state.metric,
        state.unit,
        count(distinct state.model_name_raw) as names,
        count(distinct state.model_name_raw) filter (state.recorded_to is null) as names_now,
        count(distinct model_name.model_version) filter (state.recorded_to is null) as model_versions_now,
        min(state.recorded_from) as first_recorded_at,
        case when bool_and(state.recorded_to is not null) then max(state.recorded_to) end as gone_at,
        min(state.score) filter (state.recorded_to is null) as score_now_min,
        max(state.score) filter (state.recorded_to is null) as score_now_max,
        min_by(state, (state.recorded_from, state.part, state.record_ref)) as first_state
    from state
    left join model_name on state.model_name_raw = model_name.model_name_raw
    group by all
)

select
    source_id,
    reported_by,
    benchmark,
    metric,
    unit,
    names,
    names_now,
    model_versions_now,
    first_recorded_at,
    gone_at,
    score_now_min,
    score_now_max,
    first_state.source_id as first_source_id,
    first_state.captured_at as first_captured_at,
    first_state.payload_sha256 as first_payload_sha256,
    first_state.record_ref as first_record_ref,
    first_state.is_starter as first_is_starter
from counted
