"""DataCrunch's prices are of whole instances: on demand, dynamic and spot."""

import pytest

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.datacrunch_pricing import normalise

HEADER = ["Instance name", "GPU model", "GPU", "CPU", "RAM", "VRAM", "P2P"]
PRICES = ["On demand price", "Dynamic price", "Spot price"]
B200 = ["2B200.60V", " B200 SXM6 180GB ", "2", "60", "368", "360", "900 GB/s", "$7.27/h", "$5.36/h", "$1.61/h"]


def read(page: str) -> Batch:
    return normalise(payload(page, source_id="datacrunch-pricing", part="pricing"))


def table(header: list[str], *rows: list[str]) -> str:
    head = "".join(f"<th>{text}</th>" for text in header)
    body = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>\n" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def test_a_price_and_the_memory_are_of_the_whole_instance():
    on_demand, dynamic, spot = read(table(HEADER + PRICES, B200)).observations["gpu_offer"].to_dicts()
    # 7.27 / 2 = 3.635, 360 / 2 = 180
    assert (on_demand["usd_per_hour"], on_demand["usd_per_gpu_hour"], on_demand["gpu_count"]) == (7.27, 3.635, 2)
    assert (on_demand["gpu_memory_gib"], on_demand["vcpus"], on_demand["memory_gib"]) == (180, 60, 368)
    assert (on_demand["instance_type"], on_demand["gpu_name_raw"]) == ("2B200.60V", "B200 SXM6 180GB")
    assert (dynamic["instance_type"], dynamic["purchase_type"]) == ("2B200.60V (dynamic price)", "on_demand")
    assert (dynamic["usd_per_hour"], spot["usd_per_hour"], spot["purchase_type"]) == (5.36, 1.61, "spot")


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (HEADER + PRICES[::2], [*B200[:8], B200[9]], [("on_demand", 7.27), ("spot", 1.61)]),
        (
            [*HEADER, "On demand price", "6 months", "2 years"],
            [*B200[:7], "$7.27/h", "$6.98/h", "$5.45/h"],
            [("on_demand", 7.27), ("reserved_6m", 6.98), ("reserved_2y", 5.45)],
        ),
        ([*HEADER, "Price per hour"], [*B200[:7], "$7.27"], [("on_demand", 7.27)]),
        (
            ["Instance", "GPUs", "GPU", "vCPUs", "On-demand"],
            ["2B200.60V", "2", "B200", "60", "$7.27/h"],
            [("on_demand", 7.27)],
        ),
        ([*HEADER, "On demand price", "Spot price"], [*B200[:7], "$7.27/h", "N/A"], [("on_demand", 7.27)]),
    ],
)
def test_other_columns_of_other_years_are_read_by_their_headers(header, row, expected):
    offers = read(table(header, row)).observations["gpu_offer"].to_dicts()
    assert [(each["purchase_type"], each["usd_per_hour"]) for each in offers] == expected
    assert {each["gpu_count"] for each in offers} == {2}


def test_cpu_instances_are_set_aside_and_euros_converted():
    cpu = ["CPU.4V.16G", "AMD EPYC", "", "4", "16", "", "/", "$0.03/h", "$0.02/h", "$0.01/h"]
    none = ["", "-", "", "4", "16", "", "/", "$0.03/h", "$0.02/h", "$0.01/h"]
    euro = ["1V100.6V", "Tesla V100 16GB", "1", "6", "23", "16", "/", "0,13 €/h", "––", "––"]
    batch = read(table(HEADER + PRICES, B200, cpu, none, euro))
    assert batch.ignored == {"no_accelerator": 2}
    offer = batch.observations["gpu_offer"].to_dicts()[-1]
    # July 2026: 1.1417 USD per euro; 0.13 * 1.1417 = 0.148421
    assert (offer["currency"], offer["amount"], offer["usd_per_hour"]) == ("EUR", 0.13, 0.148421)


@pytest.mark.parametrize(
    "page",
    ["", "<h1>Verda</h1>", table(HEADER, B200[:7]), table(HEADER + PRICES, [*B200[:7], "Contact us", "", ""])],
)
def test_a_page_without_prices_is_rejected(page):
    with pytest.raises(NormaliseError):
        read(page)


# Captures

AUGUST_2025 = [
    ("1B200.30V", 1, 30, 184, "on_demand", 3.64),
    ("1B200.30V (dynamic price)", 1, 30, 184, "on_demand", 2.68),
    ("1B200.30V", 1, 30, 184, "spot", 0.80),
    ("2B200.60V", 2, 60, 368, "on_demand", 7.27),
    ("2B200.60V (dynamic price)", 2, 60, 368, "on_demand", 5.36),
    ("2B200.60V", 2, 60, 368, "spot", 1.61),
    ("4B200.120V", 4, 120, 736, "on_demand", 14.55),
    ("4B200.120V (dynamic price)", 4, 120, 736, "on_demand", 10.71),
    ("4B200.120V", 4, 120, 736, "spot", 3.21),
    ("8B200.240V", 8, 240, 1472, "on_demand", 29.10),
    ("8B200.240V (dynamic price)", 8, 240, 1472, "on_demand", 21.42),
    ("8B200.240V", 8, 240, 1472, "spot", 6.43),
]


def test_all_offers_of_the_captured_page_are_found_and_no_others():
    (batch,) = normalised("datacrunch-pricing")
    offers = batch.observations["gpu_offer"]
    columns = ("instance_type", "gpu_count", "vcpus", "memory_gib", "purchase_type", "usd_per_hour")
    assert offers.select(columns).rows() == AUGUST_2025
    assert set(offers["gpu_name_raw"]) == {"B200 SXM6 180GB"}
    assert set(offers["gpu_memory_gib"]) == {180}
    assert (batch.records_read, batch.records_used) == (4, 4)


def test_a_table_without_any_number_of_gpus_is_of_one():
    html = table(["GPU model", "On-demand", "1 month", "2 years"], ["B300 SXM6 288GB", "$5.45/h", "$5.30/h", "$4.10/h"])
    assert [
        (each["purchase_type"], each["usd_per_gpu_hour"]) for each in read(html).observations["gpu_offer"].to_dicts()
    ] == [("on_demand", 5.45), ("reserved_1m", 5.3), ("reserved_2y", 4.1)]
