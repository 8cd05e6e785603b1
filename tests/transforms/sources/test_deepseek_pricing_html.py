"""DeepSeek's page: the table lists its models in the first row, in yuan."""

import pytest

from tests.captures import normalised, payload
from tests.model_prices import reasons
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.deepseek_pricing_html import normalise

PAGE = """<html><body><p>下表所列模型价格以“百万 tokens”为单位。</p><h2>模型细节</h2><table>
<tr><td colspan="2">模型</td><td>deepseek-v4-flash<sup>(1)</sup></td><td>deepseek-v4-pro</td></tr>
<tr><td colspan="2">上下文长度</td><td colspan="2">1M</td></tr>
<tr><td rowspan="3">价格</td><td>百万tokens输入（缓存命中）</td><td>0.02元</td><td>0.025元</td></tr>
<tr><td>百万tokens输入（缓存未命中）</td><td>1元</td><td>3元</td></tr>
<tr><td>百万tokens输出</td><td>2元</td><td>6元</td></tr>
</table></body></html>"""


def amounts(batch: Batch) -> dict[tuple[str, str], float]:
    rows = batch.observations["model_price"].select("model_name_raw", "component", "amount").rows()
    return {(name, component): amount for name, component, amount in rows}


SUMMER_2026 = {
    ("deepseek-v4-flash", "cache_read"): 0.02,
    ("deepseek-v4-flash", "input"): 1.0,
    ("deepseek-v4-flash", "output"): 2.0,
    ("deepseek-v4-pro", "cache_read"): 0.025,
    ("deepseek-v4-pro", "input"): 3.0,
    ("deepseek-v4-pro", "output"): 6.0,
}


def test_each_model_is_a_column_priced_in_yuan_per_million_tokens():
    batch = normalise(payload(PAGE, source_id="deepseek-pricing-html"))
    assert amounts(batch) == SUMMER_2026
    assert (batch.records_read, batch.records_used) == (2, 2)
    row = batch.observations["model_price"].filter(component="output").row(0, named=True)
    assert (row["provider"], row["currency"], row["amount_unit"]) == ("deepseek", "CNY", "million_tokens")
    assert row["usd_per_million_tokens"] == pytest.approx(2 * row["usd_per_currency_unit"])


def test_a_price_that_spans_two_models_is_the_price_of_each():
    """As in autumn 2025, in a page of which nothing declares the encoding."""
    page = (
        "<table><tr><td>模型</td><td>deepseek-chat</td><td>deepseek-reasoner</td></tr>"
        "<tr><td>百万tokens输入（缓存命中）</td><td colspan=2>0.2元</td></tr>"
        "<tr><td>百万tokens输入（缓存未命中）</td><td colspan=2>2元</td></tr>"
        "<tr><td>百万tokens输出</td><td colspan=2>3元</td></tr></table>"
    )
    batch = normalise(payload(page, source_id="deepseek-pricing-html"))
    each = {"cache_read": 0.2, "input": 2.0, "output": 3.0}
    assert amounts(batch) == {
        (model, component): amount
        for model in ("deepseek-chat", "deepseek-reasoner")
        for component, amount in each.items()
    }
    assert "line 1, column 104, row 2 of it" in batch.observations["model_price"]["record_ref"].to_list()


def test_the_page_in_english_is_priced_in_dollars():
    page = (
        "<p>Prices are per 1M tokens.</p><table><tr><td>MODEL</td><td>deepseek-chat</td></tr>"
        "<tr><td>1M INPUT TOKENS (CACHE HIT)</td><td>$0.07</td></tr>"
        "<tr><td>1M INPUT TOKENS (CACHE MISS)</td><td>$0.27</td></tr>"
        "<tr><td>1M OUTPUT TOKENS</td><td>$1.10</td></tr></table>"
    )
    batch = normalise(payload(page, source_id="deepseek-pricing-html"))
    assert amounts(batch) == {
        ("deepseek-chat", "cache_read"): 0.07,
        ("deepseek-chat", "input"): 0.27,
        ("deepseek-chat", "output"): 1.1,
    }
    assert set(batch.observations["model_price"]["currency"]) == {"USD"}


def test_a_price_struck_through_beside_another_is_refused():
    batch = normalise(payload(PAGE.replace("<td>3元</td>", "<td>6元 3元</td>"), source_id="deepseek-pricing-html"))
    assert list(reasons(batch).values()) == ["several prices in one cell: 6元 3元"]


@pytest.mark.parametrize(
    "body", ["", "{}", "<html>404</html>", PAGE.replace("元", ""), PAGE.replace("tokens", "words")]
)
def test_another_page_is_rejected(body):
    with pytest.raises(NormaliseError, match="deepseek-pricing-html/all"):
        normalise(payload(body, source_id="deepseek-pricing-html"))


def test_the_captured_page_read_by_hand():
    [batch] = normalised("deepseek-pricing-html")
    assert amounts(batch) == SUMMER_2026
    assert batch.quarantine.is_empty()
