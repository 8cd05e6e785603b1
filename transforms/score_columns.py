"""Columns of scores in tables of leaderboards: cells to figures of one unit, each with its own record_ref."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from transforms.batch import Book
from transforms.read import decimal
from transforms.schemas import BenchmarkScore

# What leaderboards write for "not measured".
NO_SCORE = r"(?i)^(|-+|–+|—+|n/?a|null|none|nan|tbd|\?)$"


@dataclass(frozen=True)
class ScoreColumn:
    """One score column of a table.

    Cells divided by `divisor` are in `unit` (100 for percentages kept as fractions; a cell with its own percent sign
    is a percentage in any fraction column) and lie between `low` and `high`. `settings` holds what the header says of
    the run. Where `zero_is_unrated`, 0 is the table's way of saying "not measured".
    """

    header: str
    benchmark: str
    metric: str = "accuracy"
    unit: str = "fraction"
    divisor: float = 1.0
    low: float = 0.0
    high: float = 1.0
    settings: tuple[tuple[str, str], ...] = ()
    zero_is_unrated: bool = False


def folded(frame: pl.DataFrame) -> dict[str, str]:
    """The headers of a table by what they say: {"mathlvl5raw": "MATH Lvl 5 Raw"}; of two alike, the first."""
    names: dict[str, str] = {}
    for name in frame.columns:
        if name not in ("record", "record_ref"):
            names.setdefault(re.sub("[^a-z0-9]", "", name.lower()), name)
    return names


def text(column: str | None) -> pl.Expr:
    """A cell without surrounding white space; null where it is blank or the table has no such column."""
    if column is None:
        return pl.lit(None, dtype=pl.String)
    return pl.col(column).str.strip_chars().replace("", None)


def joined_settings(parts: Iterable[tuple[str, pl.Expr]]) -> pl.Expr:
    """`name=value` pairs, sorted, joined with "; "; without those whose value is null, and null where none is left."""
    pairs = [
        pl.concat_str(pl.lit(f"{name}="), value.cast(pl.String).str.replace_all(";", ","))
        for name, value in sorted(parts, key=lambda part: part[0])
    ]
    if not pairs:
        return pl.lit(None, dtype=pl.String)
    return pl.concat_str(pairs, separator="; ", ignore_nulls=True).replace("", None)


def figures(book: Book, rows: pl.DataFrame, column: ScoreColumn) -> pl.DataFrame:
    """The rows that have a figure in `column`, with benchmark, metric, score, unit and their own record_ref.

    Blank cells and dashes are ignored as `no_score`, zeros that mean the same as `not_rated`; what cannot be read or
    is out of range is held back.
    """
    kind = BenchmarkScore.TABLE
    cell = text("cell").str.strip_chars("*` ")
    signed = cell.str.ends_with("%")
    rows = rows.with_columns(
        record_ref=pl.format("{}, column {}", "record_ref", pl.lit(column.header)),
        cell=pl.col(column.header),
        benchmark=pl.lit(column.benchmark),
        metric=pl.lit(column.metric),
        unit=pl.lit(column.unit),
    ).with_columns(cell=cell)
    rows = book.ignore(rows, pl.col("cell").is_null() | pl.col("cell").str.contains(NO_SCORE), "no_score")
    figure = decimal(pl.col("cell").str.strip_suffix("%"))
    percent_sign = signed & pl.lit(column.unit == "fraction")
    # Without the digits that binary division adds: 48.1 % is 0.481.
    score = pl.when(percent_sign).then(figure / 100).otherwise(figure / column.divisor).round_sig_figs(15)
    rows = rows.with_columns(score=pl.when(~signed | percent_sign).then(score))
    if column.zero_is_unrated:
        rows = book.ignore(rows, pl.col("score") == 0, "not_rated")
    where = pl.format("{} in column {}", pl.col("cell").str.slice(0, 80), pl.lit(column.header))
    unreadable = pl.col("score").is_null() | ~pl.col("score").is_finite()
    rows = book.quarantine(rows, unreadable, pl.concat_str(pl.lit("cannot read "), where), kind)
    outside = ~pl.col("score").is_between(column.low, column.high)
    bounds = f", outside {column.low:g} to {column.high:g}"
    return book.quarantine(rows, outside, pl.concat_str(where, pl.lit(bounds)), kind).drop("cell")
