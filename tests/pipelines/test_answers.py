"""What `tokenwatt gpu` and `tokenwatt model` print: figures worked by hand, marks, and plainly what is missing."""

import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from pipelines.claims import answer_claims
from pipelines.gpu_answer import answer_gpu
from pipelines.model_answer import answer_model
from tests.warehouse.markets import Market
from warehouse.home import Home, WarehouseError

ROOT = Path(__file__).resolve().parents[2]
GPT_OSS = "openai/gpt-oss-120b"


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


@pytest.fixture
def market(home):
    folder = home.published / "one"
    folder.mkdir(parents=True)
    (home.published / "current").symlink_to("one")
    market = Market(folder / "tokenwatt.duckdb")
    market.name_models("gpt-oss-120b", "gpt-oss-20b", "gpt-4o", "gpt-4o-2024-08-06", "claude-3-5-sonnet")
    return market


@pytest.fixture
def ask(home, market, capsys, monkeypatch):
    """Publish the market and ask; the answer as lines of words."""

    def asked(what, name, columns=110):
        monkeypatch.setenv("COLUMNS", str(columns))
        market.connection.close()
        {"gpu": answer_gpu, "model": answer_model, "claims": answer_claims}[what](home, name)
        return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]

    return asked


def after(lines, heading):
    """The lines of one table."""
    start = next(number for number, line in enumerate(lines) if line.startswith(heading))
    rest = lines[start + 1 :]
    return rest[: rest.index("")] if "" in rest else rest


# --- GPUs ----------------------------------------------------------------------------------------------------------


def test_a_gpu_has_its_quartiles_and_the_cheapest_provider_per_way_of_buying(market, ask):
    for provider, usd in (("lambda", 2.0), ("aws", 4.0), ("gcp", 3.0), ("azure", 10.0)):
        market.offer(provider, usd)
    market.offer("aws", 1.5, purchase_type="spot")
    market.offer("aws", 1.9, purchase_type="reserved_1y")
    table = after(ask("gpu", "h100 sxm"), "List prices")
    # Quartiles of 2, 3, 4, 10, linear between offers: 2.75, 3.5, 5.5.
    assert table[1] == "on demand sxm-80gb 4 4 2.00 2.75 3.50 5.50 10.00 lambda 6 h"
    assert table[2] == "reserved 1 year sxm-80gb 1 1 1.90 1.90 1.90 1.90 1.90 aws 6 h"
    assert table[3] == "spot sxm-80gb 1 1 1.50 1.50 1.50 1.50 1.50 aws 6 h"


@pytest.mark.parametrize("name", ["H100", "nvidia-h100", "NVIDIA H100", "h-100"])
def test_any_spelling_of_a_model_covers_all_its_variants(market, ask, name):
    market.offer("lambda", 2.0)
    market.offer("azure", 1.8, gpu_id="nvidia-h100-pcie-80gb")
    market.offer("vast", 1.7, gpu_id="nvidia-h100")
    lines = ask("gpu", name)
    assert lines[0].startswith("nvidia-h100 ")
    variants = {line.split()[2] for line in after(lines, "List prices")[1:]}
    assert variants == {"sxm-80gb", "pcie-80gb", "unstated"}


@pytest.mark.parametrize("name", ["H100 SXM", "nvidia-h100-sxm-80gb", "H100-SXM5-80GB", "nvidia h100 80gb hbm3"])
def test_a_variant_leaves_the_others_out(market, ask, name):
    market.offer("lambda", 2.0)
    market.offer("azure", 1.8, gpu_id="nvidia-h100-pcie-80gb")
    lines = ask("gpu", name)
    assert lines[0].startswith("nvidia-h100-sxm-80gb ")
    assert not any("azure" in line for line in lines)


def test_what_a_gpu_is_comes_from_its_datasheet(market, ask):
    market.offer("lambda", 2.0)
    market.connection.execute("INSERT INTO seeds.gpu_datasheet VALUES ('nvidia-h100-sxm-80gb', 700, 'H100 datasheet')")
    assert "nvidia-h100-sxm-80gb sxm 80 700 H100 datasheet" in ask("gpu", "h100 sxm")


