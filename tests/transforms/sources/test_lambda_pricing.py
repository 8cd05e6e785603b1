"""Lambda's pricing page in the layouts it has had, and in ones it may have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.lambda_pricing import normalise


def read(page: str) -> Batch:
    return normalise(payload(page, source_id="lambda-pricing", part="pricing"))


def offers(page: str) -> list[dict]:
    return read(page).observations["gpu_offer"].to_dicts()


def table(header: list[str], *rows: list[str], heading: str = "On-demand GPU cloud pricing") -> str:
    head = "".join(f"<th>{cell}</th>" for cell in header)
    body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<h2>{heading}</h2>\n<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>\n"


HEADER_2023 = ["GPUs", "VRAM per GPU", "vCPUs", "RAM", "Storage", "Price"]
H100_2023 = ["<strong>8x NVIDIA H100 SXM <span class='tag'>New</span></strong>", "80 GB", "220", "1.8 TB", "24.3 TiB"]
PAGE_2023 = table(HEADER_2023, [*H100_2023, "$20.72 / hr"])
HEADER_2026 = ["", "VRAM/GPU", "vCPUs", "RAM", "STORAGE", "PRICE/GPU/HR*"]
HEADER_CLUSTER_2026 = ["Plan", "Duration", "GPU count", "Price per hour", "Action"]


def tabs(*panels: tuple[str, str], number: int = 0) -> str:
    """Tabs as on the page of 2026; every group numbers its tabs from 0."""
    buttons = "".join(
        f'<button role="tab" aria-controls="tabpanel-{at}" id="tab-{at}">{label}</button>'
        for at, (label, _) in enumerate(panels)
    )
    bodies = "".join(
        f'<div role="tabpanel" id="tabpanel-{at}" aria-labelledby="tab-{at}">{body}</div>'
        for at, (_, body) in enumerate(panels)
    )
    return f"<div><div>{buttons}</div><div>{bodies}</div></div>"


def row_2026(name: str, vram: str, price: str) -> list[str]:
    return [name, vram, "208", "1800 GiB", "22 TiB SSD", price]


def test_in_2023_a_price_is_of_the_whole_instance():
    (offer,) = offers(PAGE_2023)
    assert {name: offer[name] for name in ("provider", "instance_type", "gpu_name_raw", "purchase_type")} == {
        "provider": "lambda",
        "instance_type": "8x NVIDIA H100 SXM",
        "gpu_name_raw": "NVIDIA H100 SXM",
        "purchase_type": "on_demand",
    }
    # 20.72 / 8 = 2.59
    assert (offer["usd_per_hour"], offer["usd_per_gpu_hour"], offer["amount_unit"]) == (20.72, 2.59, "hour")
    assert (offer["gpu_count"], offer["gpu_memory_gib"], offer["vcpus"]) == (8, 80, 220)
    assert offer["memory_gib"] is None  # "1.8 TB" stands for 1,800 GiB, or for 1,676
    assert offer["record_ref"] == "line 3, column " + str(PAGE_2023.splitlines()[2].rindex("<td>"))


def test_a_price_per_gpu_in_the_cell_is_multiplied():
    (offer,) = offers(table(HEADER_2023, [*H100_2023[:3], "1800 GiB", "26 TiB SSD", "$2.99 / GPU / hr"]))
    assert (offer["usd_per_hour"], offer["usd_per_gpu_hour"], offer["amount"]) == (23.92, 2.99, 2.99)
    assert (offer["memory_gib"], offer["amount_unit"]) == (1800, "gpu_hour")


def test_in_2026_the_tab_gives_the_count_and_the_header_the_unit():
    page = "<h2>1-Click Clusters pricing</h2>" + tabs(
        (
            "NVIDIA HGX B200",
            table(
                HEADER_CLUSTER_2026,
                ["NVIDIA HGX B200", "2 weeks – 1 year", "16", "$9.86", "Talk to our team"],
                ["NVIDIA HGX B200", "2 weeks – 1 year", "256+", "$8.87", "Talk to our team"],
                ["NVIDIA HGX B200", "1 year+", "16+", "—", "Talk to our team"],
                heading="NVIDIA HGX B200 systems",
            ).replace("h2", "h3"),
        ),
    )
    page += "<h2>Instances pricing</h2>" + tabs(
        ("8x", table(HEADER_2026, row_2026("NVIDIA H100 SXM", "80 GB", "$2.99"), heading="").replace("h2", "p")),
        ("1x", table(HEADER_2026, row_2026("NVIDIA H100 SXM", "80 GB", "$3.29"), heading="").replace("h2", "p")),
    )
    found = [
        (each["instance_type"], each["purchase_type"], each["gpu_count"], each["usd_per_gpu_hour"], each["price_kind"])
        for each in offers(page)
    ]
    assert found == [
        ("1-Click Cluster 16x NVIDIA HGX B200, 2 weeks – 1 year", "committed", 16, 9.86, "listed"),
        ("1-Click Cluster 256x NVIDIA HGX B200, 2 weeks – 1 year", "committed", 256, 8.87, "listed"),
        ("1-Click Cluster 16x NVIDIA HGX B200", "reserved_1y", 16, None, "on_request"),
        ("8x NVIDIA H100 SXM", "on_demand", 8, 2.99, "listed"),
        ("1x NVIDIA H100 SXM", "on_demand", 1, 3.29, "listed"),
    ]


def test_reserved_clusters_of_2023_are_priced_per_gpu_and_term():
    header = ["", "Instance type", "GPU", "GPU Memory", "vCPUs", "Storage", "Per Hour Price", "Term", "# of GPUs"]
    page = table(
        header,
        [
            "Reserved",
            "8x NVIDIA H100",
            "H100 SXM",
            "80 GB",
            "200",
            "20 TB",
            "$1.89/H100/hour",
            "3-years",
            "64 - 60,000",
        ],
        ["Sprint", "8x NVIDIA H100", "H100 SXM", "80 GB", "224", "27 TB", "$4.85/H100/hour", "3-months", "248"],
        heading="Reserved Cloud Cluster pricing",
    )
    assert [(each["purchase_type"], each["gpu_count"], each["usd_per_hour"]) for each in offers(page)] == [
        ("reserved_3y", 8, 15.12),
        ("reserved_3m", 8, 38.8),
    ]


@pytest.mark.parametrize(
    ("term", "purchase_type"),
    [
        ("12 months", "reserved_1y"),
        ("36-months", "reserved_3y"),
        ("6 months", "reserved_6m"),
        ("1 year+", "reserved_1y"),
        ("1 – 3 months", "committed_1m"),
        ("1-3 months", "committed_1m"),
        ("12 to 36 months", "committed_1y"),
        ("3 months - 1 year", "committed_3m"),
        ("2 weeks", "committed"),
        ("On-demand", "on_demand"),
    ],
)
def test_the_term_says_how_it_is_bought(term, purchase_type):
    page = table(["Instance", "Term", "Price"], ["16x NVIDIA H100", term, "$2.49 / GPU / hr"], heading="Pricing")
    assert [each["purchase_type"] for each in offers(page)] == [purchase_type]


def test_a_column_per_term_gives_an_offer_each():
    page = table(
        ["GPU", "On-demand", "1 year reserved", "3 years"],
        ["8x NVIDIA H100", "$3 /GPU/hr", "$2.5 /GPU/hr", "$2/GPU/hr"],
    )
    assert [(each["purchase_type"], each["usd_per_gpu_hour"]) for each in offers(page)] == [
        ("on_demand", 3.0),
        ("reserved_1y", 2.5),
        ("reserved_3y", 2.0),
    ]


def test_a_name_that_spans_rows_belongs_to_each_of_them():
    page = (
        "<h2>On-demand</h2><table><tr><th>GPU</th><th>VRAM</th><th>Price per GPU per hour</th></tr>"
        "<tr><td rowspan='2'>8x NVIDIA A100</td><td>40 GB</td><td>$1.29</td></tr>"
        "<tr><td>80 GB</td><td>$1.79</td></tr></table>"
    )
    assert [(each["gpu_memory_gib"], each["usd_per_gpu_hour"]) for each in offers(page)] == [(40, 1.29), (80, 1.79)]


def test_a_page_of_cards_is_read_card_by_card():
    def card(kind: str, name: str, price: str) -> str:
        return (
            f"<div class='card'><span>{kind}</span><h4>{name}</h4><p>80 GB VRAM</p>"
            f"<div><b>{price}</b><i>/ GPU / hr</i></div></div>\n"
        )

    page = "<h2>GPU instances</h2>" + card("ON-DEMAND", "8x NVIDIA H100 SXM", "$2.99")
    page += "<h2>1-Click Clusters</h2>" + card("Minimum 1–3 months", "16x NVIDIA H100 SXM", "$2.49")
    found = [
        (each["gpu_name_raw"], each["gpu_count"], each["purchase_type"], each["usd_per_gpu_hour"])
        for each in offers(page)
    ]
    assert found == [
        ("NVIDIA H100 SXM", 8, "on_demand", 2.99),
        ("NVIDIA H100 SXM", 16, "committed_1m", 2.49),
    ]
    assert {each["gpu_memory_gib"] for each in offers(page)} == {80}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ([*H100_2023, "$2.59 – $2.99 / hr".replace("–", "to $")], "several prices"),
        (["NVIDIA H100", *H100_2023[1:], "$20.72 / hr"], "for how many GPUs is not stated"),
        ([*H100_2023, "$14,918 / month"], "not a price per hour"),
        ([*H100_2023, "$1.50 / hr"], "not plausible for a GPU and an hour"),
        ([*H100_2023, "$20.72 / GPU / hr"], "not plausible for a GPU and an hour"),
    ],
)
def test_a_price_that_may_mean_something_else_is_held_back(row, reason):
    batch = read(table(HEADER_2023, [*H100_2023, "$20.72 / hr"], row))
    assert batch.records_used == 1
    assert batch.quarantine["reason"][0].startswith(reason)


def test_a_reserved_instance_price_that_fits_both_readings_is_held_back():
    header = ["Instance", "Term", "Price"]
    page = table(header, ["8x NVIDIA H100", "1 year", "$15.12 / hr"], ["8x NVIDIA H100", "3 years", "$1.89 / hr"])
    batch = read(page)
    assert batch.quarantine["reason"].to_list() == ["not sure whether per GPU or for all: Price $15.12 / hr"]
    assert [each["usd_per_gpu_hour"] for each in offers(page)] == [1.89]


def test_what_is_no_gpu_is_set_aside():
    page = table(HEADER_2023, [*H100_2023, "$20.72 / hr"], ["Persistent storage", "", "", "", "", "$0.20 / GB / month"])
    assert read(page).ignored == {"no_accelerator": 1}


def test_one_table_shown_twice_is_read_once():
    assert read(PAGE_2023 + PAGE_2023).ignored == {"repeated_row": 1}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "Service unavailable",
        "<html><body><h1>Just a moment...</h1></body></html>",
        "<table><tr><th>GPU</th></tr><tr><td>NVIDIA H100</td></tr></table>",
        table(["Storage", "Price"], ["Filesystem", "$0.20 / GB / hour"]),
    ],
)
def test_a_page_without_gpu_prices_is_rejected(content):
    with pytest.raises(NormaliseError):
        read(content)


@given(st.data())
def test_a_damaged_page_is_refused_not_crashed_on(data):
    cut = data.draw(st.integers(0, len(PAGE_2023)))
    junk = data.draw(st.text(alphabet="<>/td$0123456789x \"'", max_size=30))
    try:
        batch = read(PAGE_2023[:cut] + junk + PAGE_2023[cut:])
    except NormaliseError:
        return
    assert batch.records_read == batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined


# Captures


@pytest.mark.parametrize(
    ("date", "instance_type", "gpu_memory_gib", "usd_per_hour", "memory_gib"),
    [
        ("2023-09-09", "1x NVIDIA H100 PCIe", 80, 1.99, 200),
        ("2023-09-09", "8x NVIDIA H100 SXM", 80, 20.72, None),
        ("2023-09-09", "8x NVIDIA A100", 80, 12.0, 1800),
        ("2023-09-09", "8x NVIDIA A100", 40, 8.8, 1800),
        ("2023-09-09", "Reserved 8x H100 SXM", 80, 15.12, None),
        ("2026-01-09", "8x NVIDIA B200 SXM6", 180, 39.92, 2900),
        ("2026-01-09", "8x NVIDIA A100 SXM", 40, 10.32, 1800),
    ],
)
def test_prices_read_by_hand_are_found(date, instance_type, gpu_memory_gib, usd_per_hour, memory_gib):
    rows = [
        (row["instance_type"], row["gpu_memory_gib"], row["usd_per_hour"], row["memory_gib"])
        for batch in normalised("lambda-pricing")
        if batch.payload.captured_at.date().isoformat() == date
        for row in batch.observations["gpu_offer"].to_dicts()
    ]
    assert (instance_type, gpu_memory_gib, usd_per_hour, memory_gib) in rows


def test_every_priced_row_of_the_captures_is_used():
    assert [
        (each.records_read, each.records_used, each.observation_count) for each in normalised("lambda-pricing")
    ] == [
        (15, 15, 15),
        (5, 5, 5),
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            table(["Instance", "GPU", "# GPUs", "Price per hour"], ["gpu_8x", "NVIDIA H100 SXM", "8", "$23.92"]),
            (8, "on_demand", "listed", 2.99),
        ),
        (table(["GPU", "Price per GPU/hr"], ["1x NVIDIA A10", "0.75 USD"]), (1, "on_demand", "listed", 0.75)),
        (table(["GPU", "Price/GPU/hr"], ["1x NVIDIA A10", "From $0.75"]), (1, "on_demand", "from", 0.75)),
        (
            "<div><h3>8x NVIDIA H100 SXM</h3><s>$31.92</s><b>$23.92 /hr</b></div>",
            (8, "on_demand", "promotional", 2.99),
        ),
    ],
)
def test_layouts_of_other_providers_are_read_too(page, expected):
    [offer] = offers(page)
    found = tuple(offer[name] for name in ("gpu_count", "purchase_type", "price_kind", "usd_per_gpu_hour"))
    assert found == expected


def test_a_whole_price_that_could_be_of_one_gpu_is_held_back():
    with pytest.raises(NormaliseError):
        read("<div><h3>8x NVIDIA H100 SXM</h3><s>$12.00</s><b>$8.00 /hr</b></div>")


def test_a_term_on_request_is_an_offer_beside_priced_ones():
    page = table(["GPU", "On-demand", "Reserved (1-year)"], ["H100", "$2.69 /GPU/hr", "Contact sales"])
    assert [(each["purchase_type"], each["price_kind"]) for each in offers(page)] == [
        ("on_demand", "listed"),
        ("reserved_1y", "on_request"),
    ]
