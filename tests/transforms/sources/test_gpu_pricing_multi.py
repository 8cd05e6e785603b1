"""gpu-pricing-multi: seven lists in one document, each with its own meaning."""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.gpu_pricing_multi import SPEC, part_of
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.gpu_pricing_multi import normalise

P5 = {
    "instance_type": "p5.48xlarge",
    "gpu_type": "H100 SXM",
    "gpu_count": 8,
    "region": "us-east-1",
    "price_tier": "on_demand",
    "total_hourly_usd": 55.04,
    "per_gpu_hourly_usd": 6.88,
}


def read(**providers: object) -> Batch:
    lists = {name: {"provider": name, "skus": skus} for name, skus in providers.items()}
    return normalise(payload(json.dumps({"fetched_at": "x", "providers": lists}), source_id="gpu-pricing-multi"))


def prices(batch: Batch) -> list[tuple]:
    columns = ("provider", "instance_type", "gpu_name_raw", "purchase_type", "price_kind", "usd_per_gpu_hour")
    return batch.observations["gpu_offer"].select(columns).rows()


def test_the_price_of_a_machine_is_shared_by_its_gpus():
    batch = read(aws=[P5])
    assert prices(batch) == [("aws", "p5.48xlarge", "H100 SXM", "on_demand", "listed", 6.88)]
    (row,) = batch.observations["gpu_offer"].rows(named=True)
    assert (row["usd_per_hour"], row["gpu_count"], row["amount_unit"]) == (55.04, 8, "hour")
    assert row["record_ref"] == "/providers/aws/skus/0/total_hourly_usd"


def test_a_region_of_the_clouds_own_tells_the_country():
    batch = read(aws=[P5, {**P5, "region": "us-east-1-lim-1"}, {**P5, "region": "global"}], gcp=[], oci=[])
    assert batch.observations["gpu_offer"].select("region", "country_code").rows() == [
        ("us-east-1", "US"),
        ("us-east-1-lim-1", None),
        ("global", None),
    ]


def test_plans_of_several_gpus_that_are_said_to_hold_one_are_held_back():
    plan = {"gpu_type": "L40S", "gpu_count": 1, "region": "", "price_tier": "on_demand"}
    plans = [
        {**plan, "plan_id": f"vcg-l40s-{16 * count}c-{48 * count}vram", "total_hourly_usd": 1.5596 * count}
        for count in (1, 2, 8)
    ]
    batch = read(vultr=plans)
    assert [row[-1] for row in prices(batch)] == [1.5596]
    assert batch.quarantine["reason"].to_list() == [
        "one GPU, and 96 GB where the plan of one has 48",
        "one GPU, and 384 GB where the plan of one has 48",
    ]
    right = [{**each, "gpu_count": count} for each, count in zip(plans, (1, 2, 8), strict=True)]
    assert {round(row[-1], 4) for row in prices(read(vultr=right))} == {1.5596}


def test_sagemaker_is_sold_by_aws():
    assert prices(read(sagemaker=[{**P5, "instance_type": "ml.p5.48xlarge"}]))[0][:2] == ("aws", "ml.p5.48xlarge")


@pytest.mark.parametrize(("tier", "bought"), [("12mo", "reserved_1y"), ("36mo", "reserved_3y"), ("6mo", "reserved_6m")])
def test_a_term_in_months_is_a_reservation(tier, bought):
    assert prices(read(azure=[{**P5, "price_tier": tier}]))[0][3] == bought


@pytest.mark.parametrize(
    ("description", "tier", "name", "bought"),
    [
        ("Nvidia Tesla A100 80GB GPU running in Americas", "on_demand", "Nvidia Tesla A100 80GB", "on_demand"),
        ("A4 Nvidia B200 (1 gpu slice) running in Americas", "on_demand", "A4 Nvidia B200", "on_demand"),
        ("Nvidia L4 GPU attached to Spot Preemptible VMs running in Mumbai", "spot", "Nvidia L4", "spot"),
        ("Spot Preemptible A4 Nvidia B200 (1 gpu slice) running in Mumbai", "spot", "A4 Nvidia B200", "spot"),
        ("Commitment v1: H200 141GB GPU running in Americas for 3 Years", "36mo", "H200 141GB", "committed_3y"),
        (
            "Commitment v1: A4 Nvidia B200 (1 gpu slice) in Americas for 1 Year",
            "12mo",
            "A4 Nvidia B200",
            "committed_1y",
        ),
    ],
)
def test_googles_gpus_are_read_by_their_description_and_lack_their_host(description, tier, name, bought):
    sku = {"description": description, "gpu_type": "x", "region": "us", "price_tier": tier, "per_gpu_hourly_usd": 2.9}
    assert prices(read(gcp=[sku])) == [("gcp", None, name, bought, "from", 2.9)]


@pytest.mark.parametrize(
    ("description", "tier"),
    [
        ("Nvidia L4 GPU attached to DWS Defined Duration VMs running in Americas", "12mo"),
        ("Reserved Nvidia H100 80GB GPU in Mumbai in Calendar Mode", "36mo"),
    ],
)
def test_a_flexible_start_is_no_commitment(description, tier):
    sku = {"description": description, "gpu_type": "L4", "price_tier": tier, "per_gpu_hourly_usd": 0.56}
    assert read(aws=[P5], gcp=[sku]).ignored == {"flexible_start_or_booking": 1}


