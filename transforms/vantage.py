"""The instances of AWS as instances.vantage.sh lists them: its own JSON, and a short form of it in JavaScript."""

from __future__ import annotations

import json
import re
from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.currency import fx_rate_on, usd_per_currency_unit, why_no_rate
from transforms.instance_types import with_accelerators
from transforms.payload import Payload
from transforms.prices import read_figure
from transforms.read import json_pointer, json_texts, read_json, unknown_fields
from transforms.regions import country_code
from transforms.schemas import GpuOffer

# Fields of an instance as of 2025-11-30, the short form's (name, gpu, …) among them.
_FIELDS = """
apiName arch availability availability_zones base_performance burst_minutes clock_speed_ghz compute_capability
coremark_iterations_second ebs_as_nvme ebs_baseline_bandwidth ebs_baseline_iops ebs_baseline_throughput
ebs_iops ebs_max_bandwidth ebs_optimized ebs_throughput ECU emr enhanced_networking family ffmpeg_fps ffmpeg_speed
ffmpeg_used_cuda FPGA generation GPU gpu GPU_memory GPU_model gpu_architectures gpu_clocks gpu_current_temp_avg_celsius
gpu_power_draw_watts_avg gpuCount gpuMemory instance_type intel_avx intel_avx2 intel_avx512 intel_turbo ipv6_support
linux_virtualization_types memory memory_speed name network network_performance physical_processor
placement_group_support pretty_name pricing regions storage vCPU vcpu vpc vpc_only
"""
FIELDS = frozenset(_FIELDS.split())
# Prices under one region of the short form, and under one region and system of the long form. A reservation is read
# where nothing is paid in advance; the other ways of paying and the convertible ones are the same reservation in other
# terms. The short form does not say which of them its `reserved` is, nor for how long.
SHORT_PRICES = {"onDemand": "on_demand", "reserved": "committed"}
RESERVATIONS = {
    "yrTerm1Standard.noUpfront": "reserved_1y",
    "yrTerm3Standard.noUpfront": "reserved_3y",
    "yrTerm1Savings.noUpfront": "committed_1y",
    "yrTerm3Savings.noUpfront": "committed_3y",
}
PRICES: dict[tuple[str, ...], str] = {
    **{(field,): purchase for field, purchase in SHORT_PRICES.items()},
    ("linux", "ondemand"): "on_demand",
    **{("linux", "reserved", field): purchase for field, purchase in RESERVATIONS.items()},
}
SCRIPT = re.compile(r"(?:=|export default)\s*(?=\[)")
WHOLE_REGION = r"^(?:us-gov|[a-z]{2})-[a-z]+-[0-9]+$"
QUOTE_SCHEMA = pl.Schema(
    {
        "record": pl.UInt32,
        "record_ref": pl.String,
        "region": pl.String,
        "purchase_type": pl.String,
        "amount": pl.Float64,
        "written": pl.String,
    }
)


def read_instances(payload: Payload) -> Batch:
    """The GPU offers of a list of instances; one instance is one record, each of its prices an observation.

    Long form: `[{"instance_type": …, "pricing": {"us-east-1": {"linux": {"ondemand": "55.04", "reserved": {…}}}}}]`,
    prices as text. Short form: `const … = [{"name": …, "pricing": {"us-east-1": {"onDemand": 55.04}}}];`, with Linux
    prices. Prices are per hour of the whole instance, in CNY in the regions of China and in USD elsewhere; no field
    says so. What an instance holds is taken from `instance_types`: the list counts K80 boards of two GPUs as one, and
    calls the T4G of g5g an A10G. Of a type that is not in that table the list's own word is taken, where it has one.
    Raises NormaliseError when there are no instances, or none with an accelerator and a price.
    """
    instances = _instances(payload)
    book = Book(payload, len(instances), lambda number: instances[number])
    rows = _read(instances)
    if unknown := unknown_fields(instances, FIELDS):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    table = GpuOffer.TABLE
    rows = book.quarantine(rows, pl.col("instance_type").is_null(), "no instance type", table)
    rows = book.ignore(
        rows, ~pl.col("is_accelerated") & ~(pl.col("stated_count") > 0).fill_null(value=False), "no_accelerator"
    )
    if rows.is_empty():
        raise payload.rejected("no instance with an accelerator")
    quotes = _quotes(instances, rows)
    quotes = book.quarantine(
        quotes,
        ~(pl.col("amount") >= 0).fill_null(value=False),
        pl.format("{} is no price", "written"),
        table,
    )
    quotes = quotes.filter(pl.col("amount") > 0)
    rows = book.ignore(rows, ~pl.col("record").is_in(quotes["record"].unique().to_list()), "no_price")
    rows = book.quarantine(
        rows,
        pl.col("gpu_name_raw").is_null() | pl.col("gpu_count").is_null(),
        pl.format("{}: a type whose accelerators we do not know", "instance_type"),
        table,
    )
    offers = quotes.join(rows.drop("record_ref"), on="record", how="inner", maintain_order="left")
    book.observe(GpuOffer, _offers(payload, book, offers))
    batch = book.close()
    if not batch.observation_count:
        raise payload.rejected("no instance with an accelerator and a price")
    return batch


