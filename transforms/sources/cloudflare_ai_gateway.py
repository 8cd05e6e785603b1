"""Cloudflare AI Gateway's list of models with the prices it reckons cost by, in USD per token.

`{"object": "list", "data": [{"id": "openai/gpt-5.2", "cost_in": 0.00000175, "cost_out": 0.000014, "owned_by": "openai",
"created_at": 1766046032}]}`. `owned_by` is the seller the call is passed to, who bills for it; -1 is a price that
depends on the model a router picks. `created_at` is when the gateway learned of the model.

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
