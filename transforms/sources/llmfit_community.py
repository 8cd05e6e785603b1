"""llmfit's community benchmarks: speeds the tool measured on people's own machines, one file per submission."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import json_numbers, json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import InferenceMeasurement

# Fields of schema version 1, on 2026-08-22.
SUBMISSION = {"schemaVersion", "submittedAtUnix", "tool", "hardware", "results"}
TOOL = {"name", "version"}
HARDWARE = {
    "hwClass",
    "hardwareName",
    "memTierGb",
    "vramGb",
    "gpuCount",
    "unifiedMemory",
    "cpu",
    "cpuCores",
    "ramGb",
    "os",
}
RESULT = {
    "model",
    "provider",
    "numRuns",
    "avgTps",
    "minTps",
    "maxTps",
    "avgTtftMs",
    "avgTotalMs",
    "avgOutputTokens",
}
QUANTISATION = r"(?i)[-_.:]((?:iq|q)\d\w*|mxfp4|nvfp4|bf16|f16|fp16|fp8|int[48]|awq|gptq|[2-8]bit)(?:\.gguf)?$"
# Generating cannot take longer than the whole request: a rate below its tokens over its time contradicts itself, but
# for the means being taken over several runs.
SLOWER = 0.75
FILE = re.compile(r"(?:^|/)(\d+-[0-9a-f-]+)\.json$")
ANY = pl.lit(value=True)


def normalise(payload: Payload) -> Batch:
    """Read `{"submittedAtUnix", "tool", "hardware", "results": [result]}`.

    `avgTps` is output tokens per second, a mean of `numRuns` requests; times are milliseconds. `provider` is the
    engine. The quantisation is read from the end of the model's file name, which is kept as written but for a path on
    somebody's disk. Submissions are told apart by the names of their files, as many bear one time. A machine
    without accelerator has none. Raises NormaliseError for any other document.
    """
    document = read_json(payload)
    results = document.get("results") if isinstance(document, dict) else None
    if not isinstance(results, list) or not any(isinstance(each, dict) and "avgTps" in each for each in results):
        raise payload.rejected("no results")
    hardware, tool = (found if isinstance(found := document.get(name), dict) else {} for name in ("hardware", "tool"))
    if not hardware:
        raise payload.rejected("results without their hardware")
    book = Book(payload, len(results), lambda number: results[number])
    is_processor = hardware.get("hwClass") == "CPU_ONLY"
    rows = numbered(json_pointer("results", number) for number in range(len(results))).with_columns(
        model_name_raw=json_texts(results, "model").str.replace(r"^(?:/|[A-Za-z]:\\).*[/\\]", ""),
        gpu_name_raw=pl.lit(None if is_processor else _text(hardware, "hardwareName"), dtype=pl.String),
        gpu_count=pl.lit(None if is_processor else _whole(json_numbers([hardware], "gpuCount"))[0], dtype=pl.Int64),
        engine=json_texts(results, "provider"),
        task=pl.lit("generation"),
        configuration=pl.lit(_configuration(payload.name, document, hardware, tool), dtype=pl.String),
        output_tokens_mean=json_numbers(results, "avgOutputTokens"),
        request_count=_whole(json_numbers(results, "numRuns")),
        ttft_ms_mean=json_numbers(results, "avgTtftMs"),
        measured_on=pl.from_epoch(
            pl.lit(_whole(json_numbers([document], "submittedAtUnix"))[0], dtype=pl.Int64), time_unit="s"
        ).dt.date(),
        method=pl.lit("measured"),
        rate=json_numbers(results, "avgTps"),
        lowest=json_numbers(results, "minTps"),
        highest=json_numbers(results, "maxTps"),
        total_ms=json_numbers(results, "avgTotalMs"),
    )
    rows = rows.with_columns(precision=pl.col("model_name_raw").str.extract(QUANTISATION).str.to_lowercase())
    for unknown in (
        unknown_fields([document], SUBMISSION),
        unknown_fields([tool], TOOL),
        unknown_fields([hardware], HARDWARE),
        unknown_fields(results, RESULT),
    ):
        if unknown:
            book.quarantine(rows.head(1), ANY, unknown)
    kind = InferenceMeasurement.TABLE
    rows = book.quarantine(rows, ~(pl.col("rate") > 0).fill_null(value=False), "states no speed", kind)
    unnamed = pl.col("gpu_name_raw").is_null() & pl.lit(value=not is_processor)
    rows = book.quarantine(rows, unnamed, "names no hardware", kind)
    outside = (pl.col("rate") < pl.col("lowest")) | (pl.col("rate") > pl.col("highest"))
    rows = book.quarantine(rows, outside, "the mean speed is not between the lowest and the highest", kind)
    gap = pl.col("rate") / (pl.col("output_tokens_mean") / pl.col("total_ms") * 1000)
    reason = pl.format("the speed is {} times the tokens over the whole time", gap.round(3))
    rows = book.quarantine(rows, gap < SLOWER, reason, kind)
    book.observe(
        InferenceMeasurement,
        rows.with_columns(output_tokens_per_second="rate").drop("rate", "lowest", "highest", "total_ms"),
    )
    return book.close()


def _configuration(file: str, document: dict[str, Any], hardware: dict[str, Any], tool: dict[str, Any]) -> str | None:
    """The machine, and the submission: people submit the same machine many times."""
    memory = hardware.get("ramGb" if hardware.get("unifiedMemory") is True else "vramGb")
    pairs = {
        "cpu": hardware.get("cpu"),
        "memory_gb": memory,
        "os": hardware.get("os"),
        "submission": stem[1] if (stem := FILE.search(file)) else document.get("submittedAtUnix"),
        "tool": " ".join(filter(None, (_text(tool, "name"), _text(tool, "version")))),
    }
    written = {
        name: str(value).replace(";", ",") for name, value in pairs.items() if isinstance(value, str | int | float)
    }
    return "; ".join(f"{name}={value}" for name, value in written.items() if value) or None


def _text(record: dict[str, Any], name: str) -> str | None:
    value = record.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _whole(numbers: pl.Series) -> pl.Series:
    return numbers.set(numbers != numbers.floor(), None).cast(pl.Int64, strict=False)
