"""gpu-market-intel: one set of columns with another meaning for each seller."""

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.gpu_market_intel import SPEC, part_of
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.gpu_market_intel import normalise

HEADER = (
    "timestamp,provider,gpu,min_price_hr,median_price_hr,max_price_hr,on_demand_hr,spot_price_hr,"
    "num_offers,availability,top_regions"
)
B200 = "2026-03-11 04:17:38,RunPod,B200,4.99,5.98,4.99,5.98,,,Unknown,"
RUNPOD = (
    "timestamp,source,gpu_name,gpu_id,vram_gb,community_price_hr,secure_price_hr,community_spot_hr,secure_spot_hr,"
    "min_bid_price,on_demand_price,stock_status,max_gpus_community,max_gpus_secure,community_available,secure_available"
)


def read(*lines: str, header: str = HEADER) -> Batch:
    return normalise(payload("\n".join([header, *lines]) + "\n", source_id="gpu-market-intel", part="gpu-pricing"))


def prices(batch: Batch) -> list[tuple]:
    columns = ("provider", "gpu_name_raw", "instance_type", "purchase_type", "price_kind", "usd_per_gpu_hour")
    return batch.observations["gpu_offer"].select(columns).rows()


def test_of_runpod_the_highest_column_is_the_secure_cloud_and_on_demand_the_community():
    batch = read(B200)
    assert sorted(prices(batch)) == [
        ("runpod", "B200", "community", "marketplace_community", "listed", 5.98),
        ("runpod", "B200", "secure", "on_demand", "listed", 4.99),
    ]
    frame = batch.observations["gpu_offer"]
    assert frame["effective_from"].unique().to_list() == [datetime(2026, 3, 11, 4, 17, 38, tzinfo=UTC)]
    assert set(frame["record_ref"]) == {"row 1, column max_price_hr", "row 1, column on_demand_hr"}


def test_of_vast_the_least_price_is_a_lower_bound_and_no_spot_price():
    batch = read("2026-04-28 17:02:50,Vast.ai,B200,3.7627,3.8,4.1,,3.7627,4,Available,US:4")
    assert prices(batch) == [("vast", "B200", None, "on_demand", "from", 3.7627)]


def test_a_price_that_did_not_change_is_no_new_fact():
    batch = read(
        *(
            f"2026-08-{day} 00:00:00,Lambda,A10,1,1,1,{price},,2,Available,"
            for day, price in (("20", 1.29), ("21", 1.29))
        ),
        "2026-08-22 00:00:00,Lambda,A10,1,1,1,1.48,,2,Available,",
        "2026-08-23 00:00:00,Lambda,A10,1,1,1,1.29,,2,Available,",
    )
    frame = batch.observations["gpu_offer"].select(pl.col("effective_from").dt.day(), "amount")
    assert frame.rows() == [(20, 1.29), (22, 1.48), (23, 1.29)]
    assert batch.ignored == {"no_change": 1}


def test_of_several_products_under_one_name_the_cheapest_is_a_lower_bound():
    at = "2026-08-22 20:41:36,Lambda,H100,,,"
    batch = read(*(f"{at},{price},,0,Unavailable," for price in (3.99, 4.29, 3.29)))
    assert prices(batch) == [("lambda", "H100", None, "on_demand", "from", 3.29)]
    assert batch.ignored == {"dearer_offer_under_the_same_name": 2}


def test_a_spot_price_equal_to_the_price_on_demand_is_a_filler():
    batch = read("2026-08-22 20:41:36,RunPod,L40S,0.79,0.79,0.99,0.79,0.79,,Medium,")
    assert sorted(row[3] for row in prices(batch)) == ["marketplace_community", "on_demand"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("yesterday,Lambda,A10,1,1,1,1.29,,0,,", "yesterday is no time"),
        ("2026-08-22,Lambda,A10,1,1,1,soon,,0,,", "soon is no price"),
        ("2026-08-22,Lambda,A10,1,1,1,-1,,0,,", "-1 is no price"),
        ("2026-08-22,Lambda,A10,1,1,1,900,,0,,", "breaks usd_per_gpu_hour_is_plausible"),
        ("2026-08-22,,A10,1,1,1,1.29,,0,,", "no provider"),
        ("2026-08-22,Lambda,,1,1,1,1.29,,0,,", "no name of an accelerator"),
    ],
)
def test_a_figure_that_cannot_be_right_is_held_back(line, reason):
    batch = read(B200, line)
    assert [reason in each for each in batch.quarantine["reason"]] == [True]


