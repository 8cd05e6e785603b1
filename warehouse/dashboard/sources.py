"""Where figures come from."""

from __future__ import annotations

from datetime import UTC

import duckdb

from warehouse.dashboard.page import Cell, Grid, Head, Section, whole
from warehouse.lookup import age, rows


def freshness(connection: duckdb.DuckDBPyConnection) -> Section:
    """Every registered source, its age and what was read of it."""
    heads = (
        Head("Source"),
        Head("State"),
        Head("Last seen", "ago", is_number=True),
        Head("Last seen", "UTC"),
        Head("Records", "read", is_number=True),
        Head("Observations", "count", is_number=True),
        Head("Ignored", "by rule", is_number=True),
        Head("Refused", "count", is_number=True),
        Head("Captures", "count", is_number=True),
        Head("Hand"),
        Head("Terms"),
    )
    body = []
    for row in rows(connection, "SELECT * FROM marts.source_freshness ORDER BY age_hours NULLS LAST, source_id"):
        days = None if row["age_hours"] is None else row["age_hours"] / 24
        state = row["state"]
        is_marked = state in ("starter", "stale", "rejected")
        note = row["rejected_because"] if state == "rejected" else None
        body.append(
            (
                Cell(row["title"], note=row["source_id"]),
                Cell("" if is_marked else state, note=note, marks=(state,) if is_marked else ()),
                Cell(age(days), days),
                Cell("–" if row["last_seen_at"] is None else f"{row['last_seen_at'].astimezone(UTC):%Y-%m-%d %H:%M}"),
                *(Cell(whole(row[name]), row[name]) for name in ("records_read", "observations", "ignored")),
                *(Cell(whole(row[name]), row[name]) for name in ("quarantined", "captures")),
                Cell("first-hand" if row["is_firsthand"] else "second-hand"),
                Cell(row["licence"]),
            )
        )
    grid = Grid("sources-table", "Every registered source", heads, tuple(body))
    return Section(
        "sources",
        "Where it all comes from",
        "A source is stale once it was last seen longer ago than is usual for it. What is marked starter came with the"
        " package and was not captured here.",
        "No source is registered.",
        grids=(grid,) if body else (),
    )
