"""MLPerf Inference: audited speed of whole systems per benchmark and scenario, some with power at the wall."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import json_numbers, json_pointer, read_json, unknown_fields
from transforms.schemas import InferenceMeasurement

# Keys of v4.1 (2024-08-28) and v5.1 (2025-09-04), each with the names the results tables of other rounds use.
FIELDS = {
    "model": ("UsedModel",),
    "benchmark": ("Model",),
    "scenario": ("Scenario",),
    "rate": ("Performance_Result", "Result"),
    "unit": ("Performance_Units", "Units"),
    "power": ("Power_Result",),
    "power_unit": ("Power_Units",),
    "accelerator": ("Accelerator", "accelerator_model_name"),
    "per_node": ("a#", "accelerators_per_node"),
    "nodes": ("Nodes", "number_of_nodes"),
    "software": ("Software", "framework"),
    "precision": ("weight_data_types",),
    "compliance": ("compliance",),
    "errors": ("errors",),
    "inferred": ("inferred",),
}
# What else tells one operating point from another, as `configuration` names it.
SETTINGS = {
    "availability": ("Availability",),
    "category": ("Category",),
    "platform": ("Platform",),
    "processor": ("Processor", "host_processor_model_name"),
    "processors_per_node": ("p#", "host_processors_per_node"),
    "round": ("version",),
    "submitter": ("Submitter",),
    "suite": ("Suite",),
    "system": ("System",),
}
IGNORED = {
    "ID",
    "Unique ID (e.g. for Audit)",
    "Unique ID",
    "Accuracy",  # of the optimised implementation, to be within 1 or 0.1 per cent of the reference model
    "host_processor_core_count",
    "Location",
    "operating_system",
    "Notes",
    "has_power",  # repeats whether there is a Power_Result
    "Details",
    "Code",
    "ColorKey",
}
KNOWN = {*IGNORED, *(name for names in (*FIELDS.values(), *SETTINGS.values()) for name in names)}
# What one figure of each unit is, and what of the schema it becomes. Latencies are the percentile the rules name:
# p90 of single queries, p99 of queries of eight samples (MLPerf Inference rules, "Scenarios", read in 2026-11).
RATES = {
    "Tokens/s": "output_tokens_per_second",
    "Samples/s": "requests_per_second",
    "Queries/s": "requests_per_second",
    "Latency (ms)": "latency",
}
POWERS = {"Watts": ("power_watts", 1.0), "millijoules": ("joules_per_request", 1000.0)}
# Benchmarks scored in tokens since they were introduced. In v5.1 whisper and some Interactive rows are labelled
# Samples/s and Queries/s all the same: 102,907 "Queries/s" of llama3.1-8b on eight B200, which do 146,960 token/s.
# In v4.1 five open results of llama2-70b-99.9 are.
SCORED_IN_TOKENS = r"(?i)llama|mixtral|deepseek|whisper"
TARGET = r"-99(\.9)?$"


def normalise(payload: Payload) -> Batch:
    """Read `summary_results.json`: a list of results, one per system, benchmark and scenario.

    Performance is of the whole system, in one of four units named beside it: output tokens, samples or queries per
    second, or the milliseconds of a query. `a#` counts accelerators per node; a system without is run on processors,
    and its accelerator is null. Power is that of the whole system at the wall (boundary `node`): watts, or, where the
    performance is a latency, millijoules per query. "-99" and "-99.9" at the end of a benchmark's name are accuracy
    targets; they stay in `task`, not in the model's name. Results marked as inferred from another scenario are
    `derived`. Raises NormaliseError for any other document.
    """
    records = read_json(payload)
    if not isinstance(records, list) or not any(isinstance(r, dict) and _first(r, FIELDS["rate"]) for r in records):
        raise payload.rejected("no list of results")
    book = Book(payload, len(records), lambda number: records[number])
    points = [record if isinstance(record, dict) else {} for record in records]
    rows = numbered(json_pointer(number) for number in range(len(points))).hstack(_columns(points))
    if unknown := unknown_fields(points, KNOWN):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    kind = InferenceMeasurement.TABLE
    rows = book.quarantine(rows, pl.col("task").is_null(), "names no benchmark and scenario", kind)
    broken = (pl.col("compliance") == 0) | (pl.col("errors") > 0)
    rows = book.quarantine(rows, broken, "marked as not compliant or with errors", kind)
    rows = book.quarantine(rows, pl.col("rate").is_null(), "states no performance", kind)
    unit = pl.col("unit").fill_null("none")
    is_known = unit.is_in(list(RATES))
    rows = book.quarantine(rows, ~is_known, pl.format("performance in an unknown unit: {}", unit), kind)
    rows = book.quarantine(
        rows,
        pl.col("benchmark").str.contains(SCORED_IN_TOKENS) & (pl.col("measure") == "requests_per_second"),
        pl.format("{} is scored in tokens, not in {}", "benchmark", "unit"),
        kind,
    )
    book.quarantine(
        rows,
        pl.col("power").is_not_null() & ~pl.col("power_unit").is_in(list(POWERS)).fill_null(value=False),
        pl.format("power in an unknown unit: {}", pl.col("power_unit").fill_null("none")),
        kind,
    )
    book.observe(InferenceMeasurement, _measures(rows))
    return book.close()


def _columns(points: list[dict[str, Any]]) -> pl.DataFrame:
    texts = {name: _texts(points, FIELDS[name]) for name in ("benchmark", "scenario", "unit", "power_unit", "software")}
    numbers = {
        name: _numbers(points, FIELDS[name])
        for name in ("rate", "power", "per_node", "nodes", "compliance", "errors", "inferred")
    }
    frame = pl.DataFrame(texts | numbers).with_columns(
        model_name_raw=_texts(points, FIELDS["model"]),
        gpu_name_raw=_texts(points, FIELDS["accelerator"]),
        precision=_texts(points, FIELDS["precision"]),
        configuration=pl.Series([_configuration(point) for point in points], dtype=pl.String),
    )
    model = pl.coalesce("model_name_raw", "benchmark")
    return frame.with_columns(
        model_name_raw=model.str.replace(TARGET, ""),
        precision=pl.when(pl.col("precision") != "UNSET").then(pl.col("precision").str.to_lowercase()),
        task=pl.format("{}/{}", "benchmark", "scenario"),
        measure=pl.col("unit").replace_strict(RATES, default=None, return_dtype=pl.String),
        engine=pl.col("software").str.extract(r"^([^,]*?)(?:[ =-]v?\d[^,]*)?(?:,|$)").replace("", None),
        engine_version=pl.col("software").str.extract(r"^[^,]*?[ =-]v?(\d[^,]*?)(?:,|$)"),
        gpu_count=pl.col("per_node") * pl.col("nodes"),
        method=pl.when(pl.col("inferred") == 1).then(pl.lit("derived")).otherwise(pl.lit("measured")),
    )


def _measures(rows: pl.DataFrame) -> pl.DataFrame:
    count, scenario = pl.col("gpu_count"), pl.col("scenario")
    is_latency = pl.col("measure") == "latency"
    powers = {
        column: pl.when(pl.col("power_unit") == unit).then(pl.col("power") / size)
        for unit, (column, size) in POWERS.items()
    }
    return rows.select(
        "record",
        "record_ref",
        "model_name_raw",
        "gpu_name_raw",
        "engine",
        "engine_version",
        "precision",
        "task",
        "configuration",
        "method",
        gpu_count=pl.when(pl.col("gpu_name_raw").is_not_null() & (count == count.floor())).then(count.cast(pl.Int64)),
        **{
            column: pl.when(pl.col("measure") == column).then("rate")
            for column in ("output_tokens_per_second", "requests_per_second")
        },
        request_ms_p90=pl.when(is_latency & (scenario == "SingleStream")).then("rate"),
        request_ms_p99=pl.when(is_latency & (scenario == "MultiStream")).then("rate"),
        **powers,
        boundary=pl.when(pl.any_horizontal(each.is_not_null() for each in powers.values())).then(pl.lit("node")),
    )


def _configuration(point: dict[str, Any]) -> str | None:
    pairs = {name: _first(point, names) for name, names in SETTINGS.items()}
    return "; ".join(f"{name}={str(value).replace(';', ',')}" for name, value in pairs.items() if value) or None


def _first(point: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next((value for name in names if (value := point.get(name)) not in (None, "")), None)


def _texts(points: list[dict[str, Any]], names: tuple[str, ...]) -> pl.Series:
    values = (_first(point, names) for point in points)
    return pl.Series([v.strip() or None if isinstance(v, str) else None for v in values], dtype=pl.String)


def _numbers(points: list[dict[str, Any]], names: tuple[str, ...]) -> pl.Series:
    """Numbers, which some rounds write as text."""
    found = [{"it": _first(point, names)} for point in points]
    written = pl.Series([each["it"] if isinstance(each["it"], str) else None for each in found], dtype=pl.String)
    return pl.select(
        pl.coalesce(json_numbers(found, "it"), written.str.strip_chars().cast(pl.Float64, strict=False))
    ).to_series()
