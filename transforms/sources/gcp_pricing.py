"""Google Cloud's prices by machine type and region, as a cost calculator reckons them from Google's own list."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import yaml

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.prices import read_figure, scaled
from transforms.read import json_pointer, unknown_fields
from transforms.regions import country_code
from transforms.schemas import GpuOffer

ROOT = ("compute", "instance")
HOURS_PER_MONTH = 730.0  # the calculator's own
# Each price we use: its field, how it is bought, what the figure is for and of how many hours.
PRICES = (
    ("hour", "on_demand", "hour", 1.0),
    ("hour_spot", "spot", "hour", 1.0),
    ("month_1y", "committed_1y", "month", HOURS_PER_MONTH),
    ("month_3y", "committed_3y", "month", HOURS_PER_MONTH),
)
COST_FIELDS = frozenset({"month", "month_spot", *(field for field, *_ in PRICES)})  # a month is 730 of its hours
MACHINE_FIELDS = frozenset({"cost", "cpu", "ram", "type", "bandwidth", "tier1"})
ACCELERATOR = re.compile(r"(?:nvidia-)?(?:gb?[0-9]{3}|[abhlptvk][0-9]+|rtx|ct|tpu)[a-z0-9-]*")
ACCELERATED = r"^(?:a[2-9]x?|g[2-9]|ct)[a-z0-9]*-"
# Memory of one GPU where the name leaves it open: https://cloud.google.com/compute/docs/gpus, read 2023-06.
GPU_MEMORY_GIB = {"a100": 40.0, "l4": 24.0}
# https://cloud.google.com/compute/docs/accelerator-optimized-machines, read 2023-06. The calculator of 2022-02 had 58
# for a2-highgpu-1g and reckoned its price with that.
MEMORY_GIB_PER_GPU = (("a2-ultragpu-", 170.0), ("a2-highgpu-", 85.0), ("a2-megagpu-", 85.0))
# Where Google sells no such GPU the calculator leaves its price out: 0.15 to 0.26 of the other regions' (2022, 2023);
# what is complete costs 0.8 to 1.5 of their median.
LEAST_OF_MEDIAN = 0.4
OLDEST = timedelta(days=60)


def normalise(payload: Payload) -> Batch:
    """Read `compute: {instance: {a2-highgpu-1g: {a100: 1, cpu: 12, ram: 85, cost: {us-central1: {hour: 3.673385,
    month_1y: …, hour_spot: …}}}}}` (YAML); a record is a machine in a region.

    Prices are USD of the whole machine with its GPUs: per hour, and with a commitment per month of 730 hours.
    Where Google sells no commitment the calculator repeats the price without one: that is none, and left out.
    Raises NormaliseError when the payload is no such document, has no machine with an accelerator and a price, or was
    made long before it was captured: the file is no longer kept up.
    """
    machines = _machines(payload)
    records, refs = [], []
    for name, machine in machines.items():
        costs = machine.get("cost") if isinstance(machine, dict) else None
        for region, cost in costs.items() if isinstance(costs, dict) and costs else [(None, None)]:
            records.append((str(name), machine, region, cost))
            place = () if region is None else ("cost", region)
            refs.append(json_pointer(*ROOT, name, *place))
    book = Book(payload, len(records), lambda number: {records[number][0]: records[number][2:]})
    rows = _read(records, numbered(refs))
    rows = book.ignore(
        rows, pl.col("gpu_name_raw").is_null() & ~pl.col("instance_type").str.contains(ACCELERATED), "no_accelerator"
    )
    if rows.is_empty():
        raise payload.rejected("no machine with an accelerator")
    kept = [records[number] for number in rows["record"]]
    for unknown in (
        unknown_fields([_without_accelerators(machine) for _, machine, _, _ in kept], MACHINE_FIELDS),
        unknown_fields([cost for *_, cost in kept], COST_FIELDS),
    ):
        if unknown:
            book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    prices = _prices(book, records, _refuse(book, rows))
    if prices.is_empty():
        raise payload.rejected("no machine with an accelerator and a price")
    hourly = scaled(pl.col("amount"), 1 / pl.col("hours"))
    book.observe(
        GpuOffer,
        prices.select(
            "record",
            "record_ref",
            "region",
            "instance_type",
            "gpu_name_raw",
            "gpu_memory_gib",
            "gpu_count",
            "purchase_type",
            "vcpus",
            "memory_gib",
            "amount",
            "amount_unit",
            country_code("gcp", prices["region"]),
            provider=pl.lit("gcp"),
            price_kind=pl.lit("listed"),
            usd_per_hour=hourly,
            usd_per_gpu_hour=hourly / pl.col("gpu_count"),
            currency=pl.lit("USD"),
            usd_per_currency_unit=pl.lit(1.0),
        ),
    )
    return book.close()


def _machines(payload: Payload) -> dict[Any, Any]:
    """The machine types of the document."""
    if payload.content.lstrip()[:1] == b"<":
        raise payload.rejected("not YAML")
    try:
        document = yaml.load(payload.content, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise payload.rejected(f"not YAML: {str(error)[:200]}") from error
    about = document.get("about") if isinstance(document, dict) else None
    made = read_figure(about.get("timestamp")) if isinstance(about, dict) else None
    if made is not None and made < (payload.captured_at - OLDEST).timestamp():
        on = datetime.fromtimestamp(max(made, 0), UTC).date()
        raise payload.rejected(f"made on {on}, long before it was captured: no longer kept up")
    for key in ROOT:
        document = document.get(key) if isinstance(document, dict) else None
    if not isinstance(document, dict) or not document:
        raise payload.rejected("no machine types under compute.instance")
    return document


def _accelerators(machine: Any) -> dict[str, Any]:
    fields = machine.items() if isinstance(machine, dict) else ()
    return {str(name): count for name, count in fields if ACCELERATOR.fullmatch(str(name).lower())}


def _without_accelerators(machine: Any) -> dict[str, Any]:
    ours = _accelerators(machine)
    return (
        {str(name): value for name, value in machine.items() if name not in ours} if isinstance(machine, dict) else {}
    )


def _read(records: list[tuple[Any, ...]], rows: pl.DataFrame) -> pl.DataFrame:
    """What each record says of its machine, typed; what is absent or of another type is null."""
    machines = [machine if isinstance(machine, dict) else {} for _, machine, _, _ in records]
    sold = [_accelerators(machine) for machine in machines]

    def numbers(name: str, values: list[Any]) -> pl.Series:
        figures = [read_figure(each) for each in values]
        return pl.Series(name, [each if each is not None and each > 0 else None for each in figures], dtype=pl.Float64)

    name = pl.col("gpu_name_raw")
    return rows.with_columns(
        pl.Series("instance_type", [each[0] for each in records], dtype=pl.String),
        pl.Series("region", [None if each[2] is None else str(each[2]) for each in records], dtype=pl.String),
        pl.Series("gpu_name_raw", [" + ".join(each) or None for each in sold], dtype=pl.String),
        pl.Series("kinds", [len(each) for each in sold], dtype=pl.UInt32),
        numbers("gpu_count", [next(iter(each.values()), None) for each in sold]),
        numbers("vcpus", [machine.get("cpu") for machine in machines]),
        numbers("memory_gib", [machine.get("ram") for machine in machines]),
    ).with_columns(
        gpu_memory_gib=name.str.extract(r"-([0-9]+)gb$")
        .cast(pl.Float64, strict=False)
        .fill_null(name.replace_strict(GPU_MEMORY_GIB, default=None, return_dtype=pl.Float64))
    )


def _refuse(book: Book, rows: pl.DataFrame) -> pl.DataFrame:
    table = GpuOffer.TABLE
    rows = book.quarantine(rows, pl.col("kinds") == 0, "a machine with accelerators that names none", table)
    rows = book.quarantine(rows, pl.col("kinds") > 1, "two kinds of accelerators", table)
    rows = book.quarantine(rows, pl.col("gpu_count").is_null(), "no count of accelerators", table)
    rows = book.ignore(rows, pl.col("region").is_null(), "no_price")
    size = pl.lit(None, dtype=pl.Float64)
    for family, gib in MEMORY_GIB_PER_GPU:
        size = pl.when(pl.col("instance_type").str.starts_with(family)).then(gib).otherwise(size)
    size = size * pl.col("gpu_count")
    return book.quarantine(
        rows,
        pl.col("memory_gib") != size,
        pl.format("reckoned with {} GB of memory; the machine has {}", "memory_gib", size),
        table,
    )


def _prices(book: Book, records: list[tuple[Any, ...]], rows: pl.DataFrame) -> pl.DataFrame:
    """One row per price of a machine in a region, with what is none, or lacks the accelerators, left out."""
    found = []
    for record, ref in rows.select("record", "record_ref").rows():
        cost = records[record][3]
        stated = cost if isinstance(cost, dict) else {}
        plain = read_figure(stated.get("hour"))
        for field, purchase_type, unit, hours in PRICES:
            value = stated.get(field)
            amount = read_figure(value)
            repeats = hours > 1 and plain and amount and abs(amount / hours - plain) < 1e-6 * plain
            if value is not None and amount != 0 and not repeats:
                place = f"{ref}{json_pointer(field)}"
                found.append((record, place, purchase_type, unit, hours, amount, str(value)[:100]))
    schema = {
        "record": pl.UInt32,
        "record_ref": pl.String,
        "purchase_type": pl.String,
        "amount_unit": pl.String,
        "hours": pl.Float64,
        "amount": pl.Float64,
        "written": pl.String,
    }
    prices = pl.DataFrame(found, schema=schema, orient="row")
    book.ignore(rows.join(prices, on="record", how="anti"), pl.lit(value=True), "no_price")
    prices = prices.join(rows.drop("record_ref"), on="record", how="inner", maintain_order="left")
    is_price = (pl.col("amount") > 0).fill_null(value=False)
    prices = book.quarantine(prices, ~is_price, pl.format("{} is no price", "written"), GpuOffer.TABLE)
    prices = prices.with_columns(usual=pl.col("amount").median().over("instance_type", "purchase_type"))
    return book.quarantine(
        prices,
        pl.col("amount") < LEAST_OF_MEDIAN * pl.col("usual"),
        pl.format("{} is far below {}, the median of all regions: lacks the price of its GPUs", "amount", "usual"),
        GpuOffer.TABLE,
    ).drop("usual")
