"""coroot's cloud-pricing: a gzipped JSON with on-demand and spot prices of AWS, Azure and Google machine types."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.instance_types import with_accelerators
from transforms.payload import Payload
from transforms.read import json_pointer, read_json
from transforms.regions import country_code
from transforms.sources.skypilot_catalog import GCP_G_HOSTS, GCP_HOST, GCP_HOSTS
from transforms.trackers import observe_quotes

GZIP = b"\x1f\x8b"
MOST_BYTES = 64 * 2**20  # 4.3 MB on 2024-07-15
MACHINES = "compute"
SERVICES = ("managed_db", "managed_cache")
PRICES = ("on_demand", "spot")
FIELDS = frozenset(PRICES)
COLUMNS = ("place", "cloud", "section", "region", "instance_type", "other")
# Until 2023-11 Google's accelerator types cost their host alone (a2-highgpu-1g 0.739477 in us-central1, A100 excluded;
# 3.673385 since 2024-05). These types cost more than the second figure with their accelerators, and less without.
WHOLE_ABOVE = {"a2-highgpu-1g": 2.0, "a2-ultragpu-1g": 2.5, "g2-standard-4": 0.4, "a3-highgpu-8g": 30.0}
# Prices of the file that are not of one known thing, compared with AWS' and Azure's own of the same months: on-demand
# prices of AWS are of a dedicated instance (10 % more: p4d.24xlarge 36.04986 in us-east-2, 32.7726 in us-east-1 on
# 2023-02-20) in a third of the regions, and other ones in a fifth; Azure's are with Windows in half of them
# (NC24ads_A100_v4 4.777 for 3.673 in eastus), its spot prices at times Low Priority or on demand.
MIXED = {
    "aws": "shared_and_dedicated_instances_are_mixed",
    "azure": "linux_windows_and_low_priority_are_mixed",
}
CLOUDS = ("aws", "azure", "gcp")


def normalise(payload: Payload) -> Batch:
    """Read `{"aws": {"compute": {"us-east-1": {"p3.2xlarge": {"on_demand": 3.06, "spot": 0.9}}}}, "gcp": …}`, gzipped.

    A record is a machine type in a region, or a list of managed services as a whole. Prices are USD per hour of the
    whole instance, 0 is none. Only what is certain is taken: Google's prices where they are of host and accelerators
    together, and the spot prices of AWS (see `MIXED`); the other figures are set aside by rule.
    Raises NormaliseError for what is no such document, whole or in part, or is too big, and where nothing can be used.
    """
    document = read_json(_unpacked(payload))
    if not isinstance(document, dict) or not any(_section(document.get(cloud), MACHINES) for cloud in CLOUDS):
        raise payload.rejected(f"no {MACHINES} of any of {', '.join(CLOUDS)}")
    rows = records = _records(document)
    book = Book(payload, records.height, lambda number: _raw(document, records.row(number, named=True)))
    rows = book.ignore(rows, pl.col("section").is_in(SERVICES), "managed_service")
    rows = book.quarantine(
        rows,
        ~pl.col("cloud").is_in(CLOUDS) | (pl.col("section") != MACHINES) | pl.col("instance_type").is_null(),
        pl.format("{} of {} is not known", "section", "cloud"),
    )
    rows = book.quarantine(rows, pl.col("other").is_not_null(), pl.format("fields not known: {}", "other"))
    quotes = pl.concat(
        [
            _of_types(book, document, rows.filter(pl.col("cloud") == "aws"), "aws"),
            _of_types(book, document, rows.filter(pl.col("cloud") == "azure"), "azure"),
            _of_google(book, document, rows.filter(pl.col("cloud") == "gcp")),
        ]
    )
    observe_quotes(book, quotes)
    batch = book.close()
    if not batch.observation_count:
        raise payload.rejected("no price of an accelerator that can be used")
    return batch


def _unpacked(payload: Payload) -> Payload:
    if not payload.content.startswith(GZIP):
        return payload
    stream = zlib.decompressobj(wbits=31)
    try:
        content = stream.decompress(payload.content, MOST_BYTES)
    except zlib.error as error:
        raise payload.rejected(f"damaged gzip: {error}") from error
    if stream.unconsumed_tail:
        raise payload.rejected(f"more than {MOST_BYTES} bytes unpacked")
    if not stream.eof:
        raise payload.rejected("the gzip ends too early")
    return replace(payload, content=content)


def _section(cloud: Any, name: str) -> dict[str, Any]:
    found = cloud.get(name) if isinstance(cloud, dict) else None
    return found if isinstance(found, dict) else {}


def _records(document: dict[str, Any]) -> pl.DataFrame:
    """Each machine type of each region, and what else the document holds, one by one: a hundred thousand in a file,
    of which a hundredth has an accelerator, so that what only those need is read later (`_with_prices`)."""
    found: dict[str, list[str | None]] = {name: [] for name in COLUMNS}

    def add(*held: Sequence[str | None]) -> None:
        for column, values in zip(found.values(), held, strict=True):
            column.extend(values)

    for cloud, sections in document.items():
        for section, regions in (sections if isinstance(sections, dict) else {"": sections}).items():
            if section != MACHINES or not isinstance(regions, dict):
                add([json_pointer(cloud, section)], [cloud], [section], [None], [None], [None])
                continue
            for region, types in regions.items():
                held = types if isinstance(types, dict) else {"": types}
                same = ([each] * len(held) for each in (json_pointer(cloud, section, region), cloud, section, region))
                add(*same, list(held), [_unknown(prices) for prices in held.values()])
    frame = pl.DataFrame(found, schema=dict.fromkeys(COLUMNS, pl.String))
    key = pl.col("instance_type").str.replace_all("~", "~0", literal=True).str.replace_all("/", "~1", literal=True)
    refs = frame.select(pl.col("place") + (pl.lit("/") + key).fill_null(""))["place"]
    return numbered(refs).hstack(frame.drop("place"))


def _unknown(prices: Any) -> str | None:
    """What is wrong with the fields of a machine type, if anything."""
    if not isinstance(prices, dict) or not prices:
        return "no prices"
    return None if prices.keys() <= FIELDS else ", ".join(sorted(prices.keys() - FIELDS))


def _raw(document: dict[str, Any], row: dict[str, Any]) -> Any:
    """A record, given its row of `_records`."""
    cloud, section, region, name = (row[each] for each in ("cloud", "section", "region", "instance_type"))
    if name is None:
        return {cloud: {section: "…"}}
    types = document[cloud][section][region]
    return {"region": region, "type": name, "prices": types[name] if isinstance(types, dict) else types}


def _with_prices(document: dict[str, Any], rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of machine types with their prices as the document writes them."""
    places = rows.select("cloud", "region", "instance_type").rows()
    held = [document[cloud][MACHINES][region][name] for cloud, region, name in places]
    return rows.with_columns(
        pl.Series(price, [None if each.get(price) is None else str(each[price])[:100] for each in held], pl.String)
        for price in PRICES
    )


