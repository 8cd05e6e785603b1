"""DigitalOcean's prices are per GPU, some of them promotional, some reserved."""

import pytest

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.digitalocean_pricing import normalise

STRUCK = "gpu-droplets__StyledStrikeThrough-sc-ea4a25d2-0"


def read(page: str) -> Batch:
    return normalise(payload(page, source_id="digitalocean-pricing", part="pricing"))


def price(usd: str, *, css: str = STRUCK, unit: str = "/GPU/hour") -> str:
    return f'<span class="{css}"><span>${usd}</span><span>{unit}</span></span>'


def card(
    name: str, prices: str, facts: dict[str, str], *, size: str = "undefined", kind: str = "On-Demand Price"
) -> str:
    listed = "".join(f"<li><span>{name}</span><span>{value}</span></li>" for name, value in facts.items())
    link = f"https://cloud.digitalocean.com/registrations/new?redirect_url=%2Fgpus%2Fnew%3Fsize%3D{size}"
    return (
        f'<div class="card-sc-1"><h3>{name}</h3><div>{prices}<p>{kind}</p></div><ul>{listed}</ul>'
        f'<p><a href="{link}">Get started</a></p></div>\n'
    )


H100X8 = {
    "GPUs per Droplet": "8",
    "GPU Memory": "640 GB",
    "Droplet Memory": "1,920 GiB",
    "Droplet vCPUs": "160",
    "Boot Disk": "2 TiB NVMe",
}
RESERVED = {
    "": "Prices start as low as $<!-- -->1.99<!-- -->/GPU/hour for the NVIDIA H100x8 GPU offering if you reserve via a "
    "contractual commitment of 12 months. Please contact sales"
}
PAGE = card("NVIDIA H100x8", price("2.99"), H100X8, size="gpu-h100x8-640gb")


def test_a_price_per_gpu_is_multiplied_and_the_memory_of_all_divided():
    (offer,) = read(PAGE).observations["gpu_offer"].to_dicts()
    # 8 * 2.99 = 23.92, 640 / 8 = 80
    assert (offer["usd_per_hour"], offer["usd_per_gpu_hour"], offer["amount"]) == (23.92, 2.99, 2.99)
    assert (offer["gpu_name_raw"], offer["gpu_count"], offer["gpu_memory_gib"]) == ("NVIDIA H100", 8, 80)
    assert (offer["vcpus"], offer["memory_gib"], offer["instance_type"]) == (160, 1920, "gpu-h100x8-640gb")
    assert (offer["price_kind"], offer["purchase_type"], offer["amount_unit"]) == ("listed", "on_demand", "gpu_hour")


def test_a_struck_through_price_makes_its_successor_promotional():
    prices = price("6.74", css=f"{STRUCK} dvynub") + price("3.39", css="", unit="/GPU/hour*")
    (offer,) = read(card("NVIDIA H100", prices, {})).observations["gpu_offer"].to_dicts()
    assert (offer["price_kind"], offer["usd_per_gpu_hour"]) == ("promotional", 3.39)


def test_a_footnote_may_say_that_a_price_is_promotional():
    note = "<p>*Promotional pricing is subject to change at any time.</p>"
    page = card("NVIDIA H100", price("2.50", unit="/GPU/hour*"), {}) + card("NVIDIA L40S", price("1.57"), {}) + note
    assert read(page).observations["gpu_offer"]["price_kind"].to_list() == ["promotional", "listed"]


def test_a_reserved_price_is_a_lower_bound_for_twelve_months():
    page = card("NVIDIA H100x8", price("1.99", css=""), RESERVED, kind="Reserved Price")
    (offer,) = read(page).observations["gpu_offer"].to_dicts()
    assert (offer["price_kind"], offer["purchase_type"], offer["usd_per_gpu_hour"]) == ("from", "reserved_1y", 1.99)
    assert (offer["gpu_count"], offer["instance_type"]) == (8, None)


def test_a_table_of_later_years_is_read_too():
    page = (
        "<table><tr><th>GPU</th><th>GPUs per Droplet</th><th>GPU memory</th><th>vCPUs</th><th>On-demand price</th></tr>"
        "<tr><td>NVIDIA H200</td><td>8</td><td>1,128 GB</td><td>192</td><td>$3.44/GPU/hour</td></tr></table>"
    )
    (offer,) = read(page).observations["gpu_offer"].to_dicts()
    assert (offer["usd_per_hour"], offer["gpu_memory_gib"], offer["vcpus"]) == (27.52, 141, 192)


def test_a_price_of_eight_that_may_be_for_one_is_held_back():
    batch = read(card("NVIDIA L40S", price("1.57"), {}) + card("NVIDIA H100x8", price("2.99", unit="/hour"), H100X8))
    assert (batch.records_used, batch.records_quarantined) == (1, 1)
    assert batch.quarantine["reason"][0].startswith("whether per GPU or for all is not stated")


@pytest.mark.parametrize(
    "page", ["", "<h1>503</h1>", card("NVIDIA H100", "Contact sales", {}), card("Premium AMD", price("0.03"), {})]
)
def test_a_page_without_prices_is_rejected(page):
    with pytest.raises(NormaliseError):
        read(page)


# Captures

H100, MI300X = "NVIDIA H100", "AMD Instinct™ MI300X"
JULY_2025 = [
    (H100, 8, None, None, None, "reserved_1y", "from", 1.99, None),
    (MI300X, 8, None, None, None, "reserved_1y", "from", 1.49, None),
    (H100, 8, 80, 160, 1920, "on_demand", "listed", 2.99, "gpu-h100x8-640gb"),
    (MI300X, 8, 192, 160, 1920, "on_demand", "listed", 1.99, "gpu-mi300x8-1536gb"),
    (H100, 1, 80, 20, 240, "on_demand", "promotional", 3.39, "gpu-h100x1-80gb"),
    (MI300X, 1, 192, 20, 240, "on_demand", "listed", 1.99, "gpu-mi300x1-192gb"),
    ("NVIDIA RTX 4000 Ada Generation", 1, 20, 8, 32, "on_demand", "listed", 0.76, "gpu-rtx4000x1-20gb"),
    ("NVIDIA RTX 6000 Ada Generation", 1, 48, 8, 64, "on_demand", "listed", 1.57, "gpu-rtx6000x1-48gb"),
    ("NVIDIA L40S", 1, 48, 8, 64, "on_demand", "listed", 1.57, None),
]
COLUMNS = (
    "gpu_name_raw",
    "gpu_count",
    "gpu_memory_gib",
    "vcpus",
    "memory_gib",
    "purchase_type",
    "price_kind",
    "usd_per_gpu_hour",
    "instance_type",
)


def test_all_offers_of_the_captured_page_are_found_and_no_others():
    (batch,) = normalised("digitalocean-pricing")
    assert batch.observations["gpu_offer"].select(COLUMNS).rows() == JULY_2025
    assert (batch.records_read, batch.records_used) == (9, 9)


def test_a_footnote_may_say_that_a_price_is_a_lower_bound():
    html = (
        "<table><tr><th>GPU</th><th>Reserved 12 months</th></tr><tr><td>NVIDIA H100x8</td><td>$1.99/GPU/hr*</td></tr>"
        "</table><p>*as low as, with a commitment</p>"
    )
    [offer] = read(html).observations["gpu_offer"].to_dicts()
    assert (offer["purchase_type"], offer["price_kind"]) == ("reserved_1y", "from")
