"""A tracker of Silicon Data's index: what a GPU-hour costs on average at hyperscalers and at neoclouds, by day."""

from __future__ import annotations

import re

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.price_series import column, refuse_prices, refuse_times, usd, utc_time, without_unchanged
from transforms.read import csv_record, decimal, read_csv
from transforms.schemas import GpuOffer

# main.py of joshhmckee/gpu-rental-prices reads https://www.silicondata.com/products/silicon-index; which offers its
# averages are made of is not disclosed.
PROVIDER = "silicon-data"
SERIES = re.compile(r"(hyperscaler|neocloud)s?[-_ ](.+)", re.IGNORECASE)
# An average over many clouds moves by less in a fortnight: in the payload of 2026-08-22, by a third at most (B200, in
# 2026-03). Of seven days, four were misread around 2026-04-20; of fifteen, never half.
NEIGHBOURS = 15
FAR = 2.0


def normalise(payload: Payload) -> Batch:
    """Read `date,hyperscaler-H100,…,neocloud-MI300X`; the part of the payload is the whole file.

    A cell is USD per GPU and hour, the average of a day over offers nobody names: `price_kind` is "average", the
    provider is the index, the kind of cloud is the `instance_type`. Days without
    figures are days the page was not read.

    The tracker clicks through the page from left to right, and may read a figure before the page shows it: a cell that
    repeats the cell before it in its row, or lies far from the days around it, is held back.
    Raises NormaliseError when the payload is no such CSV, or has no figure.
    """
    table = read_csv(payload, required=("date",))
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    days = table.select(
        "record", "record_ref", written_at=column(table, "date"), effective_from=utc_time(column(table, "date"))
    )
    names = [name for name in table.columns if name not in ("date", "record", "record_ref")]
    series = [name for name in names if SERIES.fullmatch(name.strip())]
    if not series:
        raise payload.rejected(f"no averages among {', '.join(names)[:300]}")
    if unknown := [name for name in names if name not in series]:
        book.quarantine(days.head(1), pl.lit(value=True), f"columns not known: {', '.join(unknown)[:300]}")
    cells = _cells(table, days, series)
    book.ignore(days.join(cells, on="record", how="anti"), pl.lit(value=True), "no_price")
    cells = refuse_times(book, payload, cells, "written_at", GpuOffer.TABLE)
    cells = refuse_prices(book, cells, "written", GpuOffer.TABLE)
    cells = _refuse_misread(book, cells)
    if cells.is_empty():
        raise payload.rejected("no average of any day")
    cells = without_unchanged(book, cells, of=["instance_type", "gpu_name_raw"], value="amount")
    book.observe(
        GpuOffer,
        cells.select(
            "record",
            "record_ref",
            "instance_type",
            "gpu_name_raw",
            "effective_from",
            provider=pl.lit(PROVIDER),
            gpu_count=pl.lit(1.0),
            purchase_type=pl.lit("on_demand"),
            price_kind=pl.lit("average"),
            **usd(pl.col("amount"), pl.lit(1.0), is_per_gpu=True),
        ),
    )
    return book.close()


def _cells(table: pl.DataFrame, days: pl.DataFrame, series: list[str]) -> pl.DataFrame:
    """One row per figure, with the figure of the column `before` it."""
    parts = []
    for at, name in enumerate(series):
        found = SERIES.fullmatch(name.strip())
        segment, gpu = (found[1].lower(), found[2].strip()) if found else (None, None)
        before = decimal(series[at - 1]) if at else pl.lit(None, dtype=pl.Float64)
        figures = table.select("record", written=pl.col(name).str.strip_chars(), amount=decimal(name), before=before)
        parts.append(
            days.join(figures, on="record", maintain_order="left").with_columns(
                record_ref=pl.format("{}, column {}", "record_ref", pl.lit(name)),
                instance_type=pl.lit(segment, dtype=pl.String),
                gpu_name_raw=pl.lit(gpu, dtype=pl.String),
            )
        )
    return pl.concat(parts).filter(pl.col("written") != "")


def _refuse_misread(book: Book, cells: pl.DataFrame) -> pl.DataFrame:
    cells = book.quarantine(
        cells,
        pl.col("amount") == pl.col("before"),
        pl.format("{} stands in the column before too: read before the page changed", "amount"),
        GpuOffer.TABLE,
    )
    usual = pl.col("amount").rolling_median(NEIGHBOURS, center=True, min_samples=1)
    cells = cells.sort("instance_type", "gpu_name_raw", "effective_from", maintain_order=True).with_columns(
        usual=usual.over("instance_type", "gpu_name_raw")
    )
    return book.quarantine(
        cells,
        ~(pl.col("amount") / pl.col("usual")).is_between(1 / FAR, FAR),
        pl.format("{} is far from the days around it, {} at their median: misread", "amount", "usual"),
        GpuOffer.TABLE,
    ).drop("usual")
