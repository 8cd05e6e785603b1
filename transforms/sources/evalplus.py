"""EvalPlus leaderboard: HumanEval and MBPP with their own tests and with EvalPlus' many more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import json_numbers, json_pointer, read_json, unknown_fields
from transforms.schemas import BenchmarkScore
from transforms.scores import are_fractions, fraction_of, settings_of

REFERENCE_URL = "https://evalplus.github.io/leaderboard.html"
# Until 2024-04-04 the extended tests stood under the same names in an object of their own.
BENCHMARKS = {
    ("pass@1", "humaneval"): "humaneval",
    ("pass@1", "humaneval+"): "humaneval-plus",
    ("pass@1", "mbpp"): "mbpp",
    ("pass@1", "mbpp+"): "mbpp-plus",
    ("pass@1_base", "humaneval"): "humaneval",
    ("pass@1_plus", "humaneval"): "humaneval-plus",
    ("pass@1_base", "mbpp"): "mbpp",
    ("pass@1_plus", "mbpp"): "mbpp-plus",
}
OBJECTS = ("pass@1", "pass@1_base", "pass@1_plus")
# What is said of the model: where it is, whether its data is open, billions of parameters (null, or junk).
UNUSED = {"link", "open-data", "size"}


class _Cell(NamedTuple):
    record: int
    ref: str
    model: str
    prompted: str | None
    benchmark: str | None
    score: Any


def normalise(payload: Payload) -> Batch:
    """Read results.json: {model: {pass@1: {humaneval, humaneval+, mbpp, mbpp+}, prompted, link, size, open-data}}.

    A record is a model; scores are pass@1 in percent with greedy decoding, run by EvalPlus, null where not run.
    `prompted` says that the model was given the task as a chat instruction and not as code to complete: a setting.
    Raises NormaliseError for another document, for fractions, or when no model has a score.
    """
    document = read_json(payload)
    if not isinstance(document, dict) or not any(
        isinstance(fields, dict) and set(OBJECTS) & set(fields) for fields in document.values()
    ):
        raise payload.rejected("not an object of models with pass@1")
    models, records = list(document), list(document.values())
    book = Book(payload, len(models), lambda number: {models[number]: records[number]})
    rows = numbered(json_pointer(model) for model in models).with_columns(model=pl.Series(models, dtype=pl.String))
    if unknown := unknown_fields(records, {*OBJECTS, "prompted", *UNUSED}):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    table = BenchmarkScore.TABLE
    rows = book.quarantine(rows, pl.col("model").str.strip_chars() == "", "no model name", table)
    cells = _frame(list(_cells(document))).join(rows.select("record"), on="record", how="semi")
    if are_fractions(cells["percent"]):
        raise payload.rejected("no score is above 1: not percentages")
    cells = cells.filter(pl.col("text").is_not_null())
    book.ignore(rows.join(cells, on="record", how="anti"), pl.lit(value=True), "no_score")
    cells = book.quarantine(cells, pl.col("benchmark").is_null(), "a score of an unknown benchmark", table)
    cells = book.quarantine(
        cells,
        pl.col("percent").is_null() | ~pl.col("percent").is_between(0, 100),
        pl.format("{} is no percentage", "text"),
        table,
    )
    book.observe(
        BenchmarkScore,
        cells.select(
            "record",
            "record_ref",
            "benchmark",
            metric=pl.lit("pass_at_1"),
            model_name_raw=pl.col("model").str.strip_chars(),
            settings=settings_of(prompted=pl.col("prompted")),
            evaluator=pl.lit("EvalPlus Leaderboard"),
            evaluator_kind=pl.lit("independent"),
            score=fraction_of(pl.col("percent")),
            unit=pl.lit("fraction"),
            reference_url=pl.lit(REFERENCE_URL),
        ),
    )
    batch = book.close()
    if not batch.records_used:
        raise payload.rejected(f"none of {batch.records_read} models has a score")
    return batch


def _cells(document: dict[str, Any]) -> Iterator[_Cell]:
    for record, (model, fields) in enumerate(document.items()):
        prompted = fields.get("prompted") if isinstance(fields, dict) else None
        said = {True: "yes", False: "no"}[prompted] if isinstance(prompted, bool) else None
        for name in OBJECTS:
            scores = fields.get(name) if isinstance(fields, dict) else None
            for test, score in scores.items() if isinstance(scores, dict) else ():
                yield _Cell(record, json_pointer(model, name, test), model, said, BENCHMARKS.get((name, test)), score)


def _frame(cells: list[_Cell]) -> pl.DataFrame:
    texts: dict[str, list[str | None]] = {
        "record_ref": [cell.ref for cell in cells],
        "model": [cell.model for cell in cells],
        "prompted": [cell.prompted for cell in cells],
        "benchmark": [cell.benchmark for cell in cells],
        "text": [None if cell.score is None else str(cell.score)[:80] for cell in cells],
    }
    return pl.DataFrame(
        [
            pl.Series("record", [cell.record for cell in cells], dtype=pl.UInt32),
            *(pl.Series(name, values, dtype=pl.String) for name, values in texts.items()),
            json_numbers([{"percent": cell.score} for cell in cells], "percent"),
        ]
    )
