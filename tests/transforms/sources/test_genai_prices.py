"""genai-prices: tiers, days and hours decide which price holds; what is not a price of tokens keeps its unit."""

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
from transforms.sources.genai_prices import normalise, read_price_key

GPT_4O = {
    "id": "gpt-4o",
    "name": "gpt 4o",
    "match": {"or": [{"equals": "gpt-4o"}, {"equals": "gpt-4o-2024-08-06"}]},
    "context_window": 128000,
    "prices": {"input_mtok": 2.5, "cache_read_mtok": 1.25, "output_mtok": 10},
}


def read(*models: object, provider: str = "openai") -> Batch:
    providers = [{"id": "openai", "models": [GPT_4O]}, {"id": provider, "name": "Some", "models": list(models)}]
    return normalise(payload(json.dumps(providers), source_id="genai-prices"))


def model(written: object, name: str = "some-model") -> dict:
    return {"id": name, "match": {"equals": name}, "prices": written}


def test_gpt_4o_costs_2_50_and_10_dollars_per_million_tokens():
    batch = read()
    assert prices(batch) == {tokens("input"): 2.5, tokens("cache_read"): 1.25, tokens("output"): 10.0}
    row = batch.observations["model_price"].row(0, named=True)
    assert (row["provider"], row["model_name_raw"], row["record_ref"]) == (
        "openai",
        "gpt-4o",
        "/0/models/0/prices/input_mtok",
    )
    assert (row["price_kind"], row["amount"], row["amount_unit"], row["effective_from"]) == (
        "listed",
        2.5,
        "million_tokens",
        None,
    )
    [card] = batch.observations["model_card"].to_dicts()
    assert (card["model_name_raw"], card["context_tokens"], card["display_name"]) == (
        "openai/gpt-4o",
        128_000,
        "gpt 4o",
    )


def test_the_third_version_lists_the_same_providers_beside_its_units():
    document = {"units": {"requests": {"per": 1000}}, "providers": [{"id": "openai", "models": [GPT_4O]}]}
    batch = normalise(payload(json.dumps(document), source_id="genai-prices"))
    assert prices(batch)[tokens("output")] == 10.0
    assert batch.observations["model_price"]["record_ref"][2] == "/providers/0/models/0/prices/output_mtok"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            {"input_mtok": {"base": 1.25, "tiers": [{"start": 200000, "price": 2.5}]}, "output_mtok": 10},
            {tokens("input"): 1.25, tokens("input", 200_000): 2.5, tokens("output"): 10.0},
        ),
        ({"requests_kcount": 12, "input_mtok": 1}, {("request", "request", 0, None): 0.012, tokens("input"): 1.0}),
        (
            {"input_audio_mtok": 100, "cache_audio_read_mtok": 20, "output_audio_mtok": 200},
            {tokens("audio_input"): 100.0, tokens("audio_cache_read"): 20.0, tokens("audio_output"): 200.0},
        ),
        (
            {"cache_write_mtok": 3.75, "cache_write_1h_mtok": 6, "cache_write_5m_mtok": 3.75},
            {
                tokens("cache_write"): 3.75,
                tokens("cache_write", 0, "cache_ttl=1h"): 6.0,
                tokens("cache_write", 0, "cache_ttl=5m"): 3.75,
            },
        ),
        ({"input_text_mtok": 5, "input_image_mtok": 10}, {tokens("input"): 5.0, tokens("image_input"): 10.0}),
        ({"input_mtok": 6, "input_text_mtok": 5}, {tokens("input"): 6.0, tokens("text_input"): 5.0}),
        ({"output_reasoning_mtok": 3, "output_mtok": 2}, {tokens("reasoning_output"): 3.0, tokens("output"): 2.0}),
        ({"web_searches_kcount": 10}, {("web_search", "query", 0, None): 0.01}),
        ({"audio_hours": 0.36}, {("audio_input", "second", 0, None): 0.0001}),
        ({"input_document_kpages": 1}, {("ocr", "page", 0, None): 0.001}),
        ({"input_mtok": 0.02, "output_mtok": 0}, {tokens("input"): 0.02}),
        ({"input_mtok": 0.02, "output_mtok": None}, {tokens("input"): 0.02}),
    ],
)
def test_a_key_says_what_is_charged_for(written, expected):
    batch = read(model(written))
    assert prices(batch, "some-model") == expected
    assert batch.quarantine.is_empty()


