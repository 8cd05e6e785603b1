"""The page of a snapshot: its figures are those of the marts, it needs only itself, and no source can write it."""

import hashlib
from base64 import b64encode
from datetime import date

import pytest
from bs4 import BeautifulSoup

from tests.warehouse.markets import NOW, Market
from warehouse.dashboard import render_dashboard

SCRIPT = "<script>alert('owned')</script>"


@pytest.fixture
def market(tmp_path):
    return Market(tmp_path / "tokenwatt.duckdb")


def page(market):
    return BeautifulSoup(render_dashboard(market.connection, NOW), "html.parser")


def cells(soup, table, name):
    """The cells of the row that begins with a name."""
    row = next(row for row in soup.select(f"#{table} tbody tr") if row.th.get_text(" ", strip=True).startswith(name))
    return [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]


def tiles(soup):
    return {tile.h2.get_text(): tile.get_text(" ", strip=True) for tile in soup.select(".tiles li")}


def fill(market):
    """A world with something in every mart."""
    for provider, usd in (("aws", 4.0), ("gcp", 10.0)):
        market.offer(provider, usd)
    market.offer("aws", 1.5, purchase_type="spot")
    market.day(date(2026, 1, 1), 4.0, 100.0)
    market.day(date(2026, 7, 31), 3.0, 80.0)
    market.api("groq", 0.2, 0.6)
    market.api("dear", 1.0, 3.0)
    market.host(2.0, 5000.0)
    market.point(0.25, 2000.0)
    market.point(0.75, 500.0)
    market.month(date(2026, 5, 1), 0.7, 0.5)
    market.month(date(2026, 6, 1), 0.75, 0.6)
    market.source("clouds")


def test_a_gpu_has_its_lowest_and_median_price_with_provider_age_and_source(market):
    fill(market)
    assert cells(page(market), "gpu-prices-table", "nvidia-h100-sxm-80gb") == [
        "nvidia-h100-sxm-80gb",
        "2.00 lambda",
        "4.00",
        "1.50 aws",
        "–",
        "4",
        "3",
        "6 h",
        "clouds",
    ]


def test_offers_that_are_no_list_price_or_long_unseen_do_not_enter(market):
    market.offer("lambda", 3.0)
    market.offer("teaser", 0.1, price_kind="promotional")
    market.offer("floor", 0.2, price_kind="from")
    market.offer("gone", 0.3, age_days=46.0, is_stale=True)
    assert cells(page(market), "gpu-prices-table", "nvidia-h100")[1:3] == ["3.00 lambda", "3.00"]


def test_prices_none_of_which_is_fresh_are_shown_with_their_age_and_marked(market):
    market.offer("lambda", 3.0, age_days=800.0, is_stale=True, is_starter=True)
    soup = page(market)
    assert cells(soup, "gpu-prices-table", "nvidia-h100")[7] == "2.2 y starter stale"
    assert "seen 2.2 y ago starter stale" in tiles(soup)["Cheapest H100 on demand"]


def test_the_history_gives_both_ends_of_a_line_and_the_index(market):
    fill(market)
    row = cells(page(market), "price-history-table", "nvidia-h100-sxm-80gb")
    assert row == ["nvidia-h100-sxm-80gb", "2026-01-01", "4.00", "2026-07-31", "3.00", "1.50", "80", "6 h", "clouds"]


def test_api_prices_name_the_cheapest_and_the_median_over_providers(market):
    fill(market)
    # (3 x 0.2 + 0.6) / 4 = 0.3; medians of 0.2 and 1, 0.6 and 3; (3 x 1 + 3) / 4 = 1.5
    assert cells(page(market), "api-prices-table", "openai/gpt-oss-120b")[1:] == [
        "2",
        "0.30 groq",
        "0.20",
        "0.60",
        "0.60",
        "1.80",
        "1.50",
        "6 h",
        "tokens",
    ]


def test_own_gpus_are_set_against_the_cheapest_api(market):
    fill(market)
    # 2 USD / (5000 x 3600 x 0.5) x 1e6 = 0.2222; 0.1111 fully busy, 0.3704 at 30 %; 0.2222 / 0.6 = 0.37
    soup = page(market)
    assert cells(soup, "cost-per-token-table", "openai/gpt-oss-120b")[1:] == [
        "0.60 groq, input 0.20",
        "6 h",
        "0.222 lambda",
        "0.111–0.37",
        "0.37",
        "1 × h100-sxm-80gb 2.00 USD / GPU-hour, 5,000 tokens/s",
        "6 h",
        "tokens; clouds; meters",
    ]
    assert "0.60 USD per 1M tokens" in tiles(soup)["A million output tokens, at an API"]
    assert "0.222 USD per 1M tokens" in tiles(soup)["The same on one’s own GPUs, 50% busy"]


def test_a_price_long_unseen_does_not_compete_with_those_of_today(market):
    market.api("groq", 0.2, 0.6)
    market.api("gone", 0.1, 0.1, age_days=60.0, is_stale=True)
    market.host(2.0, 5000.0)
    market.host(1.0, 5000.0, age_days=60.0, is_stale=True)
    soup = page(market)
    assert cells(soup, "api-prices-table", "openai/gpt-oss-120b")[1:3] == ["1", "0.30 groq"]
    assert cells(soup, "cost-per-token-table", "openai/gpt-oss-120b")[1:4:2] == [
        "0.60 groq, input 0.20",
        "0.222 lambda",
    ]