def test_runpods_spot_is_its_community_and_its_36_months_are_three():
    pcie = {"id": "NVIDIA A100 80GB PCIe", "display_name": "A100 PCIe", "gpu_type": "A100", "memory_gb": 80}
    later = [
        {**pcie, "price_tier": tier, "per_gpu_hourly_usd": usd}
        for tier, usd in (("on_demand", 1.39), ("spot", 1.19), ("36mo", 1.21), ("6mo", 1.18))
    ]
    first = {
        **pcie,
        "per_gpu_hourly_usd": 1.39,
        "secure_per_gpu_hourly_usd": 1.39,
        "community_per_gpu_hourly_usd": 1.19,
        "one_month_per_gpu_hourly_usd": None,
        "three_month_per_gpu_hourly_usd": 1.21,
        "six_month_per_gpu_hourly_usd": 1.18,
    }
    assert prices(read(runpod=later)) == prices(read(runpod=[first]))
    assert [row[3] for row in prices(read(runpod=later))] == [
        "on_demand",
        "marketplace_community",
        "reserved_3m",
        "reserved_6m",
    ]


def test_oracles_gb200_is_no_b200_and_what_stands_at_a_customer_is_no_cloud():
    gb200 = {
        "part_number": "B110979",
        "display_name": "OCI - Compute - GPU - GB200",
        "gpu_type": "B200",
        "gpu_count": 1,
    }
    gb200 |= {"total_hourly_usd": 16, "per_gpu_hourly_usd": 16, "region": "global"}
    at_customer = {**gb200, "display_name": "Oracle Compute Cloud@Customer - Compute - GPU.L40S"}
    batch = read(oci=[gb200, at_customer])
    assert prices(batch) == [("oci", "B110979", "GB200", "on_demand", "listed", 16.0)]
    assert batch.ignored == {"at_the_customer": 1}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"price_tier": "auction"}, "how it is bought is not known"),
        ({"total_hourly_usd": "call"}, "call is no price"),
        ({"total_hourly_usd": 550.4}, "is not its GPUs times the price of one"),
        ({"gpu_count": 0}, "no count of accelerators"),
        ({"gpu_type": None}, "no name of an accelerator"),
    ],
)
def test_a_sku_that_cannot_be_right_is_held_back(change, reason):
    batch = read(aws=[P5, {**P5, "region": "eu-west-1", **change}])
    assert [reason in each for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_no_price_is_not_free_and_unknown_fields_are_reported():
    assert read(aws=[P5, {**P5, "region": "x", "total_hourly_usd": 0}]).ignored == {"no_price": 1}
    batch = read(aws=[{**P5, "windows_hourly_usd": 60}])
    assert batch.quarantine["reason"].to_list() == ["fields not known: windows_hourly_usd (1x)"]


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"providers": []}', '{"providers": {"aws": {"error": "no key", "skus": []}}}', "<html>"],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="gpu-pricing-multi"))


@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5),
    st.sampled_from([*sorted(P5), "description", "display_name", "id", "memory_gb"]),
    st.sampled_from(["aws", "gcp", "oci", "runpod", "new cloud"]),
)
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field, seller):
    batch = read(azure=[P5], **{seller: [{**P5, field: value}]})
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 2


def test_one_file_is_one_listing():
    assert part_of("gpu-pricing-multi/20260521T152326Z/gpu_pricing.json") == "all"
    assert part_of("README.md") is None
    assert part_of(SPEC.requests[0].name) == "all"


# Captures


@pytest.fixture(scope="module")
def batches() -> list[Batch]:
    return normalised("gpu-pricing-multi")


@pytest.mark.parametrize(
    ("at", "provider", "gpu", "region", "purchase_type", "instance_type", "usd_per_hour"),
    [
        (0, "azure", "H100 SXM", "eastus", "on_demand", "Standard_ND96isr_H100_v5", 98.32),
        (0, "runpod", "NVIDIA L40S", None, "reserved_3m", None, 0.748),
        (2, "aws", "H100 SXM", "us-east-1", "reserved_3y", "p5.48xlarge", 23.7773),
        (2, "gcp", "Nvidia Tesla A100", "us-central1", "on_demand", None, 2.9339),
        (2, "vultr", "L40S", None, "on_demand", "vcg-l40s-128c-1500g-384vram", 12.4768),
        (3, "oci", "GB300", "global", "on_demand", "B112140", 18.0),
    ],
)
def test_prices_read_by_hand_are_found(batches, at, provider, gpu, region, purchase_type, instance_type, usd_per_hour):
    frame = (
        batches[at]
        .observations["gpu_offer"]
        .filter(
            pl.col("provider") == provider,
            pl.col("gpu_name_raw") == gpu,
            pl.col("region").eq_missing(region),
            pl.col("purchase_type") == purchase_type,
            pl.col("instance_type").eq_missing(instance_type),
        )
    )
    assert frame["usd_per_hour"].to_list() == [usd_per_hour]


def test_only_vultrs_plans_of_several_gpus_are_held_back_where_they_are_said_to_hold_one(batches):
    assert [batch.records_quarantined for batch in batches] == [0, 3, 0, 0]
    assert {batch.records_quarantined: set(batch.quarantine["record_ref"]) for batch in batches}[3] == {
        f"/providers/vultr/skus/{number}/total_hourly_usd" for number in (1, 2, 3)
    }