def test_o3_cost_10_dollars_before_10_june_2025_and_2_dollars_from_then_on():
    lists = [
        {"prices": {"input_mtok": 10, "output_mtok": 40}},
        {"constraint": {"start_date": "2025-06-10"}, "prices": {"input_mtok": 2, "output_mtok": 8}},
    ]
    rows = read(model(lists, "o3")).observations["model_price"].filter(pl.col("model_name_raw") == "o3")
    assert rows.filter(pl.col("component") == "input").select(
        "usd_per_million_tokens", "effective_from", "effective_to", "record_ref"
    ).rows() == [
        (10.0, None, date(2025, 6, 10), "/1/models/0/prices/0/prices/input_mtok"),
        (2.0, date(2025, 6, 10), None, "/1/models/0/prices/1/prices/input_mtok"),
    ]


def test_deepseek_cost_half_outside_its_hours():
    hours = {"start_time": "00:30:00Z", "end_time": "16:30:00Z"}
    lists = [{"prices": {"input_mtok": 0.135}}, {"constraint": hours, "prices": {"input_mtok": 0.27}}]
    assert prices(read(model(lists, "deepseek-chat")), "deepseek-chat") == {
        tokens("input", 0, "utc=1630-0030"): 0.135,
        tokens("input", 0, "utc=0030-1630"): 0.27,
    }


@pytest.mark.parametrize(
    ("name", "written", "kinds"),
    [
        ("qwen/qwq-32b:free", {}, ["free", "free"]),
        ("qwen/qwq-32b:free", {"input_mtok": 0, "output_mtok": 0}, ["free", "free"]),
        ("gemma-3", {}, []),
        ("gemma-3", {"input_mtok": 0, "output_mtok": 0}, []),
        ("carefree-7b", {}, []),
    ],
)
def test_no_price_is_free_only_where_the_name_says_so(name, written, kinds):
    batch = read(model(written, name), provider="openrouter")
    rows = batch.observations["model_price"].filter(pl.col("model_name_raw") == name)
    assert rows["price_kind"].to_list() == kinds
    assert rows["usd_per_million_tokens"].to_list() == [0.0] * len(kinds)
    assert balanced(batch)
    if not kinds:
        assert batch.ignored == ({} if written else {"no_price_stated": 1})
        assert list(reasons(batch).values()) == (["every price is 0 and nothing says free: unknown"] if written else [])


@pytest.mark.parametrize(
    ("provider", "names", "kept"),
    [
        ("deepseek", ["deepseek-chat", "deepseek-r1:free"], ["deepseek-chat"]),
        ("deepseek", ["deepseek-r1-0528-qwen3-8b", "deepseek-r1-distill-qwen-7b", "deepseek-v3-base"], []),
        ("mistral", ["mistral-small-24b", "mistral-small-24b:free", "mistral-large"], ["mistral-large"]),
        ("openai", ["gpt-4.1", "gpt-4.1:extended"], ["gpt-4.1"]),
        ("groq", ["deepseek-r1-distill-llama-70b"], ["deepseek-r1-distill-llama-70b"]),
        (
            "openrouter",
            ["deepseek-r1-distill-qwen-7b", "r1", "r1:free"],
            ["deepseek-r1-distill-qwen-7b", "r1", "r1:free"],
        ),
    ],
)
def test_what_openrouter_sells_is_not_sold_by_its_maker(provider, names, kept):
    batch = read(*(model({"input_mtok": 0.01, "output_mtok": 0.02}, name) for name in names), provider=provider)
    listed = batch.observations["model_price"].filter(pl.col("model_name_raw") != "gpt-4o")
    assert sorted(set(listed["model_name_raw"])) == sorted(kept)
    assert sum(batch.ignored.values()) == len(names) - len(kept)
    assert balanced(batch)


