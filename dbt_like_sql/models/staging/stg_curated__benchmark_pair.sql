-- Grain: one row per pair of benchmarks.
select
    public_benchmark,
    hardened_benchmark,
    relation,
    is_drop_comparable,
    document
from {{ ref('benchmark_pair') }}
