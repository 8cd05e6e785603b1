"""Hyperstack's prices are of one GPU: on demand and, from a lower bound, reserved."""

import pytest

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.hyperstack_pricing import normalise

HEADER = ["GPU Model", "VRAM <span>(GB)</span>", "Max pCPUs <span>per GPU</span>", "Max RAM (GB) <span>per GPU</span>"]
H100 = ["NVIDIA H100 SXM 80GB", "80", "24", "240"]


def read(page: str) -> Batch:
    return normalise(payload(page, source_id="hyperstack-pricing", part="pricing"))


def table(header: list[str], *rows: list[str], heading: str = "GPU Pricing") -> str:
    head = "".join(f"<th>{text}</th>" for text in header)
    body = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>\n" for row in rows)
    return f"<h2>{heading}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>\n"


PAGE = table(
    [*HEADER, "Pricing Per <span>Hour</span>", "Reservation <span>Pricing</span>"],
    [*H100, "<span>$</span> &nbsp;3.75 per Hour", 'Starts from <a href="#">$2.25/hour</a>'],
)


def test_a_price_is_of_one_gpu_and_a_reservation_starts_from_it():
    on_demand, reserved = read(PAGE).observations["gpu_offer"].to_dicts()
    assert (on_demand["usd_per_gpu_hour"], on_demand["purchase_type"], on_demand["price_kind"]) == (
        3.75,
        "on_demand",
        "listed",
    )
    assert (reserved["usd_per_gpu_hour"], reserved["purchase_type"], reserved["price_kind"]) == (
        2.25,
        "committed",
        "from",
    )
    assert (on_demand["gpu_memory_gib"], on_demand["gpu_count"], on_demand["vcpus"], on_demand["memory_gib"]) == (
        80,
        1,
        None,
        None,
    )


def test_a_table_per_way_to_buy_is_told_by_its_heading():
    header = [*HEADER, "Pricing Per Hour"]
    page = (
        table(header, [*H100, "$2.40"], heading="On-Demand GPUs")
        + table(header, [*H100, "$1.90"], heading="Reservation pricing")
        + table(header, [*H100, "$1.92"], heading="Spot VMs")
    )
    offers = read(page).observations["gpu_offer"].to_dicts()
    assert [(each["purchase_type"], each["usd_per_gpu_hour"]) for each in offers] == [
        ("on_demand", 2.4),
        ("committed", 1.9),
        ("spot", 1.92),
    ]


def test_a_heading_that_calls_to_act_says_nothing_of_the_prices():
    page = table([*HEADER, "Pricing Per Hour"], [*H100, "$2.40"], heading="Reserve your H100 now")
    assert read(page).observations["gpu_offer"]["purchase_type"].to_list() == ["on_demand"]


def test_a_gpu_we_have_not_heard_of_is_read_in_a_column_of_gpus():
    page = table([*HEADER, "Price per hour"], ["NVIDIA XZ900", "300", "24", "240", "$5.00"], [*H100, "$2.40"])
    assert read(page).observations["gpu_offer"]["gpu_name_raw"].to_list() == ["NVIDIA XZ900", "NVIDIA H100 SXM 80GB"]


@pytest.mark.parametrize(
    ("price", "reason"),
    [
        ("$1,752 per month", None),
        ("$375 per Hour", "USD 375: 375 USD an hour is not plausible for a GPU"),
    ],
)
def test_a_price_in_another_unit_is_converted_or_held_back(price, reason):
    batch = read(PAGE + table([*HEADER, "Price"], ["NVIDIA L40", "48", "28", "58", price]))
    refused = batch.quarantine["reason"].to_list()
    assert refused == ([reason] if reason else [])
    if not reason:  # 1,752 / 730 = 2.40
        assert batch.observations["gpu_offer"]["usd_per_gpu_hour"].to_list()[-1] == 2.4


@pytest.mark.parametrize(
    "page", ["", "<h1>Access denied</h1>", table(HEADER, H100), table([*HEADER, "Per hour"], [*H100, "Contact us"])]
)
def test_a_page_without_prices_is_rejected(page):
    with pytest.raises(NormaliseError):
        read(page)


# Captures

AUGUST_2024 = [
    ("NVIDIA RTX A4000", 16, 0.30, 0.18),
    ("NVIDIA RTX A5000", 24, 0.50, 0.30),
    ("NVIDIA RTX A6000/A40", 48, 1.00, 0.60),
    ("NVIDIA L40", 48, 1.15, 0.69),
    ("NVIDIA A100 PCIe 80GB", 80, 2.20, 1.32),
    ("NVIDIA A100 80GB PCIe NVLink", 80, 2.30, 1.38),
    ("NVIDIA H100 PCIe 80GB", 80, 3.44, 2.06),
    ("NVIDIA H100 PCIe NVLink 80GB", 80, 3.54, 2.12),
    ("NVIDIA H100 SXM 80GB", 80, 3.75, 2.25),
]


def test_all_offers_of_the_captured_page_are_found_and_no_others():
    (batch,) = normalised("hyperstack-pricing")
    offers = batch.observations["gpu_offer"]
    columns = ("gpu_name_raw", "gpu_memory_gib", "purchase_type", "price_kind", "usd_per_gpu_hour")
    assert offers.select(columns).rows() == [
        (name, gib, *bought)
        for name, gib, on_demand, reserved in AUGUST_2024
        for bought in (("on_demand", "listed", on_demand), ("committed", "from", reserved))
    ]
    assert set(offers["gpu_count"]) == {1}
    assert (batch.records_read, batch.records_used) == (9, 9)
