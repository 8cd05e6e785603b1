"""gpu_price_track: a growing CSV of the price pages of Lambda and RunPod, read twice a day by one tracker."""

from __future__ import annotations

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import csv_record, read_csv
from transforms.trackers import instant, observe_quotes, provider

REQUIRED = ("observed_at_utc", "provider", "market", "gpu_model", "price_usd_per_gpu_hour")
OPTIONAL = ("raw_label", "notes")
UNUSED = ("source_url", "availability_count", "record", "record_ref")
# RunPod's page of pods shows the prices of its secure cloud, whatever the tracker calls the market: 3.29 for H100 SXM
# and 0.74 for RTX 4090 in 2026-08 are those of its own API.
MARKETS = {
    "on-demand": "on_demand",
    "on_demand": "on_demand",
    "pods-community-secure-cloud": "on_demand",
    "spot": "spot",
}
# A row of Lambda's table as one text: "NVIDIA A100 PCIe 40 GB 120 900 GiB 1 TiB SSD", vCPUs and RAM of the machine.
TABLE_ROW = r"^(?P<name>.+?) (?P<vram>[0-9.]+) GB (?P<vcpus>[0-9]+) (?P<ram>[0-9.]+) GiB .*SSD$"
NOTES_VRAM = r"^([0-9.]+) GB VRAM"


def normalise(payload: Payload) -> Batch:
    """Read `observed_at_utc,provider,market,gpu_model,price_usd_per_gpu_hour,…,raw_label,notes`.

    Prices are USD per GPU and hour, `effective_from` is when the page was read. gpu_model leaves out what tells
    products apart (RTX 6000 is Quadro, Ada or Pro): the name is that of raw_label. Lambda's machines of one GPU differ
    in price by size, and how many GPUs they hold is not said: the row is the offer's `instance_type`, the price that
    of one GPU in it.
    Raises NormaliseError for what is no such CSV, or has no price.
    """
    table = read_csv(payload, required=REQUIRED)
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    filled = table.with_columns(pl.lit(None, pl.String).alias(each) for each in OPTIONAL if each not in table.columns)
    label = pl.col("raw_label").str.strip_chars().replace("", None)
    cells = label.str.extract_groups(TABLE_ROW)
    vram = pl.coalesce(cells.struct.field("vram"), pl.col("notes").str.extract(NOTES_VRAM))
    rows = filled.with_columns(
        provider(table["provider"]),
        effective_from=instant("observed_at_utc"),
        gpu_name_raw=pl.coalesce(cells.struct.field("name"), label, pl.col("gpu_model").str.strip_chars()),
        gpu_memory_gib=vram.cast(pl.Float64, strict=False),
        instance_type=pl.when(cells.struct.field("name").is_not_null()).then(label),
        purchase_type=pl.col("market")
        .str.strip_chars()
        .str.to_lowercase()
        .replace_strict(MARKETS, default=None, return_dtype=pl.String),
    )
    if unknown := sorted(set(table.columns) - {*REQUIRED, *OPTIONAL, *UNUSED}):
        book.quarantine(rows.head(1), pl.lit(value=True), f"columns not known: {', '.join(unknown)}")
    rows = book.quarantine(
        rows, pl.col("effective_from").is_null(), pl.format("{} is no time", pl.col("observed_at_utc").fill_null("''"))
    )
    observe_quotes(
        book,
        rows.select(
            "record",
            "record_ref",
            "provider",
            "effective_from",
            "gpu_name_raw",
            "gpu_memory_gib",
            "instance_type",
            "purchase_type",
            gpu_count=pl.lit(1.0),
            written="price_usd_per_gpu_hour",
            currency=pl.lit("USD"),
            amount_unit=pl.lit("gpu_hour"),
        ),
    )
    batch = book.close()
    if not batch.observation_count:
        raise payload.rejected("no price")
    return batch