def test_the_best_offers_are_the_cheapest_of_each_provider_on_demand_first(market, ask):
    market.offer("lambda", 2.0, gpu_count=8.0, instance_type="gpu_8x", region="us-west")
    market.offer("lambda", 2.5, instance_type="gpu_1x")
    market.offer("aws", 4.0, instance_type="p5")
    market.offer("aws", 1.0, purchase_type="spot", instance_type="p5")
    table = after(ask("gpu", "h100"), "Best offers")
    assert table[1] == "lambda us-west gpu_8x sxm-80gb 8 2.00 16.00 on demand 6 h"
    assert table[2] == "aws eu p5 sxm-80gb 1 4.00 4.00 on demand 6 h"
    assert table[3] == "aws eu p5 sxm-80gb 1 1.00 1.00 spot 6 h"
    assert "trace marts.gpu_price offer_id=lambda-nvidia-h100-sxm-80gb-2.0" in table[5]


def test_a_few_offers_are_shown_of_each_way_to_buy_bids_last(market, ask):
    ways = ("on_demand", "spot", "bid", "marketplace_community", "reserved_1y", "reserved_3m")
    for number in range(40):
        for at, way in enumerate(ways):
            market.offer(f"cloud{number}", 2.0 + number + at, purchase_type=way)
    lines = ask("gpu", "h100")
    names = ("on demand", "reserved 1 year", "reserved 3 months", "spot", "marketplace community", "lowest bid")
    table = after(lines, "Best offers")
    bought = [name for line in table for name in names if line.endswith(f"{name} 6 h")]
    assert Counter(bought) == {
        "on demand": 10,
        "reserved 1 year": 2,
        "reserved 3 months": 1,
        "spot": 3,
        "marketplace community": 3,
        "lowest bid": 2,
    }
    assert list(dict.fromkeys(bought))[-1] == "lowest bid"
    assert [line.split(" sxm")[0] for line in after(lines, "List prices")[1:]] == [
        *("on demand", "reserved 3 months", "reserved 1 year", "spot", "marketplace community", "lowest bid")
    ]


def test_a_way_to_buy_that_was_last_seen_long_before_the_others_is_left_out(market, ask):
    market.offer("lambda", 2.0)
    market.offer("runpod", 1.0, purchase_type="marketplace_secure", age_days=400.0, is_stale=True)
    lines = ask("gpu", "h100")
    assert [line.split()[0] for line in after(lines, "Best offers")[1:2]] == ["lambda"]
    assert not any(line.startswith("marketplace") for line in after(lines, "List prices"))
    assert "1 older offers, last seen 1.1 y ago or before, are left out." in lines


@pytest.mark.parametrize(
    ("region", "country", "shown"),
    [
        (", US", "US", "US"),
        ("Texas, US", "US", "Texas, US"),
        ("eu-north1", "FI", "eu-north1 (FI)"),
        ("us-east-1", "US", "us-east-1"),
        ("UNSPECIFIED", None, "–"),
        ("Global (lowest)", None, "lowest of all regions"),
        ("India", "IN", "India"),
    ],
)
def test_a_region_is_shown_as_people_say_it(market, ask, region, country, shown):
    market.offer("lambda", 2.0, region=region, country_code=country, instance_type="x")
    assert after(ask("gpu", "h100"), "Best offers")[1].startswith(f"lambda {shown} x ")


def test_what_is_sold_out_stands_behind_what_can_be_had(market, ask):
    market.offer("lambda", 2.0, is_available=False)
    market.offer("aws", 4.0, is_available=True)
    table = after(ask("gpu", "h100"), "Best offers")
    assert table[1].startswith("aws ")
    assert table[2].endswith("on demand, sold out 6 h")


def test_marked_prices_are_shown_apart_and_move_no_figure(market, ask):
    market.offer("lambda", 2.0)
    market.offer("floor", 0.5, price_kind="from")
    market.offer("teaser", 0.1, price_kind="promotional")
    market.offer("coy", None, price_kind="on_request")
    lines = ask("gpu", "h100")
    assert after(lines, "List prices")[1] == "on demand sxm-80gb 1 1 2.00 2.00 2.00 2.00 2.00 lambda 6 h"
    assert after(lines, "Advertised otherwise")[1:] == [
        "from (a lower bound) floor eu sxm-80gb 1 0.50 on demand 6 h",
        "on request coy eu sxm-80gb 1 – on demand 6 h",
        "promotional teaser eu sxm-80gb 1 0.10 on demand 6 h",
    ]


