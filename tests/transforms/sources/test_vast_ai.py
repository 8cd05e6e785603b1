"""Vast.ai's offers: prices of the whole offer, bids beside them, and whose machine it is."""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.vast_ai import SPEC
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.vast_ai import normalise

H100 = {
    "id": 42516714,
    "gpu_name": "H100 SXM",
    "num_gpus": 4,
    "dph_total": 6.404444444444444,
    "min_bid": 1.4,
    "is_bid": False,
    "gpu_ram": 81559,
    "gpu_frac": 1.0,
    "cpu_ram": 515757,
    "cpu_cores": 112,
    "cpu_cores_effective": 112.0,
    "geolocation": "Japan, JP",
    "hosting_type": 0,
    "rentable": True,
    "rented": False,
}


def answer(*offers: object) -> Batch:
    return normalise(payload(json.dumps({"offers": list(offers)}), source_id="vast-ai", part="offers"))


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_an_offer_has_a_price_and_a_least_bid_for_the_whole_of_it():
    asked, bid = rows(answer(H100))
    # 6.4044 / 4 = 1.6011
    assert (asked["usd_per_hour"], asked["gpu_count"]) == (6.404444444444444, 4)
    assert asked["usd_per_gpu_hour"] == pytest.approx(1.6011, abs=1e-4)
    assert (asked["purchase_type"], asked["price_kind"]) == ("marketplace_community", "listed")
    assert (bid["purchase_type"], bid["price_kind"], bid["usd_per_gpu_hour"]) == ("bid", "from", 0.35)
    assert (asked["record_ref"], bid["record_ref"]) == ("/offers/0/dph_total", "/offers/0/min_bid")
    assert (asked["country_code"], asked["is_available"], asked["vcpus"]) == ("JP", True, 112)
    assert asked["gpu_memory_gib"] == pytest.approx(79.647, abs=0.001)  # 81559 MiB
    assert asked["memory_gib"] == pytest.approx(503.669, abs=0.001)


@pytest.mark.parametrize(
    ("hosting_type", "purchase_type"),
    [(0, "marketplace_community"), (1, "marketplace_secure"), (None, "on_demand")],
)
def test_whose_machine_it_is_decides_how_it_is_bought(hosting_type, purchase_type):
    assert rows(answer({**H100, "hosting_type": hosting_type}))[0]["purchase_type"] == purchase_type


def test_memory_of_the_machine_is_not_memory_of_a_part_of_it():
    assert rows(answer({**H100, "gpu_frac": 0.5, "cpu_cores_effective": 56.0}))[0]["memory_gib"] is None
    short = {name: H100[name] for name in ("id", "gpu_name", "num_gpus", "dph_total", "cpu_ram", "cpu_cores_effective")}
    assert rows(answer(short))[0]["memory_gib"] is None


@pytest.mark.parametrize(("gpu_ram", "gib"), [(81559, 79.647), (24, 24), (0, None), (None, None)])
def test_memory_is_in_mib_unless_no_gpu_has_so_little(gpu_ram, gib):
    found = rows(answer({**H100, "gpu_ram": gpu_ram}))[0]["gpu_memory_gib"]
    assert found == (gib and pytest.approx(gib, abs=0.001))


def test_a_bid_above_the_price_is_a_fact_of_the_market():
    assert [each["usd_per_hour"] for each in rows(answer({**H100, "min_bid": 9.0}))] == [6.404444444444444, 9.0]


def test_a_search_for_bids_does_not_show_prices():
    assert [each["purchase_type"] for each in rows(answer({**H100, "is_bid": True}))] == ["bid"]


def test_a_rented_offer_is_not_available():
    assert rows(answer({**H100, "rented": True}))[0]["is_available"] is False
    assert rows(answer({**H100, "rentable": None}))[0]["is_available"] is None


