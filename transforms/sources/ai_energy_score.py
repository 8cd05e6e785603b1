"""AI Energy Score: energy of the GPUs per query of open models, as tables of runs and as its leaderboard's tables."""

from __future__ import annotations

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import csv_record, decimal, read_csv, unknown_fields
from transforms.schemas import InferenceMeasurement

# Columns of master_results.csv, on 2025-10-26 and later that year.
RUNS = {
    "model_name",
    "model_class",
    "task",
    "reasoning_state",
    "total_prompts",
    "successful_prompts",
    "failed_prompts",
    "total_duration_seconds",
    "total_tokens",
    "total_prompt_tokens",
    "total_completion_tokens",
    "gpu_energy_wh",
    "tokens_per_joule",
    "avg_energy_per_prompt_wh",
    "timestamp",
    "error_message",
    "avg_time_to_first_token",
    # A mean, which stands for no percentile, and figures that repeat others.
    "avg_latency_seconds",
    "avg_total_time",
    "throughput_tokens_per_second",
    "wh_per_1000_queries",
    "energy_per_prompt_min_wh",
    "energy_per_prompt_max_wh",
    "energy_per_prompt_std_wh",
    "co2_emissions_g",
}
# Columns of a task's table on the leaderboard; `total_gpu_energy` is in kWh per 1,000 queries.
BOARD = {"model", "total_gpu_energy", "energy_score", "class", "type", "test date", "score"}
JOULES_PER_WH = 3600.0
SAME = 0.02
READABLE = 0.01  # figures are written with four decimals: below this, rounding alone exceeds SAME
ANY = pl.lit(value=True)


def normalise(payload: Payload) -> Batch:
    """Read a CSV of runs (`model_name`, `gpu_energy_wh`…) or of a task's leaderboard (`model`, `total_gpu_energy`).

    Energies of a run are watt-hours of all its GPUs together over the whole run (CodeCarbon; boundary `gpu`), so power
    is that energy over the duration, and an output token bears its share of the prompts' energy. `tokens_per_joule`
    counts prompts too. The accelerators are not stated. Raises NormaliseError for any other document, among them the
    `benchmark_report.json` of a single run: its kilowatt-hours name neither model, accelerator nor number of queries.
    """
    if payload.content.lstrip()[:1] == b"{":
        raise payload.rejected("a report of energies without model, accelerator and number of queries")
    frame = read_csv(payload, required=())
    if {"model_name", "gpu_energy_wh"} <= set(frame.columns):
        return _runs(payload, frame)
    if {"model", "total_gpu_energy"} <= set(frame.columns):
        return _board(payload, frame)
    raise payload.rejected(f"no energies among {', '.join(frame.columns)[:300]}")


