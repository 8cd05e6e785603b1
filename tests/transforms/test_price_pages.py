"""Pages of model prices: either way a table is turned, whatever spans, and in both currencies."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import payload
from tests.model_prices import prices, reasons, tokens
from transforms.payload import NormaliseError
from transforms.price_pages import Figure, book_entries, read_figure, read_tables, table_entries
from transforms.read import read_html

NOTE = "<p>Prices per 1M tokens.</p>"
GROUPED = (
    NOTE + "<h2>Models</h2><table><tr><th></th><th colspan=2>Short context</th><th colspan=2>Long context</th></tr>"
    "<tr><th>Model</th><th>Input</th><th>Output</th><th>Input</th><th>Output</th></tr>"
    "<tr><td>anvil-2 (beta)</td><td>$1.00</td><td>$2.00</td><td>$3.00</td><td>-</td></tr></table>"
)
TURNED = (
    "<p>以“百万 tokens”为单位</p><table><tr><td colspan=2>模型</td><td>anvil-2</td><td>hammer(1)</td></tr>"
    "<tr><td rowspan=3>价格</td><td>百万tokens输入（缓存命中）</td><td>0.5元</td><td>1元</td></tr>"
    "<tr><td>百万tokens输入（缓存未命中）</td><td>2元</td><td>4元</td></tr>"
    "<tr><td>百万tokens输出</td><td>4元</td><td>免费</td></tr></table>"
)


def read(body: str):
    page = payload(body, source_id="acme")
    return book_entries(page, "acme", read_tables(page, read_html(page)))


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("$1.4", Figure(1.4, "USD", None, 1.0)),
        ("US$1,234.50", Figure(1234.5, "USD", None, 1.0)),
        ("¥6.50", Figure(6.5, "CNY", None, 1.0)),
        ("0.02元", Figure(0.02, "CNY", None, 1.0)),
        ("$3 / MTok", Figure(3.0, "USD", "million_tokens", 1.0)),
        ("$0.03 / MTok (equivalent to approximately $0.0024/minute)", Figure(0.03, "USD", "million_tokens", 1.0)),
        ("$15.00 / 1M characters", Figure(15.0, "USD", "character", 1e-6, "million_characters")),
        ("$0.017 / minute", Figure(0.017, "USD", "minute", 1.0, "minute")),
        ("Free", Figure(0.0, None, None, 1.0)),
        ("Limited-time Free", Figure(0.0, None, None, 1.0)),
        ("限时免费", Figure(0.0, None, None, 1.0)),
        ("-", None),
        ("262,144 tokens", None),
        ("Contact sales", None),
    ],
)
def test_a_cell_says_how_much_of_what_for_what(text, figure):
    assert read_figure(text) == figure


@pytest.mark.parametrize(
    ("text", "reason"),
    [("$5 $3", "several prices in one cell"), ("$100.00 / hour", "unit not known"), ("$2 / moon", "unit not known")],
)
def test_a_cell_that_can_mean_two_things_is_refused(text, reason):
    with pytest.raises(ValueError, match=reason):
        read_figure(text)


def test_a_header_of_two_rows_names_each_column_by_both():
    [entry] = table_entries(BeautifulSoup(GROUPED, "html.parser").table)
    assert [(cell.label, cell.text) for cell in entry.cells] == [
        ("Model", "anvil-2 (beta)"),
        ("Short context Input", "$1.00"),
        ("Short context Output", "$2.00"),
        ("Long context Input", "$3.00"),
        ("Long context Output", "-"),
    ]


def test_a_table_that_lists_models_in_its_first_row_is_read_by_column():
    batch = read(TURNED)
    usd = {
        (row["model_name_raw"], row["component"]): row["amount"] for row in batch.observations["model_price"].to_dicts()
    }
    assert usd == {
        ("anvil-2", "cache_read"): 0.5,
        ("anvil-2", "input"): 2.0,
        ("anvil-2", "output"): 4.0,
        ("hammer", "cache_read"): 1.0,
        ("hammer", "input"): 4.0,
    }
    [row] = batch.observations["model_price"].filter(model_name_raw="anvil-2", component="input").to_dicts()
    # A yuan was 0.1476 USD in July 2026 by the rates of the European Central Bank.
    assert row["currency"] == "CNY"
    assert row["usd_per_million_tokens"] == pytest.approx(2 * row["usd_per_currency_unit"])
    assert row["usd_per_currency_unit"] == pytest.approx(0.1476, abs=0.003)


@pytest.mark.parametrize("cell", ["<s>$9</s> $1", "<span class='text line-through'>$9</span><b>$1</b>", "$1"])
def test_what_is_struck_through_is_no_price(cell):
    assert prices(read(f"{NOTE}<table><tr><th>Model</th><th>Input</th></tr><tr><td>a</td><td>{cell}</td></tr>")) == {
        tokens("input"): 1.0
    }


def test_prices_in_hours_of_the_day_are_told_apart():
    batch = read(
        NOTE + "<table><tr><td colspan=2>MODEL(1)</td><td>deepseek-chat</td></tr>"
        "<tr><td>STANDARD PRICE (UTC 00:30-16:30)</td><td>1M TOKENS INPUT (CACHE MISS)</td><td>$0.27</td></tr>"
        "<tr><td>DISCOUNT PRICE (UTC 16:30-00:30)</td><td>1M TOKENS INPUT (CACHE MISS)</td>"
        "<td>$0.135(50% OFF)</td></tr></table>"
    )
    assert prices(batch) == {
        tokens("input", 0, "utc=0030-1630"): 0.27,
        tokens("input", 0, "utc=1630-0030"): 0.135,
    }


def test_a_model_is_free_where_all_its_prices_are():
    rows = "<tr><td>gift</td><td>Free</td><td>Free</td></tr><tr><td>anvil</td><td>$1</td><td>Free</td></tr>"
    batch = read(f"{NOTE}<table><tr><th>Model</th><th>Input</th><th>Output</th></tr>{rows}</table>")
    assert prices(batch, "gift") == {tokens("input"): 0.0, tokens("output"): 0.0}
    assert set(batch.observations["model_price"].filter(model_name_raw="gift")["price_kind"]) == {"free"}
    assert prices(batch, "anvil") == {tokens("input"): 1.0}


def test_what_a_column_charges_for_must_be_known():
    row = "<tr><td>anvil</td><td>$1</td><td>$7</td><td>$9</td></tr>"
    batch = read(f"{NOTE}<table><tr><th>Model</th><th>Input</th><th>Luck</th><th>Cache storage</th></tr>{row}</table>")
    assert prices(batch) == {tokens("input"): 1.0}
    assert list(reasons(batch).values()) == ["unknown price field Luck = 7.0"]


def test_tables_without_models_are_no_prices_of_models():
    tools = "<table><tr><th>Tool</th><th>Cost</th></tr><tr><td>Web Search</td><td>$0.01 / use</td></tr></table>"
    batch = read(GROUPED.replace("Long context", "Other") + tools)
    assert batch.ignored == {"no_model": 1}


@pytest.mark.parametrize(
    "body",
    [
        "no page",
        "<html><title>Just a moment...</title></html>",
        NOTE + "<table><tr><th>Model</th><th>Input</th></tr></table>",
        NOTE + "<table><tr><th>Model</th><th>Input</th></tr><tr><td>a</td><td>-</td></tr></table>",
        "<table><tr><th>Model</th><th>Input</th></tr><tr><td>a</td><td>$1</td></tr></table>",
        NOTE
        + "<table><tr><th>Model</th><th>Input</th></tr><tr><td>a</td><td>$1</td></tr><tr><td>b</td><td>¥2</td></tr>",
    ],
)
def test_a_page_that_does_not_state_prices_per_million_tokens_is_rejected(body):
    with pytest.raises(NormaliseError, match="acme/all"):
        read(body)


@given(st.text(max_size=20))
def test_any_text_is_a_figure_none_or_unclear(text):
    try:
        figure = read_figure(text)
    except ValueError:
        return
    assert figure is None or figure.amount >= 0
