"""AWS's instances in China: yuan without a currency, prices as text, and the reservations that are read."""

import json
from datetime import date

import pytest

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.aws_cn_vantage import normalise

P4D = {
    "instance_type": "p4d.24xlarge",
    "vCPU": 96,
    "memory": 1152,
    "GPU": 8,
    "GPU_model": "NVIDIA A100",
    "GPU_memory": 320,
    "pricing": {
        "cn-northwest-1": {
            "dedicated": {"ondemand": "190.160753", "reserved": {}},
            "linux": {
                "ondemand": "172.873412",
                "reserved": {
                    "yrTerm1Convertible.noUpfront": "131.521606",
                    "yrTerm1Standard.allUpfront": "102.294635",
                    "yrTerm1Standard.noUpfront": "109.601338",
                    "yrTerm3Standard.noUpfront": "73.80361",
                },
            },
            "mswin": {"ondemand": "180.0"},
        }
    },
}


def read(*instances: object) -> Batch:
    return normalise(payload(json.dumps(list(instances)), source_id="aws-cn-vantage", part="instances-cn"))


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_prices_in_china_are_yuan_turned_into_dollars_at_the_month_before():
    on_demand = rows(read(P4D))[0]
    # July 2026 is the month before the capture: 1.1417 USD and 7.7371 CNY per euro.
    assert (on_demand["currency"], on_demand["amount"]) == ("CNY", 172.873412)
    assert on_demand["usd_per_hour"] == pytest.approx(172.873412 * 1.1417 / 7.7371, rel=1e-5)
    assert on_demand["fx_rate_on"] == date(2026, 7, 31)
    assert (on_demand["gpu_count"], on_demand["gpu_memory_gib"], on_demand["country_code"]) == (8, 40, "CN")


def test_of_the_systems_linux_is_read_and_of_the_reservations_those_without_upfront_payment():
    batch = read(P4D)
    assert [(each["purchase_type"], each["amount"], each["record_ref"]) for each in rows(batch)] == [
        ("on_demand", 172.873412, "/0/pricing/cn-northwest-1/linux/ondemand"),
        ("reserved_1y", 109.601338, "/0/pricing/cn-northwest-1/linux/reserved/yrTerm1Standard.noUpfront"),
        ("reserved_3y", 73.80361, "/0/pricing/cn-northwest-1/linux/reserved/yrTerm3Standard.noUpfront"),
    ]


def test_elsewhere_the_same_list_is_in_dollars():
    (offer,) = rows(read({**P4D, "pricing": {"us-east-1": {"linux": {"ondemand": "21.957642"}}}}))
    assert (offer["currency"], offer["usd_per_hour"], offer["fx_rate_on"]) == ("USD", 21.957642, None)


def test_memory_of_a_type_we_do_not_know_is_that_of_all_gpus_divided():
    new = {**P4D, "instance_type": "p9.48xlarge", "GPU_model": "NVIDIA R200", "GPU_memory": 2304}
    assert {(each["gpu_name_raw"], each["gpu_memory_gib"]) for each in rows(read(new))} == {("NVIDIA R200", 288)}


def test_an_instance_sold_for_other_systems_only_has_no_price():
    other = {**P4D, "instance_type": "p4de.24xlarge", "pricing": {"cn-north-1": {"mswin": {"ondemand": "5"}}}}
    assert read(P4D, other).ignored == {"no_price": 1}


@pytest.mark.parametrize("content", ["", "<html>", "{}", "[]", '[{"instance_type": "p4d.24xlarge", "pricing": {}}]'])
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="aws-cn-vantage"))


# Captures


@pytest.fixture(scope="module")
def batch() -> Batch:
    (only,) = normalised("aws-cn-vantage")
    return only


def test_the_captured_instances_are_used_but_for_the_one_without_a_price(batch):
    assert (batch.records_read, batch.records_used, batch.ignored) == (30, 29, {"no_price": 1})
    assert batch.quarantine.is_empty()


@pytest.mark.parametrize(
    ("purchase_type", "amount"),
    [("on_demand", 172.873412), ("reserved_1y", 109.601338), ("reserved_3y", 73.80361)],
)
def test_prices_read_by_hand_are_found(batch, purchase_type, amount):
    frame = batch.observations["gpu_offer"]
    found = frame.filter(instance_type="p4d.24xlarge", region="cn-northwest-1", purchase_type=purchase_type)
    # October 2025: 1.1630 USD and 8.2810 CNY per euro.
    assert found["amount"].to_list() == [amount]
    assert found["usd_per_hour"].to_list() == [pytest.approx(amount * 1.1630 / 8.2810, rel=1e-5)]


def test_every_captured_price_is_yuan(batch):
    frame = batch.observations["gpu_offer"]
    assert (set(frame["currency"]), set(frame["fx_rate_on"]), set(frame["country_code"])) == (
        {"CNY"},
        {date(2025, 10, 31)},
        {"CN"},
    )
