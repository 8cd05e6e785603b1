"""US AI infrastructure monitor: list prices of flagship GPUs at a few clouds, a row per day, cloud and GPU."""

from __future__ import annotations

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.price_series import (
    column,
    refuse_prices,
    refuse_times,
    slug,
    unknown_columns,
    usd,
    utc_time,
    without_unchanged,
)
from transforms.read import csv_record, decimal, read_csv
from transforms.schemas import GpuOffer

PRICE_COLUMNS = ("usdpergpuhr", "usdpergpuhour")
COLUMNS = frozenset({"date", "provider", "sku", *PRICE_COLUMNS, "sourceurl", "retrievedat"})


def normalise(payload: Payload) -> Batch:
    """Read `date,provider,sku,usd_per_gpu_hr,source_url,retrieved_at`; the part is the whole file.

    Prices are USD per GPU and hour, on demand, as the clouds' price pages show them; a page the tracker could not read
    that day has no row. `effective_from` is the day: a second look on one day replaces the row, and its retrieved_at.
    Raises NormaliseError when the payload is no such CSV, or no row of it can be used.
    """
    table = read_csv(payload, required=())
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    rows = table.select(
        "record",
        "record_ref",
        written_at=column(table, "date"),
        provider=slug(column(table, "provider")),
        gpu_name_raw=column(table, "sku"),
        written=column(table, *PRICE_COLUMNS),
    ).with_columns(effective_from=utc_time(pl.col("written_at")), amount=decimal("written"))
    if any(rows[name].null_count() == rows.height for name in ("written_at", "provider", "gpu_name_raw", "written")):
        raise payload.rejected(
            f"no days, clouds, GPUs or prices per GPU and hour among {', '.join(table.columns[:-2])[:300]}"
        )
    if unknown := unknown_columns(table, COLUMNS):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    rows = book.ignore(rows, pl.col("written").is_null(), "no_price")
    rows = refuse_times(book, payload, rows, "written_at", GpuOffer.TABLE)
    rows = refuse_prices(book, rows, "written", GpuOffer.TABLE)
    rows = book.quarantine(rows, pl.col("provider").is_null(), "no provider", GpuOffer.TABLE)
    rows = book.quarantine(rows, pl.col("gpu_name_raw").is_null(), "no GPU", GpuOffer.TABLE)
    if rows.is_empty():
        raise payload.rejected("no row with a day, a cloud, a GPU and its price")
    rows = without_unchanged(book, rows, of=["provider", "gpu_name_raw"], value="amount")
    book.observe(
        GpuOffer,
        rows.select(
            "record",
            "record_ref",
            "provider",
            "gpu_name_raw",
            "effective_from",
            gpu_count=pl.lit(1.0),
            purchase_type=pl.lit("on_demand"),
            price_kind=pl.lit("listed"),
            **usd(pl.col("amount"), pl.lit(1.0), is_per_gpu=True),
        ),
    )
    return book.close()
