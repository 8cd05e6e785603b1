"""Day-ahead prices of electricity in a bidding zone: ENTSO-E's XML and Nord Pool's JSON, one price per zone and day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import polars as pl
import pycountry
from bs4 import Tag

from transforms.batch import Batch, Book
from transforms.currency import usd_per_currency_unit, why_no_rate
from transforms.payload import Payload
from transforms.prices import read_figure
from transforms.read import BOM, element_ref, json_pointer, read_html, read_json, text_of
from transforms.schemas import GridIntensity

KIND = GridIntensity.TABLE
KWH_PER_MWH = 1_000
MEAN_DIFFERS = 0.02  # of the currency's unit: Nord Pool rounds its averages to cents
ISO = {country.alpha_2 for country in pycountry.countries}
# Zones whose energy identification code does not spell the country (ENTSO-E, list of Y codes); DE-LU has two.
ZONES = {
    "10Y1001A1001A39I": "EE",
    "10Y1001A1001A44P": "SE",
    "10Y1001A1001A45N": "SE",
    "10Y1001A1001A46L": "SE",
    "10Y1001A1001A47J": "SE",
}
RESOLUTIONS = {"PT60M": 60, "PT1H": 60, "PT30M": 30, "PT15M": 15}
TIMES = pl.Schema(
    {
        "record": pl.UInt32,
        "record_ref": pl.String,
        "zone": pl.String,
        "day": pl.Date,
        "currency": pl.String,
        "per": pl.String,
        "price": pl.Float64,
        "method": pl.String,
        "problem": pl.String,
    }
)


class Day(NamedTuple):
    """The mean price of one day in one zone, or why there is none."""

    ref: str
    raw: Any
    zone: str | None = None
    day: date | None = None
    currency: str | None = None
    per: str | None = None
    price: float | None = None
    method: str = "derived"
    problem: str | None = None


def normalise(payload: Payload) -> Batch:
    """Read an ENTSO-E publication document (type A44) or Nord Pool's day-ahead prices, old shape or new.

    Prices are per MWh, in the currency stated. One record is one zone's day, and gives the plain mean of its hours
    (`derived`; `stated` where Nord Pool prints the average), in USD at the rate of transforms.currency for that day.
    GridIntensity has no day and a single day's price is no year's: `region` says which day, as "SE4, day-ahead
    2024-07-09", and the row never stands for the country. Prices may be negative. Raises NormaliseError for another
    document, such as ENTSO-E's acknowledgement that it found no data.
    """
    is_json = payload.content.removeprefix(BOM).lstrip()[:1] in (b"{", b"[")
    days = _nord_pool(payload) if is_json else _entsoe(payload)
    if not days:
        raise payload.rejected("no day-ahead prices")
    book = Book(payload, len(days), lambda number: days[number].raw)
    values = [(number, each.ref, *each[2:]) for number, each in enumerate(days)]
    rows = pl.DataFrame(values, schema=TIMES, orient="row")
    rows = book.quarantine(rows, pl.col("problem").is_not_null(), pl.col("problem"), KIND)
    for name in ("zone", "day", "price"):
        rows = book.quarantine(rows, pl.col(name).is_null(), f"no {name}", KIND)
    per_mwh = pl.col("per").str.to_uppercase() == "MWH"
    rows = book.quarantine(
        rows, ~per_mwh.fill_null(value=False), pl.format("per {}, not MWh", pl.col("per").fill_null("nothing")), KIND
    )
    why = why_no_rate(pl.col("currency"), pl.col("day"))
    rows = book.quarantine(rows, why.is_not_null(), why, KIND)
    rate = usd_per_currency_unit(pl.col("currency"), pl.col("day"))
    prices = rows.select(
        "record",
        "record_ref",
        country_code=pl.col("zone").map_elements(country_of, return_dtype=pl.String),
        region=pl.format("{}, day-ahead {}", "zone", pl.col("day").dt.to_string()),
        year=pl.col("day").dt.year().cast(pl.Int64),
        usd_per_kwh=(pl.col("price") * rate / KWH_PER_MWH).round_sig_figs(12),
        method="method",
    )
    book.observe(GridIntensity, prices)
    return book.close()


def country_of(zone: str) -> str | None:
    """ISO 3166-1 alpha-2 of "SE4" or "10YFR-RTE------C"; None where the zone names no single country."""
    if zone in ZONES:
        return ZONES[zone]
    is_code = zone.startswith("10Y")
    if is_code and zone[5:6] != "-":
        return None
    letters, rest = (zone[3:5], "") if is_code else (zone[:2], zone[2:])
    return letters if letters in ISO and (not rest or rest.isdigit()) else None


def _entsoe(payload: Payload) -> list[Day]:
    # Without its declaration the parser does not warn of XML; spaces keep every position.
    page = read_html(replace(payload, content=payload.content.replace(b"<?xml", b"     ", 1)))
    document = page.find("publication_marketdocument")
    if not isinstance(document, Tag) or _text(document, "type") != "A44":
        raise payload.rejected("no publication document of day-ahead prices (A44)")
    days = []
    for series in document.find_all("timeseries"):
        fills = _text(series, "curvetype") == "A03"  # a position that repeats the one before is left out
        for period in series.find_all("period"):
            day = Day(
                element_ref(period),
                " ".join(str(period).split()),
                _text(series, "in_domain.mrid"),
                currency=_text(series, "currency_unit.name"),
                per=_text(series, "price_measure_unit.name"),
            )
            try:
                start, end = _instant(_text(period, "start")), _instant(_text(period, "end"))
                price = _mean(period, end - start, fills=fills)
            except ValueError as error:
                days.append(day._replace(problem=str(error)))
                continue
            # A day begins at midnight of the zone, 22:00 or 23:00 UTC the evening before in most of Europe.
            days.append(day._replace(day=(start + (end - start) / 2).date(), price=price))
    return days


def _text(within: Tag, name: str) -> str | None:
    found = within.find(name)
    return text_of(found) or None if isinstance(found, Tag) else None


def _instant(text: str | None) -> datetime:
    try:
        instant = datetime.fromisoformat(text or "")
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise ValueError(f"no time: {text}")
    return instant


def _mean(period: Tag, length: timedelta, *, fills: bool) -> float:
    """The mean price of a period. Raises ValueError where it is no day, or prices are missing."""
    minutes = RESOLUTIONS.get(_text(period, "resolution") or "")
    if minutes is None or not timedelta(hours=23) <= length <= timedelta(hours=25):
        raise ValueError(f"no day of hours: {length} in steps of {_text(period, 'resolution')}")
    stated: dict[int, float] = {}
    for point in period.find_all("point"):
        stated[int(_text(point, "position") or "")] = float(_text(point, "price.amount") or "")
    expected = int(length / timedelta(minutes=minutes))
    prices: list[float] = []
    for position in range(1, expected + 1):
        if position not in stated and not (fills and prices):
            raise ValueError(f"no price at position {position} of {expected}")
        prices.append(stated[position] if position in stated else prices[-1])
    return sum(prices) / expected


def _nord_pool(payload: Payload) -> list[Day]:
    document = read_json(payload)
    listed = document if isinstance(document, list) else [document]
    if not all(isinstance(each, dict) and "deliveryDateCET" in each for each in listed):
        raise payload.rejected("no day-ahead prices of Nord Pool")
    days = []
    for number, each in enumerate(listed):
        at = [number] if isinstance(document, list) else []
        if isinstance(areas := each.get("areaAverages"), list):  # one document for several zones, without a unit
            for place, area in enumerate(areas):
                zone = area.get("areaCode") if isinstance(area, dict) else None
                day = _stated(each, zone, area.get("price") if isinstance(area, dict) else None, "MWh")
                days.append(day._replace(ref=json_pointer(*at, "areaAverages", place), raw=area))
        else:
            currency, _, per = str(each.get("unit") or "").partition("/")
            day = _stated(each, each.get("deliveryArea"), each.get("averagePrice"), per)
            hours = [hour.get("price") for hour in _listed(each.get("prices")) if isinstance(hour, dict)]
            figures = [price for price in map(read_figure, hours) if price is not None]
            if currency != each.get("currency"):
                day = day._replace(problem=f"unit {each.get('unit')} in {each.get('currency')}")
            elif day.price is not None and figures:
                mean = sum(figures) / len(figures)
                if abs(mean - day.price) > MEAN_DIFFERS:
                    day = day._replace(problem=f"average of {day.price}, but the hours have {mean:.2f}")
            elif figures:
                day = day._replace(price=sum(figures) / len(figures), method="derived")
            days.append(day._replace(ref=json_pointer(*at), raw=each))
    return days


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _stated(document: dict[str, Any], zone: Any, price: Any, per: str) -> Day:
    states = [
        document.get("status"),
        *(
            state.get("state")
            for state in _listed(document.get("areaStates"))
            if isinstance(state, dict) and zone in _listed(state.get("areas"))
        ),
    ]
    unsettled = [state for state in states if state not in (None, "Final")]
    try:
        day = date.fromisoformat(str(document["deliveryDateCET"])[:10])
    except ValueError:
        day = None
    currency = document.get("currency")
    return Day(
        "",
        None,
        zone if isinstance(zone, str) and zone else None,
        day,
        currency if isinstance(currency, str) else None,
        per or None,
        read_figure(price),
        "stated",
        f"not final: {unsettled[0]}" if unsettled else None,
    )
