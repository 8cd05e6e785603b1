"""Z.ai's page: text and vision models per million tokens, images and videos per piece, some models free."""

import pytest

from tests.captures import normalised, payload
from tests.model_prices import prices, reasons, tokens
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.zai_pricing_html import normalise

PAGE = """<html><body><p>Prices are per 1M tokens.</p><h3>Text Models</h3><table>
<tr><th>Model</th><th>Input</th><th>Cached Input</th><th>Cached Input Storage</th><th>Output</th></tr>
<tr><td>GLM-5.2</td><td>$1.4</td><td>$0.26</td><td>Limited-time Free</td><td>$4.4</td></tr>
<tr><td>GLM-4-32B-0414-128K</td><td>$0.1</td><td>-</td><td>-</td><td>$0.1</td></tr>
<tr><td>GLM-4.7-Flash</td><td>Free</td><td>Free</td><td>Free</td><td>Free</td></tr></table>
<h3>Image Generation Models</h3><table><tr><th>Model</th><th>Price</th></tr>
<tr><td>GLM-Image</td><td>$0.015</td></tr></table>
<h3>Video Generation Models</h3><table><tr><th>Model</th><th>Price</th></tr>
<tr><td>CogVideoX-3</td><td>$0.2</td></tr></table>
<h3>Audio Models</h3><table><tr><th>Model</th><th>Price</th></tr>
<tr><td>GLM-ASR-2512</td><td>$0.03 / MTok (equivalent to approximately $0.0024/minute)</td></tr></table>
<h3>Built-in Tools</h3>
<table><tr><th>Tool</th><th>Cost</th></tr><tr><td>Web Search</td><td>$0.01 / use</td></tr></table>
</body></html>"""


def read(body: str) -> Batch:
    return normalise(payload(body, source_id="zai-pricing-html"))


def test_glm_5_2_costs_1_40_and_4_40_dollars_per_million_tokens():
    batch = read(PAGE)
    assert prices(batch, "GLM-5.2", "zai") == {tokens("input"): 1.4, tokens("cache_read"): 0.26, tokens("output"): 4.4}
    assert prices(batch, "GLM-4-32B-0414-128K") == {tokens("input"): 0.1, tokens("output"): 0.1}
    assert batch.ignored == {"no_model": 1}
    assert batch.quarantine.is_empty()


def test_images_and_videos_are_priced_by_the_piece_and_free_is_free():
    batch = read(PAGE)
    assert prices(batch, "GLM-Image") == {("image_output", "image", 0, None): 0.015}
    assert prices(batch, "CogVideoX-3") == {("video_output", "unit", 0, None): 0.2}
    assert prices(batch, "GLM-ASR-2512") == {tokens("audio_input"): 0.03}
    free = batch.observations["model_price"].filter(model_name_raw="GLM-4.7-Flash")
    assert set(free["price_kind"]) == {"free"}
    assert free["component"].to_list() == ["input", "cache_read", "output"]


def test_a_price_of_something_unnamed_is_refused():
    batch = read(PAGE.replace("Video Generation Models", "More"))
    assert list(reasons(batch).values()) == ["unknown price field Price = 0.2"]


@pytest.mark.parametrize("body", ["", "{}", "<html>404</html>", PAGE.replace("$", ""), PAGE.replace("1M tokens", "1K").replace("MTok", "K")])  # fmt: skip  # noqa: E501
def test_another_page_is_rejected(body):
    with pytest.raises(NormaliseError, match="zai-pricing-html/all"):
        read(body)


def test_the_captured_page_read_by_hand():
    [batch] = normalised("zai-pricing-html")
    assert prices(batch, "GLM-4.5-X") == {tokens("input"): 2.2, tokens("cache_read"): 0.45, tokens("output"): 8.9}
    assert prices(batch, "GLM-4.6V-FlashX") == {
        tokens("input"): 0.04,
        tokens("cache_read"): 0.004,
        tokens("output"): 0.4,
    }
    assert prices(batch, "CogView-4") == {("image_output", "image", 0, None): 0.01}
    assert (batch.records_used, batch.ignored, batch.quarantine.height) == (30, {"no_model": 4}, 0)
