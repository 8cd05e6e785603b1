"""gpu-observations: the least price per GPU, and the clouds of RunPod in the column of regions."""

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.gpu_observations import SPEC, part_of
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.gpu_observations import normalise

HEADER = (
    "date,provider,gpu_model,gpu_count,region,rental_type,price_min_usd,price_median_usd,price_max_usd,n_offers,"
    "source_url,fetched_at"
)
AT = "https://example.org/,2026-05-08T08:15:56+00:00"
B200 = f"2026-05-08,vast.ai,B200,2,US,on_demand,3.626,3.9385,4.0632,4,{AT}"


def read(*lines: str, header: str = HEADER) -> Batch:
    return normalise(payload("\n".join([header, *lines]) + "\n", source_id="gpu-observations"))


def test_the_least_of_several_prices_per_gpu_is_a_lower_bound():
    (row,) = read(B200).observations["gpu_offer"].rows(named=True)
    assert (row["usd_per_gpu_hour"], row["usd_per_hour"], row["price_kind"]) == (3.626, 7.252, "from")
    assert (row["provider"], row["country_code"], row["purchase_type"]) == ("vast", "US", "on_demand")
    assert row["effective_from"] == datetime(2026, 5, 8, 8, 15, 56, tzinfo=UTC)
    assert row["record_ref"] == "row 1, column price_min_usd"


@pytest.mark.parametrize(
    ("region", "rental", "instance_type", "purchase_type"),
    [
        ("secure", "on_demand", "secure", "on_demand"),
        ("any", "on_demand", "community", "marketplace_community"),
        ("community", "spot", "community", "spot"),
    ],
)
def test_the_region_of_runpod_is_its_cloud(region, rental, instance_type, purchase_type):
    batch = read(f"2026-05-08,runpod,L40S,1,{region},{rental},0.86,0.86,0.86,1,{AT}")
    (row,) = batch.observations["gpu_offer"].rows(named=True)
    assert (row["instance_type"], row["purchase_type"], row["region"]) == (instance_type, purchase_type, None)


def test_the_spot_price_of_vast_is_the_least_bid():
    batch = read(f"2026-05-08,vast.ai,L40S,1,JP,spot,0.5333,0.5333,0.5333,1,{AT}")
    assert batch.observations["gpu_offer"].select("purchase_type", "price_kind").rows() == [("bid", "listed")]


def test_the_same_price_on_a_later_day_is_no_new_fact():
    batch = read(B200, B200.replace("T08:15", "T09:15"), B200.replace("T08:15", "T10:15").replace("3.626", "3.5"))
    assert batch.observations["gpu_offer"]["amount"].to_list() == [3.626, 3.5]
    assert batch.ignored == {"no_change": 1}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"2026-05-08,lambda,A100_SXM_40GB,1,us,on_demand,0.79,1.99,2.79,4,{AT}", "of several products"),
        (f"2026-05-08,lambda,H100_SXM,0,us,on_demand,3.99,4,4,4,{AT}", "no count of accelerators"),
        (f"2026-05-08,lambda,H100_SXM,1,us,leased,3.99,4,4,4,{AT}", "how it is bought is not known"),
        (f"2026-05-08,lambda,H100_SXM,1,us,on_demand,soon,4,4,4,{AT}", "soon is no price"),
        (f"2026-05-08,lambda,H100_SXM,1,us,on_demand,399,399,399,4,{AT}", "plausible"),
        ("some day,lambda,H100_SXM,1,us,on_demand,3.99,4,4,4,https://example.org/,", "no time"),
    ],
)
def test_a_row_that_cannot_be_right_is_held_back(line, reason):
    batch = read(B200, line)
    assert [reason in each for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_an_unknown_column_is_reported():
    batch = read(f"{B200},2.1", header=f"{HEADER},price_reserved_usd")
    assert batch.quarantine["reason"].to_list() == ["columns not known: price_reserved_usd"]


@pytest.mark.parametrize("content", ["", HEADER, "<html></html>", "404: Not Found", "date,provider\na,b\n"])
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="gpu-observations"))


@given(st.text(max_size=60), st.integers(0, len(HEADER) + 2 * len(B200)))
def test_damage_is_refused_not_crashed_on(junk, cut):
    try:
        batch = normalise(payload(f"{HEADER}\n{B200}\n{B200}"[:cut] + junk, source_id="gpu-observations"))
    except NormaliseError:
        return
    assert batch.records_read == batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined


def test_one_file_is_one_listing():
    assert part_of("gpu-observations/20260508T082439Z/observations.csv") == "all"
    assert part_of("README.md") is None
    assert part_of(SPEC.requests[0].name) == "all"


# Captures


@pytest.fixture(scope="module")
def batch() -> Batch:
    (only,) = normalised("gpu-observations")
    return only


@pytest.mark.parametrize(
    ("provider", "gpu", "purchase_type", "instance_type", "usd"),
    [
        ("crusoe", "H100_SXM", "on_demand", None, 3.9),
        ("runpod", "B200", "marketplace_community", "community", 5.98),
        ("nebius", "H200", "on_demand", None, 3.5),
        ("lambda", "GH200", "on_demand", None, 2.29),
    ],
)
def test_prices_read_by_hand_are_found(batch, provider, gpu, purchase_type, instance_type, usd):
    frame = batch.observations["gpu_offer"].filter(
        pl.col("provider") == provider,
        pl.col("gpu_name_raw") == gpu,
        pl.col("purchase_type") == purchase_type,
        pl.col("instance_type").eq_missing(instance_type),
    )
    assert frame["usd_per_gpu_hour"].to_list() == [usd]


def test_only_the_mixed_names_of_lambda_are_held_back(batch):
    assert batch.records_quarantined == 2
    assert batch.quarantine["record"].str.contains('"provider": "lambda"').all()
