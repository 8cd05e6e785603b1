"""Price indexes and their trends on made-up worlds whose decline is known: the SQL of the marts, as dbt compiles it."""

import math
import random
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import duckdb
import polars as pl
import pytest

MODELS = ("int_token_price_index__month", "model_price_index", "gpu_price_daily", "int_price_trend")
WORLDS = 240
MONTHS = [date(2023 + month // 12, month % 12 + 1, 1) for month in range(36)]
THRESHOLD = 0.5
Sql = dict[str, str]


@pytest.fixture(scope="module")
def sql(manifest: dict[str, Any]) -> Sql:
    """The compiled SQL of each model."""
    compiled = {node["name"]: node.get("compiled_code") for node in manifest["nodes"].values()}
    return {name: compiled[name] for name in MODELS}


@pytest.fixture
def world() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty warehouse in memory, under the name that compiled SQL uses."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone='UTC'")
        connection.execute("ATTACH ':memory:' AS warehouse")
        for schema in ("staging", "intermediate", "marts"):
            connection.execute(f"CREATE SCHEMA warehouse.{schema}")
        yield connection


def provenance(*prefixes: str) -> dict[str, Any]:
    group = {"source_id": "s", "captured_at": "2026-01-01", "payload_sha256": "sha", "record_ref": "row"}
    group |= {"is_starter": False}
    return {f"{prefix}{name}": value for prefix in prefixes for name, value in group.items()}


def fill(world: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]], **same: Any) -> None:
    """A table of `rows`, with what is the same in all of them."""
    frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(pl.lit(v).alias(k) for k, v in same.items())
    world.register("frame", frame)
    world.execute(f"CREATE TABLE warehouse.{table} AS SELECT * FROM frame")
    world.unregister("frame")


def build(world: duckdb.DuckDBPyConnection, sql: Sql, schema: str, name: str) -> None:
    world.execute(f"CREATE TABLE warehouse.{schema}.{name} AS {sql[name]}")


