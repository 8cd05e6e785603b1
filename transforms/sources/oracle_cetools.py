"""Oracle's list of cloud products, behind its cost estimator: part numbers with a price and what it is per."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.currency import fx_rate_on, usd_per_currency_unit, why_no_rate
from transforms.payload import Payload
from transforms.prices import read_figure
from transforms.read import json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import GpuOffer

TEXTS = ("partNumber", "displayName", "metricName", "serviceCategory")
FIELDS = frozenset({*TEXTS, "description", "currencyCodeLocalizations"})
AS_YOU_GO = "PAY_AS_YOU_GO"
# Products named after the host or a version, from Oracle's table of GPU shapes, read 2026-10: GPU2, GPU3, GPU4 and
# GPU.A100-v2. B93544, "E4", is in no table of shapes we know.
NAMED_AFTER_HOST = {
    "B88517": ("NVIDIA P100", 16.0),
    "B88518": ("NVIDIA P100", 16.0),
    "B89734": ("NVIDIA V100", 16.0),
    "B92740": ("NVIDIA A100", 40.0),
    "B95907": ("NVIDIA A100", 80.0),  # "A100 - v2"
}
# GPUs of the nodes that are sold whole, from the same table: BM.GPU.A10.64 is the VMware node with 4 A10.
NODES = {"BM.GPU.A10.64": ("NVIDIA A10", 4.0)}
GPU_NAME = r"-\s*GPU\s*-\s*(.+)$"
NODE = r"\b(BM\.GPU\.[A-Z0-9.-]+[0-9])"
COMMITMENTS = {"Hourly": "on_demand", "Monthly": "committed_1m", "1 Year": "committed_1y", "3 Year": "committed_3y"}
COMMITMENT = r"- (Hourly|Monthly|1 Year|3 Year) Commit$"
SCHEMA = pl.Schema(
    {
        "record": pl.UInt32,
        "record_ref": pl.String,
        "currency": pl.String,
        "model": pl.String,
        "amount": pl.Float64,
        "written": pl.String,
        "is_tier": pl.Boolean,
    }
)


def normalise(payload: Payload) -> Batch:
    """Read `{"items": [{"partNumber": "B98415", "displayName": "… - GPU - H100", "metricName": "GPU Per Hour", …}]}`.

    metricName is what a price is per: a GPU and hour, or the hour of a node (VMware: with its licence, for a
    commitment). The same in all regions. `instance_type` is the part number, of a node its shape and the part number.
    Set aside are devices by the day and Cloud@Customer, hardware at the customer's own site that is paid for besides.
    A GPU product that is per something else, or whose name does not say which GPU, is quarantined.
    Raises NormaliseError when there are no products, or none of a GPU with a price.
    """
    items, root = _items(payload)
    book = Book(payload, len(items), lambda number: items[number])
    rows = numbered(json_pointer(*root, number) for number in range(len(items))).with_columns(
        json_texts(items, name) for name in TEXTS
    )
    if unknown := unknown_fields(items, FIELDS):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    rows = book.quarantine(rows, pl.col("displayName").is_null() | pl.col("partNumber").is_null(), "no name or number")
    words = pl.concat_str("displayName", "metricName", separator=" ", ignore_nulls=True)
    rows = book.ignore(rows, ~words.str.contains(r"\bGPUs?\b"), "no_accelerator")
    rows = book.ignore(rows, pl.col("displayName").str.contains("(?i)cloud@customer"), "cloud_at_customer")
    rows = book.ignore(rows, pl.col("metricName").str.contains("(?i)per day"), "device_per_day")
    rows = _products(book, rows)
    offers = _prices(payload, book, rows, items)
    book.observe(GpuOffer, offers)
    batch = book.close()
    if not batch.observation_count:
        raise payload.rejected("no GPU with a price")
    return batch


def _items(payload: Payload) -> tuple[list[Any], tuple[str, ...]]:
    document = read_json(payload)
    root: tuple[str, ...] = ()
    if isinstance(document, dict):
        document, root = document.get("items"), ("items",)
    if not isinstance(document, list) or not document:
        raise payload.rejected("no list of items")
    return document, root


def _products(book: Book, rows: pl.DataFrame) -> pl.DataFrame:
    """What each product is: accelerators, their number, and for how long it is bought."""
    table = GpuOffer.TABLE
    metric = pl.col("metricName").fill_null("nothing").str.to_lowercase()
    rows = book.quarantine(
        rows,
        ~metric.is_in(["gpu per hour", "node per hour"]),
        pl.format("a GPU product per {}", metric),
        table,
    )
    part, named = pl.col("partNumber"), pl.col("displayName").str.extract(GPU_NAME).str.strip_chars()
    hosts = {number: name for number, (name, _) in NAMED_AFTER_HOST.items()}
    host_memory = {number: memory for number, (_, memory) in NAMED_AFTER_HOST.items()}
    node = pl.col("displayName").str.extract(NODE)
    rows = rows.with_columns(is_node=metric == "node per hour", node=node).with_columns(
        gpu_name_raw=pl.when("is_node")
        .then(node.replace_strict({key: name for key, (name, _) in NODES.items()}, default=None))
        .otherwise(
            pl.coalesce(part.replace_strict(hosts, default=None), pl.when(~named.is_in(["E3", "E4"])).then(named))
        ),
        gpu_memory_gib=part.replace_strict(host_memory, default=None, return_dtype=pl.Float64),
        gpu_count=pl.when("is_node")
        .then(node.replace_strict({key: count for key, (_, count) in NODES.items()}, default=None))
        .otherwise(1.0),
        purchase_type=pl.when("is_node")
        .then(pl.col("displayName").str.extract(COMMITMENT).replace_strict(COMMITMENTS, default=None))
        .otherwise(pl.lit("on_demand")),
        instance_type=pl.when("is_node").then(pl.format("{} {}", node, part)).otherwise(part),
        amount_unit=pl.when("is_node").then(pl.lit("hour")).otherwise(pl.lit("gpu_hour")),
    )
    rows = book.quarantine(
        rows, pl.col("gpu_name_raw").is_null(), pl.format("which GPU is in {}?", "displayName"), table
    )
    commits = pl.col("displayName").str.contains("(?i)commit") & ~pl.col("is_node")
    return book.quarantine(
        rows,
        pl.col("purchase_type").is_null() | commits,
        pl.format("for how long is {}?", "displayName"),
        table,
    )


def _prices(payload: Payload, book: Book, rows: pl.DataFrame, items: list[Any]) -> pl.DataFrame:
    """One row per product and price; products without any are set aside."""
    quotes = _quotes(rows, items)
    table = GpuOffer.TABLE
    quotes = book.quarantine(
        quotes,
        ~(pl.col("amount") >= 0).fill_null(value=False),
        pl.format("{} is no price", "written"),
        table,
    )
    quotes = book.quarantine(quotes, pl.col("model") != AS_YOU_GO, pl.format("a price of the model {}", "model"), table)
    quotes = book.quarantine(quotes, pl.col("is_tier"), "a price from a quantity on", table)
    # Where a product is priced in several currencies, the dollars are the list and the others follow it.
    has_usd = (pl.col("currency") == "USD").any().over("record")
    quotes = quotes.filter(~has_usd | (pl.col("currency") == "USD")).filter(pl.col("amount") > 0)
    book.ignore(rows.join(quotes, on="record", how="anti"), pl.lit(value=True), "no_price")
    currency, today = pl.col("currency"), pl.lit(payload.captured_at.date())
    reason = why_no_rate(currency, today)
    quotes = book.quarantine(quotes, reason.is_not_null(), reason, table)
    offers = quotes.join(rows.drop("record_ref"), on="record", how="inner", maintain_order="left")
    rate = usd_per_currency_unit(currency, today)
    usd = pl.col("amount") * rate
    return offers.select(
        "record",
        "record_ref",
        "instance_type",
        "gpu_name_raw",
        "gpu_memory_gib",
        "gpu_count",
        "purchase_type",
        "currency",
        "amount",
        "amount_unit",
        provider=pl.lit("oci"),
        price_kind=pl.lit("listed"),
        usd_per_hour=usd,
        usd_per_gpu_hour=usd / pl.col("gpu_count"),
        usd_per_currency_unit=rate,
        fx_rate_on=fx_rate_on(currency, today),
    )


def _quotes(rows: pl.DataFrame, items: list[Any]) -> pl.DataFrame:
    """The prices of the products, one row each; figures that are none are null."""
    found = []
    for record, ref in rows.select("record", "record_ref").rows():
        for at, local in _objects(items[record].get("currencyCodeLocalizations")):
            for number, price in _objects(local.get("prices")):
                place = f"{ref}/currencyCodeLocalizations/{at}/prices/{number}/value"
                currency, value = local.get("currencyCode"), price.get("value")
                found.append(
                    (
                        record,
                        place,
                        currency if isinstance(currency, str) else None,
                        str(price.get("model")),
                        read_figure(value),
                        str(value),
                        bool(read_figure(price.get("rangeMin"))),
                    )
                )
    return pl.DataFrame(found, schema=SCHEMA, orient="row")


def _objects(value: Any) -> list[tuple[int, dict[str, Any]]]:
    """The objects in a list, each with its place there."""
    listed = value if isinstance(value, list) else []
    return [(at, each) for at, each in enumerate(listed) if isinstance(each, dict)]
