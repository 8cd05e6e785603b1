"""Which prices changed last."""

from __future__ import annotations

from datetime import datetime

import duckdb

from warehouse.dashboard.page import Cell, Grid, Head, Row, Section, days_since, joined
from warehouse.lookup import age, figure, rows

MOST_CHANGES = 15
LEAST_PERCENT = 1

# The day a change came into force where the source tells, else the day it was seen. Listings that moved alike on one
# day are one row; of what a provider asks for one product the last change counts. Spot and marketplace prices move by
# the hour, and caches and prompts of a length follow the base price.
CHANGES = f"""
    SELECT
        coalesce(model_version, gpu_id, name_raw) AS product, provider, component,
        CAST(coalesce(began_at, noticed_at) AS DATE) AS day, bool_and(began_at IS NOT NULL) AS is_dated,
        max(noticed_at) AS noticed_at, usd_before, usd_after, any_value(percent) AS change_percent,
        bool_or(is_suspect) AS is_suspect, bool_and(is_starter) AS is_starter, count(*) AS listings,
        list_sort(list_distinct(list(source_id))) AS sources
    FROM marts.price_change
    WHERE change_kind = 'price' AND usd_before > 0 AND usd_after IS NOT NULL AND abs(percent) >= {LEAST_PERCENT}
        AND CASE subject
            WHEN 'gpu_offer' THEN purchase_type = 'on_demand'
            ELSE component IN ('input', 'output') AND price_unit = 'million_tokens' AND tier_min_input_tokens = 0
                AND condition IS NULL
        END
        AND subject = $subject
    GROUP BY product, provider, component, day, usd_before, usd_after
    QUALIFY row_number() OVER (
        PARTITION BY product, provider, component ORDER BY day DESC, listings DESC, usd_after, usd_before
    ) = 1
    ORDER BY day DESC, abs(change_percent) DESC, product, provider, component
    LIMIT {MOST_CHANGES}
"""


def price_changes(connection: duckdb.DuckDBPyConnection, moment: datetime) -> Section:
    """The last changes of list prices."""
    grids = []
    for subject, title, unit in (
        ("gpu_offer", "Accelerators, on demand", "USD / GPU-hour"),
        ("model_price", "Tokens", "USD / 1M tokens"),
    ):
        body = tuple(_cells(row, moment) for row in rows(connection, CHANGES, {"subject": subject}))
        heads = (
            Head("What"),
            Head("Provider"),
            Head("Before", unit, is_number=True),
            Head("After", unit, is_number=True),
            Head("Change", "%", is_number=True),
            Head("Day", is_tight=True),
            Head("Listings", "count", is_number=True),
            Head("Noticed", "ago", is_number=True),
            Head("Source"),
        )
        if body:
            grids.append(Grid(f"price-changes-{subject.replace('_', '-')}", title, heads, body))
    return Section(
        "price-changes",
        "Which prices changed last",
        f"Changes of list prices by {LEAST_PERCENT} % or more, the newest first: of each product at each provider the"
        " last. Accelerators on demand, and tokens in and out, alone: spot and marketplace prices move by the hour. New"
        " and withdrawn listings are no changes, nor are moves of exchange rates. Suspect ones look like slips of a"
        " unit or entries rewritten.",
        "No change of a price was seen.",
        grids=tuple(grids),
    )


def _cells(row: Row, moment: datetime) -> tuple[Cell, ...]:
    days = days_since(row["noticed_at"], moment)
    change = row["change_percent"]
    return (
        Cell(row["product"], note=row["component"], marks=("suspect",) if row["is_suspect"] else ()),
        Cell(row["provider"]),
        Cell(figure(row["usd_before"]), row["usd_before"]),
        Cell(figure(row["usd_after"]), row["usd_after"], strong=True),
        Cell(f"{'+' if change > 0 else '−'}{abs(change):,.0f}", change),
        Cell(f"{row['day']:%Y-%m-%d}", note=None if row["is_dated"] else "or before"),
        Cell(f"{row['listings']:,}", row["listings"]),
        Cell(age(days), days, marks=("starter",) if row["is_starter"] else ()),
        Cell(joined(row["sources"])),
    )
