"""Prime Intellect's offers: whose they are, and what the price is of."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.prime_intellect_availability import KEY, part_of, requests
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.prime_intellect_availability import normalise

LAMBDA = {
    "cloudId": "gpu_8x_a100_80gb_sxm4",
    "gpuType": "A100_80GB",
    "socket": "SXM4",
    "provider": "lambdalabs",
    "dataCenter": "us-east-1",
    "country": "US",
    "gpuCount": 8,
    "gpuMemory": 640,
    "vcpu": {"defaultCount": 240, "pricePerUnit": None},
    "memory": {"defaultCount": 1800},
    "stockStatus": "Available",
    "security": "secure_cloud",
    "prices": {"onDemand": 14.32, "communityPrice": None, "isVariable": None, "currency": "USD"},
    "isSpot": None,
    "prepaidTime": None,
}


def with_prices(**prices: object) -> dict:
    return {**LAMBDA, "cloudId": "other", "prices": {"onDemand": None, "currency": "USD", **prices}}


def read(document: object) -> Batch:
    return normalise(payload(json.dumps(document), source_id="prime-intellect-availability", part="offers"))


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_an_offer_is_of_the_cloud_behind_it_and_its_price_of_all_gpus():
    (offer,) = rows(read({"A100_80GB": [LAMBDA]}))
    # 14.32 / 8 = 1.79
    assert (offer["provider"], offer["gpu_name_raw"], offer["gpu_count"]) == ("lambda", "A100_80GB SXM4", 8)
    assert (offer["usd_per_hour"], offer["usd_per_gpu_hour"], offer["gpu_memory_gib"]) == (14.32, 1.79, 80)
    assert (offer["zone"], offer["country_code"], offer["is_available"]) == ("us-east-1", "US", True)
    assert (offer["vcpus"], offer["memory_gib"], offer["purchase_type"]) == (240, 1800, "on_demand")
    assert offer["record_ref"] == "/A100_80GB/0/prices/onDemand"


def test_offers_may_stand_in_one_list():
    (offer,) = rows(read({"items": [LAMBDA], "totalCount": 1}))
    assert offer["record_ref"] == "/items/0/prices/onDemand"


def test_a_page_after_the_last_is_empty_and_an_empty_list_is_refused():
    assert read({"items": [], "totalCount": 950}).records_read == 0
    with pytest.raises(NormaliseError, match="no offers"):
        read({"items": [], "totalCount": 0})


@pytest.mark.parametrize(
    ("change", "purchase_type", "price_kind"),
    [
        ({"security": "community_cloud"}, "marketplace_community", "listed"),
        ({"prices": {"communityPrice": 9.5, "currency": "USD"}}, "marketplace_community", "listed"),
        ({"isSpot": True}, "spot", "listed"),
        ({"prepaidTime": 168}, "committed", "listed"),
        ({"prices": {"onDemand": 9.5, "isVariable": True, "currency": "USD"}}, "on_demand", "variable"),
    ],
)
def test_how_it_is_bought_is_told_apart(change, purchase_type, price_kind):
    (offer,) = rows(read({"items": [{**LAMBDA, **change}]}))
    assert (offer["purchase_type"], offer["price_kind"]) == (purchase_type, price_kind)


def test_other_currencies_are_converted():
    (offer,) = rows(read({"items": [with_prices(onDemand=10, currency="EUR")]}))
    assert offer["usd_per_hour"] == pytest.approx(10 * offer["usd_per_currency_unit"])


def test_the_memory_of_one_gpu_is_in_the_name_of_its_type_or_unknown():
    (offer,) = rows(read({"items": [{**LAMBDA, "gpuType": "A100"}]}))
    assert (offer["gpu_name_raw"], offer["gpu_memory_gib"]) == ("A100 SXM4", None)


@pytest.mark.parametrize(
    ("item", "rule"),
    [
        ({**LAMBDA, "gpuType": "CPU_NODE"}, "no_accelerator"),
        (with_prices(), "no_price"),
        (with_prices(onDemand=0), "no_price"),
        (LAMBDA, "repeated_row"),
    ],
)
def test_what_is_no_offer_of_a_gpu_is_set_aside(item, rule):
    assert read({"items": [LAMBDA, item]}).ignored == {rule: 1}


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({**LAMBDA, "gpuType": None}, "no type of GPU"),
        ({**LAMBDA, "provider": ""}, "no provider"),
        ({**LAMBDA, "gpuCount": None}, "no count of GPUs"),
        (with_prices(onDemand="ask"), "ask is no price"),
        (with_prices(onDemand=-2), "-2 is no price"),
        (with_prices(onDemand=10, currency="XAU"), "no exchange rate of XAU"),
        (with_prices(onDemand=10, currency=None), "no currency"),
        (with_prices(onDemand=10_000), "breaks usd_per_gpu_hour_is_plausible"),
        ({**with_prices(onDemand=10), "cloudId": LAMBDA["cloudId"]}, "another record of the payload has the same key"),
    ],
)
def test_an_offer_that_cannot_be_right_is_held_back(item, reason):
    batch = read({"items": [LAMBDA, item]})
    assert [each.startswith(reason) for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_unknown_fields_are_reported_also_among_the_prices():
    batch = read({"items": [{**LAMBDA, "bonus": 1, "prices": {**LAMBDA["prices"], "monthly": 1}}]})
    assert batch.quarantine["reason"].to_list() == ["fields not known: bonus (1x)", "fields not known: monthly (1x)"]
    assert batch.observation_count == 1


@pytest.mark.parametrize(
    "content", ["", "<html>", "{}", "[]", "7", '{"detail": "Unauthorized"}', '{"items": [null, 3]}', '{"A": [{}]}']
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="prime-intellect-availability"))


@given(st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.integers()), st.sampled_from(sorted(LAMBDA)))
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field):
    batch = read({"items": [LAMBDA, {**LAMBDA, "cloudId": "other", field: value}]})
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 2


def test_nothing_is_asked_without_a_key(monkeypatch):
    monkeypatch.delenv(KEY, raising=False)
    assert list(requests(lambda url: b"")) == []


def test_the_key_goes_into_the_header_and_not_into_the_address(monkeypatch):
    monkeypatch.setenv(KEY, "not-a-real-key")
    found = list(requests(lambda url: b""))
    assert {each.headers["Authorization"] for each in found} == {"Bearer not-a-real-key"}
    assert not any("not-a-real-key" in each.url + each.name for each in found)
    assert {part_of(each.name) for each in found} == {"offers"}


# Captures


@pytest.fixture(scope="module")
def batch() -> Batch:
    (only,) = normalised("prime-intellect-availability")
    return only


def test_every_captured_offer_is_used(batch):
    assert (batch.records_read, batch.records_used, batch.quarantine.height) == (79, 79, 0)


@pytest.mark.parametrize(
    ("provider", "instance_type", "count", "purchase_type", "usd_per_hour"),
    [
        ("runpod", "NVIDIA A100 80GB PCIe", 8, "marketplace_community", 9.5368),
        ("runpod", "NVIDIA A100-SXM4-80GB", 8, "on_demand", 15.1368),
        ("hyperstack", "n3-A100x4", 4, "on_demand", 5.4),
        ("crusoe", "a100-80gb-sxm-ib.8x", 8, "on_demand", 15.6),
        ("tensordock", "353c7146-1d73-41ae-b19c-80a578297621_4", 4, "marketplace_community", 4.0),
    ],
)
def test_prices_read_by_hand_are_found(batch, provider, instance_type, count, purchase_type, usd_per_hour):
    found = batch.observations["gpu_offer"].filter(
        provider=provider, instance_type=instance_type, gpu_count=count, purchase_type=purchase_type
    )
    assert found["usd_per_hour"].to_list() == [usd_per_hour]


def test_memory_is_of_one_gpu(batch):
    assert set(batch.observations["gpu_offer"]["gpu_memory_gib"]) == {80.0, 48.0}
