"""LMArena's prices: who bills is the seller whose page was read, and the price of an image is none of tokens."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from tests.model_prices import balanced, prices, reasons, tokens
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.lmarena_prices import normalise, read_seller

GPT_4O = {
    "name": "GPT-4o",
    "model_api_name": "chatgpt-4o-latest-20241120",
    "input_token_price": "2.5",
    "output_token_price": "10",
    "organization": "OpenAI",
    "license": "Proprietary",
    "price_source": "https://openai.com/api/pricing/",
    "model_source": "https://help.openai.com/en/articles/9624314-model-release-notes",
}
TABLE = """model_key,source,input_token_price,output_token_price
o1-preview,https://openai.com/api/pricing/,15,60
grok-2-2024-08-13,null,null,null
gemini-1.5-pro-exp-0827,"https://ai.google.dev/pricing, https://ai.google.dev/gemini-api/docs/models",1.25,5
llama-3.1-405b-instruct,https://llmpricecheck.com/aws/llama-2-chat-13b/,3,3
phi-3-mini-4k-instruct,https://www.together.ai/pricing,0.1,0.1
"""


def read(*models: object) -> Batch:
    return normalise(payload(json.dumps([GPT_4O, *models]), source_id="lmarena-prices"))


def model(name: str = "some-8b", **change: object) -> dict:
    return GPT_4O | {"model_api_name": name} | change


def test_gpt_4o_costs_2_50_and_10_dollars_per_million_tokens():
    batch = read()
    assert prices(batch) == {tokens("input"): 2.5, tokens("output"): 10.0}
    row = batch.observations["model_price"].row(0, named=True)
    assert (row["provider"], row["model_name_raw"], row["record_ref"]) == (
        "openai",
        "chatgpt-4o-latest-20241120",
        "/0/input_token_price",
    )
    [card] = batch.observations["model_card"].to_dicts()
    assert (card["developer"], card["license"], card["weights_openness"], card["display_name"]) == (
        "OpenAI",
        "Proprietary",
        "api_only",
        "GPT-4o",
    )


def test_the_older_table_states_no_price_as_null():
    batch = normalise(payload(TABLE, source_id="lmarena-prices"))
    assert prices(batch, "o1-preview") == {tokens("input"): 15.0, tokens("output"): 60.0}
    assert prices(batch, "gemini-1.5-pro-exp-0827", "google") == {tokens("input"): 1.25, tokens("output"): 5.0}
    assert prices(batch, "phi-3-mini-4k-instruct", "together_ai") == {tokens("input"): 0.1, tokens("output"): 0.1}
    assert batch.observations["model_price"]["record_ref"][0] == "row 1, column input_token_price"
    assert (batch.records_used, batch.ignored) == (3, {"no_price_stated": 1})
    assert reasons(batch) == {
        "row 4": "read on https://llmpricecheck.com/aws/llama-2-chat-13b/, which is no seller's page: "
        "who bills is not said"
    }


@pytest.mark.parametrize(
    ("page", "seller"),
    [
        ("https://platform.openai.com/docs/pricing", "openai"),
        ("https://www.together.ai/pricing", "together_ai"),
        ("https://docs.x.ai/docs/models", "xai"),
        ("https://docs.z.ai/guides/overview/pricing", "zai"),
        ("https://aws.amazon.com/bedrock/pricing/", "bedrock"),
        ("https://example.com/?from=https://openai.com", None),
        ("https://notopenai.com/pricing", None),
        ("https://huggingface.co/01-ai/Yi-1.5-34B-Chat", None),
        ("", None),
        (None, None),
    ],
)
def test_the_page_says_who_bills(page, seller):
    assert read_seller(page) == seller


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"name": "photon", "input_token_price": "0.03", "output_token_price": "0.03"},
            "the same small price both ways for a model of no stated size: that of an image",
        ),
        (
            {"price_source": "https://artificialanalysis.ai/models"},
            "read on https://artificialanalysis.ai/models, which",
        ),
        ({"price_source": None}, "read on no page, which is no seller's page"),
        ({"input_token_price": "cheap", "output_token_price": None}, "input_token_price is no price: cheap"),
        ({"input_token_price": "0", "output_token_price": "0"}, "every price is 0 and nothing says free: unknown"),
        ({"name": "some-8b", "input_token_price": "200", "output_token_price": "300"}, "input 200.0 USD per million"),
    ],
)
def test_what_is_no_price_of_tokens_is_refused(change, reason):
    name = change.pop("name", "some")
    batch = read(model(name, **change))
    assert prices(batch, name) == {}
    [refused] = reasons(batch).values()
    assert refused.startswith(reason)


def test_small_models_do_cost_so_little():
    batch = read(model("llama-3-8b", input_token_price="0.08", output_token_price=0.08))
    assert prices(batch, "llama-3-8b") == {tokens("input"): 0.08, tokens("output"): 0.08}


def test_models_without_a_name_and_new_fields_are_reported():
    batch = read(model(mood="sunny"), {"input_token_price": "1"}, "gpt")
    assert sorted(reasons(batch).values()) == [
        "fields not known: mood (1x)",
        "no model with a name",
        "no model with a name",
    ]


@pytest.mark.parametrize(
    "body",
    ["", "<html>", "{}", "[]", "[3]", '[{"name": "a"}]', "[{", "model_key,source\na,b\n",
     "model_key,input_token_price,output_token_price\n", '[{"name": "a", "input_token_price": "null"}]'],
)  # fmt: skip
def test_a_payload_that_is_no_price_list_is_rejected(body):
    with pytest.raises(NormaliseError, match="lmarena-prices/all"):
        normalise(payload(body, source_id="lmarena-prices"))


JSON = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.none(), max_size=2)


@given(st.lists(JSON | st.fixed_dictionaries({}, optional=dict.fromkeys(GPT_4O, JSON))))
def test_whatever_the_models_hold_the_account_balances(models):
    assert balanced(read(*models))


# Captures.


@pytest.fixture(scope="module")
def batches() -> dict[str, Batch]:
    return {str(batch.payload.captured_at.date()): batch for batch in normalised("lmarena-prices")}


@pytest.mark.parametrize(
    ("day", "name", "expected"),
    [
        ("2024-10-16", "chatgpt-4o-latest-20240903", {tokens("input"): 5.0, tokens("output"): 15.0}),
        ("2025-02-05", "o1-preview", {tokens("input"): 15.0, tokens("output"): 60.0}),
        ("2025-11-11", "grok-4-0709", {tokens("input"): 3.0, tokens("output"): 15.0}),
        ("2025-11-11", "kimi-k2-0905-preview", {tokens("input"): 0.6, tokens("output"): 2.5}),
        ("2025-11-11", "dall-e-3", {}),
        ("2025-11-11", "hunyuan-t1-20250711", {}),
    ],
)
def test_prices_read_by_hand_on_the_day(batches, day, name, expected):
    assert prices(batches[day], name) == expected


def test_all_eight_image_models_and_only_they_are_held_back_as_such(batches):
    held = [batch.quarantine["reason"].str.ends_with("that of an image").sum() for batch in batches.values()]
    assert held == [0, 0, 0, 8, 8]
