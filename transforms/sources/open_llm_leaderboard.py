"""Open LLM Leaderboard 2 of Hugging Face: six benchmarks per open model, run by Hugging Face on its own machines."""

from __future__ import annotations

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import csv_record, decimal, read_csv
from transforms.schemas import BenchmarkScore, ModelCard
from transforms.score_columns import ScoreColumn, figures, folded, joined_settings, text

BOARD = "open-llm-leaderboard-v2"
REFERENCE_URL = "https://huggingface.co/spaces/open-llm-leaderboard/open_llm_leaderboard"
# Folded name of the scaled column: benchmark, shots, and whether a scaled score is the raw one because the lower
# bound of its scale is 0 (https://huggingface.co/docs/leaderboards/open_llm_leaderboard/normalization, 2024-10).
BENCHMARKS = {
    "ifeval": ("ifeval", "0", True),
    "bbh": ("bbh", "3", False),
    "mathlvl5": ("math-level-5", "4", True),
    "gpqa": ("gpqa", "0", False),
    "musr": ("musr", "0", False),
    "mmlupro": ("mmlu-pro", "5", False),
}
# Raw scores have two decimals where scaled ones have four; the average is of rounded figures.
ROUNDED = 0.0056
# Licences as their Hub tags: with limits of use, and without.
RESTRICTED = r"^(llama\d*(\.\d+)?|gemma|cc-by-nc.*|.*-rail-m|.*openrail.*|bigscience-.*rail.*)$"
PERMISSIVE = r"^(apache-2\.0|mit|bsd-3-clause|bsd|cc-by-4\.0|cc0-1\.0|cc-by-sa-4\.0)$"


def normalise(payload: Payload) -> Batch:
    """Read the board as a CSV: one row per run of a model, its headers folded (`mmlupro_raw`, `MMLU-PRO Raw`).

    A plain column is scaled so that guessing is 0 and perfect is 100; its `_raw` sister is the accuracy from 0 to 1.
    Stored are `accuracy` (the raw one; where nothing is scaled away, the finer plain one), `normalised_accuracy`, and
    the mean of the six as benchmark `open-llm-leaderboard-v2`. 0 is a score here. Precision, chat template and
    weights (original, adapter, delta) are settings, the commit of the weights is the run.
    In tables with a column `not_merged`, `flagged` and `moe` are what the board's filters let pass: TRUE for a model
    that is *not* flagged and *not* a mixture (Mixtral-8x7B-v0.1 has FALSE). Flagged rows are held back.
    `params_b` in whole numbers is cut off (Phi-3-mini, 3.8, has 3) and not stored.
    Raises NormaliseError where no column names the model or no benchmark is known.
    """
    frame = read_csv(payload, required=())
    names = folded(frame)
    model = names.get("fullname") or names.get("model")
    if model is None or not names.keys() & BENCHMARKS.keys():
        raise payload.rejected(f"no models and benchmarks among {', '.join(frame.columns)[:300]}")
    book = Book(payload, frame.height, lambda number: csv_record(frame, number))
    rows = frame.with_columns(model_name_raw=text(model))
    rows = book.quarantine(rows, pl.col("model_name_raw").is_null(), "no model name")
    if "flagged" in names:
        flagged = text(names["flagged"]).str.to_lowercase() == ("false" if "notmerged" in names else "true")
        rows = book.quarantine(rows, flagged, "flagged on the board: its scores are disputed", BenchmarkScore.TABLE)
    rows = _without_mismatches(book, rows, names)
    scores = [_scores(book, rows, names, column) for column in _columns(names)]
    book.observe(BenchmarkScore, pl.concat(scores))
    book.observe(ModelCard, _cards(rows, names))
    batch = book.close()
    if not batch.observations[BenchmarkScore.TABLE].height:
        raise payload.rejected(f"no usable score among {batch.records_read} rows")
    return batch


def _columns(names: dict[str, str]) -> list[ScoreColumn]:
    columns = []
    for key, (benchmark, shots, unscaled) in BENCHMARKS.items():
        settings = (("shots", shots),)
        scaled, raw = names.get(key), names.get(f"{key}raw")
        if unscaled and scaled:
            columns.append(ScoreColumn(scaled, benchmark, divisor=100, settings=settings))
            continue
        if raw:
            columns.append(ScoreColumn(raw, benchmark, settings=settings))
        if scaled:
            columns.append(ScoreColumn(scaled, benchmark, "normalised_accuracy", divisor=100, settings=settings))
    average = names.get("average")
    return [*columns, ScoreColumn(average, BOARD, "average", divisor=100)] if average else columns


