"""llmfit's cache of LocalMaxxing: speeds of open models on people's own machines, entered by hand."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import json_numbers, json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import InferenceMeasurement

# Fields on 2026-04-27 and 2026-06-12, by the object they stand in.
ROW = {
    "id",
    "contextLength",
    "batchSize",
    "promptTokens",
    "outputTokens",
    "ttftMs",
    "tokSOut",
    "createdAt",
    "modelRevision",
    "model",
    "hardware",
    "engine",
    "engineFlags",
    # Means three things in turn: prompt and output tokens a second, output with the wait before it, and prefill.
    "tokSTotal",
    "tokSPrefill",
    "peakVramGb",
    "notes",
    "user",
    "rank",
    "reactionCounts",
    "myEmoji",
    "hardwareGroupLabel",
    "hardwareGroupKey",
}
PARTS = {
    # Of `model` only the name is taken: isMoE is false for Qwen3.6-35B-A3B, and params is 35 there and 36 elsewhere.
    "model": {"hfId", "displayName", "family", "params", "isMoE", "baseModel"},
    "hardware": {
        "hwClass",
        "gpuName",
        "gpuCount",
        "vramGb",
        "chipVendor",
        "chipFamily",
        "chipVariant",
        "unifiedMemoryGb",
        "cpu",
        "ramGb",
        "os",
        "isHeterogeneousGpu",
        "gpuSlots",
    },
    "engine": {"engineName", "engineVersion", "quantization", "backend"},
    "engineFlags": {
        "tensorParallel",
        "gpuLayers",
        "kvCacheDtype",
        "attentionBackend",
        "flashAttn",
        "specDecoding",
        "mtpEnabled",
        "commandSnippet",
    },
}
# What else tells one run from another, as `configuration` names it. The source's id of the run is among them: people
# enter the same settings many times, and what differs stands in their notes.
SETTINGS = {
    "attention": ("engineFlags", "attentionBackend"),
    "backend": ("engine", "backend"),
    "batch_size": (None, "batchSize"),
    "context_length": (None, "contextLength"),
    "cpu": ("hardware", "cpu"),
    "flash_attention": ("engineFlags", "flashAttn"),
    "gpu_layers": ("engineFlags", "gpuLayers"),
    "id": (None, "id"),
    "kv_cache": ("engineFlags", "kvCacheDtype"),
    "memory_gb": ("hardware", "unifiedMemoryGb"),
    "mtp": ("engineFlags", "mtpEnabled"),
    "os": ("hardware", "os"),
    "revision": (None, "modelRevision"),
    "spec": ("engineFlags", "specDecoding"),
    "vram_gb": ("hardware", "vramGb"),
}
ANY = pl.lit(value=True)


def normalise(payload: Payload) -> Batch:
    """Read `{"presets": {preset: {"rows": [run]}}}`; the presets overlap, so a run may be listed several times.

    `tokSOut` is output tokens per second; nobody but the person who ran it vouches for it (method `stated`). Times are
    milliseconds. A prompt of 0 tokens is an unknown one. `batchSize` is of requests for some engines and of prompt
    tokens for llama.cpp: only 1 is taken as the number of requests at a time. A unified chip ("Apple", "M4", "Max")
    stands as its accelerator; a run on processors alone has none. Raises NormaliseError for any other document.
    """
    document = read_json(payload)
    presets = document.get("presets") if isinstance(document, dict) else None
    if not isinstance(presets, dict):
        raise payload.rejected("no presets")
    records, refs = [], []
    for name, preset in presets.items():
        listed = preset.get("rows") if isinstance(preset, dict) else None
        for number, row in enumerate(listed if isinstance(listed, list) else []):
            records.append(row)
            refs.append(json_pointer("presets", name, "rows", number))
    if not any(isinstance(row, dict) and "tokSOut" in row for row in records):
        raise payload.rejected("presets without runs")
    book = Book(payload, len(records), lambda number: _without_person(records[number]))
    points = [row if isinstance(row, dict) else {} for row in records]
    parts = {name: [_object(point, name) for point in points] for name in PARTS}
    rows = numbered(refs).hstack(_columns(points, parts))
    for unknown in (
        unknown_fields(points, ROW),
        *(unknown_fields(found, PARTS[name]) for name, found in parts.items()),
    ):
        if unknown:
            book.quarantine(rows.head(1), ANY, unknown)
    kind = InferenceMeasurement.TABLE
    listed_before = pl.col("id").is_not_null() & ~pl.col("id").is_first_distinct()
    rows = book.ignore(rows, listed_before, "listed_under_another_preset")
    rows = book.quarantine(rows, pl.col("is_mixed"), "accelerators of several kinds", kind)
    rows = book.quarantine(rows, ~(pl.col("rate") > 0).fill_null(value=False), "states no speed", kind)
    named = pl.col("gpu_name_raw").is_not_null() | (pl.col("hardware_class") == "CPU_ONLY")
    rows = book.quarantine(rows, ~named.fill_null(value=False), "names no hardware", kind)
    book.observe(
        InferenceMeasurement,
        rows.with_columns(output_tokens_per_second="rate").drop("rate", "id", "is_mixed", "hardware_class"),
    )
    return book.close()


def _columns(points: list[dict[str, Any]], parts: dict[str, list[dict[str, Any]]]) -> pl.DataFrame:
    hardware, engine = parts["hardware"], parts["engine"]
    batch = json_numbers(points, "batchSize")
    mixed = [bool(each.get("isHeterogeneousGpu")) or bool(each.get("gpuSlots")) for each in hardware]
    frame = pl.DataFrame(
        {
            "id": json_texts(points, "id"),
            "rate": json_numbers(points, "tokSOut"),
            "is_mixed": pl.Series(mixed, dtype=pl.Boolean),
            "hardware_class": json_texts(hardware, "hwClass"),
            "model_name_raw": json_texts(parts["model"], "hfId"),
            "gpu_name_raw": pl.Series([_accelerator(each) for each in hardware], dtype=pl.String),
            "gpu_count": _whole(json_numbers(hardware, "gpuCount")),
            "engine": json_texts(engine, "engineName"),
            "engine_version": json_texts(engine, "engineVersion"),
            "precision": json_texts(engine, "quantization"),
            "tensor_parallel": _whole(json_numbers(parts["engineFlags"], "tensorParallel")),
            "input_tokens_mean": _known(json_numbers(points, "promptTokens")),
            "output_tokens_mean": _known(json_numbers(points, "outputTokens")),
            "max_concurrency": _whole(batch.set(batch != 1, None)),
            "ttft_ms_mean": json_numbers(points, "ttftMs"),
            "measured_on": json_texts(points, "createdAt").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False),
            "configuration": pl.Series(
                [_configuration(point, number, parts) for number, point in enumerate(points)], dtype=pl.String
            ),
        }
    )
    return frame.with_columns(
        gpu_count=pl.when(pl.col("gpu_name_raw").is_not_null()).then("gpu_count"),
        task=pl.lit("generation"),
        method=pl.lit("stated"),
    )


def _accelerator(hardware: dict[str, Any]) -> str | None:
    name = hardware.get("gpuName")
    if isinstance(name, str) and name.strip():
        return name.strip()
    vendor, family, variant = (
        value.strip() if isinstance(value := hardware.get(f"chip{part}"), str) else ""
        for part in ("Vendor", "Family", "Variant")
    )
    if not family and not variant:
        return None
    chip = variant if family and variant.startswith(family) else f"{family} {variant}"
    return f"{vendor} {chip}".strip()


def _configuration(point: dict[str, Any], number: int, parts: dict[str, list[dict[str, Any]]]) -> str | None:
    pairs = {name: (parts[part][number] if part else point).get(field) for name, (part, field) in SETTINGS.items()}
    written = {
        name: str(value).lower() if isinstance(value, bool) else str(value).replace(";", ",").strip()
        for name, value in pairs.items()
        if isinstance(value, str | int | float)
    }
    return "; ".join(f"{name}={value}" for name, value in sorted(written.items()) if value) or None


def _object(point: dict[str, Any], name: str) -> dict[str, Any]:
    found = point.get(name)
    return found if isinstance(found, dict) else {}


def _without_person(record: Any) -> Any:
    return {name: value for name, value in record.items() if name != "user"} if isinstance(record, dict) else record


def _known(numbers: pl.Series) -> pl.Series:
    return numbers.set(numbers == 0, None)


def _whole(numbers: pl.Series) -> pl.Series:
    return numbers.set(numbers != numbers.floor(), None).cast(pl.Int64, strict=False)
