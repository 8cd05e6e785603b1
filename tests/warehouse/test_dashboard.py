"""The page of a snapshot: its figures are those of the marts, it needs only itself, and no source can write it."""

import hashlib
from base64 import b64encode
from datetime import date, timedelta

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
    market.claim("a")
    quality(market, "a/best", 0.9, 2.0)
    threshold(market, date(2026, 1, 1), 0.5, "openai/gpt-oss-120b")
    threshold(market, date(2026, 2, 1), 0.4, "openai/gpt-oss-120b")


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


def quality(market, model, score, usd, *, is_best=True, **other):
    values = {"benchmark": "gpqa-diamond", "metric": "accuracy", "unit": "fraction", "is_higher_better": True}
    values |= {"model_version": model, "score": score, "evaluator": "Epoch AI", "score_known_on": date(2026, 7, 22)}
    values |= {"usd_per_million_blended_tokens": usd, "usd_per_million_input_tokens": usd / 2}
    values |= {"usd_per_million_output_tokens": usd * 2.5, "cheapest_provider": "groq", "sellers": 2}
    values |= {"price_age_days": 0.25, "is_on_pareto_frontier": is_best, "output_price_source_id": "tokens"}
    market.put("price_performance", **values | {"score_source_id": "boards"} | other)


def threshold(market, month, usd, model, **other):
    values = {"benchmark": "gpqa-diamond", "metric": "accuracy", "unit": "fraction", "threshold": 0.7, "month": month}
    values |= {"usd_per_million_blended_tokens": usd, "model_version": model, "provider": "groq"}
    values |= {"output_price_captured_at": NOW - timedelta(days=2), "output_price_source_id": "tokens"}
    market.put("token_price_index", **values | {"score_source_id": "boards"} | other)


def test_a_claim_has_its_verdict_figure_reason_and_sources(market):
    market.claim("a", "supported", 0.25, "share", explanation="1 of 4", n=4, sources="a,b,c,d,e")
    market.claim("b", "contradicted", 694.0, "W", example_captured_at=NOW - timedelta(days=3))
    market.claim("c", "no_evidence", None)
    soup = page(market)
    claims = [row.th.get_text() for row in soup.select("#claims-table tbody tr")]
    assert claims == ["b is so", "a is so", "c is so"]
    assert cells(soup, "claims-table", "a")[1:] == [
        "supported",
        "25 %",
        "1 of 4 from 4 records",
        "–",
        "a, b, c and 2 more",
    ]
    assert cells(soup, "claims-table", "b")[1:3] == ["contradicted", "694 W"]
    assert cells(soup, "claims-table", "b")[4] == "3 d"
    assert cells(soup, "claims-table", "c")[1:3] == ["no evidence", "–"]


def test_a_fixed_quality_has_both_ends_of_its_price_and_the_interval_of_its_fall(market):
    threshold(market, date(2025, 1, 1), 10.0, "openai/o1")
    threshold(market, date(2026, 1, 1), 0.5, "openai/gpt-oss-120b")
    series = {"benchmark": "gpqa-diamond", "metric": "accuracy", "unit": "fraction", "threshold": 0.7}
    fall = {"decline_factor_per_year": 20.0, "decline_factor_low": 0.5, "decline_factor_high": 4000.0}
    market.put("price_trend", mart="token_price_index", points=5, direction="open", **series, **fall)
    soup = page(market)
    assert cells(soup, "price-at-quality-table", "gpqa-diamond")[1:] == [
        "70 %",
        "2025-01 openai/o1",
        "10.00",
        "0.50 2026-01",
        "openai/gpt-oss-120b at groq",
        "20 open",
        "0.5 to over 1,000",
        "5",
        "2 d",
        "tokens; boards",
    ]


def test_only_models_that_nothing_beats_are_listed_with_what_they_cost(market):
    quality(market, "a/best", 0.9, 2.0)
    quality(market, "a/beaten", 0.8, 3.0, is_best=False)
    quality(market, "a/part", 0.99, 1.0, test_set="category=math")
    soup = page(market)
    assert len(soup.select("#quality-for-price-gpqa-diamond tbody tr")) == 1
    assert "1 of 2" in soup.select_one("#quality-for-price-gpqa-diamond caption").get_text()
    row = cells(soup, "quality-for-price-gpqa-diamond", "a/best")
    assert row[1:] == ["90.0 % Epoch AI", "2.00", "1.00", "5.00", "groq", "2", "6 h", "10 d", "tokens, boards"]


