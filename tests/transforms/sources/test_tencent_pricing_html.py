"""Tencent Cloud's page: a tab per region, placeholders of spanned cells, tables escaped in a script."""

import json

import pytest

from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.tencent_pricing_html import normalise

HEADER = """<tr><td>模型名称</td><td>条件 （token）</td><td>推理输入 （美元/百万 tokens）</td>
<td>推理输出 （美元/百万 tokens）</td><td>缓存命中 （美元/百万 tokens）</td></tr>"""
CONTENT = f"""<h2>语言模型</h2><div class="tse-tabs"><div class="tse-tabs__list">
<div class="tse-tabs__item"><div class="tse-tabs__item-label">新加坡</div></div>
<div class="tse-tabs__item"><div class="tse-tabs__item-label">广州</div></div></div>
<div class="tse-tabs__cont"><table>{HEADER}
<tr><td>GLM-5.1</td><td>-</td><td>1.4</td><td>4.4</td><td>0.26</td></tr></table></div>
<div class="tse-tabs__cont"><table>{HEADER}
<tr><td rowspan="2">GLM-5.1</td><td>0 ≤ 输入长度 ＜ 32k</td><td>0.84</td><td>3.36</td><td>0.182</td></tr>
<tr><td class="hidden" colspan="0" rowspan="0">\ufeff</td>
<td>输入长度 ≥ 32k</td><td>1.12</td><td>3.92</td><td>-</td></tr>
<tr><td>DeepSeek-V4-Pro</td><td>-</td><td>1.74</td><td>3.48</td><td>0.145</td></tr>
<tr><td>DeepSeek-V4-Pro 原厂直供</td><td>-</td><td>0.435</td><td>0.87</td><td>0.00363</td></tr></table></div></div>
<h2>向量模型</h2><table><tr><td>模型名称</td><td>计费项</td><td>价格（美元/百万 tokens）</td></tr>
<tr><td rowspan="2">Kinfra-VL-Embedding-2b</td><td>文本输入</td><td>0.07</td></tr>
<tr><td colspan="0" rowspan="0">\ufeff</td><td>视频输入</td><td>0.21</td></tr></table>"""
PAGE = f"<html><body>{CONTENT}</body></html>"
ESCAPED = json.dumps({"props": {"content": CONTENT}}).replace("<", "\\u003c")
SCRIPT = f'<html><body><script type="application/json">{ESCAPED}</script></body></html>'
PRICES = {
    ("新加坡", "GLM-5.1", "input", 0, None): 1.4,
    ("新加坡", "GLM-5.1", "output", 0, None): 4.4,
    ("新加坡", "GLM-5.1", "cache_read", 0, None): 0.26,
    ("广州", "GLM-5.1", "input", 0, None): 0.84,
    ("广州", "GLM-5.1", "output", 0, None): 3.36,
    ("广州", "GLM-5.1", "cache_read", 0, None): 0.182,
    ("广州", "GLM-5.1", "input", 32_000, None): 1.12,
    ("广州", "GLM-5.1", "output", 32_000, None): 3.92,
    ("广州", "DeepSeek-V4-Pro", "input", 0, None): 1.74,
    ("广州", "DeepSeek-V4-Pro", "output", 0, None): 3.48,
    ("广州", "DeepSeek-V4-Pro", "cache_read", 0, None): 0.145,
    ("广州", "DeepSeek-V4-Pro", "input", 0, "supply=maker"): 0.435,
    ("广州", "DeepSeek-V4-Pro", "output", 0, "supply=maker"): 0.87,
    ("广州", "DeepSeek-V4-Pro", "cache_read", 0, "supply=maker"): 0.00363,
    (None, "Kinfra-VL-Embedding-2b", "input", 0, None): 0.07,
    (None, "Kinfra-VL-Embedding-2b", "video_input", 0, None): 0.21,
}
SOURCE = "tencent-pricing-html"


def prices(batch):
    rows = batch.observations["model_price"]
    columns = ("region", "model_name_raw", "component", "tier_min_input_tokens", "condition", "usd_per_million_tokens")
    return {tuple(key): price for *key, price in rows.select(columns).rows()}


@pytest.mark.parametrize("page", [PAGE, SCRIPT])
def test_each_region_has_its_prices_whether_tables_are_shown_or_escaped(page):
    batch = normalise(payload(page, source_id=SOURCE))
    assert prices(batch) == PRICES
    assert batch.observations["model_price"]["record_ref"].is_unique().all()
    assert batch.quarantine.is_empty()


def test_two_rows_that_contradict_each_other_are_not_both_believed():
    page = PAGE.replace("DeepSeek-V4-Pro 原厂直供", "DeepSeek-V4-Pro")
    batch = normalise(payload(page, source_id=SOURCE))
    assert prices(batch)["广州", "DeepSeek-V4-Pro", "input", 0, None] == 1.74
    assert batch.records_quarantined == 1


@pytest.mark.parametrize("body", ["", "[]", "<html>404</html>", PAGE.replace("美元", "积分"), SCRIPT[:400]])
def test_another_page_is_rejected(body):
    with pytest.raises(NormaliseError, match="tencent-pricing-html/all"):
        normalise(payload(body, source_id=SOURCE))


def test_the_captured_page_read_by_hand():
    [batch] = normalised(SOURCE)
    read = prices(batch)
    assert read["新加坡", "MiniMax-M3", "output", 512_000, None] == 2.4
    assert read["广州", "GLM-5-Turbo", "cache_read", 32_000, None] == 0.252
    assert read["新加坡", "Deepseek-v3.2", "input", 0, None] == 0.57
    assert read["广州", "Deepseek-v3.2", "input", 0, None] == 0.28
    assert read[None, "Kinfra-VL-Embedding-8b", "image_input", 0, None] == 0.126
    assert (batch.records_read, batch.records_used, batch.records_quarantined) == (50, 50, 0)
