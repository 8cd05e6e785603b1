"""LMArena leaderboards: arena ratings per category, as the arena-catalog repository publishes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import json_numbers, json_pointer, read_json
from transforms.schemas import BenchmarkScore

REFERENCE_URL = "https://lmarena.ai/leaderboard"
# Fields of a model in every board from 2025-03-07 to 2025-11-06; `votes` and `rank` are in sister boards of the maker.
FIELDS = ("rating", "rating_q025", "rating_q975", "votes")
# Ratings seen run from 533 to 1610 (2025-11-06, 2025-04-24); the scale is anchored near 1000.
RATINGS = (100.0, 3000.0)


class _Entry(NamedTuple):
    ref: str
    category: str
    model: str
    fields: Any


def normalise(payload: Payload) -> Batch:
    """Read one board: {category: {model: {rating, rating_q975, rating_q025}}}.

    A record is one model in one category. The rating is a Bradley-Terry coefficient on an Elo scale, the quantiles
    bound its 95 % bootstrap interval; the board part `text` and its category `coding` give benchmark `lmarena-text`
    and settings `category=coding` (`full` is all votes). The category belongs to the score: ratings of two
    categories do not compare. A rating of 0 or null means "not rated". Fields this module does not know are not
    figures of the rating (rank, organisation) and are left.
    Raises NormaliseError when the document has another shape or rates nobody.
    """
    entries = _entries(payload)
    book = Book(payload, len(entries), lambda number: {entries[number].model: entries[number].fields})
    rows = pl.concat([numbered(entry.ref for entry in entries), _figures(entries)], how="horizontal")
    rows = book.ignore(rows, pl.col("rating_text").is_null() | (pl.col("rating") == 0), "not_rated")
    rows = book.quarantine(
        rows, pl.col("rating").is_null(), pl.format("rating {} is no number", "rating_text"), BenchmarkScore.TABLE
    )
    rows = book.quarantine(
        rows,
        ~pl.col("rating").is_between(*RATINGS),
        pl.format("rating {} is outside any arena scale", "rating"),
        BenchmarkScore.TABLE,
    )
    rows = book.quarantine(rows, pl.col("model").str.strip_chars() == "", "no model name", BenchmarkScore.TABLE)
    book.observe(
        BenchmarkScore,
        rows.select(
            "record",
            "record_ref",
            benchmark=pl.lit(f"lmarena-{payload.part}"),
            metric=pl.lit("elo"),
            model_name_raw=pl.col("model").str.strip_chars(),
            settings=pl.format("category={}", "category"),
            evaluator=pl.lit("LMArena"),
            evaluator_kind=pl.lit("community"),
            score="rating",
            unit=pl.lit("elo"),
            ci_low="rating_q025",
            ci_high="rating_q975",
            n=pl.when((pl.col("votes") > 0) & (pl.col("votes") % 1 == 0)).then("votes").cast(pl.Int64),
            reference_url=pl.lit(REFERENCE_URL),
        ),
    )
    batch = book.close()
    if not batch.records_used:
        raise payload.rejected(f"none of {batch.records_read} entries is a rating")
    return batch


def _entries(payload: Payload) -> list[_Entry]:
    document = read_json(payload)
    if not isinstance(document, dict) or not all(isinstance(models, dict) for models in document.values()):
        raise payload.rejected("not an object of categories of models")
    entries = list(_walk(document))
    if not entries:
        raise payload.rejected("no model in any category")
    if not any(isinstance(entry.fields, dict) and "rating" in entry.fields for entry in entries):
        raise payload.rejected("no entry has a rating")
    return entries


def _walk(document: dict[str, dict[str, Any]]) -> Iterator[_Entry]:
    for category, models in document.items():
        for model, fields in models.items():
            yield _Entry(json_pointer(category, model), category, model, fields)


def _figures(entries: list[_Entry]) -> pl.DataFrame:
    records = [entry.fields for entry in entries]
    names = pl.DataFrame(
        {
            "category": [entry.category for entry in entries],
            "model": [entry.model for entry in entries],
            "rating_text": [_text(fields) for fields in records],
        },
        schema={"category": pl.String, "model": pl.String, "rating_text": pl.String},
    )
    return names.with_columns(json_numbers(records, name) for name in FIELDS)


def _text(fields: Any) -> str | None:
    rating = fields.get("rating") if isinstance(fields, dict) else fields
    return None if rating is None else str(rating)[:80]
