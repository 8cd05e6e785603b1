"""Benchmark scores that makers report of their own models, gathered by hand from release posts and papers."""

from __future__ import annotations

import re

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import csv_record, decimal, read_csv
from transforms.schemas import BenchmarkScore, ModelCard
from transforms.score_columns import NO_SCORE, folded, joined_settings, text

ABOUT = {"model_name", "organization", "release_date", "source_url", "report_path", "notes", "record", "record_ref"}
SETTING = "__setting"
# Headers whose slug is not simply the header's words; the others are.
SLUGS = {
    "AIME '24": "aime-2024",
    "BIG-Bench Hard": "bbh",
    "Codeforces Rating": "codeforces",
    "CSQA": "commonsenseqa",
    "HLE (w/ Tools)": "hle-with-tools",
    "HumanEval+": "humaneval-plus",
    "LMArena Leaderboard": "lmarena-text",
    "MBPP+": "mbpp-plus",
    "OSWorld": "os-world",
    "SWE-Bench Multilingual": "swe-bench-multilingual",
    "Terminal Bench 2.0": "terminal-bench-2",
    "VideoMME": "video-mme",
    "WebDev Arena": "lmarena-webdev",
}
RATINGS = "^(codeforces|lmarena-.*)$"
ELO = (100.0, 5000.0)
METRICS = {"drop": "f1", "humaneval": "pass_at_1", "humaneval-plus": "pass_at_1", "mbpp": "pass_at_1"}
METRICS |= {"mbpp-plus": "pass_at_1", "livecodebench": "pass_at_1"}
# A number, what it is out of, a percent sign, and notes: 163/170 (~80th percentile) (reported score).
VALUE = r"^(\d[\d,]*(?:\.\d+)?)(?:/(\d+))?\s*(%)?((?:\s*\([^()]*\))*)$"
BOARD_2 = "(?i)open llm leaderboard v2"
SCALED = ("bbh", "gpqa", "mmlu-pro", "musr")


def normalise(payload: Payload) -> Batch:
    """Read one table: a row per model, per benchmark a column of scores and one of settings (`MMLU__setting`).

    A record is a row. A cell may hold several scores, "88.7% | 88.3% | 90.4%", with as many settings beside them.
    Percentages, signed or bare, become fractions; a bare number up to 1 is a fraction where the row has several of
    them and held back elsewhere. Ratings of Codeforces and the arenas are Elo; grades of exams and "30/150" are
    points. Percentiles are no scores. The evaluator is the maker of the model. Scores of "Open LLM Leaderboard v2"
    are scaled so that guessing is 0. Rows without scores are makers' releases without any: ignored.
    Raises NormaliseError for a table without models, settings and scores.
    """
    frame = read_csv(payload, required=("model_name",))
    names = folded(frame)
    benchmarks = [name for name in frame.columns if f"{name}{SETTING}" in frame.columns]
    if not benchmarks:
        raise payload.rejected(f"no benchmarks with settings among {', '.join(frame.columns)[:300]}")
    unknown = sorted(set(frame.columns) - ABOUT - set(benchmarks) - {f"{name}{SETTING}" for name in benchmarks})
    kind = BenchmarkScore.TABLE
    book = Book(payload, frame.height, lambda number: csv_record(frame, number))
    rows = frame.with_columns(
        model_name_raw=text("model_name"), maker=text(names.get("organization")), url=text(names.get("sourceurl"))
    )
    if unknown:
        book.quarantine(rows.head(1), pl.lit(value=True), f"columns not known: {', '.join(unknown)}")
    rows = book.quarantine(rows, pl.col("model_name_raw").is_null(), "no model name", kind)
    cells = pl.concat([_cells(rows, name) for name in benchmarks], rechunk=True)
    empty = ~pl.col("record").is_in(cells["record"].implode())
    rows = book.ignore(rows, empty, "no_score")
    uneven = pl.col("values") != pl.col("settings_count")
    counts = [pl.col(name).cast(pl.String) for name in ("values", "settings_count")]
    reason = pl.format("{} has {} scores and {} settings", pl.col("header"), *counts)
    cells = book.quarantine(cells, uneven, reason, kind)
    scores = _read(book, _apart(cells))
    book.observe(BenchmarkScore, scores)
    used = rows.filter(pl.col("record").is_in(scores["record"].implode()))
    book.observe(ModelCard, _cards(used.unique("model_name_raw", keep="first", maintain_order=True), names))
    batch = book.close()
    if not batch.observations[kind].height:
        raise payload.rejected(f"no usable score among {batch.records_read} rows")
    return batch


