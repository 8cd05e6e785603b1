"""Aider's leaderboards: programming exercises solved with the Aider tool, one run per model and edit format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import yaml

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import BOM, json_pointer, json_texts, unknown_fields
from transforms.schemas import BenchmarkScore
from transforms.scores import are_fractions, day_of, finite, fraction_of, known_cost, settings_of

REFERENCE_URL = "https://aider.chat/docs/leaderboards/"
# Edit and polyglot runs get a second try after seeing the failed tests: `accuracy` is the board's own figure, after it.
TWO_TRIES = {
    "pass_rate_2": "accuracy",
    "pass_rate_1": "accuracy_first_try",
    "percent_cases_well_formed": "well_formed",
}
ONE_TRY = {"pass_rate_1": "accuracy", "percent_cases_well_formed": "well_formed"}
SETTINGS = {
    "edit_format": "edit_format",
    "editor_model": "editor_model",
    "editor_edit_format": "editor_edit_format",
    "effort": "reasoning_effort",
    "thinking_tokens": "thinking_tokens",
    "scaffold_version": "versions",
    "commit": "commit_hash",
}
TEXTS = ("model", "dirname", "date", "test_cases", "total_cost", *TWO_TRIES, *SETTINGS.values())
# How the run went, in fields seen from 2024-07-05 to 2025-07-18: no score and no setting of its own.
UNUSED = {
    "command",
    "released",
    "_released",
    "error_outputs",
    "exhausted_context_windows",
    "indentation_errors",
    "lazy_comments",
    "num_malformed_responses",
    "num_with_malformed_responses",
    "syntax_errors",
    "test_timeouts",
    "user_asks",
    "seconds_per_case",
    "pass_num_1",
    "pass_num_2",
    "total_tests",
    "prompt_tokens",
    "completion_tokens",
    "map_tokens",
}
NOUGHT = ("", "null", "Null", "NULL", "~")


@dataclass(frozen=True)
class _Board:
    runs: list[dict[str, Any]]
    rates: Mapping[str, str]


def normalise(payload: Payload) -> Batch:
    """Read one board: a YAML list of runs {model, dirname, edit_format, pass_rate_1, pass_rate_2, total_cost, …}.

    A record is a run; its rates, in percent, become up to three scores. The part `polyglot` is benchmark
    `aider-polyglot`. `accuracy` is the share solved after the second try (pass_rate_2), or after the only one on a
    board that has one (refactor). test_cases is how many exercises were run, which may be fewer than the benchmark
    has; total_cost is USD for the whole run, 0 where unknown, and stands beside `accuracy` alone. Everything is read
    as text: YAML would turn the commit 1234567 or 12e5678 into a number.
    Raises NormaliseError for another document, for rates that are fractions, or when no run is usable.
    """
    board = _read(payload)
    book = Book(payload, len(board.runs), lambda number: board.runs[number])
    texts = pl.DataFrame([json_texts(board.runs, name) for name in TEXTS]).with_columns(
        pl.when(~pl.col(name).is_in(NOUGHT)).then(pl.col(name)) for name in TEXTS
    )
    rows = pl.concat([numbered(json_pointer(number) for number in range(len(board.runs))), texts], how="horizontal")
    if unknown := unknown_fields(board.runs, {*TEXTS, *UNUSED}):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    rows = book.quarantine(rows, pl.col("model").is_null(), "no model", BenchmarkScore.TABLE)
    scores = _scores(payload, board, rows)
    book.ignore(rows.join(scores, on="record", how="anti"), pl.lit(value=True), "no_score")
    scores = book.quarantine(
        scores,
        pl.col("percent").is_null() | ~pl.col("percent").is_between(0, 100),
        pl.format("{} is no percentage", "text"),
        BenchmarkScore.TABLE,
    )
    cases = finite("test_cases")
    book.observe(
        BenchmarkScore,
        scores.select(
            "record",
            "record_ref",
            "metric",
            benchmark=pl.lit(f"aider-{payload.part}"),
            model_name_raw="model",
            settings=settings_of(**{name: pl.col(field) for name, field in SETTINGS.items()}),
            evaluator=pl.lit("Aider LLM Leaderboards"),
            evaluator_kind=pl.lit("independent"),
            evaluated_on=day_of(pl.col("date")),
            run_ref="dirname",
            score=fraction_of(pl.col("percent")),
            unit=pl.lit("fraction"),
            n=pl.when((cases > 0) & (cases < 1e6) & (cases % 1 == 0)).then(cases).cast(pl.Int64),
            cost_usd=pl.when(pl.col("metric") == "accuracy").then(known_cost(finite("total_cost"))),
            reference_url=pl.lit(REFERENCE_URL),
        ),
    )
    batch = book.close()
    if not batch.records_used:
        raise payload.rejected(f"none of {batch.records_read} runs has a score")
    return batch


def _scores(payload: Payload, board: _Board, rows: pl.DataFrame) -> pl.DataFrame:
    """One row per run and rate stated."""
    rates = [
        rows.filter(pl.col(field).is_not_null()).with_columns(
            record_ref=pl.format("{}/{}", "record_ref", pl.lit(field)),
            metric=pl.lit(metric),
            text=pl.col(field),
            percent=finite(field),
        )
        for field, metric in board.rates.items()
    ]
    scores = pl.concat(rates)
    if are_fractions(scores["percent"]):
        raise payload.rejected("no rate is above 1: not percentages")
    return scores


def _read(payload: Payload) -> _Board:
    try:
        document = yaml.load(payload.content.removeprefix(BOM), Loader=yaml.CBaseLoader)  # noqa: S506 - text only
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise payload.rejected(f"not YAML: {error}") from error
    if not isinstance(document, list) or not document or not all(isinstance(run, dict) for run in document):
        raise payload.rejected("not a list of runs")
    rated = {field for run in document for field in TWO_TRIES if field in run}
    if not rated & {"pass_rate_1", "pass_rate_2"}:
        raise payload.rejected("no run has a pass rate")
    return _Board(document, TWO_TRIES if "pass_rate_2" in rated else ONE_TRY)
