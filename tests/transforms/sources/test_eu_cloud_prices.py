"""eu-cloud-prices: European clouds in euros, by the hour or by a month of their own length."""

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.eu_cloud_prices import BASE, part_of, requests
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.eu_cloud_prices import normalise

SMALL = {
    "id": "s1.small",
    "vcpu": 2,
    "ram_gb": 2,
    "price_hourly": 0.01997,
    "price_monthly": 14.38,
    "currency": "EUR",
    "category": "compute",
    "location": "nbg4",
}
A10 = {
    "id": "g1.large",
    "vcpu": 4,
    "ram_gb": 16,
    "gpu_count": 1,
    "gpu": "NVIDIA A10",
    "price_monthly": 682.7,
    "currency": "EUR",
}
NWS = {"provider": "nws", "instances": [SMALL], "gpu_instances": [A10]}
H100 = {"id": "h100", "name": "NVIDIA H100 80GB", "gpu_count": 1, "price_hourly": 2.9937, "currency": "EUR"}
# July 2026: 1.1417 dollars per euro.
USD_PER_EUR = 1.1417


def read(document: object) -> Batch:
    return normalise(payload(json.dumps(document), source_id="eu-cloud-prices", part="nws"))


def test_a_month_is_as_long_as_the_other_instances_say():
    batch = read(NWS)
    (row,) = batch.observations["gpu_offer"].rows(named=True)
    assert (row["provider"], row["instance_type"], row["gpu_name_raw"]) == ("nws", "g1.large", "NVIDIA A10")
    assert (row["amount"], row["currency"], row["fx_rate_on"]) == (682.7, "EUR", date(2026, 7, 31))
    assert row["usd_per_hour"] == pytest.approx(682.7 / 720 * USD_PER_EUR, rel=1e-9)
    assert (row["vcpus"], row["memory_gib"], row["record_ref"]) == (4, 16, "/gpu_instances/0")
    assert batch.ignored == {"no_gpu": 1}


def test_without_another_word_a_month_has_730_hours():
    document = {**NWS, "instances": [{**SMALL, "price_hourly": None}]}
    assert read(document).observations["gpu_offer"]["usd_per_hour"][0] == pytest.approx(682.7 / 730 * USD_PER_EUR)


def test_a_gpu_added_to_any_instance_is_priced_without_its_host():
    batch = read({"provider": "hikube", "instances": [SMALL], "gpu_pricing": {"gpus": [H100]}})
    (row,) = batch.observations["gpu_offer"].rows(named=True)
    assert (row["price_kind"], row["amount"], row["record_ref"]) == ("from", 2.9937, "/gpu_pricing/gpus/0")
    assert row["gpu_name_raw"] == "NVIDIA H100 80GB"


def test_a_gpu_among_the_plain_instances_is_found():
    gpu = {**SMALL, "id": "gex", "gpu": "NVIDIA L4", "gpu_count": 2, "price_hourly": 1.0, "location": "de"}
    (row,) = read({"provider": "ovh", "instances": [SMALL, gpu]}).observations["gpu_offer"].rows(named=True)
    assert (row["provider"], row["country_code"], row["usd_per_gpu_hour"]) == (
        "ovhcloud",
        "DE",
        pytest.approx(USD_PER_EUR / 2),
    )


def test_a_file_without_gpus_is_an_empty_list_of_offers():
    batch = read({"provider": "ovh", "instances": [SMALL], "gpu": {"available": True}})
    assert (batch.observation_count, batch.ignored) == (0, {"no_gpu": 1})


def test_dollars_are_read_where_they_stand_and_the_trackers_euros_are_not():
    gpu = {**A10, "price_hourly": 0.46, "price_usd_hourly": 0.5}
    (row,) = read({**NWS, "eur_usd_rate": 0.92, "gpu_instances": [gpu]}).observations["gpu_offer"].rows(named=True)
    assert (row["currency"], row["usd_per_hour"]) == ("USD", 0.5)
    held = read({**NWS, "eur_usd_rate": 0.92})
    assert held.quarantine["reason"].to_list() == ["converted from dollars by the tracker, at a rate it chose"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"gpu": None}, "no name of an accelerator"),
        ({"gpu_count": None}, "no count of accelerators"),
        ({"price_monthly": "on request"}, "on request is no price"),
        ({"price_monthly": -5}, "-5 is no price"),
        ({"currency": "XXX"}, "no exchange rate of XXX"),
        ({"currency": None}, "no currency"),
        ({"price_monthly": 9e6}, "plausible"),
    ],
)
def test_a_row_that_cannot_be_right_is_held_back(change, reason):
    batch = read({**NWS, "gpu_instances": [A10, {**A10, "id": "g2", **change}]})
    assert [reason in each for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_unknown_sections_and_fields_are_reported():
    batch = read({**NWS, "bare_metal_gpus": [A10]})
    assert batch.quarantine["reason"].to_list() == ["the section at /bare_metal_gpus is not known"]
    batch = read({**NWS, "instances": [{**SMALL, "price_yearly": 100}]})
    assert batch.quarantine["reason"].to_list() == ["fields not known: price_yearly (1x)"]


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"instances": []}', '{"instances": 3}', "<html>", '{"instances": [']
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="eu-cloud-prices"))


@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5),
    st.sampled_from([*sorted(A10), "price_hourly", "location", "category"]),
)
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field):
    batch = read({**NWS, "gpu_instances": [{**A10, field: value}], "instances": [{**SMALL, field: value}]})
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 2


def test_a_file_belongs_to_its_cloud():
    assert part_of("eu-cloud-prices/20260218T094100Z/nws.json") == "nws"
    assert part_of("README.md") is None
    assert part_of("prices/schema.json") is None
    index = [
        {"name": "nws.json", "type": "file"},
        {"name": "schema.json", "type": "file"},
        {"name": "x", "type": "dir"},
    ]
    (request,) = requests(lambda url: json.dumps(index).encode())
    assert (request.part, request.url) == ("nws", f"{BASE}/nws.json")


# Captures


@pytest.fixture(scope="module")
def batches() -> dict[str, Batch]:
    return {batch.payload.part: batch for batch in normalised("eu-cloud-prices")}


@pytest.mark.parametrize(
    ("part", "instance_type", "gpu", "amount", "hours"),
    [
        ("nws", "g3.xxlarge", "NVIDIA Blackwell RTX 6000", 1713.76, 720),
        ("safespring", "b2-c4r8-gA2", "NVIDIA A2", 247.42, 720),
        ("hikube", "h200", "NVIDIA H200 141GB", 3.7425, 1),
    ],
)
def test_prices_read_by_hand_are_found(batches, part, instance_type, gpu, amount, hours):
    frame = batches[part].observations["gpu_offer"].filter(pl.col("instance_type") == instance_type)
    (row,) = frame.rows(named=True)
    assert (row["gpu_name_raw"], row["amount"], row["currency"]) == (gpu, amount, "EUR")
    assert row["usd_per_hour"] == pytest.approx(amount / hours * row["usd_per_currency_unit"], rel=1e-9)


def test_three_of_the_clouds_have_gpus_and_nothing_is_held_back(batches):
    counts = {part: batch.observation_count for part, batch in batches.items() if batch.observation_count}
    assert counts == {"nws": 7, "safespring": 4, "hikube": 6}
    assert {batch.records_quarantined for batch in batches.values()} == {0}
