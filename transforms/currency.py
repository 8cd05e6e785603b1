"""Exchange rates to the US dollar, for sources that quote in other currencies.

The rate used for a day is the average of the last whole month before it: known on that day, and the same for a month,
so that a price moves in dollars only when it moves, or the month does. Days after the last month of the table take its
last month, and `fx_rate_on` says which one that was.

The table is also an observation, as the payload of the source `exchange-rate-table`; where another source has observed
a rate closer to the day, the marts convert anew with that one. Here nothing depends on what was observed: a payload
means the same at any time.
"""

from __future__ import annotations

import calendar
from datetime import date
from functools import cache

import polars as pl

SOURCE = "European Central Bank, euro foreign exchange reference rates"
# Averages of the daily reference rates of each month, in units per euro, from the file of all rates published on
# 2026-10-30: https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip
CURRENCIES = ("USD", "CNY", "INR", "GBP")
UNITS_PER_EURO = """
2019-12 1.1113 7.7974 79.1092 0.84731
2020-01 1.1100 7.6832 79.1342 0.84927
2020-02 1.0905 7.6302 77.9818 0.84095
2020-03 1.1063 7.7675 82.4374 0.89460
2020-04 1.0862 7.6858 82.7869 0.87547
2020-05 1.0902 7.7482 82.4983 0.88685
2020-06 1.1255 7.9734 85.2212 0.89878
2020-07 1.1463 8.0352 85.8847 0.90467
2020-08 1.1828 8.1954 88.2309 0.90081
2020-09 1.1792 8.0333 86.7266 0.90947
2020-10 1.1775 7.9225 86.5891 0.90741
2020-11 1.1838 7.8152 87.8553 0.89605
2020-12 1.2170 7.9602 89.6081 0.90624
2021-01 1.2171 7.8730 88.9936 0.89266
2021-02 1.2098 7.8136 88.0756 0.87268
2021-03 1.1899 7.7465 86.6550 0.85873
2021-04 1.1979 7.8051 89.4210 0.86527
2021-05 1.2146 7.8109 88.9171 0.86258
2021-06 1.2047 7.7391 88.6298 0.85872
2021-07 1.1822 7.6536 88.1134 0.85613
2021-08 1.1772 7.6237 87.2573 0.85287
2021-09 1.1770 7.6007 86.6330 0.85683
2021-10 1.1601 7.4500 86.9571 0.84694
2021-11 1.1414 7.2927 85.0038 0.84786
2021-12 1.1304 7.1993 85.1762 0.84875
2022-01 1.1314 7.1922 84.2273 0.83503
2022-02 1.1342 7.1957 85.0312 0.83787
2022-03 1.1019 6.9916 83.9933 0.83638
2022-04 1.0819 6.9605 82.4033 0.83655
2022-05 1.0578 7.0830 81.7828 0.84968
2022-06 1.0566 7.0734 82.5112 0.85759
2022-07 1.0179 6.8538 81.0182 0.84955
2022-08 1.0128 6.8884 80.5563 0.84499
2022-09 0.9904 6.9508 79.4558 0.87463
2022-10 0.9826 7.0687 80.9180 0.87058
2022-11 1.0201 7.3171 83.3384 0.86892
2022-12 1.0589 7.3859 87.3381 0.86950
2023-01 1.0769 7.3173 88.1441 0.88212
2023-02 1.0715 7.3244 88.5004 0.88550
2023-03 1.0706 7.3807 88.1159 0.88192
2023-04 1.0968 7.5561 89.9311 0.88115
2023-05 1.0868 7.5948 89.4602 0.87040
2023-06 1.0840 7.7653 89.1134 0.85861
2023-07 1.1058 7.9482 90.8395 0.85856
2023-08 1.0909 7.9096 90.3518 0.85892
2023-09 1.0684 7.7967 88.7372 0.86158
2023-10 1.0563 7.7200 87.8937 0.86798
2023-11 1.0808 7.8087 90.0102 0.87045
2023-12 1.0903 7.7870 90.8009 0.86168
2024-01 1.0905 7.8201 90.6347 0.85873
2024-02 1.0795 7.7651 89.5608 0.85466
2024-03 1.0872 7.8297 90.2515 0.85524
2024-04 1.0728 7.7658 89.4676 0.85658
2024-05 1.0812 7.8206 90.1573 0.85564
2024-06 1.0759 7.8051 89.8106 0.84643
2024-07 1.0844 7.8750 90.6557 0.84332
2024-08 1.1012 7.8736 92.4062 0.85150
2024-09 1.1106 7.8611 93.0808 0.84021
2024-10 1.0904 7.7276 91.6266 0.83496
2024-11 1.0630 7.6617 89.6717 0.83379
2024-12 1.0479 7.6298 89.0453 0.82804
2025-01 1.0354 7.5560 89.3417 0.83908
2025-02 1.0412 7.5749 90.6346 0.83071
2025-03 1.0807 7.8353 93.4985 0.83703
2025-04 1.1214 8.1850 95.9723 0.85379
2025-05 1.1278 8.1348 96.1427 0.84350
2025-06 1.1516 8.2700 98.9782 0.84981
2025-07 1.1677 8.3754 100.6043 0.86469
2025-08 1.1631 8.3442 101.8425 0.86528
2025-09 1.1732 8.3586 103.6023 0.86895
2025-10 1.1630 8.2810 102.8353 0.87155
2025-11 1.1560 8.2149 102.7101 0.87996
2025-12 1.1709 8.2491 105.4131 0.87500
2026-01 1.1738 8.1806 106.6826 0.86828
2026-02 1.1824 8.1682 107.3203 0.87032
2026-03 1.1558 7.9703 107.3446 0.86631
2026-04 1.1706 8.0005 109.4829 0.86933
2026-05 1.1673 7.9352 111.5368 0.86565
2026-06 1.1518 7.8045 109.3451 0.86372
2026-07 1.1417 7.7371 109.4158 0.85392
2026-08 1.1593 7.8092 110.6529 0.85606
2026-09 1.1513 7.7242 109.9142 0.85812
2026-10 1.1202 7.4883 107.0116 0.84282
"""
SIGNIFICANT_DIGITS = 6


