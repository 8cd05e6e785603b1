"""Crusoe's prices are of one GPU, in a column per way to buy it."""

import pytest

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.crusoe_pricing import normalise

HEADER = ["GPU Pricing", "On-Demand", "Current Spot", "6-month reserved", "1-year reserved", "3-year reserved"]
MI300X = "<div>AMD MI300X</div><div><div>192GB </div><div>OAM</div></div>"


def price(usd: str) -> str:
    return f"<span>$</span> {usd}<span> /hr </span>"


def read(page: str) -> Batch:
    return normalise(payload(page, source_id="crusoe-pricing", part="pricing"))


def table(header: list[str], *rows: list[str], hide: str = "hidden lg:grid") -> str:
    head = "".join(f"<th>{text}</th>" for text in header)
    body = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>\n" for row in rows)
    return f'<table class="{hide}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>\n'


PAGE = table(HEADER, [MI300X, price("3.45"), price("0.95"), price("2.76"), "Contact Sales", price("2.24")])


def test_each_column_is_a_way_to_buy_one_gpu():
    offers = read(PAGE).observations["gpu_offer"].to_dicts()
    assert [(each["purchase_type"], each["price_kind"], each["usd_per_gpu_hour"]) for each in offers] == [
        ("on_demand", "listed", 3.45),
        ("spot", "listed", 0.95),
        ("reserved_6m", "listed", 2.76),
        ("reserved_1y", "on_request", None),
        ("reserved_3y", "listed", 2.24),
    ]
    assert {(each["gpu_name_raw"], each["gpu_count"], each["gpu_memory_gib"]) for each in offers} == {
        ("AMD MI300X 192GB OAM", 1, 192)
    }


@pytest.mark.parametrize(
    "page",
    [
        PAGE + PAGE.replace("hidden lg:grid", "lg:hidden"),
        PAGE + PAGE.replace("hidden lg:grid", "hidden").replace("3.45", "9.99"),
        PAGE.replace("Current Spot", "Spot (per GPU-hour)").replace("GPU Pricing", "GPU").replace("On-Demand", "Price"),
        table([*HEADER[:1], "Interconnect", *HEADER[1:]], [MI300X, "8x 400 Gb", price("3.45"), price("0.95")]),
    ],
)
def test_another_dress_of_the_page_reads_the_same(page):
    offers = read(page).observations["gpu_offer"].to_dicts()[:2]
    assert [(each["purchase_type"], each["usd_per_gpu_hour"]) for each in offers] == [
        ("on_demand", 3.45),
        ("spot", 0.95),
    ]
    assert read(page).records_used == 1


def test_a_page_of_cards_is_read_card_by_card():
    card = "<article class='card'><h3>{}</h3><p>On-demand</p><b>${}</b><i>/GPU-hr</i></article>"
    page = card.format("NVIDIA H200 141GB", "4.29") + card.format("NVIDIA H100 80GB", "3.90")
    offers = read(page).observations["gpu_offer"].to_dicts()
    assert [(each["gpu_name_raw"], each["gpu_memory_gib"], each["usd_per_gpu_hour"]) for each in offers] == [
        ("NVIDIA H200 141GB", 141, 4.29),
        ("NVIDIA H100 80GB", 80, 3.90),
    ]


def test_what_is_no_gpu_is_set_aside():
    cpu = table(["CPU pricing", "On-Demand"], ["c1a general purpose", "$0.04/vCPU-hr"])
    assert read(PAGE + cpu).ignored == {"no_accelerator": 1}


@pytest.mark.parametrize("page", ["", "<h1>Pricing</h1>", table(HEADER, [MI300X, *["Contact Sales"] * 5])])
def test_a_page_without_prices_is_rejected(page):
    with pytest.raises(NormaliseError):
        read(page)


# Captures

TERMS = ("on_demand", "spot", "reserved_6m", "reserved_1y", "reserved_3y")
MAY_2025 = {
    ("NVIDIA H200 141GB SXM", 141): (4.29, None, 3.43, 3.22, 2.79),
    ("NVIDIA H100 80GB SXM", 80): (3.90, None, 3.12, 2.93, 2.54),
    ("AMD MI300X 192GB OAM", 192): (3.45, 0.95, 2.76, 2.59, 2.24),
    ("NVIDIA A100 80GB SXM", 80): (1.95, None, 1.56, 1.46, 1.27),
    ("NVIDIA A100 80GB PCIe", 80): (1.65, None, 1.32, 1.24, 1.07),
    ("NVIDIA A100 40GB PCIe", 40): (1.45, None, 1.16, 1.09, 0.94),
    ("NVIDIA L40S 48GB PCIe", 48): (1.00, 0.50, 0.80, 0.75, 0.65),
}


def test_all_offers_of_the_captured_page_are_found_and_no_others():
    (batch,) = normalised("crusoe-pricing")
    offers = batch.observations["gpu_offer"]
    columns = ("gpu_name_raw", "gpu_memory_gib", "purchase_type", "usd_per_gpu_hour")
    assert offers.select(columns).rows() == [
        (*gpu, term, usd) for gpu, prices in MAY_2025.items() for term, usd in zip(TERMS, prices, strict=True)
    ]
    assert set(offers["gpu_count"]) == {1}
    assert (batch.records_read, batch.records_used) == (7, 7)
