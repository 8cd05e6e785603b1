"""Read-only questions to the published snapshot. A query can see the snapshot and nothing else on the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import duckdb

from warehouse.home import Home, WarehouseError
from warehouse.session import SESSION


@contextmanager
def reading(home: Home, *, as_of: datetime | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to `published/current` that cannot write, open other files or load extensions.

    With `as_of`, the tables of schema `history` are those of that moment: rows we held true then. Raises
    WarehouseError when nothing is published.
    """
    snapshot = home.published / "current" / "tokenwatt.duckdb"
    if not snapshot.exists():
        raise WarehouseError(f"nothing is published under {home.root}; run `tokenwatt refresh` first")
    connection = duckdb.connect()
    try:
        path = str(snapshot.resolve()).replace("'", "''")
        connection.execute(f"ATTACH '{path}' AS tokenwatt (READ_ONLY)")
        connection.execute(SESSION)
        if as_of is None:
            connection.execute("USE tokenwatt")
        else:
            _at(connection, as_of)
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


def _at(connection: duckdb.DuckDBPyConnection, moment: datetime) -> None:
    """Stand in for schema `history` with views of what was held at a moment. Marts are of the present: left out."""
    stamp = moment.astimezone(UTC).isoformat()
    connection.execute("CREATE SCHEMA history")
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'tokenwatt' AND schema_name = 'history'"
    ).fetchall()
    for (table,) in tables:
        connection.execute(
            f"CREATE VIEW history.{table} AS SELECT * REPLACE"
            f" (CASE WHEN recorded_to <= TIMESTAMPTZ '{stamp}' THEN recorded_to END AS recorded_to)"
            f" FROM tokenwatt.history.{table} WHERE recorded_from <= TIMESTAMPTZ '{stamp}'"
            f" AND (recorded_to IS NULL OR recorded_to > TIMESTAMPTZ '{stamp}')"
        )
    for schema in ("ops", "identity"):
        connection.execute(f"CREATE SCHEMA {schema}")
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'tokenwatt' AND schema_name = ?", [schema]
        ).fetchall()
        for (table,) in tables:
            connection.execute(f"CREATE VIEW {schema}.{table} AS SELECT * FROM tokenwatt.{schema}.{table}")
