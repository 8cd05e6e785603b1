"""RunPod's prices of one GPU in two clouds: as JSON in the page, in attributes of its rows, in its words."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.runpod_pricing import normalise


def read(page: str) -> Batch:
    return normalise(payload(page, source_id="runpod-pricing", part="pricing"))


A6000: dict[str, Any] = {
    "__typename": "GpuType",
    "lowestPrice": {"minimumBidPrice": 0.34, "stockStatus": "High", "uninterruptablePrice": 0.69},
    "communityCloud": True,
    "communityPrice": 0.69,
    "displayName": "RTX A6000",
    "id": "NVIDIA RTX A6000",
    "maxGpuCount": 10,
    "memoryInGb": 48,
    "oneMonthPrice": 0.75,
    "secureCloud": True,
    "securePrice": 0.79,
    "communitySpotPrice": 0.34,
    "secureSpotPrice": 0.49,
    "threeMonthPrice": None,
    "sixMonthPrice": None,
}


def page_of(*gpus: dict[str, Any]) -> str:
    data = json.dumps({"props": {"pageProps": {"data": list(gpus)}}})
    return f'<html><script id="__NEXT_DATA__" type="application/json">{data}</script></html>'


def bought(page: str) -> list[tuple[Any, ...]]:
    columns = ("gpu_name_raw", "purchase_type", "usd_per_gpu_hour", "instance_type")
    return read(page).observations["gpu_offer"].select(columns).rows()


A6000_OFFERS = [
    ("RTX A6000", "marketplace_community", 0.69, "NVIDIA RTX A6000"),
    ("RTX A6000", "reserved_1m", 0.75, "NVIDIA RTX A6000 (secure cloud)"),
    ("RTX A6000", "marketplace_secure", 0.79, "NVIDIA RTX A6000"),
    ("RTX A6000", "spot", 0.34, "NVIDIA RTX A6000 (community cloud)"),
    ("RTX A6000", "spot", 0.49, "NVIDIA RTX A6000 (secure cloud)"),
]


def test_the_data_of_the_page_gives_an_offer_per_cloud_and_term():
    batch = read(page_of(A6000))
    assert bought(page_of(A6000)) == A6000_OFFERS
    offer = batch.observations["gpu_offer"].to_dicts()[0]
    assert (offer["gpu_count"], offer["gpu_memory_gib"], offer["amount_unit"]) == (1, 48, "gpu_hour")
    assert offer["record_ref"] == "line 1, column 6, character 0/props/pageProps/data/0/communityPrice"


def test_the_data_is_found_where_the_page_is_cut_or_streamed():
    whole = page_of(A6000)
    assert bought(whole.replace("]}}}", "")) == A6000_OFFERS
    streamed = json.dumps([1, '2d:["$","div",null,' + json.dumps({"gpus": [A6000]}) + "]"])
    assert bought(f"<script>self.__next_f.push({streamed})</script>") == A6000_OFFERS


def test_a_price_of_nought_or_of_a_cloud_that_does_not_have_it_is_no_offer():
    v100 = {**A6000, "securePrice": 0, "oneMonthPrice": None, "secureSpotPrice": None}
    assert [each[1] for each in bought(page_of(v100))] == ["marketplace_community", "spot"]
    secure_only = {**A6000, "communityCloud": False}
    assert [each[1] for each in bought(page_of(secure_only))] == ["reserved_1m", "marketplace_secure", "spot"]
    nowhere = {**A6000, "communityCloud": False, "secureCloud": False}
    assert read(page_of(A6000, nowhere)).ignored == {"not_offered": 1}


def test_a_new_kind_of_price_is_reported():
    batch = read(page_of({**A6000, "clusterPrice": 0.6, "securePrice": "soon"}))
    assert batch.quarantine["reason"].to_list() == [
        "securePrice soon is no number",
        "a price field not known: clusterPrice 0.6",
    ]
    assert batch.records_used == 1


ROW_2025 = """
<a class="gpu-pricing-row" href="https://console.runpod.io/deploy?gpu=NVIDIA%20H100%20NVL&count=1">
<div class="gpu-pricing-row__model-wrapper"><div>H100 NVL</div></div>
<div class="gpu-pricing-row__tag"><div>94</div><div>GB VRAM</div></div>
<div class="gpu-pricing-row__tag"><div>94</div><div>GB RAM</div></div>
<div class="gpu-pricing-row__tag"><div>16</div><div>vCPUs</div></div>
<div class="cc-gpu-price" data-secure-cloud-price="2.79" data-community-cloud-price="2.59">$<span>0</span>/s</div></a>
"""
ROW_2026 = """
<div class="gpu_table-row"><div class="gpu_name">H100 NVL</div><div class="gpu_table-tag">94 GB HBM3</div>
<div class="gpu_table-tag">94 GB RAM</div><div class="gpu_table-tag">16 vCPUs</div>
<div class="gpu_table-price" data-community="2.59" data-secure="2.79"><div class="active-price">0</div>/s</div>
<a href="https://console.runpod.io/deploy?gpu=NVIDIA+H100+NVL">Deploy</a></div>
"""


@pytest.mark.parametrize("row", [ROW_2025, ROW_2026])
def test_since_2025_prices_per_hour_stand_in_attributes(row):
    page = f"<section><h2>GPU pricing</h2>{row}{row.replace('H100 NVL', 'B200').replace('2.59', '')}</section>"
    offers = read(page).observations["gpu_offer"].to_dicts()
    found = {(each["gpu_name_raw"], each["purchase_type"], each["usd_per_gpu_hour"]) for each in offers}
    assert found == {
        ("H100 NVL", "marketplace_secure", 2.79),
        ("H100 NVL", "marketplace_community", 2.59),
        ("B200", "marketplace_secure", 2.79),
    }
    assert (offers[0]["instance_type"], offers[0]["gpu_memory_gib"]) == ("NVIDIA H100 NVL", 94)
    assert (offers[0]["vcpus"], offers[0]["memory_gib"]) == (16, 94)


def test_a_gpu_without_a_price_in_its_attributes_is_not_offered():
    empty = ROW_2026.replace("2.59", "").replace("2.79", "0").replace("H100 NVL", "B300")
    assert read(f"<section>{ROW_2026}{empty}</section>").ignored == {"not_offered": 1}


@pytest.mark.parametrize(
    "prices",
    [
        "<p>$2.79/hr</p><p>Secure Cloud</p><p>$2.59/hr</p><p>Community Cloud</p>",
        "<p>Secure Cloud</p><p>$2.79/hr</p><p>Community Cloud</p><p>$2.59/hr</p>",
    ],
)
def test_prices_in_words_belong_to_the_cloud_named_beside_them(prices):
    page = f"<section><div class='card'><h3>H100 NVL</h3><p>94GB VRAM</p>{prices}</div></section>"
    assert [each[1:3] for each in bought(page)] == [("marketplace_secure", 2.79), ("marketplace_community", 2.59)]


def test_a_table_with_a_column_per_cloud_is_read_by_its_headers():
    page = (
        "<table><tr><th>GPU</th><th>VRAM</th><th>Secure Cloud ($/hr)</th><th>Community Cloud ($/hr)</th></tr>"
        "<tr><td>H100 NVL</td><td>94 GB</td><td>2.79</td><td>$2.59</td></tr></table>"
    )
    assert [each[1:3] for each in bought(page)] == [("marketplace_secure", 2.79), ("marketplace_community", 2.59)]


@pytest.mark.parametrize(
    "page",
    ["", "<h1>Just a moment…</h1>", page_of(), page_of({**A6000, "secureCloud": False, "communityCloud": False})],
)
def test_a_page_without_prices_is_rejected(page):
    with pytest.raises(NormaliseError):
        read(page)


@given(st.integers(0, 900), st.text(alphabet='{}[]<>"/,:0a$', max_size=8), st.sampled_from([ROW_2025, page_of(A6000)]))
def test_a_damaged_page_is_refused_not_crashed_on(at, junk, page):
    try:
        batch = read(page[:at] + junk + page[at:])
    except NormaliseError:
        return
    assert batch.records_read == batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined


# Captures

# Community, secure, community spot, secure spot, 1, 3 and 6 months; null where the cloud does not have the GPU.
SEPTEMBER_2023 = {
    "A100 80GB": (1.69, 1.99, 0.89, None, None, None, None),
    "A100 SXM 80GB": (None, 2.19, None, None, None, None, None),
    "H100 80GB SXM5": (4.09, 4.49, 2.49, None, None, None, None),
    "H100 80GB PCIe": (3.99, 4.29, 2.49, None, None, None, None),
    "A40": (0.69, 0.79, 0.34, None, None, None, None),
    "L40": (None, 1.14, None, 0.69, 1.08, 1.02, 0.97),
    "RTX 6000 Ada": (0.99, 1.14, 0.69, None, None, None, None),
    "RTX A6000": (0.69, 0.79, 0.34, 0.49, 0.75, 0.71, 0.67),
    "A100 40GB": (0.79, None, 0.49, None, None, None, None),
    "A30": (0.34, None, 0.24, None, None, None, None),
    "RTX 3090": (0.34, 0.44, 0.19, None, None, None, None),
    "RTX 3090 Ti": (0.36, None, 0.20, None, None, None, None),
    "RTX 4090": (0.64, 0.74, 0.39, 0.49, None, None, None),
    "L4": (None, 0.44, None, None, 0.42, 0.39, 0.37),
    "RTX A5000": (0.34, 0.44, 0.18, None, 0.42, 0.39, 0.37),
    "RTX 4000 Ada": (0.32, None, None, None, None, None, None),
    "RTX A4500": (0.29, 0.36, 0.17, 0.22, 0.34, 0.32, 0.30),
    "RTX 4080": (0.41, None, None, None, None, None, None),
    "RTX A4000": (0.27, 0.34, 0.16, None, 0.32, 0.30, 0.28),
    "V100 FHHL": (0.28, None, 0.19, None, None, None, None),
    "Tesla V100": (0.28, None, 0.19, None, None, None, None),
    "RTX 3080 Ti": (0.26, None, 0.19, None, None, None, None),
    "RTX 4070 Ti": (0.32, None, 0.20, None, None, None, None),
    "RTX 3080": (0.24, None, 0.18, None, None, None, None),
    "RTX 3070": (0.20, None, None, None, None, None, None),
}
BOUGHT = (
    ("marketplace_community", False),
    ("marketplace_secure", False),
    ("spot", False),
    ("spot", True),
    ("reserved_1m", True),
    ("reserved_3m", True),
    ("reserved_6m", True),
)


def test_all_offers_of_the_captured_page_are_found_and_no_others():
    (batch,) = normalised("runpod-pricing")
    offers = batch.observations["gpu_offer"].to_dicts()
    found = {
        (each["gpu_name_raw"], each["purchase_type"], each["instance_type"].endswith("(secure cloud)")): each[
            "usd_per_gpu_hour"
        ]
        for each in offers
    }
    assert found == {
        (name, *how): usd
        for name, prices in SEPTEMBER_2023.items()
        for how, usd in zip(BOUGHT, prices, strict=True)
        if usd is not None
    }
    assert len(found) == len(offers)
    assert (batch.records_read, batch.records_used, batch.quarantine.height) == (25, 25, 0)


def test_a_cloud_without_a_price_leaves_the_price_of_the_other():
    card = "<div><h3>H200</h3><p>141GB VRAM</p><p>Secure Cloud</p><b>$3.99/hr</b><p>Community Cloud</p><b>N/A</b></div>"
    [offer] = read(card).observations["gpu_offer"].to_dicts()
    assert (offer["purchase_type"], offer["usd_per_gpu_hour"], offer["gpu_memory_gib"]) == (
        "marketplace_secure",
        3.99,
        141,
    )


def test_workers_of_the_serverless_product_are_no_pods():
    head = "<tr><th>GPU</th><th>Flex (per second)</th><th>Active (per second)</th></tr>"
    table = f"<table>{head}<tr><td>H200</td><td>$0.00155</td><td>$0.00124</td></tr></table>"
    pods = "<div><h3>H200</h3><b>$3.99/hr</b><p>Secure Cloud</p></div>"
    batch = read(table + pods)
    assert batch.ignored == {"serverless": 1}
    assert batch.observations["gpu_offer"]["usd_per_gpu_hour"].to_list() == [3.99]
