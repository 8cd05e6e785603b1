"""OpenRouter's list: decimals in text, -1 for what depends, 0 for free or for nothing charged."""

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.openrouter_models import normalise

GPT_4O = {
    "id": "openai/gpt-4o",
    "name": "OpenAI: GPT-4o",
    "created": 1715558400,
    "description": "The latest AI model from OpenAI",
    "context_length": 128000,
    "architecture": {
        "modality": "text+image->text",
        "input_modalities": ["text", "image", "file"],
        "output_modalities": ["text"],
        "tokenizer": "GPT",
        "instruct_type": None,
    },
    "pricing": {
        "prompt": "0.0000025",
        "completion": "0.00001",
        "request": "0",
        "image": "0.003613",
        "web_search": "0",
        "internal_reasoning": "0",
        "input_cache_read": "0.00000125",
    },
    "top_provider": {"context_length": 128000, "max_completion_tokens": 16384, "is_moderated": True},
    "per_request_limits": None,
    "hugging_face_id": "",
}


def model(name: str = "openai/gpt-4o", pricing: dict | None = None, **change: object) -> dict:
    return GPT_4O | {"id": name} | ({} if pricing is None else {"pricing": pricing}) | change


def read_body(body: object) -> Batch:
    return normalise(payload(json.dumps(body), source_id="openrouter-models"))


def read(*models: object) -> Batch:
    return read_body({"data": list(models)})


def prices(batch: Batch, name: str | None = None) -> dict[tuple, float]:
    """Component, unit, tier and condition to price."""
    frame = batch.observations["model_price"]
    if name:
        frame = frame.filter(pl.col("model_name_raw") == name)
    rows = frame.select(
        *("component", "unit", "tier_min_input_tokens", "condition"),
        pl.coalesce("usd_per_million_tokens", "usd_per_unit"),
    ).rows()
    assert len({row[:4] for row in rows}) == len(rows)
    return {row[:4]: row[4] for row in rows}


def reasons(batch: Batch) -> dict[str, str]:
    return dict(batch.quarantine.select("record_ref", "reason").rows())


def tokens(component: str, tier: int = 0, condition: str | None = None) -> tuple:
    return (component, "million_tokens", tier, condition)


def test_gpt_4o_costs_2_50_and_10_dollars_per_million_tokens():
    batch = read(GPT_4O)
    assert prices(batch) == {
        tokens("input"): 2.5,
        tokens("output"): 10.0,
        tokens("cache_read"): 1.25,
        ("image_input", "image", 0, None): 0.003613,
    }
    row = batch.observations["model_price"].row(0, named=True)
    assert (row["provider"], row["model_name_raw"], row["price_kind"]) == ("openrouter", "openai/gpt-4o", "listed")
    assert (row["amount"], row["amount_unit"], row["record_ref"]) == (2.5e-06, "token", "/data/0/pricing/prompt")
    [card] = batch.observations["model_card"].to_dicts()
    assert (card["developer"], card["display_name"]) == ("openai", "OpenAI: GPT-4o")
    assert (card["context_tokens"], card["max_output_tokens"]) == (128_000, 16_384)
    assert (card["input_modalities"], card["output_modalities"]) == ("file,image,text", "text")
    assert (card["weights_ref"], card["has_downloadable_weights"], card["released_on"]) == (None, None, None)
    assert batch.quarantine.is_empty()


@pytest.mark.parametrize(
    ("body", "ref"),
    [
        ({"data": [GPT_4O]}, "/data/0/pricing/prompt"),
        ([GPT_4O], "/0/pricing/prompt"),
        ({"data": [GPT_4O], "total_count": 1, "links": {"next": None}}, "/data/0/pricing/prompt"),
        (
            {"fetched_at": "2026-07-19", "url": "https://openrouter.ai", "body": {"data": [GPT_4O]}},
            "/body/data/0/pricing/prompt",
        ),
        ({"url": "https://openrouter.ai", "body": json.dumps({"data": [GPT_4O]})}, "/body/data/0/pricing/prompt"),
        ({"body": [GPT_4O]}, "/body/0/pricing/prompt"),
    ],
)
def test_the_list_is_found_whatever_is_around_it(body, ref):
    batch = read_body(body)
    assert prices(batch)[tokens("input")] == 2.5
    assert batch.observations["model_price"]["record_ref"][0] == ref


