-- Grain: one row per series of a benchmark and threshold.
select
    benchmark,
    metric,
    unit,
    test_set,
    threshold,
    reason
from {{ ref('quality_threshold') }}
