"""MMLU-Pro: percent in the README, fractions in the table, and makers' own figures told apart."""

import polars as pl
import pytest

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.mmlu_pro import normalise

SOURCE = "mmlu-pro"
# The first two rows of the list of 2026-03-17.
README = """# MMLU-Pro

|[**🤗 Dataset**](https://huggingface.co/datasets/TIGER-Lab/MMLU-Pro) |

## 🏆 Mini-Leaderboard
| Model                          | Overall Accuracy |
|--------------------------------|:----------------:|
| Claude-3.5-Sonnet              | 76.12            |
| GPT-4o                         | 72.55            |

For more details visit our Leaderboard.
"""
RESULTS = """Models,Model Size(B),Data Source,Overall,Biology,Computer Science
GPT-4o (2024-05-13),unk,TIGER-Lab,0.7255,0.8675,0.7561
Claude-4-Opus,unk,Self-Reported,0.85,-,
"""


def read(content):
    return normalise(payload(content, source_id=SOURCE, part="readme"))


def test_a_line_of_the_list_is_an_accuracy_run_by_tiger_lab():
    batch = read(README)
    row = batch.observations["benchmark_score"].row(0, named=True)
    assert (row["benchmark"], row["metric"], row["score"]) == ("mmlu-pro", "accuracy", pytest.approx(0.7612))
    assert (row["model_name_raw"], row["settings"], row["record_ref"]) == (
        "Claude-3.5-Sonnet",
        None,
        "line 8",
    )
    assert (row["evaluator"], row["evaluator_kind"]) == ("TIGER-Lab", "independent")
    assert batch.records_read == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("| Claude-3.5-Sonnet ", "| **[Claude-3.5-Sonnet](https://x.y)** "),
        ("| Claude-3.5-Sonnet ", "| 🥇 `Claude-3.5-Sonnet` "),
        ("76.12 ", "**76.12** "),
        ("76.12 ", "76.12% "),
        ("Overall Accuracy", "Overall"),
        ("| Model  ", "| **Models** "),
        ("| 76.12            |", "| 76.12 | 2024 |"),
    ],
)
def test_the_list_may_be_decorated(old, new):
    row = read(README.replace(old, new)).observations["benchmark_score"].row(0, named=True)
    assert (row["model_name_raw"], row["score"]) == ("Claude-3.5-Sonnet", pytest.approx(0.7612))


def test_the_table_has_subjects_and_tells_makers_own_figures_apart():
    batch = read(RESULTS)
    assert batch.observations["benchmark_score"].select(
        "model_name_raw", "settings", "score", "evaluator", "evaluator_kind"
    ).sort("model_name_raw", "settings").rows() == [
        ("Claude-4-Opus", None, 0.85, None, "vendor"),
        ("GPT-4o (2024-05-13)", None, 0.7255, "TIGER-Lab", "independent"),
        ("GPT-4o (2024-05-13)", "subject=biology", 0.8675, "TIGER-Lab", "independent"),
        ("GPT-4o (2024-05-13)", "subject=computer_science", 0.7561, "TIGER-Lab", "independent"),
    ]
    assert batch.quarantine.is_empty()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("72.55", "172.55", "172.55 in column Overall Accuracy, outside 0 to 1"),
        ("72.55", "soon", "cannot read soon in column Overall Accuracy"),
        ("GPT-4o", "", "no model name"),
    ],
)
def test_a_row_that_cannot_be_read_is_held_back_with_the_reason(old, new, reason):
    batch = read(README.replace(old, new))
    assert batch.quarantine["reason"].to_list() == [reason]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html>404</html>", "not CSV"),
        ("# MMLU-Pro\n\nThe list has moved.\n", "no table of models and accuracies"),
        ("# X\n| Model | Overall |\n|---|---|\n", "a header without rows"),
        ("# X\n| Model | Overall |\n|---|---|\n| GPT-4o | - |\n", "no usable accuracy among 1 rows"),
        ("model,price\ngpt-4,3\n", "no models and accuracies among model, price"),
    ],
)
def test_another_kind_of_document_is_rejected_whole(content, reason):
    with pytest.raises(NormaliseError, match=reason):
        read(content)


def test_live_and_captured_files_are_the_same_parts():
    spec = registry()[SOURCE]
    assert all(spec.part_of(request.name) == request.part for request in spec.requests)
    assert spec.part_of("mmlu-pro/20240709T091817Z/README.md") == "readme"


def test_captures_hold_the_accuracies_read_by_hand():
    first, last = normalised(SOURCE)
    assert [(b.records_read, b.records_used) for b in (first, last)] == [(16, 16), (17, 17)]
    for batch, model, score in [
        (first, "GPT-4o", 0.7255),
        (first, "MAmmoTH2-8x7B-Plus", 0.504),
        (last, "Claude-3.5-Sonnet", 0.7612),
        (last, "Yi-large", 0.5753),
    ]:
        row = batch.observations["benchmark_score"].row(by_predicate=pl.col("model_name_raw") == model, named=True)
        assert row["score"] == pytest.approx(score, abs=1e-12)
