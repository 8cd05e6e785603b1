"""LiveBench: scores per task, category and as a whole, one table per release of the questions."""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import csv_record, read_csv
from transforms.schemas import BenchmarkScore
from transforms.scores import are_fractions, finite, fraction_of, settings_of

REFERENCE_URL = "https://livebench.ai/"
# The tasks of every release from 2024-06-24 to 2026-06-25 with the categories of the files categories_*.json. A
# release has some of the tasks; no task has ever changed its category.
CATEGORIES: Mapping[str, str] = {
    "logic_with_navigation": "Reasoning",
    "spatial": "Reasoning",
    "theory_of_mind": "Reasoning",
    "web_of_lies_v2": "Reasoning",
    "web_of_lies_v3": "Reasoning",
    "zebra_puzzle": "Reasoning",
    "LCB_generation": "Coding",
    "code_completion": "Coding",
    "code_generation": "Coding",
    "coding_completion": "Coding",
    "javascript": "Agentic Coding",
    "python": "Agentic Coding",
    "typescript": "Agentic Coding",
    "AMPS_Hard": "Mathematics",
    "integrals_with_game": "Mathematics",
    "math_comp": "Mathematics",
    "olympiad": "Mathematics",
    "consecutive_events": "Data Analysis",
    "cta": "Data Analysis",
    "tablejoin": "Data Analysis",
    "tablereformat": "Data Analysis",
    "connections": "Language",
    "plot_unscrambling": "Language",
    "typos": "Language",
    "paraphrase": "IF",
    "simplify": "IF",
    "story_generation": "IF",
    "summarize": "IF",
}
NO_TASK = re.compile(r"(?i).*(?:average|organi[sz]ation|link|date|cost|price|license|rank).*")


def normalise(payload: Payload) -> Batch:
    """Read table_YYYY_MM_DD.csv: a row per model, a column per task, scores from 0 to 100. The part is the release.

    A row gives its task scores (metric `score`) and what livebench.ai computes from them (metric `average`): the mean
    of a category's tasks, and the mean of the categories. An average is left out where a score it needs is missing,
    and for the whole table where a task is in no category we know. 0 is a score: small models do solve nothing.
    Raises NormaliseError for a file without models or tasks, for fractions, or when no row is usable.
    """
    table = read_csv(payload, required=("model",))
    columns = [name for name in table.columns if name not in ("record", "record_ref", "model")]
    tasks = [name for name in columns if name.strip() and not NO_TASK.fullmatch(name)]
    if not set(tasks) & set(CATEGORIES):
        raise payload.rejected(f"no known task among {', '.join(columns)[:300]}")
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    _report_columns(book, table, columns, tasks)
    model = pl.col("model").str.strip_chars()
    rows = book.ignore(table, pl.all_horizontal(pl.col("model", *columns).is_null()), "blank_row")
    rows = book.quarantine(rows, (model == "").fill_null(value=True), "no model", BenchmarkScore.TABLE)
    numbers = rows.select("record", "record_ref", *(finite(task).alias(task) for task in tasks), model_name_raw=model)
    if are_fractions(pl.concat([numbers[task] for task in tasks])):
        raise payload.rejected("no score is above 1: not on a scale to 100")
    usable = {task: pl.when(pl.col(task).is_between(0, 100)).then(pl.col(task)) for task in tasks}
    scores = pl.concat([_task_scores(book, rows, numbers, tasks), *_averages(numbers, usable)])
    book.ignore(rows.join(scores, on="record", how="anti"), pl.lit(value=True), "no_score")
    book.observe(
        BenchmarkScore,
        scores.select(
            "record",
            "record_ref",
            "metric",
            "model_name_raw",
            benchmark=pl.lit("livebench"),
            settings=settings_of(
                category=pl.col("category"), task=pl.col("task"), version=pl.lit(f"LiveBench-{payload.part}")
            ),
            evaluator=pl.lit("LiveBench Leaderboard"),
            evaluator_kind=pl.lit("independent"),
            score=fraction_of(pl.col("percent")),
            unit=pl.lit("fraction"),
            reference_url=pl.lit(REFERENCE_URL),
        ),
    )
    batch = book.close()
    if not batch.records_used:
        raise payload.rejected(f"none of {batch.records_read} rows has a score")
    return batch


def _task_scores(book: Book, rows: pl.DataFrame, numbers: pl.DataFrame, tasks: list[str]) -> pl.DataFrame:
    listed = []
    for task in tasks:
        cells = numbers.select(
            "record",
            "model_name_raw",
            record_ref=pl.format("{}, column {}", "record_ref", pl.lit(task)),
            metric=pl.lit("score"),
            task=pl.lit(task),
            category=pl.lit(CATEGORIES.get(task), dtype=pl.String),
            percent=pl.col(task),
        ).with_columns(text=rows[task].str.strip_chars())
        cells = cells.filter(pl.col("text").is_not_null() & ~pl.col("text").is_in(["", "-"]))
        cells = book.quarantine(
            cells,
            ~pl.col("percent").is_between(0, 100).fill_null(value=False),
            pl.format("{} is no score from 0 to 100", "text"),
            BenchmarkScore.TABLE,
        )
        listed.append(cells.drop("text"))
    return pl.concat(listed)


def _averages(numbers: pl.DataFrame, usable: Mapping[str, pl.Expr]) -> list[pl.DataFrame]:
    """The mean of each category, and of the categories; null scores make null means, which are left out."""
    if set(usable) - set(CATEGORIES):
        return []
    members: dict[str, list[pl.Expr]] = {}
    for task, score in usable.items():
        members.setdefault(CATEGORIES[task], []).append(score)
    means = {category: _mean(scores) for category, scores in members.items()}
    # The row itself for the whole, as "row 3"; its categories as "row 3, category Coding".
    whole = [(None, pl.col("record_ref"), _mean(list(means.values())))]
    parts = [
        (category, pl.format("{}, category {}", "record_ref", pl.lit(category)), mean)
        for category, mean in means.items()
    ]
    return [
        numbers.select(
            "record",
            "model_name_raw",
            record_ref=ref,
            metric=pl.lit("average"),
            task=pl.lit(None, dtype=pl.String),
            category=pl.lit(category, dtype=pl.String),
            percent=mean,
        ).drop_nulls("percent")
        for category, ref, mean in whole + parts
    ]


def _mean(values: list[pl.Expr]) -> pl.Expr:
    return pl.sum_horizontal(values, ignore_nulls=False) / len(values)


def _report_columns(book: Book, rows: pl.DataFrame, columns: list[str], tasks: list[str]) -> None:
    if others := sorted(set(columns) - set(tasks)):
        book.quarantine(rows.head(1), pl.lit(value=True), f"columns that are no task: {', '.join(others)}")
    if unknown := sorted(set(tasks) - set(CATEGORIES)):
        reason = f"tasks in no known category, so no averages: {', '.join(unknown)}"
        book.quarantine(rows.head(1), pl.lit(value=True), reason)