def _without_mismatches(book: Book, rows: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """Rows whose figures contradict each other: a raw score beside another scaled one, an average of other scores."""
    kind = BenchmarkScore.TABLE
    for key, (_, _, unscaled) in BENCHMARKS.items():
        scaled, raw = names.get(key), names.get(f"{key}raw")
        if unscaled and scaled and raw:
            gap = (decimal(scaled) / 100 - decimal(raw)).abs()
            reason = pl.format(f"{scaled} {{}} is not {raw} {{}}", scaled, raw)
            rows = book.quarantine(rows, gap > ROUNDED, reason, kind)
    if "average" in names and names.keys() >= BENCHMARKS.keys():
        parts = [decimal(names[key]) for key in BENCHMARKS]
        mean = pl.sum_horizontal(parts, ignore_nulls=False) / len(parts)
        gap = (decimal(names["average"]) - mean).abs()
        reason = pl.format("the average {} is not the mean of the six, {}", names["average"], mean.round(2))
        rows = book.quarantine(rows, gap > 100 * ROUNDED, reason, kind)
    return rows


def _scores(book: Book, rows: pl.DataFrame, names: dict[str, str], column: ScoreColumn) -> pl.DataFrame:
    run = text(names.get("modelsha"))
    stated = (
        ("chat_template", text(names.get("chattemplate")).str.to_lowercase()),
        ("precision", text(names.get("precision"))),
        ("weights", text(names.get("weighttype")).str.to_lowercase()),
    )
    return figures(book, rows, column).select(
        "record",
        "record_ref",
        "benchmark",
        "metric",
        "model_name_raw",
        "score",
        "unit",
        settings=joined_settings([*stated, *((name, pl.lit(value)) for name, value in column.settings)]),
        evaluator=pl.lit("Hugging Face"),
        evaluator_kind=pl.lit("independent"),
        run_ref=run,
        reference_url=pl.lit(REFERENCE_URL),
    )


def _cards(rows: pl.DataFrame, names: dict[str, str]) -> pl.DataFrame:
    """One card per model, from its first row: a second row is a second run, in another precision perhaps."""
    licence = text(names.get("hublicense"))
    architecture = text(names.get("architecture")).replace("?", None)
    parameters = _parameters(rows, names)
    mixture = text(names.get("moe")).str.to_lowercase() == ("false" if "notmerged" in names else "true")
    available = text(names.get("availableonthehub")).str.to_lowercase()
    listed = pl.col("model_name_raw").str.contains(r"^[^/\s]+/[^/\s]+$")
    return rows.unique("model_name_raw", keep="first", maintain_order=True).select(
        "record",
        "record_ref",
        "model_name_raw",
        parameters_b=parameters,
        # The board knows mixtures by tag or name: what it does not call one may still be one.
        is_moe=pl.when(mixture).then(mixture),
        architecture=architecture,
        license=licence,
        weights_openness=pl.when(licence.str.to_lowercase().str.contains(RESTRICTED))
        .then(pl.lit("restricted_weights"))
        .when(licence.str.to_lowercase().str.contains(PERMISSIVE))
        .then(pl.lit("open_weights"))
        .otherwise(pl.lit("unknown")),
        has_downloadable_weights=pl.when(available == "true")
        .then(pl.lit(value=True))
        .when(available == "false")
        .then(pl.lit(value=False)),
        weights_ref=pl.when(listed).then("model_name_raw"),
        method=pl.lit("stated"),
    )


def _parameters(rows: pl.DataFrame, names: dict[str, str]) -> pl.Expr:
    """Billions, of rows in full precision and with their own weights; nothing where the table cuts decimals off."""
    column = names.get("paramsb") or names.get("params")
    if column is None or not rows.select((decimal(column) % 1 != 0).any()).item():
        return pl.lit(None, dtype=pl.Float64)
    whole = text(names.get("precision")).str.contains("(?i)^(bfloat16|float16|float32)$")
    original = text(names.get("weighttype")).str.to_lowercase() == "original"
    return pl.when((decimal(column) > 0) & whole & original).then(decimal(column))
