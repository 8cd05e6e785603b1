"""Results of vLLM's `benchmark_serving.py` and what InferenceX derives from them, as inference measurements.

Three layouts of one thing. A *run* is the file the benchmark writes: rates of the whole job, latencies in milliseconds
(`median_ttft_ms`) or, in an older client, in seconds (`median_ttft`). An *aggregate* (`agg_*.json`, one object or a
list) adds the hardware: rates per GPU, latencies in seconds. A *row* is an aggregate as the website's API serves it,
with its figures under `metrics`.
"""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import json_numbers, json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import InferenceMeasurement

PERCENTILES = {"p50": "median", "p90": "p90", "p95": "p95", "p99": "p99"}
LATENCIES = {"ttft_ms": "ttft", "itl_ms": "itl", "tpot_ms": "tpot", "request_ms": "e2el"}
# Settings of a run beside those with a column of their own, by the names they have had, as `configuration` says them.
SETTINGS = {
    "benchmark_type": ("benchmark_type",),
    "best_of": ("best_of",),
    "burstiness": ("burstiness",),
    "context_gpus": ("context_gpus",),
    "dcp": ("dcp_size",),
    "disagg": ("disagg",),
    "dp_attention": ("dp_attention", "decode_dp_attention"),
    "generation_gpus": ("generation_gpus",),
    "image": ("image",),
    "isl": ("isl",),
    "multinode": ("is_multinode",),
    "offload": ("offload_mode",),
    "osl": ("osl",),
    "pcp": ("pcp_size",),
    "random_range_ratio": ("random_range_ratio",),
    "request_rate": ("request_rate",),
    "revision": ("revision",),
    "spec": ("spec_decoding", "spec_method", "mtp"),
}
# Roles of a job whose prefill and decode run apart; where they do not, these repeat the whole job's.
ROLES = (
    *(f"{role}_{name}" for role in ("prefill", "decode") for name in ("tp", "ep", "dp_attention", "num_workers")),
    "num_prefill_gpu",
    "num_decode_gpu",
)
FIGURES = {
    "output_throughput",
    "total_token_throughput",
    "input_throughput",
    "request_throughput",
    "tput_per_gpu",
    "output_tput_per_gpu",
    "input_tput_per_gpu",
    "total_input_tokens",
    "total_output_tokens",
    "completed",
    "num_prompts",
    "duration",
    "date",
    "power_valid",
    "power_metric_schema_version",
    "avg_total_gpu_power_w",
    "joules_per_output_token",
    "joules_per_successful_query",
}
NAMES = {
    "model_id",
    "model",
    "hw",
    "hardware",
    "num_gpus",
    "framework",
    "precision",
    "tp",
    "ep",
    "pp",
    "conc",
    "max_concurrency",
}
IGNORED = {
    "backend",  # the protocol the client speaks, not the engine
    "tokenizer_id",
    "infmax_model_prefix",
    "good_completed",
    "request_goodput",
    "request_goodput:",
    "input_lens",
    "output_lens",
    "errors",
    "benchmark_start_time_unix",
    "benchmark_end_time_unix",
    "id",
    "config_id",
    "workflow_run_id",
    "run_url",
    "workers",
    "metrics",
    "power_audit",
    "avg_power_w",  # of one GPU
    "total_gpu_energy_j",
    "joules_per_input_token",
    "joules_per_total_token",
}
# Other statistics of the same quantities, and the energy and power percentiles of roles.
STATISTIC = re.compile(
    r"(mean|median|std|p\d+(\.\d+)?)_(ttft|tpot|itl|e2el|intvty)(_ms)?|p\d+_.*power_w"
    r"|(prefill|decode)_(gpu_energy_j|avg_power_w|joules_per_\w+_token)"
)
KNOWN = {*FIGURES, *NAMES, *IGNORED, *ROLES, *(name for names in SETTINGS.values() for name in names)}
# Weights in the cache of Hugging Face's hub: .../models--{owner}--{name}/snapshots/{revision}/
HUB_CACHE = re.compile(r".*?models--(?P<owner>[^/]+?)--(?P<name>[^/]+)/snapshots/(?P<revision>[0-9a-f]+)/?")
# What only a file's name says: concurrency_8_req_rate_inf_gpus_16_ctx_8_gen_8, glm5_fp8_vllm_tp8_isl1024_osl128_conc4.
IN_NAME = {
    "num_gpus": re.compile(r"_gpus_(\d+)"),
    "context_gpus": re.compile(r"_ctx_(\d+)"),
    "generation_gpus": re.compile(r"_gen_(\d+)"),
    "tp": re.compile(r"[_-]tp(\d+)(?=[_.-])"),
    "isl": re.compile(r"_isl(\d+)(?=[_.])"),
    "osl": re.compile(r"_osl(\d+)(?=[_.])"),
    "precision": re.compile(r"_(fp4|fp8|bf16|int4|int8|mxfp4|nvfp4)(?=[_.])"),
    "framework": re.compile(r"_(vllm|sglang|trt|atom)(?=[_.])"),
}
POWER_SCHEMA = 2  # the first whose joules are of the whole deployment and comparable
SAME = 0.02
ANY = pl.lit(value=True)


