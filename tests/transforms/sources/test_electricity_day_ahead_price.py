"""Day-ahead prices: the mean of a day's hours, in dollars of that day."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.electricity_day_ahead_price import country_of, normalise

SOURCE = "electricity-day-ahead-price"
EURO = 1.0968  # USD, mean of April 2023


def xml(points, *, curve="A01", resolution="PT60M", end="2023-05-07T22:00Z", currency="EUR", per="MWH"):
    listed = "".join(
        f"<Point><position>{at}</position><price.amount>{price}</price.amount></Point>" for at, price in points
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Publication_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-3:publicationdocument:7:0"><type>A44</type>
<period.timeInterval><start>2023-05-06T22:00Z</start><end>2023-05-08T22:00Z</end></period.timeInterval>
<TimeSeries><in_Domain.mRID codingScheme="A01">10YFR-RTE------C</in_Domain.mRID>
<currency_Unit.name>{currency}</currency_Unit.name><price_Measure_Unit.name>{per}</price_Measure_Unit.name>
<curveType>{curve}</curveType><Period><timeInterval><start>2023-05-06T22:00Z</start><end>{end}</end></timeInterval>
<resolution>{resolution}</resolution>{listed}</Period></TimeSeries></Publication_MarketDocument>"""


def prices(body):
    batch = normalise(payload(body, source_id=SOURCE))
    rows = batch.observations["grid_intensity"].select("country_code", "region", "year", "usd_per_kwh", "method")
    return rows.rows(), batch.quarantine["reason"].to_list()


def test_a_day_at_100_euros_a_megawatt_hour_costs_11_cents_a_kilowatt_hour():
    hours = [(hour, 90 if hour % 2 else 110) for hour in range(1, 25)]
    assert prices(xml(hours)) == (
        [("FR", "10YFR-RTE------C, day-ahead 2023-05-07", 2023, pytest.approx(0.1 * EURO), "derived")],
        [],
    )


def test_a_position_left_out_repeats_the_one_before_where_the_curve_says_so():
    [(*_, price, _)], _ = prices(xml([(1, 50), (49, 150)], curve="A03", resolution="PT15M"))
    assert price == pytest.approx(0.1 * EURO)
    assert prices(xml([(1, 50), (13, 150)])) == ([], ["no price at position 2 of 24"])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"currency": "SEK"}, "no exchange rate of SEK on 2023-05-07"),
        ({"per": "KWH"}, "per KWH, not MWh"),
        ({"resolution": "P1Y"}, "no day of hours: 1 day, 0:00:00 in steps of P1Y"),
        ({"end": "soon"}, "no time: soon"),
        ({"end": "2023-05-07T22:00"}, "no time: 2023-05-07T22:00"),
        ({"end": "2023-05-13T22:00Z"}, "no day of hours: 7 days, 0:00:00 in steps of PT60M"),
    ],
)
def test_a_day_that_cannot_be_read_is_refused(change, reason):
    assert prices(xml([(hour, 100) for hour in range(1, 25)], **change)) == ([], [reason])


@given(st.integers(-500, 4_000))
def test_prices_may_be_negative_and_a_flat_day_costs_what_each_hour_does(price):
    [(*_, usd, _)], _ = prices(xml([(1, price)], curve="A03"))
    assert usd == pytest.approx(price * EURO / 1000)


AREA = {
    "deliveryArea": "SE4",
    "status": "Final",
    "unit": "EUR/MWh",
    "currency": "EUR",
    "averagePrice": 44.07,
    "prices": [{"price": 40.07}, {"price": 48.07}],
    "deliveryDateCET": "2024-07-09",
}
JUNE = 1.0759  # USD for a euro, mean of June 2024
SE4 = ("SE", "SE4, day-ahead 2024-07-09", 2024, pytest.approx(0.04407 * JUNE), "stated")


def test_nord_pool_states_the_average_of_a_zone():
    assert prices(json.dumps([AREA])) == ([SE4], [])


def test_nord_pool_lists_several_zones_in_one_document_since():
    document = {
        "deliveryDateCET": "2024-07-09",
        "currency": "EUR",
        "areaStates": [{"state": "Final", "areas": ["SE4"]}, {"state": "Preliminary", "areas": ["DK1"]}],
        "areaAverages": [{"areaCode": "SE4", "price": 44.07}, {"areaCode": "DK1", "price": 50}],
    }
    assert prices(json.dumps(document)) == ([SE4], ["not final: Preliminary"])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"averagePrice": 440.7}, "average of 440.7, but the hours have 44.07"),
        ({"unit": "SEK/MWh"}, "unit SEK/MWh in EUR"),
        ({"deliveryArea": None}, "no zone"),
        ({"deliveryDateCET": "tomorrow"}, "no day"),
        ({"averagePrice": None, "prices": []}, "no price"),
    ],
)
def test_a_zone_that_contradicts_itself_is_refused(change, reason):
    assert prices(json.dumps([AREA | change])) == ([], [reason])


@pytest.mark.parametrize(
    ("zone", "country"),
    [("SE4", "SE"), ("FR", "FR"), ("10YNO-1--------2", "NO"), ("10Y1001A1001A47J", "SE"), ("10Y1001A1001A82H", None)],
)
def test_a_zone_lies_in_the_country_it_names_or_in_several(zone, country):
    assert country_of(zone) == country


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", "<html>401</html>", "<Acknowledgement_MarketDocument/>", xml([]).replace("A44", "A75")],
)
def test_another_document_is_rejected(body):
    with pytest.raises(NormaliseError, match="electricity-day-ahead-price/all"):
        normalise(payload(body, source_id=SOURCE))


def test_the_captures_read_by_hand():
    france, sweden = normalised(SOURCE)
    assert france.observations["grid_intensity"]["region"].to_list() == [
        "10YFR-RTE------C, day-ahead 2023-05-07",
        "10YFR-RTE------C, day-ahead 2023-05-08",
    ]
    [price] = sweden.observations["grid_intensity"]["usd_per_kwh"]
    assert price == pytest.approx(44.07 * JUNE / 1000)
    assert france.quarantine.is_empty()
    assert sweden.quarantine.is_empty()
