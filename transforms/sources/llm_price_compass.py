"""arc53's LLM price compass: speeds measured on rented GPUs, and prices of two Llama models at their hosts."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.price_rows import Meaning, Priced, Quote, observe_quotes
from transforms.read import json_numbers, json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import InferenceMeasurement, ModelPrice

# Milliseconds, as vLLM's and SGLang's serving benchmarks print them.
TIMES = {
    "ttft_ms_mean": "mean_ttft",
    "ttft_ms_p50": "median_ttft",
    "ttft_ms_p99": "p99_ttft",
    "tpot_ms_p50": "median_tpot",
    "tpot_ms_p99": "p99_tpot",
    "itl_ms_p50": "median_itl",
    "itl_ms_p99": "p99_itl",
    "request_ms_p50": "median_e2e_latency",
}
SETTINGS = {"best_of": ("best_of",), "cloud": ("provider",), "request_rate": ("request_rate", "traffic_request_rate")}
COUNTS = {
    "requests": ("completed", "successful_requests"),
    "seconds": ("duration", "benchmark_duration"),
    "input": ("total_input_tokens",),
    "output": ("total_output_tokens", "total_generated_tokens"),
}
# The price of the machine (cost_per_hour) says of how many GPUs nowhere; the rest repeats or describes the run.
KNOWN = (
    {"backend", "date", "gpu", "model_id", "cost_per_hour", "issue", "tokenizer_id", "use_beam_search", "num_prompts"}
    | {"input_throughput", "output_throughput", "request_throughput", "total_generated_tokens_ret"}
    | {"mean_e2e_latency", "mean_tpot", "mean_itl", *TIMES.values()}
    | {name for names in (*SETTINGS.values(), *COUNTS.values()) for name in names}
)
PRICES = {"ingest": "input", "output": "output"}
SAME = 0.05  # throughputs are printed, durations rounded


def normalise(payload: Payload) -> Batch:
    """Read `gpu-benchmarks.json`, a list of runs, or `managed-providers.json`, a list of {"provider", "model",
    "ingest", "output"} with prices as "$0.05" per million tokens.

    Runs state neither how many GPUs worked nor what load was open at once: both stay null. `provider` of a run is the
    cloud the GPU was rented from, a setting. A throughput that tokens over time contradict is refused with its run.
    Raises NormaliseError for another document.
    """
    records = read_json(payload)
    if not isinstance(records, list) or not records:
        raise payload.rejected("no list of records")
    fields = {name for record in records if isinstance(record, dict) for name in record}
    if {"gpu", "model_id"} <= fields:
        return _runs(payload, records)
    if {"provider", "model", *PRICES} <= fields:
        return _prices(payload, records)
    raise payload.rejected("neither runs on GPUs nor prices of providers")


def _runs(payload: Payload, records: list[Any]) -> Batch:
    book = Book(payload, len(records), lambda number: records[number])
    kind = InferenceMeasurement.TABLE
    rows = numbered(json_pointer(number) for number in range(len(records))).with_columns(
        model_name_raw=json_texts(records, "model_id"),
        gpu_name_raw=json_texts(records, "gpu"),
        engine=json_texts(records, "backend"),
        task=pl.lit("online serving"),
        configuration=pl.Series([_settings(record) for record in records], dtype=pl.String),
        output_tokens_per_second=json_numbers(records, "output_throughput"),
        requests_per_second=json_numbers(records, "request_throughput"),
        sent=json_numbers(records, "num_prompts"),
        measured_on=json_texts(records, "date").str.slice(0, 8).str.to_date("%Y%m%d", strict=False),
        method=pl.lit("measured"),
        **{column: json_numbers(records, name) for column, name in TIMES.items()},
        **{name: _first(records, names) for name, names in COUNTS.items()},
    )
    if unknown := unknown_fields(records, KNOWN):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    unnamed = pl.col("gpu_name_raw").is_null() | pl.col("model_name_raw").is_null()
    rows = book.quarantine(rows, unnamed, "names no GPU or no model", kind)
    speed = pl.col("output_tokens_per_second")
    rows = book.quarantine(rows, speed.is_null(), "states no output throughput", kind)
    gap = pl.col("output") / pl.col("seconds") / speed
    reason = pl.format("tokens over time are {} times the stated throughput", gap.round(3))
    rows = book.quarantine(rows, (gap - 1).abs() > SAME, reason, kind)
    answers, sent = pl.col("requests"), pl.col("sent")
    rows = rows.with_columns(
        input_tokens_mean=pl.when(answers > 0).then(pl.col("input") / answers),
        output_tokens_mean=pl.when(answers > 0).then(pl.col("output") / answers),
        request_count=sent.cast(pl.Int64, strict=False),
        error_count=pl.when(sent >= answers).then(sent - answers).cast(pl.Int64, strict=False),
    )
    book.observe(InferenceMeasurement, rows.drop(*COUNTS, "sent"))
    return book.close()


def _settings(record: Any) -> str | None:
    if not isinstance(record, dict):
        return None
    stated = {name: next((record[key] for key in keys if key in record), None) for name, keys in SETTINGS.items()}
    return "; ".join(f"{name}={value}" for name, value in stated.items() if value is not None) or None


def _first(records: list[Any], names: tuple[str, ...]) -> pl.Series:
    return pl.DataFrame([json_numbers(records, name) for name in names]).select(pl.coalesce(names)).to_series()


def _prices(payload: Payload, records: list[Any]) -> Batch:
    book = Book(payload, len(records), lambda number: records[number])
    rows = numbered(json_pointer(number) for number in range(len(records))).with_columns(
        provider=json_texts(records, "provider").str.to_lowercase().str.replace_all(r"\s+", "-"),
        model=json_texts(records, "model"),
    )
    if unknown := unknown_fields(records, {"provider", "model", *PRICES}):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    unnamed = pl.col("provider").is_null() | pl.col("model").is_null()
    rows = book.quarantine(rows, unnamed, "names no provider or no model", ModelPrice.TABLE)
    quotes = list[Quote]()
    for number, ref, provider, model in rows.rows():
        priced = Priced(number, ref, provider, model)
        stated = {name: records[number].get(name) for name in PRICES}
        for name, value in stated.items():
            if value is not None and value != "":
                figure = value.strip().removeprefix("$") if isinstance(value, str) else value
                quotes.append(Quote(priced, f"{ref}/{name}", name, figure, Meaning(PRICES[name])))
    told = {quote.of.record for quote in quotes}
    book.ignore(rows, ~pl.col("record").is_in(told), "no_price_stated")
    observe_quotes(book, quotes, compares_hosts=False)
    return book.close()