@pytest.mark.parametrize(
    ("name", "written", "reason"),
    [
        ("meta.llama3-8b-instruct-v1:0", {"input_mtok": 220, "output_mtok": 720}, "input 220.0 USD per million"),
        ("sd3", {"input_mtok": 130, "output_mtok": 130}, "output 130.0 USD per million tokens, above 120 and the same"),
        ("claude-instant-1", {"input_mtok": 1.63, "output_mtok": 55.1}, "output 55.1 USD per million tokens, above 25"),
        ("some", {"input_mtok": "dear"}, "input_mtok is no price: dear"),
        ("some", {"input_mtok": -1}, "input_mtok is no price: -1"),
        ("some", {"moon_mtok": 1}, "unknown price field moon_mtok = 1"),
        ("some", {"input_mtok": {"base": 1, "steps": []}}, "tiers not understood"),
        ("some", {"input_mtok": {"base": 1, "tiers": [{"from": 1}]}}, "tiers not understood"),
        ("some", [{"constraint": {"end_date": "2026-01-01"}, "prices": {"input_mtok": 1}}], "conditional price not"),
        ("some", [{"constraint": {"start_date": "soon"}, "prices": {"input_mtok": 1}}], "Invalid isoformat"),
        (
            "some",
            [{"constraint": {"start_time": "01:00:00", "end_time": "02:00:00"}, "prices": {"input_mtok": 1}}],
            "hours not in UTC",
        ),
        ("some", "cheap", "prices not understood: cheap"),
    ],
)
def test_what_cannot_be_a_price_is_refused_with_all_prices_of_its_model(name, written, reason):
    batch = read(model(written, name))
    assert prices(batch, name) == {}
    [refused] = reasons(batch).values()
    assert refused.startswith(reason)


def test_a_call_costs_what_the_lists_own_calculator_makes_of_it():
    """1,000 tokens in and 500 out, then 300,000 in and 2,000 out, worked by hand as genai-prices 0.2.3 does it."""
    batch = read(
        model({"input_mtok": 1, "output_mtok": 1, "requests_kcount": 12}, "sonar"),
        model({"input_mtok": {"base": 1.25, "tiers": [{"start": 200000, "price": 2.5}]}, "output_mtok": 10}, "pro"),
    )
    sonar, pro = prices(batch, "sonar"), prices(batch, "pro")
    # A request is charged for beside its tokens: 0.0135 USD, of which the tokens are 0.0015.
    tokens_only = (1_000 * sonar[tokens("input")] + 500 * sonar[tokens("output")]) / 1e6
    assert tokens_only + sonar["request", "request", 0, None] == pytest.approx(0.0135)
    # Past the threshold all tokens cost the tier's price; an output without tiers keeps its own.
    assert (300_000 * pro[tokens("input", 200_000)] + 2_000 * pro[tokens("output")]) / 1e6 == pytest.approx(0.77)


def test_what_writes_pictures_may_ask_60_times_as_much_for_them_as_for_reading():
    written = {"input_mtok": 2, "output_mtok": 120}
    batch = read(model(written, "gemini-3-pro-image-preview"), model(written, "gemini-3-pro"))
    assert prices(batch, "gemini-3-pro-image-preview") == {tokens("input"): 2.0, tokens("output"): 120.0}
    assert list(reasons(batch)) == ["/1/models/1"]


