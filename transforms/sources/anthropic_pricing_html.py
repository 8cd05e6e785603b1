"""Anthropic's own page of API prices, in USD per million tokens ("MTok").

In 2024 cards of `<li>Input: $3 / MTok</li>` under the name of a model; later words ("Input", "Write", "≤ 200K tokens")
in elements of their own before a figure; the documentation has tables. "Haiku" below "Claude 3 Pricing" is Claude 3
Haiku.
"""

from __future__ import annotations

import re

from bs4 import Tag

from transforms.batch import Batch
from transforms.payload import Payload
from transforms.price_cards import price_cards
from transforms.price_pages import PER_MILLION, Entry, book_entries, table_entries
from transforms.read import element_ref, read_html

SECTION = re.compile(r"(?i)legacy|models|pricing")
FAMILY = re.compile(r"(?i)\bclaude \d+(?:\.\d+)?\b")


def normalise(payload: Payload) -> Batch:
    """Read the page; one card, or one row of a table, is one record.

    Raises NormaliseError when the page shows no models with prices per million tokens.
    """
    page = read_html(payload)
    entries = [entry for table in page.find_all("table") for entry in table_entries(table)]
    for entry in entries:
        if re.search(r"(?i)fast mode", entry.heading):
            entry.condition = "mode=fast"
    entries += price_cards(page, _Family().entry)
    if not entries:
        raise payload.rejected("no models with prices")
    if not PER_MILLION.search(page.get_text(" ")):
        raise payload.rejected("the page does not say that prices are per million tokens")
    return book_entries(payload, "anthropic", entries)


class _Family:
    """The family that the last heading of a section names: "Claude 3 Pricing" above "Haiku"."""

    def __init__(self) -> None:
        self.name = ""

    def entry(self, heading: Tag, name: str) -> Entry:
        """The entry of a heading; it says where the version of its model stays open."""
        if named := FAMILY.search(name):
            self.name = named[0]
        elif SECTION.search(name):
            self.name = ""
        full = name if re.search(r"(?i)claude|\d", name) else f"{self.name} {name}"
        is_clear = re.search(r"\d|(?i:claude instant)", full)
        return Entry(
            element_ref(heading), full, [], problem=None if is_clear else f"which version of {name} is not said"
        )
