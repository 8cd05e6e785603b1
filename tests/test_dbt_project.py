"""The dbt project: its conventions, read off the manifest, and its marts, built on a small world worked by hand."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from transforms.schemas import KINDS
from warehouse.database import connected, history_columns, prepare

PROJECT = Path(__file__).parents[1] / "dbt_like_sql"
IDENTITY = """
    CREATE TABLE identity.gpu_name (
        gpu_name_raw VARCHAR, gpu_memory_gib DOUBLE, instance_type VARCHAR, gpu_id VARCHAR, parent_id VARCHAR,
        vendor VARCHAR, accelerator_kind VARCHAR, form_factor VARCHAR, memory_gib DOUBLE, rule VARCHAR);
    CREATE TABLE identity.gpu (
        gpu_id VARCHAR, parent_id VARCHAR, vendor VARCHAR, accelerator_kind VARCHAR, form_factor VARCHAR,
        memory_gib DOUBLE, architecture VARCHAR);
    CREATE TABLE identity.model_name (
        model_name_raw VARCHAR, provider VARCHAR, developer VARCHAR, model_id VARCHAR, model_version VARCHAR,
        model_family VARCHAR, developer_id VARCHAR, variant VARCHAR, quantisation VARCHAR, effort VARCHAR,
        rule VARCHAR);
"""


def dbt(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dbt on `folder`/warehouse.duckdb; what it writes stays in `folder`."""
    environment = os.environ | {
        "TOKENWATT_DATABASE": str(folder / "warehouse.duckdb"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DO_NOT_TRACK": "1",
    }
    command = [Path(sys.executable).with_name("dbt"), "--no-use-colors", *arguments, "--profiles-dir", "."]
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


def insert(connection: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    marks = ", ".join("?" for _ in values)
    connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))


