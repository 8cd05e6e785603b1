"""Artificial Analysis: one object is one model at one effort, with card, scores, typical API price and speed.

The document is `{"models": [model, …]}` as a mirror took it off the page, or `{"data": [model, …]}` of the API. Scores
are shares from 0 to 1 but for indices (points). Prices are USD per million tokens and speeds tokens per second for one
request; both are medians over the hosts of a model, so the price kind is `average`, and no host is named.

- 0 for a price is a model that is free or that nobody sells: which of the two is not said, so it is refused.
- Indices marked as estimated are not scores; blended prices and parts of what the index cost are derived from others.
- 0 means "not run" where the board has no other way to say that a model cannot take a test (`NOT_RUN`): tau2 of models
  that call no tools (none of the 16 zeros of 2026-04-10 has a GDPval rating, the least of the others is 4.1 %), AA-LCR
  of models whose context is too short (55; a model of 1B that takes it gets 5 %). In CritPt and Terminal-Bench Hard 0
  is a score: the next ones are single tasks above it. GDPval's share is max(0, (Elo - 500) / 2000): its 0 is a floor.
- Parameters are taken for open weights only: those of closed models are not disclosed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import polars as pl

from transforms.batch import Batch, Book
from transforms.licences import openness
from transforms.payload import Payload
from transforms.prices import read_count, read_figure
from transforms.read import json_numbers, json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import BenchmarkScore, InferenceMeasurement, ModelCard, ModelPrice
from transforms.scores import known_cost

INDEX = re.compile(r"^artificial_analysis_[a-z0-9_]+_index$")
# Field, benchmark, metric and unit. Fields not here are reported.
SCORES = {
    "tau2_bench": ("tau2-bench", "pass_at_1", "fraction"),
    "tau2": ("tau2-bench", "pass_at_1", "fraction"),
    "terminal_bench_hard": ("terminal-bench-hard", "accuracy", "fraction"),
    "terminalbench_hard": ("terminal-bench-hard", "accuracy", "fraction"),
    "scicode": ("scicode", "accuracy", "fraction"),
    "aa_lcr": ("aa-lcr", "accuracy", "fraction"),
    "lcr": ("aa-lcr", "accuracy", "fraction"),
    "aa_omniscience": ("aa-omniscience", "omniscience_index", "points"),
    "aa_omniscience_accuracy": ("aa-omniscience", "accuracy", "fraction"),
    "aa_omniscience_non_hallucination": ("aa-omniscience", "non_hallucination", "fraction"),
    "ifbench": ("ifbench", "accuracy", "fraction"),
    "hle": ("hle", "accuracy", "fraction"),
    "gpqa": ("gpqa-diamond", "accuracy", "fraction"),
    "critpt": ("critpt", "accuracy", "fraction"),
    "apex_agents": ("apex-agents", "pass_at_1", "fraction"),
    "gdpval_aa_normalized": ("gdpval-aa", "normalized_elo", "fraction"),
    "mmmu_pro": ("mmmu-pro", "accuracy", "fraction"),
    "mmlu_pro": ("mmlu-pro", "accuracy", "fraction"),
    "livecodebench": ("livecodebench", "pass_at_1", "fraction"),
    "math_500": ("math-500", "accuracy", "fraction"),
    "aime": ("aime-2024", "accuracy", "fraction"),
    "aime_25": ("aime-2025", "accuracy", "fraction"),
}
NOT_RUN = ("tau2-bench", "aa-lcr")
INTELLIGENCE = "artificial_analysis_intelligence_index"
ESTIMATED = "artificial_analysis_intelligence_index_is_estimated"
# What running all evaluations of the intelligence index cost, at list prices.
RUN_COST = "intelligence_index_cost_total"
PRICES = {"price_1m_input_tokens": "input", "price_1m_output_tokens": "output"}
DERIVED_PRICES = frozenset(
    {
        *("price_1m_blended_3_to_1", "price_class", "intelligence_index_cost_input"),
        *("intelligence_index_cost_output", "intelligence_index_cost_reasoning", "intelligence_index_cost_answer"),
    }
)
# Fields of a model as of 2026-04-10 and of the API; from the third row on they are not read.
KNOWN_FIELDS = frozenset(
    {
        *("name", "short_name", "creator", "model_creator", "release_date", "evaluations", "pricing", "speed"),
        *("capabilities", "open_weights", "median_output_tokens_per_second", "median_time_to_first_token_seconds"),
        *("id", "slug", "reasoning_model", "deprecated", "breakdowns", "median_time_to_first_answer_token"),
    }
)
MEDIA = ("image", "speech", "text", "video")


def normalise(payload: Payload) -> Batch:
    """Read a list of models; one model is one record.

    Raises NormaliseError when the document holds no list of models, or none with a name and scores.
    """
    document = read_json(payload)
    key = next((each for each in ("models", "data") if isinstance(document, dict) and each in document), "")
    models = document[key] if key else None
    if not isinstance(models, list) or not any(isinstance(each, dict) and "evaluations" in each for each in models):
        raise payload.rejected("no list of models with evaluations")
    meta = _object(document, "meta")
    if (total := read_count(meta.get("model_count"))) is not None and len(models) < total:
        raise payload.rejected(f"{len(models)} of {total} models: a part of a list")
    book = Book(payload, len(models), lambda number: models[number])
    records = [each if isinstance(each, dict) else {} for each in models]
    frame = pl.DataFrame(
        {"record": range(len(models)), "record_ref": [json_pointer(key, at) for at in range(len(models))]},
        schema={"record": pl.UInt32, "record_ref": pl.String},
    ).with_columns(json_texts(records, "name").alias("model_name_raw"))
    _report_unknown(book, frame, records)
    frame = book.quarantine(frame, pl.col("model_name_raw").is_null(), "no model with a name")
    if frame.is_empty():
        raise payload.rejected("no model with a name")
    _observe_cards(book, frame, records)
    _observe_scores(book, frame, records)
    _observe_prices(book, frame, records)
    _observe_speeds(book, frame, records)
    return book.close()


def _object(parent: Any, key: str) -> dict[str, Any]:
    value = parent.get(key) if isinstance(parent, dict) else None
    return value if isinstance(value, dict) else {}


def _objects(records: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return [_object(record, key) for record in records]


def _report_unknown(book: Book, frame: pl.DataFrame, records: list[dict[str, Any]]) -> None:
    evaluations = _objects(records, "evaluations")
    indices = {name for each in evaluations for name in each if INDEX.match(name)}
    reports = (
        unknown_fields(records, KNOWN_FIELDS),
        unknown_fields(evaluations, SCORES.keys() | indices | {ESTIMATED}),
        unknown_fields(_objects(records, "pricing"), PRICES.keys() | DERIVED_PRICES | {RUN_COST}),
    )
    for report in reports:
        if report:
            book.quarantine(frame.head(1), pl.lit(value=True), report)


def _modalities(capabilities: dict[str, Any], side: str) -> str | None:
    """The media of a side, sorted; null unless each is said to be there or not."""
    said = {medium: capabilities.get(f"{side}_modality_{medium}") for medium in MEDIA}
    if any(not isinstance(value, bool) for value in said.values()):
        return None
    return ",".join(medium for medium, value in said.items() if value) or None


def _observe_cards(book: Book, frame: pl.DataFrame, records: list[dict[str, Any]]) -> None:
    capabilities, weights = _objects(records, "capabilities"), _objects(records, "open_weights")
    creators = [_object(record, "creator") or _object(record, "model_creator") for record in records]
    cards = pl.DataFrame(
        [
            pl.Series("record", range(len(records)), dtype=pl.UInt32),
            json_texts(creators, "name").alias("developer"),
            json_texts(records, "short_name").alias("display_name"),
            json_texts(records, "release_date").str.to_date("%Y-%m-%d", strict=False).alias("released_on"),
            json_numbers(capabilities, "total_parameters"),
            json_numbers(capabilities, "active_parameters"),
            pl.Series(
                "context_tokens",
                [read_count(each.get("context_window_tokens")) or None for each in capabilities],
                dtype=pl.Int64,
            ),
            *(
                pl.Series(f"{side}_modalities", [_modalities(each, side) for each in capabilities], dtype=pl.String)
                for side in ("input", "output")
            ),
            json_texts(weights, "license_name").alias("license"),
            json_texts(weights, "huggingface_url")
            .str.extract(r"huggingface\.co/([^/?#]+/[^/?#]+)")
            .alias("weights_ref"),
            *(
                pl.Series(
                    name, [each[key] if isinstance(each.get(key), bool) else None for each in weights], dtype=pl.Boolean
                )
                for name, key in (("has_downloadable_weights", "is_open_weights"), ("may_sell", "commercial_allowed"))
            ),
        ]
    )
    is_open = pl.col("has_downloadable_weights")
    book.observe(
        ModelCard,
        frame.join(cards, on="record", how="left", maintain_order="left").select(
            *("record", "record_ref", "model_name_raw", "developer", "display_name", "released_on", "context_tokens"),
            *("input_modalities", "output_modalities", "license", "weights_ref", "has_downloadable_weights"),
            parameters_b=pl.when(is_open & (pl.col("total_parameters") > 0)).then("total_parameters"),
            active_parameters_b=pl.when(is_open & (pl.col("active_parameters") > 0)).then("active_parameters"),
            weights_openness=pl.when(is_open & ~pl.col("may_sell"))
            .then(pl.lit("restricted_weights"))
            .when(is_open)
            .then(openness("license"))
            .otherwise(pl.lit("unknown")),
            method=pl.lit("stated"),
        ),
    )


def _figures(frame: pl.DataFrame, records: list[dict[str, Any]], block: str, fields: Iterable[str]) -> pl.DataFrame:
    """One row for each figure of a block: where it stands, its field, and the number (null for what is none)."""
    names, ref = list(fields), dict(frame.select("record", "record_ref").rows())
    rows = [
        (number, f"{place}{json_pointer(block, name)}", name, read_figure(value), str(value)[:100])
        for number, place in ref.items()
        for name in names
        if (value := _object(records[number], block).get(name)) is not None
    ]
    columns = {"record_ref": pl.String, "field": pl.String, "figure": pl.Float64, "written": pl.String}
    figures = pl.DataFrame(rows, schema={"record": pl.UInt32, **columns}, orient="row")
    return figures.join(frame.select("record", "model_name_raw"), on="record", how="left", maintain_order="left")


def _observe_scores(book: Book, frame: pl.DataFrame, records: list[dict[str, Any]]) -> None:
    names = {name for each in _objects(records, "evaluations") for name in each if INDEX.match(name)}
    meanings = SCORES | {name: (name.replace("_", "-"), "index", "points") for name in sorted(names)}
    estimated = [n for n, each in enumerate(_objects(records, "evaluations")) if each.get(ESTIMATED) is True]
    table = pl.DataFrame(
        [(name, *meaning) for name, meaning in meanings.items()],
        schema=dict.fromkeys(("field", "benchmark", "metric", "unit"), pl.String),
        orient="row",
    )
    figures = _figures(frame, records, "evaluations", meanings).join(
        table, on="field", how="left", maintain_order="left"
    )
    figures = book.quarantine(
        figures, pl.col("figure").is_null(), pl.format("{} is no score: {}", "field", "written"), BenchmarkScore.TABLE
    )
    is_estimate = pl.col("field").str.contains(INDEX.pattern) & pl.col("record").is_in(estimated)
    figures = book.ignore(figures, is_estimate, "estimated_index")
    is_nought = pl.col("figure") == 0
    figures = book.ignore(figures, is_nought & pl.col("benchmark").is_in(NOT_RUN), "not_rated")
    figures = book.ignore(figures, is_nought & (pl.col("metric") == "normalized_elo"), "floor_of_a_rating")
    costs = [read_figure(each.get(RUN_COST)) for each in _objects(records, "pricing")]
    cost = known_cost(pl.lit(pl.Series(costs, dtype=pl.Float64)).gather(pl.col("record")))
    stated = figures.select(
        *("record", "record_ref", "model_name_raw", "benchmark", "metric", "unit"),
        score="figure",
        cost_usd=pl.when(pl.col("field") == INTELLIGENCE).then(cost),
    )
    book.observe(
        BenchmarkScore,
        pl.concat([stated, _ratings(frame, records)], how="diagonal").with_columns(
            evaluator=pl.lit("Artificial Analysis"), evaluator_kind=pl.lit("independent")
        ),
    )


def _ratings(frame: pl.DataFrame, records: list[dict[str, Any]]) -> pl.DataFrame:
    """GDPval's ratings with their intervals, which stand apart from the other scores."""
    ratings = [_object(_object(record, "breakdowns"), "gdpval") for record in records]
    bounds = {"score": "elo", "ci_low": "lower95ci", "ci_high": "upper95ci"}
    table = pl.DataFrame(
        [
            pl.Series("record", range(len(records)), dtype=pl.UInt32),
            *(json_numbers(ratings, key).alias(name) for name, key in bounds.items()),
        ]
    )
    return (
        frame.join(table, on="record", how="left", maintain_order="left")
        .filter(pl.col("score").is_finite())
        .select(
            *("record", "model_name_raw", *bounds),
            record_ref=pl.col("record_ref") + "/breakdowns/gdpval/elo",
            benchmark=pl.lit("gdpval-aa"),
            metric=pl.lit("elo"),
            unit=pl.lit("elo"),
        )
    )


