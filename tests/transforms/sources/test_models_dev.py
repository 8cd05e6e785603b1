"""models.dev: prices per million tokens with their prompt lengths, cards of each host, no unit error let through."""

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from tests.model_prices import balanced, prices, reasons, tokens
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.models_dev import normalise

GPT_4O = {
    "id": "gpt-4o",
    "name": "GPT-4o",
    "family": "gpt",
    "attachment": True,
    "reasoning": False,
    "tool_call": True,
    "knowledge": "2023-09",
    "release_date": "2024-05-13",
    "last_updated": "2024-08-06",
    "modalities": {"input": ["text", "image"], "output": ["text"]},
    "open_weights": False,
    "cost": {"input": 2.5, "output": 10, "cache_read": 1.25},
    "limit": {"context": 128000, "output": 16384},
}


def read(provider: str = "acme", **models: object) -> Batch:
    document = {"openai": {"id": "openai", "models": {"gpt-4o": GPT_4O}}, provider: {"id": provider, "models": models}}
    return normalise(payload(json.dumps(document), source_id="models-dev"))


def costing(cost: object, **change: object) -> dict:
    return GPT_4O | {"cost": cost} | change


def test_gpt_4o_costs_2_50_and_10_dollars_per_million_tokens():
    batch = read()
    assert prices(batch) == {tokens("input"): 2.5, tokens("output"): 10.0, tokens("cache_read"): 1.25}
    row = batch.observations["model_price"].row(0, named=True)
    assert (row["provider"], row["model_name_raw"], row["record_ref"], row["amount"], row["amount_unit"]) == (
        "openai",
        "gpt-4o",
        "/openai/models/gpt-4o/cost/input",
        2.5,
        "million_tokens",
    )
    [card] = batch.observations["model_card"].to_dicts()
    assert (card["model_name_raw"], card["display_name"], card["released_on"], card["knowledge_cutoff"]) == (
        "openai/gpt-4o",
        "GPT-4o",
        date(2024, 5, 13),
        "2023-09",
    )
    assert (card["context_tokens"], card["max_output_tokens"], card["input_modalities"]) == (
        128_000,
        16_384,
        "image,text",
    )
    assert (card["has_downloadable_weights"], card["weights_openness"]) == (False, "unknown")


def test_catalog_json_holds_the_same_providers_one_level_down():
    document = {"models": {}, "providers": {"openai": {"models": {"gpt-4o": GPT_4O}}}}
    batch = normalise(payload(json.dumps(document), source_id="models-dev"))
    assert batch.observations["model_price"]["record_ref"][0] == "/providers/openai/models/gpt-4o/cost/input"


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        (
            {"input": 1.25, "output": 10, "context_over_200k": {"input": 2.5, "output": 15}},
            {
                tokens("input"): 1.25,
                tokens("output"): 10.0,
                tokens("input", 200_000): 2.5,
                tokens("output", 200_000): 15.0,
            },
        ),
        (
            {
                "input": 2.5,
                "context_over_200k": {"input": 5},
                "tiers": [{"input": 5, "tier": {"type": "context", "size": 272000}}],
            },
            {tokens("input"): 2.5, tokens("input", 272_000): 5.0},
        ),
        ({"input": 1, "reasoning": 3}, {tokens("input"): 1.0, tokens("reasoning_output"): 3.0}),
        ({"input": 1, "cache_write": 1.25}, {tokens("input"): 1.0, tokens("cache_write"): 1.25}),
        (
            {"input": 2.5, "input_audio": 40, "output_audio": 80},
            {tokens("input"): 2.5, tokens("audio_input"): 40.0, tokens("audio_output"): 80.0},
        ),
        ({"per_minute": 0.006}, {("audio_input", "minute", 0, None): 0.006}),
        ({"input": 0.02, "output": 0, "cache_read": None}, {tokens("input"): 0.02}),
        (None, {}),
    ],
)
def test_a_cost_says_what_is_charged_and_from_which_prompt_length(cost, expected):
    batch = read(some=costing(cost))
    assert prices(batch, "some") == expected
    assert batch.quarantine.is_empty()


def test_a_mode_with_prices_of_its_own_is_a_condition():
    modes = {"modes": {"fast": {"cost": {"input": 30, "output": 150}}, "tame": {"provider": {}}}}
    batch = read(some=costing({"input": 5}, experimental=modes))
    assert prices(batch, "some") == {
        tokens("input"): 5.0,
        tokens("input", 0, "mode=fast"): 30.0,
        tokens("output", 0, "mode=fast"): 150.0,
    }


@pytest.mark.parametrize(
    ("name", "title", "free"),
    [
        ("deepseek/deepseek-r1:free", "R1", True),
        ("trinity", "Trinity (free)", True),
        ("claude-opus-4.6", "Claude", False),
        ("freedom", "Freedom", False),
    ],
)
def test_zero_is_free_only_where_the_name_says_so(name, title, free):
    batch = read(**{name: costing({"input": 0, "output": 0}, name=title)})
    kinds = batch.observations["model_price"].filter(pl.col("model_name_raw") == name)
    assert kinds["price_kind"].to_list() == (["free", "free"] if free else [])
    assert list(reasons(batch).values()) == ([] if free else ["every price is 0 and nothing says free: unknown"])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"cost": {"input": 7.5e-07, "output": 4.5e-06}}, "input 7.5e-7 USD per million tokens, below 0.0015"),
        ({"cost": {"input": 7500, "output": 20000}}, "input 7500.0 USD per million tokens, above 250: a unit error"),
        ({"cost": {"input": 2, "output": 120}}, "output 120.0 USD per million tokens, above 25 times the input"),
        ({"cost": {"input": "dear"}}, "input is no price: dear"),
        ({"cost": {"input": -1}}, "input is no price: -1"),
        ({"cost": {"moon": 1}}, "unknown price field moon = 1"),
        ({"cost": 3}, "unknown price field cost = 3"),
        ({"cost": {"tiers": [{"input": 5, "tier": {"type": "moon", "size": 1}}]}}, "unknown price field tiers"),
        (
            {"cost": {"input": 0.003}, "modalities": {"input": ["audio"], "output": ["text"]}},
            "a model that only hears: whether its prices are per token, minute or second is not said",
        ),
    ],
)
def test_what_cannot_be_a_price_is_refused(change, reason):
    batch = read(some=GPT_4O | change)
    assert prices(batch, "some") == {}
    [refused] = reasons(batch).values()
    assert refused.startswith(reason)