def normalise_serving(payload: Payload) -> Batch:
    """Read one run, one aggregate, or a list of aggregates or rows; a run's file name completes what it says.

    Rates come out for the whole job, latencies in milliseconds. Per-GPU rates are multiplied by the GPUs they were
    divided by. In a job whose prefill and decode run apart the output rate has been divided by the decode GPUs
    or by all: which of the two is read from the figures, as they must add up, and where they do not, the rate is left
    out. GPUs of an aggregate are tp x pp x pcp, or those of both roles. Only power that was measured at the GPUs and
    passed InferenceX's own validation is kept, boundary `gpu`. Raises NormaliseError for any other document.
    """
    document = read_json(payload)
    if isinstance(document, dict) and isinstance(document.get("data"), list):
        refs, records = [json_pointer("data", n) for n in range(len(document["data"]))], document["data"]
    elif isinstance(document, list):
        refs, records = [json_pointer(n) for n in range(len(document))], document
    else:
        whole = document if isinstance(document, dict) else {}
        stated = next((name for name in ("output_throughput", "tput_per_gpu", *whole) if name in whole), "model")
        refs, records = [json_pointer(stated)], [document]
    points = [_flat(record, payload.name if len(records) == 1 else "") for record in records]
    if not any(_text(point, "model_id", "model") and _states_rate(point) for point in points):
        raise payload.rejected("no result of a serving benchmark")
    book = Book(payload, len(records), lambda number: records[number])
    rows = numbered(refs).hstack(_columns(points))
    if unknown := unknown_fields([{k: v for k, v in p.items() if not STATISTIC.fullmatch(k)} for p in points], KNOWN):
        book.quarantine(rows.head(1), ANY, unknown)
    kind = InferenceMeasurement.TABLE
    rows = book.quarantine(rows, pl.col("model_name_raw").is_null(), "names no model", kind)
    no_rate = pl.col("output_tokens_per_second").is_null() & pl.col("total_tokens_per_second").is_null()
    rows = book.quarantine(rows, no_rate, "states no rate of tokens", kind)
    rows = _with_valid_power(book, rows)
    book.observe(InferenceMeasurement, rows.select(pl.exclude("is_power_valid", "power_schema")))
    return book.close()


def _states_rate(point: dict[str, Any]) -> bool:
    return any(isinstance(point.get(name), int | float) for name in ("output_throughput", "tput_per_gpu"))


def _flat(record: Any, name: str) -> dict[str, Any]:
    """A record with its metrics lifted out, and with what its file's name says where it says nothing itself."""
    if not isinstance(record, dict):
        return {}
    metrics = record.get("metrics")
    point = record | metrics if isinstance(metrics, dict) else dict(record)
    if "output_throughput" in point and "tput_per_gpu" not in point:
        file = name.rsplit("/", 1)[-1]
        said = {key: found[1] for key, pattern in IN_NAME.items() if (found := pattern.search(file))}
        point = {key: int(v) if v.isdigit() else v for key, v in said.items()} | point
    model = _text(point, "model_id", "model")
    if model and (cached := HUB_CACHE.fullmatch(model)):
        point |= {"model_id": f"{cached['owner']}/{cached['name']}", "revision": cached["revision"]}
    return point


