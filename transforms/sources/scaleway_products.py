"""Scaleway's instances: its product catalogue, its list of server types, and recordings that hold both."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import yaml

from transforms.batch import Batch, Book, numbered
from transforms.currency import fx_rate_on, usd_per_currency_unit, why_no_rate
from transforms.payload import Payload
from transforms.prices import SIGNIFICANT_DIGITS, read_figure
from transforms.read import json_pointer, read_json, unknown_fields
from transforms.regions import country_code
from transforms.schemas import GpuOffer

PRODUCT_FIELDS = """
badges description end_of_growth_at end_of_life_at environmental_impact_estimation locality price product
product_category properties service_category sku status unit_of_measure variant
"""
SERVER_FIELDS = """
alt_names arch baremetal block_bandwidth capabilities end_of_service gpu gpu_info hourly_price mig_profile monthly_price
ncpus network per_volume_constraint ram scratch_storage_max_size scratch_storage_max_volumes_count volumes_constraint
"""
# The list of servers has no currency and, until its gpu_info, no name of the GPU: Scaleway bills in euros, and RENDER-S
# is the P100 its catalogue names in 2026.
CURRENCY_OF_SERVERS = "EUR"
UNNAMED_GPUS = {"RENDER-S": ("P100", 16.0)}
UNITS_PER_HOUR = {"second": 3600.0, "minute": 60.0, "hour": 1.0, "day": 1 / 24}
NO_LONGER_SOLD = frozenset({"retired", "end_of_sale", "end_of_life"})
AVAILABLE = {"available": True, "scarce": True, "shortage": False}
ZONE = re.compile(r"\b([a-z]{2}-[a-z]{3}-[0-9]+)\b")
BYTES_PER_GIB = 2**30
COLUMNS = {
    "type": pl.String,
    "zone": pl.String,
    "is_server": pl.Boolean,
    "status": pl.String,
    "gpu_name_raw": pl.String,
    "gpu_count": pl.Float64,
    "gpu_memory_gib": pl.Float64,
    "vcpus": pl.Float64,
    "memory_gib": pl.Float64,
    "currency": pl.String,
    "amount": pl.Float64,
    "size": pl.Float64,
    "unit": pl.String,
}


@dataclass
class Found:
    """The records of a payload: products and server types, where each stands, and what is available in which zone."""

    records: list[Any] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    available: dict[tuple[str | None, str], str] = field(default_factory=dict)

    def add(self, record: Any, ref: str, row: dict[str, Any]) -> None:
        """Keep one record with what was read of it."""
        self.records.append(record)
        self.refs.append(ref)
        self.rows.append(row)


def normalise(payload: Payload) -> Batch:
    """Read the catalogue, `{"products": [{"product": "L4-8-24G", "price": …, "unit_of_measure": …}]}`, the server
    types, `{"servers": {"L4-8-24G": {"gpu": 8, "hourly_price": 6.0}}}`, or a recording (YAML) of requests for them.

    The catalogue's price is units + nanos / 10^9 of a currency, per minute for GPUs and per hour for others, of the
    whole instance; the list of servers has euros per hour. Where a recording holds both, the catalogue is read, and the
    list adds the memory of the GPU and what is available. A zone may have no GPU: there is no offer then.
    Raises NormaliseError when there are no products and no servers, except on a page after the last.
    """
    found = _find(payload)
    book = Book(payload, len(found.records), lambda number: found.records[number])
    rows = numbered(found.refs).with_columns(
        pl.Series(name, [row.get(name) for row in found.rows], dtype=dtype) for name, dtype in COLUMNS.items()
    )
    known = {*PRODUCT_FIELDS.split(), *SERVER_FIELDS.split()}
    if unknown := unknown_fields(found.records, known):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    is_server = pl.col("is_server")
    catalogued = rows.filter(~is_server).select("type", "zone")
    rows = book.ignore(rows, ~(pl.col("gpu_count") > 0).fill_null(value=False), "no_accelerator")
    servers = rows.filter(is_server).join(catalogued, on=["type", "zone"], how="semi", nulls_equal=True)
    rows = book.ignore(rows, pl.col("record").is_in(servers["record"].to_list()), "also_in_the_catalogue")
    rows = book.ignore(rows, pl.col("status").is_in(sorted(NO_LONGER_SOLD)), "no_longer_sold")
    rows = book.ignore(rows, pl.col("amount") == 0, "no_price")
    table = GpuOffer.TABLE
    rows = book.quarantine(rows, pl.col("type").is_null(), "no name of the instance type", table)
    rows = book.quarantine(rows, pl.col("gpu_name_raw").is_null(), "no name of the GPU", table)
    rows = book.quarantine(rows, ~(pl.col("amount") > 0).fill_null(value=False), "no price", table)
    per_hour = pl.col("unit").replace_strict(UNITS_PER_HOUR, default=None, return_dtype=pl.Float64) / pl.col("size")
    rows = book.quarantine(
        rows,
        ~(per_hour.is_finite() & (per_hour > 0)).fill_null(value=False),
        pl.format("a price per {} {}", pl.col("size").cast(pl.String).fill_null("?"), pl.col("unit").fill_null("?")),
        table,
    )
    currency, today = pl.col("currency"), pl.lit(payload.captured_at.date())
    reason = why_no_rate(currency, today)
    rows = book.quarantine(rows, reason.is_not_null(), reason, table)
    rate = usd_per_currency_unit(currency, today)
    usd = (pl.col("amount") * per_hour).round_sig_figs(SIGNIFICANT_DIGITS) * rate
    region = rows["zone"].str.replace(r"-[0-9]+$", "")
    available = [found.available.get((zone, name)) for zone, name in rows.select("zone", "type").rows()]
    book.observe(
        GpuOffer,
        rows.select(
            "record",
            "record_ref",
            "zone",
            "gpu_name_raw",
            "gpu_count",
            "gpu_memory_gib",
            "currency",
            "amount",
            "vcpus",
            "memory_gib",
            country_code("scaleway", rows["zone"]),
            pl.Series("is_available", [AVAILABLE.get(each or "") for each in available], dtype=pl.Boolean),
            region.alias("region"),
            provider=pl.lit("scaleway"),
            instance_type="type",
            purchase_type=pl.lit("on_demand"),
            price_kind=pl.lit("listed"),
            usd_per_hour=usd,
            usd_per_gpu_hour=usd / pl.col("gpu_count"),
            amount_unit="unit",
            usd_per_currency_unit=rate,
            fx_rate_on=fx_rate_on(currency, today),
        ),
    )
    return book.close()


def _find(payload: Payload) -> Found:
    """Everything a payload holds, the answers of a recording one after the other."""
    found, documents = Found(), list(_documents(payload))
    memories: dict[str, float] = {}
    for root, document, zone in documents:
        servers = document.get("servers")
        for name, server in (servers if isinstance(servers, dict) else {}).items():
            if isinstance(server, dict) and "availability" in server:
                found.available[zone, name] = str(server["availability"])
                continue
            row = _server(name, server if isinstance(server, dict) else {}, zone)
            if row["gpu_memory_gib"]:
                memories[name] = row["gpu_memory_gib"]
            found.add(server, root + json_pointer("servers", name), row)
        products = document.get("products")
        for number, product in enumerate(products if isinstance(products, list) else []):
            row = _product(product if isinstance(product, dict) else {})
            found.add(product, root + json_pointer("products", number), row)
    is_beyond = any(document.get("products") == [] and document.get("total_count") for _, document, _ in documents)
    if not found.records and not is_beyond:
        raise payload.rejected("no products and no servers")
    for row in found.rows:
        row["gpu_memory_gib"] = row["gpu_memory_gib"] or memories.get(row["type"])
    return found


def _documents(payload: Payload) -> list[tuple[str, dict[str, Any], str | None]]:
    """The answers in a payload: where each stands, the answer, and the zone it was asked for."""
    zone = found[1] if (found := ZONE.search(payload.name)) else None
    if payload.content.lstrip()[:1] in (b"{", b"["):
        document = read_json(payload)
        return [("", document, zone)] if isinstance(document, dict) else []
    try:
        recording = yaml.load(payload.content, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise payload.rejected(f"neither JSON nor YAML: {error}") from error
    documents = []
    interactions = _dict(recording).get("interactions")
    for number, each in enumerate(interactions if isinstance(interactions, list) else []):
        body, url = _dict(_dict(each).get("response")).get("body"), _dict(_dict(each).get("request")).get("url")
        try:
            answer = json.loads(body) if isinstance(body, str) else None
        except (ValueError, RecursionError) as error:
            raise payload.rejected(f"answer {number} of the recording is not JSON: {error}") from error
        asked = ZONE.search(url) if isinstance(url, str) else None
        if isinstance(answer, dict):
            documents.append((f"/interactions/{number}/response/body", answer, asked[1] if asked else zone))
    return documents


def _product(product: dict[str, Any]) -> dict[str, Any]:
    hardware = _dict(_dict(product.get("properties")).get("hardware"))
    gpu, unit = _dict(hardware.get("gpu")), _dict(product.get("unit_of_measure"))
    price = _dict(_dict(product.get("price")).get("retail_price"))
    units, nanos = read_figure(price.get("units", 0)), read_figure(price.get("nanos", 0))
    amount = None if units is None or nanos is None or not price else round(units + nanos / 1e9, 9)
    return {
        "type": _text(product.get("product")),
        "zone": _text(_dict(product.get("locality")).get("zone")),
        "is_server": False,
        "status": _text(product.get("status")),
        "gpu_name_raw": _text(gpu.get("type")),
        "gpu_count": read_figure(gpu.get("count")),
        "gpu_memory_gib": None,
        "vcpus": _positive(_dict(_dict(hardware.get("cpu")).get("virtual")).get("count")),
        "memory_gib": _gib(_dict(hardware.get("ram")).get("size")),
        "currency": _text(price.get("currency_code")),
        "amount": amount,
        "size": read_figure(unit.get("size")),
        "unit": _text(unit.get("unit")),
    }


def _server(name: str, server: dict[str, Any], zone: str | None) -> dict[str, Any]:
    gpu = _dict(server.get("gpu_info"))
    unnamed = UNNAMED_GPUS.get(name, (None, None))
    return {
        "type": name,
        "zone": zone,
        "is_server": True,
        "status": None,
        "gpu_name_raw": _text(gpu.get("gpu_name")) or unnamed[0],
        "gpu_count": read_figure(server.get("gpu")),
        "gpu_memory_gib": _gib(gpu.get("gpu_memory")) or unnamed[1],
        "vcpus": _positive(server.get("ncpus")),
        "memory_gib": _gib(server.get("ram")),
        "currency": CURRENCY_OF_SERVERS,
        "amount": read_figure(server.get("hourly_price")),
        "size": 1.0,
        "unit": "hour",
    }


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _positive(value: Any) -> float | None:
    figure = read_figure(value)
    return figure if figure and figure > 0 else None


def _gib(value: Any) -> float | None:
    size = _positive(value)
    return size / BYTES_PER_GIB if size else None
