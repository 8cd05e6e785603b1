-- Grain: one row per model version and pair of benchmarks.
-- Of all couples of a public and a hardened score the one asked most alike counts: one run of one evaluator, else one
-- evaluator, else any; of these the same snapshot, variant and effort; then the couple with the higher scores together,
-- which favours neither side. Parts of tests, and scores that are not shares of items, are left out.
with score as (
    select * from {{ ref('int_benchmark_score') }}
    where
        model_version is not null
        and unit = 'fraction'
        and is_whole_test
        and metric in ({{ "'" ~ var('accuracy_metrics') | join("', '") ~ "'" }})
),

pair as (
    select * from {{ ref('stg_curated__benchmark_pair') }}
),

scale as (
    select * from {{ ref('stg_curated__benchmark') }}
    where unit = 'fraction'
),

couple as (
    select
        pair.public_benchmark,
        pair.hardened_benchmark,
        pair.relation,
        pair.is_drop_comparable,
        pair.document,
        public.model_version,
        case
            when
                public.source_id = hardened.source_id
                and public.evaluator is not distinct from hardened.evaluator
                and public.model_name_raw = hardened.model_name_raw
                and public.settings is not distinct from hardened.settings
                then 'same_run'
            when public.evaluator = hardened.evaluator then 'same_evaluator'
            else 'other_evaluator'
        end as match,
        public.model_id = hardened.model_id
        and public.variant is not distinct from hardened.variant
        and public.effort is not distinct from hardened.effort
            as is_same_snapshot,
        public,
        hardened
    from pair
    inner join score as public on pair.public_benchmark = public.benchmark
    inner join score as hardened
        on pair.hardened_benchmark = hardened.benchmark
        and public.model_version = hardened.model_version
),

chosen as (
    select
        *,
        count(*) over (partition by public_benchmark, hardened_benchmark, model_version) as couples
    from couple
    qualify row_number() over (
        partition by public_benchmark, hardened_benchmark, model_version
        order by
            list_position(['same_run', 'same_evaluator', 'other_evaluator'], match),
            is_same_snapshot desc,
            public.score + hardened.score desc,
            public.score_id,
            hardened.score_id
    ) = 1
)

select
    chosen.public_benchmark,
    chosen.hardened_benchmark,
    chosen.relation,
    chosen.is_drop_comparable,
    chosen.document,
    chosen.model_version,
    chosen.public.model_id as public_model_id,
    chosen.hardened.model_id as hardened_model_id,
    chosen.match,
    chosen.is_same_snapshot,
    chosen.couples,
    chosen.public.evaluator as public_evaluator,
    chosen.hardened.evaluator as hardened_evaluator,
    chosen.public.evaluator_kind as public_evaluator_kind,
    chosen.hardened.evaluator_kind as hardened_evaluator_kind,
    chosen.public.settings as public_settings,
    chosen.hardened.settings as hardened_settings,
    chosen.public.score as public_score,
    chosen.hardened.score as hardened_score,
    chosen.public.score - chosen.hardened.score as score_drop,
    (chosen.public.score - chosen.hardened.score) / nullif(chosen.public.score, 0) as relative_drop,
    (chosen.public.score - public_scale.chance_level) / (public_scale.ceiling - public_scale.chance_level)
        as public_score_above_chance,
    (chosen.hardened.score - hardened_scale.chance_level) / (hardened_scale.ceiling - hardened_scale.chance_level)
        as hardened_score_above_chance,
    public_score_above_chance - hardened_score_above_chance as drop_above_chance,
    chosen.public.released_on,
    'couple_asked_most_alike' as method,
    1 as method_version,
    chosen.public.source_id as public_source_id,
    chosen.public.captured_at as public_captured_at,
    chosen.public.payload_sha256 as public_payload_sha256,
    chosen.public.record_ref as public_record_ref,
    chosen.public.is_starter as public_is_starter,
    chosen.hardened.source_id as hardened_source_id,
    chosen.hardened.captured_at as hardened_captured_at,
    chosen.hardened.payload_sha256 as hardened_payload_sha256,
    chosen.hardened.record_ref as hardened_record_ref,
    chosen.hardened.is_starter as hardened_is_starter
from chosen
left join scale as public_scale on chosen.public_benchmark = public_scale.benchmark
left join scale as hardened_scale on chosen.hardened_benchmark = hardened_scale.benchmark
