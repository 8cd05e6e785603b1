"""A daily snapshot of thirty clouds: prices per GPU, kinds of offers, and what the tracker mixes up."""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.gpurentalprices import FIELDS, normalise

H100 = {
    "provider": "massedcompute",
    "gpu": "h100-sxm",
    "vram_gb": 80,
    "usd_hr": 3.14,
    "kind": "on-demand",
    "source_url": "https://massedcompute.com/pricing",
    "fetched_at": "2026-08-01T07:16:03.226Z",
    "min_gpus": 8,
}
L40S = {"provider": "modal", "gpu": "l40s", "vram_gb": 48, "usd_hr": 1.95, "kind": "serverless"}


def read(*offers: object) -> Batch:
    document = {"date": "2026-08-01", "generated_at": "2026-08-01T07:16:10.306Z", "offers": list(offers)}
    return normalise(payload(json.dumps(document), source_id="gpurentalprices"))


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_the_price_is_of_one_gpu_of_a_machine_of_eight():
    (offer,) = rows(read(H100))
    # 8 * 3.14 = 25.12
    assert (offer["usd_per_gpu_hour"], offer["gpu_count"], offer["usd_per_hour"]) == (3.14, 8, 25.12)
    assert (offer["provider"], offer["gpu_name_raw"], offer["gpu_memory_gib"]) == ("massedcompute", "h100-sxm", 80)
    assert (offer["effective_from"], offer["record_ref"]) == (None, "/offers/0/usd_hr")


@pytest.mark.parametrize(
    ("change", "purchase_type", "instance_type"),
    [
        ({}, "on_demand", None),
        ({"kind": "secure"}, "on_demand", "secure"),
        ({"kind": "serverless"}, "on_demand", "serverless"),
        ({"kind": "spot"}, "spot", None),
        ({"kind": "community"}, "marketplace_community", "community"),
        ({"kind": "marketplace", "instance": "node 7"}, "marketplace_community", "node 7"),
        ({"kind": "reserved", "commitment": {"type": "term", "months": 12}}, "reserved_1y", None),
        ({"kind": "reserved", "commitment": {"months": 1}, "instance": "g3"}, "reserved_1m", "g3"),
    ],
)
def test_each_kind_is_bought_its_own_way(change, purchase_type, instance_type):
    (offer,) = rows(read({**H100, **change}))
    assert (offer["purchase_type"], offer["instance_type"]) == (purchase_type, instance_type)


@pytest.mark.parametrize(
    "change",
    [
        {"provider": "gcp", "source_url": "https://cloud.google.com/compute/gpus-pricing"},
        {"provider": "daytona", "instance": "H100; GPU rate only, CPU/memory/disk billed separately"},
    ],
)
def test_the_price_of_a_gpu_without_its_machine_is_a_lower_bound(change):
    assert [offer["price_kind"] for offer in rows(read({**H100, **change}))] == ["from"]


@pytest.mark.parametrize(("said", "known"), [("in-stock", True), ("out-of-stock", False), ("not-reported", None)])
def test_availability_is_as_said(said, known):
    assert rows(read({**H100, "availability": said}))[0]["is_available"] is known


def test_a_price_not_looked_up_for_a_week_is_no_longer_the_clouds():
    batch = read(H100, {**L40S, "fetched_at": "2026-07-20T14:15:12.452Z"})
    assert (batch.ignored, batch.observation_count) == ({"not_looked_up_for_a_week": 1}, 1)
    assert read(H100, {**L40S, "fetched_at": "2026-07-30T14:15:12.452Z"}).observation_count == 2


def test_several_prices_of_one_offer_are_all_held_back():
    # 2026-07-05: RTX 3090 and RTX 3090 Ti of RunPod under one name.
    batch = read(H100, L40S, {**L40S, "usd_hr": 1.5})
    assert (batch.records_used, batch.records_quarantined) == (1, 2)
    assert read(H100, L40S, L40S).ignored == {"repeated_row": 1}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"usd_hr": "ask us"}, "ask us is no price"),
        ({"usd_hr": 0}, "0 is no price"),
        ({"usd_hr": 2600}, "breaks usd_per_gpu_hour_is_plausible"),
        ({"provider": " "}, "no provider"),
        ({"gpu": 7}, "no GPU"),
        ({"kind": "auction"}, "cannot tell how it is bought: auction, for nothing months"),
        ({"kind": "reserved"}, "cannot tell how it is bought: reserved, for nothing months"),
        ({"kind": None}, "cannot tell how it is bought: nothing"),
        ({"min_gpus": "some"}, "min_gpus is no number of GPUs"),
        ({"gpu": "a100-pcie-80", "vram_gb": 40}, "a100-pcie-80 with 40 GB: two products"),
        ({"gpu": "a40", "vram_gb": 16}, "a40 with 16 GB: two products"),
    ],
)
def test_an_offer_that_cannot_be_right_is_held_back(change, reason):
    batch = read(H100, {**L40S, **change})
    assert [each.startswith(reason) for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_an_offer_without_a_price_says_nothing_and_unknown_fields_are_reported():
    assert read(H100, {**L40S, "usd_hr": None}).ignored == {"no_price": 1}
    assert read({**H100, "usd_month": 900}).quarantine["reason"].to_list() == ["fields not known: usd_month (1x)"]


@pytest.mark.parametrize(
    "content",
    ["", "<html>429</html>", "{}", '{"offers": []}', '{"offers": [null, 3]}', '{"offers": [{"gpu": "h100"}]}', "[]"],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="gpurentalprices"))


@given(st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.integers()), st.sampled_from(sorted(FIELDS)))
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field):
    batch = read(L40S, {**H100, field: value}, value)
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 3


# Captures


@pytest.fixture(scope="module")
def batches() -> list[Batch]:
    return normalised("gpurentalprices")


@pytest.mark.parametrize(
    ("at", "provider", "gpu", "instance", "purchase_type", "count", "usd"),
    [
        (0, "runpod", "mi300x", "secure", "on_demand", 1, 2.19),
        (0, "runpod", "a40", "community", "marketplace_community", 1, 0.35),
        (8, "aws", "l4", None, "spot", 8, 0.21995),
        (8, "aws", "l40s", None, "on_demand", 1, 1.861),
        (8, "fireworks", "gb300", "serverless", "on_demand", 1, 18.0),
        (8, "vultr", "mi325x", None, "spot", 8, 2.0),
        (8, "gcp", "t4", None, "spot", 1, 0.1905),
    ],
)
def test_prices_read_by_hand_are_found(batches, at, provider, gpu, instance, purchase_type, count, usd):
    found = (
        batches[at]
        .observations["gpu_offer"]
        .filter(
            pl.col("instance_type").eq_missing(pl.lit(instance, dtype=pl.String)),
            provider=provider,
            gpu_name_raw=gpu,
            purchase_type=purchase_type,
            gpu_count=count,
        )
    )
    assert found["usd_per_gpu_hour"].to_list() == [usd]


def test_only_early_snapshots_mix_variants_up(batches):
    refused = [batch.records_quarantined for batch in batches]
    # 2026-07-05: 9 rows under names of other products, and 9 of four offers with several prices.
    assert refused[0] == 18
    assert refused[3:] == [1, 1, 0, 0, 0, 0]  # the H100 NVL of 80 GB


def test_googles_prices_are_of_the_gpu_alone(batches):
    last = batches[-1].observations["gpu_offer"]
    assert last.filter(pl.col("price_kind") == "from")["provider"].unique().to_list() == ["gcp"]
