"""The account of each captured file in `ops.capture`, and its refused records in `ops.quarantine`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import duckdb
import polars as pl

from warehouse.intake import File

ACCOUNT: dict[str, pl.DataType | type[pl.DataType]] = {
    "part": pl.String,
    "file_key": pl.String,
    "name": pl.String,
    "member": pl.String,
    "payload_sha256": pl.String,
    "origin": pl.String,
    "url": pl.String,
    "licence": pl.String,
    "state": pl.String,
    "bytes": pl.Int64,
    "records_read": pl.Int64,
    "records_used": pl.Int64,
    "observations": pl.Int64,
    "ignored": pl.Int64,
    "ignored_by_rule": pl.List(pl.Struct({"key": pl.String, "value": pl.Int64})),
    "quarantined": pl.Int64,
    "reason": pl.String,
}


def record_accounts(connection: duckdb.DuckDBPyConnection, source_id: str, moment: datetime, files: list[File]) -> None:
    """Write down what became of the files of one capture. The caller holds the transaction."""
    rows = [_account(file) for file in files]
    # One frame: a row at a time costs DuckDB ten milliseconds, most of them in looking for a pandas for each value.
    connection.register("accounts", pl.DataFrame(rows, schema=ACCOUNT, orient="row"))
    connection.execute(
        "INSERT INTO ops.capture BY NAME SELECT $source_id AS source_id, $captured_at AS captured_at,"
        " * REPLACE (map_from_entries(ignored_by_rule) AS ignored_by_rule) FROM accounts",
        {"source_id": source_id, "captured_at": moment},
    )
    connection.unregister("accounts")
    refused = [
        file.batch.quarantine.with_columns(part=pl.lit(file.part), payload_sha256=pl.lit(file.sha256))
        for file in files
        if file.batch and file.batch.quarantine.height
    ]
    if refused:
        connection.register("refused", pl.concat(refused))
        connection.execute(
            "INSERT INTO ops.quarantine BY NAME"
            " SELECT $source_id AS source_id, $captured_at AS captured_at, * FROM refused",
            {"source_id": source_id, "captured_at": moment},
        )
        connection.unregister("refused")


def _account(file: File) -> tuple[Any, ...]:
    """A file's row of `ops.capture`, in the order of `ACCOUNT`."""
    batch = file.batch
    known = (file.part, file.key, file.name, file.member, file.sha256, file.origin, file.url, file.licence, file.state)
    if batch is None:
        return (*known, file.size, *(None,) * 6, file.reason)
    by_rule = [{"key": rule, "value": count} for rule, count in batch.ignored.items()]
    return (
        *known,
        file.size,
        batch.records_read,
        batch.records_used,
        batch.observation_count,
        sum(batch.ignored.values()),
        by_rule or None,
        batch.records_quarantined,
        file.reason,
    )
