"""MiniMax's own page of API prices, in yuan: language models per million tokens in grids of `div`, the rest in tables.

A grid is a row of cells like the one above it, whose first names 模型 (model). A figure struck through is the price
before a lasting discount; the other one holds. "上下文 512K ~ 1M" is the length of prompt a row is for. Speech is
priced per ten thousand characters, a video or a song by the piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from transforms.batch import Batch
from transforms.payload import Payload
from transforms.price_pages import (
    NAMES_MODEL,
    PER_MILLION,
    Cell,
    Entry,
    book_entries,
    heading_of,
    is_price_label,
    shown_text,
    table_entries,
)
from transforms.read import element_ref, read_html, text_of

GRID = re.compile(r"grid-template-columns")
CONTEXT = re.compile(r"上下文\s*(?:>|(\d{1,6})K\s*~)\s*(\d{0,6})")
UNIT = re.compile(r"单价\s*(/\s*\S+)")
# What a price by the piece, or per characters, is of.
COMPONENTS = {"/视频": ("video_", "输出"), "/首": ("audio_", "输出"), "/万字符": ("", "输入")}


def normalise(payload: Payload) -> Batch:
    """Read the page; one row of a grid or table is one record.

    Raises NormaliseError when the page has no rows of models with prices per million tokens.
    """
    page = read_html(payload)
    entries = [*_grid_entries(page), *_table_entries(page)]
    if not entries:
        raise payload.rejected("no grid or table of models")
    if not PER_MILLION.search(page.get_text(" ")):
        raise payload.rejected("the page does not say that prices are per million tokens")
    return book_entries(payload, "minimax", entries)


def _grid_entries(page: BeautifulSoup) -> Iterator[Entry]:
    for header in page.find_all(style=GRID):
        labels = [text_of(cell) for cell in _children(header)]
        if not labels or not NAMES_MODEL.search(labels[0]) or not any(map(is_price_label, labels[1:])):
            continue
        for row in header.find_next_siblings(style=GRID):
            named, *priced = _children(row) or [row]
            words = text_of(named)
            cells = [
                Cell(label, shown_text(cell), element_ref(cell))
                for label, cell in zip(labels[1:], priced, strict=False)
            ]
            entry = Entry(element_ref(row), words.split(" ")[0], cells, heading_of(row))
            if context := CONTEXT.search(words):
                start = int(context[1] or context[2] or 0) * 1_000
                entry.tiers = dict.fromkeys((cell.label.lower() for cell in cells), start)
            if len(priced) != len(labels) - 1:
                entry.problem = f"{len(priced)} prices under {len(labels) - 1} headers"
            yield entry


def _children(tag: Tag) -> list[Tag]:
    return [child for child in tag.children if isinstance(child, Tag)]


def _table_entries(page: BeautifulSoup) -> Iterator[Entry]:
    """Entries of tables, whose last header says what a price is for: 单价 / 视频 (per video)."""
    for table in page.find_all("table"):
        for entry in table_entries(table):
            conditions = []
            for at, cell in enumerate(entry.cells):
                found = UNIT.fullmatch(cell.label)
                if found:
                    unit = found[1].replace(" ", "")
                    figure = "免费" if "限免" in cell.text else cell.text
                    entry.kind, label = COMPONENTS.get(unit, ("", cell.label))
                    entry.cells[at] = Cell(label, figure if "/" in figure else f"{figure} {found[1]}", cell.ref)
                elif cell.label in ("功能", "场景"):
                    conditions.append(f"use={cell.text}")
            entry.condition = "; ".join(conditions) or None
            yield entry
