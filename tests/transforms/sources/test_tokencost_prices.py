"""tokencost's snapshot of LiteLLM's list: who bills is told by the name where the entry does not say it."""

import json

import pytest

from tests.captures import normalised, payload
from tests.model_prices import prices, reasons, tokens
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.tokencost_prices import normalise, read_provider

GPT_4 = {"max_tokens": 8192, "input_cost_per_token": 3e-05, "output_cost_per_token": 6e-05, "mode": "chat"}


def read(**entries: dict) -> Batch:
    return normalise(payload(json.dumps(entries), source_id="tokencost-prices"))


def test_gpt_4_costs_30_and_60_dollars_per_million_tokens_at_openai():
    batch = read(**{"gpt-4": GPT_4})
    assert prices(batch) == {tokens("input"): 30.0, tokens("output"): 60.0}
    row = batch.observations["model_price"].row(0, named=True)
    assert (row["source_id"], row["provider"], row["record_ref"]) == (
        "tokencost-prices",
        "openai",
        "/gpt-4/input_cost_per_token",
    )


@pytest.mark.parametrize(
    ("name", "provider"),
    [
        ("gpt-3.5-turbo-16k", "openai"),
        ("ft:gpt-3.5-turbo", "openai"),
        ("hd/1024-x-1792/dall-e-3", "openai"),
        ("azure/gpt-4-32k", "azure"),
        ("azure/standard/1024-x-1024/dall-e-3", "azure"),
        ("claude-2.1", "anthropic"),
        ("anthropic.claude-v2:1", "bedrock"),
        ("bedrock/us-east-1/anthropic.claude-v1", "bedrock"),
        ("gemini-pro", "google"),
        ("codechat-bison@001", "google"),
        ("command-light", "cohere"),
        ("j2-ultra", "ai21"),
        ("luminous-base", "aleph_alpha"),
        ("together-ai-up-to-3b", "together_ai"),
        ("openrouter/anthropic/claude-2", "openrouter"),
        ("dolphin", None),
        ("llama-2-70b-chat", None),
        ("commander-7b", None),
    ],
)
def test_the_name_says_who_bills_or_nobody_does(name, provider):
    assert read_provider(name) == provider


def test_an_entry_that_says_who_bills_is_believed():
    batch = read(**{"gemini-pro": GPT_4 | {"litellm_provider": "vertex_ai-language-models"}})
    assert set(batch.observations["model_price"]["provider"]) == {"vertex_ai-language-models"}


def test_an_entry_nobody_is_known_to_bill_for_is_refused():
    batch = read(**{"gpt-4": GPT_4, "dolphin": GPT_4})
    assert reasons(batch) == {"/dolphin": "names no provider"}


@pytest.mark.parametrize("body", ["", "<html>", "[]", "{}", '{"gpt-4": {"mode": "chat"}}', '{"gpt-4": {'])
def test_a_payload_that_is_no_price_list_is_rejected(body):
    with pytest.raises(NormaliseError, match="tokencost-prices/all"):
        normalise(payload(body, source_id="tokencost-prices"))


# Captures.


@pytest.fixture(scope="module")
def batches() -> dict[str, Batch]:
    return {str(batch.payload.captured_at.date()): batch for batch in normalised("tokencost-prices")}


@pytest.mark.parametrize(
    ("day", "provider", "name", "expected"),
    [
        ("2024-01-31", "openai", "gpt-4-0125-preview", {tokens("input"): 10.0, tokens("output"): 30.0}),
        ("2024-01-31", "perplexity", "perplexity/pplx-7b-online", {}),
        ("2024-04-11", "anthropic", "claude-3-opus-20240229", {tokens("input"): 15.0, tokens("output"): 75.0}),
        (
            "2025-03-02",
            "openai",
            "gpt-4o",
            {
                tokens("input"): 2.5,
                tokens("output"): 10.0,
                tokens("cache_read"): 1.25,
                tokens("batch_input"): 1.25,
                tokens("batch_output"): 5.0,
            },
        ),
    ],
)
def test_prices_read_by_hand_on_the_day(batches, day, provider, name, expected):
    assert prices(batches[day], name, provider) == expected


def test_the_oldest_list_names_no_provider_and_all_but_two_are_told_by_name(batches):
    assert sorted(ref for ref, why in reasons(batches["2024-01-31"]).items() if why == "names no provider") == [
        "/chatdolphin",
        "/dolphin",
    ]
    for day, batch in batches.items():
        assert not batch.quarantine["reason"].str.contains("unknown price|not known").any(), day
