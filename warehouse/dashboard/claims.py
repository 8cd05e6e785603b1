"""What holds of what is said of the economics of AI compute."""

from __future__ import annotations

from datetime import datetime

import duckdb

from warehouse.dashboard.page import Cell, Grid, Head, Row, Section, days_since, joined
from warehouse.lookup import age, figure, rows

CLAIMS = """
    SELECT * FROM marts.claim_check
    ORDER BY
        list_position(['contradicted', 'partly', 'supported', 'no_evidence'], verdict), topic, claim_id
"""


def claims(connection: duckdb.DuckDBPyConnection, moment: datetime) -> Section:
    """Each claim, what the marts say of it, and why."""
    heads = (
        Head("Claim"),
        Head("Verdict"),
        Head("Figure", is_number=True),
        Head("Why", is_wide=True),
        Head("Read", "ago", is_number=True),
        Head("Source"),
    )
    body = []
    for row in rows(connection, CLAIMS):
        days = None if row["example_captured_at"] is None else days_since(row["example_captured_at"], moment)
        body.append(
            (
                Cell(row["claim"]),
                Cell("", marks=(row["verdict"].replace("_", " "),)),
                _figure(row),
                Cell(row["explanation"], note=f"from {row['n']:,} records"),
                Cell(age(days), days, marks=("starter",) if row["example_is_starter"] else ()),
                Cell(joined(row["sources"].split(","), 3)),
            )
        )
    grid = Grid("claims-table", "Claims and verdicts", heads, tuple(body))
    return Section(
        "claims",
        "What holds of what is said",
        "Claims about AI compute, each held against the facts of this warehouse. A verdict is computed by a rule from"
        " the figure beside it; “no evidence” means that nothing held here settles it, not that it is false. The rule"
        " and the query behind each figure: tokenwatt claims.",
        "No claim is checked.",
        grids=(grid,) if body else (),
    )


def _figure(row: Row) -> Cell:
    value, unit = row["figure"], row["unit"]
    if value is None:
        return Cell("–")
    if unit in ("share", "fraction"):
        return Cell(f"{100 * value:.3g} %", value)
    return Cell(f"{value:,.0f}" if value == round(value) else figure(value), value, unit.replace("1e9", "bn"))