def test_what_is_free_is_no_cheapest_price(market):
    market.api("gift", 0.0, 0.0)
    market.api("groq", 0.2, 0.6)
    assert cells(page(market), "api-prices-table", "openai/gpt-oss-120b")[1:3] == ["1", "0.30 groq"]


def test_energy_is_the_most_frugal_point_beside_the_median(market):
    fill(market)
    market.point(0.25, 2000.0, grid="FR", gco2_per_million_output_tokens=1.0)  # the same point on another grid
    soup = page(market)
    # 0.25 J x 1.2 / 3.6 = 0.0833 kWh per million tokens: 0.00833 USD, 41.7 g
    assert cells(soup, "watts-per-token-table", "openai/gpt-oss-120b")[1:] == [
        "1 × h100",
        "chat 64 in flight",
        "0.25",
        "0.50",
        "2",
        "500 GPUs alone",
        "2,000",
        "0.00833",
        "42",
        "10 d",
        "meters",
    ]
    assert "PUE 1.2, 0.10 USD/kWh (assumed) and 500 gCO₂/kWh (World grid, 2024)" in soup.get_text()
    assert "0.25 J per output token" in tiles(soup)["Least energy measured"]


def test_a_benchmark_is_shown_as_a_whole_by_its_main_metric(market):
    market.month(date(2026, 6, 1), 0.99, 0.98, test_set="category=easy")
    market.month(date(2026, 6, 1), 0.999, 0.98, metric="well_formed")
    market.month(date(2026, 6, 1), 0.75, 0.6)
    row = cells(page(market), "benchmarks-table", "GPQA")
    assert row[1:5] == ["75.0 %", "openai/gpt-5 Epoch AI, since 2026-06", "60.0 %", "deepseek/deepseek-r1"]
    assert row[5:] == ["7", "25", "+12.5 %", "12", "3 d", "boards"]


@pytest.mark.parametrize(
    ("state", "why"), [("starter", None), ("stale", None), ("rejected", "an error page instead of JSON")]
)
def test_a_source_that_is_not_live_is_marked_and_says_why(market, state, why):
    market.source("clouds", state, rejected_because=why)
    row = cells(page(market), "sources-table", "Clouds")
    assert row[1] == (f"{why} {state}" if why else state)
    assert row[2:4] == ["6 h", "2026-08-01 06:00"]


def test_starter_sources_are_announced_at_the_top(market):
    market.source("clouds", "starter")
    assert "came with the package and may be old: Clouds" in page(market).select_one(".notice").get_text()
    market.connection.execute("DELETE FROM marts.source_freshness")
    assert page(market).select_one(".notice") is None


def test_every_section_of_an_empty_warehouse_says_what_is_missing(market):
    soup = page(market)
    absent = [section.select_one(".absent").get_text() for section in soup.select("section")]
    assert len(absent) == 7
    assert all(text.startswith("No ") and text.endswith(".") for text in absent)
    assert not soup.select("table, svg, .tiles")


def test_text_of_sources_cannot_become_markup(market):
    market.offer(SCRIPT, 2.0, region=SCRIPT, source_id=SCRIPT)
    market.day(date(2026, 7, 31), 2.0, 100.0, gpu_id=SCRIPT, min_source_id=SCRIPT)
    market.api(SCRIPT, 0.1, 0.2, model_id=SCRIPT)
    market.host(2.0, 100.0, model_id=SCRIPT)
    market.point(0.5, 10.0, model_version=SCRIPT, gpu_id=SCRIPT, task=SCRIPT)
    market.month(date(2026, 5, 1), 0.7, 0.5, title=SCRIPT, frontier_evaluator=SCRIPT)
    market.source("clouds", "rejected", title=SCRIPT, rejected_because=SCRIPT, licence=SCRIPT)
    html = render_dashboard(market.connection, NOW)
    assert SCRIPT not in html
    assert html.count("&lt;script&gt;alert") > 10
    (own,) = BeautifulSoup(html, "html.parser").find_all("script")
    assert "alert" not in own.get_text()


def test_the_content_policy_lets_the_own_script_run_and_no_other(market):
    fill(market)
    soup = page(market)
    script = soup.script.decode_contents()
    wanted = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    assert policy.endswith(f"script-src 'sha256-{wanted}'")
    assert policy.startswith("default-src 'none';")


def test_the_page_needs_nothing_but_itself(market):
    fill(market)
    soup = page(market)
    asked = {
        value
        for element in soup.select("*")
        for name, value in element.attrs.items()
        if name in ("src", "srcset", "href", "xlink:href", "action", "data") and not value.startswith("#")
    }
    assert asked == {"data:,"}
    assert "url(" not in soup.style.get_text()
    assert "@import" not in soup.style.get_text()


def test_tables_and_drawings_can_be_read_aloud(market):
    fill(market)
    soup = page(market)
    assert len(soup.select("figure svg")) == 4
    for table in soup.select("table"):
        assert table.caption.get_text(strip=True)
        assert {head.get("scope") for head in table.select("thead th")} == {"col"}
        assert {row.select_one("*").name for row in table.select("tbody tr")} == {"th"}
    for drawing in soup.select("figure [role=img]"):
        assert len(drawing["aria-label"]) > 40
    assert len({element["id"] for element in soup.select("[id]")}) == len(soup.select("[id]"))


def test_drawings_take_their_colours_from_the_page(market):
    fill(market)
    for drawing in page(market).select("figure svg"):
        painted = {element[name] for element in drawing.select("*") for name in ("fill", "stroke") if element.get(name)}
        assert {colour for colour in painted if colour.startswith(("#", "rgb"))} == set()
        assert any(colour.startswith("var(--series-") for colour in painted)
