"""Figures are read strictly and scaled without noise; a unit error takes all prices of its model with it."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import payload
from transforms.batch import Book
from transforms.prices import beyond_bounds, hold_back, read_count, read_figure, scaled


@pytest.mark.parametrize(
    ("value", "figure"),
    [
        (3e-06, 3e-06),
        (0, 0.0),
        ("0.0000025", 2.5e-06),
        ("-1", -1.0),
        (" 1e-06 ", 1e-06),
        ("", None),
        ("free", None),
        ("nan", None),
        (float("inf"), None),
        (10**400, None),
        (True, None),
        (None, None),
        ([1], None),
        ("1,5", None),
    ],
)
def test_a_figure_is_a_finite_number_and_nothing_else(value, figure):
    assert read_figure(value) == figure


@pytest.mark.parametrize(("value", "count"), [(8192, 8192), (2e6, 2_000_000), ("4096", 4096), (0, 0), (1.5, None)])
def test_a_count_is_whole(value, count):
    assert read_count(value) == count


@given(st.integers(1, 99_999_999), st.integers(0, 4))
def test_a_price_per_token_becomes_the_price_people_print(thousandths, more_digits):
    # What a vendor prints per million tokens, divided by a million by whoever wrote the list, comes back as printed.
    printed = float(f"{thousandths}e-{3 + more_digits}")
    [usd] = pl.select(usd=scaled(pl.lit(printed / 1e6), 1e6))["usd"]
    assert usd == printed


def test_a_unit_error_takes_the_plausible_prices_of_its_model_along():
    prices = pl.DataFrame(
        {
            "record": [0, 0, 1],
            "record_ref": ["/a/in", "/a/cached", "/b/in"],
            "model_ref": ["/a", "/a", "/b"],
            "component": ["input", "cache_read", "output"],
            "usd_per_million_tokens": [15_000.0, 150.0, 600.0],
        },
        schema_overrides={"record": pl.UInt32},
    )
    book = Book(payload("{}", source_id="acme"), 2, lambda number: {"number": number})
    kept = hold_back(book, prices, prices.select("record", reason=beyond_bounds()))
    assert kept["record_ref"].to_list() == ["/b/in"]
    book.ignore(kept, pl.lit(value=True), "kept")
    refused = book.close().quarantine.select("record_ref", "reason").rows()
    assert refused == [
        ("/a", "input 15000.0 USD per million tokens, above 250: a unit error; all its prices are held back")
    ]
