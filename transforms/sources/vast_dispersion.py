"""gpu_monitor: the median and the least price of an offer on Vast.ai, by day, for a few GPUs, one row a day."""

from __future__ import annotations

import re

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.price_series import column, refuse_prices, refuse_times, usd, utc_time, without_unchanged
from transforms.read import csv_record, decimal, read_csv
from transforms.schemas import GpuOffer

# Our word for a figure and what it is, by the ending of its column: the least is a bound, the median no offer.
FIGURES = {"median": ("median", "average"), "min": ("cheapest", "from")}
# Endings that say how the prices lie and how many offers and GPUs there were.
NO_PRICES = frozenset({"dispersion", "offers", "gpus"})
COLUMN = re.compile(r"(.+)_([a-z0-9]+)", re.IGNORECASE)


def normalise(payload: Payload) -> Batch:
    """Read `date,H100_median,H100_min,H100_dispersion,H100_offers,H100_gpus,H200_median,…`.

    fetch_vast.py divides the price of each machine that can be rented, whatever it is and however it is bought, by its
    GPUs: USD per GPU and hour. It takes every offer whose name contains the word, so that "A100" is both forms and both
    sizes and "H100" also the NVL. `instance_type` says which figure it is: "cheapest" (a lower bound) or "median".
    Empty cells are days without offers. Raises NormaliseError when the payload is no such CSV, or has no price.
    """
    table = read_csv(payload, required=("date",))
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    days = table.select(
        "record", "record_ref", written_at=column(table, "date"), effective_from=utc_time(column(table, "date"))
    )
    named = {name: COLUMN.fullmatch(name.strip()) for name in table.columns if name not in ("date", "record_ref")}
    priced = {name: found for name, found in named.items() if found and found[2].lower() in FIGURES}
    if not priced:
        raise payload.rejected(f"no prices among {', '.join(table.columns[:-2])[:300]}")
    unknown = [
        name
        for name, found in named.items()
        if name != "record" and not (found and found[2].lower() in FIGURES.keys() | NO_PRICES)
    ]
    if unknown:
        book.quarantine(days.head(1), pl.lit(value=True), f"columns not known: {', '.join(unknown)[:300]}")
    points = pl.concat(
        days.join(
            table.select("record", written=pl.col(name).str.strip_chars(), amount=decimal(name)), on="record"
        ).with_columns(
            record_ref=pl.format("{}, column {}", "record_ref", pl.lit(name)),
            gpu_name_raw=pl.lit(found[1]),
            instance_type=pl.lit(FIGURES[found[2].lower()][0]),
            price_kind=pl.lit(FIGURES[found[2].lower()][1]),
        )
        for name, found in priced.items()
    ).filter(pl.col("written") != "")
    book.ignore(days.join(points, on="record", how="anti"), pl.lit(value=True), "no_price")
    points = refuse_times(book, payload, points, "written_at", GpuOffer.TABLE)
    points = refuse_prices(book, points, "written", GpuOffer.TABLE)
    if points.is_empty():
        raise payload.rejected("no price of any day")
    points = without_unchanged(book, points, of=["gpu_name_raw", "instance_type"], value="amount")
    book.observe(
        GpuOffer,
        points.select(
            *("record", "record_ref", "instance_type", "gpu_name_raw", "effective_from", "price_kind"),
            provider=pl.lit("vast"),
            gpu_count=pl.lit(1.0),
            purchase_type=pl.lit("on_demand"),
            **usd(pl.col("amount"), pl.lit(1.0), is_per_gpu=True),
        ),
    )
    return book.close()
