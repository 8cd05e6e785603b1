"""Chatbot Arena's early leaderboard tables (2023-06 to 2024-09): MT-Bench, MMLU, licences and, at first, ratings."""

from __future__ import annotations

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import csv_record, read_csv
from transforms.schemas import BenchmarkScore, ModelCard
from transforms.score_columns import NO_SCORE, ScoreColumn, figures, folded, text

REFERENCE_URL = "https://lmarena.ai/leaderboard"
# Folded header: benchmark, metric, unit, divisor, bounds, settings, who ran it. LMSYS judged MT-Bench answers itself;
# the MMLU column gathers figures of LMSYS and of the models' makers without saying which is whose.
SCORES: dict[str, tuple[str, str, str, float, tuple[float, float], str | None, str]] = {
    "arenaelorating": ("lmarena-text", "elo", "elo", 1, (100, 3000), "category=full", "community"),
    "mtbenchscore": ("mt-bench", "score", "points", 1, (1, 10), None, "independent"),
    "mtbenchwinrate": ("mt-bench", "win_rate", "fraction", 100, (0, 1), None, "independent"),
    "mmlu": ("mmlu", "accuracy", "fraction", 1, (0, 1), None, "unknown"),
}
RENAMED = {"arenaelo": "arenaelorating", "arenascore": "arenaelorating", "mtbench": "mtbenchscore"}


def normalise(payload: Payload) -> Batch:
    """Read one table: `[key,]Model,MT-bench (score),[Arena Elo rating,]MMLU,[Knowledge cutoff date,]License,…`.

    A row gives a score per column that has one ("-" is none) and a card with licence, organisation and cutoff. The
    model is its `key`, which names the snapshot, where the table has one. MMLU is a fraction, the win rate in percent,
    MT-Bench a mean grade from 1 to 10, the rating an Elo over all votes.
    Raises NormaliseError where no column names the model or none is a score.
    """
    frame = read_csv(payload, required=())
    names = folded(frame)
    names |= {new: names[old] for old, new in RENAMED.items() if old in names and new not in names}
    name = pl.coalesce(text(names.get("key")), text(names.get("model")))
    if not names.keys() & {"key", "model"} or not names.keys() & SCORES.keys():
        raise payload.rejected(f"no models and scores among {', '.join(frame.columns)[:300]}")
    book = Book(payload, frame.height, lambda number: csv_record(frame, number))
    rows = frame.with_columns(model_name_raw=name)
    cells = pl.struct(pl.exclude("record", "record_ref"))
    rows = book.ignore(rows, ~cells.is_first_distinct(), "repeated_row")  # Yi-34B-Chat stands twice since 2024-06
    rows = book.quarantine(rows, pl.col("model_name_raw").is_null(), "no model name")
    scores = [_scores(book, rows, names[key], key) for key in SCORES if key in names]
    book.observe(BenchmarkScore, pl.concat(scores))
    if not any(each.height for each in scores):
        raise payload.rejected(f"none of {frame.height} rows has a score")
    _observe_cards(book, rows, names)
    return book.close()


def _scores(book: Book, rows: pl.DataFrame, header: str, key: str) -> pl.DataFrame:
    benchmark, metric, unit, divisor, (low, high), settings, kind = SCORES[key]
    if unit == "fraction":
        divisor = _divisor(rows, header, divisor)
    column = ScoreColumn(header, benchmark, metric, unit, divisor, low, high, zero_is_unrated=metric != "win_rate")
    return figures(book, rows, column).select(
        "record",
        "record_ref",
        "benchmark",
        "metric",
        "model_name_raw",
        "score",
        "unit",
        settings=pl.lit(settings, dtype=pl.String),
        evaluator=pl.lit("LMArena"),
        evaluator_kind=pl.lit(kind),
        reference_url=pl.lit(REFERENCE_URL),
    )


def _divisor(rows: pl.DataFrame, header: str, stated: float) -> float:
    """100 where half of a column of fractions exceeds 1: another day's table in percent."""
    numbers = rows[header].str.strip_chars().cast(pl.Float64, strict=False).drop_nulls()
    return 100.0 if 2 * int((numbers > 1).sum()) > numbers.len() else stated


def _observe_cards(book: Book, rows: pl.DataFrame, names: dict[str, str]) -> None:
    licence, maker, cutoff, display = (
        pl.when(~cell.str.contains(NO_SCORE + "|(?i)^unknown$")).then(cell)
        for cell in (text(names.get(key)) for key in ("license", "organization", "knowledgecutoffdate", "model"))
    )
    proprietary = licence.str.to_lowercase() == "proprietary"
    cards = rows.select(
        "record",
        "record_ref",
        "model_name_raw",
        developer=maker,
        display_name=display,
        knowledge_cutoff=cutoff,
        license=licence,
        weights_openness=pl.when(proprietary).then(pl.lit("api_only")).otherwise(pl.lit("unknown")),
        has_downloadable_weights=pl.when(proprietary).then(pl.lit(value=False)),
        method=pl.lit("stated"),
    )
    nothing = pl.all_horizontal(pl.col(column).is_null() for column in ("developer", "knowledge_cutoff", "license"))
    book.observe(ModelCard, book.ignore(cards, nothing, "no_score"))
