"""SF Compute shows what a GPU-hour cost on its market, day by day."""

import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.sfcompute_pricing import normalise


def read(page: str) -> Batch:
    return normalise(payload(page, source_id="sfcompute-pricing", part="pricing"))


def day(number: int, avg: Any, **more: Any) -> dict[str, Any]:
    return {"date": f"$D2026-07-{number}T23:59:59.000Z", "avg": avg, "top": 2.25, "bottom": 0.01, **more}


def page_of(prices: dict[str, Any], *, pieces: int = 1) -> str:
    text = '2d:["$","div",null,{"pricesByHardwareType":' + json.dumps(prices) + "}]\n"
    cuts = [len(text) * at // pieces for at in range(pieces + 1)]
    return "<html><body>" + "".join(
        f"<script>self.__next_f.push({json.dumps([1, text[start:end]])})</script>"
        for start, end in itertools.pairwise(cuts)
    )


JULY_15 = datetime(2026, 7, 15, tzinfo=UTC)
PRICES = {"H100": [day(15, 2.12), day(14, 2.11)], "H200": [day(15, 0), day(14, 3.5)]}


@pytest.mark.parametrize("pieces", [1, 3])
def test_each_traded_day_is_a_price_that_holds_for_that_day(pieces):
    batch = read(page_of(PRICES, pieces=pieces))
    columns = ("gpu_name_raw", "usd_per_gpu_hour", "effective_from", "effective_to")
    assert batch.observations["gpu_offer"].select(columns).rows() == [
        ("H100", 2.12, JULY_15, None),
        ("H100", 2.11, JULY_15 - timedelta(days=1), JULY_15),
        ("H200", 3.5, JULY_15 - timedelta(days=1), JULY_15),
    ]
    assert batch.ignored == {"no_trade": 1}
    offer = batch.observations["gpu_offer"].to_dicts()[0]
    assert (offer["gpu_count"], offer["instance_type"], offer["purchase_type"]) == (1, "market average", "on_demand")
    assert offer["price_kind"] == "average"
    # 2d:["$","div",null,{"pricesByHardwareType": are 43 characters before the value.
    assert offer["record_ref"] == "line 1, column 12, character 43/H100/0/avg"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (day(15, None), "no day with an average price"),
        (day(15, "n/a"), "no day with an average price"),
        (day(99, 2.0), "no day with an average price"),
        ("2026-07-15", "no day with an average price"),
        (day(15, 212), "USD 212: 212 USD an hour is not plausible for a GPU"),
        (day(15, 2.0, median=1.9), "fields not known: median"),
    ],
)
def test_a_record_that_is_not_understood_is_reported(record, reason):
    batch = read(page_of({"B200": [day(14, 3.0)], "H100": [record]}))
    assert batch.quarantine["reason"].to_list() == [reason]


def test_a_page_without_the_market_is_searched_for_cards():
    page = "<section><div class='card'><h3>H100</h3><p>from $1.45 /GPU/hr</p></div></section>"
    (offer,) = read(page).observations["gpu_offer"].to_dicts()
    assert (offer["usd_per_gpu_hour"], offer["price_kind"], offer["effective_from"]) == (1.45, "from", None)


@pytest.mark.parametrize(
    "page",
    ["", "<h1>403</h1>", page_of({}), page_of({"H100": []}), page_of({"H100": [day(15, 0)]}), page_of(PRICES)[:90]],
)
def test_a_page_without_prices_is_rejected(page):
    with pytest.raises(NormaliseError):
        read(page)


@given(st.integers(0, 500), st.text(alphabet='{}[]<>"\\,:0$', max_size=6))
def test_a_damaged_page_is_refused_not_crashed_on(at, junk):
    page = page_of(PRICES)
    try:
        batch = read(page[:at] + junk + page[at:])
    except NormaliseError:
        return
    assert batch.records_read == batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined


# Captures


def test_all_prices_of_the_captured_page_are_found_and_no_others():
    (batch,) = normalised("sfcompute-pricing")
    columns = ("gpu_name_raw", "effective_from", "usd_per_gpu_hour")
    # Five days of each of three types; the H200 and B200 were not traded.
    assert batch.observations["gpu_offer"].select(columns).rows() == [
        ("H100", JULY_15, 2.12),
        ("H100", JULY_15 - timedelta(days=1), 2.11),
        ("H100", JULY_15 - timedelta(days=2), 1.94),
        ("H100", JULY_15 - timedelta(days=3), 2.01),
        ("H100", JULY_15 - timedelta(days=4), 2.04),
    ]
    assert (batch.records_read, batch.records_used, batch.ignored) == (15, 5, {"no_trade": 10})
