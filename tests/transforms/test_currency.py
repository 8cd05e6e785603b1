"""Exchange rates: those of the table, on the right day, and none where there is none."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.currency import UNITS_PER_EURO, fx_rate_on, usd_per_currency_unit, why_no_rate


def rates(*asked: tuple[str | None, date]) -> list[tuple]:
    frame = pl.DataFrame(asked, schema={"currency": pl.String, "on": pl.Date}, orient="row")
    currency, on = pl.col("currency"), pl.col("on")
    return frame.select(
        usd_per_currency_unit(currency, on).alias("usd"),
        fx_rate_on(currency, on).alias("day"),
        why_no_rate(currency, on).alias("reason"),
    ).rows()


def test_a_day_has_the_average_of_the_month_before_it():
    # September 2022: 0.9904 USD and 6.9508 CNY per euro.
    assert rates(("EUR", date(2022, 10, 1)), ("EUR", date(2022, 10, 31)), ("CNY", date(2022, 10, 7))) == [
        (0.9904, date(2022, 9, 30), None),
        (0.9904, date(2022, 9, 30), None),
        (pytest.approx(0.142487, abs=1e-6), date(2022, 9, 30), None),
    ]


def test_january_has_the_rate_of_december():
    assert [row[1] for row in rates(("EUR", date(2024, 1, 15)), ("EUR", date(2024, 2, 1)))] == [
        date(2023, 12, 31),
        date(2024, 1, 31),
    ]


def test_a_dollar_is_a_dollar_at_any_time():
    assert rates(("USD", date(1999, 1, 1)), ("USD", date(2030, 1, 1))) == [(1.0, None, None)] * 2


def test_days_after_the_table_take_its_last_month_and_say_so():
    ((usd, day, reason),) = rates(("EUR", date(2031, 5, 5)))
    assert (day, reason) == (date(2026, 10, 31), None)
    assert usd == float(UNITS_PER_EURO.split()[-4])


def test_what_has_no_rate_has_a_reason():
    assert rates(("XAU", date(2024, 1, 15)), ("EUR", date(2012, 1, 15)), (None, date(2024, 1, 15))) == [
        (None, None, "no exchange rate of XAU on 2024-01-15"),
        (None, None, "no exchange rate of EUR on 2012-01-15"),
        (None, None, "no currency"),
    ]


@pytest.mark.parametrize(
    ("currency", "year", "usd"),
    [
        # Yearly averages of the ECB: 1.1422, 1.0530 and 1.0813 USD, 7.0788 CNY, 89.3001 INR and 0.86979 GBP per euro.
        ("EUR", 2020, 1.1422),
        ("EUR", 2022, 1.0530),
        ("EUR", 2023, 1.0813),
        ("CNY", 2022, 1.0530 / 7.0788),
        ("INR", 2023, 1.0813 / 89.3001),
        ("GBP", 2023, 1.0813 / 0.86979),
    ],
)
def test_the_months_of_a_year_average_to_its_published_rate(currency, year, usd):
    days = [date(year + month // 12, month % 12 + 1, 1) for month in range(1, 13)]
    assert sum(row[0] for row in rates(*((currency, day) for day in days))) / 12 == pytest.approx(usd, rel=0.001)


@given(st.dates(date(2020, 1, 1), date(2026, 11, 30)), st.sampled_from(["EUR", "CNY", "INR", "GBP"]))
def test_every_day_of_the_table_has_a_rate_known_that_day(day, currency):
    ((usd, rate_day, reason),) = rates((currency, day))
    assert reason is None
    assert usd > 0
    assert 0 < (day - rate_day).days <= 31
