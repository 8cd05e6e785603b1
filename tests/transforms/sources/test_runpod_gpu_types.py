"""RunPod's GPU types: a price per GPU in each cloud, and 0 is not offered."""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.runpod_gpu_types import SPEC
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.runpod_gpu_types import normalise

A100 = {"id": "NVIDIA A100-SXM4-40GB", "displayName": "A100 SXM 40GB", "memoryInGb": 40}
H100 = {"id": "NVIDIA H100 80GB HBM3", "displayName": "H100 SXM", "memoryInGb": 80}
BOTH = {**H100, "securePrice": 3.29, "communityPrice": 2.69}


def read(document: object) -> Batch:
    return normalise(payload(json.dumps(document), source_id="runpod-gpu-types", part="gpu-types"))


def answer(*types: object) -> Batch:
    return read({"data": {"gpuTypes": list(types)}})


def prices(batch: Batch) -> list[tuple]:
    frame = batch.observations["gpu_offer"]
    return frame.select("gpu_name_raw", "instance_type", "purchase_type", "usd_per_gpu_hour", "record_ref").rows()


def test_a_type_has_a_price_per_gpu_in_each_cloud():
    batch = answer(BOTH)
    assert prices(batch) == [
        ("NVIDIA H100 80GB HBM3", "secure", "on_demand", 3.29, "/data/gpuTypes/0/securePrice"),
        ("NVIDIA H100 80GB HBM3", "community", "marketplace_community", 2.69, "/data/gpuTypes/0/communityPrice"),
    ]
    first = batch.observations["gpu_offer"].row(0, named=True)
    assert (first["gpu_count"], first["gpu_memory_gib"], first["amount_unit"]) == (1, 80, "gpu_hour")


@pytest.mark.parametrize("nothing", [0, 0.0, None])
def test_a_price_of_0_or_none_is_not_offered(nothing):
    batch = answer(BOTH, {**A100, "securePrice": nothing, "communityPrice": 1})
    assert [row[1] for row in prices(batch) if row[0] == A100["id"]] == ["community"]
    assert answer(BOTH, {**A100, "securePrice": nothing, "communityPrice": nothing}).ignored == {"no_price": 1}


def test_the_placeholder_of_the_api_is_no_gpu():
    blank = {"id": "unknown", "displayName": "unknown", "memoryInGb": 0, "securePrice": 0, "communityPrice": 0}
    assert answer(BOTH, blank).ignored == {"placeholder_type": 1}


def test_types_may_be_keyed_by_their_id():
    batch = read({"NVIDIA L4": {"name": "L4", "vram": 24, "secure": 0.39, "community": 0}})
    assert prices(batch) == [("NVIDIA L4", "secure", "on_demand", 0.39, "/NVIDIA L4/secure")]
    assert batch.observations["gpu_offer"]["gpu_memory_gib"].to_list() == [24]


def test_spot_prices_of_both_clouds_are_told_apart():
    batch = answer({**BOTH, "secureSpotPrice": 1.5, "communitySpotPrice": "1.25"})
    assert [row[1:4] for row in prices(batch)][2:] == [("secure", "spot", 1.5), ("community", "spot", 1.25)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"securePrice": "call us", "communityPrice": 0}, "call us is no price"),
        ({"securePrice": -1, "communityPrice": 0}, "-1 is no price"),
        ({"securePrice": 329.0, "communityPrice": 0}, "breaks usd_per_gpu_hour_is_plausible"),
        ({"id": " "}, "no id"),
    ],
)
def test_a_type_that_cannot_be_right_is_held_back(change, reason):
    batch = answer({**A100, "securePrice": 1.0}, {**BOTH, **change})
    assert [reason in each for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_unknown_fields_are_reported_and_known_ones_are_not():
    assert answer({**BOTH, "maxGpuCount": 8}).quarantine.is_empty()
    assert answer({**BOTH, "yearlyPrice": 1.0}).quarantine["reason"].to_list() == ["fields not known: yearlyPrice (1x)"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<html>502 Bad Gateway</html>",
        "[]",
        "3",
        '{"data": {"gpuTypes": []}}',
        '{"data": null}',
        '{"data": {"gpuTypes": [{"id": "unknown"}]}}',
        '{"data": {"gpuTypes": [null, 7]}}',
        '{"errors": [{"message": "Cannot query field"}], "data": {"gpuTypes": [{"id": "L4", "securePrice": 1}]}}',
        '{"data": {"gpuTypes": [{"id": "NVIDIA L4", "securePrice": 0.3',
    ],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="runpod-gpu-types"))


@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5),
    st.sampled_from(sorted(BOTH)),
)
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field):
    try:
        batch = answer({**A100, "securePrice": 1.0}, {**BOTH, field: value})
    except NormaliseError:
        return
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 2


def test_the_live_request_is_a_post_of_a_query():
    (request,) = SPEC.requests
    assert "securePrice" in str(request.json_body)


# Captures


@pytest.fixture(scope="module")
def batches() -> list[Batch]:
    return normalised("runpod-gpu-types")


@pytest.mark.parametrize(
    ("at", "gpu", "purchase_type", "usd"),
    [
        (0, "NVIDIA H100 80GB HBM3", "on_demand", 3.29),
        (0, "NVIDIA A40", "marketplace_community", 0.35),
        (0, "NVIDIA A100 80GB PCIe", "on_demand", 1.39),
        (1, "NVIDIA A100 80GB PCIe", "on_demand", 1.59),
        (1, "NVIDIA B300 SXM6 AC", "marketplace_community", 6.94),
    ],
)
def test_prices_read_by_hand_are_found(batches, at, gpu, purchase_type, usd):
    frame = batches[at].observations["gpu_offer"].filter(gpu_name_raw=gpu, purchase_type=purchase_type)
    assert frame["usd_per_gpu_hour"].to_list() == [usd]


def test_the_a100_of_40_gb_is_in_the_community_only(batches):
    for batch in batches:
        frame = batch.observations["gpu_offer"].filter(pl.col("gpu_name_raw") == "NVIDIA A100-SXM4-40GB")
        assert frame["instance_type"].to_list() == ["community"]


def test_a_price_that_stands_for_no_offer_is_no_price(batches):
    assert [batch.ignored for batch in batches] == [{}, {"placeholder_type": 1}]
    for batch in batches:
        reasons = batch.quarantine["reason"].unique().to_list()
        assert (batch.quarantine.height, reasons) == (12, ["0.5 stands for a cloud that does not offer the type"])
        h200 = batch.observations["gpu_offer"].filter(pl.col("gpu_name_raw") == "NVIDIA H200 NVL")
        assert h200["usd_per_gpu_hour"].to_list() == [3.79]
