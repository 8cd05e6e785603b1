"""llm-prices: each price has its days, and a price of long prompts is one of the model it is for."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.llm_prices import SPEC
from tests.captures import normalised, payload
from tests.model_prices import balanced, prices, reasons, tokens
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.llm_prices import normalise

UNDATED = {"from_date": None, "to_date": None}
GPT_4O = {
    "id": "gpt-4o",
    "name": "GPT-4o",
    "price_history": [{"input": 2.5, "output": 10, "input_cached": 1.25, **UNDATED}],
}


def read(*models: object, **document: object) -> Batch:
    body = {"vendor": "openai", "models": [GPT_4O, *models]} | document
    return normalise(payload(json.dumps(body), source_id="llm-prices", part="openai"))


def test_gpt_4o_costs_2_50_and_10_dollars_per_million_tokens():
    batch = read()
    assert prices(batch) == {tokens("input"): 2.5, tokens("output"): 10.0, tokens("cache_read"): 1.25}
    row = batch.observations["model_price"].row(0, named=True)
    assert (row["provider"], row["model_name_raw"], row["record_ref"]) == (
        "openai",
        "gpt-4o",
        "/models/0/price_history/0/input",
    )


def test_the_built_list_holds_one_entry_per_model_and_period():
    entry = {"id": "gpt-4o", "vendor": "openai", "name": "GPT-4o", "input": 2.5, "output": 10, "input_cached": None}
    old = {"id": "gpt-4o", "vendor": "openai", "name": "GPT-4o", "input": 5, "output": 15, "to_date": "2024-08-06"}
    body = {"updated_at": "2026-06-09", "prices": [entry | {"from_date": "2024-08-06", "to_date": None}, old]}
    batch = normalise(payload(json.dumps(body), source_id="llm-prices"))
    rows = batch.observations["model_price"].select(
        "usd_per_million_tokens", "effective_from", "effective_to", "record_ref"
    )
    assert rows.rows() == [
        (2.5, date(2024, 8, 6), None, "/prices/0/input"),
        (10.0, date(2024, 8, 6), None, "/prices/0/output"),
        (5.0, None, date(2024, 8, 6), "/prices/1/input"),
        (15.0, None, date(2024, 8, 6), "/prices/1/output"),
    ]


@pytest.mark.parametrize(
    ("name", "title", "known_as", "tier"),
    [
        ("gpt-5.4-272k", "GPT-5.4 >272k", "gpt-5.4", 272_000),
        ("gemini-1.5-flash-8b-128k", "Gemini 1.5 Flash-8B >128k", "gemini-1.5-flash-8b", 128_000),
        ("qwen-max-long", "Qwen Max > 1M", "qwen-max-long", 1_000_000),
        ("grok-4", "Grok 4 ≤128k", "grok-4", 0),
        ("gpt-4-32k", "GPT-4 32k", "gpt-4-32k", 0),
    ],
)
def test_the_price_of_long_prompts_is_one_of_the_model_it_is_for(name, title, known_as, tier):
    batch = read({"id": name, "name": title, "price_history": [{"input": 0.5, "output": 2.25, **UNDATED}]})
    assert prices(batch, known_as) == {tokens("input", tier): 0.5, tokens("output", tier): 2.25}


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        ({"name": "nobody"}, "no model with an id and a vendor"),
        ("gpt", "no model with an id and a vendor"),
        ({"id": "a", "price_history": "none"}, "price_history not understood: none"),
        ({"id": "a", "price_history": [5]}, "price_history not understood: 5"),
        ({"id": "a", "price_history": [{"input": 1, "from_date": "spring"}]}, "Invalid isoformat string: 'spring'"),
        ({"id": "a", "price_history": [{"input": "call us"}]}, "input is no price: call us"),
        ({"id": "a", "price_history": [{"input": 0, "output": 0}]}, "every price is 0 and nothing says free: unknown"),
        ({"id": "a", "price_history": [{"output_audio": 12}]}, "unknown price field output_audio = 12"),
        ({"id": "a-8b", "price_history": [{"input": 200, "output": 300}]}, "input 200.0 USD per million tokens, above"),
    ],
)
def test_what_cannot_be_read_is_refused(model, reason):
    [refused] = reasons(read(model)).values()
    assert refused.startswith(reason)


def test_a_model_without_prices_is_ignored_and_a_new_field_reported():
    batch = read({"id": "gpt-9", "name": "GPT-9", "price_history": []}, GPT_4O | {"id": "b", "mood": "sunny"})
    assert batch.ignored == {"no_price_stated": 1}
    assert list(reasons(batch).values()) == ["fields not known: mood (1x)"]


@pytest.mark.parametrize(
    "body", ["", "<html>", "[]", "{}", '{"models": []}', '{"models": 4}', '{"models": [{"id": "a"}]}', '{"models": [']
)
def test_a_payload_that_is_no_price_list_is_rejected(body):
    with pytest.raises(NormaliseError, match="llm-prices/all"):
        normalise(payload(body, source_id="llm-prices"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["input", "output", "from_date", "to_date"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.lists(JSON | st.fixed_dictionaries({"id": JSON | st.just("a"), "price_history": st.lists(JSON) | JSON})))
def test_whatever_the_models_hold_the_account_balances(models):
    assert balanced(read(*models))


def test_the_index_names_the_vendors_whose_files_are_fetched():
    body = {"prices": [{"vendor": "xai"}, {"vendor": "openai"}, {"vendor": "xai"}, {"vendor": "../x"}]}
    assert [(each.part, each.name) for each in SPEC.requests(lambda url: json.dumps(body).encode())] == [
        ("openai", "openai.json"),
        ("xai", "xai.json"),
    ]
    assert SPEC.part_of("llm-prices/20251010T221447Z/moonshot-ai.json") == "moonshot-ai"


# Captures.


@pytest.fixture(scope="module")
def batches() -> dict[tuple[str, str], Batch]:
    return {(str(each.payload.captured_at.date()), each.payload.part): each for each in normalised("llm-prices")}


@pytest.mark.parametrize(
    ("day", "vendor", "name", "expected"),
    [
        ("2025-10-10", "anthropic", "claude-3.7-sonnet", {tokens("input"): 3.0, tokens("output"): 15.0}),
        (
            "2026-06-09",
            "google",
            "gemini-2.5-pro",
            {
                tokens("input"): 1.25,
                tokens("output"): 10.0,
                tokens("cache_read"): 0.125,
                tokens("input", 200_000): 2.5,
                tokens("output", 200_000): 15.0,
                tokens("cache_read", 200_000): 0.25,
            },
        ),
        (
            "2026-06-09",
            "xai",
            "grok-4",
            {
                tokens("input"): 3.0,
                tokens("output"): 15.0,
                tokens("cache_read"): 0.75,
                tokens("input", 128_000): 6.0,
                tokens("output", 128_000): 30.0,
                tokens("cache_read", 128_000): 0.75,
            },
        ),
    ],
)
def test_prices_read_by_hand_on_the_day(batches, day, vendor, name, expected):
    assert prices(batches[day, vendor], name) == expected


def test_deepseek_chat_doubled_on_8_february_2025(batches):
    rows = batches["2026-06-09", "deepseek"].observations["model_price"]
    assert rows.filter(model_name_raw="deepseek-chat", component="input").select(
        "usd_per_million_tokens", "effective_from", "effective_to"
    ).rows() == [(0.27, date(2025, 2, 8), None), (0.14, None, date(2025, 2, 8))]


def test_nothing_of_the_captures_is_refused(batches):
    assert len(batches) == 36
    assert all(batch.quarantine.is_empty() for batch in batches.values())