def slug_of(header: str) -> str:
    """The benchmark a header means: "GPQA (Diamond)" is gpqa-diamond, "BIG-Bench Hard" bbh."""
    plain = re.sub(r"(?<!\d)\.|\.(?!\d)", " ", re.sub(r"\+$", "-plus", header.lower()))
    return SLUGS.get(header) or re.sub(r"[^a-z0-9.]+", "-", plain).strip("-")


def _cells(rows: pl.DataFrame, header: str) -> pl.DataFrame:
    cell, setting = text(header), text(f"{header}{SETTING}")
    cells = rows.select(
        "record",
        "model_name_raw",
        "maker",
        "url",
        pl.format("{}, column {}", "record_ref", pl.lit(header)).alias("record_ref"),
        header=pl.lit(header),
        benchmark=pl.lit(slug_of(header)),
        value=cell.str.split("|"),
        setting=setting.str.split("|"),
    )
    cells = cells.filter(pl.col("value").is_not_null() & ~pl.col("value").list.join("|").str.contains(NO_SCORE))
    nothing = pl.lit([None], dtype=pl.List(pl.String))
    count = pl.col("value").list.len()
    # One score may do without a setting; several cannot be told apart without.
    return cells.with_columns(
        setting=pl.when(pl.col("setting").is_null() & (count == 1)).then(nothing).otherwise("setting"), values=count
    ).with_columns(settings_count=pl.col("setting").list.len().fill_null(0))


def _apart(cells: pl.DataFrame) -> pl.DataFrame:
    """One row per score; the second and later ones of a cell say which they are."""
    place = (pl.int_range(pl.len()) + 1).over("record_ref")
    apart = cells.explode("value", "setting").with_columns(place=place)
    later = pl.format("{}, value {}", "record_ref", "place")
    return apart.with_columns(
        record_ref=pl.when(pl.col("place") > 1).then(later).otherwise("record_ref"),
        value=pl.col("value").str.strip_chars("*` "),
        setting=pl.col("setting").str.strip_chars().replace(["", "not disclosed"], None),
    )


