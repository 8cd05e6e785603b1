"""LMArena boards: a rating belongs to its category, an unrated model has none, and no shape is guessed."""

import json

import polars as pl
import pytest

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.lmarena_leaderboard import normalise

SOURCE = "lmarena-leaderboard"
O3 = {"rating": 1439.4451553111548, "rating_q975": 1459.364498117133, "rating_q025": 1412.23154932608}
ANCHOR = {"rating": 1114.0, "rating_q975": 1114.0, "rating_q025": 1114.0}
# Two entries of the text board of 2025-04-24.
BOARD = {"coding": {"o3-2025-04-16": O3}, "korean": {"mixtral-8x7b-instruct-v0.1": ANCHOR}}


def board(document, part="text"):
    return normalise(payload(json.dumps(document), source_id=SOURCE, part=part))


def with_o3(**change):
    return {**BOARD, "coding": {"o3-2025-04-16": {**O3, **change}}}


def test_a_rating_is_an_elo_score_of_its_category_with_its_interval():
    scores = board(BOARD).observations["benchmark_score"]
    row = scores.row(0, named=True)
    assert (row["record_ref"], row["benchmark"], row["metric"]) == ("/coding/o3-2025-04-16", "lmarena-text", "elo")
    assert (row["model_name_raw"], row["settings"]) == ("o3-2025-04-16", "category=coding")
    assert (row["score"], row["unit"], row["ci_low"], row["ci_high"]) == (
        1439.4451553111548,
        "elo",
        1412.23154932608,
        1459.364498117133,
    )
    assert (row["evaluator"], row["evaluator_kind"], row["n"]) == ("LMArena", "community", None)


def test_style_control_is_a_board_of_its_own():
    scores = board(BOARD, part="text-style-control").observations["benchmark_score"]
    assert scores["benchmark"].unique().to_list() == ["lmarena-text-style-control"]


@pytest.mark.parametrize("rating", [0, 0.0, None])
def test_a_rating_of_nought_means_not_rated(rating):
    batch = board(with_o3(rating=rating))
    assert (batch.records_read, batch.records_used, batch.ignored) == (2, 1, {"not_rated": 1})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"rating": "1439"}, "rating 1439 is no number"),
        ({"rating": True}, "rating True is no number"),
        ({"rating": 14.39}, "rating 14.39 is outside any arena scale"),
        ({"rating": 1e9}, "rating 1000000000.0 is outside any arena scale"),
        ({"rating": float("nan")}, "rating NaN is outside any arena scale"),
        ({"rating_q975": 1400.0}, "breaks the_interval_holds_the_score"),
    ],
)
def test_a_figure_that_cannot_be_a_rating_is_held_back_with_the_reason(change, reason):
    batch = board(with_o3(**change))
    assert batch.quarantine.select("record_ref", "kind", "reason").rows() == [
        ("/coding/o3-2025-04-16", "benchmark_score", reason)
    ]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_votes_are_kept_and_further_fields_change_nothing():
    row = board(with_o3(votes=3120, rank=1, organization="OpenAI")).observations["benchmark_score"].row(0, named=True)
    assert (row["n"], row["score"]) == (3120, 1439.4451553111548)


def test_missing_quantiles_leave_the_interval_open():
    row = board({"full": {"o3": {"rating": 1400.5}}}).observations["benchmark_score"].row(0, named=True)
    assert (row["score"], row["ci_low"], row["ci_high"]) == (1400.5, None, None)


def test_a_slash_in_a_model_name_is_escaped_in_its_pointer():
    batch = board({"full": {"org/model~1": ANCHOR}})
    assert batch.observations["benchmark_score"]["record_ref"].to_list() == ["/full/org~1model~01"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html>404</html>", "not JSON"),
        ('{"full": {"a": {"rating": 12', "not JSON"),
        ("[]", "not an object of categories of models"),
        ('{"message": "Not Found"}', "not an object of categories of models"),
        ("{}", "no model in any category"),
        ('{"full": {}}', "no model in any category"),
        ('{"full": {"a": {"elo": 1200}}}', "no entry has a rating"),
        ('{"full": {"a": 1200.0}}', "no entry has a rating"),
        ('{"full": {"a": {"rating": 0.0}}}', "none of 1 entries is a rating"),
    ],
)
def test_another_kind_of_document_is_rejected_whole(content, reason):
    with pytest.raises(NormaliseError, match=f"{SOURCE}/text: payload: {reason}"):
        normalise(payload(content, source_id=SOURCE, part="text"))


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("lmarena-leaderboard/20250307T235635Z/leaderboard-text.json", "text"),
        ("leaderboard-vision-style-control.json", "vision-style-control"),
        ("leaderboard-data.json", "text"),
        ("scatterplot-data.json", None),
        ("leaderboard-text.csv", None),
    ],
)
def test_a_file_belongs_to_the_board_it_is_named_after(path, part):
    assert registry()[SOURCE].part_of(path) == part


def test_live_and_captured_boards_are_the_same_parts():
    spec = registry()[SOURCE]
    assert all(spec.part_of(request.name) == request.part for request in spec.requests)


def test_captures_hold_the_ratings_read_by_hand():
    batches = {(f"{b.payload.captured_at:%Y-%m-%d}", b.payload.part): b for b in normalised(SOURCE)}
    assert {key: batch.records_used for key, batch in batches.items()} == {
        ("2025-03-07", "text"): 4049,
        ("2025-03-07", "vision"): 162,
        ("2025-04-24", "text"): 4382,
        ("2025-04-24", "vision"): 197,
        ("2025-11-06", "text"): 6834,
        ("2025-11-06", "vision"): 404,
    }
    assert all(not batch.ignored and batch.quarantine.is_empty() for batch in batches.values())
    expected = {
        ("2025-03-07", "text", "/full/claude-3-7-sonnet-20250219"): (1308.5783389829817, 1297.9186479113432),
        ("2025-03-07", "text", "/korean/mixtral-8x7b-instruct-v0.1"): (1114.0, 1114.0),
        ("2025-04-24", "text", "/full/gemini-2.5-pro-exp-03-25"): (1438.6795430835182, 1433.4566119970768),
        ("2025-11-06", "text", "/no_tie/llama-13b"): (533.5360185903645, None),
        ("2025-11-06", "vision", "/ocr/gpt-5-high"): (1218.8675608039925, 1209.4564788436833),
        ("2025-11-06", "vision", "/humor/gemini-2.5-pro"): (1250.2603690280366, 1235.755158864862),
    }
    for (day, part, ref), (score, low) in expected.items():
        scores = batches[day, part].observations["benchmark_score"]
        row = scores.row(by_predicate=pl.col("record_ref") == ref, named=True)
        assert row["score"] == score
        assert low is None or row["ci_low"] == low
        assert row["settings"] == f"category={ref.split('/')[1]}"
