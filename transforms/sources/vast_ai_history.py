"""GPU Radar: the cheapest and the median on-demand offer on Vast.ai, by day and GPU."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.price_series import refuse_prices, refuse_times, usd, utc_time, without_unchanged
from transforms.prices import read_figure
from transforms.read import json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import GpuOffer

# Our word for a figure, the field it stands in and what it is: the least is a bound, the median no offer.
FIGURES = (("cheapest", "min", "from"), ("median", "med", "average"))
FIELDS = frozenset({"d", "n", *(field for _, field, _ in FIGURES)})
SCHEMA = pl.Schema(
    {
        "record": pl.UInt32,
        "record_ref": pl.String,
        "instance_type": pl.String,
        "price_kind": pl.String,
        "written": pl.String,
        "amount": pl.Float64,
    }
)


def normalise(payload: Payload) -> Batch:
    """Read `{"RTX 4090": [{"d": "2026-08-17", "min": 0.2001, "med": 0.3344, "n": 61}, …], …}`.

    Figures are USD per GPU and hour over the n verified on-demand offers that were free when the tracker last looked
    that day (UTC), of any number of GPUs. Without a key of its own the tracker sees the 64 cheapest of all only, so
    `n` is no measure of supply. `instance_type` says which figure it is: "cheapest" (a lower bound) or "median".
    Raises NormaliseError when the payload is no such document, or has no figure.
    """
    document = read_json(payload)
    if not isinstance(document, dict) or not any(isinstance(each, list) and each for each in document.values()):
        raise payload.rejected("no days by GPU")
    names: list[str] = []
    days: list[Any] = []
    refs: list[str] = []
    for name, listed in document.items():
        for number, each in enumerate(listed if isinstance(listed, list) else [listed]):
            names.append(name)
            days.append(each)
            refs.append(json_pointer(name, number) if isinstance(listed, list) else json_pointer(name))
    book = Book(payload, len(days), lambda number: {names[number]: days[number]})
    rows = numbered(refs).with_columns(
        pl.Series("gpu_name_raw", [each.strip() or None for each in names], dtype=pl.String), json_texts(days, "d")
    )
    if unknown := unknown_fields(days, FIELDS):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    rows = book.quarantine(rows, pl.col("gpu_name_raw").is_null(), "no GPU", GpuOffer.TABLE)
    rows = rows.with_columns(effective_from=utc_time(pl.col("d")))
    rows = refuse_times(book, payload, rows, "d", GpuOffer.TABLE)
    points = _points(days, rows)
    book.ignore(rows.join(points, on="record", how="anti"), pl.lit(value=True), "no_price")
    points = refuse_prices(book, points, "written", GpuOffer.TABLE)
    if points.is_empty():
        raise payload.rejected("no price of any day")
    points = without_unchanged(book, points, of=["gpu_name_raw", "instance_type"], value="amount")
    book.observe(
        GpuOffer,
        points.select(
            "record",
            "record_ref",
            "instance_type",
            "gpu_name_raw",
            "effective_from",
            "price_kind",
            provider=pl.lit("vast"),
            gpu_count=pl.lit(1.0),
            purchase_type=pl.lit("on_demand"),
            **usd(pl.col("amount"), pl.lit(1.0), is_per_gpu=True),
        ),
    )
    return book.close()


def _points(days: list[Any], rows: pl.DataFrame) -> pl.DataFrame:
    """One row per figure a day states, null where it is none."""
    found = [
        (record, f"{ref}/{field}", figure, kind, str(days[record][field])[:100], read_figure(days[record][field]))
        for record, ref in rows.select("record", "record_ref").rows()
        for figure, field, kind in FIGURES
        if days[record].get(field) is not None
    ]
    points = pl.DataFrame(found, schema=SCHEMA, orient="row")
    return points.join(rows.drop("record_ref"), on="record", how="inner", maintain_order="left")
