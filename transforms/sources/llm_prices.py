"""Simon Willison's llm-prices: one JSON object per vendor, with the history of each model's prices.

`{"vendor": "openai", "models": [{"id": "gpt-4o", "name": "GPT-4o", "price_history": [{"input": 2.5, "output": 10,
"input_cached": 1.25, "from_date": null, "to_date": null}]}]}`; the built files (current-v1.json, historical-v1.json)
hold `{"prices": [{"id", "vendor", "name", "input", …}]}`. Prices are USD per million tokens. A price holds from
`from_date` until the day before `to_date`; null is unknown, not always.

A price of long prompts stands under an id of its own, "gpt-5.4-272k" named "GPT-5.4 >272k": it is that of gpt-5.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.price_rows import Meaning, Priced, Quote, observe_quotes
from transforms.read import json_pointer, read_json, unknown_fields
from transforms.schemas import ModelPrice

PRICES = {"input": Meaning("input"), "output": Meaning("output"), "input_cached": Meaning("cache_read")}
DATES = ("from_date", "to_date")
MODEL_FIELDS = frozenset({"id", "name", "vendor", "price_history", *PRICES, *DATES})
LONG_PROMPT = re.compile(r">\s*(\d{1,6})\s*([kKmM])\b")


def normalise(payload: Payload) -> Batch:
    """Read a vendor's file, or the built list of all vendors; one model, or one entry of that list, is one record.

    Raises NormaliseError when the document lists no models, or no usable price.
    """
    document = read_json(payload)
    entries = document if isinstance(document, dict) else {}
    root = next((key for key in ("models", "prices") if isinstance(entries.get(key), list)), None)
    if root is None or not entries[root]:
        raise payload.rejected("no list of models or prices")
    models: list[Any] = entries[root]
    vendor = entries.get("vendor")
    book = Book(payload, len(models), lambda number: models[number])
    frame = numbered(json_pointer(root, number) for number in range(len(models)))
    if unknown := unknown_fields(models, MODEL_FIELDS):
        book.quarantine(frame.head(1), pl.lit(value=True), unknown)
    refused, quotes = [], list[Quote]()
    for number, model in enumerate(models):
        try:
            quotes.extend(_quotes(number, json_pointer(root, number), model, vendor))
        except ValueError as error:
            refused.append((number, json_pointer(root, number), str(error)))
    book.quarantine(
        pl.DataFrame(refused, schema={"record": pl.UInt32, "record_ref": pl.String, "reason": pl.String}, orient="row"),
        pl.lit(value=True),
        pl.col("reason"),
        ModelPrice.TABLE,
    )
    told = {quote.of.record for quote in quotes} | {number for number, *_ in refused}
    book.ignore(frame.filter(~pl.col("record").is_in(told)), pl.lit(value=True), "no_price_stated")
    observe_quotes(book, quotes, compares_hosts=False)
    batch = book.close()
    if not batch.observations[ModelPrice.TABLE].height:
        raise payload.rejected("no model states a usable price")
    return batch


def _quotes(number: int, ref: str, model: Any, vendor: Any) -> Iterator[Quote]:
    """The figures of one model. Raises ValueError where it has no id, no vendor, or dates that are none."""
    entry = model if isinstance(model, dict) else {}
    name, seller = entry.get("id"), entry.get("vendor", vendor)
    if not isinstance(name, str) or not name.strip() or not isinstance(seller, str):
        raise ValueError("no model with an id and a vendor")
    title = entry.get("name")
    long_prompt = LONG_PROMPT.search(title) if isinstance(title, str) else None
    tier = 0
    if long_prompt:
        digits, scale = long_prompt.groups()
        tier = int(digits) * {"k": 1_000, "m": 1_000_000}[scale.lower()]
        name = name.removesuffix(f"-{digits}{scale.lower()}")
    priced = Priced(number, ref, re.sub(r"[^a-z0-9._-]+", "-", seller.lower()), name)
    history = entry.get("price_history")
    if history is None:
        history, path = [entry], None
    elif isinstance(history, list):
        path = "price_history"
    else:
        raise ValueError(f"price_history not understood: {str(history)[:200]}")
    for place, prices in enumerate(history):
        if not isinstance(prices, dict):
            raise ValueError(f"price_history not understood: {str(prices)[:200]}")
        start, end = (_day(prices.get(key)) for key in DATES)
        for field, value in prices.items():
            if value is not None and field not in DATES and (path or field in PRICES):
                pointer = json_pointer(path, place, field) if path else json_pointer(field)
                yield Quote(priced, ref + pointer, field, value, PRICES.get(field), tier, None, start, end)


def _day(written: Any) -> date | None:
    return None if written is None else date.fromisoformat(str(written))
