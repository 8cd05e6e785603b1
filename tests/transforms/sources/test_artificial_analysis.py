"""Artificial Analysis: shares and points, prices that are medians over hosts, and 0 that says nothing."""

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.artificial_analysis import normalise

SOURCE = "artificial-analysis"
NOVA = {
    "id": "1f6478c9-3e22-4586-adbe-841782859677",
    "name": "Nova 2.0 Omni (Non-reasoning)",
    "short_name": "Nova 2.0 Omni",
    "slug": "nova-2-0-omni",
    "release_date": "2025-11-26",
    "reasoning_model": False,
    "creator": {"name": "Amazon", "slug": "aws"},
    "evaluations": {
        "artificial_analysis_intelligence_index": 16.61,
        "artificial_analysis_intelligence_index_is_estimated": False,
        "gpqa": 0.555,
        "aa_omniscience": -64.5,
        "critpt": 0,
        "apex_agents": None,
    },
    "pricing": {"price_1m_blended_3_to_1": 0.85, "price_1m_input_tokens": 0.3, "price_1m_output_tokens": 2.5},
    "speed": {
        "output_tokens_per_second": 192.025785393737,
        "time_to_first_token_seconds": 1.09264657400036,
        "percentile_95_time_to_first_token_seconds": 1.42197810300013,
    },
    "capabilities": {
        "context_window_tokens": 1000000,
        "total_parameters": 30,
        "input_modality_text": True,
        "input_modality_image": True,
        "input_modality_video": False,
        "input_modality_speech": False,
    },
    "open_weights": {"is_open_weights": False, "commercial_allowed": None, "license_name": None},
}
OPEN = {"is_open_weights": True, "commercial_allowed": True, "license_name": "Apache 2.0"}


def read(*models: object, **meta: object) -> Batch:
    return normalise(payload(json.dumps({"meta": meta, "models": list(models)}), source_id=SOURCE))


def scores(batch: Batch) -> dict[tuple[str, str], tuple[float, str]]:
    rows = batch.observations["benchmark_score"].select("benchmark", "metric", "score", "unit").rows()
    return {row[:2]: row[2:] for row in rows}


def test_nought_is_no_score_where_it_says_that_a_test_was_not_taken():
    """DeepSeek V3.2 Speciale calls no tools and has 0 in tau2; GPT-4o's rating of 360.9 is below GDPval's floor."""
    zeros = {"tau2_bench": 0, "aa_lcr": 0, "gdpval_aa_normalized": 0, "critpt": 0, "terminal_bench_hard": 0}
    rating = {"gdpval": {"elo": 360.9, "lower95ci": 334.4, "upper95ci": 385.0}}
    batch = read(NOVA | {"evaluations": zeros, "breakdowns": rating})
    assert scores(batch) == {
        ("critpt", "accuracy"): (0.0, "fraction"),
        ("terminal-bench-hard", "accuracy"): (0.0, "fraction"),
        ("gdpval-aa", "elo"): (360.9, "elo"),
    }
    row = batch.observations["benchmark_score"].row(-1, named=True)
    assert (row["ci_low"], row["ci_high"], row["record_ref"]) == (334.4, 385.0, "/models/0/breakdowns/gdpval/elo")


def test_the_cost_of_a_run_stands_with_its_score():
    pricing = {"price_1m_input_tokens": 2.5, "intelligence_index_cost_total": 196.97}
    batch = read(NOVA | {"pricing": pricing})
    costs = dict(batch.observations["benchmark_score"].select("benchmark", "cost_usd").rows())
    assert costs.pop("artificial-analysis-intelligence-index") == 196.97
    assert set(costs.values()) == {None}


def test_nova_2_omni_scores_55_5_percent_in_gpqa_costs_30_cents_and_writes_192_tokens_a_second():
    batch = read(NOVA)
    assert scores(batch) == {
        ("artificial-analysis-intelligence-index", "index"): (16.61, "points"),
        ("gpqa-diamond", "accuracy"): (0.555, "fraction"),
        ("aa-omniscience", "omniscience_index"): (-64.5, "points"),
        ("critpt", "accuracy"): (0.0, "fraction"),
    }
    prices = batch.observations["model_price"].select("component", "usd_per_million_tokens", "price_kind", "record_ref")
    assert prices.rows() == [
        ("input", 0.3, "average", "/models/0/pricing/price_1m_input_tokens"),
        ("output", 2.5, "average", "/models/0/pricing/price_1m_output_tokens"),
    ]
    [speed] = batch.observations["inference_measurement"].to_dicts()
    assert (speed["output_tokens_per_second"], speed["provider"], speed["gpu_name_raw"]) == (
        192.025785393737,
        None,
        None,
    )
    assert (speed["ttft_ms_p50"], speed["ttft_ms_p95"]) == (1092.64657400, 1421.97810300)
    [card] = batch.observations["model_card"].to_dicts()
    assert (card["developer"], card["released_on"], card["context_tokens"]) == ("Amazon", date(2025, 11, 26), 1_000_000)
    assert (card["input_modalities"], card["output_modalities"]) == ("image,text", None)
    assert (card["weights_openness"], card["parameters_b"]) == ("unknown", None)
    assert batch.quarantine.is_empty()


