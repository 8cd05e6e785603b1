"""Langfuse's prices per token: many names for the same tokens, two shapes of the list, tiers by prompt length."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from tests.model_prices import balanced, prices, reasons, tokens
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.langfuse_prices import USAGE, normalise, read_usage

GPT_4O = {
    "id": "b9854a5c92dc496b997d99d20",
    "model_name": "gpt-4o",
    "match_pattern": "(?i)^(gpt-4o)$",
    "prices": {"input": 2.5e-06, "input_cached_tokens": 1.25e-06, "input_cache_read": 1.25e-06, "output": 1e-05},
    "tokenizer_id": "openai",
}
LONG = [{"usageDetailPattern": "(input|prompt|cached)", "operator": "gt", "value": 200000, "caseSensitive": False}]


def read(*models: object) -> Batch:
    return normalise(payload(json.dumps([GPT_4O, *models]), source_id="langfuse-prices"))


def flat(prices: object, name: object = "gpt-x") -> dict:
    return {"model_name": name, "prices": prices}


def tiered(*tiers: object, name: str = "gemini-2.5-pro") -> dict:
    return {"modelName": name, "pricingTiers": list(tiers)}


def test_gpt_4o_costs_2_50_and_10_dollars_per_million_tokens():
    batch = read()
    assert prices(batch) == {tokens("input"): 2.5, tokens("cache_read"): 1.25, tokens("output"): 10.0}
    row = batch.observations["model_price"].row(0, named=True)
    assert (row["provider"], row["model_name_raw"], row["record_ref"]) == ("openai", "gpt-4o", "/0/prices/input")
    assert (row["amount"], row["amount_unit"]) == (2.5e-06, "token")
    assert batch.quarantine.is_empty()


def test_long_prompts_to_gemini_cost_twice_as_much():
    batch = read(
        tiered(
            {"isDefault": True, "conditions": [], "prices": {"input": 1.25e-06, "promptTokenCount": 1.25e-06}},
            {"isDefault": False, "conditions": LONG, "prices": {"input": 2.5e-06, "thoughtsTokenCount": 1.5e-05}},
        )
    )
    assert prices(batch, "gemini-2.5-pro") == {
        tokens("input"): 1.25,
        tokens("input", 200_000): 2.5,
        tokens("reasoning_output", 200_000): 15.0,
    }
    assert set(batch.observations["model_price"]["provider"]) == {"openai", "google"}


@pytest.mark.parametrize(
    ("name", "written", "expected"),
    [
        (
            "claude-sonnet-4",
            {"input_cache_creation": 3.75e-06, "input_cache_creation_1h": 6e-06, "cache_read_input_tokens": 3e-07},
            {
                tokens("cache_write"): 3.75,
                tokens("cache_write", 0, "cache_ttl=1h"): 6.0,
                tokens("cache_read"): 0.3,
            },
        ),
        (
            "gpt-4o-audio-preview",
            {"input_text_tokens": 2.5e-06, "input_audio_tokens": 0.0001, "output_audio": 0.0002},
            {tokens("input"): 2.5, tokens("audio_input"): 100.0, tokens("audio_output"): 200.0},
        ),
        ("gpt-4o-realtime", {"input_cached_audio_tokens": 2e-05}, {tokens("audio_cache_read"): 20.0}),
        ("text-embedding-3-small", {"total": 2e-08}, {tokens("input"): 0.02}),
        ("text-davinci-003", {"total": 2e-05}, {tokens("total"): 20.0}),
        ("text-embedding-3-large", {"input": 1.3e-07, "output": 0}, {tokens("input"): 0.13}),
    ],
)
def test_a_name_of_usage_says_which_tokens_are_charged(name, written, expected):
    batch = read(flat(written, name))
    assert prices(batch, name) == expected
    assert batch.quarantine.is_empty()


def test_two_names_of_the_same_tokens_must_agree():
    batch = read(flat({"input": 1e-06, "input_tokens": 2e-06}))
    assert prices(batch, "gpt-x") == {tokens("input"): 1.0}
    assert reasons(batch) == {
        "/1/prices/input_tokens": "another record of the payload has the same key and other values"
    }


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (flat({"input": 1e-06}, None), "no model with a name"),
        ("gpt", "no model with a name"),
        (flat({"input": 1e-06}, "mystery-7b"), "who bills mystery-7b is not said"),
        (flat("cheap"), "prices not understood: cheap"),
        (flat({"input": "cheap"}), "input is no price: cheap"),
        (flat({"input": [1]}), "input is no price: [1]"),
        (flat({"moon": 1e-06}), "unknown price field moon = 1e-06"),
        (flat({"input": 2.5, "output": 10}), "input 2500000.0 USD per million tokens, above 250: a unit error"),
        (flat({"input": 0, "output": 0}), "every price is 0 and nothing says free: unknown"),
        (tiered("gold"), "pricing tier not understood: gold"),
        (tiered({"conditions": [LONG[0] | {"operator": "lt"}], "prices": {"input": 1e-06}}), "condition of a tier not"),
        (tiered({"conditions": LONG * 2, "prices": {"input": 1e-06}}), "condition of a tier not understood"),
        (
            tiered({"conditions": [LONG[0] | {"usageDetailPattern": "output"}], "prices": {"input": 1e-06}}),
            "condition of a tier not understood",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(model, reason):
    [refused] = reasons(read(model)).values()
    assert refused.startswith(reason)


def test_a_model_without_prices_is_ignored_and_a_new_field_reported():
    batch = read(flat({}, "gemini-1.5-pro"), flat({"input": 1e-06}) | {"mood": "sunny"})
    assert batch.ignored == {"no_price_stated": 1}
    assert list(reasons(batch).values()) == ["fields not known: mood (1x)"]


@pytest.mark.parametrize("body", ["", "<html>", "{}", "[]", "[3]", '[{"model_name": "gpt-4o", "prices": {}}]', "[{"])
def test_a_payload_that_is_no_price_list_is_rejected(body):
    with pytest.raises(NormaliseError, match="langfuse-prices/all"):
        normalise(payload(body, source_id="langfuse-prices"))


@given(st.sampled_from(sorted(USAGE)), st.booleans())
def test_the_ending_tokens_changes_no_meaning(name, embeds):
    assert read_usage(f"{name}_tokens", embeds=embeds) == read_usage(name, embeds=embeds)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["input", "total", "prices", "conditions", "value"]), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMED = {"model_name": st.just("gpt-y") | JSON}


@given(st.lists(JSON | st.fixed_dictionaries(NAMED, optional={"prices": JSON, "pricingTiers": JSON})))
def test_whatever_the_models_hold_the_account_balances(models):
    assert balanced(read(*models))


# Captures.


@pytest.fixture(scope="module")
def batches() -> dict[str, Batch]:
    return {str(batch.payload.captured_at.date()): batch for batch in normalised("langfuse-prices")}


@pytest.mark.parametrize(
    ("day", "name", "expected"),
    [
        ("2024-10-24", "gpt-4o", {tokens("input"): 5.0, tokens("output"): 15.0}),
        ("2025-02-07", "gemini-2.0-flash-lite-preview-02-05", {tokens("input"): 0.01875, tokens("output"): 0.075}),
        (
            "2025-08-08",
            "gpt-5-chat-latest",
            {
                tokens("input"): 1.25,
                tokens("cache_read"): 0.125,
                tokens("output"): 10.0,
                tokens("reasoning_output"): 10.0,
            },
        ),
        (
            "2026-06-09",
            "claude-sonnet-4-5-20250929",
            {
                tokens("input"): 3.0,
                tokens("output"): 15.0,
                tokens("cache_read"): 0.3,
                tokens("cache_write"): 3.75,
                tokens("cache_write", 0, "cache_ttl=5m"): 3.75,
                tokens("cache_write", 0, "cache_ttl=1h"): 6.0,
                tokens("input", 200_000): 6.0,
                tokens("output", 200_000): 22.5,
                tokens("cache_read", 200_000): 0.6,
                tokens("cache_write", 200_000): 7.5,
                tokens("cache_write", 200_000, "cache_ttl=5m"): 7.5,
                tokens("cache_write", 200_000, "cache_ttl=1h"): 12.0,
            },
        ),
        (
            "2026-06-09",
            "gemini-live-2.5-flash-native-audio",
            {
                tokens("input"): 0.5,
                tokens("audio_input"): 3.0,
                tokens("image_input"): 3.0,
                tokens("output"): 2.0,
                tokens("audio_output"): 12.0,
            },
        ),
    ],
)
def test_prices_read_by_hand_on_the_day(batches, day, name, expected):
    assert prices(batches[day], name) == expected


def test_nothing_of_the_captures_is_refused(batches):
    assert len(batches) == 5
    assert all(batch.quarantine.is_empty() for batch in batches.values())