@pytest.mark.parametrize(
    ("pricing", "expected"),
    [
        ({"prompt": 2.5e-06, "completion": 1e-05}, {tokens("input"): 2.5, tokens("output"): 10.0}),
        (
            {"prompt": "0.000003", "input_cache_write": "0.00000375", "input_cache_write_1h": "0.000006"},
            {tokens("input"): 3.0, tokens("cache_write"): 3.75, tokens("cache_write", 0, "cache_ttl=1h"): 6.0},
        ),
        # An image of 258 tokens, the same as a price per token, and one the size of a token.
        (
            {"prompt": "0.0000001", "image": "0.0000258"},
            {tokens("input"): 0.1, ("image_input", "image", 0, None): 2.58e-05},
        ),
        ({"prompt": "0.000002", "image": "0.000002"}, {tokens("input"): 2.0, tokens("image_input"): 2.0}),
        (
            {"prompt": "0.000002", "completion": "0.000012", "image_output": "0.00012"},
            {tokens("input"): 2.0, tokens("output"): 12.0, tokens("image_output"): 120.0},
        ),
        (
            {"prompt": "0.000002", "audio": "0.000032", "audio_output": "0.000064", "input_audio_cache": "0.0000004"},
            {
                tokens("input"): 2.0,
                tokens("audio_input"): 32.0,
                tokens("audio_output"): 64.0,
                tokens("audio_cache_read"): 0.4,
            },
        ),
        (
            {"prompt": "0.000003", "request": "0.005", "web_search": "0.01", "internal_reasoning": "0.000003"},
            {
                tokens("input"): 3.0,
                ("request", "request", 0, None): 0.005,
                ("web_search", "query", 0, None): 0.01,
                tokens("reasoning_output"): 3.0,
            },
        ),
        (
            {"prompt": "0.000003", "overrides": [{"min_prompt_tokens": 200000, "prompt": "0.000006"}]},
            {tokens("input"): 3.0, tokens("input", 200_000): 6.0},
        ),
        (
            {
                "prompt": "0.00000066",
                "overrides": [
                    {"utc_start": 1000, "utc_end": 100, "prompt": "0.00000066"},
                    {"utc_start": 100, "utc_end": 1000, "prompt": "0.00000132"},
                ],
            },
            {
                tokens("input"): 0.66,
                tokens("input", 0, "utc=1000-0100"): 0.66,
                tokens("input", 0, "utc=0100-1000"): 1.32,
            },
        ),
        ({"prompt": "0.000003", "discount": 0, "completion": None}, {tokens("input"): 3.0}),
    ],
)
def test_each_price_is_for_its_own_unit(pricing, expected):
    batch = read(model(pricing=pricing))
    assert prices(batch) == expected
    assert batch.quarantine.is_empty()


def test_a_batch_id_bears_batch_prices_of_tokens_only():
    pricing = {"prompt": "0.0000015", "completion": "0.0000075", "web_search": "0.01"}
    batch = read(model("anthropic/claude-sonnet-4.5:batch", pricing=pricing))
    assert prices(batch) == {
        tokens("batch_input"): 1.5,
        tokens("batch_output"): 7.5,
        ("web_search", "query", 0, None): 0.01,
    }


ZERO = {"prompt": "0", "completion": "0", "request": "0", "image": "0"}
SINGS = {"architecture": {"modality": "text->text+audio", "tokenizer": "Other"}}


@pytest.mark.parametrize(
    ("name", "pricing", "change", "kinds"),
    [
        ("deepseek/deepseek-r1:free", ZERO, {}, {"input": "free", "output": "free"}),
        ("google/gemini-2.5-pro-exp-03-25", ZERO, {}, {"input": "free", "output": "free"}),
        ("google/lyria-3-pro-preview", ZERO, SINGS, {}),
        ("google/lyria-3-pro-preview:free", ZERO, SINGS, {"input": "free", "output": "free"}),
        ("openrouter/auto", {"prompt": "-1", "completion": "-1"}, {}, {"input": "variable", "output": "variable"}),
        ("acme/embed", {"prompt": "0.0000001", "completion": "0"}, {}, {"input": "listed"}),
    ],
)
def test_free_variable_and_unknown_never_mix(name, pricing, change, kinds):
    batch = read(GPT_4O, model(name, pricing, **change))
    rows = batch.observations["model_price"].filter(pl.col("model_name_raw") == name)
    assert dict(rows.select("component", "price_kind").rows()) == kinds
    for kind, usd in rows.select("price_kind", "usd_per_million_tokens").rows():
        assert {"free": usd == 0, "variable": usd is None, "listed": (usd or 0) > 0}[kind]
    if not kinds:
        assert set(reasons(batch).values()) == {"0 for the text of a model that makes audio,text: not said to be free"}