@pytest.mark.parametrize(
    ("weights", "openness", "parameters_b"),
    [
        (OPEN, "open_weights", 30.0),
        (OPEN | {"commercial_allowed": False}, "restricted_weights", 30.0),
        (OPEN | {"license_name": "LLAMA 3.1 COMMUNITY LICENSE AGREEMENT"}, "restricted_weights", 30.0),
        (OPEN | {"license_name": "Modified MIT License"}, "unknown", 30.0),
        ({}, "unknown", None),
    ],
)
def test_parameters_and_openness_are_facts_of_open_weights_only(weights, openness, parameters_b):
    [card] = read(NOVA | {"open_weights": weights}).observations["model_card"].to_dicts()
    assert (card["weights_openness"], card["parameters_b"]) == (openness, parameters_b)


def test_an_estimated_index_is_no_score():
    change = {"artificial_analysis_intelligence_index_is_estimated": True}
    assert ("artificial-analysis-intelligence-index", "index") not in scores(
        read(NOVA | {"evaluations": NOVA["evaluations"] | change})
    )


def test_what_running_the_index_cost_stands_beside_the_index_alone():
    pricing = NOVA["pricing"] | {"intelligence_index_cost_total": 271.74}
    rows = read(NOVA | {"pricing": pricing}, NOVA).observations["benchmark_score"]
    costs = rows.filter(rows["cost_usd"].is_not_null()).select("benchmark", "record_ref", "cost_usd").rows()
    assert costs == [
        (
            "artificial-analysis-intelligence-index",
            "/models/0/evaluations/artificial_analysis_intelligence_index",
            271.74,
        )
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"pricing": {"price_1m_input_tokens": 0}}, "price_1m_input_tokens is 0: free or not sold is not said"),
        ({"pricing": {"price_1m_input_tokens": "call us"}}, "price_1m_input_tokens is no price: call us"),
        ({"pricing": {"price_1m_input_tokens": 300}}, "breaks input_price_is_plausible"),
        ({"pricing": {"price_moon": 1}}, "fields not known: price_moon (1x)"),
        ({"evaluations": {"gpqa": "good"}}, "gpqa is no score: good"),
        ({"evaluations": {"gpqa": 55.5}}, "breaks a_fraction_is_between_0_and_1"),
        ({"evaluations": {"moon_bench": 0.5}}, "fields not known: moon_bench (1x)"),
        ({"mood": "sunny"}, "fields not known: mood (1x)"),
        ({"name": None}, "no model with a name"),
    ],
)
def test_what_cannot_be_read_is_refused(change, reason):
    assert read(NOVA, NOVA | {"name": "Other"} | change).quarantine["reason"].to_list() == [reason]


def test_the_answer_of_the_api_is_read_too():
    model = {key: NOVA[key] for key in ("id", "name", "slug", "evaluations", "pricing")}
    model |= {"model_creator": {"name": "Amazon"}, "median_output_tokens_per_second": 192.0}
    model |= {"median_time_to_first_token_seconds": 0}
    batch = normalise(payload(json.dumps({"status": 200, "data": [model]}), source_id=SOURCE))
    [speed] = batch.observations["inference_measurement"].to_dicts()
    assert (speed["output_tokens_per_second"], speed["ttft_ms_p50"]) == (192.0, None)
    assert batch.observations["model_card"]["developer"].to_list() == ["Amazon"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<!DOCTYPE html>",
        '{"error": "unauthorised"}',
        '{"models": []}',
        '{"models": [{"name": "x"}]}',
        '{"models": [{"evaluations": {}}]}',
        '{"meta": {"model_count": 2}, "models": [{"name": "x", "evaluations": {}}]}',
        "[]",
    ],
)
def test_a_payload_that_is_no_full_list_is_rejected(body):
    with pytest.raises(NormaliseError, match="artificial-analysis/all"):
        normalise(payload(body, source_id=SOURCE))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
BLOCKS = {
    key: JSON | st.fixed_dictionaries({}, optional=dict.fromkeys(value, JSON)) if isinstance(value, dict) else JSON
    for key, value in NOVA.items()
}


@settings(deadline=None, max_examples=30)
@given(st.lists(JSON | st.fixed_dictionaries({}, optional=BLOCKS), max_size=3))
def test_whatever_the_list_holds_it_balances_or_is_rejected(models):
    try:
        batch = read(NOVA, *models)
    except NormaliseError:
        return
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read


@pytest.fixture(scope="module")
def capture() -> Batch:
    [batch] = normalised(SOURCE)
    return batch


def test_the_capture_is_read_whole(capture):
    assert (capture.records_read, capture.records_used, capture.ignored) == (445, 445, {})
    heights = {kind: frame.height for kind, frame in capture.observations.items()}
    assert (heights["model_card"], heights["inference_measurement"]) == (445, 264)
    reasons = capture.quarantine["reason"].unique().to_list()
    assert sorted(reasons) == [
        "price_1m_input_tokens is 0: free or not sold is not said",
        "price_1m_output_tokens is 0: free or not sold is not said",
    ]


def test_the_capture_holds_the_figures_read_by_hand(capture):
    def of(kind: str) -> pl.DataFrame:
        return capture.observations[kind].filter(pl.col("model_name_raw") == "Nova 2.0 Omni (Non-reasoning)")

    gpqa = of("benchmark_score").filter(pl.col("benchmark") == "gpqa-diamond")
    assert gpqa["score"].to_list() == [0.555]
    assert of("model_price").select("component", "usd_per_million_tokens").rows() == [("input", 0.3), ("output", 2.5)]
    assert of("inference_measurement")["output_tokens_per_second"].to_list() == [192.025785393737]
    grok = capture.observations["model_card"].filter(pl.col("model_name_raw") == "Grok-1")
    assert grok["has_downloadable_weights"].to_list() == [True]
