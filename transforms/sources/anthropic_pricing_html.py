"""Anthropic's own page of API prices, in USD per million tokens ("MTok").

In 2024 cards of `<li>Input: $3 / MTok</li>` under the name of a model; later words ("Input", "Write", "≤ 200K tokens")
in elements of their own before a figure; the documentation has tables. Cards are read as the text runs: a heading names
the model, a word what is priced, a figure with "/ MTok" is a price. "Haiku" below "Claude 3 Pricing" is Claude 3 Haiku.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

from transforms.batch import Batch
from transforms.payload import Payload
from transforms.price_pages import PER_MILLION, Cell, Entry, book_entries, table_entries
from transforms.read import element_ref, read_html, text_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
PRICE = re.compile(r"\$\s?\d[\d,.]*\s*/\s*MTok\b")
WORDS = re.compile(r"(?i)\b(input|output|write|read|batch)\b")
LENGTH = re.compile(r"([<>≤≥])\s?(\d{1,6})\s?K\b")
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
    entries += _cards(page)
    if not entries:
        raise payload.rejected("no models with prices")
    if not PER_MILLION.search(page.get_text(" ")):
        raise payload.rejected("the page does not say that prices are per million tokens")
    return book_entries(payload, "anthropic", entries)


def _cards(page: BeautifulSoup) -> Iterator[Entry]:
    """One entry for each heading that prices follow."""
    family, entry, read = "", None, _Words()
    for parent, heading, text in _strings(page):
        if heading is None:
            read.take(entry, parent, text)
            continue
        if entry and entry.cells:
            yield entry
        name = text_of(heading)
        if named := FAMILY.search(name):
            family = named[0]
        elif SECTION.search(name):
            family = ""
        entry, read = _entry(heading, name, family), _Words()
    if entry and entry.cells:
        yield entry


def _strings(page: BeautifulSoup) -> Iterator[tuple[Tag, Tag | None, str]]:
    """The shown text outside tables, in order: its element, and the heading it is part of."""
    for text in page.find_all(string=True):
        parent = text.parent
        if isinstance(text, PreformattedString) or not isinstance(parent, Tag):
            continue
        if parent.name not in ("script", "style", "title") and not parent.find_parent("table"):
            heading = parent if parent.name in HEADINGS else parent.find_parent(HEADINGS)
            yield parent, heading if isinstance(heading, Tag) else None, str(text)


@dataclass
class _Words:
    """What the words since the heading say of the next price: what for, and from which length of prompt on."""

    label: str = ""
    start: int = 0

    def take(self, entry: Entry | None, parent: Tag, text: str) -> None:
        """Read one piece of text; a price goes to the entry."""
        price = PRICE.search(text)
        before = text[: price.start()] if price else text
        if words := WORDS.findall(before):
            self.label, self.start = " ".join(words).lower(), 0
        if bounds := LENGTH.search(before):
            self.start = int(bounds[2]) if bounds[1] in ">≥" else 0
        if price and entry:
            label = {"write": "cache write", "read": "cache read"}.get(self.label, self.label or "a price")
            if self.start:
                label += f" >{self.start}k"
                entry.tiers[f">{self.start}k"] = self.start * 1_000
            entry.cells.append(Cell(label, price[0], element_ref(parent)))


def _entry(heading: Tag, name: str, family: str) -> Entry:
    full = name if re.search(r"(?i)claude|\d", name) else f"{family} {name}"
    is_clear = re.search(r"\d|(?i:claude instant)", full)
    return Entry(element_ref(heading), full, [], problem=None if is_clear else f"which version of {name} is not said")
