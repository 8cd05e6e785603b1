"""From published units per euro to ExchangeRate rows: what sources of exchange rates share."""

from __future__ import annotations

import polars as pl

from transforms.batch import Book
from transforms.currency import SIGNIFICANT_DIGITS
from transforms.schemas import ExchangeRate


def observe_rates(book: Book, rates: pl.DataFrame) -> None:
    """Observe the dollar's worth of the euro and of all other currencies that have a rate of the same day.

    `rates` has record, record_ref, currency, period, rate_on, units_per_euro and `written`, the figure as text.
    """
    table = ExchangeRate.TABLE
    rates = book.quarantine(rates, pl.col("rate_on").is_null(), "no day", table)
    is_rate = (pl.col("units_per_euro").is_finite() & (pl.col("units_per_euro") > 0)).fill_null(value=False)
    rates = book.quarantine(rates, ~is_rate, pl.format("{} is no rate", pl.col("written").fill_null("nothing")), table)
    dollars = rates.filter(currency="USD").unique(["period", "rate_on"], keep="first", maintain_order=True)
    per_euro = dollars.select("period", "rate_on", usd_per_euro="units_per_euro", usd_ref="record_ref")
    others = rates.filter(pl.col("currency") != "USD").join(
        per_euro, on=["period", "rate_on"], how="left", maintain_order="left"
    )
    others = book.quarantine(others, pl.col("usd_per_euro").is_null(), "no rate of the dollar on that day", table)
    euros = dollars.with_columns(
        currency=pl.lit("EUR"),
        usd_per_euro="units_per_euro",
        units_per_euro=pl.lit(1.0),
        usd_ref=pl.lit(None, pl.String),
    )
    crossed = pl.concat([euros, others.select(euros.columns)]).with_columns(
        record_ref=pl.concat_str("record_ref", "usd_ref", separator=" + ", ignore_nulls=True),
        usd_per_currency_unit=(pl.col("usd_per_euro") / pl.col("units_per_euro")).round_sig_figs(SIGNIFICANT_DIGITS),
    )
    book.observe(ExchangeRate, crossed.drop("usd_ref", "written"))
