"""Vendors' pages of model prices: tables of models and what tokens cost, turned either way, in English or Chinese.

A row of prices becomes an `Entry` with one `Figure` per priced cell; `book_entries` makes observations of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl
from bs4 import BeautifulSoup, Tag

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.price_rows import Meaning, Priced, Quote, observe_page
from transforms.read import element_ref, text_of
from transforms.schemas import ModelPrice
from transforms.spans import spread

PER_MILLION = re.compile(
    r"(?i)\bMTok\b|(?:1\s?|/\s?|\bper )M (?:[\w*]+ ){0,2}tokens|million (?:\w+ )?tokens|百万\s?tokens"
)
FIGURE = r"\d[\d,]*(?:\.\d+)?"
MONEY = re.compile(
    rf"(?:(?P<before>US\$|\$|CN¥|¥|￥|€)\s*(?P<figure>{FIGURE})|(?P<figure_2>{FIGURE})\s*(?P<after>元|美元))"
)
CURRENCIES = {"$": "USD", "US$": "USD", "美元": "USD", "¥": "CNY", "￥": "CNY", "CN¥": "CNY", "元": "CNY", "€": "EUR"}
STRUCK = re.compile(r"(?:^|\s)line-through(?:\s|$)")
SAYS_FREE = re.compile(r"(?i)^(?:(?:limited[- ]time )?free|(?:限时)?免费)\s*(?P<rest>/.*)?$")
# What a cell says its price is for, after the figure; nothing said is what the page says: a million tokens.
UNITS = [
    ("million_tokens", re.compile(r"(?i)^/\s*(?:MTok|1?\s?M tokens|(?:1 )?million tokens|百万\s?tokens)\b"), 1.0, None),
    ("character", re.compile(r"(?i)^/\s*1M characters\b"), 1e-6, "million_characters"),
    ("character", re.compile(r"^/\s*万字符"), 1e-4, "ten_thousand_characters"),
    ("minute", re.compile(r"(?i)^/\s*min(?:ute)?\b"), 1.0, None),
    ("second", re.compile(r"(?i)^/\s*s(?:ec(?:ond)?)?\b"), 1.0, None),
    ("image", re.compile(r"(?i)^/\s*image\b"), 1.0, None),
    ("unit", re.compile(r"(?i)^/\s*(?:video\b|视频|首)"), 1.0, None),
]
NAMES_MODEL = re.compile(r"(?i)^(?:models?|model name|模型|模型名称|可用模型)(?:\s*[(（]\d[)）])?$")
HOURS = re.compile(r"UTC\s*(\d\d):(\d\d)\s?[-–]\s?(\d\d):(\d\d)")
# Components by the header over (or beside) a figure; the first that fits. None holds no price of a call.
COMPONENTS: list[tuple[re.Pattern[str], str | None]] = [
    (re.compile(r"(?i)storage|context (?:window|length)|上下文|rate limit|并发"), None),
    (re.compile(r"(?i)1h cache|cache.*1 ?h|1 ?hour"), "cache_write_1h"),
    (re.compile(r"(?i)cache writes?|writes? cache|caching write|缓存写入|prompt caching write"), "cache_write"),
    (re.compile(r"(?i)cached|cache (?:hits?|reads?)|(?<!未)命中|caching read|缓存读取"), "cache_read"),
    (re.compile(r"(?i)\binput\b|输入"), "input"),
    (re.compile(r"(?i)\boutput\b|输出"), "output"),
    (re.compile(r"(?i)\btraining\b"), "training"),
]
BY_HEADING = [("image", "image_output", "image"), ("video", "video_output", "unit"), ("audio", "audio_input", None)]


class Cell(NamedTuple):
    """A cell: the header over or beside it, its text, and where it stands."""

    label: str
    text: str
    ref: str


@dataclass
class Entry:
    """The prices of one model on one row (or in one column) of a table.

    `prefix` is that of the service tier (batch_, flex_, priority_); `kind` the sort of token (audio_, image_).
    """

    ref: str
    model: str
    cells: list[Cell]
    heading: str = ""
    prefix: str = ""
    kind: str = ""
    condition: str | None = None
    tiers: dict[str, int] = field(default_factory=dict)
    problem: str | None = None


class Figure(NamedTuple):
    """A price read from a cell: how much of what currency (None where the cell does not say) for one of what."""

    amount: float
    currency: str | None
    unit: str | None
    factor: float
    quoted_for: str = "million_tokens"


def read_figure(text: str) -> Figure | None:
    """The price in a cell, 0 where it says free; None where it holds none.

    Raises ValueError where it holds several, or says no known unit.
    """
    if free := SAYS_FREE.search(text):
        return _with_unit(0.0, None, free["rest"] or "", text)
    found = list(MONEY.finditer(re.split("[(（]", text, maxsplit=1)[0]))
    if not found:
        return None
    if len(found) > 1:
        raise ValueError(f"several prices in one cell: {text[:100]}")
    [one] = found
    currency = CURRENCIES[one["before"] or one["after"]]
    amount = float((one["figure"] or one["figure_2"]).replace(",", ""))
    return _with_unit(amount, currency, text[one.end() :].split("(", maxsplit=1)[0].strip(), text)


def _with_unit(amount: float, currency: str | None, rest: str, text: str) -> Figure:
    if not rest.startswith("/"):
        return Figure(amount, currency, None, 1.0)
    for unit, words, factor, quoted in UNITS:
        if words.search(rest):
            return Figure(amount, currency, unit, factor, quoted or unit)
    raise ValueError(f"unit not known: {text[:100]}")


def read_meaning(label: str, heading: str, kind: str, figure: Figure) -> Meaning | None:
    """What a figure under `label` is the price of; None where that is not known."""
    unit, factor = figure.unit, figure.factor
    if re.search(r"(?i)price per second", label):
        return Meaning("video_output", "second", "second")
    if re.search(r"(?i)^(?:price|estimated cost|cost)$", label):
        spoken = "audio" if "estimated" in label.lower() else heading.lower()
        for word, priced, usual in BY_HEADING:
            if word in spoken and (unit or usual):
                return Meaning(priced, unit or usual or "", unit or usual or "", factor)
        return None
    component = _component(label)
    if component is None:
        return None
    condition = "cache_ttl=1h" if component.endswith("_1h") else None
    component = kind + component.removesuffix("_1h")
    return Meaning(component, unit or "million_tokens", figure.quoted_for, factor, condition)


def _component(label: str) -> str | None:
    """The component a header names; a length in brackets, "(>272K input tokens)", is none."""
    named = re.sub(r"\([^()]*\d[^()]*\)", "", label)
    return next((component for words, component in COMPONENTS if words.search(named)), None)


def is_price_label(label: str) -> bool:
    """Whether a header is one of prices."""
    return bool(re.search(r"(?i)price|cost|价格|单价", label)) or any(words.search(label) for words, _ in COMPONENTS)


def ignores(label: str) -> bool:
    """Whether what stands under `label` is no price of a call, such as storage."""
    return next((component is None for words, component in COMPONENTS if words.search(label)), False)


def grid(table: Tag) -> list[list[Tag]]:
    """The cells of each row, those spanning several rows or columns repeated."""
    return [cells for cells in spread(row.find_all(["td", "th"]) for row in table.find_all("tr")) if cells]


def shown_text(cell: Tag) -> str:
    """A cell's text without what is struck through: the price before a discount does not hold."""
    struck = {id(each) for each in [*cell.find_all(["s", "del", "strike"]), *cell.find_all(class_=STRUCK)]}
    texts = [text for text in cell.find_all(string=True) if not any(id(around) in struck for around in text.parents)]
    return " ".join(" ".join(texts).split())


