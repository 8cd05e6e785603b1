"""AWS's instances in the short form of Vantage's list, and how the list is told from other files."""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.aws_gpu_vantage import normalise

P5 = {
    "name": "p5.48xlarge",
    "gpu": "NVIDIA H100",
    "gpuCount": 8,
    "gpuMemory": "Unknown",
    "vcpu": 192,
    "memory": "2048 GB",
    "pricing": {"us-east-1": {"onDemand": 55.04, "reserved": 33.8}},
    "availability": ["us-east-1"],
}


def script(*instances: object) -> Batch:
    text = f"// Last updated: 2025-11-30\n\nconst allGPUInstances = {json.dumps(list(instances), indent=2)};\n"
    return normalise(payload(text, source_id="aws-gpu-vantage", part="instances"))


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_prices_are_of_the_instance_and_reserved_is_a_commitment_of_unstated_length():
    on_demand, reserved = rows(script(P5))
    # 55.04 / 8 = 6.88
    assert (on_demand["usd_per_hour"], on_demand["usd_per_gpu_hour"], on_demand["gpu_count"]) == (55.04, 6.88, 8)
    assert (on_demand["gpu_name_raw"], on_demand["gpu_memory_gib"]) == ("NVIDIA H100", 80)
    assert (on_demand["vcpus"], on_demand["memory_gib"], on_demand["country_code"]) == (192, 2048, "US")
    assert (reserved["purchase_type"], reserved["usd_per_hour"]) == ("committed", 33.8)
    assert reserved["record_ref"] == "/0/pricing/us-east-1/reserved"


@pytest.mark.parametrize("before", ["", "var all=", "module.exports = ", "// prices\nexport default "])
def test_the_list_may_stand_alone_or_behind_any_way_to_name_it(before):
    text = f"{before}{json.dumps([P5])};" if before else json.dumps([P5])
    assert normalise(payload(text, source_id="aws-gpu-vantage")).observation_count == 2


@pytest.mark.parametrize(
    ("change", "held"),
    [
        ({"name": "p2.8xlarge", "gpu": "NVIDIA K80", "gpuCount": 4}, ("NVIDIA K80", 8)),  # 4 boards of 2
        ({"name": "g5g.xlarge", "gpu": "NVIDIA A10G", "gpuCount": 1}, ("NVIDIA T4G", 1)),
        ({"name": "trn2.48xlarge", "gpu": "Unknown GPU", "gpuCount": 16}, ("AWS Trainium2", 16)),
        ({"name": "p9.48xlarge", "gpu": "NVIDIA R200", "gpuCount": 8}, ("NVIDIA R200", 8)),
    ],
)
def test_what_the_type_holds_is_documented_by_aws_and_only_else_the_words_of_the_list(change, held):
    offer, _ = rows(script({**P5, **change}))
    assert (offer["gpu_name_raw"], offer["gpu_count"]) == held


@pytest.mark.parametrize(
    ("region", "country"),
    [("eu-west-2", "GB"), ("us-gov-west-1", "US"), ("us-east-1-lim-1", None), ("us-east-1-wl1-nyc1", None)],
)
def test_a_local_zone_need_not_lie_in_the_country_of_its_region(region, country):
    (offer,) = rows(script({**P5, "pricing": {region: {"onDemand": 1.0}}}))
    assert (offer["region"], offer["country_code"]) == (region, country)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"name": "m5.large", "gpuCount": 0}, "no_accelerator"),
        ({"name": "p5e.48xlarge", "pricing": {}}, "no_price"),
        ({"name": "p5e.48xlarge", "pricing": {"us-east-1": {"onDemand": 0}}}, "no_price"),
    ],
)
def test_what_is_no_gpu_or_has_no_price_is_set_aside(change, rule):
    assert script(P5, {**P5, **change}).ignored == {rule: 1}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": "p9.48xlarge", "gpu": "Unknown GPU"}, "p9.48xlarge: a type whose accelerators we do not know"),
        ({"name": None}, "no instance type"),
        ({"name": "p5e.48xlarge", "pricing": {"us-east-1": {"onDemand": "ask"}}}, "ask is no price"),
        ({"name": "p5e.48xlarge", "pricing": {"us-east-1": {"onDemand": 9e4}}}, "breaks usd_per_gpu_hour_is_plausible"),
    ],
)
def test_an_instance_that_cannot_be_right_is_held_back(change, reason):
    batch = script(P5, {**P5, **change})
    assert [each.startswith(reason) for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_unknown_fields_are_reported():
    assert script({**P5, "spotPrice": 1}).quarantine["reason"].to_list() == ["fields not known: spotPrice (1x)"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<html>",
        "[]",
        "{}",
        "const x = [1, {",
        "const x = [];",
        "const x = 7;",
        "[null, 3]",
        '[{"name": "m5.large"}]',
    ],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="aws-gpu-vantage"))


@given(st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.integers()), st.sampled_from(sorted(P5)))
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field):
    batch = script(P5, {**P5, "name": "p5e.48xlarge", field: value})
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 2


# Captures


@pytest.fixture(scope="module")
def batch() -> Batch:
    (only,) = normalised("aws-gpu-vantage")
    return only


def test_the_captured_instances_are_used_but_for_three_without_a_price(batch):
    assert (batch.records_read, batch.ignored, batch.quarantine.height) == (84, {"no_price": 3}, 0)
    counts = batch.observations["gpu_offer"]["purchase_type"].value_counts(sort=True).rows()
    assert counts == [("on_demand", 1128), ("committed", 785)]


@pytest.mark.parametrize(
    ("instance_type", "region", "purchase_type", "usd_per_hour", "gpus"),
    [
        ("dl2q.24xlarge", "eu-central-1", "on_demand", 11.5952, 8),
        ("trn1n.32xlarge", "us-east-2", "committed", 15.24713, 16),
        ("g6f.4xlarge", "sa-east-1", "on_demand", 1.61483, 0.5),
        ("g2.2xlarge", "us-east-1", "on_demand", 0.65, 1),
    ],
)
def test_prices_read_by_hand_are_found(batch, instance_type, region, purchase_type, usd_per_hour, gpus):
    frame = batch.observations["gpu_offer"]
    found = frame.filter(instance_type=instance_type, region=region, purchase_type=purchase_type)
    assert found.select("usd_per_hour", "gpu_count").rows() == [(usd_per_hour, gpus)]


def test_no_accelerator_of_the_captured_list_stays_unknown(batch):
    assert not batch.observations["gpu_offer"].select(pl.col("gpu_name_raw").str.contains("(?i)unknown").any()).item()
