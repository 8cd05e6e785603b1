"""Chatbot Arena's early tables: a dash is no score, and each column has its own unit."""

import polars as pl
import pytest

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.lmarena_table import normalise

SOURCE = "lmarena-table"
# Rows 1 and 2 of 2023-06-19.
EARLY = """Model,MT-bench (win rate %),MT-bench (score),Arena Elo rating,MMLU,License,Link
GPT-4,69.38%,8.99,1227,0.864,Proprietary,https://openai.com/research/gpt-4
GPT-3.5-turbo,-,7.94,1130,0.700,Proprietary,https://openai.com/blog/chatgpt
"""
# Two rows of 2024-09-15.
LATE = """key,Model,MT-bench (score),MMLU,Knowledge cutoff date,License,Organization,Link
claude-3-5-sonnet-20240620,Claude 3.5 Sonnet,-,0.887,2024/4,Proprietary,Anthropic,https://www.anthropic.com/news/x
stripedhyena-nous-7b,StripedHyena-Nous-7B,-,-,2023/12,Apache 2.0,Together AI,https://huggingface.co/x
"""


def read(content):
    return normalise(payload(content, source_id=SOURCE, part="text"))


def test_an_early_row_has_four_scores_in_their_own_units():
    scores = read(EARLY).observations["benchmark_score"]
    first = scores.filter(pl.col("model_name_raw") == "GPT-4")
    assert first.select("benchmark", "metric", "score", "unit", "settings", "evaluator_kind").rows() == [
        ("lmarena-text", "elo", 1227.0, "elo", "category=full", "community"),
        ("mt-bench", "score", 8.99, "points", None, "independent"),
        ("mt-bench", "win_rate", pytest.approx(0.6938), "fraction", None, "independent"),
        ("mmlu", "accuracy", 0.864, "fraction", None, "unknown"),
    ]
    assert set(scores["evaluator"]) == {"LMArena"}
    assert scores.height == 7


def test_a_late_row_is_named_by_its_key_and_has_a_card():
    batch = read(LATE)
    row = batch.observations["benchmark_score"].row(0, named=True)
    assert (row["model_name_raw"], row["score"], row["record_ref"]) == (
        "claude-3-5-sonnet-20240620",
        0.887,
        "row 1, column MMLU",
    )
    card = batch.observations["model_card"].row(0, named=True)
    assert (card["display_name"], card["developer"], card["license"], card["knowledge_cutoff"]) == (
        "Claude 3.5 Sonnet",
        "Anthropic",
        "Proprietary",
        "2024/4",
    )
    assert (card["weights_openness"], card["has_downloadable_weights"]) == ("api_only", False)


def test_a_model_without_scores_still_has_a_card():
    batch = read(LATE)
    assert (batch.records_used, batch.observations["benchmark_score"].height) == (2, 1)
    assert batch.observations["model_card"].row(1, named=True)["weights_openness"] == "unknown"


def test_a_row_that_stands_twice_counts_once():
    batch = read(LATE + LATE.splitlines()[1] + "\n")
    assert (batch.records_used, batch.ignored) == (2, {"repeated_row": 1})


def test_a_table_of_percentages_reads_like_one_of_fractions():
    assert read(LATE.replace("0.887", "88.7")).observations["benchmark_score"]["score"].to_list() == [
        pytest.approx(0.887)
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [("Arena Elo rating", "⭐ Arena Elo"), ("MT-bench (score)", "📈 MT-bench"), ("Model,", "new,Model,")],
)
def test_other_headers_say_the_same(old, new):
    content = EARLY.replace(old, new)
    if old == "Model,":
        content = content.replace("\nGPT", "\nx,GPT")
    assert read(content).observations["benchmark_score"].height == 7


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("1227", "12.27", "12.27 in column Arena Elo rating, outside 100 to 3000"),
        ("8.99", "89.9", "89.9 in column MT-bench (score), outside 1 to 10"),
        ("0.864", "high", "cannot read high in column MMLU"),
        ("GPT-4,69", ",69", "no model name"),
    ],
)
def test_what_cannot_be_right_is_held_back_with_the_reason(old, new, reason):
    assert read(EARLY.replace(old, new)).quarantine["reason"].to_list() == [reason]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html>404</html>", "not CSV"),
        ("model,price\ngpt-4,3\n", "no models and scores among model, price"),
        ("Model,MMLU\n", "a header without rows"),
        ("Model,MMLU\nGPT-4,-\n", "none of 1 rows has a score"),
    ],
)
def test_another_kind_of_document_is_rejected_whole(content, reason):
    with pytest.raises(NormaliseError, match=reason):
        read(content)


def test_a_closed_board_asks_for_nothing():
    spec = registry()[SOURCE]
    assert (spec.status, spec.requests) == ("frozen", ())


def test_captures_hold_the_scores_read_by_hand():
    batches = {f"{batch.payload.captured_at:%Y-%m-%d}": batch for batch in normalised(SOURCE)}
    assert {
        day: (batch.observations["benchmark_score"].height, batch.records_used) for day, batch in batches.items()
    } == {
        "2023-06-19": (111, 31),
        "2023-07-17": (91, 38),
        "2023-10-02": (115, 44),
        "2023-12-20": (159, 65),
        "2024-01-25": (114, 71),
        "2024-05-01": (143, 106),
        "2024-06-26": (156, 128),
        "2024-08-06": (162, 146),
        "2024-09-15": (166, 172),
    }
    assert all(batch.quarantine.is_empty() for batch in batches.values())
    for day, model, benchmark, metric, score in [
        ("2023-06-19", "Vicuna-33B", "mt-bench", "win_rate", 0.4375),
        ("2023-07-17", "GPT-4", "lmarena-text", "elo", 1211),
        ("2023-10-02", "GPT-4", "lmarena-text", "elo", 1181),
        ("2024-01-25", "mistral-medium", "mt-bench", "score", 8.61),
        ("2024-09-15", "claude-3-5-sonnet-20240620", "mmlu", "accuracy", 0.887),
    ]:
        scores = (
            batches[day]
            .observations["benchmark_score"]
            .filter(pl.col("model_name_raw") == model, pl.col("benchmark") == benchmark, pl.col("metric") == metric)
        )
        assert scores["score"].to_list() == [pytest.approx(score, abs=1e-12)]
