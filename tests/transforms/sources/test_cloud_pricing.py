"""cloud-pricing: which of its prices are of one known thing, and the gzip around them."""

import gzip
import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.cloud_pricing import SPEC, part_of
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources import cloud_pricing
from transforms.sources.cloud_pricing import normalise

# us-central1 and us-east-1 on 2024-07-15
A2 = {"on_demand": 29.38708, "spot": 11.75484}
ONE = {"on_demand": 3.673385, "spot": 1.469355}
P4D = {"on_demand": 36.04986, "spot": 13.0667}
GOOGLE = {"us-central1": {"a2-highgpu-8g": A2, "a2-highgpu-1g": ONE, "e2-highcpu-2": {"on_demand": 0.06, "spot": 0.02}}}
AMAZON = {"us-east-1": {"p4d.24xlarge": P4D, "p3": {"on_demand": 26.928, "spot": 0}}}
WHOLE = {"aws": {"compute": AMAZON, "managed_db": {}}, "gcp": {"compute": GOOGLE}, "azure": {"compute": {}}}


def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)  # the same bytes in every run


def read(document: object, *, is_packed: bool = True) -> Batch:
    body = json.dumps(document).encode()
    content = packed(body) if is_packed else body
    return normalise(payload(content, source_id="cloud-pricing"))


def prices(batch: Batch) -> list[tuple]:
    columns = ("provider", "region", "instance_type", "gpu_name_raw", "gpu_count", "purchase_type", "usd_per_hour")
    return sorted(batch.observations["gpu_offer"].select(columns).rows())


def test_google_prices_are_of_the_machine_with_its_accelerators():
    batch = read(WHOLE)
    assert [row for row in prices(batch) if row[0] == "gcp"] == [
        ("gcp", "us-central1", "a2-highgpu-1g", "A100", 1.0, "on_demand", 3.673385),
        ("gcp", "us-central1", "a2-highgpu-1g", "A100", 1.0, "spot", 1.469355),
        ("gcp", "us-central1", "a2-highgpu-8g", "A100", 8.0, "on_demand", 29.38708),
        ("gcp", "us-central1", "a2-highgpu-8g", "A100", 8.0, "spot", 11.75484),
    ]
    frame = batch.observations["gpu_offer"].filter(pl.col("instance_type") == "a2-highgpu-8g")
    assert frame["usd_per_gpu_hour"].to_list() == [3.673385, 1.469355]
    assert frame["record_ref"][0] == "/gcp/compute/us-central1/a2-highgpu-8g/on_demand"


def test_hosts_without_their_accelerators_are_no_price_of_a_gpu():
    document = {
        **WHOLE,
        "gcp": {"compute": {"us-central1": {"a2-highgpu-1g": {"on_demand": 0.739477, "spot": 0.2218}}}},
    }
    assert read(document).ignored["host_without_its_accelerators"] == 1


def test_where_no_type_tells_host_from_whole_google_is_set_aside():
    document = {**WHOLE, "gcp": {"compute": {"us-central1": {"a2-highgpu-8g": A2}}}}
    assert read(document).ignored["host_without_its_accelerators"] == 1


def test_of_aws_the_spot_price_is_taken_and_the_on_demand_price_is_not():
    batch = read(WHOLE)
    assert [row for row in prices(batch) if row[0] == "aws"] == [
        ("aws", "us-east-1", "p4d.24xlarge", "NVIDIA A100", 8.0, "spot", 13.0667)
    ]
    assert batch.ignored == {"dedicated_host": 1, "managed_service": 1, "no_accelerator": 1}
    without = {**WHOLE, "aws": {"compute": {"us-east-1": {"p4d.24xlarge": {"on_demand": 36.04986, "spot": 0}}}}}
    assert read(without).ignored["shared_and_dedicated_instances_are_mixed"] == 1


