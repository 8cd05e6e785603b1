"""AWS's map of metered units: the file behind the on-demand table of the EC2 pricing page, one per region."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.instance_types import with_accelerators
from transforms.payload import Payload
from transforms.prices import read_figure
from transforms.read import json_pointer, json_texts, read_json, unknown_fields
from transforms.regions import AWS_REGIONS, country_code
from transforms.schemas import GpuOffer

TEXTS = ("Instance Type", "Location", "Memory", "Operating System", "Pre Installed S/W", "price", "vCPU")
UNUSED_FIELDS = frozenset(
    {
        *("rateCode", "Instance Family", "Storage", "Network Performance", "License Model"),
        *("plc:OperatingSystem", "plc:InstanceFamily", "Unit", "Tenancy", "Capacity Status"),
    }
)
GIB = r"^([0-9.,]+) GiB$"


def normalise(payload: Payload) -> Batch:
    """Read `{"regions": {"US East (Ohio)": {"p5 48xlarge …": {"Instance Type": "p5.48xlarge", "price": "55.04", …}}}}`,
    or an object of several such, by region.

    The price is text, USD per hour of the whole instance, on demand. The file does not say what accelerators an
    instance has: `instance_types` does. `region` is the code of the location AWS names ("us-east-2"); a location
    without a known code keeps its name. Other systems than Linux and machines without accelerators are set aside.
    Raises NormaliseError when there are no regions, or no instance with an accelerator in them.
    """
    entries, refs = _entries(payload)
    book = Book(payload, len(entries), lambda number: entries[number])
    rows = with_accelerators(_read(entries, refs), "aws")
    if unknown := unknown_fields(entries, {*TEXTS, *UNUSED_FIELDS}):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    table = GpuOffer.TABLE
    rows = book.quarantine(rows, pl.col("instance_type").is_null(), "no instance type", table)
    rows = book.ignore(rows, ~pl.col("is_accelerated"), "no_accelerator")
    if rows.is_empty():
        raise payload.rejected("no instance with an accelerator")
    rows = book.ignore(rows, pl.col("Operating System") != "Linux", "other_system")
    rows = book.ignore(rows, ~pl.col("Pre Installed S/W").is_in(["NA", "None"]), "with_software")
    rows = book.ignore(rows, pl.col("amount") == 0, "no_price")
    rows = book.quarantine(
        rows,
        pl.col("gpu_count").is_null(),
        pl.format("{}: a type whose accelerators we do not know", "instance_type"),
        table,
    )
    rows = book.quarantine(
        rows,
        ~(pl.col("amount") > 0).fill_null(value=False),
        pl.format("{} is no price", pl.col("price").fill_null("nothing")),
        table,
    )
    book.observe(
        GpuOffer,
        rows.select(
            "record",
            "record_ref",
            "instance_type",
            "region",
            "gpu_count",
            "gpu_memory_gib",
            "amount",
            "vcpus",
            "memory_gib",
            country_code("aws", rows["region"]),
            provider=pl.lit("aws"),
            gpu_name_raw="gpu_name",
            purchase_type=pl.lit("on_demand"),
            price_kind=pl.lit("listed"),
            usd_per_hour="amount",
            usd_per_gpu_hour=pl.col("amount") / pl.col("gpu_count"),
            currency=pl.lit("USD"),
            amount_unit=pl.lit("hour"),
            usd_per_currency_unit=pl.lit(1.0),
        ),
    )
    return book.close()


def _entries(payload: Payload) -> tuple[list[Any], list[str]]:
    """What the regions list, and where it stands."""
    document = read_json(payload)
    if not isinstance(document, dict):
        raise payload.rejected("no regions")
    maps: list[tuple[tuple[str, ...], Any]] = [((), document)]
    if "regions" not in document:
        maps = [((name,), each) for name, each in document.items()]
    entries, refs = [], []
    for root, each in maps:
        regions = each.get("regions") if isinstance(each, dict) else None
        for region, units in (regions if isinstance(regions, dict) else {}).items():
            for name, entry in (units if isinstance(units, dict) else {}).items():
                entries.append({"Location": region, **entry} if isinstance(entry, dict) else entry)
                refs.append(json_pointer(*root, "regions", region, name))
    if not entries:
        raise payload.rejected("no regions")
    return entries, refs


def _read(entries: list[Any], refs: list[str]) -> pl.DataFrame:
    """The fields we use, one row per entry, typed; what is absent or of another type is null."""
    rows = numbered(refs).with_columns(json_texts(entries, name) for name in TEXTS)
    prices = [read_figure(each.get("price")) if isinstance(each, dict) else None for each in entries]
    return rows.with_columns(
        pl.Series("amount", prices, dtype=pl.Float64),
        instance_type=pl.col("Instance Type").str.to_lowercase(),
        region=pl.col("Location").replace(AWS_REGIONS),
        vcpus=_positive(pl.col("vCPU")),
        memory_gib=_positive(pl.col("Memory").str.extract(GIB).str.replace_all(",", "")),
    )


def _positive(text: pl.Expr) -> pl.Expr:
    number = text.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite() & (number > 0)).then(number)
