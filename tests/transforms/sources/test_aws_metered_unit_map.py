"""AWS's price files: instances by the hour, and their accelerators by the type."""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.aws_metered_unit_map import SPEC, part_of
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.aws_metered_unit_map import normalise

OHIO = "US East (Ohio)"
P5 = {
    "rateCode": "X.JRTCKXETXF.6YS6EN2CT7",
    "price": "55.0400000000",
    "Location": OHIO,
    "Instance Family": "GPU instance",
    "vCPU": "192",
    "Instance Type": "p5.48xlarge",
    "Memory": "2,048 GiB",
    "Operating System": "Linux",
    "Pre Installed S/W": "NA",
}


def read(document: object) -> Batch:
    return normalise(payload(json.dumps(document), source_id="aws-metered-unit-map", part="linux"))


def ohio(*entries: object) -> Batch:
    return read({"manifest": {}, "regions": {OHIO: {f"entry {at}": each for at, each in enumerate(entries)}}})


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_the_price_is_of_the_instance_and_its_type_says_what_is_in_it():
    (offer,) = rows(ohio(P5))
    # 55.04 / 8 = 6.88
    assert (offer["gpu_name_raw"], offer["gpu_count"], offer["gpu_memory_gib"]) == ("NVIDIA H100", 8, 80)
    assert (offer["usd_per_hour"], offer["usd_per_gpu_hour"]) == (55.04, 6.88)
    assert (offer["vcpus"], offer["memory_gib"]) == (192, 2048)
    assert (offer["region"], offer["country_code"], offer["purchase_type"]) == ("us-east-2", "US", "on_demand")
    assert offer["record_ref"] == f"/regions/{OHIO}/entry 0"


def test_several_regions_may_stand_in_one_file():
    tokyo = "Asia Pacific (Tokyo)"
    bare = {name: value for name, value in P5.items() if name != "Location"}
    batch = read({OHIO: {"regions": {OHIO: {"a": P5}}}, tokyo: {"regions": {tokyo: {"b": bare}}}})
    assert [(each["region"], each["record_ref"]) for each in rows(batch)] == [
        ("us-east-2", f"/{OHIO}/regions/{OHIO}/a"),
        ("ap-northeast-1", f"/{tokyo}/regions/{tokyo}/b"),
    ]


def test_a_location_without_a_known_code_keeps_its_name():
    (offer,) = rows(ohio({**P5, "Location": "Moon (Tranquility)"}))
    assert (offer["region"], offer["country_code"]) == ("Moon (Tranquility)", None)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"Instance Type": "m5.large"}, "no_accelerator"),
        ({"Operating System": "Windows"}, "other_system"),
        ({"Pre Installed S/W": "SQL Web"}, "with_software"),
        ({"price": "0.0000000000"}, "no_price"),
    ],
)
def test_what_is_no_linux_price_of_a_gpu_is_set_aside(change, rule):
    assert ohio(P5, {**P5, **change}).ignored == {rule: 1}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Instance Type": "p9.48xlarge"}, "p9.48xlarge: a type whose accelerators we do not know"),
        ({"Instance Type": ""}, "no instance type"),
        ({"price": "call"}, "call is no price"),
        ({"price": None}, "nothing is no price"),
        ({"price": "55040.0"}, "breaks usd_per_gpu_hour_is_plausible"),
        ({"price": "56.0"}, "another record of the payload has the same key"),
    ],
)
def test_an_entry_that_cannot_be_right_is_held_back(change, reason):
    batch = ohio(P5, {**P5, **change})
    assert [each.startswith(reason) for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_unknown_fields_are_reported():
    assert ohio({**P5, "Reserved Price": "1"}).quarantine["reason"].to_list() == [
        "fields not known: Reserved Price (1x)"
    ]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<Error><Code>AccessDenied</Code></Error>",
        "[]",
        "{}",
        '{"regions": {}}',
        '{"regions": {"US East (Ohio)": {"a": {"Instance Type": "m5.large", "price": "1"}}}}',
    ],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="aws-metered-unit-map"))


@given(st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.integers()), st.sampled_from(sorted(P5)))
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field):
    batch = ohio(P5, {**P5, field: value})
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 2


def test_each_region_is_fetched_once():
    urls = [request.url for request in SPEC.requests]
    assert len(set(urls)) == len({request.name for request in SPEC.requests}) == len(urls) > 30
    assert any(url.endswith("/US%20East%20(N.%20Virginia)/Linux/index.json") for url in urls)
    assert {part_of(request.name) == request.part for request in SPEC.requests} == {True}


def test_a_file_of_several_regions_is_a_listing_of_its_own():
    assert part_of("aws-metered-unit-map/20260929T000000Z/ec2-linux.json") == "linux"
    assert part_of("README.md") is None


# Captures


@pytest.fixture(scope="module")
def offers() -> pl.DataFrame:
    (batch,) = normalised("aws-metered-unit-map")
    assert (batch.records_read, batch.records_used, batch.quarantine.height) == (51, 51, 0)
    return batch.observations["gpu_offer"]


@pytest.mark.parametrize(
    ("region", "instance_type", "usd_per_hour", "gpus"),
    [
        ("us-east-1", "p5.48xlarge", 55.04, 8),
        ("us-east-1", "p6-b300.48xlarge", 142.416, 8),
        ("ap-south-1", "p6-b200.48xlarge", 160.64525, 8),
        ("sa-east-1", "p5.4xlarge", 11.5584, 1),
        ("ap-northeast-1", "g6e.12xlarge", 15.21742, 4),
    ],
)
def test_prices_read_by_hand_are_found(offers, region, instance_type, usd_per_hour, gpus):
    found = offers.filter(region=region, instance_type=instance_type)
    assert found.select("usd_per_hour", "gpu_count").rows() == [(usd_per_hour, gpus)]


def test_every_captured_region_has_a_code_and_a_country(offers):
    assert offers["country_code"].null_count() == 0
    assert set(offers["region"]) == {
        *("us-east-1", "us-east-2", "us-west-2", "ap-northeast-1", "ap-south-1", "ap-southeast-2", "sa-east-1")
    }
