"""DeepSeek's own page of API prices: tables of models with the price of a million tokens."""

from __future__ import annotations

from transforms.batch import Batch
from transforms.payload import Payload
from transforms.price_pages import book_entries, read_tables
from transforms.read import read_html

PROVIDER = "deepseek"


def normalise(payload: Payload) -> Batch:
    """Read the page; one model in one table is one record.

    Raises NormaliseError when the page has no table of models with prices per million tokens.
    """
    return book_entries(payload, PROVIDER, read_tables(payload, read_html(payload)))
