"""LLMPerf leaderboard (archived): speed of hosted Llama 2 Chat models, as summaries and as single requests."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import json_numbers, json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import InferenceMeasurement

QUANTILES = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}
LATENCIES = {"ttft_ms": "ttft_s", "request_ms": "end_to_end_latency_s"}
SETTINGS = ("mean_output_tokens", "stddev_input_tokens", "stddev_output_tokens", "version")
RATE = "results_mean_output_throughput_token_per_s"
SUMMARY = {
    *SETTINGS,
    "name",  # model and lengths once more
    "model",
    "mean_input_tokens",
    "num_concurrent_requests",
    "framework",
    "model_size",
    "api",
    "timestamp",
}
REQUEST = {
    "error_code",
    "error_msg",
    *LATENCIES.values(),
    "number_output_tokens",
    "number_input_tokens",
    "number_total_tokens",
    # Not the time between tokens: the sum of all gaps, the first token's wait among them, over the output tokens.
    "inter_token_latency_s",
    "request_output_throughput_token_per_s",
    "GEN_TEXT",
}
FILE = re.compile(r"(?:^|/)(?P<provider>[a-z0-9]+)_(?P<size>\d+b)\.json$")
ANY = pl.lit(value=True)


def normalise(payload: Payload) -> Batch:
    """Read `summary/{provider}_{size}.json` (an object) or `individual/{provider}_{size}.json` (a list of requests).

    Latencies are in seconds. A summary's quantiles are of the requests that succeeded; its rate is all their output
    tokens over the length of the test, pauses of the client included. Of single requests the percentiles of those
    without an error are taken, linearly interpolated as in the summaries, and the others are counted: many of their
    times are zero. The accelerators behind an API are unknown. Single requests name no model: the file's name gives
    provider and size, and the board measured nothing but Llama 2 Chat. Raises NormaliseError for any other document.
    """
    document = read_json(payload)
    if isinstance(document, dict) and isinstance(document.get("model"), str) and RATE in document:
        return _summary(payload, document)
    if isinstance(document, list) and any(isinstance(each, dict) and "ttft_s" in each for each in document):
        return _requests(payload, document)
    raise payload.rejected("neither a summary nor a list of requests")


def _summary(payload: Payload, document: dict[str, Any]) -> Batch:
    book = Book(payload, 1, lambda _: document)
    one = [document]
    seconds = {
        f"{column}_{name}": json_numbers(one, f"results_{field}_quantiles_{name}") * 1000
        for column, field in LATENCIES.items()
        for name in QUANTILES
    }
    rows = numbered([json_pointer(RATE)]).with_columns(
        model_name_raw=json_texts(one, "model"),
        provider=json_texts(one, "framework").str.to_lowercase(),
        task=pl.lit("llmperf"),
        max_concurrency=_whole(json_numbers(one, "num_concurrent_requests")),
        input_tokens_mean=json_numbers(one, "mean_input_tokens"),
        configuration=pl.lit("; ".join(f"{name}={document[name]}" for name in SETTINGS if name in document) or None),
        output_tokens_mean=json_numbers(one, "results_number_output_tokens_mean"),
        output_tokens_per_second=json_numbers(one, RATE),
        requests_per_second=json_numbers(one, "results_num_completed_requests_per_min") / 60,
        request_count=_whole(json_numbers(one, "results_num_requests_started")),
        error_count=_whole(json_numbers(one, "results_number_errors")),
        ttft_ms_mean=json_numbers(one, "results_ttft_s_mean") * 1000,
        measured_on=pl.from_epoch(_whole(json_numbers(one, "timestamp")), time_unit="s").dt.date(),
        method=pl.lit("measured"),
        **seconds,
    )
    names = [{name: value for name, value in document.items() if not name.startswith("results_")}]
    if unknown := unknown_fields(names, SUMMARY):
        book.quarantine(rows, ANY, unknown)
    kind = InferenceMeasurement.TABLE
    rows = book.quarantine(rows, pl.col("provider").is_null(), "names no provider", kind)
    book.observe(InferenceMeasurement, rows)
    return book.close()


def _requests(payload: Payload, records: list[Any]) -> Batch:
    file = FILE.search(payload.name)
    if file is None:
        raise payload.rejected("the name of the file tells no provider and model")
    book = Book(payload, len(records), lambda number: records[number])
    is_request = pl.Series([isinstance(each, dict) and "ttft_s" in each for each in records], dtype=pl.Boolean)
    rows = numbered(json_pointer(number) for number in range(len(records))).with_columns(
        is_request=is_request,
        is_failed=pl.Series([_is_failed(each) for each in records], dtype=pl.Boolean),
        output_tokens=json_numbers(records, "number_output_tokens"),
        input_tokens=json_numbers(records, "number_input_tokens"),
        **{column: json_numbers(records, field) * 1000 for column, field in LATENCIES.items()},
    )
    if unknown := unknown_fields(records, REQUEST):
        book.quarantine(rows.head(1), ANY, unknown)
    kind = InferenceMeasurement.TABLE
    rows = book.quarantine(rows, ~pl.col("is_request"), "no request", kind)
    timeless = ~pl.col("is_failed") & pl.any_horizontal(
        ~(pl.col(name) > 0).fill_null(value=False) for name in LATENCIES
    )
    rows = book.quarantine(rows, timeless, "neither failed nor timed", kind)
    if rows.is_empty():
        return book.close()
    answered = ~pl.col("is_failed")
    point = rows.select(
        input_tokens_mean=pl.col("input_tokens").filter(answered).mean(),
        output_tokens_mean=pl.col("output_tokens").filter(answered).mean(),
        request_count=pl.len().cast(pl.Int64),
        error_count=pl.col("is_failed").sum().cast(pl.Int64),
        ttft_ms_mean=pl.col("ttft_ms").filter(answered).mean(),
        **{
            f"{column}_{name}": pl.col(column).filter(answered).quantile(quantile, "linear")
            for column in LATENCIES
            for name, quantile in QUANTILES.items()
        },
    ).with_columns(
        model_name_raw=pl.lit(f"Llama-2-{file['size']}-chat"),
        provider=pl.lit(file["provider"]),
        task=pl.lit("llmperf"),
        configuration=pl.lit("percentiles_of=single_requests"),
        method=pl.lit("derived"),
    )
    bearer = rows.sort("is_failed", "record").head(1)  # the first answered request stands for them all
    book.observe(InferenceMeasurement, bearer.select("record", "record_ref").hstack(point))
    rows = book.ignore(rows, pl.col("is_failed"), "counted_as_failed")
    book.ignore(rows, ANY, "counted_in_percentiles")
    return book.close()


def _is_failed(request: Any) -> bool:
    return isinstance(request, dict) and (request.get("error_code") is not None or bool(request.get("error_msg")))


def _whole(numbers: pl.Series) -> pl.Series:
    return numbers.set(numbers != numbers.floor(), None).cast(pl.Int64, strict=False)
