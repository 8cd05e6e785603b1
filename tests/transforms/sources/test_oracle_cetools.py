"""Oracle's products: what a price is per, and which GPU a part number is."""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.oracle_cetools import normalise


def product(number: str, name: str, value: object, metric: str = "GPU Per Hour", **more: object) -> dict:
    prices = [{"model": "PAY_AS_YOU_GO", "value": value}]
    return {
        "partNumber": number,
        "displayName": name,
        "metricName": metric,
        "serviceCategory": "Compute - GPU",
        "currencyCodeLocalizations": [{"currencyCode": "USD", "prices": prices}],
        **more,
    }


H100 = product("B98415", "Oracle Cloud Infrastructure - Compute - GPU - H100", 10)


def read(*items: object) -> Batch:
    document = {"lastUpdated": "2026-10-01T14:18:05.193Z", "items": list(items)}
    return normalise(payload(json.dumps(document), source_id="oracle-cetools", part="products"))


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_a_price_per_gpu_hour_is_of_one_gpu_anywhere():
    (offer,) = rows(read(H100))
    assert (offer["gpu_name_raw"], offer["gpu_count"], offer["usd_per_gpu_hour"]) == ("H100", 1, 10)
    assert (offer["provider"], offer["instance_type"], offer["region"]) == ("oci", "B98415", None)
    assert offer["record_ref"] == "/items/0/currencyCodeLocalizations/0/prices/0/value"


@pytest.mark.parametrize(
    ("name", "purchase_type"),
    [("Hourly", "on_demand"), ("Monthly", "committed_1m"), ("1 Year", "committed_1y"), ("3 Year", "committed_3y")],
)
def test_a_price_per_node_hour_is_of_all_its_gpus(name, purchase_type):
    title = f"Oracle Cloud VMware Solution - BM.GPU.A10.64 - {name} Commit"
    (offer,) = rows(read(product("B108807", title, 13, "Node Per Hour", serviceCategory="Compute - VMware")))
    # 13 / 4 = 3.25
    assert (offer["gpu_name_raw"], offer["gpu_count"], offer["usd_per_gpu_hour"]) == ("NVIDIA A10", 4, 3.25)
    assert (offer["purchase_type"], offer["amount_unit"]) == (purchase_type, "hour")


@pytest.mark.parametrize(
    ("number", "name", "gpu", "gib"),
    [
        ("B88517", "Compute - Bare Metal GPU Standard - X7", "NVIDIA P100", 16),
        ("B89734", "Compute - GPU Standard - V2", "NVIDIA V100", 16),
        ("B92740", "Compute - GPU - E3", "NVIDIA A100", 40),
        ("B95907", "Compute - GPU - A100 - v2", "NVIDIA A100", 80),
        ("B95909", "Compute  - GPU - A10", "A10", None),
        ("B111758", "OCI- Compute - GPU - MI355X", "MI355X", None),
        ("B112613", "OCI - Compute - GPU - RTX PRO 6000", "RTX PRO 6000", None),
    ],
)
def test_a_product_is_named_after_its_gpu_or_its_host(number, name, gpu, gib):
    (offer,) = rows(read(product(number, name, 2)))
    assert (offer["gpu_name_raw"], offer["gpu_memory_gib"]) == (gpu, gib)


