"""Where figures come from."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb

from warehouse.dashboard.page import Cell, Grid, Head, Section, days_since, percent, whole
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


RELIABILITY = "SELECT * FROM marts.source_reliability ORDER BY yardstick DESC, cells DESC, source_id"


def reliability(connection: duckdb.DuckDBPyConnection, moment: datetime) -> Section:
    """How far sources of model prices agree with vendors and with each other."""
    heads = (
        Head("Source"),
        Head("Held against"),
        Head("Prices", "count", is_number=True),
        Head("Agree", "%", is_number=True),
        Head("Right when seen", "%", is_number=True),
        Head("Stale", "%", is_number=True),
        Head("Wrong", "%", is_number=True),
        Head("Unexplained", "count", is_number=True),
        Head("Farthest off"),
        Head("Seen", "ago", is_number=True),
    )
    body = []
    for row in rows(connection, RELIABILITY):
        days = days_since(row["last_seen_at"], moment)
        worst = f"{row['worst_model_name_raw']}, {row['worst_component']}" if row["worst_ratio"] else "–"
        why = f"{row['worst_ratio']:.3g} times; {row['worst_reason'].replace('_', ' ')}" if row["worst_ratio"] else None
        body.append(
            (
                Cell(row["source_id"]),
                Cell("vendors" if row["yardstick"] == "first_hand" else "what others agree on"),
                Cell(f"{row['cells']:,}", row["cells"]),
                Cell(percent(row["share_agreeing"]), row["share_agreeing"], strong=True),
                Cell(percent(row["share_right_when_seen"]), row["share_right_when_seen"]),
                Cell(percent(row["share_stale"]), row["share_stale"]),
                Cell(percent(row["share_wrong"]), row["share_wrong"]),
                Cell(f"{row['unexplained_cells']:,}", row["unexplained_cells"]),
                Cell(worst, note=why),
                Cell(age(days), days),
            )
        )
    return Section(
        "agreement",
        "How far the sources agree",
        "Prices of tokens that a source states, held against what vendors say themselves, and against what two other"
        " sources or more agree on. Wrong: another model, tier or unit. A price that was overtaken after our last look"
        " still counts as right when seen. Catalogues copy each other, so agreement is no proof.",
        "No price is stated by two sources.",
        grids=(Grid("agreement-table", "Sources of model prices", heads, tuple(body)),) if body else (),
    )
