"""The state of every source, as tables for a terminal."""

import textwrap
from typing import Any

from rich.console import Console

from pipelines.output import table
from pipelines.sources import registry
from warehouse.home import Home, WarehouseError
from warehouse.lookup import age
from warehouse.query import reading

STATES = "SELECT * FROM marts.source_freshness ORDER BY source_id"


def print_states(home: Home, console: Console) -> None:
    """The closing table of a refresh; nothing where nothing was ever published."""
    states = _states(home)
    rows = [
        (
            source_id,
            state["state"],
            _age(state["age_hours"]),
            state["observations"],
            state["quarantined"],
        )
        for source_id, state in states.items()
    ]
    if rows:
        console.print(table(("source", "state", "age", "rows", "quarantined"), rows))


def print_sources(home: Home, console: Console) -> None:
    """The registry, with the account of each source's last capture."""
    states = _states(home)
    rows = []
    for source_id, spec in registry().items():
        state = states.get(source_id, {})
        rows.append(
            (
                source_id,
                state.get("state", "never"),
                _age(state.get("age_hours")),
                *(state.get(name) for name in ("records_read", "observations", "ignored", "quarantined")),
                ", ".join(kind.TABLE for kind in spec.kinds),
                "first-hand" if spec.is_firsthand else "second-hand",
                spec.cadence if spec.status == "live" else "frozen",
                textwrap.shorten(spec.licence, 48, placeholder=" …"),
            )
        )
    heads = ("source", "state", "age", "read", "observed", "ignored", "refused", "kinds", "hand", "cadence", "licence")
    console.print(table(heads, rows))


def _age(hours: float | None) -> str:
    return age(None if hours is None else hours / 24)


def _states(home: Home) -> dict[str, dict[str, Any]]:
    try:
        with reading(home) as connection:
            result = connection.execute(STATES)
            names = [name for name, *_ in result.description or ()]
            return {
                row["source_id"]: row for row in (dict(zip(names, each, strict=True)) for each in result.fetchall())
            }
    except WarehouseError:
        return {}