def test_a_price_hundreds_of_times_that_of_all_other_hosts_is_a_unit_error():
    near = costing({"input": 0.1, "output": 0.3})
    document = {
        "mistral": {"models": {"mistral-small": near}},
        "openrouter": {"models": {"mistralai/mistral-small": near}},
        "helicone": {"models": {"mistral-small": costing({"input": 75, "output": 200})}},
    }
    batch = normalise(payload(json.dumps(document), source_id="models-dev"))
    assert prices(batch, provider="helicone") == {}
    assert reasons(batch) == {
        "/helicone/models/mistral-small": "input 75.0 USD per million tokens, 0.1 at the median of 2 other providers: "
        "a unit error; all its prices are held back"
    }
    assert batch.observations["model_card"].height == 3


@pytest.mark.parametrize(
    ("change", "column", "value"),
    [
        ({"release_date": "2025-06"}, "released_on", None),
        ({"release_date": "soon"}, "released_on", None),
        ({"open_weights": True}, "has_downloadable_weights", True),
        ({"open_weights": "yes"}, "has_downloadable_weights", None),
        ({"limit": {"context": 0, "output": 4096}}, "context_tokens", None),
        ({"limit": None}, "max_output_tokens", None),
        ({"modalities": {"input": ["image/png", "image/webp", "application/pdf"]}}, "input_modalities", "image,pdf"),
        ({"knowledge": None}, "knowledge_cutoff", None),
    ],
)
def test_a_card_says_what_is_known(change, column, value):
    cards = read(some=GPT_4O | change).observations["model_card"]
    assert cards.filter(pl.col("model_name_raw") == "acme/some")[column].to_list() == [value]


def test_what_is_no_model_and_unknown_fields_are_reported():
    batch = read(some="gpt", other=GPT_4O | {"mood": "sunny"})
    assert (batch.records_read, batch.records_used, batch.records_quarantined) == (3, 2, 1)
    assert sorted(batch.quarantine["reason"]) == ["fields not known: mood (1x)", "not an object"]


@pytest.mark.parametrize(
    "body",
    ["", "<!doctype html>", "[]", "{}", '{"openai": {"models": {}}}', '{"openai": {"models": {"a": {}}}}', "7",
     '{"openai": {"models": {"a": {"cost": {}}}}}', '{"openai": {"models": {"a": {"co'],
)  # fmt: skip
def test_a_payload_that_is_no_catalogue_is_rejected(body):
    with pytest.raises(NormaliseError, match="models-dev/all"):
        normalise(payload(body, source_id="models-dev"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["input", "output", "tiers", "tier", "size", "context_over_200k", "modes", "cost"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=5), JSON | st.fixed_dictionaries({}, optional=dict.fromkeys(GPT_4O, JSON))))
def test_whatever_the_models_hold_the_account_balances(models):
    assert balanced(read("acme", **{f"a{name}": model for name, model in models.items()}))


# Captures.


@pytest.fixture(scope="module")
def batches() -> dict[str, Batch]:
    return {str(batch.payload.captured_at.date()): batch for batch in normalised("models-dev")}


@pytest.mark.parametrize(
    ("day", "provider", "name", "expected"),
    [
        (
            "2026-03-25",
            "google",
            "gemini-2.5-pro",
            {tokens("cache_read"): 0.31, tokens("input"): 1.25, tokens("output"): 10.0},
        ),
        (
            "2026-03-25",
            "openai",
            "gpt-5.4-pro",
            {
                tokens("input"): 30.0,
                tokens("output"): 180.0,
                tokens("input", 200_000): 60.0,
                tokens("output", 200_000): 270.0,
            },
        ),
        (
            "2026-03-01",
            "aihubmix",
            "claude-opus-4-1",
            {
                tokens("cache_read"): 1.5,
                tokens("cache_write"): 18.75,
                tokens("input"): 16.5,
                tokens("output"): 82.5,
            },
        ),
        ("2026-03-01", "kilo", "openai/o1-pro", {tokens("input"): 150.0, tokens("output"): 600.0}),
        ("2026-03-01", "helicone", "mistral-small", {}),
        ("2026-03-25", "helicone", "mistral-small", {}),
        ("2026-03-25", "openrouter", "openai/gpt-5.4-mini", {}),
        ("2026-03-25", "github-copilot", "claude-opus-4.6", {}),
        ("2026-03-25", "aihubmix", "coding-glm-5-free", {tokens("input"): 0.0, tokens("output"): 0.0}),
    ],
)
def test_prices_read_by_hand_on_the_day(batches, day, provider, name, expected):
    assert prices(batches[day], name, provider) == expected


def test_every_model_of_the_captures_has_a_card_and_few_are_held_back(batches):
    for day, batch in batches.items():
        assert batch.observations["model_card"].height == batch.records_read == batch.records_used, day
        held = batch.quarantine.filter(~pl.col("reason").str.starts_with("every price is 0"))
        assert held.height in range(10, 20), day
        assert not held["reason"].str.contains("unknown price|not known|no price:").any(), day