def even(market, model, utilisation, **other):
    values = {"model_version": model, "is_current": True, "is_cheapest_api": True, "purchase_type": "on_demand"}
    values |= {"chosen_for": "lowest_cost", "tokens_counted": "output_tokens", "rate_covers": "whole_job"}
    values |= {"break_even_utilisation": utilisation, "is_reachable": utilisation <= 1, "api_provider": "groq"}
    values |= {"break_even_tokens_per_day": utilisation * 1e9, "api_usd_per_million_tokens": 0.5}
    values |= {"usd_per_million_tokens_at_full_load": utilisation / 2, "replicas": 2, "gpu_count": 4}
    values |= {"offer_gpu_id": "nvidia-h100-sxm-80gb", "gpu_provider": "lambda", "usd_per_gpu_hour": 2.0}
    values |= {"api_age_days": 0.25, "offer_age_days": 2.0, "precision": "fp8", "output_price_source_id": "tokens"}
    values |= {"api_is_stale": False, "offer_is_stale": True, "output_price_is_starter": False}
    values |= {"offer_is_starter": False, "offer_source_id": "clouds", "measurement_source_id": "meters"}
    market.put("break_even", **values | other)


def test_own_gpus_pay_from_the_least_utilisation_or_never(market):
    even(market, "a/pays", 0.25)
    even(market, "a/pays", 0.5, gpu_provider="dear")
    for change in ({"is_current": False}, {"is_cheapest_api": False}, {"purchase_type": "spot"}):
        even(market, "a/pays", 0.01, **change)
    even(market, "a/never", 3.0)
    even(market, "a/mixed", 0.1)
    even(market, "a/mixed", 0.75, tokens_counted="blended_tokens")  # both sides bear the prompts
    soup = page(market)
    assert cells(soup, "break-even-table", "a/pays")[1:] == [
        "25 %",
        "250 M",
        "0.50 groq",
        "0.125",
        "8 × h100-sxm-80gb lambda, 2.00",
        "answers fp8",
        "6 h",
        "2 d stale",
        "tokens; clouds; meters",
    ]
    assert cells(soup, "break-even-table", "a/never")[1:5] == ["never", "–", "0.50 groq", "1.50 3 times the API"]
    assert cells(soup, "break-even-table", "a/mixed")[1] == "75 %"
    assert "renting never pays for 1" in soup.select_one("#break-even-table caption").get_text()


def test_power_that_was_estimated_is_no_measured_energy_of_a_token(market):
    market.point(0.5, 500.0)
    market.point(0.1, 4000.0, is_power_estimated=True, method="estimated")
    soup = page(market)
    assert cells(soup, "watts-per-token-table", "openai/gpt-oss-120b")[3:6] == ["0.50", "0.50", "1"]
    assert "0.50 J per output token" in tiles(soup)["Least energy measured"]


def test_power_stands_against_the_limit_and_a_generation_against_the_one_before(market):
    power = {"gpu_id": "nvidia-h100", "boundary": "gpu", "points": 405, "models": 29, "tdp_watts": 700.0}
    power |= {"tdp_basis": "only_variant_that_covers_the_peak", "power_watts_per_gpu_min": 230.7}
    power |= {"power_watts_per_gpu_p50": 496.0, "power_watts_per_gpu_max": 693.6, "share_of_tdp_p10": 0.54}
    power |= {"share_of_tdp_p50": 0.71, "share_of_tdp_p90": 0.89, "source_id": "meters", "peak_captured_at": NOW}
    market.put("gpu_power", workload="tokens", **power)
    market.put("gpu_power", workload="any", **power)
    step = {"boundary": "gpu", "source_id": "meters", "vendor": "nvidia", "architecture": "blackwell"}
    step |= {"model_version": "a/m", "best_captured_at": NOW, "joules_per_output_token_best": 0.1}
    for task, previous, points in (("chat", "hopper", 9), ("image-chat", "hopper", 40), ("first", None, 50)):
        ratios = {"best_ratio": 0.5, "median_ratio": 0.75, "matched_ratio": 1.25, "is_best_at_same_precision": False}
        market.put(
            "energy_trend",
            **step | ratios,
            task=task,
            points=points,
            previous_architecture=previous,
            previous_joules_per_output_token_best=0.2,
        )
    soup = page(market)
    assert len(soup.select("#power-table tbody tr")) == 1
    assert cells(soup, "power-table", "nvidia-h100")[1:8] == [
        "language models",
        "231",
        "496",
        "694",
        "700 told by the peak",
        "71",
        "54–89",
    ]
    assert cells(soup, "energy-generations-table", "a/m")[1:] == [
        "chat GPUs alone",
        "hopper to blackwell",
        "0.20",
        "0.10",
        "50 % other precision",
        "75 %",
        "125 %",
        "9",
        "0 min",
        "meters",
    ]