def without_other_indexes(world: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Empty tables in place of the indexes that a world does not have."""
    empty = {
        "model_price_index": (
            "marts.model_price_index AS SELECT '' AS price, DATE '2026-01-01' AS month, 100.0 AS index_100"
        ),
        "gpu_price_daily": (
            "marts.gpu_price_daily AS SELECT '' AS gpu_id, '' AS purchase_type, DATE '2026-01-01' AS day,"
            " 100.0 AS index_100"
        ),
        "int_token_price_index__month": (
            "intermediate.int_token_price_index__month AS SELECT '' AS benchmark, '' AS metric, '' AS unit,"
            " '' AS test_set, 0.5 AS threshold, DATE '2026-01-01' AS month, 1.0 AS usd_per_million_blended_tokens,"
            " true AS is_record"
        ),
    }
    prefix = {"model_price_index": "largest_change_", "gpu_price_daily": "min_"}
    for name in names:
        columns = ", ".join(
            f"{value!r} AS {column}" for column, value in provenance(prefix.get(name, "output_price_")).items()
        )
        world.execute(f"CREATE TABLE warehouse.{empty[name]}, {columns} LIMIT 0")


def covered(world: duckdb.DuckDBPyConnection, truth: Callable[[str], float]) -> tuple[float, list[float]]:
    """The share of series whose interval holds the true factor, and each estimate over the truth."""
    rows = world.execute(
        "SELECT coalesce(benchmark, gpu_id), decline_factor_low, decline_factor_high, decline_factor_per_year"
        " FROM trend"
    ).fetchall()
    assert len(rows) >= 0.95 * WORLDS
    held = [low <= truth(name) <= high for name, low, high, _ in rows]
    return sum(held) / len(held), [factor / truth(name) for name, _, _, factor in rows]


def factor_of(name: str) -> float:
    """The factor by which prices of a world fall in a year."""
    return (3.0, 10.0, 40.0)[int(name.removeprefix("w")) % 3]


def test_the_price_of_a_fixed_quality_recovers_a_known_decline_within_its_interval(sql, world):
    """Each month brings up to three models at a price that falls by a known factor a year, with scatter of 10 to 60 %.

    All reach the threshold and stay for sale; cheaper ones that do not reach it stand beside them.
    """
    scores, prices = [], []
    for number in range(WORLDS):
        name, chance = f"w{number}", random.Random(number)
        scatter = (0.04, 0.1, 0.2)[number // 3 % 3]
        for place in range(len(MONTHS)):
            for entrant in range(chance.choice((0, 1, 1, 3))):
                log_price = 1 - math.log10(factor_of(name)) * place / 12 + chance.gauss(0, scatter)
                reaches = {f"{name}-{place}-{entrant}": (0.6, log_price), f"{name}-{place}-{entrant}-low": (0.4, -9.0)}
                for model, (score, log10_usd) in reaches.items():
                    scores.append(
                        {"benchmark": name, "model_version": model, "score": score, "merit": score, "score_id": model}
                    )
                    prices.extend(
                        {"month": each, "model_version": model, "usd_per_million_blended_tokens": 10**log10_usd}
                        for each in MONTHS[place:]
                    )
    kind = {"metric": "accuracy", "unit": "fraction", "test_set": None}
    fill(
        world,
        "staging.stg_curated__quality_threshold",
        [{"benchmark": f"w{number}"} for number in range(WORLDS)],
        **kind,
        threshold=THRESHOLD,
        reason="made up",
    )
    fill(
        world,
        "intermediate.int_benchmark_score__picked",
        [row | {"merit": row["score"]} for row in scores],
        **kind,
        is_higher_better=True,
        reasoning_mode=None,
        score_rule="",
        evaluator_kind="",
        **provenance(""),
    )
    fill(
        world,
        "intermediate.int_model_price__month_version",
        prices,
        usd_per_million_input_tokens=1.0,
        usd_per_million_output_tokens=1.0,
        lowest_usd_per_million_blended_tokens=1.0,
        provider="p",
        price_basis="first_party",
        is_backdated=False,
        sellers=1,
        **provenance("input_price_", "output_price_"),
    )
    without_other_indexes(world, "model_price_index", "gpu_price_daily")
    build(world, sql, "intermediate", "int_token_price_index__month")
    world.execute(f"CREATE TABLE trend AS {sql['int_price_trend']}")
    share, ratios = covered(world, factor_of)
    # The stated rate is 95 %; the lows of a staircase are no independent draws, which costs a few of a hundred.
    assert 0.88 <= share <= 0.99, share
    assert 0.9 <= sorted(ratios)[len(ratios) // 2] <= 1.12, "no bias that matters"


def test_the_gpu_index_follows_prices_and_not_who_lists_them_and_its_trend_covers_the_truth(sql, world):
    """Monthly steps scatter around a known decline and are the same for all offers, of which a third change each month.

    Newcomers are ten times as dear or as cheap as those they replace, so a median would jump.
    """
    offers, paths = [], {}
    for number in range(WORLDS):
        name, chance, path, held = f"w{number}", random.Random(number), [0.0], {}
        for place, month in enumerate(MONTHS[:24]):
            if place:
                path.append(path[-1] - math.log(factor_of(name)) / 12 + chance.gauss(0, 0.1))
            held = {offer: level for offer, level in held.items() if chance.random() > 1 / 3 or offer % 6 == 0}
            held |= {6 * place + slot: 10 ** chance.uniform(-1, 1) for slot in range(6)} if place < 2 else {}
            held |= {100 + 6 * place + slot: 10 ** chance.uniform(-1, 1) for slot in range(1, 3)}
            offers.extend(
                {
                    "gpu_id": name,
                    "change_on": month,
                    "next_change_on": MONTHS[place + 1],
                    "state_number": 1,
                    "offer_number": offer,
                    "provider": f"p{offer % 4}",
                    "usd_per_gpu_hour": level * math.exp(path[-1]),
                }
                for offer, level in held.items()
            )
        paths[name] = path
    fill(world, "intermediate.int_gpu_offer__change_day", offers, purchase_type="on_demand")
    state = {"state_number": 1, "provider": "p", "parent_id": None, "accelerator_kind": "gpu", "instance_type": ""}
    fill(world, "intermediate.int_gpu_offer", [state | provenance("")])
    without_other_indexes(world, "model_price_index", "int_token_price_index__month")
    build(world, sql, "marts", "gpu_price_daily")
    index = world.execute(
        "SELECT gpu_id, index_100 FROM warehouse.marts.gpu_price_daily"
        " WHERE day IN (SELECT unnest(?)) ORDER BY gpu_id, day",
        [MONTHS[:24]],
    ).fetchall()
    expected = [(name, 100 * math.exp(level)) for name in sorted(paths) for level in paths[name]]
    assert [name for name, _ in index] == [name for name, _ in expected]
    assert [level for _, level in index] == pytest.approx([level for _, level in expected], rel=1e-4)
    world.execute(f"CREATE TABLE trend AS {sql['int_price_trend']}")
    share, _ = covered(world, factor_of)
    assert 0.92 <= share <= 0.98, share


def test_cheap_newcomers_leave_the_index_of_the_same_listings_alone(sql, world):
    """Every listing gets 2 % cheaper a month; each month a model comes at half the price of the last newcomer."""
    listings = [
        {
            "month": month,
            "model_version": f"m{entered}",
            "model_id": f"m{entered}",
            "model_name_raw": f"m{entered}",
            "usd_per_million_blended_tokens": 0.5**entered * 0.98**place,
        }
        for place, month in enumerate(MONTHS[:12])
        for entered in range(place + 1)
    ]
    priced = [
        row | {f"usd_per_million_{side}_tokens": row["usd_per_million_blended_tokens"] for side in ("input", "output")}
        for row in listings
    ]
    fill(
        world,
        "intermediate.int_model_price__month",
        priced,
        source_id="s",
        provider="p",
        region=None,
        is_backdated=False,
        **provenance("output_price_"),
    )
    build(world, sql, "marts", "model_price_index")
    found = world.execute(
        "SELECT month, index_100 FROM warehouse.marts.model_price_index WHERE price = 'blended' ORDER BY month"
    ).fetchall()
    assert [month for month, _ in found] == MONTHS[:12]
    assert [level for _, level in found] == pytest.approx([100 * 0.98**place for place in range(12)], abs=1e-5)