def _of_types(book: Book, document: dict[str, Any], rows: pl.DataFrame, cloud: str) -> pl.DataFrame:
    """AWS and Azure: accelerators by the instance type."""
    rows = with_accelerators(rows, cloud)
    rows = book.ignore(rows, ~pl.col("is_accelerated"), "no_accelerator")
    rows = book.ignore(rows, pl.lit(cloud == "azure"), MIXED["azure"])
    rows = book.ignore(rows, ~pl.col("instance_type").str.contains(".", literal=True), "dedicated_host")
    rows = book.quarantine(
        rows, pl.col("gpu_name").is_null(), pl.format("the accelerators of {} are not known", "instance_type")
    )
    rows = _with_prices(document, rows)
    has_spot = pl.col("spot").is_not_null() & ~pl.col("spot").str.contains(r"^0+(\.0*)?$")
    rows = book.ignore(rows, ~has_spot, MIXED["aws"])
    return _quotes(rows, "spot", cloud)


def _of_google(book: Book, document: dict[str, Any], rows: pl.DataFrame) -> pl.DataFrame:
    """Google: accelerators by the machine type, where its price holds them."""
    types = {name: held for name in rows["instance_type"].unique().to_list() if (held := _held(name))}
    table = pl.DataFrame(
        [(name, *each) for name, each in types.items()],
        schema={"instance_type": pl.String, "gpu_name": pl.String, "gpu_count": pl.Float64},
        orient="row",
    )
    rows = rows.join(table, on="instance_type", how="left", maintain_order="left")
    rows = rows.with_columns(gpu_memory_gib=pl.lit(None, dtype=pl.Float64))
    is_accelerated = pl.col("gpu_name").is_not_null() | pl.col("instance_type").str.contains(r"^(?:a[2-9]|g[2-9]|ct)")
    rows = book.ignore(rows, ~is_accelerated, "no_accelerator")
    rows = book.quarantine(
        rows, pl.col("gpu_name").is_null(), pl.format("the accelerators of {} are not known", "instance_type")
    )
    rows = _with_prices(document, rows)
    least = pl.col("instance_type").replace_strict(WHOLE_ABOVE, default=None, return_dtype=pl.Float64)
    price = pl.col("on_demand").cast(pl.Float64, strict=False)
    # Told region by region: a region may lack a GPU's price that the others have.
    told = rows.filter(least.is_not_null() & (price > 0)).group_by("region").agg(is_whole=(price > least).all())
    rows = rows.join(told, on="region", how="left", maintain_order="left")
    rows = book.ignore(rows, ~pl.col("is_whole").fill_null(value=False), "host_without_its_accelerators")
    return pl.concat([_quotes(rows, "on_demand", "gcp"), _quotes(rows, "spot", "gcp")])


def _held(instance_type: str) -> tuple[str, float] | None:
    """Name and count of the accelerators of a Google machine type."""
    if instance_type in GCP_G_HOSTS:
        name, count = GCP_G_HOSTS[instance_type]
        return name, float(count)
    found = GCP_HOST.match(instance_type)
    return (GCP_HOSTS[found[1]], float(found[2])) if found and found[1] in GCP_HOSTS else None


def _quotes(rows: pl.DataFrame, price: str, cloud: str) -> pl.DataFrame:
    return rows.select(
        "record",
        "region",
        "instance_type",
        "gpu_count",
        "gpu_memory_gib",
        country_code(cloud, rows["region"]),
        record_ref=pl.format("{}/{}", "record_ref", pl.lit(price)),
        provider=pl.lit(cloud),
        gpu_name_raw="gpu_name",
        purchase_type=pl.lit(price),
        written=price,
        currency=pl.lit("USD"),
        amount_unit=pl.lit("hour"),
    )
