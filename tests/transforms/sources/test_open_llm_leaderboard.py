"""Open LLM Leaderboard 2: scaled scores are not accuracies, inverted flags are not taken at their word."""

import polars as pl
import pytest

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.open_llm_leaderboard import normalise

SOURCE = "open-llm-leaderboard"
SCORES = (
    "average,ifeval,ifeval_raw,bbh,bbh_raw,math_lvl_5,math_lvl_5_raw,gpqa,gpqa_raw,musr,musr_raw,mmlupro,mmlupro_raw"
)
ABOUT = (
    "architecture,weight_type,precision,not_merged,hub_license,params_b,available_on_the_hub,model_sha,flagged,moe,"
    "chat_template,fullname"
)
# Row 2 of 2024-07-26, without the columns that say nothing of the score.
QWEN = (
    "42.49,79.89,0.8,57.48,0.7,35.12,0.35,16.33,0.37,17.17,0.46,48.92,0.54,"
    "Qwen2ForCausalLM,Original,bfloat16,TRUE,other,72,TRUE,1af63c69,TRUE,TRUE,FALSE,Qwen/Qwen2-72B-Instruct"
)
# The headers and plain flags of the dataset behind the board, as it was in 2025-03.
DATASET = (
    "Precision,Weight type,Architecture,Model,fullname,Model sha,Average ⬆️,Hub License,#Params (B),MoE,Flagged,"
    "Chat Template,IFEval Raw,IFEval,MMLU-PRO Raw,MMLU-PRO\n"
    "bfloat16,Original,LlamaForCausalLM,<a>x</a>,meta-llama/Llama-3.1-8B-Instruct,0e9e39f2,23.76,llama3.1,8.03,False,"
    "False,True,0.4922,49.22,0.3798,31.09\n"
)


def board(*rows, header=f"{SCORES},{ABOUT}"):
    return normalise(payload("\n".join([header, *rows]) + "\n", source_id=SOURCE))


def test_one_row_is_six_benchmarks_as_accuracies_and_scaled_and_their_average():
    scores = board(QWEN).observations["benchmark_score"]
    assert {row[:2]: row[2] for row in scores.select("benchmark", "metric", "score").rows()} == {
        ("ifeval", "accuracy"): pytest.approx(0.7989),
        ("bbh", "accuracy"): 0.7,
        ("bbh", "normalised_accuracy"): pytest.approx(0.5748),
        ("math-level-5", "accuracy"): pytest.approx(0.3512),
        ("gpqa", "accuracy"): 0.37,
        ("gpqa", "normalised_accuracy"): pytest.approx(0.1633),
        ("musr", "accuracy"): 0.46,
        ("musr", "normalised_accuracy"): pytest.approx(0.1717),
        ("mmlu-pro", "accuracy"): 0.54,
        ("mmlu-pro", "normalised_accuracy"): pytest.approx(0.4892),
        ("open-llm-leaderboard-v2", "average"): pytest.approx(0.4249),
    }
    row = scores.row(by_predicate=pl.col("record_ref") == "row 1, column mmlupro_raw", named=True)
    assert row["settings"] == "chat_template=false; precision=bfloat16; shots=5; weights=original"
    assert (row["model_name_raw"], row["run_ref"]) == ("Qwen/Qwen2-72B-Instruct", "1af63c69")
    assert (row["evaluator"], row["evaluator_kind"]) == ("Hugging Face", "independent")


def test_parameters_cut_to_whole_numbers_are_not_stored():
    card = board(QWEN).observations["model_card"].row(0, named=True)
    assert (card["parameters_b"], card["license"], card["weights_openness"]) == (None, "other", "unknown")
    assert (card["is_moe"], card["has_downloadable_weights"]) == (None, True)


def test_the_datasets_own_layout_reads_alike_and_states_parameters():
    batch = normalise(payload(DATASET, source_id=SOURCE))
    assert batch.observations["benchmark_score"].select("benchmark", "metric", "score").rows() == [
        ("ifeval", "accuracy", pytest.approx(0.4922)),
        ("mmlu-pro", "accuracy", 0.3798),
        ("mmlu-pro", "normalised_accuracy", pytest.approx(0.3109)),
        ("open-llm-leaderboard-v2", "average", pytest.approx(0.2376)),
    ]
    card = batch.observations["model_card"].row(0, named=True)
    assert (card["parameters_b"], card["is_moe"], card["weights_openness"]) == (8.03, None, "restricted_weights")


