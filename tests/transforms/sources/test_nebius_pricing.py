"""Nebius' prices: whole machines in 2024, single GPUs in 2026."""

import pytest

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.nebius_pricing import normalise


def read(page: str) -> Batch:
    return normalise(payload(page, source_id="nebius-pricing", part="pricing"))


def row(block: str, *texts: str) -> str:
    cells = "".join(f'<div class="{block}__cell"><p>{text}</p></div>' for text in texts)
    return f'<div class="{block}__row">{cells}</div>\n'


HEADER_2024 = row("pc-table", "GPU", "vRAM, GB", "RAM, GB", "vCPUS", "On demand", "Reserve")
CARD_2024 = (
    '<div class="pc-price-card"><span>NVIDIA® H200 Tensor Core</span><div><span>$2.30</span>'
    "<span>/ <!-- -->hour</span></div><div>As low as $2.30 per hour.</div></div>\n"
)
PAGE_2024 = CARD_2024 + HEADER_2024 + row("pc-table", "8 × H200 SXM", "1128", "1600", "128", "$28.00", "$18.40")
HEADER_2026 = row("table-block", "Item", "vCPUs", "RAM, GB", "Preemptible, GPU-hour", "On-demand, GPU-hour")
PAGE_2026 = HEADER_2026 + row("table-block", "NVIDIA HGX B300", "24", "346", "$4.30", "$7.85")


def test_in_2024_a_row_is_a_machine_and_a_card_the_lowest_price_of_a_gpu():
    machine, reserved, card = read(PAGE_2024).observations["gpu_offer"].to_dicts()
    # 28.00 / 8 = 3.50, 18.40 / 8 = 2.30, 1128 / 8 = 141
    assert (machine["usd_per_hour"], machine["usd_per_gpu_hour"], machine["gpu_memory_gib"]) == (28.0, 3.5, 141.0)
    assert (machine["gpu_name_raw"], machine["instance_type"]) == ("H200 SXM", "8 × H200 SXM")
    assert (machine["vcpus"], machine["memory_gib"], machine["amount_unit"]) == (128.0, 1600.0, "hour")
    assert (reserved["purchase_type"], reserved["usd_per_gpu_hour"]) == ("committed", 2.3)
    assert (card["gpu_name_raw"], card["purchase_type"]) == ("NVIDIA® H200 Tensor Core", "committed")
    assert (card["price_kind"], card["usd_per_gpu_hour"], card["gpu_count"]) == ("from", 2.3, 1)


def test_in_2026_a_price_is_of_one_gpu_whatever_the_machine():
    spot, on_demand = read(PAGE_2026).observations["gpu_offer"].to_dicts()
    assert (spot["purchase_type"], spot["usd_per_gpu_hour"], spot["gpu_count"]) == ("spot", 4.3, 1)
    assert (on_demand["purchase_type"], on_demand["usd_per_hour"], on_demand["amount_unit"]) == (
        "on_demand",
        7.85,
        "gpu_hour",
    )
    assert (on_demand["vcpus"], on_demand["memory_gib"]) == (None, None)


@pytest.mark.parametrize(
    "page",
    [
        PAGE_2026.replace("table-block__", "data-grid__"),
        "<table><tr><th>Item</th><th>Preemptible, GPU-hour</th><th>On-demand, GPU-hour</th></tr>"
        "<tr><td>NVIDIA HGX B300</td><td>$4.30</td><td>$7.85</td></tr></table>",
        PAGE_2026.replace("Item", "GPU model").replace("Preemptible, GPU-hour", "Spot, $ per GPU-hour"),
        PAGE_2026.replace("<p>RAM, GB</p>", "<p>RAM, GiB</p>").replace("Preemptible,", "Preemptible VMs,"),
        "<h2>Earlier</h2>" + row("table-block", "Item", "Price per month") + row("table-block", "IP", "$1") + PAGE_2026,
    ],
)
def test_another_dress_of_the_page_reads_the_same(page):
    offers = read(page).observations["gpu_offer"].to_dicts()
    assert [(each["gpu_name_raw"], each["purchase_type"], each["usd_per_gpu_hour"]) for each in offers] == [
        ("NVIDIA HGX B300", "spot", 4.3),
        ("NVIDIA HGX B300", "on_demand", 7.85),
    ]