def usd_per_currency_unit(currency: pl.Expr, on: pl.Expr) -> pl.Expr:
    """USD for one unit of `currency` (ISO 4217) on the day `on` (Date): 1 for USD, null where the table has no rate."""
    known = {key: rate for key, (rate, _) in _rates().items()}
    return pl.when(currency == "USD").then(1.0).otherwise(_look_up(currency, on, known, pl.Float64))


def fx_rate_on(currency: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Last day of the month whose average `usd_per_currency_unit` is; null for USD and where there is no rate."""
    known = {key: month_end for key, (_, month_end) in _rates().items()}
    return _look_up(currency, on, known, pl.Date)


def why_no_rate(currency: pl.Expr, on: pl.Expr) -> pl.Expr:
    """The reason to quarantine a price for: text where `usd_per_currency_unit` is null, null where it is not."""
    unknown = (
        pl.when(currency.is_null())
        .then(pl.lit("no currency"))
        .otherwise(pl.format("no exchange rate of {} on {}", currency, on.dt.to_string()))
    )
    return pl.when(usd_per_currency_unit(currency, on).is_null()).then(unknown)


def table_csv() -> bytes:
    """The table as CSV: `month,USD,CNY,INR,GBP`, units per euro."""
    lines = [" ".join(("month", *CURRENCIES)), *UNITS_PER_EURO.strip().splitlines()]
    return "".join(f"{line.replace(' ', ',')}\n" for line in lines).encode()


def _look_up(
    currency: pl.Expr, on: pl.Expr, known: dict[str, float] | dict[str, date], dtype: type[pl.DataType]
) -> pl.Expr:
    months = [int(key[4:]) for key in known]
    before = on.dt.year().cast(pl.Int64) * 12 + on.dt.month().cast(pl.Int64) - 2  # 0 is January of the year 0
    key = pl.format("{} {}", currency, before.clip(upper_bound=max(months)))
    return key.replace_strict(
        pl.Series(list(known), dtype=pl.String),
        pl.Series(list(known.values()), dtype=dtype),
        default=None,
        return_dtype=dtype,
    )


@cache
def _rates() -> dict[str, tuple[float, date]]:
    """Rate and last day by "EUR 24239": currency, and months since the year 0."""
    rates: dict[str, tuple[float, date]] = {}
    for line in UNITS_PER_EURO.strip().splitlines():
        month_text, *figures = line.split()
        year, month = (int(part) for part in month_text.split("-"))
        per_euro = {"EUR": 1.0, **dict(zip(CURRENCIES, map(float, figures), strict=True))}
        month_end = date(year, month, calendar.monthrange(year, month)[1])
        for currency, units in per_euro.items():
            if currency != "USD":
                usd = float(f"{per_euro['USD'] / units:.{SIGNIFICANT_DIGITS}g}")
                rates[f"{currency} {year * 12 + month - 1}"] = (usd, month_end)
    return rates
