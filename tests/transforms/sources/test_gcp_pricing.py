"""Google's machines with GPUs by region: whole prices, commitments by the month, and prices that lack the GPU."""

from datetime import UTC, datetime

import polars as pl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import NOON, normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.gcp_pricing import normalise

A2 = {
    "a100": 2,
    "cpu": 24,
    "ram": 170,
    "cost": {
        "us-central1": {
            "hour": 7.34677,
            "hour_spot": 2.204031,
            "month": 5363.1421,
            "month_1y": 3378.7422784,
            "month_3y": 1877.13415596,
            "month_spot": 1608.94263,
        }
    },
}
N1 = {"cpu": 8, "ram": 30, "cost": {"us-central1": {"hour": 0.38, "month": 194.18}}}


def document(**machines: object) -> str:
    return yaml.safe_dump({"compute": {"instance": {name.replace("_", "-"): each for name, each in machines.items()}}})


def read(**machines: object) -> Batch:
    return normalise(payload(document(**machines), source_id="gcp-pricing", name="pricing.yml"))


def a2(**change: object) -> dict:
    return {**A2, "cost": {"us-central1": {**A2["cost"]["us-central1"], **change}}}


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_a_machine_has_four_prices_in_a_region_all_with_its_gpus():
    batch = read(a2_highgpu_2g=A2, n1_standard_8=N1)
    # 3378.7422784 / 730 = 4.62841408; 1877.13415596 / 730 = 2.57141665
    assert [(row["purchase_type"], row["usd_per_hour"], row["amount_unit"]) for row in rows(batch)] == [
        ("on_demand", 7.34677, "hour"),
        ("spot", 2.204031, "hour"),
        ("committed_1y", pytest.approx(4.62841408), "month"),
        ("committed_3y", pytest.approx(2.571416652), "month"),
    ]
    first = rows(batch)[0]
    assert (first["gpu_name_raw"], first["gpu_count"], first["gpu_memory_gib"]) == ("a100", 2, 40)
    assert (first["usd_per_gpu_hour"], first["vcpus"], first["memory_gib"]) == (3.673385, 24, 170)
    assert (first["region"], first["country_code"], first["effective_from"]) == ("us-central1", "US", None)
    assert first["record_ref"] == "/compute/instance/a2-highgpu-2g/cost/us-central1/hour"
    assert (batch.records_used, batch.ignored) == (1, {"no_accelerator": 1})


def test_a_commitment_that_costs_what_it_costs_without_is_none():
    batch = read(a2_highgpu_2g=a2(month_1y=5363.1421, month_3y=5363.1421))
    assert [row["purchase_type"] for row in rows(batch)] == ["on_demand", "spot"]


@pytest.mark.parametrize(
    ("name", "memory"), [("a100-80gb", 80), ("l4", 24), ("h100-80gb", 80), ("b200", None), ("rtx-pro-6000", None)]
)
def test_other_accelerators_are_read_and_memory_is_null_where_it_is_not_said(name, memory):
    machine = {**{key: value for key, value in A2.items() if key != "a100"}, name: 2}
    (offer, *_) = rows(read(a9_highgpu_2g=machine))
    assert (offer["gpu_name_raw"], offer["gpu_memory_gib"], offer["gpu_count"]) == (name, memory, 2)


def test_a_price_without_its_gpus_is_held_back():
    # 2022-02: no A100 in Toronto, but a price of 0.688 for the machine of one.
    others = {f"us-east{number}": {"hour": 7.3} for number in range(1, 5)}
    batch = read(a2_highgpu_2g={**A2, "cost": {**others, "northamerica-northeast2": {"hour": 1.6}}})
    assert batch.quarantine["record_ref"].to_list() == [
        "/compute/instance/a2-highgpu-2g/cost/northamerica-northeast2/hour"
    ]
    reason = "1.6 is far below 7.3, the median of all regions: lacks the price of its GPUs"
    assert batch.quarantine["reason"].to_list() == [reason]
    assert (batch.records_used, batch.records_quarantined) == (4, 1)


@pytest.mark.parametrize(
    ("machine", "reason"),
    [
        ({**A2, "ram": 116}, "reckoned with 116.0 GB of memory; the machine has 170.0"),
        ({**A2, "a100": "some"}, "no count of accelerators"),
        ({**A2, "l4": 1}, "two kinds of accelerators"),
        ({key: value for key, value in A2.items() if key != "a100"}, "a machine with accelerators that names none"),
        ({**A2, "cost": {"us-central1": {"hour": "high"}}}, "high is no price"),
        ({**A2, "cost": {"us-central1": {"hour": -1}}}, "-1 is no price"),
        ({**A2, "cost": {"us-central1": {"hour": 900}}}, "breaks usd_per_gpu_hour_is_plausible"),
    ],
)
def test_a_machine_that_cannot_be_right_is_held_back(machine, reason):
    one = {"l4": 1, "cpu": 4, "ram": 16, "cost": {"us-central1": {"hour": 0.706832255}}}
    batch = read(g2_standard_4=one, a2_highgpu_2g=machine)
    assert batch.quarantine["reason"].to_list() == [reason]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


