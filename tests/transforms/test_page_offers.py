"""From rows and cards to offers: what is certain, what is held back."""

import pytest
from bs4 import BeautifulSoup

from tests.captures import payload
from transforms.page_offers import book_offers, read_card, read_page, read_row
from transforms.page_texts import Price
from transforms.pages import cards, fact, table_rows
from transforms.payload import NormaliseError


def page(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def table(*rows: str) -> str:
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def cells(*texts: str, tag: str = "td") -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


@pytest.mark.parametrize(
    "html",
    [
        table(cells("GPU", "VRAM", "Price", tag="th"), cells("8x H100", "80", "$20 /hr")),
        table(cells("GPU", "VRAM, GB", "Price per hour"), cells("8x H100", "80 GB", "$20")),
        table(cells("GPUs", "Model", "VRAM", "Price", tag="th"), cells("8", "H100", "80", "$20 /hr")),
        "<div role='table'><div role='row'><i role='cell'>GPU</i><i role='cell'>vRAM</i>"
        "<i role='cell'>Per hour</i></div>"
        "<div role='row'><i role='cell'>8 x H100</i><i role='cell'>80</i><i role='cell'>$20</i></div></div>",
        "<div><div class='t__head'><p class='t__row'><b class='t__cell'>GPU</b><b class='t__cell'>VRAM</b>"
        "<b class='t__cell'>$ per hour</b></p></div><p class='t__row'><b class='t__cell'>8x H100</b>"
        "<b class='t__cell'>80 GB</b><b class='t__cell'>20.00</b></p></div>",
        "<th>GPU</th><th>VRAM</th><th>Hourly price</th></tr>" + table(cells("8x H100", "80", "$20"))[7:],
    ],
)
def test_a_table_is_read_in_whatever_elements_it_is_written(html):
    (row,) = table_rows(page(html))
    (offer,) = read_row(row, is_per_gpu=False).offers
    assert (offer.gpu_name, offer.gpu_count, offer.gpu_memory_gib) == ("H100", 8, 80)
    assert offer.price == Price(20.0)


def test_a_cell_that_spans_rows_belongs_to_each_of_them():
    html = table(
        cells("GPU", "Term", "Per GPU per hour", tag="th"),
        "<td rowspan='2'>H100</td>" + cells("On-demand", "$3"),
        cells("1 year", "$2"),
    )
    readings = [read_row(row, is_per_gpu=False) for row in table_rows(page(html))]
    assert [(each.gpu_name, each.purchase_type) for reading in readings for each in reading.offers] == [
        ("H100", "on_demand"),
        ("H100", "reserved_1y"),
    ]


def test_a_machine_without_a_count_is_refused_and_what_is_no_gpu_ignored():
    html = table(
        cells("Item", "Price per hour", tag="th"),
        cells("NVIDIA H100", "$20"),
        cells("Intel Ice Lake", "$1"),
        cells("NVIDIA H200", "N/A"),
    )
    readings = [read_row(row, is_per_gpu=False) for row in table_rows(page(html))]
    assert [(each.ignored, each.refused) for each in readings] == [
        (None, ["for how many GPUs is not stated: Price per hour $20"]),
        ("no_accelerator", []),
        ("no_price", []),
    ]


def test_tables_in_tabs_are_told_apart_by_the_tabs():
    def panel(at: int, usd: str) -> str:
        rows = table(cells("GPU", "Price per GPU-hour", tag="th"), cells("H100", usd))
        return f"<div role='tabpanel' hidden id='p{at}'>{rows}</div>"

    html = (
        "<h2>GPU pricing</h2><button role='tab' aria-controls='p1'>On-demand</button>"
        f"<button role='tab' aria-controls='p2'>Reserved</button>{panel(1, '$3')}{panel(2, '$2')}"
    )
    readings = [read_row(row, is_per_gpu=False) for row in table_rows(page(html))]
    assert [reading.offers[0].purchase_type for reading in readings] == ["on_demand", "committed"]


@pytest.mark.parametrize(
    ("label", "vram", "is_total", "one"),
    [
        ("VRAM", "640", True, 80),
        ("VRAM", "80", True, 80),  # eight GPUs of 10 GB each are not sold
        ("VRAM", "1128 GB", False, 141),
        ("VRAM", "192", True, 24),
        ("VRAM", "192", False, 192),
        ("VRAM per GPU", "192", True, 192),
    ],
)
def test_memory_is_of_one_gpu_whichever_way_the_page_counts(label, vram, is_total, one):
    html = table(cells("GPU", label, "Price", tag="th"), cells("8x H100", vram, "$20/hr"))
    (row,) = table_rows(page(html))
    assert read_row(row, is_per_gpu=False, is_vram_total=is_total).offers[0].gpu_memory_gib == one


def test_a_price_of_several_gpus_must_say_what_it_is_for_on_a_page_of_single_ones():
    html = table(cells("GPU", "Price", tag="th"), cells("8x H100", "$20/hr"), cells("8x H200", "$3/GPU/hr"))
    readings = [read_row(row, is_per_gpu=True) for row in table_rows(page(html))]
    doubts = [offer.doubt for each in readings for offer in each.offers]
    assert doubts == ["whether per GPU or for all is not stated: Price $20/hr", ""]


def test_a_price_of_eight_that_is_plainly_that_of_one_is_held_back():
    html = table(cells("GPU", "Price", tag="th"), cells("1x H100", "$2.95/hr"), cells("8x H100", "$2.80/hr"))
    batch = book_offers(payload(html, source_id="a-page"), "a", read_page(page(html), is_per_gpu=None))
    assert batch.quarantine["reason"].to_list() == ["0.35 per GPU of 8 does not fit 2.95 for one"]


def test_a_card_is_the_smallest_element_with_a_gpu_and_its_price():
    card = "<div class='card'><h3>{}</h3><p>{}</p><ul><li>80 GB VRAM</li><li>24 vCPU</li></ul></div>"
    html = (
        "<section><h2>GPUs</h2>"
        + card.format("NVIDIA H100x8", "$2.99/GPU/hour")
        + card.format("NVIDIA B300", "Contact sales")
        + f"<div class='hide'>{card.format('NVIDIA A100', '$1.99/GPU/hour')}</div></section>"
    )
    found = cards(page(html))
    readings = [read_card(each, is_per_gpu=True) for each in found]
    assert [(each.title, each.is_hidden) for each in found] == [
        ("NVIDIA H100x8", False),
        ("NVIDIA B300", False),
        ("NVIDIA A100", True),
    ]
    assert [[offer.price.amount for offer in each.offers] for each in readings] == [[2.99], [None], []]
    assert (fact(found[0].tag, "vram"), fact(found[0].tag, "vcpu"), fact(found[0].tag, "disk")) == ("80 GB", "24", "")


def test_a_price_per_gpu_is_multiplied_and_one_per_month_divided():
    html = table(
        cells("GPU", "Price", tag="th"),
        cells("8x H100", "$2.50/GPU/hr"),
        cells("8x H200", "$14,600 / month"),
    )
    readings = read_page(page(html), is_per_gpu=False)
    rows = book_offers(payload(html, source_id="a-page"), "a", readings).observations["gpu_offer"].to_dicts()
    # 8 * 2.50 = 20; 14,600 / 730 = 20
    assert [(row["usd_per_hour"], row["usd_per_gpu_hour"], row["amount_unit"]) for row in rows] == [
        (20.0, 2.5, "gpu_hour"),
        (20.0, 2.5, "month"),
    ]


def test_a_price_in_euros_is_converted_at_the_average_of_the_month_before():
    html = table(cells("GPU", "Price", tag="th"), cells("H100", "2,50 €/h"))
    batch = book_offers(payload(html, source_id="a-page"), "a", read_page(page(html), is_per_gpu=True))
    (row,) = batch.observations["gpu_offer"].to_dicts()
    # Captured on 2026-08-01; the ECB's average of July 2026 is 1.1417 USD: 2.50 * 1.1417 = 2.85425
    assert (row["currency"], row["amount"], row["usd_per_currency_unit"]) == ("EUR", 2.5, 1.1417)
    assert (row["usd_per_gpu_hour"], str(row["fx_rate_on"])) == (2.85425, "2026-07-31")


@pytest.mark.parametrize(
    ("price", "reason"),
    [
        ("$2.50", "USD 2.5: for how long is not stated"),
        ("$2.50/min", "USD 2.5: 150 USD an hour is not plausible for a GPU"),
        ("$0.01/hr", "USD 0.01: 0.01 USD an hour is not plausible for a GPU"),
        ("$2/hr $3/hr", "several prices: Price $2/hr $3/hr"),
    ],
)
def test_a_price_that_may_mean_something_else_is_held_back(price, reason):
    html = table(cells("GPU", "Price", tag="th"), cells("H100", "$2/hr"), cells("H200", price))
    batch = book_offers(payload(html, source_id="a-page"), "a", read_page(page(html), is_per_gpu=True))
    assert (batch.records_used, batch.records_quarantined) == (1, 1)
    assert batch.quarantine["reason"].to_list() == [reason]


def test_a_page_without_a_price_is_rejected_with_the_numbers():
    html = table(cells("GPU", "Price", tag="th"), cells("H100", "Contact sales"), cells("CPU", "$1/hr"))
    with pytest.raises(NormaliseError, match=r"no GPU with a price in 2 rows and cards \(1 ignored, 0 refused\)"):
        book_offers(payload(html, source_id="a-page"), "a", read_page(page(html), is_per_gpu=True))


@pytest.mark.parametrize(
    ("line", "count"),
    [("GPUs per Droplet 8", 8), ("8 GPUs", 8), ("GPUs: 8", 8), ("Up to 8 GPUs", 1), ("8 GPUs joined by NVLink", 1)],
)
def test_only_a_line_that_counts_the_gpus_of_the_offer_is_a_count(line, count):
    html = f"<div><div class='c'><h3>NVIDIA H100</h3><p>$16.00 / hour</p><ul><li>{line}</li></ul></div></div>"
    (reading,) = read_page(page(html), is_per_gpu=None)
    assert [offer.gpu_count for offer in reading.offers] == [count]


def bought(html: str, *, is_per_gpu: bool | None = True) -> list[tuple]:
    batch = book_offers(payload(html, source_id="a-page"), "a", read_page(page(html), is_per_gpu=is_per_gpu))
    rows = batch.observations["gpu_offer"].to_dicts()
    return [(row["gpu_name_raw"], row["gpu_count"], row["purchase_type"], row["usd_per_gpu_hour"]) for row in rows]


def test_the_price_of_one_says_whether_a_price_of_several_is_of_one_or_of_all():
    html = table(
        cells("GPU", "Price", tag="th"),
        cells("H100", "$3.39 per hour"),
        cells("H100 (8x)", "$23.92 per hour"),  # 2.99 each
        cells("H100 (2x)", "$3.10 per hour"),
        cells("H200 (8x)", "$25 per hour"),  # without a price of one
    )
    assert bought(html) == [
        ("H100", 1, "on_demand", 3.39),
        ("H100", 8, "on_demand", 2.99),
        ("H100", 2, "on_demand", 3.10),
    ]


def test_a_table_with_its_gpus_side_by_side_is_read_by_its_columns():
    html = table(
        cells("", "H100 SXM", "8x L40S"),
        cells("VRAM", "80 GB", "48 GB"),
        cells("Price per hour", "$2.99", "$8.00"),
        cells("Reserved, 1 year", "Contact us", "$0.80/GPU/hr"),
    )
    assert bought(html, is_per_gpu=None) == [
        ("H100 SXM", 1, "on_demand", 2.99),
        ("H100 SXM", 1, "reserved_1y", None),
        ("L40S", 8, "on_demand", 1.0),
        ("L40S", 8, "reserved_1y", 0.8),
    ]


def test_of_an_hourly_and_a_monthly_price_the_hourly_one_counts_whichever_is_first():
    html = table(cells("GPU", "Monthly", "Hourly", tag="th"), cells("H100", "$2,276", "$3.39"))
    assert bought(html) == [("H100", 1, "on_demand", 3.39)]


@pytest.mark.parametrize(
    "prices",
    [
        "<p>On-demand</p><b>$3.90</b><i>/GPU-hr</i><p>Spot</p><b>$1.60</b><i>/GPU-hr</i>",
        "<b>$3.90</b><p>on-demand</p><b>$1.60</b><p>spot</p><i>per GPU-hour</i>",
        "<p>On demand: $3.90/hr</p><p>Spot: $1.60/hr</p><p>Reserved, 1 year: N/A</p><a>Reserve now</a>",
    ],
)
def test_several_prices_of_a_card_are_told_apart_by_the_words_beside_each(prices):
    html = f"<div><h3>H100 80GB</h3>{prices}</div>"
    assert bought(html) == [("H100 80GB", 1, "on_demand", 3.9), ("H100 80GB", 1, "spot", 1.6)]


def test_several_prices_of_a_card_without_words_for_each_are_held_back():
    html = "<div><h3>H100</h3><p>On-demand and spot</p><b>$3.90</b> <b>$1.60</b>/hr</div>"
    with pytest.raises(NormaliseError, match="1 refused"):
        bought(html)


def test_a_gpu_may_stand_in_a_heading_or_under_a_header_we_do_not_know():
    instances = table(cells("Instance", "GPUs", "Price", tag="th"), cells("8B200.240V", "8", "$32 /h"))
    assert bought(f"<h2>B200 SXM6 180GB</h2>{instances}", is_per_gpu=False) == [("B200 SXM6 180GB", 8, "on_demand", 4)]
    assert bought(table(cells("Platform", "Hourly", tag="th"), cells("H200", "3.50 $"))) == [
        ("H200", 1, "on_demand", 3.5)
    ]


def test_a_link_to_reserve_makes_no_price_a_reserved_one():
    html = table(cells("GPU", "Price", tag="th"), cells("H100", "$4.76/hr <a>Reserve capacity</a>"))
    assert bought(html) == [("H100", 1, "on_demand", 4.76)]
