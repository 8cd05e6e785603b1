"""LiveCodeBench: pass@1 of every model on every problem, from which the site computes its leaderboard."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import json_numbers, json_texts, read_json, unknown_fields
from transforms.schemas import BenchmarkScore
from transforms.scores import are_fractions, fraction_of, settings_of

REFERENCE_URL = "https://livecodebench.github.io/leaderboard.html"
FIELDS = {"question_id", "model", "date", "difficulty", "pass@1", "platform"}  # of a performance, 2024-03-13


def normalise(payload: Payload) -> Batch:
    """Read the file: {performances: [{question_id, model, date, difficulty, pass@1, platform}], models: […]}.

    A record is a model's run: all its performances, found by the first of them. `pass@1` is in percent per problem,
    `date` the problem's publication in milliseconds. A run gives what the site shows before a window of dates is
    chosen: the mean over all problems, and over those of each difficulty, with the window as a setting (`from`,
    `to`), because problems are added and a mean of others is another score. The site's short name of the model
    (DSCoder-33b-Ins) is replaced by the full one where the `models` list tells it, and kept as `listed_as`.
    A run with an unreadable figure, or with a problem twice, is held back whole: a mean without it would be wrong.
    Raises NormaliseError for another document, for fractions, or when no run is usable.
    """
    document = read_json(payload)
    performances = document.get("performances") if isinstance(document, dict) else None
    if not isinstance(performances, list) or not performances:
        raise payload.rejected("no list of performances")
    if not any(isinstance(each, dict) and "pass@1" in each for each in performances):
        raise payload.rejected("no performance has a pass@1")
    frame = _frame(performances)
    if are_fractions(frame["percent"]):
        raise payload.rejected("no pass@1 is above 1: not percentages")
    runs = frame.group_by("listed_as", maintain_order=True).agg(
        first=pl.col("number").first(),
        problems=pl.len(),
        unreadable=(~pl.col("percent").is_between(0, 100).fill_null(value=False)).sum(),
        repeated=pl.len() - pl.col("question").n_unique(),
    )
    runs = runs.with_columns(
        record=pl.int_range(runs.height, dtype=pl.UInt32), record_ref=pl.format("/performances/{}", "first")
    )
    book = Book(payload, runs.height, lambda number: performances[runs["first"][number]])
    if unknown := unknown_fields(performances, FIELDS):
        book.quarantine(runs.head(1), pl.lit(value=True), unknown)
    table = BenchmarkScore.TABLE
    rows = book.quarantine(runs, pl.col("listed_as").is_null(), "performances without a model", table)
    for count, what in (("unreadable", "are no percentage"), ("repeated", "repeat a problem")):
        reason = pl.format(f"{{}} of {{}} performances {what}", count, "problems")
        rows = book.quarantine(rows, pl.col(count) > 0, reason, table)
    means = _means(frame.join(rows.select("record", "record_ref", "listed_as"), on="listed_as"))
    names = _full_names(document.get("models"))
    full = pl.col("listed_as").replace_strict(names, default=None, return_dtype=pl.String)
    book.observe(
        BenchmarkScore,
        means.select(
            "record",
            "record_ref",
            "n",
            benchmark=pl.lit("livecodebench"),
            metric=pl.lit("pass_at_1"),
            model_name_raw=pl.coalesce(full, "listed_as"),
            settings=settings_of(
                difficulty=pl.col("difficulty"),
                listed_as=pl.when(full != pl.col("listed_as")).then("listed_as"),
                **{"from": pl.col("oldest").cast(pl.String), "to": pl.col("newest").cast(pl.String)},
            ),
            evaluator=pl.lit("LiveCodeBench Leaderboard"),
            evaluator_kind=pl.lit("independent"),
            score=fraction_of(pl.col("percent")),
            unit=pl.lit("fraction"),
            reference_url=pl.lit(REFERENCE_URL),
        ),
    )
    batch = book.close()
    if not batch.records_used:
        raise payload.rejected(f"none of {batch.records_read} runs is usable")
    return batch


def _frame(performances: list[Any]) -> pl.DataFrame:
    """One row per performance; question ids are texts or numbers."""
    questions = [str(each.get("question_id")) if isinstance(each, dict) else "" for each in performances]
    return pl.DataFrame(
        [
            pl.int_range(len(performances), dtype=pl.UInt32, eager=True).alias("number"),
            json_texts(performances, "model").alias("listed_as"),
            json_texts(performances, "difficulty"),
            json_numbers(performances, "pass@1").alias("percent"),
            pl.Series("question", questions, dtype=pl.String),
            json_numbers(performances, "date"),
        ]
    ).with_columns(
        # From 1970-01-01 to 2100-01-01; other numbers are no dates.
        day=pl.when(pl.col("date").is_between(0, 4_102_444_800_000))
        .then(pl.col("date"))
        .cast(pl.Int64)
        .cast(pl.Datetime("ms"))
        .dt.date()
    )


def _means(performances: pl.DataFrame) -> pl.DataFrame:
    """The mean of each run over all its problems, and over those of each difficulty."""
    figures = {
        "percent": pl.col("percent").mean(),
        "n": pl.len().cast(pl.Int64),
        # A window is known only where every problem has its day.
        "oldest": pl.when(pl.col("day").is_not_null().all()).then(pl.col("day").min()),
        "newest": pl.when(pl.col("day").is_not_null().all()).then(pl.col("day").max()),
    }
    run = ["record", "record_ref", "listed_as"]
    whole = performances.group_by(run, maintain_order=True).agg(**figures)
    parts = performances.drop_nulls("difficulty").group_by([*run, "difficulty"], maintain_order=True).agg(**figures)
    parts = parts.with_columns(record_ref=pl.format("{}, difficulty {}", "record_ref", "difficulty"))
    return pl.concat([whole.with_columns(difficulty=pl.lit(None, dtype=pl.String)), parts], how="diagonal")


def _full_names(models: Any) -> dict[str, str]:
    """Full names of models by the short names the performances use."""
    listed = models if isinstance(models, list) else []
    pairs = zip(json_texts(listed, "model_repr"), json_texts(listed, "model_name"), strict=True)
    return {short: full for short, full in pairs if short and full}