def test_a_mixture_is_what_the_filter_does_not_let_pass():
    mixture = QWEN.replace("TRUE,TRUE,FALSE,Qwen", "TRUE,FALSE,FALSE,Qwen")
    assert board(mixture).observations["model_card"]["is_moe"].to_list() == [True]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("1af63c69,TRUE", "1af63c69,FALSE", "flagged on the board: its scores are disputed"),
        ("79.89,0.8,", "79.89,0.6,", "ifeval 79.89 is not ifeval_raw 0.6"),
        ("42.49", "52.49", "the average 52.49 is not the mean of the six, 42.49"),
        ("0.54,Qwen2For", "54,Qwen2For", "54 in column mmlupro_raw, outside 0 to 1"),
        ("0.54,Qwen2For", "good,Qwen2For", "cannot read good in column mmlupro_raw"),
        ("FALSE,Qwen/Qwen2-72B-Instruct", "FALSE,", "no model name"),
    ],
)
def test_what_cannot_be_right_is_held_back_with_the_reason(old, new, reason):
    other = QWEN.replace("Qwen/Qwen2-72B-Instruct", "Qwen/other")
    batch = board(other, QWEN.replace(old, new))
    assert batch.quarantine["reason"].to_list() == [reason]
    assert batch.records_read == 2


def test_nought_is_a_score_and_an_empty_cell_is_none():
    row = QWEN.replace("35.12,0.35", "0,0").replace("42.49", "36.63").replace("0.37,", ",")
    scores = board(row).observations["benchmark_score"]
    assert scores.filter(pl.col("benchmark") == "math-level-5")["score"].to_list() == [0.0]
    assert scores.filter(pl.col("benchmark") == "gpqa")["metric"].to_list() == ["normalised_accuracy"]


def test_two_precisions_of_a_model_are_two_runs_and_one_card():
    batch = board(QWEN, QWEN.replace("bfloat16", "float16").replace("0.54", "0.53"))
    assert batch.observations["model_card"].height == 1
    assert batch.observations["benchmark_score"].height == 22


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html>504</html>", "not CSV"),
        ("", "empty|not CSV|no models"),
        ("model,price\ngpt-4,3\n", "no models and benchmarks among model, price"),
        ("fullname,ifeval\n", "a header without rows"),
        ("fullname,ifeval\nQwen/x,-\n", "no usable score among 1 rows"),
    ],
)
def test_another_kind_of_document_is_rejected_whole(content, reason):
    with pytest.raises(NormaliseError, match=reason):
        normalise(payload(content, source_id=SOURCE))


def test_a_closed_board_asks_for_nothing():
    spec = registry()[SOURCE]
    assert (spec.status, spec.requests) == ("frozen", ())


def test_captures_hold_the_scores_read_by_hand():
    july, december = normalised(SOURCE)
    assert [(b.records_read, b.records_used, b.records_quarantined) for b in (july, december)] == [
        (419, 419, 0),
        (2093, 2093, 0),
    ]
    assert [b.observations["model_card"].height for b in (july, december)] == [411, 2038]
    for batch, ref, benchmark, metric, model, score in [
        (july, "row 1, column ifeval", "ifeval", "accuracy", "MaziyarPanahi/calme-2.1-qwen2-72b", 0.8163),
        (july, "row 3, column gpqa_raw", "gpqa", "accuracy", "paulml/ECE-ILAB-Q1", 0.39),
        (december, "row 1, column mmlupro_raw", "mmlu-pro", "accuracy", "dfurman/CalmeRys-78B-Orpo-v0.1", 0.7),
        (december, "row 2, column musr", "musr", "normalised_accuracy", "MaziyarPanahi/calme-3.1-instruct-78b", 0.365),
        (
            december,
            "row 3, column average",
            "open-llm-leaderboard-v2",
            "average",
            "MaziyarPanahi/calme-2.4-rys-78b",
            0.5071,
        ),
    ]:
        row = batch.observations["benchmark_score"].row(by_predicate=pl.col("record_ref") == ref, named=True)
        assert (row["benchmark"], row["metric"], row["model_name_raw"]) == (benchmark, metric, model)
        assert row["score"] == pytest.approx(score, abs=1e-12)
    mixtures = december.observations["model_card"].filter(pl.col("model_name_raw").str.contains("Mixtral-8x7B-v0.1"))
    assert mixtures["is_moe"].to_list()[0] is True
