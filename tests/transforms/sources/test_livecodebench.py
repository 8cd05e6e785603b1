"""LiveCodeBench: a score is the mean over all problems of a stated window, or it is none."""

import json

import polars as pl
import pytest

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.livecodebench import normalise

SOURCE = "livecodebench"
# Three problems of the file of 2024-03-13 (2023-08-22 and 2023-09-23) with one model.
RUN = [
    {"question_id": "1873_A", "date": 1692662400000, "difficulty": "easy", "pass@1": 0.0, "platform": "codeforces"},
    {"question_id": "1873_B", "date": 1692662400000, "difficulty": "easy", "pass@1": 10.0, "platform": "codeforces"},
    {"question_id": 1883, "date": 1695427200000, "difficulty": "medium", "pass@1": 40.0, "platform": "leetcode"},
]
MODELS = [{"model_name": "deepseek-ai/deepseek-coder-33b-instruct", "model_repr": "DSCoder-33b-Ins"}]


def run(model="DSCoder-33b-Ins", **change):
    return [{"model": model, **each, **change} for each in RUN]


def read(performances, models=MODELS):
    return normalise(payload(json.dumps({"performances": performances, "models": models}), source_id=SOURCE))


def test_a_run_is_scored_by_its_mean_over_all_problems_and_over_each_difficulty():
    rows = read(run()).observations["benchmark_score"]
    window = "from=2023-08-22; listed_as=DSCoder-33b-Ins; to=2023-09-23"
    assert rows.select("record_ref", "score", "n", "settings").rows() == [
        ("/performances/0", 0.1666666667, 3, window),
        (
            "/performances/0, difficulty easy",
            0.05,
            2,
            "difficulty=easy; from=2023-08-22; listed_as=DSCoder-33b-Ins; to=2023-08-22",
        ),
        (
            "/performances/0, difficulty medium",
            0.4,
            1,
            "difficulty=medium; from=2023-09-23; listed_as=DSCoder-33b-Ins; to=2023-09-23",
        ),
    ]
    assert rows["model_name_raw"].unique().to_list() == ["deepseek-ai/deepseek-coder-33b-instruct"]


@pytest.mark.parametrize("models", [None, [], [{"model_repr": "DSCoder-33b-Ins"}], "none"])
def test_without_a_full_name_the_short_one_is_the_model(models):
    row = read(run(), models).observations["benchmark_score"].row(0, named=True)
    assert (row["model_name_raw"], row["settings"]) == ("DSCoder-33b-Ins", "from=2023-08-22; to=2023-09-23")


@pytest.mark.parametrize("date", [None, "2023-08-22", -1, 1e300])
def test_without_dates_the_window_is_unknown(date):
    row = read(run(date=date), []).observations["benchmark_score"].row(0, named=True)
    assert (row["settings"], row["n"]) == (None, 3)


@pytest.mark.parametrize("figure", [None, "10", 101, -1, True, float("nan")])
def test_a_run_with_an_unreadable_figure_is_held_back_whole(figure):
    batch = read([*run("a"), *run("b")[:2], {**run("b")[2], "pass@1": figure}])
    assert batch.quarantine.select("record_ref", "reason").rows() == [
        ("/performances/3", "1 of 3 performances are no percentage")
    ]
    assert batch.observations["benchmark_score"]["model_name_raw"].unique().to_list() == ["a"]


def test_a_run_with_a_problem_twice_is_held_back_whole():
    batch = read([*run("a"), *run("b"), run("b")[0]])
    assert batch.quarantine["reason"].to_list() == ["1 of 4 performances repeat a problem"]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_performances_without_a_model_belong_to_nobody():
    batch = read([*run("a"), *run(None)])
    assert batch.quarantine["reason"].to_list() == ["performances without a model"]


def test_a_new_field_is_reported():
    batch = read(run(**{"pass@5": 1}))
    assert batch.quarantine["reason"].to_list() == ["fields not known: pass@5 (3x)"]
    assert batch.records_used == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html>404</html>", "not JSON"),
        ('{"performances": [', "not JSON"),
        ("[]", "no list of performances"),
        ('{"performances": []}', "no list of performances"),
        ('{"performances": [{"model": "a"}]}', "no performance has a pass@1"),
        ('{"performances": ["a"]}', "no performance has a pass@1"),
        ('{"performances": [{"model": "a", "pass@1": null}]}', "none of 1 runs is usable"),
        ('{"performances": [{"model": "a", "pass@1": 0.4}, {"model": "b", "pass@1": 0.5}]}', "not percentages"),
    ],
)
def test_another_kind_of_document_is_rejected_whole(content, reason):
    with pytest.raises(NormaliseError, match=reason):
        normalise(payload(content, source_id=SOURCE))


def test_only_code_generation_is_read():
    spec = registry()[SOURCE]
    assert spec.part_of("livecodebench/20240313T063022Z/performances_generation.json") == spec.requests[0].part
    assert spec.part_of("performances_repair.json") is None


def test_captures_hold_the_scores_counted_by_hand():
    (batch,) = normalised(SOURCE)
    assert (batch.records_read, batch.records_used, batch.observation_count) == (30, 30, 120)
    assert not batch.ignored
    assert batch.quarantine.is_empty()
    rows = batch.observations["benchmark_score"]
    assert rows.filter(~pl.col("settings").str.contains("difficulty"))["n"].unique().to_list() == [400]
    # 400 problems, 90 of them hard: the figures of the file, added up by hand.
    opus = rows.filter(pl.col("settings").str.contains("listed_as=Claude-3-Opus"))
    assert opus.filter(pl.col("n") == 400)["score"].to_list() == [0.35375]
    assert opus.filter(pl.col("settings").str.contains("difficulty=hard")).select("score", "n").rows() == [
        (0.0488888889, 90)
    ]
