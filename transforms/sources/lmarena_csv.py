"""LMArena's text leaderboard as CSV, release by release: rating, interval and votes per model."""

from __future__ import annotations

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import csv_record, decimal, read_csv
from transforms.schemas import BenchmarkScore
from transforms.score_columns import ScoreColumn, figures, folded, text

REFERENCE_URL = "https://lmarena.ai/leaderboard"
# Folded headers, best first; those after the first are of the board's own tables and of other exports of it.
MODEL = ("model", "modelname", "name")
RATING = ("arenascore", "arenaelo", "arenaelorating", "elo", "rating", "score")
INTERVAL = ("95pctci", "95ci", "ci", "confidenceinterval")
VOTES = ("votes", "numbattles", "nvotes")
# "+5/-4", also "+5 / −4" and "±5".
PLUS_MINUS = r"^\+?\s*(\d+(?:\.\d+)?)\s*/\s*[-–−]\s*(\d+(?:\.\d+)?)$"
EITHER_WAY = r"^(?:±|\+/-)\s*(\d+(?:\.\d+)?)$"


def normalise(payload: Payload) -> Batch:
    """Read one release: `rank,[rank_stylectrl,]model,arena_score,95_pct_ci,votes,organization,license,…`.

    The rating is a Bradley-Terry coefficient on an Elo scale over all votes of the text board, without style control
    (it orders `rank`, not `rank_stylectrl`), so its settings are `category=full`, as in LMArena's own files.
    `95_pct_ci` is "+5/-4" around it; "-" is none. Ranks follow from ratings, and organisation, licence and knowledge
    cutoff say nothing of the score: they are left.
    Raises NormaliseError where no column names the model or its rating.
    """
    frame = read_csv(payload, required=())
    names = folded(frame)
    model, rating = _first(names, MODEL), _first(names, RATING)
    if model is None or rating is None:
        raise payload.rejected(f"no models and ratings among {', '.join(frame.columns)[:300]}")
    interval, votes = text(_first(names, INTERVAL)).str.strip_chars("*` "), text(_first(names, VOTES))
    either = interval.str.extract(EITHER_WAY, 1)
    book = Book(payload, frame.height, lambda number: csv_record(frame, number))
    rows = frame.with_columns(
        model_name_raw=text(model),
        interval=interval,
        plus=pl.coalesce(interval.str.extract(PLUS_MINUS, 1), either).cast(pl.Float64, strict=False),
        minus=pl.coalesce(interval.str.extract(PLUS_MINUS, 2), either).cast(pl.Float64, strict=False),
        votes_text=votes,
        votes_count=decimal(votes),
    )
    kind = BenchmarkScore.TABLE
    rows = book.quarantine(rows, pl.col("model_name_raw").is_null(), "no model name", kind)
    rows = figures(
        book,
        rows,
        ScoreColumn(rating, "lmarena-text", "elo", "elo", low=100, high=3000, zero_is_unrated=True),
    )
    unread = ~pl.col("interval").is_in(["-", "–", "N/A"]) & pl.col("plus").is_null()
    rows = book.quarantine(rows, unread, pl.format("cannot read the interval {}", "interval"), kind)
    odd_votes = pl.col("votes_text").is_not_null() & ~(
        (pl.col("votes_count") >= 0) & (pl.col("votes_count") % 1 == 0)
    ).fill_null(value=False)
    rows = book.quarantine(rows, odd_votes, pl.format("{} is no number of votes", "votes_text"), kind)
    book.observe(
        BenchmarkScore,
        rows.select(
            "record",
            "record_ref",
            "benchmark",
            "metric",
            "model_name_raw",
            "score",
            "unit",
            settings=pl.lit("category=full"),
            evaluator=pl.lit("LMArena"),
            evaluator_kind=pl.lit("community"),
            ci_low=pl.col("score") - pl.col("minus"),
            ci_high=pl.col("score") + pl.col("plus"),
            n=pl.when(pl.col("votes_count") > 0).then("votes_count").cast(pl.Int64, strict=False),
            reference_url=pl.lit(REFERENCE_URL),
        ),
    )
    batch = book.close()
    if not batch.records_used:
        raise payload.rejected(f"none of {batch.records_read} rows is a rating")
    return batch


def _first(names: dict[str, str], wanted: tuple[str, ...]) -> str | None:
    return next((names[name] for name in wanted if name in names), None)
