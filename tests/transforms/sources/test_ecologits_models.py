"""EcoLogits' models: what is released is kept, what is guessed is not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.ecologits_models import normalise

SOURCE = "ecologits-models"


def model(provider, name, kind, parameters, *warnings):
    return {
        "type": "model",
        "provider": provider,
        "name": name,
        "architecture": {"type": kind, "parameters": parameters},
        "warnings": list(warnings) or None,
        "sources": [],
    }


DOCUMENT = {
    "aliases": [{"type": "alias", "provider": "openai", "name": "gpt-35-turbo", "alias": "gpt-3.5-turbo"}],
    "models": [
        model("openai", "gpt-3.5-turbo", "dense", {"min": 20, "max": 70}, "model_architecture_not_released"),
        model("openai", "o1", "moe", {"total": 440, "active": {"min": 55, "max": 220}}, "model-arch-not-released"),
        model("mistralai", "mistral-tiny-latest", "dense", 7.3, "model-arch-not-released"),
        model("mistralai", "open-mixtral-8x7b", "moe", {"total": 46.7, "active": 12.9}),
        model("mistralai", "pixtral-large-latest", "dense", 123, "model-arch-multimodal"),
        model("google_genai", "gemma-x", "moe", {"total": 30, "active": {"min": 3, "max": 9}}),
        model("huggingface_hub", "CohereForAI/c4ai-command-r-plus-4bit", "dense", 55.05),
    ],
}
CSV = """provider,name,total_parameters,active_parameters,warnings,sources
openai,gpt-4,1760,220;880,model_architecture_not_released,https://example.org
mistralai,open-mixtral-8x7b,46.7,46.7,,https://example.org
huggingface_hub,meta-llama/Llama-2-13b-hf,13,13,,
"""
COLUMNS = ("developer", "model_name_raw", "parameters_b", "active_parameters_b", "is_moe")


def cards(document):
    body = document if isinstance(document, str) else json.dumps(document)
    batch = normalise(payload(body, source_id=SOURCE))
    return batch, batch.observations["model_card"]


def test_only_single_figures_of_released_models_are_kept():
    batch, rows = cards(DOCUMENT)
    assert rows.select(COLUMNS).rows() == [
        ("openai", "gpt-3.5-turbo", None, None, None),
        ("openai", "o1", None, None, None),
        ("mistralai", "mistral-tiny-latest", None, None, None),
        ("mistralai", "open-mixtral-8x7b", 46.7, 12.9, True),
        ("mistralai", "pixtral-large-latest", 123.0, None, False),
        ("google", "gemma-x", 30.0, None, True),
        ("CohereForAI", "CohereForAI/c4ai-command-r-plus-4bit", None, None, False),
    ]
    assert set(rows["method"]) == {"estimated"}
    assert rows["weights_ref"].to_list()[-1] == "CohereForAI/c4ai-command-r-plus-4bit"
    assert (batch.records_read, batch.records_used, batch.ignored) == (8, 7, {"alias": 1})
    assert batch.quarantine.select("record_ref", "reason").rows() == [
        ("/models/6", "55.05 billion may count the packed weights of a quantised model")
    ]


def test_the_table_of_2024_repeats_the_total_as_active_and_is_not_believed():
    _, rows = cards(CSV)
    assert rows.select(COLUMNS).rows() == [
        ("openai", "gpt-4", None, None, None),
        ("mistralai", "open-mixtral-8x7b", 46.7, None, None),
        ("meta-llama", "meta-llama/Llama-2-13b-hf", 13.0, None, None),
    ]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (model("a", "b", "moe", {"total": 10, "active": 20}), "10.0 billion parameters, 20.0 active"),
        (model("a", "b", "dense", -1), "-1.0 billion parameters, 0.0 active"),
        (model("a", None, "dense", 1), "no name or no provider"),
        ("text", "no name or no provider"),
        (model("a", "b", "dense", 1) | {"energy": 5}, "fields not known: energy (1x)"),
    ],
)
def test_a_model_that_cannot_be_right_is_refused_and_a_new_field_reported(changed, reason):
    batch, _ = cards({"models": [changed, DOCUMENT["models"][3]]})
    assert batch.quarantine["reason"].to_list() == [reason]


@given(st.floats(0.1, 1000), st.floats(0.1, 1000))
def test_no_range_ever_becomes_a_figure(low, more):
    span = {"min": low, "max": low + more}
    for parameters in (span, {"total": span, "active": span}):
        _, rows = cards({"models": [model("a", "b", "moe", parameters)]})
        assert rows.select("parameters_b", "active_parameters_b").row(0) == (None, None)


@pytest.mark.parametrize(
    "body", ["", "[]", "<html>404</html>", '{"models": []}', '{"models": [', "provider,name\na,b\n"]
)
def test_another_document_is_rejected(body):
    with pytest.raises(NormaliseError, match="ecologits-models/all"):
        normalise(payload(body, source_id=SOURCE))


def test_the_captures_read_by_hand():
    batches = normalised(SOURCE)
    assert [batch.observation_count for batch in batches] == [41, 128, 239, 336, 361]
    latest = batches[-1].observations["model_card"]
    known = {name: (total, active) for _, name, total, active, _ in latest.select(COLUMNS).rows()}
    assert known["openai/gpt-oss-20b"] == (21.0, 3.6)
    assert known["open-mistral-nemo-2407"] == (12.2, None)
    assert known["claude-sonnet-4-5-20250929"] == known["gpt-5-nano-2025-08-07"] == (None, None)
    for batch in batches:
        rows = batch.observations["model_card"]
        closed = rows.filter(rows["developer"].is_in(["openai", "anthropic"]))
        assert closed.filter(~closed["model_name_raw"].str.contains("oss"))["parameters_b"].drop_nulls().is_empty()