@pytest.mark.parametrize(
    ("pricing", "refused", "stays"),
    [
        ({"prompt": "0.0003", "completion": "0.00001"}, "input 300.0 USD per million tokens, above 250", False),
        ({"prompt": "0.000001", "completion": "-2"}, "completion is no price: -2", True),
        ({"prompt": "0.000001", "completion": "call us"}, "completion is no price: call us", True),
        ({"prompt": "0.000001", "moon_landing": "3"}, "unknown price field moon_landing = 3", True),
        ({"prompt": "0.000001", "overrides": [{"prompt": "0.1"}]}, "unknown price field overrides", True),
        (
            {"prompt": "0.000001", "overrides": [{"min_prompt_tokens": 9, "moon": "full", "prompt": "0.1"}]},
            "unknown price field overrides",
            True,
        ),
        (
            {"prompt": "0.000001", "overrides": [{"utc_start": 2561, "utc_end": 0, "prompt": "0.1"}]},
            "unknown price field overrides",
            True,
        ),
        ({"prompt": "0.000001", "image_output": "0.04"}, "image_output = 0.04 is per image or per token", True),
        ({"prompt": "0.000001", "discount": 0.25}, "a discount of 0.25", False),
    ],
)
def test_what_cannot_be_read_is_refused(pricing, refused, stays):
    batch = read(GPT_4O, model("acme/anvil", pricing))
    [reason] = reasons(batch).values()
    assert reason.startswith(refused)
    assert prices(batch, "acme/anvil") == ({tokens("input"): 1.0} if stays else {})


@pytest.mark.parametrize(
    ("change", "column", "value"),
    [
        ({"hugging_face_id": "openai/gpt-oss-20b"}, "weights_ref", "openai/gpt-oss-20b"),
        ({"hugging_face_id": "openai/gpt-oss-20b"}, "has_downloadable_weights", True),
        ({"knowledge_cutoff": "2024-06-30"}, "knowledge_cutoff", "2024-06-30"),
        ({"context_length": None}, "context_tokens", None),
        ({"top_provider": None}, "max_output_tokens", None),
        ({"architecture": {"modality": "text+image->text"}}, "input_modalities", "image,text"),
        ({"architecture": {"modality": "multimodal"}}, "input_modalities", None),
        ({"id": "gpt-4o"}, "developer", None),
    ],
)
def test_a_card_says_what_is_known(change, column, value):
    [card] = read(GPT_4O | change).observations["model_card"].to_dicts()
    assert card[column] == value


@pytest.mark.parametrize(
    ("said", "expected"), [("2026-08-24", date(2026, 8, 24)), ("2098-12-31", None), ("soon", None), (None, None)]
)
def test_prices_end_on_the_day_the_model_goes_unless_that_day_is_a_placeholder(said, expected):
    assert set(read(model(expiration_date=said)).observations["model_price"]["effective_to"]) == {expected}


def test_routers_and_pointers_have_prices_but_no_card():
    router = {"architecture": {"tokenizer": "Router", "output_modalities": ["text"]}}
    batch = read(
        GPT_4O,
        model("openrouter/auto", {"prompt": "-1", "completion": "-1"}, **router),
        model("~openai/gpt-latest", {"prompt": "0.0000025"}, alias_target={"slug": "openai/gpt-5.6-sol"}),
    )
    assert batch.observations["model_card"]["model_name_raw"].to_list() == ["openai/gpt-4o"]
    assert prices(batch, "~openai/gpt-latest") == {tokens("input"): 2.5}
    assert batch.records_used == 3


def test_a_model_listed_twice_is_kept_once_and_contradictions_are_refused():
    batch = read(GPT_4O, GPT_4O, model(pricing={"prompt": "0.000005"}))
    assert prices(batch)[tokens("input")] == 2.5
    assert (batch.records_used, batch.ignored, batch.records_quarantined) == (1, {"repeated_row": 1}, 1)


