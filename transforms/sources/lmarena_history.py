"""LMArena's ratings of every model at every update of the board since 2023-05, as one table of days and models."""

from __future__ import annotations

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import decimal, read_csv
from transforms.schemas import BenchmarkScore

REFERENCE_URL = "https://lmarena.ai/leaderboard"
RATINGS = (100.0, 3000.0)  # ratings seen run from 798 to 1380 (2025-01-24)
DAYS = ("%Y%m%d", "%Y-%m-%d", "%Y/%m/%d")
# Working columns beside the models' own, under names no model has.
DAY, MODEL, CELL = "day of the update", "model of the column", "cell of the table"
UNRATED = r"(?i)^(-+|–|n/?a|nan|null|none)$"


def normalise(payload: Payload) -> Batch:
    """Read one table: a row per update (first column, `20230522`), a column per model, the Elo rating in the cell.

    A record is a cell. 0.0 means "not rated" at that update. The ratings are of all votes, as in LMArena's own files:
    `category=full`; the day of the update is `evaluated_on`.
    Raises NormaliseError for a table whose first column holds no days.
    """
    frame = read_csv(payload, required=())
    day, *models = [name for name in frame.columns if name not in ("record", "record_ref")]
    if not models:
        raise payload.rejected("a table without models")
    written = pl.col(day).str.strip_chars().str.strip_suffix(".0")
    days = frame.select(day=pl.coalesce(written.str.to_date(form, strict=False) for form in DAYS))["day"]
    if 2 * days.null_count() >= frame.height:
        raise payload.rejected(f"{day or 'the first column'} holds no days: {str(frame[day].to_list()[:3])[:100]}")
    kind = BenchmarkScore.TABLE
    cells = _cells(frame.with_columns(days.alias(DAY)), models)
    listed = cells.select("model", "cell")
    book = Book(payload, cells.height, listed.row)
    cells = book.quarantine(cells, pl.col(DAY).is_null(), "the row names no day", kind)
    unrated = pl.col("cell").is_null() | pl.col("cell").str.contains(UNRATED) | (pl.col("score") == 0)
    cells = book.ignore(cells, unrated, "not_rated")
    unread = pl.col("score").is_null() | ~pl.col("score").is_between(*RATINGS)
    cells = book.quarantine(cells, unread, pl.format("{} is no rating on an arena scale", "cell"), kind)
    nameless = pl.col("model").str.strip_chars() == ""
    cells = book.quarantine(cells, nameless, "no model name", kind)
    book.observe(
        BenchmarkScore,
        cells.select(
            "record",
            "record_ref",
            "score",
            benchmark=pl.lit("lmarena-text"),
            metric=pl.lit("elo"),
            model_name_raw=pl.col("model").str.strip_chars(),
            settings=pl.lit("category=full"),
            evaluator=pl.lit("LMArena"),
            evaluator_kind=pl.lit("community"),
            evaluated_on=DAY,
            unit=pl.lit("elo"),
            reference_url=pl.lit(REFERENCE_URL),
        ),
    )
    batch = book.close()
    if not batch.records_used:
        raise payload.rejected(f"none of {batch.records_read} cells is a rating")
    return batch


def _cells(rows: pl.DataFrame, models: list[str]) -> pl.DataFrame:
    """One row per update and model: record, record_ref, model, cell, score and the day."""
    cells = rows.unpivot(on=models, index=["record_ref", DAY], variable_name=MODEL, value_name=CELL)
    return cells.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("record"),
        pl.concat_str("record_ref", pl.lit(", column "), MODEL).alias("record_ref"),
        pl.col(MODEL).alias("model"),
        pl.col(CELL).str.strip_chars().replace("", None).alias("cell"),
        decimal(CELL).alias("score"),
        DAY,
    )
