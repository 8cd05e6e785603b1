"""The European Central Bank's euro reference rates: one rate a working day for each of some thirty currencies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from transforms.batch import Batch, Book
from transforms.exchange_rates import observe_rates
from transforms.payload import Payload
from transforms.read import csv_record, decimal, element_ref, read_csv, read_html
from transforms.schemas import ExchangeRate

EARLIEST = date(2019, 12, 1)  # no price of ours is older than the month after
SCHEMA = pl.Schema(
    {"record": pl.UInt32, "record_ref": pl.String, "day": pl.String, "currency": pl.String, "written": pl.String}
)


def normalise(payload: Payload) -> Batch:
    """Read the XML (`<Cube time="2026-08-03"><Cube currency="USD" rate="1.1583"/>…`; a rate is a record) or the CSV
    (`Date,USD,JPY,…`; a day is a record, "N/A" where a currency had no rate).

    A rate is the units of a currency for a euro. Days before all prices are ignored.
    Raises NormaliseError when the payload is neither, or has no rate of a dollar.
    """
    is_xml = payload.content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
    book, rates = _read_xml(payload) if is_xml else _read_csv(payload)
    written = pl.col("day").str.strip_chars()
    rates = rates.with_columns(
        rate_on=pl.coalesce(written.str.to_date(form, strict=False) for form in ("%Y-%m-%d", "%d %B %Y")),
        period=pl.lit("day"),
        units_per_euro=decimal("written"),
    ).drop("day")
    rates = book.ignore(rates, pl.col("rate_on") < EARLIEST, "before_all_prices")
    observe_rates(book, rates)
    batch = book.close()
    if not batch.observations[ExchangeRate.TABLE].height:
        raise payload.rejected("no day with a rate of the dollar")
    return batch


def _read_xml(payload: Payload) -> tuple[Book, pl.DataFrame]:
    # Without its declaration the parser does not warn of XML; spaces keep every position.
    page = read_html(replace(payload, content=payload.content.replace(b"<?xml", b"     ", 1)))
    tags = [tag for day in page.find_all("cube", time=True) for tag in day.find_all("cube", currency=True)]
    if not tags:
        raise payload.rejected("no days with rates")
    days = [str(parent["time"]) if (parent := tag.find_parent("cube", time=True)) else None for tag in tags]
    rows = [
        (number, f"{element_ref(tag)}, attribute rate", day, str(tag["currency"]), str(tag.get("rate", "")))
        for number, (tag, day) in enumerate(zip(tags, days, strict=True))
    ]
    return Book(payload, len(rows), lambda number: str(tags[number])), pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _read_csv(payload: Payload) -> tuple[Book, pl.DataFrame]:
    table = read_csv(payload, required=("Date",))
    names = {name: name.strip() for name in table.columns if name not in ("Date", "record", "record_ref")}
    currencies = {name: code for name, code in names.items() if len(code) == len("USD") and code.isupper()}
    if "USD" not in currencies.values():
        raise payload.rejected(f"no column USD among {', '.join(table.columns[:-2])[:300]}")
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    rates = pl.concat(
        table.select(
            "record",
            record_ref=pl.format("{}, column {}", "record_ref", pl.lit(name)),
            day=pl.col("Date"),
            currency=pl.lit(code),
            written=pl.col(name).str.strip_chars(),
        )
        for name, code in currencies.items()
    ).filter(~pl.col("written").is_in(["N/A", ""]))
    book.ignore(table.join(rates, on="record", how="anti"), pl.lit(value=True), "no_rate")
    return book, rates
