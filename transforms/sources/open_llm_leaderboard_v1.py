"""Open LLM Leaderboard 1 of Hugging Face (2023 to mid-2024): four benchmarks, later seven, per open model."""

from __future__ import annotations

import re

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import csv_record, decimal, read_csv
from transforms.schemas import BenchmarkScore
from transforms.score_columns import ScoreColumn, figures, folded, joined_settings, text

BOARD = "open-llm-leaderboard-v1"
REFERENCE_URL = "https://huggingface.co/spaces/open-llm-leaderboard-old/open_llm_leaderboard"
# Benchmark, metric, shots (which some headers repeat), and whether 0 cannot be a score because guessing gives more.
BENCHMARKS = {
    "arc": ("arc-challenge", "accuracy", "25", True),
    "hellaswag": ("hellaswag", "accuracy", "10", True),
    "mmlu": ("mmlu", "accuracy", "5", True),
    "truthfulqa": ("truthfulqa", "mc2", "0", True),
    "winogrande": ("winogrande", "accuracy", "5", True),
    "gsm8k": ("gsm8k", "accuracy", "5", False),
    "drop": ("drop", "f1", "3", False),
}
HEADER = re.compile(r"(arc|hellaswag|mmlu|truthfulqa|winogrande|gsm8k|drop)(?:challenge|mc\d?)?(?:(\d+)shots?)?")
ROUNDED = 0.0011  # scores have one decimal of a percent


def normalise(payload: Payload) -> Batch:
    """Read one day's board as a CSV: model, average and `MMLU (5-shot)`… in percent; the shots are a setting.

    0.0 means "not yet run" where guessing alone gives more; an average with such parts is no average and is ignored.
    `Parameters` is a colour scale from 0 to 100 (llama-65b has 100.0, a 7B model 10.77 or 4.29, by day): not stored.
    A model listed twice with other scores (other revisions or precisions, which the file does not tell) keeps the
    first, best one. Raises NormaliseError where no column names the model or no benchmark is known.
    """
    frame = read_csv(payload, required=())
    names = folded(frame)
    model = names.get("model") or names.get("modelname")
    columns = _columns(frame, names)
    if model is None or not columns:
        raise payload.rejected(f"no models and benchmarks among {', '.join(frame.columns)[:300]}")
    book = Book(payload, frame.height, lambda number: csv_record(frame, number))
    rows = frame.with_columns(model_name_raw=text(model))
    rows = book.quarantine(rows, pl.col("model_name_raw").is_null(), "no model name")
    scores = [_scores(book, rows, column) for column in columns]
    if average := names.get("average"):
        parts = [decimal(column.header) for column in columns]
        unrated = pl.any_horizontal(
            decimal(column.header).fill_null(0) == 0 for column in columns if column.zero_is_unrated
        )
        rated = book.ignore(rows, unrated, "average_of_unrated")
        gap = (decimal(average) - pl.mean_horizontal(parts)).abs() / columns[0].divisor
        rated = book.quarantine(
            rated,
            gap > ROUNDED,
            pl.format("the average {} is not the mean of the benchmarks, {}", average, pl.mean_horizontal(parts)),
            BenchmarkScore.TABLE,
        )
        scores.append(_scores(book, rated, ScoreColumn(average, BOARD, "average", divisor=columns[0].divisor)))
    book.observe(BenchmarkScore, pl.concat(scores))
    batch = book.close()
    if not batch.records_used:
        raise payload.rejected(f"no usable score among {batch.records_read} rows")
    return batch


def _columns(frame: pl.DataFrame, names: dict[str, str]) -> list[ScoreColumn]:
    found = [(header, match) for folded_name, header in names.items() if (match := HEADER.fullmatch(folded_name))]
    if not found:
        return []
    # Percentages, unless no figure of the whole table exceeds 1.
    largest = frame.select(pl.max_horizontal(decimal(header) for header, _ in found).max()).item()
    divisor = 100.0 if largest is None or largest > 1 else 1.0
    columns = []
    for header, match in found:
        benchmark, metric, shots, above_zero = BENCHMARKS[match[1]]
        settings = (("shots", match[2] or shots),)
        columns.append(
            ScoreColumn(header, benchmark, metric, divisor=divisor, settings=settings, zero_is_unrated=above_zero)
        )
    return columns


def _scores(book: Book, rows: pl.DataFrame, column: ScoreColumn) -> pl.DataFrame:
    return figures(book, rows, column).select(
        "record",
        "record_ref",
        "benchmark",
        "metric",
        "model_name_raw",
        "score",
        "unit",
        settings=joined_settings((name, pl.lit(value)) for name, value in column.settings),
        evaluator=pl.lit("Hugging Face"),
        evaluator_kind=pl.lit("independent"),
        reference_url=pl.lit(REFERENCE_URL),
    )