def heading_of(tag: Tag) -> str:
    """The nearest heading above an element; empty where there is none."""
    above = tag.find_previous(["h1", "h2", "h3", "h4"])
    return text_of(above).strip("\u200b ") if isinstance(above, Tag) else ""


def table_entries(table: Tag) -> Iterator[Entry]:
    """The entries of a table whose header names a column of models, or whose first row lists models.

    A table without models gives entries without one.
    """
    rows, heading = grid(table), heading_of(table)
    texts = [[shown_text(cell) for cell in row] for row in rows]
    top = next((at for at, row in enumerate(texts) if any(NAMES_MODEL.search(text) for text in row)), None)
    if top is None:
        yield from (Entry(element_ref(row[0]), "", [], heading) for row in rows[1:])
        return
    header = texts[top]
    if NAMES_MODEL.search(header[0]) and not any(is_price_label(text) for text in header):
        body = [row for row in rows[top + 1 :] if len(row) == len(header)]
        first = next((at for at, text in enumerate(header) if not NAMES_MODEL.search(text)), len(header))
        for at in range(first, len(header)):
            cells = [
                Cell(" ".join(dict.fromkeys(map(text_of, row[:first]))), shown_text(row[at]), element_ref(row[at]))
                for row in body
            ]
            yield Entry(element_ref(rows[top][at]), header[at], cells, heading)
        return
    groups = texts[top - 1] if top else [""] * len(header)
    labels = [
        " ".join(word for word in dict.fromkeys((group, label)) if word)
        for group, label in zip([*groups, *[""] * len(header)], header, strict=False)
    ]
    model = next(at for at, text in enumerate(header) if NAMES_MODEL.search(text))
    for row in rows[top + 1 :]:
        cells = [
            Cell(label, shown_text(cell), element_ref(cell)) for label, cell in zip(labels, row, strict=False) if label
        ]
        yield Entry(
            element_ref(row[-1].find_parent("tr") or row[0]), text_of(row[min(model, len(row) - 1)]), cells, heading
        )


