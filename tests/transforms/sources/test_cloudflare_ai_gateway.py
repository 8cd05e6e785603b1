"""Cloudflare AI Gateway: per token, except where a price per million or per image stands in the field of a token's."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from tests.model_prices import balanced, prices, reasons, tokens
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.cloudflare_ai_gateway import normalise

GPT_5_2 = {
    "id": "openai/gpt-5.2",
    "object": "model",
    "created_at": 1766046032,
    "cost_in": 0.00000175,
    "cost_out": 0.000014,
    "owned_by": "openai",
}


def read(*models: object) -> Batch:
    document = {"object": "list", "data": [GPT_5_2, *models]}
    return normalise(payload(json.dumps(document), source_id="cloudflare-ai-gateway"))


def model(cost_in: object, cost_out: object, name: str = "acme/anvil") -> dict:
    seller = "openrouter" if name.startswith("openrouter/") else "Acme AI"
    return GPT_5_2 | {"id": name, "owned_by": seller, "cost_in": cost_in, "cost_out": cost_out}


def test_gpt_5_2_costs_1_75_and_14_dollars_per_million_tokens():
    batch = read()
    assert prices(batch) == {tokens("input"): 1.75, tokens("output"): 14.0}
    row = batch.observations["model_price"].row(0, named=True)
    assert (row["provider"], row["model_name_raw"], row["record_ref"]) == (
        "openai",
        "openai/gpt-5.2",
        "/data/0/cost_in",
    )


@pytest.mark.parametrize(
    ("name", "cost_in", "cost_out", "kinds"),
    [
        ("openrouter/openrouter/auto", -1, -1, {"input": "variable", "output": "variable"}),
        ("openrouter/moonshotai/kimi-k2:free", 0, 0, {"input": "free", "output": "free"}),
        ("openrouter/openrouter/polaris-alpha", 0, 0, {}),
        ("mistral/mistral-embed", 1e-07, 0, {"input": "listed"}),
        ("mistral/mistral-small", 1e-07, None, {"input": "listed"}),
    ],
)
def test_free_variable_and_unknown_never_mix(name, cost_in, cost_out, kinds):
    rows = read(model(cost_in, cost_out, name)).observations["model_price"].filter(model_name_raw=name)
    assert dict(rows.select("component", "price_kind").rows()) == kinds
    for kind, usd in rows.select("price_kind", "usd_per_million_tokens").rows():
        assert {"free": usd == 0, "variable": usd is None, "listed": usd == 0.1}[kind]


OSS = GPT_5_2 | {"id": "openai/gpt-oss-120b", "cost_in": 3.9e-08, "cost_out": 1.9e-07}


def at_openrouter(maker_and_name: str, cost_in: float = 3.9e-08, cost_out: float = 1.9e-07) -> dict:
    return model(cost_in, cost_out, f"openrouter/{maker_and_name}")


@pytest.mark.parametrize(
    ("name", "seller", "listed", "is_repeat"),
    [
        ("openai/gpt-oss-120b", "openai", "openai/gpt-oss-120b", True),
        ("mistral/mistral-nemo", "mistral", "mistralai/mistral-nemo", True),
        ("deepseek/deepseek-v3.2-20251201", "deepseek", "deepseek/deepseek-v3.2", True),
        ("mistral/mistral-small-3.2-24b-instruct-2506", "mistral", "mistralai/mistral-small-3.2-24b-instruct", True),
        ("deepseek/tngtech/deepseek-r1t-chimera", "deepseek", "tngtech/deepseek-r1t-chimera", True),
        ("openai/gpt-oss-120b:exacto", "openai", "openai/gpt-oss-20b", True),
        ("openai/gpt-oss-120b", "openai", "openai/gpt-oss-20b", False),
        ("groq/gpt-oss-120b", "groq", "openai/gpt-oss-120b", False),
        ("aws-bedrock/openai.gpt-oss-120b-1:0", "aws-bedrock", "openai/gpt-oss-120b", False),
    ],
)
def test_what_openrouter_sells_is_not_sold_by_its_maker(name, seller, listed, is_repeat):
    batch = read(at_openrouter(listed), OSS | {"id": name, "owned_by": seller})
    assert prices(batch, f"openrouter/{listed}") == {tokens("input"): 0.039, tokens("output"): 0.19}
    assert (prices(batch, name) == {}) == is_repeat
    assert batch.ignored == ({"repeats_openrouter_under_its_maker": 1} if is_repeat else {})


def test_a_makers_own_price_stands_beside_another_of_openrouter():
    batch = read(at_openrouter("openai/gpt-oss-120b", cost_out=1.8e-07), OSS)
    assert prices(batch, "openai/gpt-oss-120b", "openai") == {tokens("input"): 0.039, tokens("output"): 0.19}


def test_of_two_listings_of_another_maker_the_stale_one_is_a_repeat_too():
    batch = read(
        at_openrouter("tngtech/deepseek-r1t-chimera", cost_in=3e-07),
        OSS | {"id": "deepseek/tngtech/deepseek-r1t-chimera", "owned_by": "deepseek"},
    )
    assert prices(batch, provider="deepseek") == {}


@pytest.mark.parametrize(
    ("cost_in", "cost_out", "reason"),
    [
        (0.28, 0.83, "input 280000.0 USD per million tokens, above 250: a unit error; all its prices are held back"),
        (0, 0.06, "output 60000.0 USD per million tokens, above 700: a unit error; all its prices are held back"),
        (1.75, 14e-06, "input 1750000.0 USD per million tokens, above 250: a unit error; all its prices are held back"),
        (0, 0, "every price is 0 and nothing says free: unknown"),
        ("cheap", None, "cost_in is no price: cheap"),
        (-2, None, "cost_in is no price: -2"),
    ],
)
def test_what_is_no_price_of_a_token_is_held_back_whole(cost_in, cost_out, reason):
    batch = read(model(cost_in, cost_out))
    assert prices(batch, "acme/anvil") == {}
    assert list(reasons(batch).values()) == [reason]


def test_models_that_say_too_little_and_new_fields_are_reported():
    batch = read(
        "gpt", GPT_5_2 | {"id": "a", "owned_by": None}, model(None, None), model(1e-6, 2e-6) | {"mood": "sunny"}
    )
    assert batch.ignored == {"no_price_stated": 1}
    assert sorted(reasons(batch).values()) == [
        "fields not known: mood (1x)",
        "no model with an id",
        "who bills is not said",
    ]


@pytest.mark.parametrize(
    "body",
    ["", "<html>", "{}", "[]", '{"data": []}', '{"data": [{"id": "a"}]}', '{"data": 3}', '{"data": [{"cost_in": 1',
     '{"data": [{"id": "a", "owned_by": "b", "cost_in": null}]}'],
)  # fmt: skip
def test_a_payload_that_is_no_list_of_models_is_rejected(body):
    with pytest.raises(NormaliseError, match="cloudflare-ai-gateway/all"):
        normalise(payload(body, source_id="cloudflare-ai-gateway"))


JSON = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.none(), max_size=2)


@given(st.lists(JSON | st.fixed_dictionaries({}, optional=dict.fromkeys(GPT_5_2, JSON))))
def test_whatever_the_models_hold_the_account_balances(models):
    assert balanced(read(*models))


# Captures.


@pytest.fixture(scope="module")
def batch() -> Batch:
    [only] = normalised("cloudflare-ai-gateway")
    return only


@pytest.mark.parametrize(
    ("provider", "name", "expected"),
    [
        ("openrouter", "openrouter/openai/o1-pro", {tokens("input"): 150.0, tokens("output"): 600.0}),
        ("openai", "openai/o1-pro", {}),
        ("openai", "openai/o3-2025-04-16", {tokens("input"): 2.0, tokens("output"): 8.0}),
        ("deepseek", "deepseek/deepseek-reasoner", {tokens("input"): 0.28, tokens("output"): 0.42}),
        ("deepseek", "deepseek/deepseek-r1-0528-qwen3-8b", {}),
        ("azure-openai", "azure-openai/deepseek-v3.2", {tokens("input"): 0.28, tokens("output"): 0.42}),
        ("openrouter", "openrouter/openrouter/auto", {tokens("input"): None, tokens("output"): None}),
        ("workers-ai", "workers-ai/llama-3.1-8b-instruct", {}),
        ("ideogram", "ideogram/v_3", {}),
    ],
)
def test_prices_read_by_hand(batch, provider, name, expected):
    assert prices(batch, name, provider) == expected


def test_only_wrong_units_and_unsaid_zeros_are_refused(batch):
    assert (batch.records_read, batch.records_used, batch.records_quarantined) == (1498, 1100, 69)
    assert batch.ignored == {"repeats_openrouter_under_its_maker": 329}
    assert batch.quarantine["reason"].str.contains("a unit error|implausible|every price is 0").all()
