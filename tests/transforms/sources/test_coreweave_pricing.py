"""CoreWeave's pricing page in the layouts it has had."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.coreweave_pricing import normalise

HEADER_2026 = [
    "GPU Model",
    "GPU Count",
    "VRAM (GB)",
    "vCPUs",
    "System RAM<br/>(GB)",
    "Local Storage<br/>(TB)",
    "On-Demand Price (Per Hour)",
    "Spot Price (Per Hour)",
    "Inference Single GPU Price(Per Hour)²",
]
HEADER_2025 = [*HEADER_2026[:6], "Instance Price<br/>(Per Hour)"]
HEADER_CPU = ["CPU Model", "CPU Type", "vCPUs", "System RAM (GB)", "Local Storage (TB)", *HEADER_2026[6:8]]
SALES = "<div></div><a href='/contact-us'>Contact sales</a>"
B200 = ["NVIDIA HGX B200", "8", "180", "128", "2,048", "61.44", "$68.80", "$34.11", "$8.60"]
GB200 = ["NVIDIA GB200 NVL72", "4^1", "186", "144", "960", "30.72", "$42.00", "N/A", "$10.50"]
GB300 = ["NVIDIA GB300 NVL72", "4<sup>1</sup>", "279", "144", "960", "61.44", SALES, "N/A", SALES]
GENOA = ["AMD Genoa (9274F)", "High Performance", "96", "768", "7.68", "$6.42", "$3.50"]


def read(page: str) -> Batch:
    return normalise(payload(page, source_id="coreweave-pricing", part="pricing"))


def offers(page: str) -> list[dict]:
    return read(page).observations["gpu_offer"].to_dicts()


def row(cells: list[str], row_class: str = "table-row-v2") -> str:
    """A row with the repeat of its price for narrow screens."""
    product = cells[0].split(" (")[0].lower().replace(" ", "-")
    name = f'<h3 data-product="{product}" class="table-model-name">{cells[0]}</h3>'
    rest = "".join(f'\n<div class="table-v2-cell"><div>{cell}</div></div>' for cell in cells[1:])
    return (
        f'<div role="listitem" class="{row_class} w-dyn-item"><div class="w-embed"><div class="table-grid">'
        f'<div class="table-v2-cell table-v2-cell--name">{name}</div>{rest}'
        f'<div class="table-cell-column table-cell-column-left">{name}'
        f'<div class="table-v2-cell">{cells[-1]}</div></div>'
        "</div></div></div>\n"
    )


def table(
    header: list[str], *rows: list[str], region: str = "REGION: NORTH AMERICA", row_class: str = "table-row-v2"
) -> str:
    head = "".join(f'<div class="table-v2-cell"><div class="table-header-text">{text}</div></div>' for text in header)
    body = "".join(row(cells, row_class) for cells in rows)
    return (
        f'<h5><strong class="eyebrow">{region}</strong></h5><div class="table-v2 gpu-pricing">'
        f'<div class="table-v2-header"><div class="table-grid">{head}</div></div>'
        f'<div class="table-v2-body"><div role="list">\n{body}</div></div></div>\n'
    )


def row_2023(name: str, vram: str, price: str) -> str:
    cells = "".join(f'<div class="w-col w-col-2"><div>{text}</div></div>' for text in (vram, "48", "256", price))
    product = name.lower().replace(" ", "-")
    return (
        '<div class="table-body-row w-row"><div class="table-body-left w-col w-col-4">'
        f'<a data-product="{product}">{name}</a></div>{cells}</div>\n'
    )


def page_2023(*rows: str, header: str = "GPU Component<br/>Cost Per Hour") -> str:
    """As the excerpt begins: with the last header of the table."""
    return f'<div>{header}</div></div></div></div><div class="table-body">\n{"".join(rows)}</div>'


def test_prices_of_2026_are_of_the_instance_on_demand_and_spot():
    on_demand, spot, inference = offers(table(HEADER_2026, B200))
    assert {name: on_demand[name] for name in ("provider", "region", "instance_type", "gpu_name_raw")} == {
        "provider": "coreweave",
        "region": "NORTH AMERICA",
        "instance_type": "nvidia-hgx-b200",
        "gpu_name_raw": "NVIDIA HGX B200",
    }
    # 68.80 / 8 = 8.60
    assert (on_demand["usd_per_hour"], on_demand["usd_per_gpu_hour"], on_demand["gpu_count"]) == (68.8, 8.6, 8)
    assert (on_demand["gpu_memory_gib"], on_demand["memory_gib"], on_demand["vcpus"]) == (180, 2048, 128)
    assert (spot["purchase_type"], spot["usd_per_hour"]) == ("spot", 34.11)
    assert (inference["instance_type"], inference["gpu_count"], inference["usd_per_hour"]) == (
        "nvidia-hgx-b200 (inference)",
        1,
        8.6,
    )
    assert len({on_demand["record_ref"], spot["record_ref"], inference["record_ref"]}) == 3


def test_footnotes_do_not_change_a_count_and_sales_is_a_price_on_request():
    found = [
        (each["gpu_count"], each["price_kind"], each["usd_per_hour"])
        for each in offers(table(HEADER_2026, GB200, GB300))
    ]
    assert found == [(4, "listed", 42.0), (1, "listed", 10.5), (4, "on_request", None)]


def test_regions_are_told_apart():
    page = table(HEADER_2026, B200) + table(HEADER_2026[:8], B200[:8], region="REGION: EUROPE")
    assert [each["region"] for each in offers(page)] == [*["NORTH AMERICA"] * 3, *["EUROPE"] * 2]


def test_cpu_storage_and_network_rows_are_set_aside():
    page = (
        table(HEADER_2026, B200)
        + table(HEADER_CPU, GENOA)
        + table(["Storage", "Price (Per GB Per Month)"], ["Object Storage A100", "$0.03"])
    )
    batch = read(page)
    assert (batch.records_used, batch.ignored) == (1, {"no_accelerator": 2})


def test_in_2025_one_price_is_of_the_instance():
    (offer,) = offers(
        table(HEADER_2025, ["NVIDIA HGX H100", *B200[1:6], "$49.24"], region="Pricing", row_class="table-row")
    )
    assert (offer["usd_per_hour"], offer["gpu_count"], offer["purchase_type"], offer["region"]) == (
        49.24,
        8,
        "on_demand",
        None,
    )


def test_in_2023_a_price_is_of_one_gpu_without_its_host():
    page = page_2023(
        row_2023("NVIDIA HGX H100", "80", "<strong>$4.76</strong><a><strong><br/>Reserve Now</strong></a>"),
        row_2023("RTX A6000", "48", "$1.28"),
    )
    found = [
        (each["gpu_name_raw"], each["gpu_memory_gib"], each["usd_per_hour"], each["price_kind"])
        for each in offers(page)
    ]
    assert found == [("NVIDIA HGX H100", 80, 4.76, "from"), ("RTX A6000", 48, 1.28, "from")]
    assert {(each["gpu_count"], each["vcpus"], each["memory_gib"]) for each in offers(page)} == {(1, None, None)}


def test_a_row_that_is_cut_off_before_its_price_is_held_back():
    page = page_2023(row_2023("RTX A6000", "48", "$1.28"))[: -len("</div>")]
    page += '<div class="table-body-row w-row"><div class="table-body-left w-col w-col-4"><a>Tesla V100 NVLINK</a>'
    assert read(page).quarantine["reason"].to_list() == ["a GPU without a cell for its price"]


def test_a_plain_table_is_read_too():
    page = (
        "<p>REGION: EUROPE</p><table><tr><th>GPU Model</th><th>GPU Count</th><th>Spot Price (Per Hour)</th></tr>"
        "<tr><td>NVIDIA VR200</td><td>4</td><td>$20.00</td></tr></table>"
    )
    assert [(each["gpu_name_raw"], each["usd_per_gpu_hour"], each["region"]) for each in offers(page)] == [
        ("NVIDIA VR200", 5.0, "EUROPE")
    ]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["NVIDIA L40", "eight", *B200[2:6], "$10.00", "N/A", "N/A"], "GPU count eight"),
        (["NVIDIA L40", "", *B200[2:6], "$10.00", "N/A", "N/A"], "GPU count missing"),
        (["NVIDIA L40", *B200[1:6], "$10.00 $8.00", "N/A", "N/A"], "several prices"),
        (["NVIDIA L40", *B200[1:6], "$7,300 / month", "N/A", "N/A"], "not a price per hour"),
        (["NVIDIA L40", *B200[1:6], "$0.50", "N/A", "N/A"], "not plausible for a GPU and an hour"),
        (["NVIDIA L40", *B200[1:6], "$1.25", "N/A", "$1.25"], "0.16 USD per GPU of the instance does not fit 1.25"),
    ],
)
def test_a_price_that_may_mean_something_else_is_held_back(cells, reason):
    batch = read(table(HEADER_2026, B200, cells))
    assert batch.quarantine["reason"][0].startswith(reason)
    assert "on_demand" not in {
        each["purchase_type"] for each in offers(table(HEADER_2026, B200, cells))[3:] if each["gpu_count"] > 1
    }


@pytest.mark.parametrize(
    "content",
    [
        "",
        "Service unavailable",
        "<html><body><h1>Just a moment...</h1></body></html>",
        table(HEADER_CPU, GENOA),
        table(HEADER_2026, ["NVIDIA HGX B300", *B200[1:6], "N/A", "N/A", "N/A"]),
    ],
)
def test_a_page_without_gpu_prices_is_rejected(content):
    with pytest.raises(NormaliseError):
        read(content)


@given(st.data())
def test_a_damaged_page_is_refused_not_crashed_on(data):
    page = table(HEADER_2026, B200, GB200)
    cut = data.draw(st.integers(0, len(page)))
    junk = data.draw(st.text(alphabet="<>/div$0123456789^ \"'=", max_size=30))
    try:
        batch = read(page[:cut] + junk + page[cut:])
    except NormaliseError:
        return
    assert batch.records_read == batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined


# Captures


@pytest.mark.parametrize(
    ("date", "region", "instance_type", "purchase_type", "usd_per_hour", "gpu_count"),
    [
        ("2023-09-21", None, "hgx-h100", "on_demand", 4.76, 1),
        ("2023-09-21", None, "a100-40gb-pcie", "on_demand", 2.06, 1),
        ("2023-09-21", None, "quadro-rtx-4000", "on_demand", 0.24, 1),
        ("2026-10-07", "NORTH AMERICA", "nvidia-gb200-nvl72", "on_demand", 42.0, 4),
        ("2026-10-07", "NORTH AMERICA", "nvidia-gb300-nvl72", "on_demand", None, 4),
        ("2026-10-07", "NORTH AMERICA", "hgx-h100", "on_demand", 49.24, 8),
        ("2026-10-07", "NORTH AMERICA", "hgx-h100 (inference)", "on_demand", 6.16, 1),
        ("2026-10-07", "EUROPE", "hgx-h100", "spot", 19.51, 8),
        ("2026-10-07", "EUROPE", "nvidia-b300", "spot", 36.7, 8),
    ],
)
def test_prices_read_by_hand_are_found(date, region, instance_type, purchase_type, usd_per_hour, gpu_count):
    rows = [
        (row["region"], row["instance_type"], row["purchase_type"], row["usd_per_hour"], row["gpu_count"])
        for batch in normalised("coreweave-pricing")
        if batch.payload.captured_at.date().isoformat() == date
        for row in batch.observations["gpu_offer"].to_dicts()
    ]
    assert (region, instance_type, purchase_type, usd_per_hour, gpu_count) in rows


def test_only_the_row_that_the_excerpt_cuts_off_is_held_back():
    assert [
        (each.records_read, each.records_used, each.ignored, each.records_quarantined)
        for each in normalised("coreweave-pricing")
    ] == [(13, 12, {}, 1), (38, 24, {"no_accelerator": 14}, 0)]


def test_a_plain_table_may_span_rows_name_regions_and_terms():
    html = (
        "<table><tr><th>GPU</th><th>GPU Count</th><th>Region</th><th>Price (Per Hour)</th>"
        "<th>Reserved 1-year (Per Hour)</th></tr><tr><td rowspan=2>HGX H100</td><td rowspan=2>8</td><td>US</td>"
        "<td>From $48.00</td><td>$28.00</td></tr><tr><td>EU</td><td>$52.00</td><td>Contact sales</td></tr></table>"
    )
    assert [
        (each["region"], each["purchase_type"], each["price_kind"], each["usd_per_gpu_hour"]) for each in offers(html)
    ] == [
        ("US", "on_demand", "from", 6.0),
        ("US", "reserved_1y", "listed", 3.5),
        ("EU", "on_demand", "listed", 6.5),
        ("EU", "reserved_1y", "on_request", None),
    ]


def test_cards_and_prices_per_gpu_are_read_where_there_is_no_table_of_instances():
    card = "<div><h3>NVIDIA HGX H100</h3><p>8 GPUs</p><p>$48.00 per hour</p></div>"
    table = "<table><tr><th>GPU</th><th>Price per GPU-hour</th></tr><tr><td>HGX H200</td><td>$6.31</td></tr></table>"
    assert [each["usd_per_gpu_hour"] for each in offers(card)] == [6.0]
    assert [each["usd_per_gpu_hour"] for each in offers(table)] == [6.31]


def test_a_page_with_nothing_but_prices_on_request_is_rejected():
    table = (
        "<table><tr><th>GPU</th><th>GPU Count</th><th>Price (Per Hour)</th></tr>"
        "<tr><td>HGX B300</td><td>8</td><td>Contact sales</td></tr></table>"
    )
    with pytest.raises(NormaliseError):
        read(table)