def _columns(points: list[dict[str, Any]]) -> pl.DataFrame:
    whole = [{} if _is_split(point) else point for point in points]
    output, total = zip(*(_rates(point) for point in points), strict=True)
    completed = json_numbers(points, "completed")
    prompts = json_numbers(points, "num_prompts")
    power = {
        "power_watts": "avg_total_gpu_power_w",
        "joules_per_output_token": "joules_per_output_token",
        "joules_per_request": "joules_per_successful_query",
    }
    return pl.DataFrame(
        {
            "model_name_raw": _texts(points, "model_id", "model"),
            "gpu_name_raw": _texts(points, "hw", "hardware"),
            "gpu_count": _series([_gpus(point) for point in points], pl.Int64),
            "engine": json_texts(points, "framework"),
            "engine_version": _series([_tag(point) for point in points], pl.String),
            "precision": json_texts(points, "precision"),
            "tensor_parallel": _whole(whole, "tp", "decode_tp"),
            "expert_parallel": _whole(whole, "ep", "decode_ep"),
            "pipeline_parallel": _whole(whole, "pp"),
            "task": pl.repeat("serving", len(points), eager=True, dtype=pl.String),
            "max_concurrency": _whole(points, "max_concurrency", "conc"),
            "input_tokens_mean": json_numbers(points, "total_input_tokens") / completed,
            "output_tokens_mean": json_numbers(points, "total_output_tokens") / completed,
            "configuration": _series([_configuration(point) for point in points], pl.String),
            "output_tokens_per_second": _series(list(output), pl.Float64),
            "total_tokens_per_second": _series(list(total), pl.Float64),
            "requests_per_second": json_numbers(points, "request_throughput"),
            "request_count": prompts.cast(pl.Int64, strict=False),
            "error_count": (prompts - completed).cast(pl.Int64, strict=False),
            **{column: json_numbers(points, name) for column, name in power.items()},
            **{
                f"{column}_{percentile}": _milliseconds(points, f"{statistic}_{name}")
                for column, name in LATENCIES.items()
                for percentile, statistic in PERCENTILES.items()
            },
            "ttft_ms_mean": _milliseconds(points, "mean_ttft"),
            "measured_on": json_texts(points, "date").str.extract(r"^(\d{4}-?\d{2}-?\d{2})").str.replace_all("-", ""),
            "is_power_valid": json_numbers(points, "power_valid") == 1,
            "power_schema": json_numbers(points, "power_metric_schema_version"),
        }
    ).with_columns(
        pl.col("measured_on").str.to_date("%Y%m%d", strict=False),
        boundary=pl.lit("gpu"),
        method=pl.lit("measured"),
    )