@pytest.mark.parametrize(
    ("place", "country"),
    [
        ("Washington, US", "US"),
        (", CA", "CA"),
        (", IS, EU", "IS"),
        ("Riyadh, SA", "SA"),
        ("Europe, EU", None),
        ("Taiwan", None),
        ("US", None),
        (None, None),
    ],
)
def test_the_country_is_the_code_at_the_end_of_the_place(place, country):
    assert rows(answer({**H100, "geolocation": place}))[0]["country_code"] == country


@pytest.mark.parametrize(
    ("change", "rule"),
    [({"num_gpus": 0}, "no_accelerator"), ({"dph_total": 0, "min_bid": None}, "no_price")],
)
def test_an_offer_without_a_gpu_or_a_price_is_set_aside(change, rule):
    assert answer(H100, {**H100, "id": 2, **change}).ignored == {rule: 1}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": None}, "no id"),
        ({"gpu_name": ""}, "no name of the GPU"),
        ({"num_gpus": None}, "no count of GPUs"),
        ({"num_gpus": 1.5}, "no count of GPUs"),
        ({"dph_total": -1, "min_bid": 0}, "-1.0 is no price"),
        ({"dph_total": 9000.0, "min_bid": 0}, "breaks usd_per_gpu_hour_is_plausible"),
        ({"dph_total": 7.0, "min_bid": 0, "id": H100["id"]}, "another record of the payload has the same key"),
    ],
)
def test_an_offer_that_cannot_be_right_is_held_back(change, reason):
    batch = answer(H100, {**H100, "id": 2, **change})
    assert [each.startswith(reason) for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_unknown_fields_are_reported_and_the_offers_stay():
    batch = answer({**H100, "dph_reserved": 1.0})
    assert batch.quarantine["reason"].to_list() == ["fields not known: dph_reserved (1x)"]
    assert batch.observation_count == 2


@pytest.mark.parametrize(
    "content",
    ["", "<html>", "{}", "[]", '{"offers": []}', '{"offers": {}}', '{"success": false, "msg": "login"}', "[1]"],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="vast-ai"))


def test_a_list_may_stand_alone():
    (asked, _) = rows(normalise(payload(json.dumps([H100]), source_id="vast-ai")))
    assert asked["record_ref"] == "/0/dph_total"


@given(st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.integers()), st.sampled_from(sorted(H100)))
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field):
    batch = answer(H100, {**H100, "id": 2, field: value})
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 2


def test_the_live_request_asks_for_all_that_can_be_rented():
    (request,) = SPEC.requests
    assert request.json_body["rented"] == {"eq": False}


# Captures


@pytest.fixture(scope="module")
def batches() -> list[Batch]:
    return normalised("vast-ai")


def test_every_captured_offer_is_used_once_with_price_and_bid(batches):
    assert [(batch.records_read, batch.records_used, batch.observation_count) for batch in batches] == [
        (6, 6, 12),
        (1343, 1343, 2686),
    ]
    assert all(batch.quarantine.is_empty() for batch in batches)


@pytest.mark.parametrize(
    ("at", "offer", "purchase_type", "usd_per_hour", "gpus"),
    [
        (0, "40228016", "marketplace_community", 16.002222222222223, 8),
        (0, "40228016", "bid", 3.5733333333333337, 8),
        (1, "26544233", "marketplace_community", 0.0469, 1),
        (1, "26544233", "bid", 0.0667, 1),  # above the price
        (1, "27543008", "marketplace_secure", 0.1066, 1),
    ],
)
def test_prices_read_by_hand_are_found(batches, at, offer, purchase_type, usd_per_hour, gpus):
    frame = batches[at].observations["gpu_offer"].filter(instance_type=offer, purchase_type=purchase_type)
    assert frame.select("usd_per_hour", "gpu_count").rows() == [(usd_per_hour, gpus)]


def test_data_centres_are_the_125_offers_the_source_marks(batches):
    frame = batches[1].observations["gpu_offer"]
    assert frame.filter(pl.col("purchase_type") == "marketplace_secure").height == 125
    assert frame["country_code"].null_count() == 0
