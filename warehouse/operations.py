"""What the warehouse knows of its sources besides facts: the registry as of now, each attempt to fetch, and the held
captures that a person vouches for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import duckdb

from warehouse.archive import Archive
from warehouse.database import connected
from warehouse.history import insert, transaction
from warehouse.holding import waiting_captures
from warehouse.home import Home, WarehouseError


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


def confirm_waiting(home: Home, source_id: str, confirmed_at: datetime) -> list[datetime]:
    """Vouch for the held captures of a source that wait for it; return when they were captured.

    Raises WarehouseError when there are none.
    """
    waiting: list[datetime] = []
    if home.database.exists():
        with connected(home.database, read_only=True) as connection:
            waiting = waiting_captures(connection, source_id)
    if not waiting:
        raise WarehouseError(f"no capture of {source_id} is held; `tokenwatt sources` shows the state of each source")
    archive = Archive(home.archive)
    for moment in waiting:
        archive.confirm(source_id, moment, confirmed_at=confirmed_at)
    return waiting
