"""The DuckDB file: its tables, made from the observation schemas, and connections that read UTC."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from transforms.schemas import KINDS, Observation, polars_schema
from warehouse.home import WarehouseError
from warehouse.session import SESSION

DUCKDB_TYPES: dict[pl.DataType, str] = {
    pl.String(): "VARCHAR",
    pl.Float64(): "DOUBLE",
    pl.Int64(): "BIGINT",
    pl.Boolean(): "BOOLEAN",
    pl.Date(): "DATE",
    pl.Datetime("us", "UTC"): "TIMESTAMPTZ",
}
MEMORY_LIMIT = "2GiB"

OPS_TABLES = {
    "capture": """
        source_id VARCHAR NOT NULL, captured_at TIMESTAMPTZ NOT NULL, part VARCHAR NOT NULL,
        file_key VARCHAR NOT NULL, name VARCHAR NOT NULL, member VARCHAR, payload_sha256 VARCHAR NOT NULL,
        origin VARCHAR NOT NULL, url VARCHAR, licence VARCHAR, state VARCHAR NOT NULL, bytes BIGINT,
        records_read BIGINT, records_used BIGINT, observations BIGINT, ignored BIGINT,
        ignored_by_rule MAP(VARCHAR, BIGINT), quarantined BIGINT, reason VARCHAR
    """,
    "quarantine": """
        source_id VARCHAR NOT NULL, captured_at TIMESTAMPTZ NOT NULL, part VARCHAR NOT NULL,
        payload_sha256 VARCHAR NOT NULL, record_ref VARCHAR NOT NULL, kind VARCHAR NOT NULL,
        reason VARCHAR NOT NULL, record VARCHAR
    """,
    "fetch": """
        source_id VARCHAR NOT NULL, part VARCHAR NOT NULL, url VARCHAR NOT NULL, fetched_at TIMESTAMPTZ NOT NULL,
        outcome VARCHAR NOT NULL, detail VARCHAR
    """,
    "source": """
        source_id VARCHAR NOT NULL, title VARCHAR NOT NULL, status VARCHAR NOT NULL, is_firsthand BOOLEAN NOT NULL,
        licence VARCHAR NOT NULL, licence_url VARCHAR NOT NULL, cron VARCHAR NOT NULL,
        stale_after_hours DOUBLE NOT NULL, kinds VARCHAR[] NOT NULL
    """,
}


@contextmanager
def connected(path: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose days are UTC days. Raises WarehouseError when the file cannot be opened."""
    try:
        connection = duckdb.connect(str(path), read_only=read_only)
    except duckdb.Error as error:
        raise WarehouseError(f"cannot open {path}: {error}") from error
    try:
        connection.execute(f"{SESSION}; SET memory_limit = '{MEMORY_LIMIT}'; SET preserve_insertion_order = true")
        yield connection
    finally:
        connection.close()


def history_columns(kind: type[Observation]) -> dict[str, str]:
    """Columns of `history.<kind>` and their DuckDB types: the observation, its listing, and when we held it true."""
    return {
        "source_id": "VARCHAR",
        "part": "VARCHAR",
        **{name: DUCKDB_TYPES[dtype] for name, dtype in polars_schema(kind).items()},
        "origin": "VARCHAR",
        "recorded_from": "TIMESTAMPTZ",
        "recorded_to": "TIMESTAMPTZ",
    }


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of a new file and the columns a newer version added.

    Raises WarehouseError when a table differs in a way that only a replay can mend.
    """
    connection.execute("CREATE SCHEMA IF NOT EXISTS history; CREATE SCHEMA IF NOT EXISTS ops")
    connection.execute("CREATE SCHEMA IF NOT EXISTS identity")
    for name, columns in OPS_TABLES.items():
        connection.execute(f"CREATE TABLE IF NOT EXISTS ops.{name} ({columns})")
    for table, kind in KINDS.items():
        wanted = history_columns(kind)
        declared = ", ".join(f"{name} {dtype}" for name, dtype in wanted.items())
        connection.execute(f"CREATE TABLE IF NOT EXISTS history.{table} ({declared})")
        described = connection.execute(f"DESCRIBE history.{table}").fetchall()
        held = {name: dtype.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ") for name, dtype, *_ in described}
        for name in wanted.keys() - held.keys():
            connection.execute(f"ALTER TABLE history.{table} ADD COLUMN {name} {wanted[name]}")
        if held.keys() - wanted.keys() or any(held[name] != wanted[name] for name in held.keys() & wanted.keys()):
            raise WarehouseError(f"history.{table} was made by another version; run `tokenwatt replay`")
