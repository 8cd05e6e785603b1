-- Grain: one row per benchmark.
select
    benchmark,
    tasks,
    document
from {{ ref('benchmark_task') }}