def _runs(payload: Payload, frame: pl.DataFrame) -> Batch:
    book = Book(payload, frame.height, lambda number: csv_record(frame, number))
    frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in sorted(RUNS - set(frame.columns)))
    answered, duration = decimal("successful_prompts"), decimal("total_duration_seconds")
    prompt, output = decimal("total_prompt_tokens"), decimal("total_completion_tokens")
    # 0.0000 is what a run without a reading writes.
    joules = pl.when(decimal("gpu_energy_wh") != 0).then(decimal("gpu_energy_wh") * JOULES_PER_WH)
    rows = frame.with_columns(
        model_name_raw=pl.col("model_name").str.strip_chars().replace("", None),
        task=pl.coalesce("task", pl.lit("unknown")),
        configuration=pl.concat_str(
            pl.format("class={}", "model_class"),
            pl.format("reasoning={}", pl.col("reasoning_state").str.replace_all(";", ",")),
            separator="; ",
            ignore_nulls=True,
        ).replace("", None),
        input_tokens_mean=_ratio(prompt, answered),
        output_tokens_mean=_ratio(output, answered),
        output_tokens_per_second=_ratio(output, duration),
        total_tokens_per_second=_ratio(prompt + output, duration),
        requests_per_second=_ratio(answered, duration),
        ttft_ms_mean=_ratio(decimal("avg_time_to_first_token") * 1000, pl.lit(1.0)),
        request_count=_count("total_prompts"),
        error_count=_count("failed_prompts"),
        power_watts=_ratio(joules, duration),
        joules_per_output_token=_ratio(joules, output),
        joules_per_request=_ratio(joules, answered),
        measured_on=pl.col("timestamp").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False),
        boundary=pl.when(joules.is_not_null()).then(pl.lit("gpu")),
        method=pl.lit("measured"),
        token_gap=prompt + output - decimal("total_tokens"),
        efficiency_gap=decimal("total_tokens") / joules / _readable("tokens_per_joule"),
        request_gap=joules / JOULES_PER_WH / answered / _readable("avg_energy_per_prompt_wh"),
    )
    if unknown := unknown_fields([dict.fromkeys(frame.columns)], RUNS | {"record", "record_ref"}):
        book.quarantine(rows.head(1), ANY, unknown)
    kind = InferenceMeasurement.TABLE
    rows = book.ignore(rows, pl.col("error_message").str.strip_chars() != "", "failed_run")
    rows = book.quarantine(rows, pl.col("token_gap").abs() > 1, "prompt and output tokens do not add up", kind)
    for gap, name in (("efficiency_gap", "tokens_per_joule"), ("request_gap", "avg_energy_per_prompt_wh")):
        reason = pl.format(f"the energy is {{}} times what {name} says", pl.col(gap).round(3))
        rows = book.quarantine(rows, (pl.col(gap) - 1).abs() > SAME, reason, kind)
    nothing = pl.all_horizontal(pl.col(name).is_null() for name in ("output_tokens_per_second", "joules_per_request"))
    rows = book.quarantine(rows, nothing, "states neither energy nor speed", kind)
    wanted = [name for name in InferenceMeasurement.column_names() if name in rows.columns]
    rows = book.ignore(
        rows, ~pl.struct(name for name in wanted if name != "record_ref").is_first_distinct(), "repeated_row"
    )
    book.observe(InferenceMeasurement, _with_runs(rows.select("record", *wanted)))
    return book.close()


def _board(payload: Payload, frame: pl.DataFrame) -> Batch:
    book = Book(payload, frame.height, lambda number: csv_record(frame, number))
    if unknown := unknown_fields([dict.fromkeys(frame.columns)], BOARD | {"record", "record_ref", ""}):
        book.quarantine(frame.head(1), ANY, unknown)
    rows = frame.select(
        "record",
        "record_ref",
        model_name_raw=pl.col("model").str.strip_chars().replace("", None),
        task=pl.lit(payload.part),
        joules_per_request=decimal("total_gpu_energy") * JOULES_PER_WH,  # kWh per 1,000 is Wh per one
        boundary=pl.lit("gpu"),
        method=pl.lit("measured"),
    )
    kind = InferenceMeasurement.TABLE
    rows = book.quarantine(rows, pl.col("joules_per_request").is_null(), "states no energy", kind)
    book.observe(InferenceMeasurement, rows)
    return book.close()


def _with_runs(rows: pl.DataFrame) -> pl.DataFrame:
    """Several runs of one setting differ by `run` in the configuration, unset for the first."""
    run = (pl.int_range(pl.len()) + 1).over([name for name in InferenceMeasurement.KEY if name in rows.columns])
    told_apart = pl.concat_str("configuration", pl.format("run={}", run), separator="; ", ignore_nulls=True)
    return rows.with_columns(configuration=pl.when(run > 1).then(told_apart).otherwise("configuration"))


def _ratio(over: pl.Expr, under: pl.Expr) -> pl.Expr:
    return pl.when((under > 0) & (over != 0)).then(over / under)


def _count(column: str) -> pl.Expr:
    count = decimal(column)
    return pl.when(count == count.floor()).then(count).cast(pl.Int64, strict=False)


def _readable(column: str) -> pl.Expr:
    return pl.when(decimal(column) >= READABLE).then(decimal(column))