class World:
    """A warehouse with facts put straight into it, each with its capture."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.facts = 0

    def source(self, source_id: str, *, is_firsthand: bool = True) -> None:
        insert(
            self.connection,
            "ops.source",
            source_id=source_id,
            title=source_id,
            status="live",
            is_firsthand=is_firsthand,
            licence="CC-BY-4.0",
            licence_url="https://example.org/terms",
            cron="0 0 * * *",
            stale_after_hours=48.0,
            kinds=[],
        )

    def capture(self, source_id: str, captured_at: datetime) -> None:
        insert(
            self.connection,
            "ops.capture",
            source_id=source_id,
            captured_at=captured_at,
            part="all",
            file_key="key",
            name="all.json",
            payload_sha256=f"{source_id} {captured_at:%Y-%m-%d}",
            origin="capture",
            licence="CC-BY-4.0",
            state="merged",
        )

    def fact(self, table: str, source_id: str, seen: datetime, until: datetime | None = None, **values: Any) -> None:
        self.facts += 1
        insert(
            self.connection,
            f"history.{table}",
            source_id=source_id,
            part="all",
            captured_at=seen,
            payload_sha256=f"{source_id} {seen:%Y-%m-%d}",
            record_ref=f"row {self.facts}",
            origin="capture",
            recorded_from=seen,
            recorded_to=until,
            **values,
        )

    def offer(self, source_id: str, seen: datetime, until: datetime | None = None, **values: Any) -> None:
        usual = {"provider": "cloud", "gpu_name_raw": "H100 SXM", "gpu_count": 1.0, "purchase_type": "on_demand"}
        usual |= {"price_kind": "listed", "currency": "USD", "amount_unit": "hour", "usd_per_currency_unit": 1.0}
        offer = usual | values
        self.fact(
            "gpu_offer", source_id, seen, until, **offer, usd_per_hour=offer["usd_per_gpu_hour"] * offer["gpu_count"]
        )

    def price(self, source_id: str, seen: datetime, component: str, usd: float | None, **values: Any) -> None:
        usual = {"provider": "api", "model_name_raw": "m", "unit": "million_tokens", "tier_min_input_tokens": 0}
        usual |= {"currency": "USD", "amount_unit": "million_tokens", "usd_per_currency_unit": 1.0}
        usual |= {"price_kind": "listed", "component": component, "usd_per_million_tokens": usd}
        self.fact("model_price", source_id, seen, **(usual | values))

    def score(self, source_id: str, seen: datetime, model: str, score: float, **values: Any) -> None:
        usual = {"benchmark": "gsm8k", "metric": "accuracy", "unit": "fraction", "evaluator_kind": "independent"}
        self.fact("benchmark_score", source_id, seen, **(usual | {"model_name_raw": model, "score": score} | values))


DAY_1, DAY_3, DAY_5 = (datetime(2026, 8, day, 12, tzinfo=UTC) for day in (1, 3, 5))


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """Three clouds' prices on three days, one model's list price, one measurement, three scores, one grid."""
    world = World(connection)
    for source_id in ("cloud", "measured", "scored", "priced", "grid"):
        world.source(source_id)
    world.source("catalogue", is_firsthand=False)
    for day in (DAY_1, DAY_3, DAY_5):
        world.capture("cloud", day)
        world.capture("catalogue", day)
    for source_id in ("measured", "scored", "priced", "grid"):
        world.capture(source_id, DAY_5)
    # The cloud's own H100 falls from 4 to 2 USD; the catalogue repeats it late, and knows another cloud.
    world.offer("cloud", DAY_1, DAY_3, usd_per_gpu_hour=4.0)
    world.offer("cloud", DAY_3, usd_per_gpu_hour=2.0)
    world.offer("catalogue", DAY_1, usd_per_gpu_hour=4.0, region="us-east-1")
    world.offer("catalogue", DAY_3, usd_per_gpu_hour=6.0, provider="other")
    world.offer("catalogue", DAY_3, usd_per_gpu_hour=1.0, provider="other", gpu_name_raw="Mystery X")
    world.price("priced", DAY_5, "input", 1.0)
    world.price("priced", DAY_5, "output", 5.0)
    world.price("priced", DAY_5, "output", 9.0, tier_min_input_tokens=200_000)
    world.price("priced", DAY_5, "cache_read", None, price_kind="on_request")
    world.fact(
        "inference_measurement",
        "measured",
        DAY_5,
        model_name_raw="m",
        gpu_name_raw="H100",
        gpu_count=8,
        task="chat",
        boundary="gpu",
        output_tokens_per_second=2_000.0,
        power_watts=5_600.0,
        joules_per_output_token=2.8,
        method="measured",
    )
    world.score("scored", DAY_5, "old", 0.5)
    world.score("scored", DAY_5, "m", 0.75)
    world.score("scored", DAY_5, "undated", 0.9)
    for model, released_on, is_open in (("old", date(2026, 1, 15), True), ("m", date(2026, 3, 15), False)):
        world.fact(
            "model_card",
            "scored",
            DAY_5,
            model_name_raw=model,
            released_on=released_on,
            weights_openness="unknown",
            has_downloadable_weights=is_open,
            method="stated",
        )
    world.fact("grid_intensity", "grid", DAY_5, country_code="FR", year=2025, gco2_per_kwh=50.0, method="stated")
    for name, gpu_id, parent_id in (
        ("H100", "nvidia-h100", None),
        ("H100 SXM", "nvidia-h100-sxm-80gb", "nvidia-h100"),
        ("Mystery X", None, None),
    ):
        insert(connection, "identity.gpu_name", gpu_name_raw=name, gpu_id=gpu_id, parent_id=parent_id, rule="name")
    for name, provider in (("m", "api"), ("m", None), ("old", None), ("undated", None)):
        insert(
            connection,
            "identity.model_name",
            model_name_raw=name,
            provider=provider,
            model_id=f"d/{name}",
            model_version=f"d/{name}",
            model_family="d/family",
            rule="name",
        )


def build(folder: Path) -> Path:
    """The project built on `fill`, as of noon on 6 August 2026, every unit and data test having passed."""
    with connected(folder / "warehouse.duckdb") as connection:
        prepare(connection)
        connection.execute(IDENTITY)
        fill(connection)
    done = dbt(folder, "build", "--show-all-deprecations", "--vars", "{as_of: '2026-08-06T12:00:00Z', pue: 1.25}")
    assert done.returncode == 0, done.stdout
    assert "eprecat" not in done.stdout, done.stdout
    return folder


def rebuild(connection: duckdb.DuckDBPyConnection, built: Path, *marts: str) -> None:
    """`marts` (all by default) and what they are made of in another world, by the SQL that dbt compiled for `built`;
    their data tests pass too. Seconds, where another run of dbt parses the project again and takes a minute."""
    nodes = json.loads((built / "target" / "manifest.json").read_text())["nodes"]
    above = {
        key: [each for each in node["depends_on"].get("nodes", []) if each in nodes] for key, node in nodes.items()
    }
    wanted = {key for key, node in nodes.items() if node["resource_type"] == "model"}
    if marts:
        wanted, waiting = set(), [key for key in wanted if nodes[key]["name"] in marts]
        while waiting:
            if (key := waiting.pop()) not in wanted:
                wanted.add(key)
                waiting += above[key]
    connection.execute(f"ATTACH '{built / 'warehouse.duckdb'}' AS built (READ_ONLY)")
    for key in TopologicalSorter(above).static_order():
        node = nodes[key]
        place = f"{node['schema']}.{node['name']}"
        if node["resource_type"] == "seed":
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {node['schema']}")
            connection.execute(f"CREATE TABLE {place} AS FROM built.{place}")
        elif key in wanted:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {node['schema']}")
            connection.execute(f"CREATE TABLE {place} AS {node['compiled_code']}")
    connection.execute("DETACH built")
    tested = 0
    for key, node in nodes.items():
        models = [each for each in above[key] if nodes[each]["resource_type"] == "model"]
        if node["resource_type"] == "test" and models and wanted.issuperset(models):
            failures = connection.execute(f"SELECT count(*) FROM ({node['compiled_code']})").fetchone()
            assert failures == (0,), key
            tested += 1
    assert tested


@pytest.fixture(scope="module")
def world(built: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connected(built / "warehouse.duckdb", read_only=True) as connection:
        yield connection


def models(manifest: dict[str, Any], schema: str | None = None) -> list[dict[str, Any]]:
    found = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    return [node for node in found if schema in (None, node["schema"])]


def test_models_live_in_the_three_schemas_that_their_folders_name(manifest):
    assert {(node["schema"], node["path"].split("/")[0]) for node in models(manifest)} == {
        (name, name) for name in ("staging", "intermediate", "marts")
    }


def test_marts_are_tables_with_an_enforced_contract(manifest):
    for node in models(manifest, "marts"):
        assert node["config"]["materialized"] == "table", node["name"]
        assert node["contract"]["enforced"], node["name"]


def test_every_model_and_column_is_described_and_every_float_has_a_unit(manifest):
    for node in models(manifest):
        assert node["description"], node["name"]
        assert node["columns"], node["name"]
        for column in node["columns"].values():
            name = f"{node['name']}.{column['name']}"
            assert column["description"], name
            assert column["data_type"], name
            if column["data_type"] == "double":
                assert column["config"]["meta"].get("unit"), name


def test_described_columns_are_the_columns_that_are_built(manifest, world):
    for node in models(manifest):
        built = world.execute(f"DESCRIBE {node['schema']}.{node['name']}").fetchall()
        found = {name: kind.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ").lower() for name, kind, *_ in built}
        assert {name: column["data_type"] for name, column in node["columns"].items()} == found, node["name"]


def test_only_staging_reads_sources_and_seeds_and_it_reads_one_of_them(manifest):
    for node in models(manifest):
        inputs = node["depends_on"]["nodes"]
        raw = [name for name in inputs if name.startswith(("source.", "seed."))]
        assert len(raw) == (1 if node["schema"] == "staging" else 0), node["name"]
        assert len(inputs) == 1 or node["schema"] != "staging", node["name"]


def test_staging_hands_on_every_column_of_the_history(manifest):
    for table, kind in KINDS.items():
        (node,) = (node for node in models(manifest) if node["name"] == f"stg_history__{table}")
        assert set(node["columns"]) == set(history_columns(kind)) - {"origin"} | {"is_starter"}, table


def test_marts_have_a_key_test_and_a_unit_test_and_provenance_that_is_tested(manifest):
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    for node in models(manifest, "marts"):
        mine = [test for test in tests if node["unique_id"] in test["depends_on"]["nodes"]]
        assert any(test["test_metadata"]["name"] == "unique_key" for test in mine), node["name"]
        assert any(unit["model"] == node["name"] for unit in manifest["unit_tests"].values()), node["name"]
        prefixes = {name.removesuffix("payload_sha256") for name in node["columns"] if name.endswith("payload_sha256")}
        assert prefixes or node["name"] in ("source_freshness", "identity_coverage"), node["name"]
        traced = [test["test_metadata"] for test in mine if test["test_metadata"]["name"] == "traceable"]
        assert {f"{test['kwargs'].get('prefix', '')}_".lstrip("_") for test in traced} == prefixes, node["name"]
        for prefix in prefixes:
            group = ("source_id", "captured_at", "payload_sha256", "record_ref", "is_starter")
            assert {f"{prefix}{name}" for name in group} <= set(node["columns"]), node["name"]


def test_an_offer_that_two_sources_state_is_counted_once_and_first_hand(world):
    found = world.execute(
        "SELECT provider, gpu_id, source_id, usd_per_gpu_hour FROM marts.gpu_price ORDER BY ALL"
    ).fetchall()
    assert found == [
        ("cloud", "nvidia-h100-sxm-80gb", "cloud", 2.0),
        ("other", "nvidia-h100-sxm-80gb", "catalogue", 6.0),
        ("other", None, "catalogue", 1.0),
    ]


def test_the_index_follows_the_offer_that_stays_and_not_the_one_that_comes(world):
    found = world.execute(
        """
        SELECT day::VARCHAR, offers, median_usd_per_gpu_hour, index_100, matched_offers, min_source_id
        FROM marts.gpu_price_daily ORDER BY day
        """
    ).fetchall()
    assert found == [
        ("2026-08-01", 1, 4.0, 100.0, 0, "cloud"),
        ("2026-08-02", 1, 4.0, 100.0, 1, "cloud"),
        ("2026-08-03", 2, 4.0, 50.0, 1, "cloud"),
        ("2026-08-04", 2, 4.0, 50.0, 2, "cloud"),
        ("2026-08-05", 2, 4.0, 50.0, 2, "cloud"),
        ("2026-08-06", 2, 4.0, 50.0, 2, "cloud"),
    ]


def test_an_unknown_price_stays_unknown(world):
    found = world.execute(
        """
        SELECT component, tier_min_input_tokens, price_kind, usd_per_million_tokens
        FROM marts.model_price ORDER BY ALL
        """
    ).fetchall()
    assert found == [
        ("cache_read", 0, "on_request", None),
        ("input", 0, "listed", 1.0),
        ("output", 0, "listed", 5.0),
        ("output", 200_000, "listed", 9.0),
    ]


def test_all_ways_to_get_a_million_tokens_are_ranked_by_one_query(world):
    # 8 GPUs x 2 USD / (2,000 tokens/s x 3,600 s x utilisation) x 1e6 = 2.22 USD at full load.
    found = world.execute(
        """
        SELECT
            route, provider, coalesce(price_tier, gpu_match), utilisation,
            usd_per_million_output_tokens, usd_per_million_blended_tokens
        FROM marts.cost_per_token WHERE model_id = 'd/m' ORDER BY usd_per_million_output_tokens
        """
    ).fetchall()
    rented = 8 * 2.0 / (2_000 * 3_600) * 1e6
    assert found == [
        ("self_host", "cloud", "variant", 1.0, pytest.approx(rented), None),
        ("self_host", "cloud", "variant", 0.5, pytest.approx(rented / 0.5), None),
        ("api", "api", "base", None, 5.0, 2.0),
        ("self_host", "other", "variant", 1.0, pytest.approx(3 * rented), None),
        ("self_host", "cloud", "variant", 0.3, pytest.approx(rented / 0.3), None),
        ("api", "api", "long_context", None, 9.0, 3.0),
        ("self_host", "other", "variant", 0.5, pytest.approx(3 * rented / 0.5), None),
        ("self_host", "other", "variant", 0.3, pytest.approx(3 * rented / 0.3), None),
    ]


def test_a_token_draws_joules_and_emits_by_the_grid(world):
    # 2.8 J x 1.25 = 3.5 J a token, 0.972 kWh a million: 9.72 cents at the assumed price, 48.6 g in France.
    found = world.execute(
        """
        SELECT grid, power_watts_per_gpu, joules_per_output_token, facility_joules_per_output_token,
            usd_energy_per_million_output_tokens, gco2_per_million_output_tokens, grid_source_id
        FROM marts.watts_per_token WHERE grid IN ('FR', 'DE') ORDER BY grid
        """
    ).fetchall()
    assert found == [
        ("DE", 700.0, 2.8, 3.5, pytest.approx(0.1 * 3.5 / 3.6), None, None),
        ("FR", 700.0, 2.8, 3.5, pytest.approx(0.1 * 3.5 / 3.6), pytest.approx(50 * 3.5 / 3.6), "grid"),
    ]


def test_the_open_frontier_lags_behind_the_closed_one(world):
    found = world.execute(
        """
        SELECT month::VARCHAR, frontier_score, frontier_model_id, open_frontier_score, months_open_lag, headroom,
            is_saturated, undated_scores
        FROM marts.benchmark_trend ORDER BY month
        """
    ).fetchall()
    assert found == [
        ("2026-01-01", 0.5, "d/old", 0.5, 0, 0.5, False, 1),
        ("2026-02-01", 0.5, "d/old", 0.5, 0, 0.5, False, 1),
        ("2026-03-01", 0.75, "d/m", 0.5, 0, 0.25, False, 1),
    ]


def test_a_name_that_stays_open_is_listed(world):
    assert world.execute("SELECT name_kind, fact_kind, name, facts FROM marts.unresolved_name").fetchall() == [
        ("gpu", "gpu_offer", "Mystery X", 1)
    ]


def test_every_source_says_how_fresh_it_is(world):
    states = world.execute("SELECT source_id, state, age_hours FROM marts.source_freshness").fetchall()
    assert sorted(states) == [
        (name, "live", 24.0) for name in ("catalogue", "cloud", "grid", "measured", "priced", "scored")
    ]


def test_an_empty_warehouse_builds_too(built, tmp_path):
    with connected(tmp_path / "warehouse.duckdb") as connection:
        prepare(connection)
        connection.execute(IDENTITY)
        rebuild(connection, built)
        marts = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'").fetchall()
        counts = {name: connection.execute(f"SELECT count(*) FROM marts.{name}").fetchone()[0] for (name,) in marts}
        assert {name for name, count in counts.items() if count} == {"claim_check"}
        # The claims are there all the same, and where nothing is held none of them is settled but by our own seeds.
        verdicts = connection.execute("SELECT claim_id, verdict FROM marts.claim_check ORDER BY claim_id").fetchall()
        assert len(verdicts) == 24
        assert {claim_id for claim_id, verdict in verdicts if verdict != "no_evidence"} == {"openai-owns-h100-b200"}