def _observe_prices(book: Book, frame: pl.DataFrame, records: list[dict[str, Any]]) -> None:
    prices = _figures(frame, records, "pricing", PRICES)
    amount = pl.col("figure")
    prices = book.quarantine(
        prices,
        amount.is_null() | (amount < 0),
        pl.format("{} is no price: {}", "field", "written"),
        ModelPrice.TABLE,
    )
    prices = book.quarantine(
        prices, amount == 0, pl.format("{} is 0: free or not sold is not said", "field"), ModelPrice.TABLE
    )
    book.observe(
        ModelPrice,
        prices.select(
            *("record", "record_ref", "model_name_raw"),
            provider=pl.lit("artificial-analysis"),
            component=pl.col("field").replace_strict(PRICES, return_dtype=pl.String),
            unit=pl.lit("million_tokens"),
            tier_min_input_tokens=pl.lit(0, dtype=pl.Int64),
            price_kind=pl.lit("average"),
            usd_per_million_tokens=amount,
            currency=pl.lit("USD"),
            amount=amount,
            amount_unit=pl.lit("million_tokens"),
            usd_per_currency_unit=pl.lit(1.0),
        ),
    )


def _observe_speeds(book: Book, frame: pl.DataFrame, records: list[dict[str, Any]]) -> None:
    speeds = [
        {
            "output_tokens_per_second": record.get("median_output_tokens_per_second"),
            "time_to_first_token_seconds": record.get("median_time_to_first_token_seconds"),
        }
        | _object(record, "speed")
        for record in records
    ]
    seconds = {"ttft_ms_p50": "time_to_first_token_seconds", "ttft_ms_p95": "percentile_95_time_to_first_token_seconds"}
    measured = pl.DataFrame(
        [
            pl.Series("record", range(len(records)), dtype=pl.UInt32),
            json_numbers(speeds, "output_tokens_per_second"),
            *(json_numbers(speeds, key).alias(name) for name, key in seconds.items()),
        ]
    ).with_columns((pl.when(pl.col(name) > 0).then(pl.col(name)) * 1000).round_sig_figs(12) for name in seconds)
    rows = frame.join(measured, on="record", how="left", maintain_order="left")
    book.observe(
        InferenceMeasurement,
        rows.filter(pl.col("output_tokens_per_second") > 0).select(
            *("record", "model_name_raw", "output_tokens_per_second", *seconds),
            record_ref=pl.col("record_ref") + "/speed",
            task=pl.lit("api"),
            configuration=pl.lit("hosts=median"),
            method=pl.lit("measured"),
        ),
    )
