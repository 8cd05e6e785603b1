"""Traces of whether AWS had spot machines to give, measured every ten minutes in 2022: no prices, so no offers."""

from __future__ import annotations

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import json_pointer, read_json


def normalise(payload: Payload) -> Batch:
    """Read `{"metadata": {"gap_seconds": 600}, "data": [1, 1, 0, …]}`; the part is zone, GPU and count.

    Each figure says whether a machine could be launched (1) or not (0). None states a price, and an offer needs one:
    every figure is ignored as `availability_without_a_price`, and anything else among them is quarantined.
    Raises NormaliseError when the payload is no such trace.
    """
    document = read_json(payload)
    data = document.get("data") if isinstance(document, dict) else None
    if not isinstance(data, list) or not data or not isinstance(document.get("metadata"), dict):
        raise payload.rejected("no trace: metadata and data")
    if unknown := sorted(set(document) - {"metadata", "data"}):
        raise payload.rejected(f"fields not known: {', '.join(unknown)[:300]}")
    known = [type(each) in (int, float) and each in (0, 1) for each in data]
    if not any(known):
        raise payload.rejected("data says of no moment whether there was a machine")
    book = Book(payload, len(data), lambda number: data[number])
    rows = numbered(json_pointer("data", number) for number in range(len(data)))
    rows = rows.with_columns(pl.Series("is_known", known, dtype=pl.Boolean))
    rows = book.quarantine(rows, ~pl.col("is_known"), "neither 0 nor 1")
    book.ignore(rows, pl.lit(value=True), "availability_without_a_price")
    return book.close()
