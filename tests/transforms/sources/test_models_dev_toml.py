"""An archive of TOML files: each model's file is a record, and what it says is read as models.dev's JSON is."""

import gzip
import io
import tarfile
from collections.abc import Mapping

import pytest

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.models_dev_toml import normalise

OPUS = """
name = "Claude Opus 4"
release_date = "2025-05-22"
open_weights = false
[cost]
input = 15.00
output = 75.00
[limit]
context = 200_000
output = 32_000
[modalities]
input = ["text", "image"]
output = ["text"]
"""
ROOT = "models.dev-0123/providers"
MAKER = f"{ROOT}/anthropic/provider.toml"
MODEL = f"{ROOT}/anthropic/models/claude-opus-4.toml"


def archive(files: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as bundle:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            bundle.addfile(member, io.BytesIO(text.encode()))
    return buffer.getvalue()


def read(files: Mapping[str, str]) -> Batch:
    return normalise(payload(archive(files), source_id="models-dev-toml"))


def test_a_file_gives_the_prices_and_the_card_of_a_model():
    batch = read({MAKER: 'name = "Anthropic"', MODEL: OPUS, f"{ROOT}/../README.md": "# models"})
    prices = batch.observations["model_price"].to_dicts()
    assert [
        (row["provider"], row["model_name_raw"], row["component"], row["usd_per_million_tokens"], row["record_ref"])
        for row in prices
    ] == [
        ("anthropic", "claude-opus-4", "input", 15.0, f"{MODEL}: /cost/input"),
        ("anthropic", "claude-opus-4", "output", 75.0, f"{MODEL}: /cost/output"),
    ]
    [card] = batch.observations["model_card"].to_dicts()
    assert (card["model_name_raw"], card["context_tokens"], card["input_modalities"]) == (
        "anthropic/claude-opus-4",
        200_000,
        "image,text",
    )
    assert (batch.records_read, batch.records_used, batch.ignored) == (2, 1, {"no_model": 1})


def test_folders_below_models_are_makers_and_a_file_that_is_no_toml_is_refused():
    batch = read({f"{ROOT}/openrouter/models/google/gemini-2.5.toml": OPUS, MODEL: "name ="})
    assert set(batch.observations["model_price"]["model_name_raw"]) == {"google/gemini-2.5"}
    assert batch.quarantine["record_ref"].to_list() == [f"{MODEL}: /"]
    assert batch.quarantine["reason"][0].startswith("not TOML: ")
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>404</html>",
        gzip.compress(b"not a tar"),
        archive({MODEL: OPUS})[:60],
        archive({"README.md": "# models"}),
        archive({MAKER: 'name = "Anthropic"'}),
        archive({MODEL: 'name = "Opus"'}),
    ],
    # Without names of their own these bytes, which hold the time they were packed at, would name the tests.
    ids=["empty", "page", "no-tar", "half", "no-providers", "no-models", "no-prices"],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="models-dev-toml"))


# Captures


@pytest.mark.parametrize(
    ("provider", "name", "component", "usd"),
    [
        ("openai", "gpt-4.1", "cache_read", 0.5),
        ("anthropic", "claude-opus-4-20250514", "cache_write", 18.75),
        ("openrouter", "anthropic/claude-3.7-sonnet", "output", 75.0),  # as the file has it; Anthropic asks 15
    ],
)
def test_prices_read_by_hand_are_found(provider, name, component, usd):
    (batch,) = normalised("models-dev-toml")
    found = batch.observations["model_price"].filter(provider=provider, model_name_raw=name, component=component)
    assert found["usd_per_million_tokens"].to_list() == [usd]
    assert (batch.records_read, batch.records_used, batch.ignored) == (202, 187, {"no_model": 15})
