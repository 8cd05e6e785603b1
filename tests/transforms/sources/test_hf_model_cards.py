"""Model cards: the licence of the front matter, and scores that are shares however they are written."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.hf_model_cards import normalise

SOURCE = "hf-model-cards"
NAME = "hf-model-cards/20240310T205603Z/FusionNet_34Bx2_MoE/README.md"


def card(value: str = "72.95", kind: str = "acc_norm", model: str = "FusionNet_34Bx2_MoE", source: str = "") -> str:
    return f"""---
language:
- en
license: mit
model-index:
- name: {model}
  results:
  - task:
      type: text-generation
    dataset:
      name: AI2 Reasoning Challenge (25-Shot)
      type: ai2_arc
      config: ARC-Challenge
      split: test
      args:
        num_few_shot: 25
    metrics:
    - type: {kind}
      value: {value}
{source}---
# FusionNet
"""


LEADERBOARD = """    source:
      url: https://huggingface.co/spaces/HuggingFaceH4/open_llm_leaderboard
      name: Open LLM Leaderboard
"""


def read(content: str, name: str = NAME) -> Batch:
    return normalise(payload(content, source_id=SOURCE, part="x", name=name))


def test_fusionnet_is_open_under_mit_and_has_72_95_percent_in_arc():
    batch = read(card(source=LEADERBOARD))
    [about] = batch.observations["model_card"].to_dicts()
    assert (about["model_name_raw"], about["license"], about["weights_openness"], about["developer"]) == (
        "FusionNet_34Bx2_MoE",
        "mit",
        "open_weights",
        None,
    )
    [row] = batch.observations["benchmark_score"].to_dicts()
    assert (row["benchmark"], row["metric"], row["score"], row["unit"]) == (
        "arc-challenge",
        "acc_norm",
        0.7295,
        "fraction",
    )
    assert row["settings"] == "config=ARC-Challenge; shots=25; split=test"
    assert (row["evaluator"], row["evaluator_kind"]) == ("Open LLM Leaderboard", "independent")
    assert row["record_ref"] == "front matter, metric 1 of model-index"
    assert (batch.records_read, batch.records_used) == (2, 2)


@pytest.mark.parametrize(
    ("written", "score"), [("72.95", 0.7295), ('"72.95"', 0.7295), ("73.8%", 0.738), ("0.738", 0.738)]
)
def test_a_share_is_the_same_however_it_is_written(written, score):
    [row] = read(card(written)).observations["benchmark_score"].to_dicts()
    assert (row["score"], row["evaluator"], row["evaluator_kind"]) == (score, "model card", "vendor")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (card("high"), "acc_norm is no share: high"),
        (card("-1"), "acc_norm is no share: -1"),
        (card("720"), "acc_norm is no share: 720"),
        (card(kind="perplexity"), "the unit of metric perplexity is not said: 72.95"),
        (card(model="FusionNet_34Bx2_MoE-v0"), "the model-index is of another model: FusionNet_34Bx2_MoE-v0"),
        ("---\nlicense: mit\nmodel-index: nonsense\n---\n", "a model-index that cannot be read"),
        ("---\nlicense: mit\nmodel-index:\n- name: x\n---\n", "a model-index that cannot be read"),
    ],
)
def test_a_score_that_cannot_be_read_is_refused_and_the_card_stays(content, reason):
    batch = read(content)
    assert batch.quarantine["reason"].to_list() == [reason]
    assert batch.observations["model_card"].height == 1
    assert "benchmark_score" not in batch.observations or batch.observations["benchmark_score"].is_empty()


@pytest.mark.parametrize(
    ("front", "licence", "openness"),
    [
        ("license: other\nlicense_name: yi-license", "yi-license", "restricted_weights"),
        ("license: other", "other", "unknown"),
        ("license: llama3", "llama3", "restricted_weights"),
        ("license: [apache-2.0, cc-by-nc-4.0]", "apache-2.0,cc-by-nc-4.0", "unknown"),
        ("language: en", None, "unknown"),
    ],
)
def test_a_card_has_the_licence_it_states(front, licence, openness):
    [row] = read(f"---\n{front}\n---\n").observations["model_card"].to_dicts()
    assert (row["license"], row["weights_openness"]) == (licence, openness)


@pytest.mark.parametrize(
    ("front", "body", "expected"),
    [
        (
            "license: mit",
            "- **Hardware Type:** 32x A100-80GB\n- **Hours used:** 480 GPU-hours\n",
            (480.0, "A100-80GB", None, "front matter + line 5"),
        ),
        ("license: mit", "**Hours used:** 480\n", (None, None, None, "front matter")),  # of a clock?
        ("license: mit", "- **Carbon Emitted:** 12.5 kg CO2eq\n", (None, None, 0.0125, "front matter + line 4")),
        ("co2_eq_emissions: {emissions: 250000, source: CodeCarbon}", "", (None, None, 0.25, "front matter")),
        ("license: mit", "- **Carbon Emitted:** [More Information Needed]\n", (None, None, None, "front matter")),
    ],
)
def test_training_is_read_where_the_template_says_it(front, body, expected):
    [row] = read(f"---\n{front}\n---\n{body}").observations["model_card"].to_dicts()
    assert (row["training_gpu_hours"], row["training_gpu"], row["training_tco2e"], row["record_ref"]) == expected


@pytest.mark.parametrize(
    ("name", "model", "part"),
    [
        ("microsoft--phi-2.md", "microsoft/phi-2", "phi-2"),
        ("hf-model-cards/20240310T205603Z/phi-2/README.md", "phi-2", "phi-2"),
        ("Mistral-7B-Instruct-v0.2/README.md", "Mistral-7B-Instruct-v0.2", "mistral-7b-instruct-v0.2"),
    ],
)
def test_the_file_name_names_the_model(name, model, part):
    assert read("---\nlicense: mit\n---\n", name).observations["model_card"]["model_name_raw"].to_list() == [model]
    assert registry()[SOURCE].part_of(name) == part


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("", NAME),
        ("<!DOCTYPE html><title>404</title>", NAME),
        ("Invalid username or password.", NAME),
        ("---\n- a\n- b\n---\n", NAME),
        ("---\nlicense: [mit\n---\n", NAME),
        ("---\nlicense: mit", NAME),
        ("---\nlicense: mit\n---\n", "README.md"),
        ("---\nlicense: mit\n---\n", "20240310T205603Z/README.md"),
    ],
)
def test_a_payload_that_is_no_card_of_a_named_model_is_rejected(content, name):
    with pytest.raises(NormaliseError, match="hf-model-cards/x"):
        read(content, name)


def test_a_card_without_front_matter_is_read_where_it_has_tables_and_one_with_a_byte_order_mark_whole():
    batch = read("# phi-9\n\n|Model|MMLU|\n|---|---|\n|phi-9|71.2|\n", "phi-9/README.md")
    [about] = batch.observations["model_card"].to_dicts()
    assert (about["model_name_raw"], about["license"], about["record_ref"]) == ("phi-9", None, "line 1")
    assert batch.observations["benchmark_score"]["score"].to_list() == [0.712]
    [marked] = read("\ufeff---\nlicense: mit\n---\n").observations["model_card"].to_dicts()
    assert (marked["license"], marked["record_ref"]) == ("mit", "front matter")


LINES = st.lists(st.sampled_from([*card(source=LEADERBOARD).splitlines(), "  - 1", "null", "license:", "a: [", ""]))


@given(LINES)
def test_every_front_matter_balances_or_is_rejected(lines):
    try:
        batch = read("\n".join(("---", *lines, "---", "")))
    except NormaliseError:
        return
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read


@pytest.fixture(scope="module")
def captures() -> dict[str, Batch]:
    return {batch.payload.part: batch for batch in normalised(SOURCE)}


def test_captures_are_read_whole(captures):
    assert len(captures) == 22
    counts = {part: batch.observation_count for part, batch in captures.items() if batch.observation_count > 1}
    # One card each, six or seven scores of a model-index, and what the tables state.
    assert counts == {
        "fusionnet_34bx2_moe": 7,
        "llama-2-70b-chat": 1 + 3 + 31,
        "meta-llama-3-8b-instruct": 1 + 2 + 80,
        "mistral-7b-instruct-v0.2-dare": 7,
        "openhermes-2.5-mistral-7b": 1 + 17,
        "stablelm-zephyr-3b": 7 + 34,
        "starling-lm-7b-alpha": 1 + 33,
        "zephyr-7b-beta": 8 + 24,
    }
    refused = {
        part: batch.quarantine["reason"].to_list() for part, batch in captures.items() if batch.quarantine.height
    }
    assert {part: refused.pop(part)[-1] for part in ("gemma-2b-it", "openhermes-2.5-mistral-7b")} == {
        "gemma-2b-it": "the heading names no model: 7B Params",
        "openhermes-2.5-mistral-7b": "the heading names no model: OpenHermes-2 Mistral 7B",  # twice
    }
    assert refused.pop("llama-2-70b-chat")[0] == "the unit of Code is not said"
    assert refused == {
        "phind-codellama-34b-v2": ["the model-index is of another model: Phind-CodeLlama-34B-v1"],
        "zephyr-7b-beta": [
            "the unit of metric unknown is not said: 0.906",
            "the unit of metric unknown is not said: 7.34",
        ],
    }


@pytest.mark.parametrize(
    ("part", "benchmark", "metric", "score"),
    [
        ("fusionnet_34bx2_moe", "gsm8k", "acc", 0.7089),
        ("stablelm-zephyr-3b", "truthfulqa", "mc2", 0.4649),
        ("mistral-7b-instruct-v0.2-dare", "mmlu", "acc", 0.4999),
        ("zephyr-7b-beta", "drop", "f1", 0.0966243708053691),
        ("zephyr-7b-beta", "winogrande", "acc", 0.777426992896606),
    ],
)
def test_captures_hold_the_scores_read_by_hand(captures, part, benchmark, metric, score):
    rows = (
        captures[part]
        .observations["benchmark_score"]
        .filter((pl.col("benchmark") == benchmark) & (pl.col("metric") == metric))
    )
    assert rows["score"].to_list() == [pytest.approx(score, abs=1e-12)]


def test_captured_cards_have_their_licences(captures):
    classes = {part: batch.observations["model_card"].row(0, named=True) for part, batch in captures.items()}
    assert classes["gemma-2b-it"]["weights_openness"] == "restricted_weights"
    assert classes["meta-llama-3-8b-instruct"]["license"] == "llama3"
    assert classes["phi-2"]["weights_openness"] == "open_weights"
    assert classes["llama-2-70b-chat"]["license"] is None
    phind = classes["phind-codellama-34b-v2"]
    assert (phind["training_gpu_hours"], phind["training_gpu"], phind["record_ref"]) == (
        480.0,
        "A100-80GB",
        "front matter + line 113",
    )
