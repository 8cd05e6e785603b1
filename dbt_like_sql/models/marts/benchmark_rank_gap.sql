-- Grain: one row per model version, static benchmark, edition and evaluator whose ranking it is.
-- People's ratings (var arena) against a static benchmark, among the versions that have both: of the ratings the last
-- known within a window, of an evaluator's scores of a version the best. Evaluators rank apart, and all of them
-- together as `any`. Rankings of few versions say nothing and are left out.
{% set least_versions = 10 %}

with score as (
    select
        *,
        coalesce(evaluated_on, cast(captured_at as date)) as known_on
    from {{ ref('int_benchmark_score') }}
    where model_version is not null
),

rating as (
    select *
    from score
    where
        benchmark = '{{ var('arena').benchmark }}'
        and unit = 'elo'
        and test_set = '{{ var('arena').test_set }}'
),

-- Of each snapshot its last rating; of a version its best snapshot.
standing as (
    select *
    from (
        select *
        from rating
        where known_on >= (select max(known_on) from rating) - interval {{ var('arena').days }} day
        qualify row_number() over (
            partition by model_id, variant, effort order by known_on desc, score desc, score_id
        ) = 1
    )
    qualify row_number() over (partition by model_version order by score desc, score_id) = 1
),

static as (
    select
        benchmark,
        test_set,
        unnest([coalesce(evaluator, 'unknown'), 'any']) as ranked_by,
        model_version,
        score,
        score_id,
        source_id,
        captured_at,
        payload_sha256,
        record_ref,
        is_starter
    from score
    where
        unit = 'fraction'
        and is_whole_test
        and metric in ({{ "'" ~ (var('accuracy_metrics') + ['average']) | join("', '") ~ "'" }})
),

best as (
    select *
    from static
    qualify row_number() over (
        partition by benchmark, test_set, ranked_by, model_version order by score desc, score_id
    ) = 1
),

paired as (
    select
        best.benchmark,
        best.test_set,
        best.ranked_by,
        best.model_version,
        best,
        standing,
        count(*) over (partition by best.benchmark, best.test_set, best.ranked_by) as versions
    from best
    inner join standing on best.model_version = standing.model_version
    qualify versions >= {{ least_versions }}
),

ranked as (
    select
        *,
        {{ mean_rank('best.score', 'benchmark, test_set, ranked_by') }} as static_rank,
        {{ mean_rank('standing.score', 'benchmark, test_set, ranked_by') }} as arena_rank,
        arena_rank <= (versions + 1) / 2 as is_upper_half
    from paired
),

-- Among the better half alone, ranked anew: where a test is saturated it no longer tells the best apart.
ranked_by_half as (
    select
        *,
        {{ mean_rank('best.score', 'benchmark, test_set, ranked_by, is_upper_half') }} as static_rank_in_half,
        {{ mean_rank('standing.score', 'benchmark, test_set, ranked_by, is_upper_half') }} as arena_rank_in_half
    from ranked
),

correlated as (
    select
        *,
        round(corr(static_rank, arena_rank) over ranking, 12) as correlation,
        round(corr(static_rank_in_half, arena_rank_in_half) filter (is_upper_half) over ranking, 12) as correlation_in_half
    from ranked_by_half
    window ranking as (partition by benchmark, test_set, ranked_by)
)

select
    benchmark,
    test_set,
    ranked_by,
    model_version,
    versions,
    best.score as static_score,
    static_rank,
    standing.benchmark as arena_benchmark,
    standing.test_set as arena_test_set,
    standing.model_id as arena_model_id,
    standing.score as arena_score,
    arena_rank,
    static_rank - arena_rank as rank_gap,
    standing.known_on as arena_known_on,
    {{ var('arena').days }}::bigint as arena_window_days,
    case when not isnan(correlation) then correlation end as spearman,
    -- Fisher's z with the variance of rank correlations, 1.06 / (n - 3); a perfect order has no interval.
    case when abs(correlation) < 1 then tanh(atanh(correlation) - 1.96 * sqrt(1.06 / (versions - 3))) end as spearman_low,
    case when abs(correlation) < 1 then tanh(atanh(correlation) + 1.96 * sqrt(1.06 / (versions - 3))) end as spearman_high,
    case when not isnan(correlation_in_half) then correlation_in_half end as spearman_upper_half,
    'rank_correlation_of_best_scores' as method,
    1 as method_version,
    best.source_id as static_source_id,
    best.captured_at as static_captured_at,
    best.payload_sha256 as static_payload_sha256,
    best.record_ref as static_record_ref,
    best.is_starter as static_is_starter,
    standing.source_id as arena_source_id,
    standing.captured_at as arena_captured_at,
    standing.payload_sha256 as arena_payload_sha256,
    standing.record_ref as arena_record_ref,
    standing.is_starter as arena_is_starter
from correlated