def test_the_gh200_of_lambda_is_no_h200():
    batch = read(B200, "2026-08-22 20:41:36,Lambda,H200,2.29,2.29,2.29,2.29,,0,Unavailable,")
    assert batch.ignored == {"gh200_named_h200": 1}


def test_the_left_over_community_price_of_h200_nvl_is_no_price():
    batch = read("2026-08-22 20:41:36,RunPod,H200,0.5,0.5,3.79,0.5,,,,")
    assert prices(batch) == [("runpod", "H200", "secure", "on_demand", "listed", 3.79)]


def test_the_history_of_runpod_names_its_clouds_and_what_it_does_not_offer():
    batch = read(
        "2026-03-11 03:02:58,runpod,H200_NVL,NVIDIA H200 NVL,143,0.5,3.39,,,,,Unknown,1,8,False,True",
        "2026-03-11 03:02:58,runpod,A100,NVIDIA A100 80GB PCIe,80,1.19,1.39,0.6,0.82,,,Unknown,8,8,True,True",
        header=RUNPOD,
    )
    assert sorted(row[1:4] + row[5:] for row in prices(batch)) == [
        ("NVIDIA A100 80GB PCIe", "community", "marketplace_community", 1.19),
        ("NVIDIA A100 80GB PCIe", "community", "spot", 0.6),
        ("NVIDIA A100 80GB PCIe", "secure", "on_demand", 1.39),
        ("NVIDIA A100 80GB PCIe", "secure", "spot", 0.82),
        ("NVIDIA H200 NVL", "secure", "on_demand", 3.39),
    ]
    assert batch.quarantine.is_empty()


def test_an_unknown_column_is_reported():
    batch = read(f"{B200},3.1", header=f"{HEADER},reserved_hr")
    assert batch.quarantine["reason"].to_list() == ["columns not known: reserved_hr"]


@pytest.mark.parametrize(
    "content", ["", "<html></html>", HEADER, "404: Not Found", f"{HEADER}\n2026-08-22,Lambda,A10\n"]
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="gpu-market-intel"))


@given(st.text(max_size=60), st.integers(0, len(HEADER) + len(B200)))
def test_damage_is_refused_not_crashed_on(junk, cut):
    try:
        batch = normalise(payload(f"{HEADER}\n{B200}\n{B200}"[:cut] + junk, source_id="gpu-market-intel"))
    except NormaliseError:
        return
    assert batch.records_read == batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined


def test_each_file_is_a_listing_of_its_own():
    assert part_of("gpu-market-intel/20260822T204207Z/gpu_pricing.csv") == "gpu-pricing"
    assert part_of("gpu-market-intel/20260311T033704Z/vast_history.csv") == "vast-history"
    assert part_of("README.md") is None
    assert part_of(SPEC.requests[0].name) == "gpu-pricing"


# Captures


@pytest.fixture(scope="module")
def batches() -> dict[str, Batch]:
    return {batch.payload.part: batch for batch in normalised("gpu-market-intel")}


@pytest.mark.parametrize(
    ("part", "provider", "gpu", "purchase_type", "first", "usd"),
    [
        ("gpu-pricing", "vast", "H200", "on_demand", datetime(2026, 3, 11, 4, 17, 38, tzinfo=UTC), 1.9368),
        ("gpu-pricing", "runpod", "B200", "on_demand", datetime(2026, 3, 11, 4, 17, 38, tzinfo=UTC), 4.99),
        ("gpu-pricing", "lambda", "H100", "on_demand", None, 3.29),
        ("runpod-history", "runpod", "NVIDIA H100 NVL", "spot", datetime(2026, 3, 11, 3, 2, 58, tzinfo=UTC), 1.65),
        ("vast-history", "vast", "RTX_4090", "on_demand", datetime(2026, 3, 11, 3, 25, 35, tzinfo=UTC), 0.3163),
    ],
)
def test_prices_read_by_hand_are_found(batches, part, provider, gpu, purchase_type, first, usd):
    frame = (
        batches[part]
        .observations["gpu_offer"]
        .filter(pl.col("provider") == provider, pl.col("gpu_name_raw") == gpu, pl.col("purchase_type") == purchase_type)
    )
    if first is None:
        assert frame.sort("effective_from")["usd_per_gpu_hour"].to_list()[-1] == usd
    else:
        assert usd in frame.filter(pl.col("effective_from") == first)["usd_per_gpu_hour"].to_list()


def test_lambda_has_no_h200(batches):
    frame = batches["gpu-pricing"].observations["gpu_offer"].filter(pl.col("provider") == "lambda")
    assert "H200" not in set(frame["gpu_name_raw"])
