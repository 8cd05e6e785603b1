-- Grain: one row per series of a benchmark and month.
{% set headroom_of_saturation = 0.05 %}
{% set headroom_of_stalling = 0.15 %}
{% set gain_of_stalling = 0.01 %}
{% set least_months = 3 %}

with score as (
    select * from {{ ref('int_benchmark_score__series') }}
),

month as (
    select
        series_number,
        unnest(generate_series(min(month), max(month), interval 1 month))::date as month
    from score
    group by series_number
),

scored as (
    select series_number, month, count(*) as new_scores
    from score
    group by all
),

series as (
    select distinct
        series_number, benchmark, title, metric, unit, test_set, ceiling, chance_level, is_higher_better,
        unresolved_scores, undated_scores
    from score
),

-- Scores better than all of the months before them: of equal ones the first, of one month the best.
record as (
    select *
    from (
        select
            *,
            max(merit) over (
                partition by series_number order by month
                range between unbounded preceding and interval 1 month preceding
            ) as merit_before
        from score
        qualify row_number() over (partition by series_number, month order by merit desc, model_id, score_id) = 1
    )
    where merit > merit_before or merit_before is null
),

open_record as (
    select *
    from (
        select
            *,
            max(merit) over (
                partition by series_number order by month
                range between unbounded preceding and interval 1 month preceding
            ) as merit_before
        from score
        where has_downloadable_weights
        qualify row_number() over (partition by series_number, month order by merit desc, model_id, score_id) = 1
    )
    where merit > merit_before or merit_before is null
),

frontier as (
    select
        month.series_number,
        month.month,
        scored.new_scores,
        record.month as record_month,
        record.score as frontier_score,
        record.merit as frontier_merit,
        record.model_id,
        record.model_version,
        record.evaluator,
        record.evaluator_kind,
        record.source_id,
        record.captured_at,
        record.payload_sha256,
        record.record_ref,
        record.is_starter
    from month
    asof join record
        on month.series_number = record.series_number
        and month.month >= record.month
    left join scored
        on month.series_number = scored.series_number
        and month.month = scored.month
),

open_frontier as (
    select
        month.series_number,
        month.month,
        open_record.score as open_score,
        open_record.merit as open_merit,
        open_record.model_id,
        open_record.model_version,
        open_record.source_id,
        open_record.captured_at,
        open_record.payload_sha256,
        open_record.record_ref,
        open_record.is_starter
    from month
    asof join open_record
        on month.series_number = open_record.series_number
        and month.month >= open_record.month
),

-- The open frontier that first reached what the frontier held, and the last month that could have shown one.
matched as (
    select record.series_number, record.month, min(open_record.month) as matched_month
    from record
    inner join open_record
        on record.series_number = open_record.series_number
        and record.merit <= open_record.merit
    group by all
),

last_month as (
    select series_number, max(month) as month
    from month
    group by all
),

passed as (
    select open_frontier.series_number, open_frontier.month, min(record.month) as passed_month
    from open_frontier
    inner join record
        on open_frontier.series_number = record.series_number
        and record.month <= open_frontier.month
        and record.merit > open_frontier.open_merit
    group by all
),

timed as (
    select
        *,
        case when new_scores is not null then date_diff('month', date '2000-01-01', month) / 12.0 end as scored_year
    from frontier
),

-- Least squares of the frontier on time, over the scored months of two years.
measured as (
    select
        timed.*,
        sum(coalesce(new_scores, 0)) over so_far as scores,
        lag(frontier_score, 12) over months as score_a_year_ago,
        count(new_scores) over (months rows between 11 preceding and current row) as scored_months_in_12,
        count(new_scores) over two_years as scored_months_in_24,
        -- To twelve digits: the last bits of a running sum are no fact.
        round(regr_slope(frontier_score, scored_year) over two_years, 12) as slope_per_year,
        regr_sxx(frontier_score, scored_year) over two_years as spread_of_years,
        regr_syy(frontier_score, scored_year) over two_years as spread_of_scores
    from timed
    window
        months as (partition by series_number order by month),
        so_far as (partition by series_number order by month rows unbounded preceding),
        two_years as (partition by series_number order by month rows between 23 preceding and current row)
),

