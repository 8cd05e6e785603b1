"""The account of one payload: every record read is observed, ignored by a stated rule, or quarantined.

A normaliser opens a `Book` over the records of its payload, moves each record to one of the three fates and
closes the book, which refuses to close while a record is unaccounted for.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import polars as pl

from transforms.payload import NormaliseError, Payload
from transforms.schemas import Observation, measures, polars_schema

RAW_TEXT_LIMIT = 4_000
QUARANTINE_SCHEMA = pl.Schema({"record_ref": pl.String, "kind": pl.String, "reason": pl.String, "record": pl.String})


@dataclass(frozen=True)
class Batch:
    """What one payload says.

    Counts are of records, and always balance: records_read = records_used + ignored + records_quarantined.
    A record may give several observations; where it gives one, records_used is the number of observations.
    A record counts as quarantined when no part of it was usable; `quarantine` lists refused parts of used ones too.
    """

    payload: Payload
    observations: dict[str, pl.DataFrame]
    records_read: int
    records_used: int
    ignored: dict[str, int]
    records_quarantined: int
    quarantine: pl.DataFrame

    @property
    def observation_count(self) -> int:
        """Observations of all kinds together."""
        return sum(frame.height for frame in self.observations.values())


@dataclass
class Book:
    """Accounts for the `records` records of one payload.

    `raw(i)` gives record number i (from 0) as text or as JSON-like data, for the quarantine. Frames handed to the
    methods carry `record` (number of the record) and `record_ref` (where it stands, unique to the record).
    """

    payload: Payload
    records: int
    raw: Callable[[int], Any]
    _observed: dict[type[Observation], list[pl.DataFrame]] = field(default_factory=dict)
    _used: list[pl.Series] = field(default_factory=list)
    _ignored: list[tuple[pl.Series, str]] = field(default_factory=list)
    _refused: list[pl.DataFrame] = field(default_factory=list)

    def ignore(self, rows: pl.DataFrame, where: pl.Expr, rule: str) -> pl.DataFrame:
        """Set aside the rows that meet `where` under the name of a rule; return the others. Null is no match."""
        hit, rest = _split(rows, where)
        if hit.height:
            self._ignored.append((hit["record"], rule))
        return rest

    def quarantine(self, rows: pl.DataFrame, where: pl.Expr, reason: str | pl.Expr, kind: str = "") -> pl.DataFrame:
        """Refuse the rows that meet `where`, with a reason (text, or an expression giving it); return the others."""
        hit, rest = _split(rows, where)
        if hit.is_empty():
            return rest
        stated = pl.lit(reason) if isinstance(reason, str) else reason
        self._refused.append(hit.select("record", "record_ref", kind=pl.lit(kind), reason=stated.cast(pl.String)))
        return rest

    def observe(self, kind: type[Observation], rows: pl.DataFrame) -> None:
        """Keep the rows that conform to `kind`; quarantine the others with the rules they break.

        Columns of `kind` that `rows` lacks become null where `kind` allows it. Of rows with one key, the first stays;
        equal ones after it are ignored as `repeated_row`, different ones quarantined. Raises NormaliseError for a
        column `kind` does not have, a missing one it requires, or a type it cannot hold without loss.
        """
        frame = self._shape(kind, rows)
        if _conforms(kind, frame) and rows["record_ref"].n_unique() == rows.height:
            good = frame.with_columns(rows["record"])
        else:
            good = self._conforming(kind, frame, rows)
        kept = self._without_repeats(kind, good)
        self._used.append(kept["record"])
        self._observed.setdefault(kind, []).append(kept.drop("record"))

    def close(self) -> Batch:
        """Balance the account. Raises NormaliseError when a record met no fate, or two observations share a key."""
        refused = pl.concat(self._refused) if self._refused else pl.DataFrame(schema=_REFUSED_SCHEMA)
        ignored, used, held = self._fates(refused["record"])
        unaccounted = self.records - used - held - sum(ignored.values())
        if unaccounted:
            raise self.payload.rejected(f"{unaccounted} of {self.records} records met no fate; fix its normaliser")
        return Batch(
            payload=self.payload,
            observations={kind.TABLE: pl.concat(frames) for kind, frames in self._observed.items()},
            records_read=self.records,
            records_used=used,
            ignored=ignored,
            records_quarantined=held,
            quarantine=refused.select(
                "record_ref",
                "kind",
                "reason",
                record=pl.Series([self._text(number) for number in refused["record"]], dtype=pl.String),
            ),
        )

    def _fates(self, refused: pl.Series) -> tuple[dict[str, int], int, int]:
        """How many records each rule set aside, were used, and were quarantined: a record of several fates counts once,
        as used before quarantined before ignored, and by the first rule that met it."""
        kept = pl.concat([*self._used, refused.cast(pl.UInt32)]).unique()
        used = pl.concat(self._used).n_unique() if self._used else 0
        rules = [rule for _, rule in self._ignored]
        met = pl.concat(
            [
                pl.DataFrame({"record": numbers.cast(pl.UInt32), "rule": pl.repeat(at, numbers.len(), eager=True)})
                for at, (numbers, _) in enumerate(self._ignored)
            ]
            or [pl.DataFrame(schema={"record": pl.UInt32, "rule": pl.Int32})]
        )
        first = met.filter(~pl.col("record").is_in(kept.implode())).group_by("record").agg(pl.col("rule").min())
        ignored: Counter[str] = Counter()
        for at, count in first["rule"].value_counts().iter_rows():
            ignored[rules[at]] += count
        return dict(sorted(ignored.items())), used, kept.len() - used

    def _conforming(self, kind: type[Observation], frame: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows of `frame` that keep all rules, with the number of their record; the others are quarantined."""
        numbers = rows.select("record", "record_ref").unique("record_ref", maintain_order=True)
        good, failure = kind.filter(frame)
        if failure_count := frame.height - good.height:
            details = failure.details()
            rules = [name for name in details.columns if name not in frame.columns]
            broken = pl.concat_list(
                pl.when(pl.col(rule) == "invalid").then(pl.lit(rule)) for rule in rules
            ).list.drop_nulls()
            reasons = details.select("record_ref", reason=pl.lit("breaks ") + broken.list.join(", "))
            refused = reasons.join(numbers, on="record_ref", how="left", maintain_order="left")
            assert refused.height == failure_count
            self.quarantine(refused, pl.lit(value=True), pl.col("reason"), kind.TABLE)
        return good.join(numbers, on="record_ref", how="left", maintain_order="left")

    def _shape(self, kind: type[Observation], rows: pl.DataFrame) -> pl.DataFrame:
        payload = self.payload
        frame = rows.drop("record").with_columns(
            source_id=pl.lit(payload.source_id),
            captured_at=pl.lit(payload.captured_at, dtype=pl.Datetime("us", "UTC")),
            payload_sha256=pl.lit(payload.sha256),
        )
        wanted, optional = _shape_of(kind)
        if unknown := sorted(set(frame.columns) - set(wanted)):
            raise NormaliseError(f"{payload.source_id}: {kind.TABLE} has no column {', '.join(unknown)}")
        if missing := sorted(set(wanted) - set(frame.columns) - optional):
            raise NormaliseError(f"{payload.source_id}: {kind.TABLE} needs column {', '.join(missing)}")
        have = frame.schema
        return frame.select(
            _lossless(have[name], dtype, name) if name in have else pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in wanted.items()
        )

    def _without_repeats(self, kind: type[Observation], rows: pl.DataFrame) -> pl.DataFrame:
        earlier = [*self._observed.get(kind, ()), rows.drop("record")]
        if len(earlier) > 1:
            known = pl.concat(earlier[:-1]).select(kind.KEY)
            seen = rows.join(known, on=kind.KEY, how="semi", nulls_equal=True)
            if seen.height:
                raise NormaliseError(f"{self.payload.source_id}: {kind.TABLE} observed twice under one key")
        if rows.select(kind.KEY).n_unique() == rows.height:
            return rows
        same_fact = pl.struct(*kind.KEY, *measures(kind)).is_first_distinct()
        rows = self.ignore(rows, ~same_fact, "repeated_row")
        return self.quarantine(
            rows,
            ~pl.struct(kind.KEY).is_first_distinct(),
            "another record of the payload has the same key and other values",
            kind.TABLE,
        )

    def _text(self, number: int) -> str:
        record = self.raw(number)
        text = record if isinstance(record, str) else json.dumps(record, ensure_ascii=False, default=str)
        return text[:RAW_TEXT_LIMIT]


