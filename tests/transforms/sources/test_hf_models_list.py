"""Hugging Face's list: repositories with weights, their licence and what it tells of openness."""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources import registry
from tests.captures import captured, payload
from transforms.batch import Batch
from transforms.licences import openness
from transforms.payload import NormaliseError
from transforms.sources.hf_models_list import normalise

SOURCE = "hf-models-list"
MIRRORED = {
    "model_id": "Qwen/Qwen2.5-7B-Instruct",
    "pipeline_tag": "text-generation",
    "downloads": 12142981,
    "license": "apache-2.0",
    "context_length": None,
    "size_bucket": "7b",
    "private": False,
    "gated": False,
    "tags": ["transformers", "safetensors", "license:apache-2.0", "region:us"],
    "last_modified": "2025-01-12T02:10:10.000Z",
    "confidence": "vendor_listed",
}
LIVE = {
    "_id": "680da5a94d4ee3e7a2e1a3b1",
    "id": "Qwen/Qwen3-0.6B",
    "modelId": "Qwen/Qwen3-0.6B",
    "private": False,
    "tags": ["safetensors", "license:apache-2.0"],
    "pipeline_tag": "text-generation",
    "createdAt": "2025-04-27T03:40:08.000Z",
    "safetensors": {"parameters": {"BF16": 751632384}, "total": 751632384},
}


def read(*models: object) -> Batch:
    return normalise(payload(json.dumps({"model_count": len(models), "models": list(models)}), source_id=SOURCE))


def card(model: dict) -> dict:
    [row] = read(model).observations["model_card"].to_dicts()
    return row


def test_qwen_2_5_7b_is_open_under_apache_2_0_and_its_bucket_is_no_parameter_count():
    row = card(MIRRORED)
    assert (row["model_name_raw"], row["developer"], row["license"]) == (
        "Qwen/Qwen2.5-7B-Instruct",
        "Qwen",
        "apache-2.0",
    )
    assert (row["weights_openness"], row["has_downloadable_weights"]) == ("open_weights", True)
    assert (row["parameters_b"], row["released_on"], row["record_ref"]) == (None, None, "/models/0")


def test_the_live_list_counts_parameters_by_type():
    batch = normalise(payload(json.dumps([LIVE]), source_id=SOURCE))
    [row] = batch.observations["model_card"].to_dicts()
    assert (row["model_name_raw"], row["parameters_b"], row["license"]) == (
        "Qwen/Qwen3-0.6B",
        0.751632384,
        "apache-2.0",
    )
    assert (row["record_ref"], row["input_modalities"], row["output_modalities"]) == ("/0", "text", "text")
    assert batch.quarantine.is_empty()


@pytest.mark.parametrize(
    ("change", "column", "value"),
    [
        ({"safetensors": {"parameters": {"I32": 9, "F16": 1}, "total": 10}}, "parameters_b", None),
        ({"safetensors": {"parameters": {"BF16": "many"}}}, "parameters_b", None),
        ({"context_length": 32768}, "context_tokens", 32768),
        ({"context_length": "long"}, "context_tokens", None),
        ({"license": None}, "license", "apache-2.0"),
        ({"license": None, "tags": []}, "weights_openness", "unknown"),
        ({"tags": []}, "has_downloadable_weights", None),
        ({"tags": []}, "weights_ref", None),
        ({"model_id": "gpt2"}, "developer", None),
        ({"pipeline_tag": "any-to-any"}, "output_modalities", None),
    ],
)
def test_a_card_says_what_is_known(change, column, value):
    assert card(MIRRORED | change)[column] == value


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("apache-2.0", "open_weights"),
        ("Apache 2.0", "open_weights"),
        ("mit", "open_weights"),
        ("bsd-3-clause", "open_weights"),
        ("llama3.1", "restricted_weights"),
        ("llama2", "restricted_weights"),
        ("META LLAMA 3 COMMUNITY LICENSE AGREEMENT", "restricted_weights"),
        ("LLAMA 3.1 COMMUNITY LICENSE AGREEMENT", "restricted_weights"),
        ("gemma", "restricted_weights"),
        ("cc-by-nc-4.0", "restricted_weights"),
        ("Mistral Research License", "restricted_weights"),
        ("bigscience-openrail-m", "restricted_weights"),
        ("EXAONE AI Model License Agreement 1.2 - NC", "restricted_weights"),
        ("Tongyi Qianwen LICENSE AGREEMENT", "restricted_weights"),
        ("Modified MIT License", "unknown"),
        ("NVIDIA Open Model License Agreement", "unknown"),
        ("other", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_licence_tells_openness_only_where_its_name_is_certain(licence, expected):
    frame = pl.DataFrame({"licence": [licence]}, schema={"licence": pl.String})
    assert frame.select(openness("licence")).item() == expected


def test_private_unnamed_and_repeated_models_and_new_fields_have_their_fate():
    batch = read(MIRRORED, MIRRORED, MIRRORED | {"model_id": "a/b", "private": True}, {}, "x", MIRRORED | {"moon": 1})
    assert batch.ignored == {"private_repository": 1, "repeated_row": 2}
    assert batch.quarantine["reason"].to_list() == [
        "fields not known: moon (1x)",
        "no model with an id",
        "no model with an id",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>",
        "[]",
        "[1]",
        "42",
        '{"error": "rate limited"}',
        '{"model_count": 0, "models": []}',
        '{"model_count": 2, "models": [{"model_id": "a/b"}]}',
    ],
)
def test_a_payload_that_is_no_list_of_models_is_rejected(body):
    with pytest.raises(NormaliseError, match="hf-models-list/all"):
        normalise(payload(body, source_id=SOURCE))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


@given(st.lists(JSON | st.fixed_dictionaries({}, optional=dict.fromkeys((*MIRRORED, *LIVE), JSON)), max_size=4))
def test_whatever_the_list_holds_it_balances_or_is_rejected(models):
    try:
        batch = read(MIRRORED, *models)
    except NormaliseError:
        return
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read


def test_captures_hold_a_hundred_models_and_one_empty_list():
    empty, full = captured(SOURCE)
    with pytest.raises(NormaliseError, match="no list of models"):
        normalise(empty)
    batch = normalise(full)
    assert batch.observation_count in registry()[SOURCE].usual("text-generation")
    assert (batch.records_read, batch.records_used, batch.records_quarantined, batch.ignored) == (100, 100, 0, {})
    row = batch.observations["model_card"].row(2, named=True)
    assert (row["model_name_raw"], row["license"], row["weights_openness"]) == (
        "openai-community/gpt2",
        "mit",
        "open_weights",
    )
