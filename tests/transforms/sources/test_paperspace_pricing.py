"""Paperspace's cards: machines with one GPU, footnotes that change what a price means, hidden doubles."""

import pytest

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.paperspace_pricing import normalise


def read(page: str) -> Batch:
    return normalise(payload(page, source_id="paperspace-pricing", part="pricing"))


def price(usd: str, *, css: str = "instance-price-wrap") -> str:
    return f'<div class="{css}"><div>$</div><h1>{usd}</h1><div>/ hour</div></div>'


def card(name: str, prices: str, *facts: str, css: str = "instance-blocks-flex") -> str:
    listed = "".join(f"<li><p>{fact}</p></li>" for fact in facts)
    return (
        f'<div class="{css}"><h1 class="instance-names">{name}</h1>{prices}<ul>{listed}</ul>'
        "<div><div>Multi-GPU types:</div><div>2x 4x 8x</div></div></div>\n"
    )


NOTE = (
    "<p>*$2.24/hour pricing is for a 3-year commitment. On-demand pricing for H100 is $6.00/hour ($8.96) under our "
    "special promo price.</p>"
)
H100 = card(
    "H100",
    price("3.09", css="instance-price-wrap hide") + price("2.24*"),
    "NVIDIA HGX H100 GPU",
    "256 GB RAM",
    "20 vCPU",
)
V100 = card("V100", price("2.30"), "16 GB GPU", "30 GB RAM", "8 vCPU")


def test_a_footnote_says_what_a_price_is_for_and_may_hold_another():
    reserved, on_demand = read(H100 + NOTE).observations["gpu_offer"].to_dicts()
    assert (reserved["usd_per_hour"], reserved["purchase_type"], reserved["price_kind"]) == (
        2.24,
        "reserved_3y",
        "listed",
    )
    assert (on_demand["usd_per_hour"], on_demand["purchase_type"], on_demand["price_kind"]) == (
        6.0,
        "on_demand",
        "promotional",
    )
    for offer in (reserved, on_demand):
        assert (offer["gpu_name_raw"], offer["instance_type"], offer["gpu_count"]) == ("NVIDIA HGX H100", "H100", 1)
        assert (offer["vcpus"], offer["memory_gib"], offer["gpu_memory_gib"]) == (20, 256, None)


def test_a_footnote_that_is_not_on_the_page_leaves_a_price_without_meaning():
    batch = read(H100 + V100)
    assert batch.observations["gpu_offer"]["instance_type"].to_list() == ["V100"]
    assert batch.quarantine["reason"].to_list() == ["2.24*: the footnote is not on the page"]


@pytest.mark.parametrize(
    ("note", "bought"),
    [
        ("*$2.24/hour with a 3-year commitment, on-demand it is $5.95/hour.", ["reserved_3y"]),
        ("* On-demand; with a commitment less.", []),
        ("* Limited availability.", ["on_demand"]),
        ("* 1-year commitment", ["reserved_1y"]),
    ],
)
def test_only_what_a_footnote_says_of_a_price_counts(note, bought):
    offers = read(V100 + H100 + f"<p>{note}</p>").observations["gpu_offer"].to_dicts()
    assert [each["purchase_type"] for each in offers if each["instance_type"] == "H100"] == bought


def test_hidden_cards_are_no_offers():
    hidden = f'<div class="instance-container hide">{V100.replace("2.30", "9.99")}</div>'
    batch = read(V100 + hidden)
    assert batch.ignored == {"hidden": 1}
    assert batch.observations["gpu_offer"]["usd_per_hour"].to_list() == [2.3]
    assert batch.observations["gpu_offer"]["gpu_memory_gib"].to_list() == [16]


def test_a_machine_with_several_gpus_says_so_in_its_name():
    page = (
        "<table><tr><th>Machine type</th><th>GPU memory</th><th>Price per hour</th></tr>"
        "<tr><td>H100x8</td><td>80 GB</td><td>$47.60 / hour</td></tr>"
        "<tr><td>A100-80G</td><td>80 GB</td><td>$3.18 / hour</td></tr></table>"
    )
    eight, one = read(page).observations["gpu_offer"].to_dicts()
    assert (eight["gpu_count"], eight["usd_per_gpu_hour"]) == (8, 5.95)
    assert (one["gpu_count"], one["usd_per_gpu_hour"]) == (1, 3.18)


@pytest.mark.parametrize("page", ["", "<h1>Pricing</h1>", card("C7", price("0.30"), "12 vCPU"), H100])
def test_a_page_without_prices_of_gpus_is_rejected(page):
    with pytest.raises(NormaliseError):
        read(page)


# Captures

JANUARY_2024 = [
    ("H100", "NVIDIA HGX H100", None, 20, 256, "reserved_3y", "listed", 2.24),
    ("A100-80G", "NVIDIA A100", 80, 12, 90, "reserved_3y", "listed", 1.15),
    ("A4000", "NVIDIA A4000", None, 8, 45, "on_demand", "listed", 0.76),
    ("A6000", "NVIDIA A6000", None, 8, 45, "on_demand", "listed", 1.89),
    ("V100", "V100", 16, 8, 30, "on_demand", "listed", 2.30),
    ("A5000", "NVIDIA A5000", None, 8, 45, "on_demand", "listed", 1.38),
    ("P6000", "P6000", 24, 8, 30, "on_demand", "listed", 1.10),
    ("RTX5000", "NVIDIA RTX5000", None, 8, 30, "on_demand", "listed", 0.82),
    ("P5000", "P5000", 16, 8, 30, "on_demand", "listed", 0.78),
    ("RTX4000", "NVIDIA RTX4000", None, 8, 30, "on_demand", "listed", 0.56),
    ("P4000", "P4000", 8, 8, 30, "on_demand", "listed", 0.51),
    ("M4000", "M4000", 8, 8, 30, "on_demand", "listed", 0.45),
    ("H100", "NVIDIA HGX H100", None, 20, 256, "on_demand", "promotional", 6.00),
]
COLUMNS = (
    "instance_type",
    "gpu_name_raw",
    "gpu_memory_gib",
    "vcpus",
    "memory_gib",
    "purchase_type",
    "price_kind",
    "usd_per_hour",
)


def test_all_offers_of_the_captured_page_are_found_and_no_others():
    (batch,) = normalised("paperspace-pricing")
    assert batch.observations["gpu_offer"].select(COLUMNS).rows() == JANUARY_2024
    assert set(batch.observations["gpu_offer"]["gpu_count"]) == {1}
    assert (batch.records_read, batch.records_used, batch.ignored) == (17, 13, {"hidden": 4})