@pytest.mark.parametrize("cost", [None, {}, {"us-central1": {}}, {"us-central1": {"hour": 0, "month": 0}}])
def test_a_machine_without_a_price_says_nothing(cost):
    assert read(a2_highgpu_2g=A2, a2_highgpu_4g={**A2, "a100": 4, "ram": 340, "cost": cost}).ignored == {"no_price": 1}


@pytest.mark.parametrize(
    ("machine", "reason"),
    [
        (a2(hour_1y=4.0), "fields not known: hour_1y (1x)"),
        ({**A2, "gpu_price": 2.0}, "fields not known: gpu_price (1x)"),
    ],
)
def test_unknown_fields_are_reported(machine, reason):
    assert read(a2_highgpu_2g=machine).quarantine["reason"].to_list() == [reason]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<html>404</html>",
        "404: Not Found",
        "compute: [1",
        "compute: {}",
        "compute: {instance: {}}",
        "a: !!python/object/apply:os.getcwd []",
        document(n1_standard_8=N1),
        document(a2_highgpu_2g={**A2, "cost": {"us-central1": {"hour": 0}}}),
    ],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="gcp-pricing"))


@pytest.mark.parametrize(("days", "is_kept_up"), [(2, True), (100, False)])
def test_a_file_that_is_no_longer_kept_up_is_rejected(days, is_kept_up):
    content = yaml.safe_dump({"about": {"timestamp": int(NOON.timestamp()) - days * 86_400}})
    made = payload(content + document(a2_highgpu_2g=A2), source_id="gcp-pricing")
    if is_kept_up:
        assert normalise(made).observation_count == 4
    else:
        with pytest.raises(NormaliseError, match="made on 2026-04-23, long before it was captured"):
            normalise(made)


@given(
    st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.integers(), max_size=2),
    st.sampled_from(["a100", "cpu", "ram", "cost", "us-central1", "hour", "month_1y", "whole"]),
)
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field):
    machine: object = {**A2, field: value} if field in A2 else a2(**{field: value})
    if field == "us-central1":
        machine = {**A2, "cost": {field: value}}
    batch = read(a2_highgpu_4g={**A2, "a100": 4, "ram": 340}, a2_highgpu_2g=value if field == "whole" else machine)
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read


# Captures


@pytest.fixture(scope="module")
def batches() -> list[Batch]:
    return normalised("gcp-pricing")


@pytest.mark.parametrize(
    ("at", "machine", "region", "purchase_type", "amount"),
    [
        (0, "a2-highgpu-2g", "us-central1", "on_demand", 7.34677),
        (0, "a2-megagpu-16g", "us-central1", "committed_3y", 14241.71597664),
        (1, "a2-highgpu-1g", "us-central1", "spot", 1.1020155),
        (1, "a2-ultragpu-8g", "us-central1", "on_demand", 40.221616),
        (1, "g2-standard-4", "us-central1", "committed_1y", 325.07215214),
        (1, "g2-standard-96", "us-central1", "on_demand", 8.003330296),
    ],
)
def test_prices_read_by_hand_are_found(batches, at, machine, region, purchase_type, amount):
    found = (
        batches[at].observations["gpu_offer"].filter(instance_type=machine, region=region, purchase_type=purchase_type)
    )
    assert found["amount"].to_list() == [amount]


def test_toronto_has_no_a100_and_zurich_had_none_for_three_years(batches):
    for batch in batches:
        offers = batch.observations["gpu_offer"]
        toronto = offers.filter(pl.col("region") == "northamerica-northeast2", pl.col("gpu_name_raw") == "a100")
        assert toronto.filter(pl.col("purchase_type") == "on_demand").is_empty()
    zurich = batches[0].observations["gpu_offer"].filter(region="europe-west6", instance_type="a2-highgpu-2g")
    assert sorted(zurich["purchase_type"]) == ["committed_1y", "on_demand"]


def test_the_machine_of_58_gb_is_held_back(batches):
    assert batches[0].observations["gpu_offer"].filter(instance_type="a2-highgpu-1g").is_empty()
    assert not batches[1].observations["gpu_offer"].filter(instance_type="a2-highgpu-1g").is_empty()


def test_google_sold_no_commitment_for_the_a100_of_80_gb(batches):
    ultra = batches[1].observations["gpu_offer"].filter(pl.col("gpu_name_raw") == "a100-80gb")
    assert sorted(ultra["purchase_type"].unique()) == ["on_demand", "spot"]
    assert batches[1].payload.captured_at == datetime(2023, 6, 1, 3, 59, 28, tzinfo=UTC)
