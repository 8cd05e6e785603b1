"""SF Compute's public market prices of GPU-hours, as its home page draws them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bs4 import BeautifulSoup, Tag

from transforms.batch import Batch
from transforms.page_offers import Offer, Reading, book_offers, read_page
from transforms.page_texts import Price
from transforms.pages import script_texts
from transforms.payload import Payload
from transforms.prices import read_figure
from transforms.read import element_ref, json_pointer, read_html

KEY = re.compile(r'"pricesByHardwareType":\s*')
# top and bottom are the extremes of a day's trades (down to 0.01), not what an hour costs.
FIELDS = {"date", "avg", "top", "bottom"}


def normalise(payload: Payload) -> Batch:
    """Read https://sfcompute.com/. A record is a day of one hardware type in `pricesByHardwareType`.

    The page streams {"H100": [{"date": "$D2026-07-15T23:59:59.000Z", "avg": 2.12, "top": …, "bottom": …}, …]} about a
    month back. `avg` is the mean price of a GPU and hour traded on that UTC day in US dollars, kept as an offer of one
    GPU with `market average` as instance_type and `price_kind` "average"; 0 means that nothing was traded: ignored. It
    holds from the day's start to its end; the newest day's has no end. Pages without it are searched for tables and
    cards.
    Raises NormaliseError when no GPU has a price.
    """
    page = read_html(payload)
    readings = list(_market(page)) or read_page(page, is_per_gpu=True)
    return book_offers(payload, "sfcompute", readings)


def _market(page: BeautifulSoup) -> Iterator[Reading]:
    for script, text in script_texts(page):
        found = KEY.search(text)
        if found is None:
            continue
        try:
            prices, _ = json.JSONDecoder().raw_decode(text[found.end() :])
        except (ValueError, RecursionError):
            continue
        if isinstance(prices, dict):
            for hardware, days in prices.items():
                ref = f"{element_ref(script)}, character {found.end()}{json_pointer(hardware)}"
                yield from _days(script, ref, str(hardware), days if isinstance(days, list) else [days])
            return


def _days(script: Tag, place: str, hardware: str, days: list[Any]) -> Iterator[Reading]:
    newest = max((day for each in days if (day := _day(each))), default=None)
    for at, each in enumerate(days):
        ref = place + json_pointer(at)
        reading = Reading(script, text=json.dumps(each), ref=ref)
        day, usd = _day(each), read_figure(each.get("avg")) if isinstance(each, dict) else None
        if isinstance(each, dict) and (unknown := sorted(each.keys() - FIELDS)):
            reading.refused.append(f"fields not known: {', '.join(unknown)}")
        if day is None or usd is None or usd < 0:
            reading.refused.append("no day with an average price")
        elif usd == 0:
            reading.ignored = "no_trade"
        else:
            reading.offers.append(
                Offer(
                    tag=script,
                    gpu_name=hardware,
                    price=Price(usd, is_per_gpu=True, kind="average"),
                    is_per_gpu=True,
                    instance_type="market average",
                    effective_from=day,
                    effective_to=day + timedelta(days=1) if day != newest else None,
                    ref=f"{ref}/avg",
                )
            )
        yield reading


def _day(each: Any) -> datetime | None:
    """Start of the UTC day that a record's date ("$D2026-07-15T23:59:59.000Z") lies in."""
    text = each.get("date") if isinstance(each, dict) else None
    try:
        moment = datetime.fromisoformat(str(text).removeprefix("$D"))
    except ValueError:
        return None
    utc = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return utc.replace(hour=0, minute=0, second=0, microsecond=0)
