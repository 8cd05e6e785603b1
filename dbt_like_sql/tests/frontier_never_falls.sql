-- No frontier is worse than it was in the month before. Returns the months in which one is.
with month as (
    select
        benchmark,
        metric,
        unit,
        test_set,
        month,
        case when is_higher_better then frontier_score else -frontier_score end as merit,
        case when is_higher_better then open_frontier_score else -open_frontier_score end as open_merit
    from {{ ref('benchmark_trend') }}
)

select *
from month
window series as (partition by benchmark, metric, unit, test_set order by month)
qualify
    merit < lag(merit) over series
    or coalesce(open_merit < lag(open_merit) over series, open_merit is null and lag(open_merit) over series is not null)
    or open_merit > merit
