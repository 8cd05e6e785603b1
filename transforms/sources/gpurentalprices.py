"""gpurentalprices.com: a daily snapshot of what one GPU costs per hour at some thirty clouds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.price_series import refuse_prices, slug, usd, utc_time
from transforms.prices import read_count, read_figure
from transforms.read import json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import GpuOffer

TEXTS = ("provider", "gpu", "kind", "source_url", "fetched_at", "instance", "region", "availability")
UNUSED_FIELDS = frozenset(
    {*("gpu_count_reported", "ram_label", "disk_label", "cpu_label", "source_quote", "vcpus_label", "network_label")}
)
FIELDS = UNUSED_FIELDS | {*TEXTS, "usd_hr", "vram_gb", "min_gpus", "commitment"}
# How each kind is bought, and what else it says of the offer. RunPod's secure cloud is RunPod's own list price.
KINDS = {
    "on-demand": ("on_demand", None),
    "secure": ("on_demand", "secure"),
    "serverless": ("on_demand", "serverless"),
    "spot": ("spot", None),
    "community": ("marketplace_community", "community"),
    "marketplace": ("marketplace_community", None),
}
AVAILABLE = {"in-stock": True, "out-of-stock": False}
# A price the tracker could not look up again is carried forward; one older than this is no longer the cloud's.
OLDEST = timedelta(days=7)
# Google's page of accelerators, and offers that say so: the price is of the GPU alone, the machine comes on top.
GPU_ALONE_URL = "cloud.google.com/compute/gpus-pricing"
GPU_ALONE = r"(?i)\bGPU (?:rate|price) only\b"
# Names that were put on other products until 2026-07-24: A4000 (16) under a40, PRO 4000 and 5000 (24, 48) under
# rtx-pro-6000, an H100 PCIe with NVLink (80) under h100-nvl. These are made with this memory only.
ONLY_GB = {
    **dict.fromkeys(("t4", "rtx-a4000", "rtx-5080"), 16.0),
    **dict.fromkeys(("a10", "a30", "l4", "rtx-a5000", "rtx-3090", "rtx-3090-ti", "rtx-4090"), 24.0),
    **dict.fromkeys(("a40", "l40", "l40s", "rtx-a6000", "rtx-6000-ada"), 48.0),
    "rtx-5090": 32.0,
    "h100-nvl": 94.0,
    "mi300x": 192.0,
    **dict.fromkeys(("rtx-pro-6000", "rtx-pro-6000-maxq", "rtx-pro-6000-server", "rtx-pro-6000-wk"), 96.0),
}
MEMORY_IN_NAME = r"^[a-z]+[0-9]+-(?:pcie|sxm[0-9]?)-([0-9]+)$"


def normalise(payload: Payload) -> Batch:
    """Read `{"date": …, "offers": [{"provider": "runpod", "gpu": "h100-sxm", "usd_hr": 2.69, "kind": "secure", …}]}`.

    usd_hr is USD per GPU and hour, whatever the machine holds; `min_gpus` is the least number of GPUs it is sold in,
    1 where none is stated. A snapshot is what is on display: fetched_at says when it was looked up, not since when it
    holds. Where the tracker gives one GPU of a cloud several prices (variants it does not tell apart, until 2026-07),
    none is used. Raises NormaliseError when the payload is no such document, or has no offer with a price.
    """
    document = read_json(payload)
    offers = document.get("offers") if isinstance(document, dict) else document
    if not isinstance(offers, list) or not offers:
        raise payload.rejected("no list of offers")
    root = ("offers",) if isinstance(document, dict) else ()
    book = Book(payload, len(offers), lambda number: offers[number])
    rows = _read(offers, numbered(json_pointer(*root, number) for number in range(len(offers))))
    if unknown := unknown_fields(offers, FIELDS):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    rows = _refuse(book, payload, rows)
    if rows.is_empty():
        raise payload.rejected("no offer with a price")
    memory = pl.when(pl.col("vram_gb") > 0).then(pl.col("vram_gb"))
    book.observe(
        GpuOffer,
        rows.select(
            "record",
            "provider",
            "region",
            "instance_type",
            "gpu_count",
            "purchase_type",
            "price_kind",
            "is_available",
            record_ref=pl.col("record_ref") + "/usd_hr",
            gpu_name_raw="gpu",
            gpu_memory_gib=memory,
            **usd(pl.col("amount"), pl.col("gpu_count"), is_per_gpu=True),
        ),
    )
    return book.close()


def _read(offers: list[Any], rows: pl.DataFrame) -> pl.DataFrame:
    """The fields we use, one row per offer, typed; what is absent or of another type is null."""
    objects = [each if isinstance(each, dict) else {} for each in offers]
    terms = [each.get("commitment") for each in objects]
    months = [read_count(each.get("months")) if isinstance(each, dict) else None for each in terms]
    written = [each.get("usd_hr") for each in objects]
    kind = pl.col("kind").str.to_lowercase()
    bought = pl.Series(list(KINDS), dtype=pl.String)
    rows = rows.with_columns(
        *(json_texts(objects, name) for name in TEXTS),
        *(
            pl.Series(name, [read_figure(each.get(name)) for each in objects], dtype=pl.Float64)
            for name in ("vram_gb", "min_gpus")
        ),
        pl.Series("amount", [read_figure(each) for each in written], dtype=pl.Float64),
        pl.Series("written", [None if each is None else str(each)[:100] for each in written], dtype=pl.String),
        pl.Series("months", months, dtype=pl.Int64),
        pl.Series("says_count", [each.get("min_gpus") is not None for each in objects], dtype=pl.Boolean),
    )
    term = (
        pl.when((pl.col("months") > 0) & (pl.col("months") % 12 == 0))
        .then(pl.format("reserved_{}y", pl.col("months") // 12))
        .when(pl.col("months") > 0)
        .then(pl.format("reserved_{}m", "months"))
    )
    label = kind.replace_strict(
        bought, pl.Series([each[1] for each in KINDS.values()], dtype=pl.String), default=None, return_dtype=pl.String
    )
    is_alone = pl.col("source_url").str.contains(GPU_ALONE_URL, literal=True).fill_null(value=False) | (
        pl.col("instance").str.contains(GPU_ALONE).fill_null(value=False)
    )
    said = pl.concat_str(label, "instance", separator=" ", ignore_nulls=True)
    return rows.with_columns(
        provider=slug(pl.col("provider")),
        purchase_type=pl.when(kind == "reserved")
        .then(term)
        .otherwise(
            kind.replace_strict(
                bought,
                pl.Series([each[0] for each in KINDS.values()], dtype=pl.String),
                default=None,
                return_dtype=pl.String,
            )
        ),
        instance_type=pl.when(said != "").then(said),
        gpu_count=pl.when("says_count").then("min_gpus").otherwise(1.0),
        price_kind=pl.when(is_alone).then(pl.lit("from")).otherwise(pl.lit("listed")),
        is_available=pl.col("availability").replace_strict(AVAILABLE, default=None, return_dtype=pl.Boolean),
        looked_up=utc_time(pl.col("fetched_at")),
        memory_in_name=pl.col("gpu")
        .str.extract(MEMORY_IN_NAME)
        .cast(pl.Float64, strict=False)
        .fill_null(pl.col("gpu").replace_strict(ONLY_GB, default=None, return_dtype=pl.Float64)),
    )


def _refuse(book: Book, payload: Payload, rows: pl.DataFrame) -> pl.DataFrame:
    table = GpuOffer.TABLE
    rows = book.ignore(rows, pl.col("written").is_null() & pl.col("gpu").is_not_null(), "no_price")
    rows = refuse_prices(book, rows, "written", table)
    rows = book.quarantine(rows, pl.col("provider").is_null(), "no provider", table)
    rows = book.quarantine(rows, pl.col("gpu").is_null(), "no GPU", table)
    rows = book.quarantine(
        rows,
        pl.col("purchase_type").is_null(),
        pl.format(
            "cannot tell how it is bought: {}, for {} months",
            *(pl.col(name).cast(pl.String).fill_null("nothing") for name in ("kind", "months")),
        ),
        table,
    )
    rows = book.quarantine(
        rows, ~(pl.col("gpu_count") > 0).fill_null(value=False), "min_gpus is no number of GPUs", table
    )
    rows = book.quarantine(
        rows,
        pl.col("memory_in_name") != pl.col("vram_gb"),
        pl.format("{} with {} GB: two products", "gpu", pl.col("vram_gb").cast(pl.Int64, strict=False)),
        table,
    )
    oldest = pl.lit(payload.captured_at - OLDEST, dtype=pl.Datetime("us", "UTC"))
    rows = book.ignore(rows, pl.col("looked_up") < oldest, "not_looked_up_for_a_week")
    key = ["provider", "region", "instance_type", "gpu", "vram_gb", "gpu_count", "purchase_type"]
    return book.quarantine(
        rows,
        pl.col("amount").n_unique().over(key) > 1,
        "the tracker gives this offer several prices: variants it does not tell apart",
        table,
    )
