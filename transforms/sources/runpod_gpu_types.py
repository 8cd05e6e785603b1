"""RunPod's GPU types: the GraphQL answer `gpuTypes`, with the price of one GPU for an hour in each of its clouds."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.prices import read_figure
from transforms.read import json_numbers, json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import GpuOffer

# Our name of a price, the cloud it is of, how it is bought, and what the source calls it: GraphQL, and the mirror that
# keys the types by their id (2026-08).
PRICES = (
    ("secure", "on_demand", ("securePrice", "secure")),
    ("community", "marketplace_community", ("communityPrice", "community")),
    ("secure", "spot", ("secureSpotPrice",)),
    ("community", "spot", ("communitySpotPrice",)),
)
# What the API gives for a cloud that does not offer the type: 12 prices of the A2000 (6 GB) to the MI300X (192 GB) on
# 2026-09-29, where the next commonest price stands four times. A real price of 0.5 would stand beside few others.
PLACEHOLDER_USD, PLACEHOLDER_REPEATS = 0.5, 5
MEMORY_FIELDS = ("memoryInGb", "vram")
# Fields of the GraphQL type GpuType that we do not read. The prices for terms are totals or rates, their
# documentation does not say which; lowestPrice depends on what the query asked for.
UNUSED_FIELDS = (
    *("displayName", "name", "manufacturer", "cudaCores", "secureCloud", "communityCloud", "maxGpuCount"),
    *("maxGpuCountSecureCloud", "maxGpuCountCommunityCloud", "minPodGpuCount", "nodeGroupGpuSizes", "throughput"),
    *("oneWeekPrice", "oneMonthPrice", "threeMonthPrice", "sixMonthPrice", "clusterPrice", "lowestPrice"),
    *("__typename", "stockStatus", "nodeGroupDatacenters"),
)


def normalise(payload: Payload) -> Batch:
    """Read `{"data": {"gpuTypes": [{"id": …, "memoryInGb": 80, "securePrice": 2.99, "communityPrice": 0}]}}`.

    Prices are USD per GPU and hour; one type gives an offer per cloud and way of buying, `instance_type` names the
    cloud. Secure is RunPod's own list price; community is its marketplace of other people's machines, and may be
    dearer. 0, null and a repeated 0.5 mean that it is not offered. The type `unknown` is a placeholder of the API.
    The mirror of 2026-08 keys the types by id: `{"NVIDIA L4": {"name": "L4", "vram": 24, "secure": 0.39, …}}`.
    Raises NormaliseError for an answer with errors, or without any type that is offered.
    """
    types, refs = _types(payload)
    known = [*UNUSED_FIELDS, *MEMORY_FIELDS, "id", *(name for _, _, names in PRICES for name in names)]
    book = Book(payload, len(types), lambda number: types[number])
    memory = [json_numbers(types, name) for name in MEMORY_FIELDS]
    rows = numbered(refs).with_columns(
        json_texts(types, "id").alias("gpu_name_raw"), memory[0].fill_null(memory[1]).alias("memory")
    )
    rows = book.quarantine(rows, pl.col("gpu_name_raw").is_null(), "no id", GpuOffer.TABLE)
    rows = book.ignore(rows, pl.col("gpu_name_raw").str.to_lowercase() == "unknown", "placeholder_type")
    if unknown := unknown_fields(types, known):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    quotes = _quotes(types, rows)
    quotes = book.quarantine(
        quotes,
        pl.col("amount").is_null() | (pl.col("amount") < 0),
        pl.format("{} is no price", "written"),
        GpuOffer.TABLE,
    )
    is_placeholder = pl.col("amount") == PLACEHOLDER_USD
    if quotes.filter(is_placeholder).height >= PLACEHOLDER_REPEATS:
        quotes = book.quarantine(
            quotes, is_placeholder, f"{PLACEHOLDER_USD} stands for a cloud that does not offer the type", GpuOffer.TABLE
        )
    offered = quotes.filter(pl.col("amount") > 0)
    book.ignore(rows.join(offered, on="record", how="anti"), pl.lit(value=True), "no_price")
    book.observe(
        GpuOffer,
        offered.select(
            "record",
            "record_ref",
            "gpu_name_raw",
            "instance_type",
            "purchase_type",
            "amount",
            provider=pl.lit("runpod"),
            gpu_memory_gib=pl.when(pl.col("memory") > 0).then("memory"),
            gpu_count=pl.lit(1.0),
            price_kind=pl.lit("listed"),
            usd_per_hour="amount",
            usd_per_gpu_hour="amount",
            currency=pl.lit("USD"),
            amount_unit=pl.lit("gpu_hour"),
            usd_per_currency_unit=pl.lit(1.0),
        ),
    )
    batch = book.close()
    if not batch.observation_count:
        raise payload.rejected("no GPU type with a price")
    return batch


def _types(payload: Payload) -> tuple[list[Any], list[str]]:
    """The GPU types, each with its id, and where they stand."""
    document = read_json(payload)
    if isinstance(document, dict) and document.get("errors"):
        raise payload.rejected(f"the answer holds errors: {str(document['errors'])[:200]}")
    keys: tuple[str, ...] = ()
    for key in ("data", "gpuTypes"):
        if isinstance(document, dict) and key in document:
            document, keys = document[key], (*keys, key)
    if isinstance(document, list) and document:
        return document, [json_pointer(*keys, number) for number in range(len(document))]
    if isinstance(document, dict) and any(isinstance(each, dict) for each in document.values()):
        keyed = [{"id": key, **each} if isinstance(each, dict) else each for key, each in document.items()]
        return keyed, [json_pointer(*keys, key) for key in document]
    raise payload.rejected("no gpuTypes")


def _quotes(types: list[Any], rows: pl.DataFrame) -> pl.DataFrame:
    """One row per price a type states: its figure, null where it is none."""
    found = []
    for record, ref in rows.select("record", "record_ref").rows():
        for cloud, purchase_type, names in PRICES:
            for name in names:
                if (value := types[record].get(name)) is not None:
                    place = f"{ref}{json_pointer(name)}"
                    found.append((record, place, cloud, purchase_type, read_figure(value), str(value)))
    schema = {
        "record": pl.UInt32,
        "record_ref": pl.String,
        "instance_type": pl.String,
        "purchase_type": pl.String,
        "amount": pl.Float64,
        "written": pl.String,
    }
    quotes = pl.DataFrame(found, schema=schema, orient="row")
    return quotes.join(rows.drop("record_ref"), on="record", how="inner", maintain_order="left")
