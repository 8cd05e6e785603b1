"""Anthropic's page: cards whose text tells in order which model, what for and how much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from tests.model_prices import prices, reasons, tokens
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.anthropic_pricing_html import normalise

CARDS_2024 = """<h1>Claude API</h1><h2>Claude 3 Pricing</h2><p>MTok = million tokens. 200,000 token context windows.</p>
<div><div>Light &amp; fast</div><h2>Haiku</h2><ul><li>Input: $0.25 / MTok</li><li>Output: $1.25 / MTok</li></ul></div>
<h2>Legacy Model Pricing</h2><article><h3>Claude Instant</h3><p>100,000 token context window</p>
<ul><li>Input: $0.80 / MTok</li><li>Output: $2.40 / MTok</li></ul></article>"""
CARDS_2025 = """<h2>API pricing</h2><h3>Sonnet 4.5</h3><p>Input</p><span>≤ 200K tokens</span><b>$3 / MTok</b>
<span>&gt; 200K tokens</span><b>$6 / MTok</b><p>Output</p><span>≤ 200K tokens</span><b>$15 / MTok</b>
<span>&gt; 200K tokens</span><b>$22.50 / MTok</b><p>Prompt caching</p><i>Write</i><b>$3.75 / MTok</b>
<i>Read</i><b>$0.30 / MTok</b><h3>Subscriptions</h3><b>$20 / month</b>"""
TABLES = """<h2>Model pricing</h2><table><tr><th>Model</th><th>Base Input Tokens</th><th>5m Cache Writes</th>
<th>1h Cache Writes</th><th>Cache Hits &amp; Refreshes</th><th>Output Tokens</th></tr>
<tr><td>Claude Opus 4.1 (deprecated)</td><td>$15 / MTok</td><td>$18.75 / MTok</td><td>$30 / MTok</td>
<td>$1.50 / MTok</td><td>$75 / MTok</td></tr></table><h3>Batch processing</h3>
<table><tr><th>Model</th><th>Batch input</th><th>Batch output</th>
</tr><tr><td>Claude Opus 4.1</td><td>$7.50 / MTok</td><td>$37.50 / MTok</td></tr></table>"""


def read(body: str) -> Batch:
    return normalise(payload(f"<html><body>{body}</body></html>", source_id="anthropic-pricing-html"))


def test_a_card_is_of_the_family_it_stands_under():
    batch = read(CARDS_2024)
    assert prices(batch, "Claude 3 Haiku", "anthropic") == {tokens("input"): 0.25, tokens("output"): 1.25}
    assert prices(batch, "Claude Instant") == {tokens("input"): 0.8, tokens("output"): 2.4}
    assert (batch.records_read, batch.records_used, batch.quarantine.height) == (2, 2, 0)


def test_words_before_a_figure_say_what_it_is_the_price_of():
    batch = read(CARDS_2025)
    assert prices(batch) == {
        tokens("input"): 3.0,
        tokens("input", 200_000): 6.0,
        tokens("output"): 15.0,
        tokens("output", 200_000): 22.5,
        tokens("cache_write"): 3.75,
        tokens("cache_read"): 0.3,
    }
    assert set(batch.observations["model_price"]["model_name_raw"]) == {"Sonnet 4.5"}


def test_the_tables_of_the_documentation_are_read_too():
    assert prices(read(TABLES), "Claude Opus 4.1") == {
        tokens("input"): 15.0,
        tokens("cache_write"): 18.75,
        tokens("cache_write", 0, "cache_ttl=1h"): 30.0,
        tokens("cache_read"): 1.5,
        tokens("output"): 75.0,
        tokens("batch_input"): 7.5,
        tokens("batch_output"): 37.5,
    }


def test_a_card_of_no_stated_version_is_refused():
    batch = read(CARDS_2024.replace("Claude 3 Pricing", "Pricing"))
    assert list(reasons(batch).values()) == ["which version of Haiku is not said"]


def test_a_price_of_something_unnamed_is_refused():
    batch = read(CARDS_2025 + "<h3>Claude Opus 4.5</h3><b>$5 / MTok</b>")
    assert list(reasons(batch).values()) == ["unknown price field a price = 5.0"]


@pytest.mark.parametrize(
    "body",
    ["", "404", "<title>Just a moment...</title>", CARDS_2024.replace("$", ""), CARDS_2024.replace("/ MTok", "/ word")],
)
def test_another_page_is_rejected(body):
    with pytest.raises(NormaliseError, match="anthropic-pricing-html/all"):
        read(body)


@given(
    st.lists(
        st.sampled_from(["<h2>Claude 9</h2>", "Input", "$3 / MTok", "$4 / MTok ", "<p>Output</p>", "> 200K", "</h2>"])
    )
)
def test_whatever_order_things_come_in_the_account_balances(parts):
    try:
        batch = read("".join(parts))
    except NormaliseError:
        return
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read


def test_the_captured_page_read_by_hand():
    [batch] = normalised("anthropic-pricing-html")
    rows = batch.observations["model_price"].select("model_name_raw", "component", "usd_per_million_tokens").rows()
    assert {(name, component): usd for name, component, usd in rows} == {
        ("Claude 3 Haiku", "input"): 0.25,
        ("Claude 3 Haiku", "output"): 1.25,
        ("Claude 3 Sonnet", "input"): 3.0,
        ("Claude 3 Sonnet", "output"): 15.0,
        ("Claude 3 Opus", "input"): 15.0,
        ("Claude 3 Opus", "output"): 75.0,
        ("Claude 2.1", "input"): 8.0,
        ("Claude 2.1", "output"): 24.0,
        ("Claude 2.0", "input"): 8.0,
        ("Claude 2.0", "output"): 24.0,
        ("Claude Instant", "input"): 0.8,
        ("Claude Instant", "output"): 2.4,
    }
    assert batch.quarantine.is_empty()
