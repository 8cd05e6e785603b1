"""What every session with a database begins with; apart, so that a plain question loads nothing else."""

# Every session's: days are UTC days, and no `QUALIFY row_number() … = 1` by way of arg_max_nulls_last, which in DuckDB
# 1.5.6 lets a null win where two threads meet, one run in four. The dbt profile says the same.
SESSION = "SET TimeZone = 'UTC'; SET disabled_optimizers = 'top_n_window_elimination'"
