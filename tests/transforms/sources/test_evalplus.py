"""EvalPlus: four benchmarks in two layouts; the extended tests never pass for the original ones."""

import json

import polars as pl
import pytest

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.evalplus import normalise

SOURCE = "evalplus"
# A model in the layouts of 2024-04-04 and 2024-11-10.
OLD = {
    "link": "https://huggingface.co/ajibawa-2023/Code-13B",
    "open-data": "Partial",
    "pass@1_base": {"humaneval": 56.1, "mbpp": 52.9},
    "pass@1_plus": {"humaneval": 51.8, "mbpp": 42.6},
    "prompted": True,
    "size": 13.0,
}
NEW = {
    "link": "https://huggingface.co/ajibawa-2023/Code-13B",
    "open-data": "Partial",
    "pass@1": {"humaneval": 56.1, "humaneval+": 52.4, "mbpp": None, "mbpp+": None},
    "prompted": False,
    "size": None,
}


def results(**models):
    return normalise(payload(json.dumps(models), source_id=SOURCE))


def scores(batch):
    rows = batch.observations["benchmark_score"].iter_rows(named=True)
    return {row["record_ref"]: (row["benchmark"], row["settings"], row["score"]) for row in rows}


def test_the_layout_of_2024_04_keeps_the_extended_tests_apart():
    assert scores(results(**{"Code-13B": OLD})) == {
        "/Code-13B/pass@1_base/humaneval": ("humaneval", "prompted=yes", 0.561),
        "/Code-13B/pass@1_base/mbpp": ("mbpp", "prompted=yes", 0.529),
        "/Code-13B/pass@1_plus/humaneval": ("humaneval-plus", "prompted=yes", 0.518),
        "/Code-13B/pass@1_plus/mbpp": ("mbpp-plus", "prompted=yes", 0.426),
    }


def test_a_benchmark_that_was_not_run_has_no_score():
    batch = results(**{"org/Code-13B": NEW})
    assert scores(batch) == {
        "/org~1Code-13B/pass@1/humaneval": ("humaneval", "prompted=no", 0.561),
        "/org~1Code-13B/pass@1/humaneval+": ("humaneval-plus", "prompted=no", 0.524),
    }
    row = batch.observations["benchmark_score"].row(0, named=True)
    assert (row["metric"], row["unit"], row["evaluator"]) == ("pass_at_1", "fraction", "EvalPlus Leaderboard")


def test_a_model_without_any_score_is_ignored():
    batch = results(a=NEW, b={**NEW, "pass@1": {"mbpp": None}}, c={"link": "x"})
    assert (batch.records_used, batch.ignored) == (1, {"no_score": 2})


@pytest.mark.parametrize("prompted", [None, "yes", 1])
def test_an_unknown_way_of_asking_is_no_setting(prompted):
    assert {settings for _, settings, _ in scores(results(a={**NEW, "prompted": prompted})).values()} == {None}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"pass@1": {"humaneval": 561, "mbpp": 40.0}}, "561 is no percentage"),
        ({"pass@1": {"humaneval": "56.1", "mbpp": 40.0}}, "56.1 is no percentage"),
        ({"pass@1": {"humaneval": True, "mbpp": 40.0}}, "True is no percentage"),
        ({"pass@1": {"evoeval": 56.1, "mbpp": 40.0}}, "a score of an unknown benchmark"),
        ({"pass@10": {"humaneval": 56.1}}, "fields not known: pass@10 (1x)"),
    ],
)
def test_what_cannot_be_read_is_held_back_with_the_reason(change, reason):
    batch = results(a={**NEW, **change})
    assert batch.quarantine["reason"].to_list() == [reason]
    assert (batch.records_used, batch.records_quarantined) == (1, 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html>404</html>", "not JSON"),
        ('{"a": {"pass@1": {"humaneval": 5', "not JSON"),
        ("[]", "not an object of models with pass@1"),
        ("{}", "not an object of models with pass@1"),
        ('{"message": "Not Found"}', "not an object of models with pass@1"),
        ('{"a": {"pass@1": {}}}', "none of 1 models has a score"),
        ('{"a": {"pass@1": {"mbpp": 0.5, "humaneval": 0.6}}}', "not percentages"),
        ('{" ": {"pass@1": {"mbpp": 50.5}}}', "none of 1 models has a score"),
    ],
)
def test_another_kind_of_document_is_rejected_whole(content, reason):
    with pytest.raises(NormaliseError, match=reason):
        normalise(payload(content, source_id=SOURCE))


def test_live_and_captured_files_are_the_same_part():
    spec = registry()[SOURCE]
    assert spec.part_of("evalplus/20240404T142407Z/results.json") == spec.requests[0].part
    assert spec.part_of("index.html") is None


def test_captures_hold_the_scores_read_by_hand():
    batches = {f"{b.payload.captured_at:%Y-%m-%d}": b for b in normalised(SOURCE)}
    assert {day: (batch.records_used, batch.observation_count) for day, batch in batches.items()} == {
        "2024-04-04": (88, 306),
        "2024-04-30": (109, 356),
        "2024-11-10": (123, 420),
    }
    assert all(not batch.ignored and batch.quarantine.is_empty() for batch in batches.values())
    turbo = (
        batches["2024-11-10"]
        .observations["benchmark_score"]
        .filter(pl.col("model_name_raw") == "GPT-4-Turbo (Nov 2023)")
    )
    assert dict(turbo.select("benchmark", "score").rows()) == {
        "humaneval": 0.854,
        "humaneval-plus": 0.817,
        "mbpp": 0.857,
        "mbpp-plus": 0.733,
    }
