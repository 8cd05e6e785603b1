"""What all sources of model prices share: reading a figure, scaling it, and seeing that a unit was mistaken."""

from __future__ import annotations

import math
from typing import Any

import polars as pl

from transforms.batch import Book
from transforms.schemas import MAX_USD_PER_MILLION_INPUT_TOKENS, MAX_USD_PER_MILLION_TOKENS, ModelPrice

# Prices are typed by people as decimals of a few digits; twelve significant ones drop only the noise of scaling.
SIGNIFICANT_DIGITS = 12


def read_figure(value: Any) -> float | None:
    """A JSON number, or text that is one ("0.0000025", "1e-06"), as a finite float; null for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        figure = float(value)
    except (ValueError, OverflowError):
        return None
    return figure if math.isfinite(figure) else None


def read_count(value: Any) -> int | None:
    """A whole number of tokens, 0 or more; null for anything else."""
    figure = read_figure(value)
    return int(figure) if figure is not None and 0 <= figure < 2**53 and figure.is_integer() else None


def scaled(amount: pl.Expr, factor: float | pl.Expr) -> pl.Expr:
    """`amount` times `factor` without float noise: 1.5e-07 per token is 0.15 per million, not 0.15000000000000002."""
    return (amount * factor).round_sig_figs(SIGNIFICANT_DIGITS)


def per_million(component: pl.Expr, usd: pl.Expr) -> pl.Expr:
    """A component and its price, "input 0.15", for reasons people read."""
    return pl.format("{} {}", component, usd)


def beyond_bounds() -> pl.Expr:
    """Why a price per million tokens can only be a unit error; null where it can be right."""
    price = pl.col("usd_per_million_tokens")
    bound = (
        pl.when(pl.col("component").str.ends_with("input"))
        .then(MAX_USD_PER_MILLION_INPUT_TOKENS)
        .otherwise(MAX_USD_PER_MILLION_TOKENS)
    )
    return pl.when(price > bound).then(
        pl.format(
            "{} USD per million tokens, above {}: a unit error",
            per_million(pl.col("component"), price),
            bound.cast(pl.Int64),
        )
    )


def hold_back(book: Book, prices: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    """Quarantine all prices of the records in `reasons` (columns `record`, `reason`); return the other prices.

    A unit error in one figure is one in all of them: the ones small enough to pass would mislead most. Of several
    reasons for one record the first is kept. `prices` needs `record` and `model_ref`, the place of the whole record.
    """
    first = reasons.drop_nulls("reason").unique("record", keep="first", maintain_order=True)
    held = (
        prices.select("record", record_ref="model_ref")
        .unique("record", maintain_order=True)
        .join(first, on="record", how="inner", maintain_order="left")
    )
    book.quarantine(held, pl.lit(value=True), pl.col("reason") + "; all its prices are held back", ModelPrice.TABLE)
    return prices.join(first, on="record", how="anti", maintain_order="left")