def test_stale_and_starter_prices_are_marked(market, ask):
    market.offer("lambda", 2.0, age_days=800.0, is_stale=True, is_starter=True)
    lines = ask("gpu", "h100")
    assert after(lines, "List prices")[1].endswith("lambda 2.2 y starter stale")
    assert after(lines, "Best offers")[1].endswith("on demand 2.2 y starter stale")


def test_offers_long_unseen_are_counted_and_left_out(market, ask):
    market.offer("lambda", 2.0)
    market.offer("gone", 0.3, age_days=46.0, is_stale=True)
    lines = ask("gpu", "h100")
    assert after(lines, "List prices")[1].startswith("on demand sxm-80gb 1 1 2.00")
    assert "1 older offers, last seen 46 d ago or before, are left out." in lines


def test_slices_of_a_gpu_are_named_and_not_mixed_with_whole_ones(market, ask):
    market.name_gpus("H100 MIG 1g.10gb")
    market.offer("lambda", 2.0)
    market.offer("slicer", 0.4, gpu_id="nvidia-h100-sxm-80gb-mig-1g.10gb")
    market.offer("slicer", 0.3, gpu_id="nvidia-h100-mig-1g.10gb")
    lines = ask("gpu", "h100")
    assert not any(line.startswith("slicer") for line in lines)
    assert "Slices are sold too, asked for by their own names: nvidia-h100-mig-1g.10gb" in lines


def test_history_is_the_last_median_of_each_quarter(market, ask):
    market.offer("lambda", 2.0)
    market.day(date(2026, 2, 1), 9.0, 100.0)
    market.day(date(2026, 3, 31), 4.0, 100.0)
    market.day(date(2026, 5, 1), 3.0, 90.0)
    market.day(date(2026, 6, 30), 3.5, 95.0)
    table = after(ask("gpu", "h100"), "History, on demand")
    assert table == ["variant 2026 Q1 2026 Q2", "sxm-80gb median USD/GPU-h 4.00 3.50", "index 100 95"]


def test_a_gpu_nobody_offers_is_still_described(market, ask):
    lines = ask("gpu", "v100")
    assert lines[0].startswith("nvidia-v100 ")
    assert "no priced offer of it is held" in lines
    assert "no history is held" in lines


def test_an_unknown_gpu_gives_the_nearest_ids(market, ask):
    with pytest.raises(WarehouseError, match=r"no GPU is known as 'H101'; nearest: .*nvidia-h100\b"):
        ask("gpu", "H101")


def test_text_of_sources_cannot_steer_the_terminal(market, ask, capsys):
    market.offer("[red]evil[/red]", 2.0, region="\x1b[31mred\x1b[0m", instance_type="[/]")
    lines = ask("gpu", "h100", columns=200)
    line = after(lines, "Best offers")[1]
    assert line.startswith("[red]evil[/red] �[31mred�[0m [/] ")


@pytest.mark.parametrize(
    ("columns", "figures"), [(80, "1 12.25 12.25 12.25"), (110, "1 1 12.25 12.25 12.25 12.25 12.25")]
)
def test_where_it_is_narrow_words_break_and_figures_do_not(market, ask, columns, figures):
    market.offer(
        "a-cloud-with-a-long-name", 12.25, region="australia-southeast-1", instance_type="x" * 40, gpu_count=8.0
    )
    market.offer("a-cloud-with-a-long-name", 11.75, purchase_type="marketplace_community")
    lines = ask("gpu", "h100", columns=columns)
    assert after(lines, "List prices")[1].startswith(f"on demand sxm-80gb {figures} a-cloud")
    assert any(" 8 12.25 98.00 on demand" in line for line in after(lines, "Best offers"))
    assert max(len(line) for line in after(lines, "List prices") + after(lines, "Best offers")[:4]) <= columns


