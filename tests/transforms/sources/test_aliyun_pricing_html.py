"""Alibaba Cloud's page for Hologres: yuan per thousand tokens, cells that span rows, images and seconds."""

import pytest

from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.aliyun_pricing_html import normalise

PAGE = """<html><body><h2>Token 类模型计费</h2><table>
<tr><td>地域</td><td>模型名称</td><td>模型类别</td><td>输入 Token 阶梯</td><td>输入单价（元/千 Token）</td>
<td>显式缓存创建（元/千 Token）</td><td>显式缓存命中（元/千 Token）</td><td>隐式缓存命中（元/千 Token）</td>
<td>输出单价（元/千 Token）</td></tr>
<tr><td rowspan="3">北京 上海</td><td rowspan="2">Qwen3.7-Plus</td><td rowspan="2">文本生成（非思考+思考）</td>
<td>≤256K</td><td>0.00240</td><td>0.00300</td><td>0.00024</td><td>0.00048</td><td>0.00960</td></tr>
<tr><td>256K~1M</td><td>0.00720</td><td>0.00900</td><td>0.00072</td><td>0.00144</td><td>0.02880</td></tr>
<tr><td>Qwen3-VL-Embedding</td><td>多模态向量-图片/视频</td><td>-</td><td>0.00216</td><td>-</td><td>-</td><td>-</td><td>-</td>
</tr></table>
<h2>图片类模型计费</h2><table><tr><td>地域</td><td>模型名称</td><td>模型类别</td><td>单价（元/张）</td></tr>
<tr><td>新加坡</td><td>Wan2.7-Image-Pro</td><td>图片生成/编辑</td><td>0.6745</td></tr></table>
<h2>视频/音频类模型计费</h2><table>
<tr><td>地域</td><td>模型名称</td><td>计费规则</td><td>分辨率/规格</td><td>单价（元/秒）</td></tr>
<tr><td>新加坡</td><td>Fun-ASR</td><td>按音频时长计费</td><td>-</td><td>0.000264</td></tr>
<tr><td>新加坡</td><td>Wan2.7-R2V</td><td>输入、输出视频按秒计费</td><td>720P</td><td>0.8807</td></tr>
</table></body></html>"""
SOURCE = "aliyun-pricing-html"
YUAN = 0.147562  # USD, mean of July 2026: 1.1417 / 7.7371


def amounts(batch):
    columns = ("region", "model_name_raw", "component", "tier_min_input_tokens", "condition", "unit", "amount")
    return {tuple(key): amount for *key, amount in batch.observations["model_price"].select(columns).rows()}


def test_cells_that_span_rows_hold_for_each_of_them():
    batch = normalise(payload(PAGE, source_id=SOURCE))
    plus = ("北京 上海", "Qwen3.7-Plus")
    assert amounts(batch) == {
        (*plus, "input", 0, None, "million_tokens"): 0.0024,
        (*plus, "cache_write", 0, "cache=explicit", "million_tokens"): 0.003,
        (*plus, "cache_read", 0, "cache=explicit", "million_tokens"): 0.00024,
        (*plus, "cache_read", 0, "cache=implicit", "million_tokens"): 0.00048,
        (*plus, "output", 0, None, "million_tokens"): 0.0096,
        (*plus, "input", 256_000, None, "million_tokens"): 0.0072,
        (*plus, "cache_write", 256_000, "cache=explicit", "million_tokens"): 0.009,
        (*plus, "cache_read", 256_000, "cache=explicit", "million_tokens"): 0.00072,
        (*plus, "cache_read", 256_000, "cache=implicit", "million_tokens"): 0.00144,
        (*plus, "output", 256_000, None, "million_tokens"): 0.0288,
        ("北京 上海", "Qwen3-VL-Embedding", "image_input", 0, "image or video", "million_tokens"): 0.00216,
        ("新加坡", "Wan2.7-Image-Pro", "image_output", 0, None, "image"): 0.6745,
        ("新加坡", "Fun-ASR", "audio_input", 0, None, "second"): 0.000264,
        ("新加坡", "Wan2.7-R2V", "video_output", 0, "seconds of input and output; 720p", "second"): 0.8807,
    }
    assert batch.quarantine.is_empty()


def test_a_thousand_tokens_for_0_0024_yuan_are_a_million_for_0_354_dollars():
    row = normalise(payload(PAGE, source_id=SOURCE)).observations["model_price"].row(0, named=True)
    assert (row["currency"], row["amount_unit"], row["usd_per_currency_unit"]) == ("CNY", "thousand_tokens", YUAN)
    assert row["usd_per_million_tokens"] == pytest.approx(2.4 * YUAN)


def test_a_price_that_spans_two_rows_is_that_of_both():
    page = PAGE.replace("<td>0.00960</td>", '<td rowspan="2">0.00960</td>').replace("<td>0.02880</td>", "")
    batch = normalise(payload(page, source_id=SOURCE))
    read = amounts(batch)
    tiers = [read["北京 上海", "Qwen3.7-Plus", "output", tier, None, "million_tokens"] for tier in (0, 256_000)]
    assert tiers == [0.0096, 0.0096]
    assert (batch.records_used, batch.records_read) == (6, 6)


def test_a_model_that_is_free_for_a_while_costs_nothing_and_one_of_unknown_tier_is_refused():
    page = PAGE.replace("0.00216", "限时免费").replace("256K~1M", "长文本")
    batch = normalise(payload(page, source_id=SOURCE))
    free = batch.observations["model_price"].filter(price_kind="free")
    assert free.select("model_name_raw", "usd_per_million_tokens").rows() == [("Qwen3-VL-Embedding", 0.0)]
    assert batch.quarantine["reason"].to_list() == ["no tier of prompt lengths: 长文本"] * 5


@pytest.mark.parametrize(
    "body", ["", "{}", "<html>403</html>", PAGE.replace("元", "积分"), PAGE.replace("模型名称", "x")]
)
def test_another_page_is_rejected(body):
    with pytest.raises(NormaliseError, match="aliyun-pricing-html/all"):
        normalise(payload(body, source_id=SOURCE))


def test_the_captured_page_read_by_hand():
    [batch] = normalised(SOURCE)
    read, cities = amounts(batch), "北京 上海 杭州 深圳"
    assert read[cities, "Qwen3-VL-Plus", "output", 32_000, None, "million_tokens"] == 0.018
    assert read["新加坡", "Qwen-MT-Plus", "output", 0, None, "million_tokens"] == 0.06491
    assert read["新加坡", "HappyHorse-1.0-T2V", "video_output", 0, "1080p", "second"] == 2.1583
    assert read[cities, "Qwen3-VL-Embedding", "input", 0, None, "million_tokens"] == 0.00084
    assert (batch.records_read, batch.records_used, batch.records_quarantined) == (64, 64, 0)