def test_azure_with_and_without_windows_cannot_be_told_apart():
    azure = {"compute": {"eastus": {"Standard_NC24ads_A100_v4": {"on_demand": 4.777, "spot": 1.4692}}}}
    assert read({**WHOLE, "azure": azure}).ignored["linux_windows_and_low_priority_are_mixed"] == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"aws": {"compute": {"us-east-1": {"p9.huge": P4D}}}}, "the accelerators of p9.huge are not known"),
        ({"aws": {"compute": {"us-east-1": {"p4d.24xlarge": {**P4D, "reserved": 9}}}}}, "fields not known: reserved"),
        ({"aws": {"compute": {"us-east-1": {"p4d.24xlarge": 3}}}}, "fields not known: no prices"),
        ({"aws": {"compute": {"us-east-1": {"p4d.24xlarge": {"spot": "n/a"}}}}}, "n/a is no price"),
        ({"oci": {"compute": {"phx": {"BM.GPU": P4D}}}}, "compute of oci is not known"),
        ({"aws": {"gpus": 3}}, "gpus of aws is not known"),
    ],
)
def test_what_is_not_known_is_held_back(change, reason):
    assert reason in read({**WHOLE, **change}).quarantine["reason"].to_list()


def test_a_plain_document_is_read_as_a_packed_one():
    assert prices(read(WHOLE, is_packed=False)) == prices(read(WHOLE))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>404</html>",
        b"[]",
        b'{"aws": 3}',
        b'{"aws": {"compute": {}}}',
        packed(b"404: Not Found"),
        packed(json.dumps(WHOLE).encode())[:-20],
        b"\x1f\x8bnot gzip at all",
        packed(json.dumps({"aws": {"compute": {"us-east-1": {"m5.large": P4D}}}}).encode()),
    ],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="cloud-pricing"))


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(monkeypatch):
    monkeypatch.setattr(cloud_pricing, "MOST_BYTES", 1_000)
    with pytest.raises(NormaliseError, match="more than 1000 bytes"):
        normalise(payload(packed(b" " * 100_000), source_id="cloud-pricing"))


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=9) | st.floats(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
        max_leaves=8,
    ),
    st.sampled_from(["aws", "gcp", "azure", "compute", "region", "type"]),
)
def test_anything_in_place_of_anything_is_refused_not_crashed_on(value, level):
    parts = {
        "compute": {"aws": {"compute": value}},
        "region": {"aws": {"compute": {"us-east-1": value}}},
        "type": {"aws": {"compute": {"us-east-1": {"p4d.24xlarge": value}}}},
    }
    try:
        batch = read({**WHOLE, **parts.get(level, {level: value})})
    except NormaliseError:
        return
    assert batch.records_read == batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined


def test_one_file_is_one_listing():
    assert part_of("cloud-pricing/20240715T082635Z/cloud-pricing.json.gz") == "all"
    assert part_of("README.md") is None
    assert part_of(SPEC.requests[0].name) == "all"


# Captures


@pytest.fixture(scope="module")
def batches() -> dict[str, Batch]:
    return {batch.payload.name.split("/")[1]: batch for batch in normalised("cloud-pricing")}


@pytest.mark.parametrize(
    ("date", "instance_type", "region", "purchase_type", "usd_per_hour"),
    [
        ("20230220T130250Z", "p4d.24xlarge", "us-east-1", "spot", 9.8318),
        ("20231121T082359Z", "p5.48xlarge", "us-east-1", "spot", 68.824),
        ("20240715T082635Z", "a2-highgpu-1g", "us-central1", "on_demand", 3.673385),
        ("20240715T082635Z", "g2-standard-48", "us-central1", "spot", 1.248192),
        ("20240501T082657Z", "a2-highgpu-8g", "us-central1", "on_demand", 29.38708),
    ],
)
def test_prices_read_by_hand_are_found(batches, date, instance_type, region, purchase_type, usd_per_hour):
    frame = (
        batches[date]
        .observations["gpu_offer"]
        .filter(
            pl.col("instance_type") == instance_type,
            pl.col("region") == region,
            pl.col("purchase_type") == purchase_type,
        )
    )
    assert frame["usd_per_hour"].to_list() == [usd_per_hour]


def test_google_counts_only_since_its_prices_hold_the_accelerators(batches):
    clouds = {date: set(batch.observations["gpu_offer"]["provider"]) for date, batch in batches.items()}
    assert clouds == {
        "20230220T130250Z": {"aws"},
        "20230606T082116Z": {"aws"},
        "20231121T082359Z": {"aws"},
        "20240501T082657Z": {"aws", "gcp"},
        "20240615T082350Z": {"aws", "gcp"},
        "20240715T082635Z": {"aws", "gcp"},
    }