def _read(book: Book, rows: pl.DataFrame) -> pl.DataFrame:
    kind = BenchmarkScore.TABLE
    notes, setting = pl.col("notes").str.to_lowercase(), pl.col("setting").fill_null("").str.to_lowercase()
    rows = rows.with_columns(
        number=decimal(pl.col("value").str.extract(VALUE, 1)),
        out_of=pl.col("value").str.extract(VALUE, 2),
        signed=pl.col("value").str.extract(VALUE, 3).is_not_null(),
        notes=pl.col("value").str.extract(VALUE, 4).fill_null(""),
        bare=pl.col("value").str.contains(r"^[\d.]+$"),
        is_board_2=pl.col("setting").str.contains(BOARD_2).fill_null(value=False),
    )
    shown = pl.format("{} in column {}", pl.col("value").str.slice(0, 80), "header")
    percentile = setting.str.contains("^percentile") | pl.col("value").str.contains(r"(?i)\(percentile\)")
    rows = book.quarantine(rows, percentile, pl.format("{} is a percentile, not a score", shown), kind)
    rows = book.quarantine(rows, pl.col("number").is_null(), pl.format("cannot read {}", shown), kind)
    exam = setting.str.contains("^exam simulation") & ~pl.col("signed")
    counted = pl.col("header") == "OCRBench"
    rating = pl.col("benchmark").str.contains(RATINGS) | setting.str.contains("^elo$")
    rows = rows.with_columns(
        unit=pl.when(rating & ~pl.col("signed"))
        .then(pl.lit("elo"))
        .when(exam | counted | pl.col("out_of").is_not_null())
        .then(pl.lit("points"))
        .otherwise(pl.lit("fraction"))
    )
    in_fractions = pl.col("bare") & (pl.col("unit") == "fraction") & (pl.col("number") > 0) & (pl.col("number") <= 1)
    rows = rows.with_columns(in_fractions=in_fractions, like_it=in_fractions.sum().over("record"))
    lonely = pl.col("in_fractions") & (pl.col("like_it") < 2)
    rows = book.quarantine(rows, lonely, pl.format("{} may be a fraction or a percentage", shown), kind)
    score = pl.when((pl.col("unit") == "fraction") & ~pl.col("in_fractions")).then(
        (pl.col("number") / 100).round_sig_figs(15)
    )
    rows = rows.with_columns(score=score.otherwise("number"))
    outside = (pl.col("unit") == "fraction") & (pl.col("score") > 1)
    rows = book.quarantine(rows, outside, pl.format("{}, outside 0 to 1", shown), kind)
    no_rating = (pl.col("unit") == "elo") & ~pl.col("score").is_between(*ELO)
    rows = book.quarantine(rows, no_rating, pl.format("{} is no rating", shown), kind)
    benchmark = pl.when(pl.col("is_board_2") & (pl.col("benchmark") == "math")).then(pl.lit("math-level-5"))
    stated = notes + pl.lit(" ") + setting
    return rows.select(
        "record",
        "record_ref",
        "model_name_raw",
        "score",
        "unit",
        benchmark=benchmark.otherwise("benchmark"),
        metric=pl.when(pl.col("unit") == "elo")
        .then(pl.lit("elo"))
        .when(pl.col("unit") == "points")
        .then(pl.lit("points"))
        .when(pl.col("is_board_2") & pl.col("benchmark").is_in(SCALED))
        .then(pl.lit("normalised_accuracy"))
        .when(stated.str.contains(r"\bf1\b"))
        .then(pl.lit("f1"))
        .when(stated.str.contains(r"\banls\b"))
        .then(pl.lit("anls"))
        .when(stated.str.contains(r"win rate"))
        .then(pl.lit("win_rate"))
        .when(stated.str.contains(r"pass@1\b"))
        .then(pl.lit("pass_at_1"))
        .otherwise(pl.col("benchmark").replace_strict(METRICS, default="accuracy", return_dtype=pl.String)),
        settings=joined_settings(
            [
                ("as_stated", pl.when(~setting.str.contains(r"^(\d+-shot)?( ?cot)?$")).then("setting")),
                ("out_of", pl.col("out_of")),
                ("prompting", pl.when(setting.str.contains(r"\bcot\b")).then(pl.lit("CoT"))),
                ("shots", setting.str.extract(r"^[^;|]*?(\d+)-shot")),
            ]
        ),
        evaluator="maker",
        evaluator_kind=pl.lit("vendor"),
        reference_url="url",
    )


def _cards(rows: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    notes = text(names.get("notes")).fill_null("")
    released = text(names.get("releasedate")).str.to_date("%Y-%m-%d", strict=False)
    return rows.select(
        "record",
        "record_ref",
        "model_name_raw",
        developer="maker",
        released_on=pl.when(~notes.str.contains("(?i)release date.*approximate")).then(released),
        has_downloadable_weights=pl.when(notes.str.contains("(?i)^open weights")).then(pl.lit(value=True)),
        weights_openness=pl.lit("unknown"),
        method=pl.lit("stated"),
    )