@pytest.mark.parametrize(
    ("item", "rule"),
    [
        (product("B1", "Block Volume Storage", 0.02, "Gigabyte Storage Capacity Per Month"), "no_accelerator"),
        (product("B2", "Roving Edge Device - RED.2 GPU", 100, "Resource Possession Per Day"), "device_per_day"),
        (product("B3", "Oracle Compute Cloud@Customer - Compute - GPU.L40S", 3.5), "cloud_at_customer"),
        (product("B4", "Compute - GPU - B200", 0), "no_price"),
        (product("B5", "Compute - GPU - B200", 1, currencyCodeLocalizations=[]), "no_price"),
    ],
)
def test_what_is_no_gpu_by_the_hour_is_set_aside(item, rule):
    assert read(H100, item).ignored == {rule: 1}


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (product("B93544", "OCI - Compute - GPU - E4", 3.05), "which GPU is in OCI - Compute - GPU - E4?"),
        (product("B7", "OCVS - BM.GPU.X99.128 - 1 Year Commit", 9, "Node Per Hour"), "which GPU is in"),
        (product("B8", "VMware - BM.GPU.A10.64 - 5 Year Commit", 9, "Node Per Hour"), "for how long is"),
        (product("B9", "OCI - Compute - GPU - H200 - Resource Commit", 0.6), "for how long is"),
        (product("B10", "OCI - Compute - GPU - H200", 7000, "GPU Per Month"), "a GPU product per gpu per month"),
        (product("B11", "OCI - Compute - GPU - H200", "ten"), "ten is no price"),
        (product("B11", "OCI - Compute - GPU - H200", -1), "-1 is no price"),
        (product("B12", "OCI - Compute - GPU - H200", 700), "breaks usd_per_gpu_hour_is_plausible"),
        (product("B98415", "OCI - Compute - GPU - H100", 11), "another record of the payload has the same key"),
        (product("", "OCI - Compute - GPU - H100", 11), "no name or number"),
    ],
)
def test_a_product_that_cannot_be_right_is_held_back(item, reason):
    batch = read(H100, item)
    assert [each.startswith(reason) for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_tiers_and_other_models_are_not_the_list_price():
    prices = [
        {"model": "PAY_AS_YOU_GO", "value": 10, "rangeMin": 0, "rangeMax": 100},
        {"model": "PAY_AS_YOU_GO", "value": 8, "rangeMin": 100},
        {"model": "ANNUAL_COMMIT", "value": 7},
    ]
    batch = read({**H100, "currencyCodeLocalizations": [{"currencyCode": "USD", "prices": prices}]})
    assert [each["usd_per_hour"] for each in rows(batch)] == [10]
    assert batch.quarantine["reason"].to_list() == ["a price of the model ANNUAL_COMMIT", "a price from a quantity on"]


def test_dollars_stand_before_other_currencies_and_these_are_converted_where_alone():
    euro = {"currencyCode": "EUR", "prices": [{"model": "PAY_AS_YOU_GO", "value": 9.3}]}
    both = {**H100, "currencyCodeLocalizations": [euro, *H100["currencyCodeLocalizations"]]}
    assert [each["currency"] for each in rows(read(both))] == ["USD"]
    (offer,) = rows(read({**H100, "currencyCodeLocalizations": [euro]}))
    assert offer["usd_per_hour"] == pytest.approx(9.3 * offer["usd_per_currency_unit"])


@pytest.mark.parametrize(
    "content", ["", "<html>", "{}", "[]", '{"items": []}', '{"items": [1, null]}', json.dumps({"items": [{"a": 1}]})]
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="oracle-cetools"))


@given(st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.integers()), st.sampled_from(sorted(H100)))
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field):
    batch = read(H100, {**H100, "partNumber": "B0", field: value})
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 2


# Captures


@pytest.fixture(scope="module")
def batch() -> Batch:
    (only,) = normalised("oracle-cetools")
    return only


@pytest.mark.parametrize(
    ("part", "gpu", "usd"),
    [
        ("B98415", "H100", 10),
        ("B109480", "H100T", 10.75),
        ("B112140", "GB300", 18),
        ("B88518", "NVIDIA P100", 1.275),
        ("B95907", "NVIDIA A100", 4),
        ("BM.GPU.A10.64 B108808", "NVIDIA A10", 2.75),
    ],
)
def test_prices_read_by_hand_are_found(batch, part, gpu, usd):
    found = batch.observations["gpu_offer"].filter(pl.col("instance_type") == part)
    assert found.select("gpu_name_raw", "usd_per_gpu_hour").rows() == [(gpu, usd)]


def test_of_the_captured_products_one_host_is_not_known(batch):
    assert batch.ignored == {"cloud_at_customer": 4, "device_per_day": 1}
    assert batch.quarantine["reason"].to_list() == ["which GPU is in OCI - Compute - GPU - E4?"]
