"""BytePlus's page: tiers of prompt length, batches, and videos priced by what they hold."""

import pytest

from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.byteplus_pricing_html import normalise

PAGE = """<html><body><h1>Pricing for ModelArk</h1>
<h2>Large language models — Online inference (standard)</h2>
<table><thead><tr><th>Model ID</th><th>Pricing tiers (K tokens)</th><th>Input (non-audio) (USD/M tokens)</th>
<th>Input (audio) (USD/M tokens)</th><th>Cache-storage (USD/M tokens/Hour)</th>
<th>Cache-hit input (non-audio) (USD/M tokens)</th><th>Output (USD/M tokens)</th></tr></thead><tbody>
<tr><td>seed-2-0-lite-260428</td><td>Prompt length [0, 128]</td><td>0.25</td><td>3.75</td><td>0.0083</td><td>0.05</td>
<td>2.00</td></tr>
<tr><td>seed-2-0-lite-260428</td><td>Prompt length (128, 256]</td><td>0.50</td><td>-</td><td>0.0083</td><td>0.10</td>
<td>4.00</td></tr></tbody></table>
<h2>Large language models — Offline batch inference</h2>
<table><tr><th>Model ID</th><th>Input (USD / M tokens)</th></tr><tr><td>glm-4-7-251222</td><td>0.3</td></tr></table>
<h2>Video generation models</h2>
<table><tr><th>Model ID</th><th>Online inference (USD / M tokens)</th><th>Offline inference (USD / M tokens)</th></tr>
<tr><td>seedance-1-5-pro-251215</td><td>Video with audio: 2.4; Video without audio: 1.2</td>
<td>Not supported yet</td></tr>
</table></body></html>"""
PRICES = {
    ("seed-2-0-lite-260428", "input", 0, None): 0.25,
    ("seed-2-0-lite-260428", "audio_input", 0, None): 3.75,
    ("seed-2-0-lite-260428", "cache_read", 0, None): 0.05,
    ("seed-2-0-lite-260428", "output", 0, None): 2.0,
    ("seed-2-0-lite-260428", "input", 128_000, None): 0.5,
    ("seed-2-0-lite-260428", "cache_read", 128_000, None): 0.1,
    ("seed-2-0-lite-260428", "output", 128_000, None): 4.0,
    ("glm-4-7-251222", "batch_input", 0, None): 0.3,
    ("seedance-1-5-pro-251215", "video_output", 0, "video with audio"): 2.4,
    ("seedance-1-5-pro-251215", "video_output", 0, "video without audio"): 1.2,
}
SOURCE = "byteplus-pricing-html"


def prices(batch):
    rows = batch.observations["model_price"]
    columns = ("model_name_raw", "component", "tier_min_input_tokens", "condition", "usd_per_million_tokens")
    return {tuple(key): price for *key, price in rows.select(columns).rows()}


def test_each_tier_and_kind_of_token_has_its_price_and_storage_has_none():
    batch = normalise(payload(PAGE, source_id=SOURCE))
    assert prices(batch) == PRICES
    assert set(batch.observations["model_price"]["currency"]) == {"USD"}
    assert batch.observations["model_price"]["record_ref"].is_unique().all()
    assert batch.quarantine.is_empty()


def test_a_column_that_came_later_changes_nothing_and_an_unknown_unit_is_refused():
    later = PAGE.replace("<th>Model ID</th>", "<th>Notes</th><th>Model</th>").replace(
        "<tr><td>", "<tr><td>new</td><td>"
    )
    assert prices(normalise(payload(later, source_id=SOURCE))) == PRICES
    batch = normalise(payload(PAGE.replace("Output (USD/M tokens)", "Output (USD/furlong)"), source_id=SOURCE))
    assert batch.quarantine["reason"].to_list() == [f"no unit we know: Output {cell}" for cell in ("2.00", "4.00")]


@pytest.mark.parametrize(
    "body", ["", "[]", "<html>404</html>", PAGE.replace("USD", "credits"), PAGE.replace("USD / M", "元 / M")]
)
def test_another_page_is_rejected(body):
    with pytest.raises(NormaliseError, match="byteplus-pricing-html/all"):
        normalise(payload(body, source_id=SOURCE))


def test_the_captured_page_read_by_hand():
    [batch] = normalised(SOURCE)
    read = prices(batch)
    assert read["seed-2-0-pro-260328", "batch_output", 128_000, None] == 3.0
    assert read["seed-2-0-mini-260428", "audio_cache_read", 128_000, None] == 0.6
    assert read["deepseek-v3-2-251201", "output", 32_000, None] == 0.84
    assert read["seedance-1-0-pro-250528", "batch_video_output", 0, None] == 1.25
    # Resolutions and inputs of video in one cell, in two notations: Seedance 2.0 and 2.5.
    assert (batch.records_read, batch.records_used, batch.records_quarantined) == (37, 35, 2)
