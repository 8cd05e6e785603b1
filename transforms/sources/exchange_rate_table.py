"""The table of monthly exchange rates that comes with the package, as observations."""

from __future__ import annotations

import polars as pl

from transforms.batch import Batch, Book
from transforms.exchange_rates import observe_rates
from transforms.payload import Payload
from transforms.read import csv_record, decimal, read_csv


def normalise(payload: Payload) -> Batch:
    """Read `month,USD,CNY,…`: units of each currency for a euro, on average of the days of a month.

    Raises NormaliseError when the payload is no such CSV.
    """
    table = read_csv(payload, required=("month", "USD"))
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    month_end = (pl.col("month") + "-01").str.to_date("%Y-%m-%d", strict=False).dt.month_end()
    rates = [
        table.select(
            "record",
            record_ref=pl.format("{}, column {}", "record_ref", pl.lit(name)),
            currency=pl.lit(name),
            period=pl.lit("month"),
            rate_on=month_end,
            units_per_euro=decimal(name),
            written=pl.col(name),
        )
        for name in table.columns
        if name not in ("month", "record", "record_ref")
    ]
    observe_rates(book, pl.concat(rates))
    return book.close()
