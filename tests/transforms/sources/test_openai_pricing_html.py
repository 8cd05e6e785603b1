"""OpenAI's page: tables in the props of its islands, long prompts in the HTML only, a tab for each service."""

import html
import json

import pytest

from tests.captures import normalised, payload
from tests.model_prices import prices, reasons, tokens
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.openai_pricing_html import normalise


def encoded(value: object) -> list:
    """As Astro writes props: [1, list] or [0, anything else]."""
    if isinstance(value, list):
        return [1, [encoded(each) for each in value]]
    return [0, {key: encoded(each) for key, each in value.items()} if isinstance(value, dict) else value]


def island(export: str, inner: str = "", **props: object) -> str:
    written = html.escape(json.dumps({name: encoded(value) for name, value in props.items()}))
    return f'<astro-island component-export="{export}" props="{written}">{inner}</astro-island>'


def page(*parts: str) -> str:
    return f"<html><body><p>Prices per 1M tokens.</p>{''.join(parts)}</body></html>"


FLAGSHIP = [
    ["gpt-5.6-sol", 5, 0.5, 6.25, 30],
    ["gpt-5.5 (<272K context length)", 5, 0.5, "-", 30],
    ["o1-pro", 150, None, 600],
]
TABLE = """<table><thead><tr><th></th><th colspan="4">Short context</th><th colspan="4">Long context</th></tr>
<tr><th>Model</th><th>Input</th><th>Cached input</th><th>Cache writes</th><th>Output</th>
<th>Input</th><th>Cached input</th><th>Cache writes</th><th>Output</th></tr></thead>
<tr><td>gpt-5.6-sol</td><td>$5.00</td><td>$0.50</td><td>$6.25</td><td>$30.00</td>
<td>$10.00</td><td>$1.00</td><td>$12.50</td><td>$45.00</td></tr></table>"""
STANDARD = island("TextTokenPricingTables", TABLE, tier="standard", rows=FLAGSHIP)
SOL = {tokens("input"): 5.0, tokens("cache_read"): 0.5, tokens("cache_write"): 6.25, tokens("output"): 30.0}


def read(*parts: str) -> Batch:
    return normalise(payload(page(*parts), source_id="openai-pricing-html"))


def grouped(*headings: str, pane: str = "", **models: list) -> str:
    groups = [{"model": name, "rows": rows} for name, rows in models.items()]
    inner = island("GroupedPricingTable", headings=list(headings), groups=groups)
    return f'<div data-content-switcher-pane="true" data-value="{pane}">{inner}</div>' if pane else inner


def test_an_island_holds_whole_tables_and_the_html_the_prices_of_long_prompts():
    batch = read("<h2>Flagship models</h2>", STANDARD)
    assert prices(batch, "gpt-5.6-sol", "openai") == SOL | {
        tokens("input", 272_000): 10.0,
        tokens("cache_read", 272_000): 1.0,
        tokens("cache_write", 272_000): 12.5,
        tokens("output", 272_000): 45.0,
    }
    assert prices(batch, "gpt-5.5") == {tokens("input"): 5.0, tokens("cache_read"): 0.5, tokens("output"): 30.0}
    assert prices(batch, "o1-pro") == {tokens("input"): 150.0, tokens("output"): 600.0}
    assert (batch.records_read, batch.records_used, batch.quarantine.height) == (4, 4, 0)
    place = batch.observations["model_price"].filter(model_name_raw="o1-pro", component="output")["record_ref"][0]
    assert place.endswith(", attribute props/rows/1/2/1/3/1")


def test_a_page_without_islands_is_read_as_tables():
    batch = read(TABLE.replace("Long context", "Long context (>272K input tokens)"))
    assert prices(batch, "gpt-5.6-sol")[tokens("output", 272_000)] == 45.0


def test_long_prompts_without_a_length_are_refused():
    batch = read(STANDARD.replace("272K", "many"))
    assert list(reasons(batch).values()) == ["from which length on the prices of long context hold is not said"]
    assert prices(batch, "gpt-5.6-sol") == SOL