def places() -> Callable[[str], str]:
    """Makes each place its own: a cell that spans rows or columns stands in all of them ("…, row 2 of it")."""
    seen: dict[str, int] = {}

    def own(ref: str) -> str:
        seen[ref] = seen.get(ref, 0) + 1
        return ref if seen[ref] == 1 else f"{ref}, row {seen[ref]} of it"

    return own


def clean_model(name: str) -> str:
    """A model's name without footnotes and remarks in brackets: "gpt-5.5 (<272K context length)" is gpt-5.5."""
    return re.sub(r"\s*[(（].*$", "", name).strip()


def book_entries(payload: Payload, provider: str, entries: list[Entry], *, bare: str | None = None) -> Batch:
    """Observe the prices of a page's entries; one entry is one record.

    `bare` is the currency of figures without a sign, on pages that write such. Raises NormaliseError when no entry
    states a usable price, or the page shows two currencies.
    """
    own = places()
    for entry in entries:
        entry.ref, entry.cells = own(entry.ref), [cell._replace(ref=own(cell.ref)) for cell in entry.cells]
    book = Book(payload, len(entries), lambda number: entries[number].__dict__ | {"cells": entries[number].cells})
    frame = pl.DataFrame(
        {
            "record": range(len(entries)),
            "record_ref": [entry.ref for entry in entries],
            "problem": [entry.problem for entry in entries],
            "model": [clean_model(entry.model) for entry in entries],
        },
        schema={"record": pl.UInt32, "record_ref": pl.String, "problem": pl.String, "model": pl.String},
    )
    frame = book.ignore(frame, pl.col("model") == "", "no_model")
    frame = book.quarantine(frame, pl.col("problem").is_not_null(), pl.col("problem"), ModelPrice.TABLE)
    quotes, currencies = list[Quote](), set[str]()
    refused: list[tuple[int, str, str]] = []
    for number in frame["record"]:
        entry = entries[number]
        stated = [cell for cell in entry.cells if _is_priced(cell, bare=bare) and not ignores(cell.label)]
        free = all(SAYS_FREE.search(cell.text) for cell in stated)
        priced = Priced(number, entry.ref, provider, clean_model(entry.model), says_free=free)
        # An estimate per minute stands beside the prices of tokens, or alone: then it is the price.
        exact = [cell for cell in stated if not cell.label.lower().startswith("estimated")]
        for cell in exact or stated:
            try:
                figure = _read_cell(cell, bare)
            except ValueError as error:
                refused.append((number, cell.ref, str(error)))
                continue
            currencies |= {figure.currency} if figure.currency else set()
            meaning = read_meaning(cell.label, entry.heading, entry.kind, figure)
            prefix = entry.prefix or ("batch_" if re.search(r"(?i)\bbatch\b", cell.label) else "")
            if meaning and prefix:
                meaning = meaning._replace(component=prefix + meaning.component)
            tier = next((start for words, start in entry.tiers.items() if words in cell.label.lower()), 0)
            hours = HOURS.search(cell.label)
            when = f"utc={hours[1]}{hours[2]}-{hours[3]}{hours[4]}" if hours else None
            condition = "; ".join(each for each in (entry.condition, when) if each) or None
            quotes.append(Quote(priced, cell.ref, cell.label or "a price", figure.amount, meaning, tier, condition))
    return observe_page(book, frame, quotes, refused, currencies)


def _is_priced(cell: Cell, *, bare: str | None = None) -> bool:
    is_bare = bare is not None and re.fullmatch(FIGURE, cell.text.strip()) is not None
    return is_bare or bool(MONEY.search(cell.text) or SAYS_FREE.search(cell.text))


def _read_cell(cell: Cell, bare: str | None) -> Figure:
    figure = read_figure(cell.text)
    return figure or Figure(float(cell.text.replace(",", "")), bare, None, 1.0)


def read_tables(payload: Payload, page: BeautifulSoup) -> list[Entry]:
    """The entries of all tables of a page. Raises NormaliseError where it has none, or prices per something else."""
    entries = [entry for table in page.find_all("table") for entry in table_entries(table)]
    if not entries:
        raise payload.rejected("no table of models")
    if not PER_MILLION.search(page.get_text(" ")):
        raise payload.rejected("the page does not say that prices are per million tokens")
    return entries
