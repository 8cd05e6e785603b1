"""Vendors' pages of model prices that are cards: a heading names a model, and the text below it says its prices.

Cards are read as the text runs: a word ("Input", "Cached input", "Write", "≤ 200K tokens") says what the next figure
with "/ MTok" or "/ 1M tokens" is the price of. "$2.50 / 1M input tokens" says it itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

from transforms.price_pages import Cell, Entry
from transforms.read import element_ref, text_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
PRICE = re.compile(r"(\$\s?\d[\d,.]*)\s*/\s*(?:MTok|1\s?M ((?:[a-z*]+ ){0,2})tokens)\b", re.IGNORECASE)
WORDS = re.compile(r"(?i)\b(input|output|write|read|batch|cached|training)\b")
LENGTH = re.compile(r"([<>≤≥])\s?(\d{1,6})\s?K\b")
NO_NAME = re.compile(r"(?i)^(?:prices?|pricing|models?)$")  # a heading inside a card


def price_cards(page: BeautifulSoup, entry_of: Callable[[Tag, str], Entry]) -> Iterator[Entry]:
    """One entry for each heading that prices follow; `entry_of` makes it of the heading and its text."""
    entry, read = None, _Words()
    for parent, heading, text in _strings(page):
        if heading is None:
            read.take(entry, parent, text)
            continue
        name = text_of(heading)
        if entry and NO_NAME.match(name):
            continue
        if entry and entry.cells:
            yield entry
        entry, read = entry_of(heading, name), _Words()
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
            own = " ".join(WORDS.findall(price[2] or "")).lower()
            label = {"write": "cache write", "read": "cache read"}.get(self.label, self.label or "a price")
            label = own or label
            if self.start:
                label += f" >{self.start}k"
                entry.tiers[f">{self.start}k"] = self.start * 1_000
            entry.cells.append(Cell(label, f"{price[1]} / MTok", element_ref(parent)))