@pytest.mark.parametrize(
    ("pane", "component"),
    [("standard", "input"), ("batch", "batch_input"), ("flex", "flex_input"), ("fast", "priority_input")],
)
def test_a_tab_is_a_service(pane, component):
    part = grouped(
        "Category", "Model", "Input", "Cached input", "Output", pane=pane, Codex=[["gpt-5.3-codex", 1.75, "-", None]]
    )
    assert prices(read(part)) == {tokens(component): 1.75}


@pytest.mark.parametrize(
    ("headings", "rows", "expected"),
    [
        (
            ("Model", "Modality", "Input", "Cached input", "Output / cost"),
            [["Audio", 32, 0.4, 64], ["Text", 4, 0.4, 24], ["Image", 5, 0.5, "-"]],
            {
                tokens("audio_input"): 32.0,
                tokens("audio_cache_read"): 0.4,
                tokens("audio_output"): 64.0,
                tokens("input"): 4.0,
                tokens("cache_read"): 0.4,
                tokens("output"): 24.0,
                tokens("image_input"): 5.0,
                tokens("image_cache_read"): 0.5,
            },
        ),
        (
            ("Model", "Modality", "Input", "Cached input", "Output / cost"),
            [["Text", "$15.00 / 1M characters", "-", "-"]],
            {("input", "character", 0, None): 1.5e-05},
        ),
        (
            ("Model", "Size", "Portrait", "Landscape", "Price per second"),
            [["720p", "720x1280", "1280x720", "$0.10"], ["1024p", "1024x1792", "1792x1024", "$0.50"]],
            {
                ("video_output", "second", 0, "resolution=720p"): 0.1,
                ("video_output", "second", 0, "resolution=1024p"): 0.5,
            },
        ),
        (
            ("Model", "Use case", "Input", "Output", "Estimated cost"),
            [["Transcription", 2.5, 10, "$0.006 / minute"]],
            {tokens("input"): 2.5, tokens("output"): 10.0},
        ),
        (
            ("Model", "Use case", "Input", "Output", "Estimated cost"),
            [["Live transcription", "-", "-", "$0.017 / minute"]],
            {("audio_input", "minute", 0, None): 0.017},
        ),
    ],
)
def test_each_price_is_for_its_own_unit(headings, rows, expected):
    batch = read(grouped(*headings, some=rows))
    assert prices(batch, "some") == expected
    assert batch.quarantine.is_empty()


def test_a_fine_tuned_model_is_priced_apart_and_its_training_by_the_hour_is_refused():
    rows = [
        ["gpt-4.1-2025-04-14", 25, 3, 0.75, 12],
        [{"__pricingHtml": "o4-mini<br /><small>with data sharing</small>"}, "$100.00 / hour", 2, 0.5, 8],
    ]
    part = island("PricingTable", headings=["Model", "Training", "Input", "Cached input", "Output"], rows=rows)
    batch = read("<h2>Finetuning</h2>", part)
    tuned, shared = "use=fine_tuned", "use=fine_tuned; data_sharing=yes"
    assert prices(batch, "gpt-4.1-2025-04-14") == {
        tokens("training", 0, tuned): 25.0,
        tokens("input", 0, tuned): 3.0,
        tokens("cache_read", 0, tuned): 0.75,
        tokens("output", 0, tuned): 12.0,
    }
    assert prices(batch, "o4-mini")[tokens("input", 0, shared)] == 2.0
    assert list(reasons(batch).values()) == ["unit not known: $100.00 / hour"]


def test_free_is_free_and_tools_are_no_models():
    free = grouped(
        "Category",
        "Model",
        "Input",
        "Cached input",
        "Output",
        Moderation=[["omni-moderation-latest", "Free", "-", "-"]],
    )
    tools = grouped("Tool", "Details", "Pricing", Search=[["Web search", "$10.00 / 1k calls"]])
    batch = read(STANDARD, free, tools)
    rows = batch.observations["model_price"].filter(model_name_raw="omni-moderation-latest")
    assert rows.select("component", "price_kind", "usd_per_million_tokens").rows() == [("input", "free", 0.0)]
    assert batch.ignored == {"no_model": 1}


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (grouped("Model", "Input", pane="lunar", some=[[1]]), "service lunar is not known"),
        (grouped("Model", "Modality", "Input", some=[["Smell", 1]]), "modality Smell is not known"),
        (grouped("Model", "Luck", some=[[1]]), "unknown price field Luck = 1.0"),
        (grouped("Model", "Input", some=[[5000]]), "input 5000.0 USD per million tokens, above 250: a unit error"),
    ],
)
def test_what_is_not_understood_is_refused(part, reason):
    [refused] = reasons(read(STANDARD, part)).values()
    assert refused.startswith(reason)


