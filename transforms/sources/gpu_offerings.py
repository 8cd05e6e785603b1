"""gpu-offerings: a hand-kept JSON list of what a GPU costs at 21 sellers, each row with the day it was looked up."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import json_numbers, json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import GpuOffer
from transforms.trackers import instant, observe_quotes, provider, written

FIELDS = """
id provider_id gpu_model gpu_brand vram_gb interconnect tier is_spot price_usd_hour vcpu ram_gb notes source_url
collected_at caveats
"""
TIERS = {
    "on-demand": "on_demand",
    "secure": "on_demand",
    "prototyping": "on_demand",
    "production": "on_demand",
    "spot": "spot",
    "community": "marketplace_community",
    "marketplace": "marketplace_community",
}
PLAIN_TIERS = ("on-demand", "spot")
# Words of the caveats: what the tracker worked out itself is no offer; what costs extra or is the least of several is a
# lower bound.
ESTIMATED = r"(?i)\bestimated\b"
LOWER_BOUND = r"(?i)billed separately|\bmin (?:price|live)|cheapest (?:host|live)|\$[0-9.]+[–-]\$[0-9.]+ across"


def normalise(payload: Payload) -> Batch:
    """Read `[{"id": "runpod-l40s-community", "provider_id": "runpod", "gpu_model": …, "price_usd_hour": 0.79, …}]`.

    Prices are USD per GPU and hour, also of GPUs sold by the node; `effective_from` is `collected_at`. `instance_type`
    is the product line within a seller: Dataoorts' series (from the id), Vultr's bare metal, else the tier where it is
    one of the seller's own. Rows whose caveats say that the figure is estimated are set aside.
    Raises NormaliseError for what is no such list, or has no price.
    """
    offers = read_json(payload)
    if not isinstance(offers, list) or not any(isinstance(each, dict) and "gpu_model" in each for each in offers):
        raise payload.rejected("no list of offerings")
    book = Book(payload, len(offers), lambda number: offers[number])
    rows = _rows(offers)
    rows = book.quarantine(rows, ~pl.col("is_object"), "no object")
    if unknown := unknown_fields(offers, FIELDS.split()):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    rows = book.ignore(rows, pl.col("caveats").str.contains(ESTIMATED), "estimated_by_the_tracker")
    rows = book.quarantine(rows, pl.col("effective_from").is_null(), "no day of collection", GpuOffer.TABLE)
    tier, line = pl.col("tier"), pl.col("id").str.extract(r"^dataoorts-(nova|x-series|yotta|orion|[a-z]+)-")
    is_metal = pl.col("id").str.contains("bare-metal", literal=True)
    observe_quotes(
        book,
        rows.with_columns(
            instance_type=pl.when(is_metal)
            .then(pl.lit("bare-metal"))
            .when(line.is_not_null())
            .then(line)
            .when(~tier.is_in(PLAIN_TIERS))
            .then(tier),
            purchase_type=tier.replace_strict(TIERS, default=None, return_dtype=pl.String),
            price_kind=pl.when(pl.col("caveats").str.contains(LOWER_BOUND))
            .then(pl.lit("from"))
            .otherwise(pl.lit("listed")),
            gpu_memory_gib=pl.when(pl.col("vram") > 0).then("vram"),
            vcpus=pl.when(pl.col("vcpus") > 0).then("vcpus"),
            memory_gib=pl.when(pl.col("memory_gib") > 0).then("memory_gib"),
        ).drop("id", "tier", "vram", "caveats", "is_object", "collected_at"),
    )
    batch = book.close()
    if not batch.observation_count:
        raise payload.rejected("no price")
    return batch


def _rows(offers: list[Any]) -> pl.DataFrame:
    caveats = [each.get("caveats") if isinstance(each, dict) else None for each in offers]
    return (
        numbered(json_pointer(number) for number in range(len(offers)))
        .with_columns(
            provider(json_texts(offers, "provider_id")),
            json_texts(offers, "id"),
            json_texts(offers, "tier").str.to_lowercase(),
            json_texts(offers, "collected_at"),
            is_object=pl.Series([isinstance(each, dict) for each in offers], dtype=pl.Boolean),
            gpu_name_raw=json_texts(offers, "gpu_model"),
            vram=json_numbers(offers, "vram_gb"),
            vcpus=json_numbers(offers, "vcpu"),
            memory_gib=json_numbers(offers, "ram_gb"),
            caveats=pl.Series(
                ["; ".join(map(str, each)) if isinstance(each, list) else str(each or "") for each in caveats],
                dtype=pl.String,
            ),
            written=written(offers, "price_usd_hour"),
            gpu_count=pl.lit(1.0),
            currency=pl.lit("USD"),
            amount_unit=pl.lit("gpu_hour"),
        )
        .with_columns(effective_from=instant("collected_at"))
    )
