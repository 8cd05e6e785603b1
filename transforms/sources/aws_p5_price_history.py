"""A tracker of the price list of AWS: what one p5.48xlarge in us-east-1 costs on demand, once a day since 2025-04."""

from __future__ import annotations

import polars as pl

from transforms.batch import Batch, Book
from transforms.instance_types import with_accelerators
from transforms.payload import Payload
from transforms.price_series import (
    column,
    refuse_prices,
    refuse_times,
    unknown_columns,
    usd,
    utc_time,
    without_unchanged,
)
from transforms.read import csv_record, decimal, read_csv
from transforms.schemas import GpuOffer

COLUMNS = frozenset({"timestamp", "date", "instance", "instancetype", "priceusd", "price"})
# tracker.py of amorton45/aws-gpu-price-tracker asks for Linux in "US East (N. Virginia)" and no other place.
REGION, COUNTRY = "us-east-1", "US"


def normalise(payload: Payload) -> Batch:
    """Read `timestamp,instance,price_usd`; the part of the payload is the whole file.

    The price is USD per hour of the instance, as AWS's own price list has it at that time (UTC, without saying so).
    Rows without a price are months the tracker could not look up. `effective_from` is when the tracker first saw a
    price: the day it was changed, or one after. Raises NormaliseError when the payload is no such CSV, or none of its
    rows has a price.
    """
    table = read_csv(payload, required=())
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    rows = with_accelerators(
        table.select(
            "record",
            "record_ref",
            written_at=column(table, "timestamp", "date"),
            instance_type=column(table, "instance", "instancetype"),
            written=column(table, "priceusd", "price"),
        ).with_columns(effective_from=utc_time(pl.col("written_at")), amount=decimal("written")),
        "aws",
    )
    if rows["written_at"].null_count() == rows.height or rows["instance_type"].null_count() == rows.height:
        raise payload.rejected(f"no times or no instances among {', '.join(table.columns[:-2])[:300]}")
    if unknown := unknown_columns(table, COLUMNS):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    rows = book.ignore(rows, pl.col("written").is_null(), "no_price")
    rows = book.ignore(rows, pl.col("instance_type").is_not_null() & ~pl.col("is_accelerated"), "no_accelerator")
    rows = refuse_times(book, payload, rows, "written_at", GpuOffer.TABLE)
    rows = refuse_prices(book, rows, "written", GpuOffer.TABLE)
    rows = book.quarantine(
        rows,
        pl.col("gpu_name").is_null(),
        pl.format("{}: a type whose accelerators we do not know", pl.col("instance_type").fill_null("no instance")),
        GpuOffer.TABLE,
    )
    if rows.is_empty():
        raise payload.rejected("no row with a price of an accelerated instance")
    rows = without_unchanged(book, rows, of=["instance_type"], value="amount")
    book.observe(
        GpuOffer,
        rows.select(
            "record",
            "record_ref",
            "instance_type",
            "gpu_count",
            "gpu_memory_gib",
            "effective_from",
            provider=pl.lit("aws"),
            region=pl.lit(REGION),
            country_code=pl.lit(COUNTRY),
            gpu_name_raw="gpu_name",
            purchase_type=pl.lit("on_demand"),
            price_kind=pl.lit("listed"),
            **usd(pl.col("amount"), pl.col("gpu_count"), is_per_gpu=False),
        ),
    )
    return book.close()
