"""`tokenwatt claims`: what is claimed of the economics of AI compute, and what the facts held say of it."""

from collections import Counter
from difflib import get_close_matches

from rich.console import Console
from rich.table import Table

from pipelines.output import text
from pipelines.wording import Row, answer_table, open_console
from warehouse.home import Home, WarehouseError
from warehouse.lookup import figure, rows
from warehouse.query import reading

CLAIMS = "SELECT * FROM marts.claim_check ORDER BY topic, claim_id"
STYLES = {"supported": "green", "contradicted": "red", "partly": "yellow", "no_evidence": "dim"}
MOST_SOURCES = 12
# Columns from which claim and reason stand side by side and both can still be read.
SIDE_BY_SIDE = 150


def answer_claims(home: Home, claim_id: str | None = None) -> None:
    """Print all claims, or one with its rule, its evidence query and its sources.

    Raises WarehouseError for a claim that is not known.
    """
    console = open_console()
    with reading(home) as connection:
        checked = rows(connection, CLAIMS)
    if claim_id is None:
        _print_all(console, checked)
        return
    known = {row["claim_id"]: row for row in checked}
    if claim_id not in known:
        nearest = get_close_matches(claim_id, known, n=5, cutoff=0.4)
        raise WarehouseError(
            f"no claim is known as {claim_id!r}" + (f"; nearest: {', '.join(nearest)}" if nearest else "")
        )
    _print_one(console, known[claim_id])


def _print_all(console: Console, checked: list[Row]) -> None:
    is_narrow = console.width < SIDE_BY_SIDE
    shown = answer_table(
        ("verdict", "claim") if is_narrow else ("id", "claim", "verdict", "figure", "why"), folded=(1, 4)
    )
    for row in checked:
        claim_id, claim, why = text(row["claim_id"]), text(row["claim"]), text(row["explanation"])
        if is_narrow:
            shown.add_row(_verdict(row), f"{claim} [dim]{claim_id}[/]\n[dim]{why}[/]")
        else:
            shown.add_row(claim_id, claim, _verdict(row), _figure(row), why)
    console.print(shown)
    counts = Counter(row["verdict"].replace("_", " ") for row in checked)
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    console.print(f"\n{told}. The evidence of one: tokenwatt claims ID", style="dim", soft_wrap=True)


def _print_one(console: Console, row: Row) -> None:
    console.print(f"[bold]{text(row['claim'])}[/]  {_verdict(row)}", soft_wrap=True)
    shown = Table(box=None, pad_edge=False, show_header=False)
    shown.add_column(style="dim", no_wrap=True)
    shown.add_column(overflow="fold")
    sources = [each for each in row["sources"].split(",") if each]
    more = len(sources) - MOST_SOURCES
    for head, said in (
        ("why", text(row["explanation"])),
        ("figure", f"{_figure(row)}, n = {row['n']:,}"),
        ("rule", text(row["rule"])),
        ("settled by", text(row["settled_by"])),
        ("sources", text(", ".join(sources[:MOST_SOURCES]) + (f" and {more} more" if more > 0 else "") or None)),
    ):
        shown.add_row(head, said)
    console.print(shown)
    if row["evidence_sql"]:
        console.print("\nThe query that gives the figure, for tokenwatt query:\n", style="dim")
        # Printed as it is, so that it can be copied; only the lines of a terminal break it.
        console.print(text(row["evidence_sql"]), soft_wrap=True)


def _verdict(row: Row) -> str:
    return f"[{STYLES.get(row['verdict'], 'none')}]{text(row['verdict'].replace('_', ' '))}[/]"


def _figure(row: Row) -> str:
    return text(None) if row["figure"] is None else f"{_rounded(row['figure'])} {text(row['unit'])}".strip()


def _rounded(value: float) -> str:
    """Counts and figures above a hundred whole, the usual digits below."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else figure(value)
