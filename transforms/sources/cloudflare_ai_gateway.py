"""Cloudflare AI Gateway's list of models with the prices it reckons cost by, in USD per token.

`{"object": "list", "data": [{"id": "openai/gpt-5.2", "cost_in": 0.00000175, "cost_out": 0.000014, "owned_by": "openai",
"created_at": 1766046032}]}`. `owned_by` is the seller the call is passed to, who bills for it; -1 is a price that
depends on the model a router picks. `created_at` is when the gateway learned of the model.

The list repeats OpenRouter's under the maker of each model as if the maker sold it: `openrouter/openai/gpt-oss-120b` is
also `openai/gpt-oss-120b`, `owned_by` openai, at OpenRouter's price. What OpenRouter lists at the same prices is set
aside, and so is what bears one of its marks (`:free`, `:exacto`): where a maker asks as much, its own list says so. A
repeat whose price has changed since cannot be told from a maker's own.

Some entries hold a price per million tokens (workers-ai) or per image (ideogram) in the field of a token's: held back.
"""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.price_rows import Meaning, Priced, Quote, observe_quotes
from transforms.read import json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import ModelPrice

PRICES = {
    "cost_in": Meaning("input", "million_tokens", "token", 1e6),
    "cost_out": Meaning("output", "million_tokens", "token", 1e6),
}
FIELDS = frozenset({"id", "owned_by", "object", "created_at", *PRICES})
SAYS_FREE = re.compile(r"(?i)(?:^|[^a-z])free$")
VARIABLE = -1.0
OPENROUTER = "openrouter"
# Makers whom OpenRouter writes otherwise than the gateway does as sellers.
OPENROUTER_MAKERS = {
    "google-ai-studio": "google",
    "google-vertex-ai": "google",
    "grok": "x-ai",
    "mistral": "mistralai",
    "perplexity-ai": "perplexity",
}
OPENROUTER_MARK = re.compile(r":(?:beta|exacto|extended|floor|free|nitro|online|thinking)$")
# OpenRouter's permanent name of a model ends in its day (deepseek/deepseek-v3.2-20251201) or its maker's month.
DAY = re.compile(r"-(?:20\d{6}|2[3-9](?:0[1-9]|1[0-2]))$")


def normalise(payload: Payload) -> Batch:
    """Read the answer of a gateway's /models; one model is one record.

    Raises NormaliseError when the document lists no models, or no usable price.
    """
    document = read_json(payload)
    models: Any = document.get("data") if isinstance(document, dict) else document
    if not isinstance(models, list) or not any(isinstance(model, dict) and "cost_in" in model for model in models):
        raise payload.rejected("no list of models with cost_in")
    root = ("data",) if isinstance(document, dict) else ()
    book = Book(payload, len(models), lambda number: models[number])
    frame = numbered(json_pointer(*root, number) for number in range(len(models))).with_columns(
        name=json_texts(models, "id"), seller=json_texts(models, "owned_by").str.to_lowercase()
    )
    frame = book.quarantine(frame, pl.col("name").is_null(), "no model with an id")
    frame = book.quarantine(frame, pl.col("seller").is_null(), "who bills is not said")
    if unknown := unknown_fields(models, FIELDS):
        book.quarantine(frame.head(1), pl.lit(value=True), unknown)
    repeats = _repeats_of_openrouter(models, frame)
    frame = book.ignore(frame, pl.col("record").is_in(repeats), "repeats_openrouter_under_its_maker")
    quotes = []
    for row in frame.iter_rows(named=True):
        name, ref = row["name"], row["record_ref"]
        seller = re.sub(r"[^a-z0-9._-]+", "-", row["seller"])
        priced = Priced(row["record"], ref, seller, name, says_free=bool(SAYS_FREE.search(name)))
        model = models[row["record"]]
        quotes += [
            Quote(priced, ref + json_pointer(field), field, model[field], meaning)
            for field, meaning in PRICES.items()
            if model.get(field) is not None
        ]
    priced_records = {quote.of.record for quote in quotes}
    book.ignore(frame, ~pl.col("record").is_in(priced_records), "no_price_stated")
    observe_quotes(book, quotes, variable=VARIABLE)
    batch = book.close()
    if not batch.observations[ModelPrice.TABLE].height:
        raise payload.rejected("no model states a usable price")
    return batch


def _repeats_of_openrouter(models: list[Any], frame: pl.DataFrame) -> list[int]:
    """Records that sell under their maker what OpenRouter lists."""
    listed = {
        name.removeprefix(f"{OPENROUTER}/"): _asked(models[record])
        for record, name, seller in frame.select("record", "name", "seller").rows()
        if seller == OPENROUTER
    }
    repeats = []
    for record, name, seller in frame.select("record", "name", "seller").rows():
        if seller == OPENROUTER:
            continue
        inner = name.removeprefix(f"{seller}/")
        maker = OPENROUTER_MAKERS.get(seller, seller)
        ids = [f"{maker}/{inner}", inner, f"{maker}/{DAY.sub('', inner)}"]
        is_of_another = "/" in inner and inner in listed and not inner.startswith(f"{maker}/")
        is_same = any(listed[each] == _asked(models[record]) for each in ids if each in listed)
        if is_same or is_of_another or OPENROUTER_MARK.search(name):
            repeats.append(record)
    return repeats


def _asked(model: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(model.get(field) for field in PRICES)
