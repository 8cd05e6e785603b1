"""MiniMax's page: language models in grids with struck-through prices, videos, songs and speech in tables."""

import pytest

from tests.captures import normalised, payload
from tests.model_prices import reasons
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.minimax_pricing_html import normalise

ROW = '<div style="grid-template-columns: 2fr 1fr 1fr">'
OLD = '<span class="text-xs line-through">{}</span>'
PAGE = f"""<html><body><h3>语言模型</h3><div>
{ROW}<div>模型</div><div><span>输入价格</span><span>百万 tokens</span></div><div><span>缓存读取</span></div></div>
{ROW}<div><span>MiniMax-M3</span><div><span>上下文 ≤ 512K</span><span>永久五折</span></div></div>
<div>{OLD.format("¥4.2")}<span>¥2.1</span></div><div>{OLD.format("¥0.84")}<span>¥0.42</span></div></div>
{ROW}<div><span>MiniMax-M3</span><div><span>上下文 512K ~ 1M</span></div></div>
<div>{OLD.format("¥8.4")}<span>¥4.2</span></div><div><span>¥0.84</span></div></div></div>
<h3>视频</h3><table><tr><th>模型</th><th>功能</th><th>单价 / 视频</th></tr>
<tr><td>MiniMax-Hailuo-2.3</td><td>768P 6s</td><td>¥2.00</td></tr></table>
<h3>声音</h3><table><tr><th>场景</th><th>可用模型</th><th>单价 / 万字符</th></tr>
<tr><td>同步</td><td>speech-2.8-hd</td><td>¥3.5</td></tr>
<tr><td>音色</td><td>所有模型</td><td>¥9.9 / 音色</td></tr></table>
<h3>音乐</h3><table><tr><th>模型</th><th>说明</th><th>单价 / 首</th></tr>
<tr><td>Music-3.0-free</td><td>RPM = 3</td><td>¥0.0(限免)</td></tr>
<tr><td>Music-3.0</td><td>RPM = 120</td><td>¥1.0</td></tr></table></body></html>"""


def amounts(batch: Batch) -> dict[tuple, float]:
    """Model, component, unit and tier to the figure in yuan; conditions apart."""
    columns = ("model_name_raw", "component", "unit", "tier_min_input_tokens", "amount")
    return {row[:4]: row[4] for row in batch.observations["model_price"].select(columns).rows()}


def read(body: str) -> Batch:
    return normalise(payload(body, source_id="minimax-pricing-html"))


def test_what_is_struck_through_is_no_price_and_a_row_is_for_a_length_of_prompt():
    batch = read(PAGE)
    assert amounts(batch) == {
        ("MiniMax-M3", "input", "million_tokens", 0): 2.1,
        ("MiniMax-M3", "cache_read", "million_tokens", 0): 0.42,
        ("MiniMax-M3", "input", "million_tokens", 512_000): 4.2,
        ("MiniMax-M3", "cache_read", "million_tokens", 512_000): 0.84,
        ("MiniMax-Hailuo-2.3", "video_output", "unit", 0): 2.0,
        ("speech-2.8-hd", "input", "character", 0): 3.5,
        ("Music-3.0-free", "audio_output", "unit", 0): 0.0,
        ("Music-3.0", "audio_output", "unit", 0): 1.0,
    }
    assert list(reasons(batch).values()) == ["unit not known: ¥9.9 / 音色"]


def test_speech_is_priced_per_ten_thousand_characters():
    [row] = read(PAGE).observations["model_price"].filter(model_name_raw="speech-2.8-hd").to_dicts()
    assert row["usd_per_unit"] == pytest.approx(3.5e-4 * row["usd_per_currency_unit"])
    assert (row["currency"], row["amount_unit"], row["condition"]) == ("CNY", "ten_thousand_characters", "use=同步")


def test_a_song_that_is_free_for_now_is_free():
    rows = read(PAGE).observations["model_price"].filter(unit="unit")
    assert dict(rows.select("model_name_raw", "price_kind").rows()) == {
        "MiniMax-Hailuo-2.3": "listed",
        "Music-3.0-free": "free",
        "Music-3.0": "listed",
    }


def test_a_row_that_does_not_fit_its_header_is_refused():
    batch = read(PAGE.replace("<div><span>¥0.84</span></div>", ""))
    assert "1 prices under 2 headers" in reasons(batch).values()


@pytest.mark.parametrize("body", ["", "{}", "<html>404</html>", PAGE.replace("¥", ""), PAGE.replace("百万", "一千")])
def test_another_page_is_rejected(body):
    with pytest.raises(NormaliseError, match="minimax-pricing-html/all"):
        read(body)


def test_the_captured_page_read_by_hand():
    [batch] = normalised("minimax-pricing-html")
    read_by_hand = {
        ("MiniMax-M3", "input", "million_tokens", 0): 2.1,
        ("MiniMax-M3", "output", "million_tokens", 512_000): 16.8,
        ("MiniMax-M2.7", "cache_write", "million_tokens", 0): 2.625,
        ("MiniMax-M2.7-highspeed", "output", "million_tokens", 0): 16.8,
        ("speech-2.8-turbo", "input", "character", 0): 2.0,
        ("Music-2.6", "audio_output", "unit", 0): 1.0,
    }
    assert {key: usd for key, usd in amounts(batch).items() if key in read_by_hand} == read_by_hand
    assert list(reasons(batch).values()) == ["unit not known: ¥9.9 / 音色"]
