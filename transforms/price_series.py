"""Dated series of prices: what all sources of them share. A source's own columns and names stay in its module."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import polars as pl

from transforms.batch import Book
from transforms.payload import Payload
from transforms.prices import scaled

A_DAY = timedelta(days=1)
ZONE = r"[+-][0-9]{2}:[0-9]{2}$"


def utc_time(text: pl.Expr) -> pl.Expr:
    """A day or an instant in ISO 8601 as a UTC Datetime: a day is its first instant, a time without zone is UTC.

    "2026-07-03", "2025-04-23T18:52:57", "2026-07-03T13:21:12+00:00", "2026-08-17 17:16:10.306Z". Else null.
    """
    written = (
        text.str.strip_chars()
        .str.replace(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})$", "${1}T00:00:00")
        .str.replace(" ", "T", literal=True)
        .str.replace(r"Z$", "+00:00")
    )
    zoned = pl.when(written.str.contains(ZONE)).then(written).otherwise(written + "+00:00")
    return zoned.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", strict=False, time_unit="us")


def without_unchanged(
    book: Book, rows: pl.DataFrame, *, of: Iterable[str], value: str, until: str | None = None
) -> pl.DataFrame:
    """The points of series at which `value` differs from the point before: one row per state, in order of time.

    A series is what the columns `of` name; `effective_from` orders it. The other points are ignored as `no_change`.
    A series that pauses and goes on with the same price is one state: what it cost meanwhile is not said, unless
    `until` names the column that says when a point was seen to be over.
    """
    series = list(of)
    rows = rows.sort([*series, "effective_from"], maintain_order=True, nulls_last=True)
    is_known = pl.struct(series).eq_missing(pl.struct(series).shift(1)).fill_null(value=False)
    is_same = is_known & pl.col(value).eq_missing(pl.col(value).shift(1))
    if until is not None:
        is_same &= ~(pl.col(until).shift(1) <= pl.col("effective_from")).fill_null(value=False)
    return book.ignore(rows, is_same, "no_change")


def column(table: pl.DataFrame, *names: str) -> pl.Expr:
    """The first of `names` a table of text has, by letters and digits alone, stripped; null where blank or absent."""
    if (name := header(table, *names)) is None:
        return pl.lit(None, dtype=pl.String)
    text = pl.col(name).str.strip_chars()
    return pl.when(text != "").then(text)


def header(table: pl.DataFrame, *names: str) -> str | None:
    """The first of `names` a table has, by letters and digits alone, as the table writes it; None if it has none."""
    found = {"".join(filter(str.isalnum, name.lower())): name for name in reversed(table.columns)}
    return next((found[name] for name in names if name in found), None)


def unknown_columns(table: pl.DataFrame, known: Iterable[str]) -> str | None:
    """What to report of the columns outside `known` (letters and digits alone); None if there are none."""
    listed = {*known, "record", "recordref"}
    unknown = [name for name in table.columns if "".join(filter(str.isalnum, name.lower())) not in listed]
    return f"columns not known: {', '.join(unknown)}"[:300] if unknown else None


def refuse_times(book: Book, payload: Payload, rows: pl.DataFrame, written: str, kind: str) -> pl.DataFrame:
    """Quarantine the points whose `effective_from` (text in `written`) is no time, or later than the capture."""
    text = pl.col(written).fill_null("nothing")
    rows = book.quarantine(rows, pl.col("effective_from").is_null(), pl.format("{} is no time", text), kind)
    latest = pl.lit(payload.captured_at + A_DAY, dtype=pl.Datetime("us", "UTC"))  # a day ahead somewhere on earth
    return book.quarantine(
        rows, pl.col("effective_from") > latest, pl.format("{} is later than the capture", text), kind
    )


def refuse_prices(book: Book, rows: pl.DataFrame, written: str, kind: str) -> pl.DataFrame:
    """Quarantine the points whose `amount` (text in `written`) is no figure above 0."""
    is_price = (pl.col("amount").is_finite() & (pl.col("amount") > 0)).fill_null(value=False)
    return book.quarantine(rows, ~is_price, pl.format("{} is no price", pl.col(written).fill_null("nothing")), kind)


def slug(name: pl.Expr) -> pl.Expr:
    """A name as a slug: "Cudo Compute" is "cudo-compute"; null where nothing of it is left."""
    text = name.str.to_lowercase().str.replace_all(r"[^a-z0-9._-]+", "-").str.strip_chars("-._")
    return pl.when(text != "").then(text)


def usd(amount: pl.Expr, count: pl.Expr, *, is_per_gpu: bool) -> dict[str, pl.Expr]:
    """The price columns of a figure in USD per hour, of the whole offer or of one GPU."""
    return {
        "usd_per_hour": scaled(amount, count) if is_per_gpu else amount,
        "usd_per_gpu_hour": amount if is_per_gpu else scaled(amount, 1 / count),
        "currency": pl.lit("USD"),
        "amount": amount,
        "amount_unit": pl.lit("gpu_hour" if is_per_gpu else "hour"),
        "usd_per_currency_unit": pl.lit(1.0),
    }
