"""Half-hourly looks at Prime Intellect: offers of named clouds, bounds, and a row per state instead of per look."""

import json
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.prime_intellect import SPEC
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.prime_intellect import FIELDS, normalise

DEAL = {"provider": "massedcompute", "location": "US", "socket": "PCIe", "spot": False}
CONFIG = {"count": 6, "min_per_gpu": 1.2, "avg_per_gpu": 1.45, "min_total": 4.8, "avg_total": 5.81, "best_deal": DEAL}
LOOK = {
    "timestamp": "2025-11-16T06:47:03.709906+00:00",
    "gpu_type": "A100_80GB",
    "socket_type": "PCIe",
    "price_stats": {"min": 0.54, "median": 1.4, "mean": 1.33},
    "availability": {"total": 40, "available": 30},
    "by_provider": {"lambdalabs": {"count": 1, "min": 2.49, "avg": 2.49}},
    "by_config": {"4x": CONFIG},
}


def read(*looks: object) -> Batch:
    lines = [each if isinstance(each, str) else json.dumps(each) for each in looks]
    return normalise(payload("\n".join(lines) + "\n", source_id="prime-intellect"))


def later(**change: object) -> dict:
    return {**LOOK, "timestamp": "2025-11-16T07:17:03+00:00", **change}


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_a_look_gives_the_offer_of_a_named_cloud_and_the_bound_of_each():
    bound, deal = rows(read(LOOK))
    # 4.80 / 4 = 1.20
    assert (deal["provider"], deal["region"], deal["gpu_count"]) == ("massedcompute", "US", 4)
    assert (deal["usd_per_hour"], deal["usd_per_gpu_hour"], deal["purchase_type"]) == (4.8, 1.2, "on_demand")
    assert (deal["gpu_name_raw"], deal["gpu_memory_gib"], deal["price_kind"]) == ("A100_80GB PCIe", 80, "listed")
    assert deal["effective_from"] == datetime(2025, 11, 16, 6, 47, 3, 709906, tzinfo=UTC)
    assert (deal["record_ref"], deal["amount_unit"]) == ("line 1/by_config/4x/min_total", "hour")
    assert (bound["provider"], bound["instance_type"], bound["price_kind"]) == ("lambda", "cheapest", "from")
    assert (bound["usd_per_gpu_hour"], bound["gpu_count"], bound["amount_unit"]) == (2.49, 1, "gpu_hour")
    assert bound["record_ref"] == "line 1/by_provider/lambdalabs/min"


def test_a_price_that_stays_is_one_state():
    dearer = {"4x": {**CONFIG, "min_total": 5.2}}
    batch = read(LOOK, later(), later(timestamp="2025-11-16T07:47:03+00:00", by_config=dearer))
    found = [(row["effective_from"].hour, row["usd_per_hour"]) for row in rows(batch) if row["gpu_count"] == 4]
    assert found == [(6, 4.8), (7, 5.2)]
    assert (batch.records_used, batch.ignored) == (2, {"no_change": 1})


def look_at(hour: int, cloud: str | None, total: float) -> dict:
    configs = {"4x": {**CONFIG, "min_total": total, "best_deal": {**DEAL, "provider": cloud}}} if cloud else {}
    return {**LOOK, "timestamp": f"2025-11-16T{hour:02}:00:00+00:00", "by_provider": {}, "by_config": configs}


def test_an_offer_ends_when_the_cheapest_is_a_dearer_one_or_there_is_none():
    batch = read(
        look_at(1, "runpod", 5.0),
        look_at(2, "nebius", 4.0),  # runpod may still ask 5.00
        look_at(3, "runpod", 5.0),
        look_at(4, None, 0),
        look_at(5, "runpod", 5.0),
    )
    found = [
        (row["provider"], row["effective_from"].hour, row["effective_to"] and row["effective_to"].hour)
        for row in rows(batch)
    ]
    assert found == [("nebius", 2, 3), ("runpod", 1, 4), ("runpod", 5, None)]


def test_a_price_that_falls_gives_way_to_the_next():
    batch = read(look_at(1, "runpod", 5.0), look_at(2, "runpod", 4.0), look_at(3, "nebius", 6.0))
    found = [
        (row["effective_from"].hour, row["effective_to"] and row["effective_to"].hour)
        for row in rows(batch)
        if row["provider"] == "runpod"
    ]
    assert found == [(1, None), (2, 3)]


def test_the_bound_of_a_cloud_ends_when_it_offers_nothing():
    batch = read(LOOK, later(by_provider={}))
    bound = rows(batch)[0]
    assert (bound["provider"], bound["effective_to"]) == ("lambda", datetime(2025, 11, 16, 7, 17, 3, tzinfo=UTC))


def test_an_offer_may_be_a_spot_machine_and_name_the_socket():
    spot = {**CONFIG, "best_deal": {**DEAL, "provider": "datacrunch", "socket": "SXM6", "spot": True}}
    look = {**LOOK, "gpu_type": "B200_180GB", "socket_type": None, "by_config": {"4x": spot}, "by_provider": {}}
    (offer,) = rows(read(look))
    assert (offer["purchase_type"], offer["gpu_name_raw"]) == ("spot", "B200_180GB SXM6")


