"""Prices, counts and terms in the words of the pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.page_texts import (
    Price,
    UnclearPriceError,
    memory_in_name,
    purchase_type,
    read_count,
    read_gib,
    read_gpus,
    read_number,
    read_price,
)


@pytest.mark.parametrize(
    ("text", "label", "price"),
    [
        ("$2.99 / GPU / hr", "", Price(2.99, is_per_gpu=True)),
        ("$ 0.30 Per Hour", "", Price(0.30)),
        ("$ 4.29 /hr", "On-Demand", Price(4.29)),
        ("$3.64/h", "", Price(3.64)),
        ("from $0.90", "Preemptible, GPU-hour", Price(0.90, is_per_gpu=True, kind="from")),
        ("Starts from $0.18/hour", "", Price(0.18, kind="from")),
        ("As low as $2.00 per hour", "", Price(2.0, kind="from")),
        ("$1,990 per month", "", Price(1990.0, hours=730.0)),
        ("2.24*", "Price ($/hour)", Price(2.24, marks="*")),
        ("$ 1.15** / hour", "", Price(1.15, marks="**")),
        ("$3.39/GPU/hour*", "", Price(3.39, is_per_gpu=True, marks="*")),
        ("$23.92 per node per hour", "", Price(23.92, is_per_gpu=False)),
        ("2,99 €/h", "", Price(2.99, currency="EUR")),
        ("€1.50/hr", "", Price(1.5, currency="EUR")),
        ("2.10 USD per hour", "", Price(2.10)),
        ("2.10$/h", "", Price(2.10)),
        ("8 $2.10/h", "", Price(2.10)),
        ("$2.10 – $2.49 / hr", "", Price(2.10, kind="from")),
        ("$2.10/hr - $2.49/hr", "", Price(2.10, kind="from")),
        ("$2.99/hr ($2,182/month)", "", Price(2.99)),
        ("$2.99/hr promotional price", "", Price(2.99, kind="promotional")),
        ("$2.30", "6-month reserved", Price(2.30, hours=None)),
        ("Contact Sales", "", Price(None)),
        ("Contact us", "On-demand, GPU-hour", Price(None)),
        ("Request a quote", "", Price(None)),
        ("––", "", None),
        ("N/A", "Price ($/hr)", None),
        ("$0.00 /s", "", None),
        ("", "Price", None),
        ("Sold out", "", None),
    ],
)
def test_a_price_is_what_its_text_and_header_say(text, label, price):
    assert read_price(text, label) == price


@pytest.mark.parametrize("text", ["$2.99/hr or $3.49/hr", "$1.2.3/hr", "$12,34,56/hr"])
def test_a_text_that_may_mean_several_prices_is_unclear(text):
    with pytest.raises(UnclearPriceError):
        read_price(text)


@given(st.integers(1, 99_999_999))
def test_a_figure_is_read_as_it_was_written(cents):
    assert read_number(f"{cents / 100:,.2f}") == read_number(f"{cents / 100:.2f}") == cents / 100


@given(st.text(alphabet="$€0123456789.,*-–/ hrGPUmonthfrom", max_size=40), st.text(alphabet="$/ hrGPU", max_size=12))
def test_any_text_is_a_price_or_none_or_unclear(text, label):
    try:
        price = read_price(text, label)
    except UnclearPriceError:
        return
    assert price is None or price.amount is None or price.amount > 0


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("On-Demand",), "on_demand"),
        (("Price per hour",), "on_demand"),
        (("Current Spot",), "spot"),
        (("Preemptible, GPU-hour",), "spot"),
        (("6-month reserved",), "reserved_6m"),
        (("1-year reserved",), "reserved_1y"),
        (("contractual commitment of 12 months",), "reserved_1y"),
        (("36 months",), "reserved_3y"),
        (("Reservation Pricing",), "committed"),
        (("Reserve", "On-demand GPUs"), "committed"),
        (("Price", "", "Spot instances"), "spot"),
        (("On-demand", "Reserved and spot"), "on_demand"),
        (("Price", "On-demand and reserved GPUs"), "on_demand"),
        (("3 months to 3 years",), "committed"),
    ],
)
def test_the_first_words_that_tell_say_how_it_is_bought(texts, expected):
    assert purchase_type(*texts) == expected


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [
        ("8 × H200 SXM", "H200 SXM", 8),
        ("8x NVIDIA H100", "NVIDIA H100", 8),
        ("NVIDIA H100x8", "NVIDIA H100", 8),
        ("AMD Instinct™ MI300Xx8", "AMD Instinct™ MI300X", 8),
        ("NVIDIA H100 (8x)", "NVIDIA H100", 8),
        ("AMD MI300X", "AMD MI300X", None),
        ("NVIDIA RTX PRO 6000", "NVIDIA RTX PRO 6000", None),
        ("RTX 4090", "RTX 4090", None),
        ("NVIDIA H200 New", "NVIDIA H200", None),
    ],
)
def test_a_count_in_a_name_is_no_part_of_it(text, name, count):
    assert read_gpus(text) == (name, count)


def test_counts_and_memory_are_read_with_their_footnotes_and_units():
    assert [read_count(text) for text in ("8", "4^1", "4¹", "16+", "8x", "1-8", "", "0")] == [
        8, 4, 4, 16, 8, None, None, None,
    ]  # fmt: skip
    assert [read_gib(text) for text in ("80", "80 GB", "1,920 GiB", "2 TiB", "1.8 TB", "16-192", "")] == [
        80, 80, 1920, 2048, None, None, None,
    ]  # fmt: skip
    assert [memory_in_name(text) for text in ("A100 80GB PCIe", "A100-80G", "H100", "A100 40GB/80GB")] == [
        80, 80, None, None,
    ]  # fmt: skip