def _with_valid_power(book: Book, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows, without figures of energy that are not valid measurements: those go to the quarantine."""
    energy = ("power_watts", "joules_per_output_token", "joules_per_request")
    stated = pl.any_horizontal(pl.col(name).is_not_null() for name in energy)
    is_valid = pl.col("is_power_valid").fill_null(value=False) & (pl.col("power_schema") >= POWER_SCHEMA).fill_null(
        value=False
    )
    gap = pl.col("power_watts") / pl.col("output_tokens_per_second") / pl.col("joules_per_output_token")
    agrees = ((gap - 1).abs() <= SAME).fill_null(value=True)
    kind = InferenceMeasurement.TABLE
    book.quarantine(rows, stated & ~is_valid, "energy that did not pass the source's validation", kind)
    reason = pl.format("power over throughput is {} times the stated energy per token", gap.round(3))
    book.quarantine(rows, stated & is_valid & ~agrees, reason, kind)
    kept = stated & is_valid & agrees
    return rows.with_columns(
        *(pl.when(kept).then(name).alias(name) for name in energy), boundary=pl.when(kept).then("boundary")
    )


def _is_split(point: dict[str, Any]) -> bool:
    """Whether prefill and decode run on accelerators of their own."""
    return str(point.get("disagg")).lower() == "true"


def _rates(point: dict[str, Any]) -> tuple[float | None, float | None]:
    """Output and total tokens per second of the whole job."""
    output, total, prompt = (
        _number(point, name) for name in ("output_throughput", "total_token_throughput", "input_throughput")
    )
    if output is not None or total is not None:
        both = output + prompt if output is not None and prompt is not None else None
        return output, total if total is not None else both
    gpus = _gpus(point)
    each, out, into = (_number(point, f"{name}tput_per_gpu") for name in ("", "output_", "input_"))
    if gpus is None or each is None:
        return None, None
    if out is None or not _is_split(point):
        return (None if out is None else out * gpus), each * gpus
    decode, prefill = _number(point, "num_decode_gpu"), _number(point, "num_prefill_gpu")
    if into is not None and abs(out + into - each) <= SAME * each:
        return out * gpus, each * gpus
    if (
        into is not None
        and decode
        and prefill
        and abs(out * decode + into * prefill - each * gpus) <= SAME * each * gpus
    ):
        return out * decode, each * gpus
    return None, each * gpus


def _gpus(point: dict[str, Any]) -> int | None:
    if (stated := _number(point, "num_gpus")) is not None:
        return int(stated)
    if _is_split(point):
        roles = [_number(point, f"num_{role}_gpu") for role in ("prefill", "decode")]
        return None if None in roles else int(sum(filter(None, roles)))
    if "tput_per_gpu" not in point:  # the tensor degree alone does not say whether the job was copied
        return None
    if (stated := _number(point, "num_decode_gpu")) is not None:  # repeated as num_prefill_gpu
        return int(stated)
    tensor = _number(point, "tp") or _number(point, "decode_tp")
    return int(tensor * (_number(point, "pp") or 1) * (_number(point, "pcp_size") or 1)) if tensor else None


def _configuration(point: dict[str, Any]) -> str | None:
    pairs = {name: next((point[k] for k in keys if point.get(k) is not None), None) for name, keys in SETTINGS.items()}
    if _is_split(point):
        pairs |= {name: point.get(name) for name in ROLES} | {"dp_attention": None}
    written = {name: _written(value) for name, value in pairs.items()}
    return "; ".join(f"{name}={value}" for name, value in sorted(written.items()) if value is not None) or None


def _written(value: Any) -> str | None:
    if isinstance(value, bool) or str(value).lower() in ("true", "false"):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if isinstance(value, int | str) and value != "" else None


def _milliseconds(points: list[dict[str, Any]], name: str) -> pl.Series:
    """A latency of many points: `_ms` in the name means milliseconds, a bare name seconds."""
    return pl.select(pl.coalesce(json_numbers(points, f"{name}_ms"), json_numbers(points, name) * 1000)).to_series()


def _tag(point: dict[str, Any]) -> str | None:
    image = _text(point, "image")
    return image.rsplit(":", 1)[1] if image and ":" in image.rsplit("/", 1)[-1] else None


def _text(point: dict[str, Any], *names: str) -> str | None:
    return next((v.strip() for name in names if isinstance(v := point.get(name), str) and v.strip()), None)


def _texts(points: list[dict[str, Any]], *names: str) -> pl.Series:
    return _series([_text(point, *names) for point in points], pl.String)


def _number(point: dict[str, Any], name: str) -> float | None:
    value = point.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 2**63:
        return None
    return float(value)


def _whole(points: list[dict[str, Any]], *names: str) -> pl.Series:
    first = pl.select(pl.coalesce([json_numbers(points, name) for name in names])).to_series()
    return first.set(first != first.floor(), None).cast(pl.Int64, strict=False)


def _series(values: list[Any], dtype: Any) -> pl.Series:
    return pl.Series(values, dtype=dtype)
