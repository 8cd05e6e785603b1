"""Scaleway's instances: euros per minute, the same offers in two lists, and zones without a GPU."""

import json
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.scaleway_products import SPEC, part_of
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.scaleway_products import normalise

L4 = {
    "sku": "/compute/l4_8_24g/run_par1",
    "product": "L4-8-24G",
    "locality": {"zone": "fr-par-1"},
    "price": {"retail_price": {"currency_code": "EUR", "units": 0, "nanos": 100000000}},
    "properties": {
        "hardware": {
            "cpu": {"virtual": {"count": 64}},
            "ram": {"size": 412316860416},
            "gpu": {"description": "8 x L4", "count": 8, "type": "L4"},
        }
    },
    "unit_of_measure": {"unit": "minute", "size": 1},
    "status": "general_availability",
}
SERVER = {"ncpus": 64, "ram": 412316860416, "gpu": 8, "hourly_price": 6.0, "monthly_price": 4380.0}
WITH_GPU_INFO = {**SERVER, "gpu_info": {"gpu_manufacturer": "NVIDIA", "gpu_name": "L4", "gpu_memory": 25769803776}}
SERVERS_URL = "https://api.scaleway.com/instance/v1/zones/fr-par-1/products/servers"


def read(document: object, name: str = "fr-par-1.json") -> Batch:
    return normalise(payload(json.dumps(document), source_id="scaleway-products", part="fr-par-1", name=name))


def catalogue(*products: object) -> Batch:
    return read({"products": list(products), "total_count": len(products)})


def recording(*answers: tuple[str, object]) -> Batch:
    interactions = [
        {"request": {"url": url, "method": "GET"}, "response": {"body": json.dumps(body), "code": 200}}
        for url, body in answers
    ]
    text = yaml.safe_dump({"version": 1, "interactions": interactions})
    return normalise(payload(text, source_id="scaleway-products", part="fr-par-1", name="cassette.yaml"))


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_a_gpu_is_priced_in_euros_per_minute_of_the_whole_instance():
    (offer,) = rows(catalogue(L4))
    # 0.1 EUR a minute are 6 an hour; July 2026: 1.1417 USD per euro. 6.8502 / 8 = 0.8562750
    assert (offer["amount"], offer["amount_unit"], offer["currency"]) == (0.1, "minute", "EUR")
    assert offer["usd_per_hour"] == pytest.approx(6.8502)
    assert offer["usd_per_gpu_hour"] == pytest.approx(0.856275)
    assert (offer["fx_rate_on"], offer["usd_per_currency_unit"]) == (date(2026, 7, 31), 1.1417)
    assert (offer["gpu_name_raw"], offer["gpu_count"], offer["vcpus"], offer["memory_gib"]) == ("L4", 8, 64, 384)
    assert (offer["region"], offer["zone"], offer["country_code"]) == ("fr-par", "fr-par-1", "FR")
    assert offer["record_ref"] == "/products/0"


@pytest.mark.parametrize(
    ("unit", "size", "euros_per_hour"),
    [("minute", 1, 6.0), ("minute", 60, 0.1), ("hour", 1, 0.1), ("second", 1, 360.0), ("day", 1, 0.1 / 24)],
)
def test_the_unit_of_measure_says_what_the_price_is_per(unit, size, euros_per_hour):
    (offer,) = rows(catalogue({**L4, "unit_of_measure": {"unit": unit, "size": size}}))
    assert offer["usd_per_hour"] == pytest.approx(euros_per_hour * 1.1417)


@given(st.integers(0, 9), st.integers(1, 999_999_999))
def test_a_price_is_units_and_nanos(units, nanos):
    price = {"retail_price": {"currency_code": "EUR", "units": units, "nanos": nanos}}
    hour = {"unit": "hour", "size": 1}
    (offer,) = rows(catalogue({**L4, "price": price, "unit_of_measure": hour}))
    assert offer["amount"] == float(f"{units}.{nanos:09d}")


def test_a_recording_holds_the_same_offer_twice_and_it_counts_once():
    answers = [
        ("https://api.scaleway.com/product-catalog?zone=fr-par-1", {"products": [L4]}),
        (SERVERS_URL, {"servers": {"L4-8-24G": WITH_GPU_INFO, "DEV1-S": {"gpu": 0, "hourly_price": 0.01}}}),
        (f"{SERVERS_URL}/availability", {"servers": {"L4-8-24G": {"availability": "shortage"}}}),
    ]
    batch = recording(*answers)
    (offer,) = rows(batch)
    assert batch.ignored == {"also_in_the_catalogue": 1, "no_accelerator": 1}
    assert (offer["gpu_memory_gib"], offer["is_available"]) == (24, False)
    assert offer["record_ref"] == "/interactions/0/response/body/products/0"


def test_the_list_of_servers_alone_is_in_euros_per_hour():
    (offer,) = rows(recording((SERVERS_URL, {"servers": {"L4-8-24G": WITH_GPU_INFO}})))
    assert (offer["amount"], offer["currency"], offer["zone"]) == (6.0, "EUR", "fr-par-1")
    assert offer["record_ref"] == "/interactions/0/response/body/servers/L4-8-24G"


