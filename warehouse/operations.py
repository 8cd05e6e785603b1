"""What the warehouse knows of its sources besides facts: the registry as of now, and each attempt to fetch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from warehouse.history import insert, transaction


def record_sources(connection: duckdb.DuckDBPyConnection, sources: Iterable[Mapping[str, Any]]) -> None:
    """Replace `ops.source` with the registry."""
    with transaction(connection):
        connection.execute("DELETE FROM ops.source")
        for source in sources:
            insert(connection, "ops.source", source)


def record_fetches(connection: duckdb.DuckDBPyConnection, attempts: Iterable[Mapping[str, Any]]) -> None:
    """Add to `ops.fetch`."""
    with transaction(connection):
        for attempt in attempts:
            insert(connection, "ops.fetch", attempt)
