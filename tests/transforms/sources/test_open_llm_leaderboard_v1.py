"""Open LLM Leaderboard 1: noughts that mean "not run", percentages, and models listed twice."""

import polars as pl
import pytest

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.open_llm_leaderboard_v1 import normalise

SOURCE = "open-llm-leaderboard-v1"
HEADER = "\ufeffModel,Average,ARC (25-shot),HellaSwag (10-shot),MMLU (5-shot),TruthfulQA (0-shot),Parameters,URL"
LLAMA = "llama-65b,58.3,57.8,84.2,48.8,42.3,100.0,"
# Last row of 2023-05-23: two benchmarks not run, and an average of nobody knows what.
STABLELM = "stabilityai/stablelm-base-alpha-3b,16.6,26.1,0.0,0.0,31.8,4.615384615384616,https://huggingface.co/x"


def board(*rows, header=HEADER):
    return normalise(payload("\n".join([header, *rows]) + "\n", source_id=SOURCE))


def test_one_row_is_four_benchmarks_with_their_shots_and_their_average():
    scores = board(LLAMA).observations["benchmark_score"]
    assert scores.select("benchmark", "metric", "score", "settings", "record_ref").rows() == [
        ("arc-challenge", "accuracy", pytest.approx(0.578), "shots=25", "row 1, column ARC (25-shot)"),
        ("hellaswag", "accuracy", pytest.approx(0.842), "shots=10", "row 1, column HellaSwag (10-shot)"),
        ("mmlu", "accuracy", pytest.approx(0.488), "shots=5", "row 1, column MMLU (5-shot)"),
        ("truthfulqa", "mc2", pytest.approx(0.423), "shots=0", "row 1, column TruthfulQA (0-shot)"),
        ("open-llm-leaderboard-v1", "average", pytest.approx(0.583), None, "row 1, column Average"),
    ]
    assert scores.select("model_name_raw", "evaluator", "evaluator_kind", "unit").unique().rows() == [
        ("llama-65b", "Hugging Face", "independent", "fraction")
    ]


def test_nought_where_guessing_gives_more_is_not_rated_and_neither_is_the_average():
    batch = board(LLAMA, STABLELM)
    scores = batch.observations["benchmark_score"].filter(pl.col("record_ref").str.starts_with("row 2"))
    assert scores.select("benchmark", "score").rows() == [
        ("arc-challenge", pytest.approx(0.261)),
        ("truthfulqa", pytest.approx(0.318)),
    ]
    assert batch.quarantine.is_empty()


@pytest.mark.parametrize(
    "header",
    [
        HEADER.replace(" (", "("),
        HEADER.replace(" (25-shot)", "").replace(" (5-shot)", "").replace(" (10-shot)", "").replace(" (0-shot)", ""),
        HEADER.replace("TruthfulQA (0-shot)", "TruthfulQA (MC) (0-shot)"),
        HEADER.replace("Model", "model_name"),
    ],
)
def test_headers_of_other_days_say_the_same(header):
    scores = board(LLAMA, header=header).observations["benchmark_score"]
    assert scores["settings"].to_list() == ["shots=25", "shots=10", "shots=5", "shots=0", None]


def test_the_later_board_has_three_more_benchmarks_where_nought_is_a_score():
    header = "Model,Average,ARC,HellaSwag,MMLU,TruthfulQA,Winogrande,GSM8K,DROP"
    scores = board("org/tiny,36.61,22.7,31.1,27.3,46.0,50.1,0.0,79.1", header=header).observations["benchmark_score"]
    later = scores.filter(pl.col("benchmark").is_in(["winogrande", "gsm8k", "drop"]))
    assert later.select("benchmark", "metric", "score", "settings").rows() == [
        ("winogrande", "accuracy", pytest.approx(0.501), "shots=5"),
        ("gsm8k", "accuracy", 0.0, "shots=5"),
        ("drop", "f1", pytest.approx(0.791), "shots=3"),
    ]
    assert scores.height == 8


def test_a_table_of_fractions_reads_like_one_of_percentages():
    scores = board("llama-65b,0.583,0.578,0.842,0.488,0.423,100.0,").observations["benchmark_score"]
    assert scores["score"].to_list() == [0.578, 0.842, 0.488, 0.423, 0.583]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("m,58.3,157.8,84.2,48.8,42.3,1,", "157.8 in column ARC (25-shot), outside 0 to 1"),
        ("m,58.3,good,84.2,48.8,42.3,1,", "cannot read good in column ARC (25-shot)"),
        ("m,68.3,57.8,84.2,48.8,42.3,1,", "the average 68.3 is not the mean of the benchmarks, 58.275"),
        (",58.3,57.8,84.2,48.8,42.3,1,", "no model name"),
    ],
)
def test_what_cannot_be_right_is_held_back_with_the_reason(row, reason):
    assert reason in board(LLAMA, row).quarantine["reason"].to_list()


def test_a_model_listed_twice_keeps_its_first_scores_and_reports_the_others():
    batch = board(LLAMA, LLAMA, LLAMA.replace("57.8", "57.6"))
    assert batch.observations["benchmark_score"].height == 5
    assert (batch.records_used, batch.ignored, batch.records_quarantined) == (1, {"repeated_row": 1}, 1)
    assert batch.quarantine["record_ref"].to_list() == ["row 3, column ARC (25-shot)"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html>504</html>", "not CSV"),
        ("model,price\ngpt-4,3\n", "no models and benchmarks among model, price"),
        (HEADER + "\n", "a header without rows"),
        (HEADER + "\nllama,-,-,-,-,-,-,-\n", "no usable score among 1 rows"),
    ],
)
def test_another_kind_of_document_is_rejected_whole(content, reason):
    with pytest.raises(NormaliseError, match=reason):
        normalise(payload(content, source_id=SOURCE))


def test_a_closed_board_asks_for_nothing():
    spec = registry()[SOURCE]
    assert (spec.status, spec.requests) == ("frozen", ())


def test_captures_hold_the_scores_read_by_hand():
    batches = {f"{batch.payload.captured_at:%m-%d}": batch for batch in normalised(SOURCE)}
    assert {
        day: (batch.records_read, batch.records_used, sum(batch.ignored.values()), batch.records_quarantined)
        for day, batch in batches.items()
    } == {
        "05-23": (49, 49, 0, 0),
        "06-10": (132, 132, 0, 0),
        "07-14": (150, 150, 0, 0),
        "08-25": (1069, 984, 11, 74),
        "09-15": (1240, 1159, 10, 71),
    }
    for day, ref, model, score in [
        ("05-23", "row 3, column MMLU (5-shot)", "digitous/Alpacino30b", 0.461),
        ("06-10", "row 1, column HellaSwag (10-shot)", "tiiuae/falcon-40b-instruct", 0.844),
        ("07-14", "row 4, column MMLU(5-shot)", "llama-65b", 0.634),
        ("08-25", "row 100, column Average", "h2oai/h2ogpt-research-oasst1-llama-65b", 0.6578),
        ("09-15", "row 500, column TruthfulQA(0-shot)", "Lajonbot/vicuna-7b-v1.5-PL-lora_unload", 0.497),
    ]:
        scores = batches[day].observations["benchmark_score"]
        row = scores.row(by_predicate=pl.col("record_ref") == ref, named=True)
        assert row["model_name_raw"] == model
        assert row["score"] == pytest.approx(score, abs=1e-12)