def test_a_machine_of_unknown_size_is_held_back():
    batch = read(PAGE_2024.replace("8 × H200", "HGX H200"))
    assert batch.quarantine["reason"].to_list() == [
        "for how many GPUs is not stated: On demand $28.00",
        "for how many GPUs is not stated: Reserve $18.40",
    ]


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<html><body>Just a moment…</body></html>",
        HEADER_2024,
        PAGE_2026.replace("$4.30", "––").replace("$7.85", "Contact us"),
        HEADER_2026 + row("table-block", "Intel Ice Lake", "2", "8", "$0.02", "$0.05"),
    ],
)
def test_a_page_without_gpu_prices_is_rejected(page):
    with pytest.raises(NormaliseError):
        read(page)


# Captures

NOV_2024 = [
    ("1 × H200 SXM", "H200 SXM", 1, 141, "on_demand", "listed", 3.50),
    ("1 × H200 SXM", "H200 SXM", 1, 141, "committed", "listed", 2.30),
    ("8 × H200 SXM", "H200 SXM", 8, 141, "on_demand", "listed", 28.00),
    ("8 × H200 SXM", "H200 SXM", 8, 141, "committed", "listed", 18.40),
    ("1 × H100 SXM", "H100 SXM", 1, 80, "on_demand", "listed", 2.95),
    ("1 × H100 SXM", "H100 SXM", 1, 80, "committed", "listed", 2.00),
    ("8 × H100 SXM", "H100 SXM", 8, 80, "on_demand", "listed", 23.60),
    ("8 × H100 SXM", "H100 SXM", 8, 80, "committed", "listed", 16.00),
    ("1 × L40s PCIe", "L40s PCIe", 1, 48, "on_demand", "listed", 1.55),
    ("1 × L40s PCIe", "L40s PCIe", 1, 48, "committed", "listed", 0.80),
    (None, "NVIDIA® H200 Tensor Core", 1, None, "committed", "from", 2.30),
    (None, "NVIDIA® H100 Tensor Core", 1, None, "committed", "from", 2.00),
    (None, "NVIDIA® L40S", 1, None, "committed", "from", 0.80),
]
INTEL, AMD = "NVIDIA L40S with Intel CPU", "NVIDIA L40S with AMD CPU"
JULY_2026 = [
    (None, "NVIDIA GB300 NVL72", 1, None, "on_demand", "on_request", None),
    (None, "NVIDIA HGX B300", 1, None, "spot", "listed", 4.30),
    (None, "NVIDIA HGX B300", 1, None, "on_demand", "listed", 7.85),
    (None, "NVIDIA GB200 NVL72", 1, None, "on_demand", "on_request", None),
    (None, "NVIDIA HGX B200", 1, None, "spot", "listed", 3.95),
    (None, "NVIDIA HGX B200", 1, None, "on_demand", "listed", 7.15),
    (None, "NVIDIA HGX H200", 1, None, "spot", "listed", 2.45),
    (None, "NVIDIA HGX H200", 1, None, "on_demand", "listed", 4.50),
    (None, "NVIDIA HGX H100", 1, None, "spot", "listed", 2.15),
    (None, "NVIDIA HGX H100", 1, None, "on_demand", "listed", 3.85),
    (None, "NVIDIA RTX PRO 6000", 1, None, "spot", "listed", 0.95),
    (None, "NVIDIA RTX PRO 6000", 1, None, "on_demand", "listed", 1.80),
    (INTEL, "NVIDIA L40S", 1, None, "spot", "from", 0.90),
    (INTEL, "NVIDIA L40S", 1, None, "on_demand", "from", 1.82),
    (AMD, "NVIDIA L40S", 1, None, "spot", "from", 0.74),
    (AMD, "NVIDIA L40S", 1, None, "on_demand", "from", 1.55),
]
COLUMNS = (
    "instance_type",
    "gpu_name_raw",
    "gpu_count",
    "gpu_memory_gib",
    "purchase_type",
    "price_kind",
    "usd_per_hour",
)


def test_all_offers_of_the_captured_pages_are_found_and_no_others():
    batches = normalised("nebius-pricing")
    assert [batch.observations["gpu_offer"].select(COLUMNS).rows() for batch in batches] == [NOV_2024, JULY_2026]
    assert [(batch.records_read, batch.records_used) for batch in batches] == [(8, 8), (9, 9)]
