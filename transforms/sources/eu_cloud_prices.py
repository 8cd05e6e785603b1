"""eu-cloud-prices: one JSON per European cloud with its instances, most kept by hand; a few hold GPUs."""

from __future__ import annotations

from statistics import median
from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import json_numbers, json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import GpuOffer
from transforms.trackers import observe_quotes, slug, written

FIELDS = """
id name vcpu ram_gb disk_gb disk_type price_hourly price_monthly price_usd_hourly currency architecture location
category range cpu_type hardware notes note gpu gpu_name gpu_type gpu_model gpu_count gpu_memory_gb
"""
NAMES = ("gpu", "gpu_name", "gpu_model", "gpu_type")
# Sections with GPUs, and leafcloud's remark that it has some. Hikube's are added to any instance: without their host.
INSTANCES, GPU_INSTANCES, ADD_ONS, REMARK = "instances", "gpu_instances", "gpu_pricing", "gpu"
# A month is 720 hours at NWS and Safespring (14.38 / 0.01997, 16.91 / 0.0235), 730 at the others. The rows with both
# prices say which; where none does, it is 730.
LONGEST_SHORT_MONTH = 725.0
NOT_COUNTRIES = ("EU", "UK")


def normalise(payload: Payload) -> Batch:
    """Read `{"provider": "nws", "instances": […], "gpu_instances": [{"id": …, "gpu": "NVIDIA A10", "gpu_count": 1,
    "price_monthly": 682.7, "currency": "EUR"}]}`, and `"gpu_pricing": {"gpus": […]}`.

    A record is an instance or an add-on; those without a GPU are set aside, and a file may hold no others. Prices are
    of the whole instance, before tax, per hour, or per month where there is no other. A file with `eur_usd_rate` (0.92)
    was converted by hand from dollars: its price in USD is read where it stands, and refused where it does not.
    Raises NormaliseError for what is no such document, or lists no instance.
    """
    document = read_json(payload)
    if not isinstance(document, dict) or not isinstance(document.get(INSTANCES), list):
        raise payload.rejected("no list of instances")
    records, refs, sections = _records(document)
    if not records:
        raise payload.rejected("no instance")
    book = Book(payload, len(records), lambda number: records[number])
    rows = _rows(records, refs, sections)
    rows = book.quarantine(
        rows, pl.col("section") == "other", pl.format("the section at {} is not known", "record_ref"), GpuOffer.TABLE
    )
    rows = book.quarantine(rows, ~pl.col("is_object"), "no object")
    if unknown := unknown_fields(records, FIELDS.split()):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    has_count = (pl.col("gpu_count") > 0).fill_null(value=False)
    is_plain = (pl.col("section") == INSTANCES) & pl.col("gpu_name_raw").is_null() & ~has_count
    rows = book.ignore(rows, is_plain & ~pl.col("category").str.contains("(?i)gpu").fill_null(value=False), "no_gpu")
    has_dollars = pl.col("usd").is_not_null()
    rows = book.quarantine(
        rows,
        pl.lit(document.get("eur_usd_rate") is not None) & ~has_dollars,
        "converted from dollars by the tracker, at a rate it chose",
        GpuOffer.TABLE,
    )
    is_monthly = pl.col("hourly").is_null()
    month = "month_of_720_hours" if _hours_per_month(document[INSTANCES]) < LONGEST_SHORT_MONTH else "month"
    provider = document.get("provider")
    observe_quotes(
        book,
        rows.select(
            "record",
            "record_ref",
            "region",
            "instance_type",
            "gpu_name_raw",
            "gpu_count",
            "vcpus",
            "memory_gib",
            "country_code",
            "gpu_memory_gib",
            provider=pl.lit(slug(provider) if isinstance(provider, str) else None, dtype=pl.String),
            purchase_type=pl.lit("on_demand"),
            price_kind=pl.when(pl.col("section") == ADD_ONS).then(pl.lit("from")).otherwise(pl.lit("listed")),
            written=pl.when(has_dollars).then("usd").when(is_monthly).then("monthly").otherwise("hourly"),
            currency=pl.when(has_dollars).then(pl.lit("USD")).otherwise("currency"),
            amount_unit=pl.when(is_monthly & ~has_dollars).then(pl.lit(month)).otherwise(pl.lit("hour")),
        ),
    )
    return book.close()


def _records(document: dict[str, Any]) -> tuple[list[Any], list[str], list[str]]:
    """The instances and add-ons, where they stand and in which section; a section of GPUs that is not known as one."""
    found: list[tuple[Any, str, str]] = []
    for name, value in document.items():
        if name in (INSTANCES, GPU_INSTANCES) and isinstance(value, list):
            found += [(each, json_pointer(name, at), name) for at, each in enumerate(value)]
        elif name == ADD_ONS and isinstance(value, dict) and isinstance(value.get("gpus"), list):
            found += [(each, json_pointer(name, "gpus", at), name) for at, each in enumerate(value["gpus"])]
        elif "gpu" in name.lower() and name != REMARK:
            found.append((value, json_pointer(name), "other"))
    return [each for each, _, _ in found], [ref for _, ref, _ in found], [section for _, _, section in found]


def _rows(records: list[Any], refs: list[str], sections: list[str]) -> pl.DataFrame:
    names = [json_texts(records, name) for name in NAMES]
    add_on = pl.when(pl.col("section") == ADD_ONS).then(json_texts(records, "name"))
    place = json_texts(records, "location")
    code = place.str.to_uppercase().str.extract(r"^([A-Z]{2})$")
    return (
        numbered(refs)
        .with_columns(
            json_texts(records, "category"),
            json_texts(records, "currency").str.to_uppercase(),
            section=pl.Series(sections, dtype=pl.String),
            is_object=pl.Series([isinstance(each, dict) for each in records], dtype=pl.Boolean),
            region=place,
            country_code=code.replace(dict.fromkeys(NOT_COUNTRIES)),
            instance_type=json_texts(records, "id"),
            gpu_count=json_numbers(records, "gpu_count"),
            gpu_memory_gib=_positive(json_numbers(records, "gpu_memory_gb")),
            vcpus=_positive(json_numbers(records, "vcpu")),
            memory_gib=_positive(json_numbers(records, "ram_gb")),
            hourly=written(records, "price_hourly"),
            monthly=written(records, "price_monthly"),
            usd=written(records, "price_usd_hourly"),
        )
        .with_columns(gpu_name_raw=pl.coalesce(*names, add_on))
    )


def _positive(figures: pl.Series) -> pl.Series:
    return figures.set(~(figures > 0).fill_null(value=False), None)


def _hours_per_month(instances: list[Any]) -> float:
    """How many hours the cloud's month has, by the instances with a price for both."""
    figures = zip(json_numbers(instances, "price_monthly"), json_numbers(instances, "price_hourly"), strict=True)
    ratios = [month / hour for month, hour in figures if month and hour and month > 0 and hour > 0]
    return median(ratios) if ratios else 730.0
