"""What tokens cost on rented accelerators, against figures worked out by others and by hand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tests.test_dbt_project import IDENTITY, World, insert, rebuild
from warehouse.database import connected, prepare

NOON = datetime(2026, 8, 5, 12, tzinfo=UTC)
# USD per GPU and hour that InferenceX reckons with: at a hyperscaler, at a neocloud and rented for three years; and
# tokens per second and GPU, prompts included, of which one in five is an answer.
INFERENCEX = {
    "H100": (1.30, 1.69, 1.30, 2_500),
    "H200": (1.41, 1.74, 1.60, 3_000),
    "B200": (1.95, 2.34, 2.90, 7_500),
    "GB200": (2.21, 2.75, 3.30, 10_000),
    "MI355X": (1.48, 1.90, 2.10, 5_000),
}
# USD per million tokens by its formula, cost / (tokens per second and GPU x 3600 / 1e6), worked out by hand.
EXPECTED = {
    "H100": (0.1444, 0.1878, 0.1444),
    "H200": (0.1306, 0.1611, 0.1481),
    "B200": (0.0722, 0.0867, 0.1074),
    "GB200": (0.0614, 0.0764, 0.0917),
    "MI355X": (0.0822, 0.1056, 0.1167),
}
BUYERS = ("hyperscaler", "neocloud", "rental")


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    world = World(connection)
    for source_id in ("cloud", "measured", "priced"):
        world.source(source_id)
        world.capture(source_id, NOON)
    for name, (*prices, rate) in INFERENCEX.items():
        insert(connection, "identity.gpu_name", gpu_name_raw=name, gpu_id=name.lower(), rule="name")
        for buyer, usd in zip(BUYERS, prices, strict=True):
            purchase_type = "reserved_3y" if buyer == "rental" else "on_demand"
            offer = {"gpu_name_raw": name, "gpu_count": 8.0, "purchase_type": purchase_type}
            world.offer("cloud", NOON, provider=buyer, usd_per_gpu_hour=usd, **offer)
        world.fact(
            "inference_measurement",
            "measured",
            NOON,
            model_name_raw="m",
            gpu_name_raw=name,
            gpu_count=8,
            task="serving",
            output_tokens_per_second=8 * rate / 5,
            total_tokens_per_second=8.0 * rate,
            method="measured",
        )
    world.price("priced", NOON, "input", 0.1)
    world.price("priced", NOON, "output", 0.4)
    for provider in ("api", None):
        ids = {"model_id": "d/m", "model_version": "d/m", "model_family": "d/family"}
        insert(connection, "identity.model_name", model_name_raw="m", provider=provider, **ids, rule="name")


@pytest.fixture(scope="module")
def world(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The two marts and what they are made of, every data test having passed."""
    with connected(tmp_path_factory.mktemp("cost") / "warehouse.duckdb") as connection:
        prepare(connection)
        connection.execute(IDENTITY)
        fill(connection)
        rebuild(connection, built, "break_even", "cost_per_token")
        yield connection


@pytest.mark.parametrize("name", INFERENCEX)
def test_the_constants_of_inferencex_give_the_figures_of_inferencex(world, name):
    found = world.execute(
        """
        SELECT provider, usd_per_million_total_tokens, usd_per_million_output_tokens
        FROM marts.cost_per_token WHERE route = 'self_host' AND gpu_id = ? AND utilisation = 1 ORDER BY provider
        """,
        [name.lower()],
    ).fetchall()
    expected = [
        (buyer, pytest.approx(usd, abs=5e-5), pytest.approx(5 * usd, abs=25e-5))
        for buyer, usd in zip(BUYERS, EXPECTED[name], strict=True)
    ]
    assert found == expected


def test_a_third_of_the_load_costs_three_times_as_much(world):
    found = world.execute(
        """
        SELECT utilisation, usd_per_million_total_tokens FROM marts.cost_per_token
        WHERE provider = 'neocloud' AND gpu_id = 'h100' ORDER BY utilisation DESC
        """
    ).fetchall()
    assert found == [(share, pytest.approx(1.69 / 9 / share)) for share in (1.0, 0.5, 0.3)]


def test_break_even_is_where_renting_costs_what_the_api_asks(world):
    """1.30 USD buy 3600 x 500 answers, 0.7222 a million, of 0.4. With three prompts each answer the API asks
    (3 x 0.1 + 0.4) / 4 = 0.175. An answer weighing three prompts, 2000 + 3 x 500 = 3500 prompts' worth a second make
    3500 x 4 / 6 = 2333 tokens, 8.4 million an hour: 0.1548, 88.4 % of what the API asks. Eight GPUs cost 249.6 USD a
    day, 1426.3 million tokens there.
    """
    found = world.execute(
        """
        SELECT tokens_counted, break_even_utilisation, is_reachable, break_even_tokens_per_day / 1e6
        FROM marts.break_even
        WHERE gpu_provider = 'hyperscaler' AND offer_gpu_id = 'h100' AND chosen_for = 'lowest_cost'
        ORDER BY tokens_counted
        """
    ).fetchall()
    assert found == [
        ("blended_tokens", pytest.approx(0.8844, abs=5e-5), True, pytest.approx(1426.3, abs=0.05)),
        ("output_tokens", pytest.approx(1.8056, abs=5e-5), False, pytest.approx(624.0)),
    ]
