"""Prime Intellect's availability API: what other clouds offer through it, one object per offer."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.currency import fx_rate_on, usd_per_currency_unit, why_no_rate
from transforms.payload import Payload
from transforms.prices import read_figure
from transforms.read import json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import GpuOffer

TEXTS = ("cloudId", "gpuType", "socket", "provider", "dataCenter", "country", "region", "stockStatus", "security")
UNUSED_FIELDS = frozenset(
    {
        *("disk", "sharedDisk", "internetSpeed", "interconnect", "interconnectType", "provisioningTime", "images"),
        *("providerType", "isCluster", "nodesCount", "uptime", "description"),
    }
)
FIELDS = UNUSED_FIELDS | {*TEXTS, "gpuCount", "gpuMemory", "vcpu", "memory", "prices", "isSpot", "prepaidTime"}
PRICE_FIELDS = frozenset({"onDemand", "communityPrice", "isVariable", "currency"})
# Its names of clouds that have another one of their own.
CLOUDS = {"lambdalabs": "lambda", "crusoecloud": "crusoe"}
AVAILABLE = {"Available": True, "High": True, "Medium": True, "Low": True, "Unavailable": False}
QUOTE_SCHEMA = pl.Schema(
    {"record": pl.UInt32, "record_ref": pl.String, "field": pl.String, "amount": pl.Float64, "written": pl.String}
)


def normalise(payload: Payload) -> Batch:
    """Read `{"A100_80GB": [{"cloudId": …, "provider": "runpod", "gpuCount": 8, "prices": {"onDemand": 15.1}}, …]}`,
    or, since 2025, `{"items": [offer, …], "totalCount": 950}`.

    Prices are per hour of the whole offer, disk included; `communityPrice` is that of machines of other people. What
    is paid in advance (`prepaidTime`) is a commitment. gpuMemory is of all GPUs; the memory of one is read from the
    type ("A100_80GB"). `gpu_name_raw` is type and socket; `provider` is the cloud behind the offer.
    A page after the last, with no items of a totalCount, is empty. Raises NormaliseError for anything else without an
    offer that has a price.
    """
    offers, refs, is_beyond = _offers(payload)
    book = Book(payload, len(offers), lambda number: offers[number])
    if is_beyond:
        return book.close()
    rows = _read(offers, refs)
    prices = [each.get("prices") for each in offers if isinstance(each, dict)]
    for unknown in (unknown_fields(offers, FIELDS), unknown_fields(prices, PRICE_FIELDS)):
        if unknown:
            book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    table = GpuOffer.TABLE
    rows = book.ignore(rows, (pl.col("gpu_count") == 0) | pl.col("gpuType").str.starts_with("CPU"), "no_accelerator")
    rows = book.quarantine(rows, pl.col("gpuType").is_null(), "no type of GPU", table)
    rows = book.quarantine(rows, pl.col("provider").is_null(), "no provider", table)
    rows = book.quarantine(rows, ~(pl.col("gpu_count") > 0).fill_null(value=False), "no count of GPUs", table)
    quotes = _quotes(offers, rows)
    quotes = book.quarantine(
        quotes,
        ~(pl.col("amount") >= 0).fill_null(value=False),
        pl.format("{} is no price", "written"),
        table,
    )
    quotes = quotes.filter(pl.col("amount") > 0)
    book.ignore(rows.join(quotes, on="record", how="anti"), pl.lit(value=True), "no_price")
    currency, today = pl.col("currency"), pl.lit(payload.captured_at.date())
    reason = why_no_rate(currency, today)
    quotes = book.quarantine(quotes, reason.is_not_null(), reason, table)
    book.observe(GpuOffer, _observed(quotes, currency, today))
    batch = book.close()
    if not batch.observation_count:
        raise payload.rejected("no offer with a price")
    return batch


def _offers(payload: Payload) -> tuple[list[Any], list[str], bool]:
    """The offers, where they stand, and whether this is a page after the last."""
    document = read_json(payload)
    if isinstance(document, dict) and isinstance(document.get("items"), list):
        items = document["items"]
        total = read_figure(document.get("totalCount"))
        if not items and total:
            return [], [], True
        document = {"items": items}
    lists = document if isinstance(document, dict) else {}
    offers, refs = [], []
    for name, listed in lists.items():
        for number, each in enumerate(listed if isinstance(listed, list) else []):
            offers.append(each)
            refs.append(json_pointer(name, number))
    if not offers:
        raise payload.rejected("no offers")
    return offers, refs, False


def _read(offers: list[Any], refs: list[str]) -> pl.DataFrame:
    """The fields we use, one row per offer, typed; what is absent or of another type is null."""
    objects = [each if isinstance(each, dict) else {} for each in offers]

    def inner(name: str) -> list[dict[str, Any]]:
        return [value if isinstance(value := each.get(name), dict) else {} for each in objects]

    def numbers(name: str, records: list[dict[str, Any]], key: str) -> pl.Series:
        return pl.Series(name, [read_figure(each.get(key)) for each in records], dtype=pl.Float64)

    def flags(name: str, records: list[dict[str, Any]]) -> pl.Series:
        values = [each.get(name) for each in records]
        return pl.Series(name, [each if isinstance(each, bool) else None for each in values], dtype=pl.Boolean)

    rows = numbered(refs).with_columns(
        *(json_texts(objects, name) for name in TEXTS),
        json_texts(inner("prices"), "currency"),
        numbers("gpu_count", objects, "gpuCount"),
        numbers("vcpus", inner("vcpu"), "defaultCount"),
        numbers("memory_gib", inner("memory"), "defaultCount"),
        numbers("prepaidTime", objects, "prepaidTime"),
        flags("isSpot", objects),
        flags("isVariable", inner("prices")),
    )
    name = pl.col("provider").str.to_lowercase()
    socket = pl.col("socket").fill_null("")
    is_named = pl.col("gpuType").str.to_lowercase().str.contains(socket.str.to_lowercase(), literal=True)
    return rows.with_columns(
        *(pl.when(pl.col(column) > 0).then(pl.col(column)) for column in ("vcpus", "memory_gib")),
        gpu_name_raw=pl.when(is_named).then("gpuType").otherwise(pl.format("{} {}", "gpuType", socket)),
        gpu_memory_gib=pl.col("gpuType").str.extract(r"_([0-9]+)GB").cast(pl.Float64, strict=False),
        cloud=name.replace(CLOUDS).str.replace_all(r"[^a-z0-9._-]+", "-"),
        country_code=pl.col("country").str.extract(r"^([A-Z]{2})$"),
        is_available=pl.col("stockStatus").replace_strict(AVAILABLE, default=None, return_dtype=pl.Boolean),
        is_community=pl.col("security") == "community_cloud",
        is_prepaid=pl.col("prepaidTime").fill_null(0) > 0,
    )


def _quotes(offers: list[Any], rows: pl.DataFrame) -> pl.DataFrame:
    """One row per price an offer states: its figure, null where it is none."""
    found: list[tuple[object, ...]] = []
    for record, ref in rows.select("record", "record_ref").rows():
        prices = offers[record].get("prices")
        stated = prices if isinstance(prices, dict) else {}
        found.extend(
            (record, f"{ref}/prices/{field}", field, read_figure(stated[field]), str(stated[field]))
            for field in ("onDemand", "communityPrice")
            if stated.get(field) is not None
        )
    quotes = pl.DataFrame(found, schema=QUOTE_SCHEMA, orient="row")
    return quotes.join(rows.drop("record_ref"), on="record", how="inner", maintain_order="left")


def _observed(quotes: pl.DataFrame, currency: pl.Expr, today: pl.Expr) -> pl.DataFrame:
    rate = usd_per_currency_unit(currency, today)
    usd = pl.col("amount") * rate
    is_community = pl.col("is_community").fill_null(value=False) | (pl.col("field") == "communityPrice")
    return quotes.select(
        "record",
        "record_ref",
        "gpu_name_raw",
        "gpu_memory_gib",
        "gpu_count",
        "country_code",
        "is_available",
        "currency",
        "amount",
        "vcpus",
        "memory_gib",
        provider="cloud",
        region=pl.coalesce("region", "country"),
        zone="dataCenter",
        instance_type="cloudId",
        purchase_type=pl.when(pl.col("isSpot"))
        .then(pl.lit("spot"))
        .when("is_prepaid")
        .then(pl.lit("committed"))
        .when(is_community)
        .then(pl.lit("marketplace_community"))
        .otherwise(pl.lit("on_demand")),
        price_kind=pl.when(pl.col("isVariable")).then(pl.lit("variable")).otherwise(pl.lit("listed")),
        usd_per_hour=usd,
        usd_per_gpu_hour=usd / pl.col("gpu_count"),
        amount_unit=pl.lit("hour"),
        usd_per_currency_unit=rate,
        fx_rate_on=fx_rate_on(currency, today),
    )
