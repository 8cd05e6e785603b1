"""GPU price dashboard of India: one JSON of prices per GPU at many sellers, most in USD, Indian clouds also in INR."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import json_numbers, json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import GpuOffer
from transforms.trackers import observe_quotes, provider, written

FIELDS = """
provider provider_type gpu gpu_label vram_gb billing region country currency usd_per_hr inr_per_hr num_gpus reliability
source source_kind url fetched_at as_of note
"""
# How it is bought, and RunPod's cloud, as in its own API.
BILLING: dict[str, tuple[str, str | None]] = {
    "on-demand": ("on_demand", None),
    "secure": ("on_demand", "secure"),
    "community": ("marketplace_community", "community"),
    "spot": ("spot", None),
}
# The tracker writes other products under these names; memory tells them apart: "RTX 6000 Pro (Blackwell)" of 24, 32 and
# 48 GB at RunPod is RTX PRO 4000, 4500 and 5000 (2026-08-20).
LEAST_GB = {"RTX 6000 Pro": 90.0, "H200": 140.0, "H100": 79.0, "B200": 170.0, "B300": 250.0, "MI300X": 190.0}

# Google's own rows are the least of a GPU's prices: A100 1.6136, H100 4.2008 and H200 4.5753 (2026-08-22) are those of
# "DWS Defined Duration" machines in its price list, without the host.
GOOGLE_ALONE = "gpu_without_its_host_at_a_flexible_start"


def normalise(payload: Payload) -> Batch:
    """Read `{"generated_at": …, "fx": {…}, "prices": [{"provider": "Vast.ai", "gpu_label": "L4", "usd_per_hr": …}]}`.

    Prices are per GPU and hour and stand in both currencies; `currency` says which one the seller quotes, the other
    figure is the tracker's conversion and is not read. `as_of` and `fetched_at` are when it looked, not since when a
    price holds. Several machines of Vast's marketplace in one place: the cheapest stands; its spot price is the
    least bid. `cheapest_by_gpu` repeats rows.
    Raises NormaliseError for what is no such document, or has no price.
    """
    document = read_json(payload)
    prices = document.get("prices") if isinstance(document, dict) else None
    if not isinstance(prices, list) or not prices:
        raise payload.rejected("no list of prices")
    book = Book(payload, len(prices), lambda number: prices[number])
    rows = _rows(prices)
    rows = book.quarantine(rows, ~pl.col("is_object"), "no object")
    if unknown := unknown_fields(prices, FIELDS.split()):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    rows = book.quarantine(
        rows,
        pl.col("gpu_count") != 1,
        pl.format("{} GPUs: whether the price is of one or of all is not said", "gpu_count"),
        GpuOffer.TABLE,
    )
    rows = book.ignore(rows, (pl.col("provider") == "gcp") & (pl.col("source") == "gcp"), GOOGLE_ALONE)
    least = pl.col("gpu").replace_strict(LEAST_GB, default=0.0, return_dtype=pl.Float64)
    rows = book.quarantine(
        rows,
        pl.col("gpu_memory_gib") < least,
        pl.format("{} has not {} GB: another product", "gpu_name_raw", "gpu_memory_gib"),
        GpuOffer.TABLE,
    )
    observe_quotes(book, rows.drop("is_object", "gpu", "source"), keeps_cheapest=True)
    batch = book.close()
    if not batch.observation_count:
        raise payload.rejected("no price")
    return batch


def _rows(prices: list[Any]) -> pl.DataFrame:
    frame = numbered(json_pointer("prices", number) for number in range(len(prices)))
    texts = {name: json_texts(prices, name) for name in ("provider", "gpu", "gpu_label", "region", "country")}
    billing = json_texts(prices, "billing").str.to_lowercase()
    known = [BILLING.get(each, (None, None)) if each else (None, None) for each in billing.to_list()]
    slugs = provider(texts["provider"])
    memory = json_numbers(prices, "vram_gb")
    frame = frame.with_columns(
        slugs,
        texts["gpu"],
        texts["region"],
        json_texts(prices, "source"),
        is_object=pl.Series([isinstance(each, dict) for each in prices], dtype=pl.Boolean),
        gpu_name_raw=texts["gpu_label"].fill_null(texts["gpu"]),
        gpu_count=json_numbers(prices, "num_gpus"),
        gpu_memory_gib=memory,
        instance_type=pl.Series([product for _, product in known], dtype=pl.String),
        bought=pl.Series([bought for bought, _ in known], dtype=pl.String),
        currency=json_texts(prices, "currency").str.to_uppercase(),
        usd=written(prices, "usd_per_hr"),
        inr=written(prices, "inr_per_hr"),
        country=texts["country"],
        amount_unit=pl.lit("gpu_hour"),
    )
    is_bid = (pl.col("bought") == "spot") & (pl.col("provider") == "vast")
    code = pl.col("country").str.extract(r"^([A-Z]{2})$")
    return frame.with_columns(
        gpu_memory_gib=pl.when(pl.col("gpu_memory_gib") > 0).then("gpu_memory_gib"),
        purchase_type=pl.when(is_bid).then(pl.lit("bid")).otherwise("bought"),
        country_code=pl.when(~code.is_in(["EU", "UK"])).then(code),
        written=pl.when(pl.col("currency") == "INR").then("inr").when(pl.col("currency") == "USD").then("usd"),
    ).drop("bought", "country", "usd", "inr")
