"""gpu-observations: least, median and highest price per GPU at six sellers, as one tracker reads their lists."""

from __future__ import annotations

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import csv_record, decimal, read_csv
from transforms.schemas import GpuOffer
from transforms.trackers import instant, observe_quotes, provider

REQUIRED = ("provider", "gpu_model", "gpu_count", "rental_type", "price_min_usd", "price_max_usd")
OPTIONAL = ("date", "region", "fetched_at")
UNUSED = ("price_median_usd", "n_offers", "source_url", "record", "record_ref")
PURCHASES = {"on_demand": "on_demand", "ondemand": "on_demand", "spot": "spot", "reserved_1y": "reserved_1y"}
MARKETPLACES = ("vast",)
# Highest over least price of one product at a seller with a price list: 1.08 (H100 SXM of Lambda, by count of GPUs).
# Above this bound several products stand under one name: Lambda's "A100_SXM_40GB" is 0.79 (V100) to 2.79 (A100 80 GB).
MOST_SPREAD = 1.25


def normalise(payload: Payload) -> Batch:
    """Read `date,provider,gpu_model,gpu_count,region,rental_type,price_min_usd,…,fetched_at`.

    Prices are USD per GPU and hour, of machines with gpu_count of them; `effective_from` is when the list was read.
    The least price is kept, as `from` where it is not the only one. For RunPod `region` is its cloud: secure, or
    community (also written "any": 5.98 for B200, above secure's 5.49); for Vast, `spot` is the least bid.
    Raises NormaliseError for what is no such CSV, or has no price.
    """
    table = read_csv(payload, required=REQUIRED)
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    table_ = table.with_columns(pl.lit(None, pl.String).alias(each) for each in OPTIONAL if each not in table.columns)
    bought = pl.col("rental_type").str.strip_chars().str.to_lowercase().str.replace_all("-", "_")
    rows = table_.with_columns(
        provider(table_["provider"]),
        bought=bought.replace_strict(PURCHASES, default=None, return_dtype=pl.String),
        effective_from=pl.coalesce(instant("fetched_at"), instant("date")),
        least=decimal("price_min_usd"),
        highest=decimal("price_max_usd"),
    )
    if unknown := sorted(set(table.columns) - {*REQUIRED, *OPTIONAL, *UNUSED}):
        book.quarantine(rows.head(1), pl.lit(value=True), f"columns not known: {', '.join(unknown)}")
    rows = book.quarantine(rows, pl.col("effective_from").is_null(), "no time")
    rows = book.quarantine(
        rows,
        ~pl.col("provider").is_in(MARKETPLACES) & (pl.col("highest") > MOST_SPREAD * pl.col("least")),
        pl.format("prices from {} to {} under one name: of several products", "price_min_usd", "price_max_usd"),
        GpuOffer.TABLE,
    )
    is_runpod, region = pl.col("provider") == "runpod", pl.col("region").str.strip_chars()
    is_community = is_runpod & (region != "secure")
    code = pl.when(~is_runpod & region.str.contains(r"^(?:[A-Z]{2}|us)$")).then(region.str.to_uppercase())
    is_on_demand = pl.col("bought") == "on_demand"
    observe_quotes(
        book,
        rows.select(
            "record",
            "provider",
            "effective_from",
            record_ref=pl.format("{}, column price_min_usd", "record_ref"),
            region=pl.when(~is_runpod).then(region),
            instance_type=pl.when(is_runpod).then(pl.when(is_community).then(pl.lit("community")).otherwise(region)),
            gpu_name_raw=pl.col("gpu_model").str.strip_chars().replace("", None),
            gpu_count=decimal("gpu_count"),
            purchase_type=pl.when(is_on_demand & is_community)
            .then(pl.lit("marketplace_community"))
            .when((pl.col("bought") == "spot") & (pl.col("provider") == "vast"))
            .then(pl.lit("bid"))
            .otherwise("bought"),
            price_kind=pl.when(pl.col("highest") > pl.col("least")).then(pl.lit("from")).otherwise(pl.lit("listed")),
            country_code=pl.when(code != "EU").then(code),
            written="price_min_usd",
            currency=pl.lit("USD"),
            amount_unit=pl.lit("gpu_hour"),
        ),
    )
    batch = book.close()
    if not batch.observation_count:
        raise payload.rejected("no price")
    return batch
