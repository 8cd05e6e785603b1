"""How answers for people look on a terminal: tables that fit, headings, ages, and who said it."""

import os
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from pipelines.output import text
from warehouse.lookup import ages

Row = dict[str, Any]
WIDTH_UNKNOWN = 120
NARROW = 100


def open_console() -> Console:
    """As wide as the terminal; where there is none to measure, wide enough for the tables."""
    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDTH_UNKNOWN
    return console


def print_sources(console: Console, sources: Iterable[str]) -> None:
    """Who said what a table shows."""
    console.print(f"Said by {text(', '.join(sorted(sources)))}.", style="dim", soft_wrap=True)


def answer_table(heads: Sequence[str], *, numbers: Iterable[int] = (), folded: Iterable[int] = ()) -> Table:
    """Numbers stand to the right. Where it is narrow the folded columns take more lines, and no other does."""
    right, loose = set(numbers), set(folded)
    shown = Table(header_style="dim", box=None, pad_edge=False)
    for index, head in enumerate(heads):
        shown.add_column(
            head, justify="right" if index in right else "left", overflow="fold", no_wrap=index not in loose
        )
    return shown


def narrow(console: Console, shown: Table, *spare: int) -> None:
    """Do without some columns on a narrow terminal."""
    if console.width < NARROW:
        shown.columns = [column for index, column in enumerate(shown.columns) if index not in spare]


def print_heading(console: Console, title: str) -> None:
    """What the next table is of."""
    console.print(f"\n[bold]{title}[/]", soft_wrap=True)


def seen(youngest: float | None, oldest: float | None, row: Row) -> str:
    """How long ago it was last seen, marked where that is longer than usual or where it came with the package."""
    marks = [f"[yellow]{mark}[/]" for mark in ("starter", "stale") if row[f"is_{mark}"]]
    return " ".join([ages(youngest, oldest), *marks])


def seen_once(row: Row) -> str:
    """The age of one row."""
    return seen(row["age_days"], row["age_days"], row)


def clipped(value: str, length: int) -> str:
    """No more than so many characters of a text, with … where some are left out."""
    return value if len(value) <= length else f"{value[: length - 1].rstrip()}…"
