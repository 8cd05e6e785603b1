"""Captures held for confirmation: many prices that move far at once are more often a fault of the source or of ours
than the market's.

A held capture is recorded with its reason and changes nothing. The next capture of the part that says the same
releases the prices, from its own day on; a person can vouch for the held one (`tokenwatt confirm`), which is then
merged at its own day. Both rest on captures and confirmations alone, so that replay decides alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb
import polars as pl

from transforms.schemas import Observation
from warehouse.intake import File, Source

# A price moves far when it changes by more than this factor. Real cuts of list prices were up to 44 % (a factor of
# 1.8); cents taken for dollars, per minute for per hour, per thousand for per million are factors of 60 and more.
FAR = 3.0
# A capture is held when more than this share of its prices move far,
SHARE = 0.3
# of at least so many that it has in common with the state before,
LEAST_COMPARED = 10
# and that state is no older than this: over months and years a market may move as far.
COMPARED_WITHIN = timedelta(days=45)

Frames = dict[type[Observation], pl.DataFrame]


@dataclass(frozen=True)
class Doubts:
    """What tells whether a capture in doubt can be believed: the captures a person vouches for, and a way to read a
    held capture again."""

    confirmed: frozenset[datetime]
    read_again: Callable[[datetime], list[File]]


@dataclass(frozen=True)
class Moves:
    """How many prices moved far, of those that can be compared."""

    far: int
    compared: int

    @property
    def is_jump(self) -> bool:
        """Whether that is more than is usual."""
        return self.compared >= LEAST_COMPARED and self.far > SHARE * self.compared


def agrees(columns: Iterable[str]) -> str:
    """SQL: whether `held` and `incoming` are alike in all of these columns, null being like null."""
    return " AND ".join(f"held.{name} IS NOT DISTINCT FROM incoming.{name}" for name in columns)


def price_move(kind: type[Observation]) -> str:
    """SQL: the factor by which the price of `held` differs from that of `incoming`; null where either has none."""
    if not kind.PRICES:
        return "NULL"
    old, new = (
        f"nullif(coalesce({', '.join(f'{of}.{name}' for name in kind.PRICES)}), 0)" for of in ("held", "incoming")
    )
    return f"CASE WHEN {old} > 0 AND {new} > 0 THEN greatest({old}, {new}) / least({old}, {new}) END"


def why_held(
    connection: duckdb.DuckDBPyConnection, source: Source, part: str, moment: datetime, said: Frames, doubts: Doubts
) -> str | None:
    """The reason to hold a capture of a part whose differences are in the tables `difference_<kind>`; None to merge."""
    if moment in doubts.confirmed:
        return None
    seen_at, waiting = _before(connection, source.source_id, part, moment)
    if seen_at is None or moment - seen_at > COMPARED_WITHIN:
        return None
    moves = {kind: _moves(connection, kind, "difference") for kind in said if kind.PRICES}
    jumps = {kind: found for kind, found in moves.items() if found.is_jump}
    if not jumps:
        return None
    if waiting is not None and _says_the_same(connection, part, list(jumps), doubts.read_again(waiting)):
        return None
    found = " and ".join(f"{jump.far} of {jump.compared} prices of {kind.TABLE}" for kind, jump in jumps.items())
    return f"{found} moved by more than a factor of {FAR:g} since {seen_at:%Y-%m-%d %H:%M}: held for confirmation"


def waiting_captures(connection: duckdb.DuckDBPyConnection, source_id: str) -> list[datetime]:
    """Held captures of a source that no later capture has overtaken."""
    rows = connection.execute(
        """
        SELECT DISTINCT held.captured_at FROM ops.capture AS held
        WHERE held.source_id = $source_id AND held.state = 'held' AND NOT EXISTS (
            FROM ops.capture AS later WHERE later.source_id = held.source_id AND later.part = held.part
            AND later.captured_at > held.captured_at AND later.state IN ('merged', 'unchanged'))
        ORDER BY ALL
        """,
        {"source_id": source_id},
    ).fetchall()
    return [moment for (moment,) in rows]


def _before(
    connection: duckdb.DuckDBPyConnection, source_id: str, part: str, moment: datetime
) -> tuple[datetime | None, datetime | None]:
    """When the part was last believed, and the capture held since then."""
    rows = connection.execute(
        """
        SELECT max(captured_at) FILTER (state IN ('merged', 'unchanged')), max(captured_at) FILTER (state = 'held')
        FROM ops.capture WHERE source_id = $source_id AND part = $part AND captured_at < $moment
        """,
        {"source_id": source_id, "part": part, "moment": moment},
    ).fetchall()
    [(seen_at, held_at)] = rows
    return seen_at, held_at if held_at and seen_at and held_at > seen_at else None


def _says_the_same(
    connection: duckdb.DuckDBPyConnection, part: str, kinds: list[type[Observation]], files: list[File]
) -> bool:
    """Whether a capture tells no other prices of some kinds than the files of the one held before it."""
    said = [file.batch.observations for file in files if file.part == part and file.batch]
    for kind in kinds:
        frames = [observations[kind.TABLE] for observations in said if kind.TABLE in observations]
        if not frames:
            return False
        connection.register("waiting", pl.concat(frames).unique(kind.KEY, keep="first", maintain_order=True))
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE agreement_{kind.TABLE} AS SELECT {price_move(kind)} AS price_move"
            f" FROM waiting AS held JOIN incoming_{kind.TABLE} AS incoming ON {agrees(kind.KEY)}"
        )
        connection.unregister("waiting")
        moves = _moves(connection, kind, "agreement")
        if moves.is_jump or moves.compared < LEAST_COMPARED:
            return False
    return True


def _moves(connection: duckdb.DuckDBPyConnection, kind: type[Observation], stem: str) -> Moves:
    query = f"SELECT count(*) FILTER (price_move > {FAR}), count(price_move) FROM {stem}_{kind.TABLE}"
    [(far, compared)] = connection.execute(query).fetchall()
    return Moves(far, compared)