def test_a_plain_question_brings_in_neither_dagster_nor_dbt_nor_polars(market, home):
    market.offer("lambda", 2.0)
    market.claim("h100-power-400w")
    market.connection.close()
    code = (
        "import sys; from pathlib import Path; from warehouse.home import Home\n"
        "from pipelines.claims import *; from pipelines.gpu_answer import *; from pipelines.model_answer import *\n"
        f"home = Home(Path({str(home.root)!r})); answer_gpu(home, 'h100'); answer_model(home, 'gpt-oss-120b')\n"
        "answer_claims(home)\n"
        "sys.exit(str({'dagster', 'dbt', 'polars', 'altair', 'pyarrow'} & sys.modules.keys() or '') or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# --- models --------------------------------------------------------------------------------------------------------


def test_prices_are_blended_three_to_one_and_the_cheapest_stands_first(market, ask):
    market.price("groq", "input", 3.0)
    market.price("groq", "output", 15.0)
    market.price("groq", "cache_read", 0.3)
    market.price("novita", "input", 1.0)
    market.price("novita", "output", 2.0, age_days=30.0, is_stale=True)
    table = after(ask("model", "gpt-oss-120b"), "API prices")
    assert table[1] == "novita 1.00 2.00 – 1.25 6 h"
    assert table[2] == "groq 3.00 15.00 0.30 6.00 6 h"


def test_free_variable_and_unknown_prices_are_told_apart(market, ask):
    market.price("gift", "input", 0.0, price_kind="free")
    market.price("gift", "output", 0.0, price_kind="free")
    market.price("router", "input", None, price_kind="variable")
    market.price("router", "output", None, price_kind="variable")
    market.price("half", "input", 0.5)
    market.price("sale", "input", 0.4, price_kind="promotional")
    market.price("sale", "output", 0.9, price_kind="promotional")
    market.price("paid", "input", 1.0)
    market.price("paid", "output", 1.0)
    table = after(ask("model", "gpt-oss-120b"), "API prices")
    assert table[1] == "paid 1.00 1.00 – 1.00 6 h"
    assert sorted(table[2:6]) == [
        "gift free free – 0 6 h",
        "half 0.50 – – – 6 h",
        "router variable variable – – 6 h",
        "sale 0.40 promo 0.90 promo – – 6 h",
    ]


def test_tiers_batches_and_dearer_listings_are_noted(market, ask):
    market.price("vendor", "input", 3.0)
    market.price("vendor", "output", 15.0)
    market.price("vendor", "input", 6.0, tier_min_input_tokens=200_000)
    market.price("vendor", "output", 22.5, tier_min_input_tokens=200_000)
    market.price("vendor", "batch_input", 1.5)
    market.price("vendor", "batch_output", 7.5)
    market.price("vendor", "input", 4.0, region="eu")
    market.price("vendor", "output", 20.0, region="eu")
    table = after(ask("model", "gpt-oss-120b", columns=160), "API prices")
    notes = "batch 1.50/7.50; from 200,000 tokens 6.00/22.50; 2 listings, blended 6.00–8.00"
    assert table[1] == f"vendor 3.00 15.00 – 6.00 6 h {notes}"


def test_a_price_that_all_names_of_a_provider_share_holds_for_each(market, ask):
    market.price("vendor", "input", 1.0, model_name_raw="gpt-oss-120b", listings=2)
    market.price("vendor", "output", 5.0, model_name_raw="gpt-oss-120b")
    market.price("vendor", "output", 3.0, model_name_raw="gpt-oss-120b-slow")
    table = after(ask("model", "gpt-oss-120b"), "API prices")
    assert table[1] == "vendor 1.00 3.00 – 1.50 6 h 2 listings, blended 1.50–2.00"


def test_own_gpus_stand_beside_the_api_at_each_utilisation(market, ask):
    market.api("groq", 0.15, 0.6)
    market.host(2.0, 5000.0)
    table = after(ask("model", "gpt-oss-120b"), "Cheapest ways")
    assert table[0] == "where on USD/GPU-h tokens/s 100% busy 50% busy 30% busy seen"
    assert table[1] == "groq, API input 0.15 more 0.60 0.60 0.60 6 h"
    # 2 / (5000 x 3600) x 1e6 = 0.1111
    assert table[2] == "lambda, on demand 1 × h100-sxm-80gb 2.00 5,000 0.111 0.222 0.37 6 h"
    assert table[3] == "The first of one's own: task=chat; busy 100% of the time."


def test_scores_are_of_the_whole_benchmark_in_its_main_metric_the_newest(market, ask):
    market.score("gpqa", 0.6, known_on=date(2026, 1, 1))
    market.score("gpqa", 0.7, known_on=date(2026, 6, 1), effort="high")
    market.score("gpqa", 0.99, known_on=date(2026, 7, 1), metric="well_formed")
    market.score("gpqa", 0.98, known_on=date(2026, 7, 1), settings="category=easy")
    market.score("arena", 1363.0, unit="elo", metric="elo", ci_low=1358.0, ci_high=1368.0, evaluator="LMArena")
    market.score("mmlu", 0.9, evaluator="OpenAI", evaluator_kind="vendor", settings="shots=5")
    table = after(ask("model", "gpt-oss-120b"), "Scores")
    assert "gpqa 70.0 % high Epoch AI 2026-06-01 3: 60.0–98.0" in table
    assert "arena 1,363 ± 5 Elo – LMArena 2026-07-01" in table
    assert "mmlu 90.0 % shots=5 OpenAI, its maker 2026-07-01" in table


def test_energy_is_the_most_frugal_point_beside_the_median_of_each_gpu(market, ask):
    market.point(0.25, 2000.0, max_concurrency=512)
    market.point(0.25, 2000.0, grid="FR")  # the same point on another grid
    market.point(0.75, 500.0)
    market.point(0.1, 9000.0, gpu_id="nvidia-b200", gpu_count=2)
    table = after(ask("model", "gpt-oss-120b"), "Measured speed and energy")
    assert table[1] == "nvidia-h100 chat 2 0.25 0.50 500 2,000 1 512 gpu"
    assert table[2] == "nvidia-b200 chat 1 0.10 0.10 900 9,000 2 64 gpu"
    assert table[3] == "Said by meters as of 2026-07-22."


def test_what_is_not_known_is_said(market, ask):
    market.price("openai", "input", 2.5, model_id="openai/gpt-4o", model_version="openai/gpt-4o")
    named = {"model_id": "openai/gpt-4o", "model_version": "openai/gpt-4o", "has_card": False}
    market.card(**named, weights_openness="unknown", openness_rule="nothing_stated")
    lines = ask("model", "gpt-4o", columns=200)
    assert not any(line.startswith("weights") for line in lines)
    missing = (
        "no card that describes it, no way to host it oneself at a known speed and price, no benchmark score, "
        "no measured speed and energy"
    )
    assert lines[-1] == f"Not held for this version: {missing}."


def test_a_snapshot_is_told_from_its_version(market, ask):
    version, snapshot = "openai/gpt-4o", "openai/gpt-4o-2024-08-06"
    market.price("openai", "input", 2.5, model_id=snapshot, model_version=version)
    market.price("azure", "input", 2.0, model_id=version, model_version=version)
    lines = ask("model", "GPT-4o (2024-08-06)")
    assert lines[0] == f"{snapshot} snapshot of {version}"
    assert [line.split()[0] for line in after(lines, "API prices")[1:]] == ["openai", "Said"]
    assert lines[-1] == f"Its version may tell: tokenwatt model {version}"


def test_a_version_covers_its_snapshots(market, ask):
    version, snapshot = "openai/gpt-4o", "openai/gpt-4o-2024-08-06"
    market.price("openai", "input", 2.5, model_id=snapshot, model_version=version)
    market.price("azure", "input", 2.0, model_id=version, model_version=version)
    lines = ask("model", "gpt 4o")
    assert lines[0] == f"{version} version"
    assert {line.split()[0] for line in after(lines, "API prices")[1:3]} == {"openai", "azure"}


def test_a_family_lists_its_versions_with_the_cheapest_price_of_each(market, ask):
    market.price("groq", "input", 0.2)
    market.price("groq", "output", 0.6)
    market.price("dear", "input", 2.0)
    market.price("dear", "output", 2.0)
    market.score("gpqa", 0.7)
    market.point(0.25, 2000.0)
    lines = ask("model", "gpt oss")
    assert lines[0] == "openai/gpt-oss family of 2 versions"
    table = after(lines, "Cheapest API prices of each version")
    assert table[1] == "gpt-oss-120b groq 0.20 0.60 – 0.30 6 h 1 0.25"
    assert table[2] == "gpt-oss-20b – – – – – – 0 –"
    assert table[-1] == f"More of one of them: tokenwatt model {GPT_OSS}"


@pytest.mark.parametrize("name", ["claude 3.5 sonnet", "Claude-3-5-Sonnet", "anthropic/claude-3.5-sonnet"])
def test_any_spelling_of_a_model_is_understood(market, ask, name):
    assert ask("model", name)[0] == "anthropic/claude-3.5-sonnet version"


def test_an_unknown_model_gives_the_nearest_ids(market, ask):
    with pytest.raises(WarehouseError, match=r"no model is known as 'gpt-oss-121b'; nearest: openai/gpt-oss-120b"):
        ask("model", "gpt-oss-121b")


def test_a_model_begins_with_its_card(market, ask):
    market.card(
        parameters_b=117.0,
        active_parameters_b=5.1,
        is_moe=True,
        context_tokens=131072,
        context_tokens_lowest=32768,
        context_tokens_highest=131072,
        context_sources=3,
        context_sources_agreeing=2,
        context_source_id="hosts",
        licence_name="Apache License 2.0",
        weights_openness="open_weights",
        openness_rule="licence_without_use_limits",
        released_on=date(2025, 8, 5),
        training_compute_flop_estimated=2e25,
        systemic_risk_flop=1e25,
        is_presumed_systemic_risk=True,
        listed_countries="DE,US",
        listed_areas="EU",
        gpu_countries="DE,FR",
        gpu_memory_needed_gib=261.0,
    )
    lines = ask("model", "gpt-oss-120b", columns=160)
    assert lines[1:8] == [
        "size 117 billion parameters, 5.1 billion active, mixture of experts",
        "context 131,072 tokens (hosts give 32,768 to 131,072) hosts, 2 of 3 sources agree",
        "licence Apache License 2.0",
        "weights open weights: licence without use limits",
        "released 2025-08-05",
        "training 2e+25 FLOP, as estimated; above the 1e25 FLOP of Article 51 of the EU AI Act",
        "runs in by API: DE,US; within EU; GPUs that hold 261 GiB are offered in 2 countries",
    ]


def test_what_no_card_discloses_is_said(market, ask):
    market.card(weights_openness="api_only", openness_rule="stated_proprietary", openness_source_id="board")
    assert ask("model", "gpt-oss-120b")[1:3] == ["size not disclosed", "weights api only: stated proprietary board"]


# --- claims --------------------------------------------------------------------------------------------------------


def test_claims_stand_with_their_verdicts_figures_and_reasons(market, ask):
    market.claim("h100-power-400w", "contradicted", 647.65, "W", explanation="405 runs draw up to 694 W")
    market.claim("openai-loss-2022", "no_evidence", None, "1e6 USD", explanation="0 of 9 texts name a loss")
    lines = ask("claims", None, columns=160)
    assert "h100-power-400w h100-power-400w is so contradicted 648 W 405 runs draw up to 694 W" in lines
    assert "openai-loss-2022 openai-loss-2022 is so no evidence – 0 of 9 texts name a loss" in lines
    assert lines[-1].startswith("1 contradicted, 1 no evidence")


def test_where_it_is_narrow_a_claim_still_shows_its_id_and_reason(market, ask):
    market.claim("h100-power-400w", "contradicted", explanation="405 runs draw up to 694 W")
    lines = ask("claims", None, columns=80)
    assert lines[1:3] == ["contradicted h100-power-400w is so h100-power-400w", "405 runs draw up to 694 W"]


def test_one_claim_shows_the_query_that_gives_its_figure(market, ask):
    market.claim(
        "h100-power-400w", "contradicted", 647.65, "W", rule="about is within 20 %", evidence_sql="select 1 as figure"
    )
    lines = ask("claims", "h100-power-400w")
    assert "rule about is within 20 %" in lines
    assert "sources meters" in lines
    assert lines[-1] == "select 1 as figure"


def test_text_of_a_claim_cannot_steer_the_terminal(market, ask):
    market.claim("odd", "partly", 1.0, "[red]u[/]", explanation="\x1b[31mred\x1b[0m [bold]x[/bold]")
    line = next(line for line in ask("claims", None, columns=200) if line.startswith("odd"))
    assert line.endswith("partly 1 [red]u[/] �[31mred�[0m [bold]x[/bold]")


def test_an_unknown_claim_gives_the_nearest(market, ask):
    market.claim("h100-power-400w")
    with pytest.raises(WarehouseError, match=r"no claim is known as 'h100-power'; nearest: h100-power-400w"):
        ask("claims", "h100-power")
