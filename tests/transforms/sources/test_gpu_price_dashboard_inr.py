"""The Indian GPU price dashboard: prices in two currencies, of which one is the seller's."""

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.gpu_price_dashboard_inr import SPEC, part_of
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.gpu_price_dashboard_inr import normalise

VAST = {
    "provider": "Vast.ai",
    "gpu": "A100",
    "gpu_label": "A100 40GB",
    "vram_gb": 40,
    "billing": "on-demand",
    "region": "Sweden, SE",
    "country": "SE",
    "currency": "USD",
    "usd_per_hr": 0.6563,
    "inr_per_hr": 62.85,
    "num_gpus": 1,
    "source": "vast.ai",
}
E2E = {
    **VAST,
    "provider": "E2E Networks",
    "gpu": "L4",
    "gpu_label": "L4",
    "vram_gb": 24,
    "region": "India (Delhi/Mumbai)",
    "country": "IN",
    "currency": "INR",
    "inr_per_hr": 49.0,
    "usd_per_hr": 0.512,
    "source": "e2e",
}


def read(*prices: object) -> Batch:
    return normalise(payload(json.dumps({"fx": {}, "prices": prices}), source_id="gpu-price-dashboard-inr"))


def test_a_price_in_dollars_is_read_once_and_its_conversion_is_not():
    (row,) = read(VAST).observations["gpu_offer"].rows(named=True)
    assert (row["provider"], row["country_code"], row["gpu_memory_gib"]) == ("vast", "SE", 40)
    assert (row["currency"], row["amount"], row["usd_per_gpu_hour"], row["fx_rate_on"]) == ("USD", 0.6563, 0.6563, None)
    assert (row["record_ref"], row["effective_from"]) == ("/prices/0", None)


def test_a_price_in_rupees_is_converted_at_our_rate():
    (row,) = read(E2E).observations["gpu_offer"].rows(named=True)
    # July 2026: 1.1417 dollars and 109.4158 rupees per euro.
    assert (row["currency"], row["amount"], row["fx_rate_on"]) == ("INR", 49.0, date(2026, 7, 31))
    assert row["usd_per_gpu_hour"] == pytest.approx(49 * 1.1417 / 109.4158, rel=1e-5)


@pytest.mark.parametrize(
    ("provider", "billing", "purchase_type", "instance_type"),
    [
        ("RunPod", "secure", "on_demand", "secure"),
        ("RunPod", "community", "marketplace_community", "community"),
        ("Vast.ai", "spot", "bid", None),
        ("Verda (DataCrunch)", "spot", "spot", None),
    ],
)
def test_billing_says_how_it_is_bought(provider, billing, purchase_type, instance_type):
    batch = read({**VAST, "provider": provider, "billing": billing})
    found = batch.observations["gpu_offer"].select("purchase_type", "instance_type").rows()
    assert found == [(purchase_type, instance_type)]


def test_of_several_machines_in_one_place_the_cheapest_is_a_lower_bound():
    batch = read(VAST, {**VAST, "usd_per_hr": 0.7})
    assert batch.observations["gpu_offer"].select("usd_per_hour", "price_kind").rows() == [(0.6563, "from")]
    assert batch.ignored == {"dearer_offer_under_the_same_name": 1}


def test_the_gpu_of_google_without_its_host_is_no_offer():
    google = {**VAST, "provider": "GCP", "source": "gcp", "usd_per_hr": 1.6136}
    assert read(VAST, google).ignored == {"gpu_without_its_host_at_a_flexible_start": 1}
    assert read(VAST, {**google, "source": "curated"}).records_used == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"gpu": "RTX 6000 Pro", "gpu_label": "RTX 6000 Pro (Blackwell)", "vram_gb": 24}, "has not 24.0 GB"),
        ({"num_gpus": 8}, "8.0 GPUs: whether the price is of one or of all"),
        ({"num_gpus": None}, "no count of accelerators"),
        ({"billing": "auction"}, "how it is bought is not known"),
        ({"currency": "USD", "usd_per_hr": "soon"}, "soon is no price"),
        ({"usd_per_hr": -1}, "-1 is no price"),
        ({"usd_per_hr": float("nan")}, "nan is no price"),
        ({"usd_per_hr": 300}, "plausible"),
        ({"provider": ""}, "no provider"),
        ({"gpu": None, "gpu_label": None}, "no name of an accelerator"),
    ],
)
def test_a_row_that_cannot_be_right_is_held_back(change, reason):
    batch = read(E2E, {**VAST, **change})
    assert [reason in each for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_no_price_is_not_free_and_unknown_fields_are_reported():
    assert read(E2E, {**VAST, "usd_per_hr": None}, {**VAST, "usd_per_hr": 0}).ignored == {"no_price": 2}
    assert read({**VAST, "usd_per_month": 400}).quarantine["reason"].to_list() == [
        "fields not known: usd_per_month (1x)"
    ]


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"prices": []}', '{"prices": [3]}', "<html></html>", '{"prices": {']
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="gpu-price-dashboard-inr"))


@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5),
    st.sampled_from(sorted(VAST)),
)
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field):
    batch = read(E2E, {**VAST, field: value})
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 2


def test_one_file_is_one_listing():
    assert part_of("gpu-price-dashboard-inr/20260820T133547Z/prices.json") == "all"
    assert part_of("README.md") is None
    assert part_of(SPEC.requests[0].name) == "all"


# Captures


@pytest.fixture(scope="module")
def batches() -> list[Batch]:
    return normalised("gpu-price-dashboard-inr")


@pytest.mark.parametrize(
    ("at", "provider", "gpu", "purchase_type", "currency", "amount"),
    [
        (0, "jarvislabs", "A30", "on_demand", "USD", 0.41),
        (0, "runpod", "L40", "marketplace_community", "USD", 0.69),
        (1, "e2e", "L40S", "on_demand", "INR", 102.0),
        (2, "oci", "GB300 (Grace-Blackwell)", "on_demand", "USD", 18.0),
        (2, "digitalocean", "RTX 4000 Ada", "on_demand", "USD", 0.76),
    ],
)
def test_prices_read_by_hand_are_found(batches, at, provider, gpu, purchase_type, currency, amount):
    frame = (
        batches[at]
        .observations["gpu_offer"]
        .filter(pl.col("provider") == provider, pl.col("gpu_name_raw") == gpu, pl.col("purchase_type") == purchase_type)
    )
    assert frame.select("currency", "amount").rows() == [(currency, amount)]


def test_indian_clouds_quote_rupees_since_the_second_date(batches):
    rupees = [batch.observations["gpu_offer"].filter(pl.col("currency") == "INR").height for batch in batches]
    assert rupees == [0, 10, 15]


def test_only_misnamed_gpus_are_held_back(batches):
    assert [batch.records_quarantined for batch in batches] == [2, 2, 2]