@pytest.mark.parametrize(
    "body",
    ["", "{}", "<html><title>Just a moment...</title></html>", page(), page(island("Footer", rows=[["a", 1]])),
     page('<astro-island component-export="PricingTable" props="{broken">'), STANDARD],
)  # fmt: skip
def test_another_page_is_rejected(body):
    with pytest.raises(NormaliseError, match="openai-pricing-html/all"):
        normalise(payload(body, source_id="openai-pricing-html"))


# Captures.


@pytest.fixture(scope="module")
def batch() -> Batch:
    [only] = normalised("openai-pricing-html")
    return only


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "gpt-4o",
            {
                tokens("input"): 2.5,
                tokens("cache_read"): 1.25,
                tokens("output"): 10.0,
                tokens("batch_input"): 1.25,
                tokens("batch_output"): 5.0,
                tokens("priority_input"): 4.25,
                tokens("priority_cache_read"): 2.125,
                tokens("priority_output"): 17.0,
            },
        ),
        (
            "o1-pro",
            {
                tokens("input"): 150.0,
                tokens("output"): 600.0,
                tokens("batch_input"): 75.0,
                tokens("batch_output"): 300.0,
            },
        ),
        (
            "gpt-image-1",
            {
                tokens("image_input"): 10.0,
                tokens("image_cache_read"): 2.5,
                tokens("image_output"): 40.0,
                tokens("input"): 5.0,
                tokens("cache_read"): 1.25,
                tokens("batch_image_input"): 5.0,
                tokens("batch_image_cache_read"): 1.25,
                tokens("batch_image_output"): 20.0,
                tokens("batch_input"): 2.5,
                tokens("batch_cache_read"): 0.63,
            },
        ),
        ("Whisper", {("audio_input", "minute", 0, None): 0.006}),
        ("tts-1-hd", {("input", "character", 0, None): 3e-05}),
    ],
)
def test_prices_read_by_hand_on_2026_08_21(batch, name, expected):
    assert prices(batch, name) == expected


def test_long_prompts_to_gpt_5_6_cost_twice_as_much_in_every_service(batch):
    sol = prices(batch, "gpt-5.6-sol")
    long = {key[0]: usd for key, usd in sol.items() if key[2] == 272_000 and key[0].endswith("input")}
    assert long == {"input": 10.0, "batch_input": 5.0, "flex_input": 5.0, "priority_input": 20.0}


def test_only_training_by_the_hour_is_refused(batch):
    assert set(batch.quarantine["reason"]) == {"unit not known: $100.00 / hour"}
    assert batch.ignored["no_model"] == 8


def test_cards_are_read_where_a_page_has_no_tables():
    page = (
        "<h1>API Pricing</h1><h2>GPT-5</h2><p>The best model</p><h3>Price</h3><p>Input:<br>$1.250 / 1M tokens</p>"
        "<p>Cached input:<br>$0.125 / 1M tokens</p><p>Output:<br>$10.000 / 1M tokens</p>"
        "<h2>GPT-4o</h2><span>$2.50 / 1M input tokens</span><span>$1.25 / 1M cached** input tokens</span>"
        "<h2>Fine-tuning our models</h2><h3>GPT-4.1</h3><p>Input:</p><p>$3.00 / 1M tokens</p>"
        "<p>Training:</p><p>$25.00 / 1M tokens</p>"
    )
    rows = normalise(payload(page, source_id="openai-pricing-html")).observations["model_price"]
    assert rows.select("model_name_raw", "component", "condition", "usd_per_million_tokens").rows() == [
        ("GPT-5", "input", None, 1.25),
        ("GPT-5", "cache_read", None, 0.125),
        ("GPT-5", "output", None, 10.0),
        ("GPT-4o", "input", None, 2.5),
        ("GPT-4o", "cache_read", None, 1.25),
        ("GPT-4.1", "input", "use=fine_tuned", 3.0),
        ("GPT-4.1", "training", "use=fine_tuned", 25.0),
    ]
