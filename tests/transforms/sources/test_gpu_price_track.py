"""gpu_price_track: rows of two price pages over time, and names that only the label tells apart."""

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.gpu_price_track import SPEC, part_of
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.gpu_price_track import normalise

HEADER = (
    "observed_at_utc,provider,market,gpu_model,price_usd_per_gpu_hour,source_url,availability_count,raw_label,notes"
)
URL = "https://lambda.ai/pricing"
A100 = f"2026-06-29T15:08:50Z,Lambda,on-demand,A100,1.99,{URL},,NVIDIA A100 PCIe 40 GB 120 900 GiB 1 TiB SSD,"
ADA = (
    "2026-06-29T15:08:50Z,Runpod,pods-community-secure-cloud,RTX 6000,0.84,https://www.runpod.io/pricing,,"
    'RTX 6000 Ada,"48 GB VRAM, 167 GB RAM, 10 vCPUs"'
)


def read(*lines: str, header: str = HEADER) -> Batch:
    return normalise(payload("\n".join([header, *lines]) + "\n", source_id="gpu-price-track"))


def test_the_row_of_a_page_names_the_product_and_its_memory():
    columns = ("provider", "gpu_name_raw", "gpu_memory_gib", "instance_type", "purchase_type", "usd_per_gpu_hour")
    assert read(A100, ADA).observations["gpu_offer"].select(columns).rows() == [
        ("lambda", "NVIDIA A100 PCIe", 40.0, "NVIDIA A100 PCIe 40 GB 120 900 GiB 1 TiB SSD", "on_demand", 1.99),
        ("runpod", "RTX 6000 Ada", 48.0, None, "on_demand", 0.84),
    ]


def test_the_time_of_reading_is_when_the_price_held_and_repeats_are_no_new_fact():
    batch = read(A100, A100.replace("-06-29", "-06-30"), A100.replace("-06-29", "-07-01").replace("1.99", "2.19"))
    frame = batch.observations["gpu_offer"].select("effective_from", "amount", "record_ref")
    assert frame.rows() == [
        (datetime(2026, 6, 29, 15, 8, 50, tzinfo=UTC), 1.99, "row 1"),
        (datetime(2026, 7, 1, 15, 8, 50, tzinfo=UTC), 2.19, "row 3"),
    ]
    assert batch.ignored == {"no_change": 1}


def test_without_a_label_the_model_is_the_name():
    batch = read("2026-06-29T15:08:50Z,Lambda,on-demand,H100,3.99,x,,,")
    assert batch.observations["gpu_offer"]["gpu_name_raw"].to_list() == ["H100"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("on-demand", "auction"), "how it is bought is not known"),
        (("1.99", "call us"), "call us is no price"),
        (("1.99", "-1.99"), "-1.99 is no price"),
        (("1.99", "1990"), "plausible"),
        (("2026-06-29T15:08:50Z", "soon"), "soon is no time"),
        (("Lambda", ""), "no provider"),
    ],
)
def test_a_row_that_cannot_be_right_is_held_back(change, reason):
    batch = read(ADA, A100.replace(*change))
    assert [reason in each for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_columns_may_come_and_go_but_unknown_ones_are_reported():
    batch = read("2026-06-29,Lambda,on-demand,H100,3.99,3.0", header=",".join([*HEADER.split(",")[:5], "spot_usd"]))
    assert batch.quarantine["reason"].to_list() == ["columns not known: spot_usd"]
    assert batch.observations["gpu_offer"]["usd_per_hour"].to_list() == [3.99]


@pytest.mark.parametrize("content", ["", HEADER, "<html></html>", "404: Not Found", "observed_at_utc,provider\na,b\n"])
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="gpu-price-track"))


@given(st.text(max_size=60), st.integers(0, len(HEADER) + len(A100) + len(ADA)))
def test_damage_is_refused_not_crashed_on(junk, cut):
    try:
        batch = normalise(payload(f"{HEADER}\n{A100}\n{ADA}"[:cut] + junk, source_id="gpu-price-track"))
    except NormaliseError:
        return
    assert batch.records_read == batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined


def test_one_file_is_one_listing():
    assert part_of("gpu-price-track/20260822T143234Z/gpu_prices.csv") == "all"
    assert part_of("README.md") is None
    assert part_of(SPEC.requests[0].name) == "all"


# Captures


@pytest.fixture(scope="module")
def batch() -> Batch:
    (only,) = normalised("gpu-price-track")
    return only


@pytest.mark.parametrize(
    ("provider", "name", "usd"),
    [
        ("lambda", "NVIDIA GH200", 2.29),
        ("lambda", "NVIDIA A100 SXM", 2.79),
        ("runpod", "RTX Pro 6000", 2.09),
        ("runpod", "H100 SXM", 3.29),
    ],
)
def test_the_last_price_read_by_hand_is_found(batch, provider, name, usd):
    frame = batch.observations["gpu_offer"].filter(
        pl.col("provider") == provider, pl.col("gpu_name_raw") == name, pl.col("gpu_memory_gib") != 40
    )
    assert frame.sort("effective_from")["usd_per_gpu_hour"].to_list()[-1] == usd


def test_nothing_is_held_back_and_the_37_offers_change_seldom(batch):
    assert batch.records_quarantined == 0
    frame = batch.observations["gpu_offer"]
    assert frame.unique(["provider", "gpu_name_raw", "instance_type"]).height == 37
    assert batch.ignored == {"no_change": 1998 - frame.height}