def test_models_without_an_id_and_unknown_fields_are_reported():
    batch = read("gpt", {"prices": {"input_mtok": 1}}, model({"input_mtok": 1}) | {"mood": "sunny"})
    assert (batch.records_read, batch.records_used, batch.records_quarantined) == (4, 2, 2)
    assert sorted(batch.quarantine["reason"]) == [
        "fields not known: mood (1x)",
        "no model with an id",
        "no model with an id",
    ]


@pytest.mark.parametrize(
    "body",
    ["", "<html>", "[]", "{}", '[{"id": "openai"}]', '[{"id": "openai", "models": []}]', '{"providers": 3}', "[1]",
     '[{"id": "openai", "models": [{"id": "gpt-4o", "prices": {}}]}]', '[{"id": "openai", "models": [{"id": "gpt-'],
)  # fmt: skip
def test_a_payload_that_is_no_list_of_providers_is_rejected(body):
    with pytest.raises(NormaliseError, match="genai-prices/all"):
        normalise(payload(body, source_id="genai-prices"))


@given(st.text(alphabet="abcdeghiknoprtuwx_", max_size=25))
def test_only_names_made_of_known_words_have_a_meaning(key):
    meaning = read_price_key(key)
    assert meaning is None or key.endswith(("mtok", "kcount", "mchars", "hours", "gpixels", "kpages"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["base", "tiers", "start", "price", "prices", "constraint"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(["input_mtok", "output_mtok", "constraint", "prices", "start_date"])


@given(st.lists(JSON | st.fixed_dictionaries({"id": JSON, "prices": JSON | st.dictionaries(KEYS, JSON)}), max_size=4))
def test_whatever_the_models_hold_the_account_balances(models):
    assert balanced(read(*models))


# Captures.


@pytest.fixture(scope="module")
def batches() -> dict[str, Batch]:
    return {str(batch.payload.captured_at.date()): batch for batch in normalised("genai-prices")}


@pytest.mark.parametrize(
    ("day", "provider", "name", "expected"),
    [
        (
            "2025-07-04",
            "openai",
            "gpt-4o",
            {tokens("input"): 2.5, tokens("cache_read"): 1.25, tokens("output"): 10.0},
        ),
        (
            "2025-07-04",
            "perplexity",
            "sonar-pro",
            {("request", "request", 0, None): 0.014, tokens("input"): 3.0, tokens("output"): 15.0},
        ),
        (
            "2026-05-28",
            "deepseek",
            "deepseek-reasoner",
            {
                tokens("input", 0, "utc=1630-0030"): 0.135,
                tokens("cache_read", 0, "utc=1630-0030"): 0.035,
                tokens("output", 0, "utc=1630-0030"): 0.55,
                tokens("input", 0, "utc=0030-1630"): 0.55,
                tokens("cache_read", 0, "utc=0030-1630"): 0.14,
                tokens("output", 0, "utc=0030-1630"): 2.19,
            },
        ),
        (
            "2026-05-28",
            "openrouter",
            "x-ai/grok-4-fast",
            {
                tokens("input"): 0.2,
                tokens("input", 128_000): 0.4,
                tokens("cache_read"): 0.05,
                tokens("output"): 0.5,
                tokens("output", 128_000): 1.0,
            },
        ),
        ("2026-05-28", "mistral", "mistral-nemo:free", {}),
        ("2025-07-04", "deepseek", "deepseek-r1-0528-qwen3-8b", {}),
        ("2026-05-28", "google", "gemma-3", {}),
        ("2025-07-04", "aws", "meta.llama3-8b-instruct-v1%3A0", {}),
    ],
)
def test_prices_read_by_hand_on_the_day(batches, day, provider, name, expected):
    assert prices(batches[day], name, provider) == expected


def test_nothing_of_the_captures_is_left_unread(batches):
    for day, batch in batches.items():
        assert not batch.quarantine["reason"].str.contains("unknown price|not known|not understood").any(), day
        assert batch.quarantine.height <= 16, day