def test_what_is_left_of_a_public_score_is_the_median_drop_of_its_models(market):
    pair = {"public_benchmark": "humaneval", "hardened_benchmark": "humaneval-plus", "is_drop_comparable": True}
    pair |= {"relation": "same_items_stricter_tests", "hardened_captured_at": NOW, "hardened_is_starter": False}
    pair |= {"public_source_id": "boards", "hardened_source_id": "boards"}
    for drop, match in ((0.0, "same_run"), (0.05, "same_run"), (0.1, "other_evaluator")):
        market.put("benchmark_gap", **pair, public_score=0.8, hardened_score=0.8 - drop, score_drop=drop, match=match)
    assert cells(page(market), "hardened-table", "humaneval")[1:] == [
        "humaneval-plus same items stricter tests",
        "80.0",
        "75.0",
        "5.0",
        "1.0 to 9.0",
        "2 of 3",
        "2 of 3",
        "0 min",
        "boards",
    ]


def test_the_last_change_of_a_list_price_is_shown_and_what_moves_by_the_hour_is_not(market):
    seen = {"change_kind": "price", "subject": "gpu_offer", "gpu_id": "nvidia-h100", "provider": "lambda"}
    seen |= {"purchase_type": "on_demand", "is_suspect": False, "is_starter": False, "source_id": "clouds"}

    def change(before, after, days, **other):
        noticed = NOW - timedelta(days=days)
        values = {"usd_before": before, "usd_after": after, "percent": 100 * (after / before - 1)}
        market.put("price_change", **seen | values | {"noticed_at": noticed} | other)

    change(4.0, 3.0, 9)
    change(3.0, 2.4, 2)
    change(3.0, 2.4, 2, region="eu")
    change(2.4, 2.401, 1)
    change(2.0, 1.0, 1, purchase_type="spot")
    change(2.0, 1.0, 1, change_kind="exchange_rate")
    change(1.0, 10.0, 1, provider="odd", is_suspect=True, began_at=NOW - timedelta(days=5))
    token = {"subject": "model_price", "gpu_id": None, "purchase_type": None, "model_version": "a/m"}
    token |= {"price_unit": "million_tokens", "tier_min_input_tokens": 0}
    change(1.0, 1.5, 3, component="output", **token)
    change(1.0, 1.5, 3, component="cache_read", **token)
    soup = page(market)
    found = [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in soup.select("#price-changes tr")
    ]
    assert [row for row in found if row[0] not in ("What",)] == [
        ["nvidia-h100", "lambda", "3.00", "2.40", "−20", "2026-07-30 or before", "2", "2 d", "clouds"],
        ["nvidia-h100 suspect", "odd", "1.00", "10.00", "+900", "2026-07-27", "1", "24 h", "clouds"],
        ["a/m output", "lambda", "1.00", "1.50", "+50", "2026-07-29 or before", "1", "3 d", "clouds"],
    ]


def test_a_source_says_how_far_it_agrees_and_where_it_is_farthest_off(market):
    shares = {"share_agreeing": 0.9, "share_right_when_seen": 0.95, "share_stale": 0.04, "share_wrong": 0.01}
    worst = {
        "worst_model_name_raw": "m",
        "worst_component": "input",
        "worst_ratio": 31.25,
        "worst_reason": "unit_error",
    }
    counts = {"source_id": "tokens", "yardstick": "first_hand", "cells": 1000, "unexplained_cells": 3}
    market.put("source_reliability", **counts, **shares, **worst, last_seen_at=NOW - timedelta(days=1))
    assert cells(page(market), "agreement-table", "tokens")[1:] == [
        "vendors",
        "1,000",
        "90 %",
        "95 %",
        "4 %",
        "1 %",
        "3",
        "m, input 31.2 times; unit error",
        "24 h",
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
    assert len(absent) == 16
    assert all(text.startswith("No ") and text.endswith(".") for text in absent)
    assert not soup.select("table, svg, .tiles")


def test_text_of_sources_cannot_become_markup(market):
    market.offer(SCRIPT, 2.0, region=SCRIPT, source_id=SCRIPT)
    market.day(date(2026, 7, 31), 2.0, 100.0, gpu_id=SCRIPT, min_source_id=SCRIPT)
    market.api(SCRIPT, 0.1, 0.2, model_id=SCRIPT)
    market.host(2.0, 100.0, model_id=SCRIPT)
    market.point(0.5, 10.0, model_version=SCRIPT, gpu_id=SCRIPT, task=SCRIPT)
    market.month(date(2026, 5, 1), 0.7, 0.5, title=SCRIPT, frontier_evaluator=SCRIPT)
    market.claim("a", claim=SCRIPT, explanation=SCRIPT, sources=SCRIPT)
    quality(market, SCRIPT, 0.9, 2.0, cheapest_provider=SCRIPT)
    threshold(market, date(2026, 1, 1), 0.5, SCRIPT, provider=SCRIPT)
    even(market, SCRIPT, 0.5, api_provider=SCRIPT)
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
    assert len(soup.select("figure svg")) == 6
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
