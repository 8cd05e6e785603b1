"""Kimi's page of one model, in yuan."""

import pytest

from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.kimi_pricing_html import normalise

PAGE = """<html><body><h2>产品定价</h2><table><thead>
<tr><th>模型</th><th>计费单位</th><th>输入价格（缓存命中）</th><th>输入价格（缓存未命中）</th><th>输出价格</th><th>上下文窗口</th></tr>
</thead><tbody><tr>
<td>kimi-k2.6</td><td>1M tokens</td><td>¥1.10</td><td>¥6.50</td><td>¥27.00</td><td>262,144 tokens</td></tr>
</tbody></table></body></html>"""
K2_6 = {"cache_read": 1.1, "input": 6.5, "output": 27.0}


def test_kimi_k2_6_costs_6_50_and_27_yuan_per_million_tokens():
    batch = normalise(payload(PAGE, source_id="kimi-pricing-html"))
    rows = batch.observations["model_price"]
    assert dict(rows.select("component", "amount").rows()) == K2_6
    row = rows.row(0, named=True)
    assert (row["provider"], row["model_name_raw"], row["currency"]) == ("moonshotai", "kimi-k2.6", "CNY")
    assert batch.quarantine.is_empty()


@pytest.mark.parametrize("body", ["", "[]", "<html>404</html>", PAGE.replace("¥", ""), PAGE.replace("1M tokens", "1K")])
def test_another_page_is_rejected(body):
    with pytest.raises(NormaliseError, match="kimi-pricing-html/all"):
        normalise(payload(body, source_id="kimi-pricing-html"))


def test_the_captured_page_read_by_hand():
    [batch] = normalised("kimi-pricing-html")
    assert dict(batch.observations["model_price"].select("component", "amount").rows()) == K2_6