def _instances(payload: Payload) -> list[Any]:
    """The list, of JSON or behind the `=` of a JavaScript file."""
    text = payload.content.decode("utf-8", errors="replace").lstrip("\ufeff \r\n\t")
    found = None if text.startswith(("[", "{", "<")) else SCRIPT.search(text)
    if found:
        try:
            document, _ = json.JSONDecoder().raw_decode(text, found.end())
        except (ValueError, RecursionError) as error:
            raise payload.rejected(f"the list in the script is not JSON: {error}") from error
    else:
        document = read_json(payload)
    if not isinstance(document, list) or not document:
        raise payload.rejected("no list of instances")
    return document


def _read(instances: list[Any]) -> pl.DataFrame:
    """The fields we use, one row per instance, typed; what is absent or of another type is null."""
    objects = [each if isinstance(each, dict) else {} for each in instances]

    def number(name: str, *keys: str) -> pl.Series:
        figures = (next((read_figure(_bare(each[key])) for key in keys if key in each), None) for each in objects)
        return pl.Series(name, list(figures), dtype=pl.Float64)

    rows = numbered(json_pointer(at) for at in range(len(instances))).with_columns(
        instance_type=json_texts(objects, "instance_type").fill_null(json_texts(objects, "name")),
        stated_name=json_texts(objects, "GPU_model").fill_null(json_texts(objects, "gpu")),
        stated_count=number("stated_count", "GPU", "gpuCount"),
        stated_memory=number("stated_memory", "GPU_memory"),
        vcpus=number("vcpus", "vCPU", "vcpu"),
        memory_gib=number("memory_gib", "memory"),
    )
    is_named = pl.col("gpu_name").is_null() & ~pl.col("stated_name").str.contains("(?i)unknown")
    return with_accelerators(rows, "aws").with_columns(
        *(pl.when(pl.col(name) > 0).then(pl.col(name)) for name in ("vcpus", "memory_gib")),
        gpu_name_raw=pl.coalesce("gpu_name", pl.when(is_named).then("stated_name")),
        gpu_count=pl.coalesce("gpu_count", pl.when(is_named & (pl.col("stated_count") > 0)).then("stated_count")),
        gpu_memory_gib=pl.coalesce(
            "gpu_memory_gib",
            pl.when(is_named & (pl.col("stated_memory") > 0) & (pl.col("stated_count") >= 1)).then(
                pl.col("stated_memory") / pl.col("stated_count")
            ),
        ),
    )


def _bare(value: Any) -> Any:
    """A figure without its unit: "768 GB" is 768 (GiB, as AWS counts)."""
    return value.removesuffix(" GB").removesuffix(" GiB").replace(",", "") if isinstance(value, str) else value


def _quotes(instances: list[Any], rows: pl.DataFrame) -> pl.DataFrame:
    """One row per price an instance states: its figure, null where it is none."""
    found: list[tuple[object, ...]] = []
    for record, ref in rows.select("record", "record_ref").rows():
        for region, prices in _dict(instances[record].get("pricing")).items():
            for path, purchase in PRICES.items():
                value: Any = prices
                for key in path:
                    value = _dict(value).get(key)
                if value is not None:
                    place = f"{ref}{json_pointer('pricing', region, *path)}"
                    found.append((record, place, region, purchase, read_figure(value), str(value)))
    return pl.DataFrame(found, schema=QUOTE_SCHEMA, orient="row")


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _offers(payload: Payload, book: Book, offers: pl.DataFrame) -> pl.DataFrame:
    is_china = pl.col("region").str.starts_with("cn-")
    offers = offers.with_columns(currency=pl.when(is_china).then(pl.lit("CNY")).otherwise(pl.lit("USD")))
    currency, today = pl.col("currency"), pl.lit(payload.captured_at.date())
    reason = why_no_rate(currency, today)
    offers = book.quarantine(offers, reason.is_not_null(), reason, GpuOffer.TABLE)
    rate = usd_per_currency_unit(currency, today)
    usd = pl.col("amount") * rate
    # A local zone may lie in another country than its region: us-east-1-lim-1 is Lima.
    country = pl.when(pl.col("region").str.contains(WHOLE_REGION)).then(country_code("aws", offers["region"]))
    return offers.select(
        "record",
        "record_ref",
        "region",
        "instance_type",
        "gpu_name_raw",
        "gpu_count",
        "gpu_memory_gib",
        "purchase_type",
        "currency",
        "amount",
        "vcpus",
        "memory_gib",
        country_code=pl.when(is_china).then(pl.lit("CN")).otherwise(country),
        provider=pl.lit("aws"),
        price_kind=pl.lit("listed"),
        usd_per_hour=usd,
        usd_per_gpu_hour=usd / pl.col("gpu_count"),
        amount_unit=pl.lit("hour"),
        usd_per_currency_unit=rate,
        fx_rate_on=fx_rate_on(currency, today),
    )