_REFUSED_SCHEMA = pl.Schema({"record": pl.UInt32, "record_ref": pl.String, "kind": pl.String, "reason": pl.String})


def _split(rows: pl.DataFrame, where: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
    mask = rows.select(hit=where.fill_null(value=False))["hit"]
    if mask.len() != rows.height:  # a literal condition
        mask = pl.Series("hit", [bool(mask[0])] * rows.height, dtype=pl.Boolean)
    # Nearly every rule meets no row, or all: filtering is what the account of a small payload costs.
    met = mask.sum()
    if met in (0, mask.len()):
        whole, nothing = rows.rechunk(), rows.clear()
        return (whole, nothing) if met else (nothing, whole)
    # In one piece: polars 2.1 panics in `format` on a filtered frame with an empty piece (a big CSV has several).
    return rows.filter(mask).rechunk(), rows.filter(~mask).rechunk()


def _conforms(kind: type[Observation], frame: pl.DataFrame) -> bool:
    """Whether every row keeps every rule: nearly always, and told at a quarter of the cost of `kind.filter`."""
    kept = frame.lazy().select(_rules_of(kind)).collect(optimizations=pl.QueryOptFlags.none())
    return all(kept.row(0))


@cache
def _rules_of(kind: type[Observation]) -> tuple[pl.Expr, ...]:
    """The rules of a kind, each over a whole frame, null being no breach; dataframely makes them anew each time."""
    rules = kind._validation_rules(with_cast=False)
    return tuple(rule.expr.fill_null(value=True).all().alias(name) for name, rule in rules.items())


@cache
def _shape_of(kind: type[Observation]) -> tuple[pl.Schema, frozenset[str]]:
    """The columns of a kind with their types, and those that may be null."""
    return polars_schema(kind), frozenset(name for name, column in kind.columns().items() if column.nullable)


def _lossless(have: pl.DataType, want: pl.DataType, name: str) -> pl.Expr:
    """Cast only where every value survives: nulls, wider integers, integers to floats, narrower time units."""
    if have == want:
        return pl.col(name)
    widens = (
        have == pl.Null
        or (have.is_integer() and want in (pl.Int64, pl.Float64))
        or (have == pl.Float32 and want == pl.Float64)
    )
    if not widens:
        raise NormaliseError(f"column {name} is {have}, not {want}; parse it before observing it")
    return pl.col(name).cast(want)


def numbered(refs: Iterable[str]) -> pl.DataFrame:
    """The `record` and `record_ref` columns of a payload's records, in order."""
    listed = list(refs)
    return pl.DataFrame(
        {"record": range(len(listed)), "record_ref": listed}, schema={"record": pl.UInt32, "record_ref": pl.String}
    )