def test_models_without_id_or_pricing_and_new_fields_are_reported():
    batch = read("gpt", model(id=None), model("acme/anvil", {}), GPT_4O | {"mood": "sunny"})
    assert (batch.records_read, batch.records_used, batch.records_quarantined) == (4, 1, 3)
    assert sorted(batch.quarantine["reason"]) == [
        "fields not known: mood (1x)",
        "no model with an id",
        "no model with an id",
        "no pricing",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<!DOCTYPE html><title>Just a moment...</title>",
        '{"data": [{"id": "openai/gpt-4o", "pricing": {"prompt": "0.00',
        '{"error": {"message": "Internal Server Error", "code": 500}}',
        "[]",
        '{"data": []}',
        '{"data": {"id": "openai/gpt-4o"}}',
        '{"data": [{"id": "openai/gpt-4o"}]}',
        '{"data": [{"id": "openai/gpt-4o", "pricing": {"prompt": "unknown"}}]}',
        '{"body": "<html>"}',
        '{"body": {"error": 500}}',
        '{"data": [{"id": "openai/gpt-4o", "pricing": {"prompt": "0.0000025"}}], "total_count": 2}',
        "42",
    ],
)
def test_a_payload_that_is_no_full_list_is_rejected(body):
    with pytest.raises(NormaliseError, match="openrouter-models/all"):
        normalise(payload(body, source_id="openrouter-models"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PRICING = st.dictionaries(
    st.sampled_from(["prompt", "completion", "image", "image_output", "overrides", "discount"]), JSON
)


NAMED = {"id": st.text(max_size=8), "pricing": PRICING | JSON}


@given(st.lists(JSON | st.fixed_dictionaries(NAMED, optional=dict.fromkeys(GPT_4O.keys() - NAMED.keys(), JSON))))
def test_whatever_the_list_holds_it_balances_or_is_rejected(models):
    try:
        batch = read(GPT_4O, *models)
    except NormaliseError:
        return
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read


# Captures. Usual figures and hand-read prices.


@pytest.fixture(scope="module")
def batches() -> dict[str, Batch]:
    return {str(batch.payload.captured_at.date()): batch for batch in normalised("openrouter-models")}


@pytest.mark.parametrize(
    ("day", "name", "expected"),
    [
        (
            "2025-05-07",
            "anthropic/claude-3.5-sonnet",
            {
                tokens("input"): 3.0,
                tokens("output"): 15.0,
                tokens("cache_read"): 0.3,
                tokens("cache_write"): 3.75,
                ("image_input", "image", 0, None): 0.0048,
            },
        ),
        (
            "2025-05-07",
            "google/gemini-2.0-flash-001",
            {
                tokens("input"): 0.1,
                tokens("output"): 0.4,
                tokens("cache_read"): 0.025,
                tokens("cache_write"): 0.1833,
                ("image_input", "image", 0, None): 2.58e-05,
            },
        ),
        ("2025-05-07", "deepseek/deepseek-chat-v3-0324:free", {tokens("input"): 0.0, tokens("output"): 0.0}),
        (
            "2025-05-07",
            "perplexity/sonar-pro",
            {tokens("input"): 3.0, tokens("output"): 15.0, ("web_search", "query", 0, None): 0.005},
        ),
        ("2025-09-09", "deepseek/deepseek-chat-v3.1", {tokens("input"): 0.2, tokens("output"): 0.8}),
        (
            "2025-09-09",
            "openai/o1-pro",
            {tokens("input"): 150.0, tokens("output"): 600.0, ("image_input", "image", 0, None): 0.21675},
        ),
        (
            "2025-12-03",
            "openai/gpt-5-image",
            {
                tokens("input"): 10.0,
                tokens("output"): 10.0,
                tokens("image_input"): 10.0,
                tokens("cache_read"): 1.25,
                ("web_search", "query", 0, None): 0.01,
            },
        ),
        ("2026-04-01", "google/lyria-3-clip-preview", {}),
        (
            "2026-04-01",
            "openai/gpt-4o",
            {tokens("input"): 2.5, tokens("output"): 10.0, tokens("cache_read"): 1.25},
        ),
        (
            "2026-07-19",
            "google/gemini-2.5-pro",
            {
                tokens("input"): 1.25,
                tokens("input", 200_000): 2.5,
                tokens("output"): 10.0,
                tokens("output", 200_000): 15.0,
                tokens("image_input"): 1.25,
                tokens("audio_input"): 1.25,
                tokens("audio_input", 200_000): 2.5,
                tokens("audio_cache_read"): 0.125,
                tokens("audio_cache_read", 200_000): 0.25,
                tokens("cache_read"): 0.125,
                tokens("cache_read", 200_000): 0.25,
                tokens("cache_write"): 0.375,
                tokens("reasoning_output"): 10.0,
                ("web_search", "query", 0, None): 0.014,
            },
        ),
    ],
)
def test_prices_read_by_hand_on_the_day(batches, day, name, expected):
    assert prices(batches[day], name) == expected


def test_deepseek_costs_twice_as_much_in_two_windows_of_the_day(batches):
    listed = prices(batches["2026-08-18"], "deepseek/deepseek-v4-pro-0813")
    windows = {when: usd for (component, _, _, when), usd in listed.items() if component == "input"}
    assert windows == {
        None: 0.66,
        "utc=1000-0100": 0.66,
        "utc=0100-0400": 1.32,
        "utc=0400-0600": 0.66,
        "utc=0600-1000": 1.32,
    }


def test_expiry_is_kept_and_the_placeholder_of_2098_is_not(batches):
    ends = batches["2026-07-19"].observations["model_price"].filter(pl.col("model_name_raw") == "poolside/laguna-m.1")
    assert set(ends["effective_to"]) == {date(2026, 7, 28)}
    last = batches["2026-08-18"].observations["model_price"]
    assert set(last.filter(pl.col("model_name_raw") == "z-ai/glm-5-turbo")["effective_to"]) == {None}


def test_every_model_of_every_capture_is_used_and_only_lyria_is_refused(batches):
    for day, batch in batches.items():
        assert batch.records_used == batch.records_read, day
        assert not batch.quarantine["reason"].str.contains("unknown|not known|no price").any(), day
        assert batch.quarantine.height in (0, 4), day
