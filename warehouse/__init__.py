"""The archive of payloads, the DuckDB history, publishing and read-only querying. No network, no Dagster."""