def test_a_server_without_the_name_of_its_gpu_is_held_back_unless_its_type_is_known():
    batch = recording((SERVERS_URL, {"servers": {"RENDER-S": {"gpu": 1, "hourly_price": 1.0}, "X-1": SERVER}}))
    assert [(each["gpu_name_raw"], each["gpu_memory_gib"]) for each in rows(batch)] == [("P100", 16)]
    assert batch.quarantine["reason"].to_list() == ["no name of the GPU"]


def test_a_zone_may_have_no_gpu():
    batch = catalogue({**L4, "product": "DEV1-S", "properties": {"hardware": {}}})
    assert (batch.observation_count, batch.ignored) == (0, {"no_accelerator": 1})


def test_a_page_after_the_last_is_empty():
    assert read({"products": [], "total_count": 97}).records_read == 0


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"status": "retired"}, "no_longer_sold"),
        ({"status": "end_of_sale"}, "no_longer_sold"),
        ({"price": {"retail_price": {"currency_code": "EUR", "units": 0, "nanos": 0}}}, "no_price"),
    ],
)
def test_what_cannot_be_bought_is_set_aside(change, rule):
    assert catalogue(L4, {**L4, "product": "L4-1-24G", **change}).ignored == {rule: 1}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"product": None}, "no name of the instance type"),
        ({"price": None}, "no price"),
        ({"price": {"retail_price": {"currency_code": "EUR", "units": "ask"}}}, "no price"),
        ({"price": {"retail_price": {"currency_code": "XAU", "units": 1}}}, "no exchange rate of XAU"),
        ({"unit_of_measure": {"unit": "month", "size": 1}}, "a price per 1.0 month"),
        ({"unit_of_measure": None}, "a price per ? ?"),
        ({"unit_of_measure": {"unit": "hour", "size": 0}}, "a price per 0.0 hour"),
        ({"product": "L4-8-24G", "status": "public_beta", "unit_of_measure": {"unit": "hour", "size": 1}}, "another"),
    ],
)
def test_a_product_that_cannot_be_right_is_held_back(change, reason):
    batch = catalogue(L4, {**L4, "product": "L4-1-24G", **change})
    assert [each.startswith(reason) for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_unknown_fields_are_reported():
    assert catalogue({**L4, "promotion": 1}).quarantine["reason"].to_list() == ["fields not known: promotion (1x)"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<html>",
        "{}",
        "[]",
        "a: [",
        '{"products": []}',
        "interactions: 7",
        "interactions: [7]",
        "interactions: [{response: {body: 'not json'}}]",
        "2026-99-99",
    ],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="scaleway-products"))


@given(st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.integers()), st.sampled_from(sorted(L4)))
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field):
    batch = catalogue(L4, {**L4, "product": "L4-1-24G", field: value})
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 2


def test_a_file_belongs_to_its_zone():
    assert part_of("scaleway-products/20260331T153347Z/pl-waw-1.cassette.yaml") == "pl-waw-1"
    assert part_of("scaleway-products/20200403T175551Z/server-type-list.cassette.yaml") == "fr-par-1"
    assert part_of("README.md") is None
    assert {part_of(request.name) == request.part for request in SPEC.requests} == {True}


# Captures


@pytest.fixture(scope="module")
def batches() -> dict[str, Batch]:
    return {batch.payload.name.removeprefix("scaleway-products/"): batch for batch in normalised("scaleway-products")}


@pytest.mark.parametrize(
    ("name", "instance_type", "amount", "unit", "usd_per_hour", "gpus"),
    [
        # 1.1063 USD per euro in March 2020, 1.1824 in February 2026 and 1.1558 in March 2026.
        ("20200403T175551Z/server-type-list.cassette.yaml", "RENDER-S", 1.0, "hour", 1.1063, 1),
        ("20260331T153347Z/fr-par-1.cassette.yaml", "L4-8-24G", 0.1, "minute", 7.0944, 8),
        ("20260420T151506Z/fr-par-1.cassette.yaml", "L4-1-24G", 0.0125, "minute", 0.8668, 1),
        ("20260420T151506Z/fr-par-1.cassette.yaml", "RENDER-S", 1.221, "hour", 1.4112, 1),
    ],
)
def test_prices_read_by_hand_are_found(batches, name, instance_type, amount, unit, usd_per_hour, gpus):
    found = batches[name].observations["gpu_offer"].filter(instance_type=instance_type)
    assert found.select("amount", "amount_unit", "gpu_count").rows() == [(amount, unit, gpus)]
    assert found["usd_per_hour"].to_list() == [pytest.approx(usd_per_hour, abs=1e-4)]


def test_the_catalogue_by_the_minute_agrees_with_the_servers_by_the_hour(batches):
    (offer,) = (
        batches["20260331T153347Z/fr-par-1.cassette.yaml"]
        .observations["gpu_offer"]
        .filter(instance_type="L4-8-24G")
        .to_dicts()
    )
    assert offer["usd_per_hour"] == pytest.approx(6.0 * offer["usd_per_currency_unit"])  # hourly_price 6.0
    assert offer["gpu_memory_gib"] == 24


def test_warsaw_1_has_no_gpu_and_nothing_is_held_back(batches):
    for name, batch in batches.items():
        assert batch.quarantine.is_empty()
        assert (batch.observation_count == 0) == ("pl-waw-1" in name)
