"""What a page is made of, and how its figures are worded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class Cell:
    """One cell: what it says, what it sorts by, what it says more quietly, and the marks it bears."""

    text: str
    sort: float | str | None = None
    note: str | None = None
    marks: tuple[str, ...] = ()
    strong: bool = False


@dataclass(frozen=True)
class Head:
    """One column: its name, its unit, whether it holds numbers, and whether its text stays on one line or is long."""

    title: str
    unit: str | None = None
    is_number: bool = False
    is_tight: bool = False
    is_wide: bool = False


@dataclass(frozen=True)
class Grid:
    """One table."""

    grid_id: str
    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Figure:
    """One drawing, what it shows in words, and how to read it."""

    svg: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Tile:
    """One headline: the figure, its unit, what it is of, and where it comes from."""

    title: str
    value: str
    unit: str
    about: str
    origin: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """One part of the page; `absent` says what is missing where it has nothing to show."""

    section_id: str
    title: str
    lead: str
    absent: str
    figures: tuple[Figure, ...] = ()
    grids: tuple[Grid, ...] = ()


def marks(row: Row) -> tuple[str, ...]:
    """What a row must be marked as."""
    return tuple(mark for mark in ("starter", "stale") if row[f"is_{mark}"])


def days_since(then: datetime, moment: datetime) -> float:
    """Days from then to the moment of the page."""
    return max((moment - then).total_seconds() / 86400, 0.0)


def short(gpu_id: str) -> str:
    """Without the maker in front."""
    return gpu_id.partition("-")[2] or gpu_id


def whole(value: float | None) -> str:
    """Without decimals."""
    return "–" if value is None else f"{value:,.0f}"


def boundary_words(boundary: str | None) -> str:
    """What a power includes, in words."""
    words = {"gpu": "GPUs alone", "node": "whole node", "facility": "whole facility"}
    return words.get(boundary or "", "extent not stated")


def score(value: float | None, unit: str) -> str:
    """A score with its unit."""
    if value is None:
        return "–"
    if unit == "fraction":
        return f"{100 * value:.1f} %"
    return f"{value:,.0f} Elo" if unit == "elo" else f"{value:,.{0 if abs(value) >= 10 else 2}f} {unit}"


def percent(share: float | None) -> str:
    """A share as a percentage without decimals."""
    return "–" if share is None else f"{100 * share:.0f} %"


def times(factor: float | None) -> str:
    """A factor to two digits; what is beyond a thousand either way is no figure to be read."""
    if factor is None:
        return "–"
    if not 1e-3 < factor < 1e3:
        return "over 1,000" if factor >= 1e3 else "under 0.001"
    return f"{factor:.2g}" if factor < 1 else f"{factor:.{1 if factor < 10 else 0}f}"


def tokens(count: float) -> str:
    """A count of tokens in millions or billions."""
    size, word = (1e9, "bn") if count >= 1e9 else (1e6, "M")
    return f"{count / size:,.{0 if count / size >= 10 else 1}f} {word}"


def joined(sources: Iterable[str | None], most: int = 4) -> str:
    """Sources once each; of many the first, and how many more."""
    known = list(dict.fromkeys(source for source in sources if source))
    rest = len(known) - most
    return ", ".join(known) if rest <= 1 else f"{', '.join(known[:most])} and {rest} more"