@pytest.mark.parametrize("cloud", ["datacrunch", "primecompute", "crusoecloud", "a-new-cloud"])
def test_the_bound_of_a_cloud_that_may_be_a_spot_price_is_not_used(cloud):
    batch = read(LOOK, later(by_config={}, by_provider={cloud: {"count": 2, "min": 0.3, "avg": 0.4}}))
    assert (batch.ignored, {row["provider"] for row in rows(batch)}) == (
        {"no_offer_of_a_cloud": 1},
        {"lambda", "massedcompute"},
    )


@pytest.mark.parametrize(
    ("look", "reason"),
    [
        ('{"timestamp": "2025-11-16T07:17', "not a JSON object"),
        ("[1, 2]", "not a JSON object"),
        (later(timestamp="now", by_provider={}), "now is no time"),
        (later(timestamp="2027-01-01T00:00:00Z", by_provider={}), "2027-01-01T00:00:00Z is later than the capture"),
        (later(gpu_type=None), "no gpu_type"),
        (later(by_provider={}, by_config={"4x": {**CONFIG, "min_total": "cheap"}}), "cheap is no price"),
        (later(by_provider={}, by_config={"4x": {**CONFIG, "min_total": 0}}), "0 is no price"),
        (later(by_provider={}, by_config={"many": CONFIG}), "many is no number of GPUs"),
        (later(by_provider={}, by_config={"4x": {**CONFIG, "best_deal": {**DEAL, "provider": ""}}}), "no provider"),
        (
            later(by_provider={}, by_config={"4x": {**CONFIG, "best_deal": {**DEAL, "spot": None}}}),
            "whether it is a spot price is not said",
        ),
        (later(by_provider={}, by_config={"1x": {**CONFIG, "min_total": 900}}), "breaks usd_per_gpu_hour_is_plausible"),
    ],
)
def test_a_look_that_cannot_be_right_is_held_back(look, reason):
    batch = read(LOOK, look)
    assert batch.quarantine["reason"].to_list() == [reason]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"by_region": {}}, "fields not known: by_region (1x)"),
        ({"by_config": {"4x": {**CONFIG, "usd": 1}}}, "fields not known: usd (1x)"),
        ({"by_config": {"4x": {**CONFIG, "best_deal": {**DEAL, "months": 3}}}}, "fields not known: months (1x)"),
        ({"by_provider": {"vultr": {"min": 2.0, "p50": 2.1}}}, "fields not known: p50 (1x)"),
    ],
)
def test_unknown_fields_are_reported(change, reason):
    assert read({**LOOK, **change}).quarantine["reason"].to_list() == [reason]


@pytest.mark.parametrize(
    "content",
    ["", "\n\n", "<html>404</html>", "404: Not Found", "[]", "{}", '{"timestamp": "2025-11-16", "gpu_type": 3}'],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="prime-intellect"))


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["1x", "min", "best_deal"]), inner),
    max_leaves=6,
)


@given(VALUES, st.sampled_from(sorted(FIELDS)))
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field):
    batch = read(LOOK, later(**{field: value}))
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 2


def test_each_gpu_is_a_listing_of_its_own():
    assert SPEC.part_of("prime-intellect/20251116T064721Z/H100_80GB_SXM5.jsonl") == "h100-80gb-sxm5"
    assert SPEC.part_of("README.md") is None


# Captures


@pytest.fixture(scope="module")
def batches() -> dict[str, Batch]:
    return {batch.payload.part: batch for batch in normalised("prime-intellect")}


@pytest.mark.parametrize(
    ("part", "line", "path", "provider", "purchase_type", "usd_per_hour"),
    [
        ("a100-80gb-pcie", 1, "/by_provider/hyperstack/min", "hyperstack", "on_demand", 1.35),
        ("h100-80gb-sxm5", 1, "/by_provider/lambdalabs/min", "lambda", "on_demand", 3.29),
        ("h100-80gb-pcie", 1, "/by_provider/runpod/min", "runpod", "on_demand", 2.4),
        ("gh200-96gb", 1, "/by_provider/lambdalabs/min", "lambda", "on_demand", 1.49),
        ("h200-141gb", 949, "/by_config/2x/min_total", "datacrunch", "spot", 2.6),
    ],
)
def test_prices_read_by_hand_are_found(batches, part, line, path, provider, purchase_type, usd_per_hour):
    found = batches[part].observations["gpu_offer"].filter(record_ref=f"line {line}{path}")
    assert found.select("provider", "purchase_type", "usd_per_hour").rows() == [(provider, purchase_type, usd_per_hour)]


def test_sixty_thousand_prices_are_some_thousand_states(batches):
    assert [batch.records_read for batch in batches.values()] == [957, 957, 957, 752, 957, 957, 957]
    assert sum(batch.observation_count for batch in batches.values()) == 4329
    assert all(batch.quarantine.is_empty() for batch in batches.values())


def test_a_state_repeats_the_one_before_it_only_where_that_had_ended(batches):
    series = ["provider", "region", "instance_type", "gpu_name_raw", "gpu_count", "purchase_type"]
    ended, begins = pl.col("effective_to").shift(1).over(series), pl.col("effective_from")
    for batch in batches.values():
        offers = batch.observations["gpu_offer"].sort(*series, "effective_from")
        repeats = offers.filter(pl.col("amount") == pl.col("amount").shift(1).over(series))
        again = offers.with_columns(ended=ended).filter(pl.col("record_ref").is_in(repeats["record_ref"].implode()))
        assert again.select(((pl.col("ended") <= begins).fill_null(value=False)).all()).item()
        assert offers.select((pl.col("effective_to") > begins).all()).item()
        assert offers.select((ended <= begins).all()).item()