judged as (
    select
        measured.*,
        (series.ceiling - measured.frontier_score) / (series.ceiling - series.chance_level) as headroom,
        abs(measured.frontier_score - measured.score_a_year_ago) / abs(series.ceiling - series.chance_level)
            as share_gained_in_a_year,
        -- Residual variance over the spread of the years; rounding may leave a residual just below zero.
        case when measured.scored_months_in_24 >= {{ least_months }} then
            round(
                sqrt(
                    greatest(measured.spread_of_scores - measured.slope_per_year ** 2 * measured.spread_of_years, 0)
                    / (measured.scored_months_in_24 - 2)
                    / measured.spread_of_years
                ),
                12
            )
        end as slope_standard_error,
        {{ student_t_975('measured.scored_months_in_24 - 2') }} as interval_factor
    from measured
    inner join series on measured.series_number = series.series_number
)

select
    series.benchmark,
    series.title,
    series.metric,
    series.unit,
    series.test_set,
    judged.month,
    cast(judged.scores as bigint) as scores,
    coalesce(judged.new_scores, 0) as new_scores,
    judged.frontier_score,
    judged.model_id as frontier_model_id,
    judged.model_version as frontier_model_version,
    judged.record_month as frontier_month,
    judged.evaluator as frontier_evaluator,
    judged.evaluator_kind as frontier_evaluator_kind,
    open_frontier.open_score as open_frontier_score,
    open_frontier.model_id as open_frontier_model_id,
    open_frontier.model_version as open_frontier_model_version,
    case
        when open_frontier.open_score is not null
            then coalesce(date_diff('month', passed.passed_month, judged.month), 0)
    end as months_open_lag,
    matched.matched_month as open_matched_month,
    date_diff('month', judged.record_month, coalesce(matched.matched_month, last_month.month)) as months_until_open_matched,
    matched.matched_month is null as is_open_match_pending,
    series.is_higher_better,
    series.ceiling,
    series.chance_level,
    judged.headroom,
    judged.frontier_score - judged.score_a_year_ago as gain_in_12_months,
    judged.scored_months_in_24 as slope_months,
    case when judged.scored_months_in_24 >= {{ least_months }} then judged.slope_per_year end as slope_per_year,
    judged.slope_standard_error as slope_per_year_standard_error,
    round(judged.slope_per_year - judged.interval_factor * judged.slope_standard_error, 12) as slope_per_year_low,
    round(judged.slope_per_year + judged.interval_factor * judged.slope_standard_error, 12) as slope_per_year_high,
    case
        when judged.headroom < {{ headroom_of_saturation }} then 'headroom'
        when
            judged.headroom < {{ headroom_of_stalling }}
            and judged.share_gained_in_a_year < {{ gain_of_stalling }}
            and judged.scored_months_in_12 > 0
            then 'stalled'
        when judged.headroom is not null then 'none'
    end as saturation_rule,
    saturation_rule <> 'none' as is_saturated,
    series.unresolved_scores,
    series.undated_scores,
    'frontier_by_release_month' as method,
    2 as method_version,
    {{ provenance('judged', 'frontier') }},
    {{ provenance('open_frontier', 'open_frontier') }}
from judged
inner join series on judged.series_number = series.series_number
left join open_frontier
    on judged.series_number = open_frontier.series_number
    and judged.month = open_frontier.month
inner join last_month on judged.series_number = last_month.series_number
left join matched
    on judged.series_number = matched.series_number
    and judged.record_month = matched.month
left join passed
    on judged.series_number = passed.series_number
    and judged.month = passed.month
