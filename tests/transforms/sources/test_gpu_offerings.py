"""gpu-offerings: a list kept by hand, whose caveats say what a figure is worth."""

import json
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.gpu_offerings import SPEC, part_of
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.gpu_offerings import normalise

L40S = {
    "id": "runpod-l40s-community",
    "provider_id": "runpod",
    "gpu_model": "NVIDIA L40S",
    "gpu_brand": "NVIDIA",
    "vram_gb": 48,
    "interconnect": "PCIe",
    "tier": "community",
    "is_spot": False,
    "price_usd_hour": 0.79,
    "vcpu": 16,
    "ram_gb": 94,
    "collected_at": "2026-05-24",
}
NOVA = {
    **L40S,
    "id": "dataoorts-nova-h100-sxm5-spot",
    "provider_id": "dataoorts",
    "gpu_model": "NVIDIA H100 SXM5",
    "vram_gb": 80,
    "tier": "spot",
    "price_usd_hour": 0.79,
}


def read(*offers: object) -> Batch:
    return normalise(payload(json.dumps(offers), source_id="gpu-offerings"))


def test_a_row_is_the_price_of_one_gpu_since_the_day_it_was_looked_up():
    (row,) = read(L40S).observations["gpu_offer"].rows(named=True)
    assert (row["provider"], row["purchase_type"], row["instance_type"]) == (
        "runpod",
        "marketplace_community",
        "community",
    )
    assert (row["usd_per_gpu_hour"], row["gpu_memory_gib"], row["vcpus"], row["memory_gib"]) == (0.79, 48, 16, 94)
    assert (row["effective_from"], row["record_ref"]) == (datetime(2026, 5, 24, tzinfo=UTC), "/0")


def test_the_lines_of_one_seller_are_told_apart_by_the_id():
    batch = read(
        NOVA,
        {**NOVA, "id": "dataoorts-x-series-h100-sxm5-spot", "price_usd_hour": 1.2},
        {**L40S, "id": "vultr-l40s-bare-metal-on-demand", "provider_id": "vultr", "tier": "on-demand"},
        {**L40S, "id": "vultr-l40s-on-demand", "provider_id": "vultr", "tier": "on-demand", "price_usd_hour": 1.671},
    )
    lines = batch.observations["gpu_offer"].select("provider", "instance_type").rows()
    assert lines == [("dataoorts", "nova"), ("dataoorts", "x-series"), ("vultr", "bare-metal"), ("vultr", None)]


@pytest.mark.parametrize(
    ("caveat", "kind"),
    [
        ("vCPU $0.01/h and RAM $0.005/GB/h billed separately", "from"),
        ("Marketplace min price from cheapest host at time of collection", "from"),
        ("Decentralized marketplace; price reflects min live offer", "from"),
        ("Marketplace: $0.14–$0.40 across providers", "from"),
        ("Dataoorts: vCPU and RAM are FREE; only GPU + storage are billed.", "listed"),
    ],
)
def test_what_costs_extra_or_is_the_least_of_several_is_a_lower_bound(caveat, kind):
    assert read({**L40S, "caveats": [caveat]}).observations["gpu_offer"]["price_kind"].to_list() == [kind]


def test_an_estimate_of_the_tracker_is_no_offer():
    spot = {
        **L40S,
        "tier": "spot",
        "caveats": ["Interruptible estimated at ~50% of on-demand per Vast.ai documentation"],
    }
    assert read(L40S, spot).ignored == {"estimated_by_the_tracker": 1}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"tier": "auction"}, "how it is bought is not known"),
        ({"price_usd_hour": "call"}, "call is no price"),
        ({"price_usd_hour": -1}, "-1 is no price"),
        ({"price_usd_hour": 250}, "plausible"),
        ({"collected_at": "in May"}, "no day of collection"),
        ({"provider_id": None}, "no provider"),
        ({"gpu_model": " "}, "no name of an accelerator"),
    ],
)
def test_a_row_that_cannot_be_right_is_held_back(change, reason):
    batch = read(NOVA, {**L40S, **change})
    assert [reason in each for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_no_price_is_not_free_and_unknown_fields_are_reported():
    assert read(NOVA, {**L40S, "price_usd_hour": None}).ignored == {"no_price": 1}
    batch = read({**L40S, "price_usd_month": 500})
    assert batch.quarantine["reason"].to_list() == ["fields not known: price_usd_month (1x)"]


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "[3]", '[{"id": "runpod", "name": "RunPod"}]', "<html></html>", "[{"]
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="gpu-offerings"))


@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5),
    st.sampled_from(sorted(L40S)),
)
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field):
    batch = read(NOVA, {**L40S, field: value})
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 2


def test_the_list_of_sellers_is_not_read():
    assert part_of("gpu-offerings/20260525T000702Z/offerings.json") == "all"
    assert part_of("gpu-offerings/20260525T195556Z/providers.json") is None
    assert part_of(SPEC.requests[0].name) == "all"


# Captures


@pytest.fixture(scope="module")
def batch() -> Batch:
    (only,) = normalised("gpu-offerings")
    return only


@pytest.mark.parametrize(
    ("provider", "gpu", "memory", "instance_type", "purchase_type", "usd"),
    [
        ("coreweave", "NVIDIA A100 PCIe", 40, None, "on_demand", 2.06),
        ("runpod", "NVIDIA H100 SXM", 80, "secure", "on_demand", 3.29),
        ("verda", "B200 SXM6", 180, None, "on_demand", 4.89),
        ("dataoorts", "NVIDIA H200 SXM5", 141, "nova", "on_demand", 3.36),
        ("salad", "GTX 1080 Ti", 8, None, "spot", 0.03),
    ],
)
def test_prices_read_by_hand_are_found(batch, provider, gpu, memory, instance_type, purchase_type, usd):
    frame = batch.observations["gpu_offer"].filter(
        pl.col("provider") == provider,
        pl.col("gpu_name_raw") == gpu,
        pl.col("gpu_memory_gib") == memory,
        pl.col("purchase_type") == purchase_type,
        pl.col("instance_type").eq_missing(instance_type),
    )
    assert frame["usd_per_gpu_hour"].to_list() == [usd]


def test_all_rows_but_the_estimates_are_used(batch):
    assert batch.ignored == {"estimated_by_the_tracker": 13}
    assert batch.records_quarantined == 0
