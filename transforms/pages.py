"""Price pages as elements: rows of tables (also of those made of `div`) and cards, as they are shown.

Cells are known by the words of their header and their text, never by their place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from transforms.page_texts import GPU, MONEY, NUMBER, TIME, Price, read_count, read_price
from transforms.spans import spread

LONGEST_CARD = 1_200  # characters; a bigger element is a section, not a card
LONGEST_NAME = 60

NO_TITLE = re.compile(r"[$€£]|\bv?CPUs?\b|\bRAM\b|\bhours?\b|/ ?hr\b|\bpric(?:e|ing)", re.IGNORECASE)
# What a column holds, by its header; the first that fits. "Max" figures are what can be had, not what is offered.
ROLES = {
    "": re.compile(r"storage|disk|ssd|nvme|transfer|bandwidth|network|interconnect|p2p|^max\b", re.IGNORECASE),
    "vram": re.compile(r"v-?ram|gpu (?:memory|ram|mem)\b|memory (?:per|/) ?gpu|\bhbm", re.IGNORECASE),
    "vcpus": re.compile(r"cpu", re.IGNORECASE),
    "ram": re.compile(r"\bram\b|memory", re.IGNORECASE),
    "term": re.compile(r"^(?:term|duration|commitment(?: (?:period|term|length))?|contract)$", re.IGNORECASE),
    "region": re.compile(r"region|location|data ?cent", re.IGNORECASE),
    "price": re.compile(
        r"price|pricing|cost|\brate\b|[$€£]|hour|/ ?hr|on[ -]?demand|\bspot\b|pre-?empt|reserv|commit|dynamic"
        r"|^[0-9]+[ -](?:month|mo|year|yr)",
        re.IGNORECASE,
    ),
    "count": re.compile(r"(?:#|number|no\.?|count|quantity) ?(?:of )?gpus?|^gpus$|gpus? ?(?:count|quantity|per)", re.I),
    "gpu": re.compile(r"\bgpus?\b|accelerator|model|^item$|^product$", re.IGNORECASE),
    "plan": re.compile(r"instance|name|plan|type|configuration|flavou?r|sku|size", re.IGNORECASE),
}
ROW = re.compile(r"(?:^|[_-])row(?:-v?[0-9]+)?$")
HEAD = re.compile(r"(?:^|[_-])(?:head|header|thead)(?:-v?[0-9]+)?$")
CELL = re.compile(r"(?:^|[_-])cell(?:-v?[0-9]+)?$")
HIDDEN = re.compile(r"^(?:hide|hidden|is-hidden|d-none|sr-only|visually-hidden|w-condition-invisible)$")
# "hidden lg:grid", "d-none d-md-block": hidden on narrow screens only.
SHOWN_ON_WIDE = re.compile(r"^(?:sm|md|lg|xl|2xl):|^d-(?:sm|md|lg|xl)-")
STRUCK_TAGS = ("s", "del", "strike")
STRUCK_CLASS = re.compile(r"strike-?through|line-through|strikethrough|crossed|(?:old|was|original|list)-price", re.I)
NEVER_SHOWN = ("script", "style", "template", "noscript", "head")
CELL_ROLES = ("cell", "gridcell", "columnheader", "rowheader")
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


@dataclass(frozen=True)
class Cell:
    """One cell: what it holds, the header above it, its visible text and its element."""

    role: str
    label: str
    text: str
    tag: Tag


@dataclass(frozen=True)
class Row:
    """One row of a table and the nearest heading above it."""

    tag: Tag
    cells: list[Cell]
    heading: str
    is_hidden: bool = False

    def text(self, role: str) -> str:
        """Text of the first cell with this role; empty where there is none."""
        return next((cell.text for cell in self.cells if cell.role == role), "")


@dataclass(frozen=True)
class Card:
    """One card: its title, which names a GPU, and all visible text in it."""

    tag: Tag
    title: str
    text: str
    is_hidden: bool


def is_hidden(tag: Tag, *, within: Tag | None = None) -> bool:
    """Whether an element, or one around it (up to `within`), is not shown. Tabs that are not open do not count."""
    for each in (tag, *tag.parents):
        if each is within:
            return False
        if each.name in NEVER_SHOWN:
            return True
        classes = each.get_attribute_list("class")
        is_tab = each.get("role") == "tabpanel" or any(name and "tab" in name for name in classes)
        style = str(each.get("style") or "").replace(" ", "").lower()
        if not is_tab and (each.has_attr("hidden") or "display:none" in style):
            return True
        if any(name and HIDDEN.match(name) for name in classes) and not any(
            name and SHOWN_ON_WIDE.match(name) for name in classes
        ):
            return True
    return False


def visible_text(tag: Tag, *, without: Iterable[Tag] = ()) -> str:
    """Text of an element as shown: without what is hidden in it, without footnote marks set as `sup`, folded."""
    left_out = {id(each) for each in without}
    words: list[str] = []
    ahead = [iter(tag.children)]
    while ahead:
        child = next(ahead[-1], None)
        if child is None:
            ahead.pop()
        elif isinstance(child, Tag):
            if id(child) not in left_out and child.name != "sup" and not is_hidden(child, within=child.parent):
                ahead.append(iter(child.children))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            words.append(str(child))
    return " ".join(" ".join(words).split())


def price_of(tag: Tag, label: str = "") -> Price | None:
    """The price an element shows, as `read_price`. Struck-through figures beside others make those promotional."""
    struck = [each for each in (tag, *tag.find_all()) if _is_struck(each)]
    rest = visible_text(tag, without=struck)
    certain = any(each.name in STRUCK_TAGS for each in struck)
    if not struck or tag in struck:
        return read_price(visible_text(tag), label)
    if not MONEY.search(rest):
        # Some pages give every price the class of struck ones.
        return read_price(rest if certain else visible_text(tag), label)
    price = read_price(rest, label)
    was_listed = any(MONEY.search(visible_text(each)) for each in struck)
    return replace(price, kind="promotional") if price and price.kind == "listed" and was_listed else price


def has_struck(tag: Tag) -> bool:
    """Whether a figure in an element is struck through."""
    return any(_is_struck(each) and MONEY.search(visible_text(each)) for each in tag.find_all())


def _is_struck(tag: Tag) -> bool:
    classes = [name for name in tag.get_attribute_list("class") if name]
    if tag.name in STRUCK_TAGS or "line-through" in str(tag.get("style") or ""):
        return True
    # A styled component has its own class and, where it has a style at all, a second one made from it.
    return any(STRUCK_CLASS.search(name) for name in classes) and (
        len(classes) > 1 or not re.search(r"-sc-", classes[0])
    )


def notes(page: BeautifulSoup) -> dict[str, Tag]:
    """Footnotes by their marks: {"*": …, "**": …}."""
    found: dict[str, Tag] = {}
    for tag in page.find_all(["p", "li", "small", "span", "div", "td"]):
        text = tag.get_text(" ").strip()
        if len(text) < 500 and (mark := re.match(r"[*†‡]+(?=\s?[\w$])", text)):
            found.setdefault(mark[0], tag)
    return found


def script_texts(page: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    """Texts of the scripts of a page; those that Next.js streams in pieces joined and freed of their escapes."""
    streamed: list[tuple[Tag, str]] = []
    for script in page.find_all("script"):
        text = script.string or ""
        pushed = re.fullmatch(r"\s*self\.__next_f\.push\((.*)\);?\s*", text, re.DOTALL)
        try:
            pieces = json.loads(pushed[1]) if pushed else None
        except ValueError:
            pieces = None
        if isinstance(pieces, list):
            streamed += [(script, piece) for piece in pieces if isinstance(piece, str)]
        else:
            yield script, text
    if streamed:
        yield streamed[0][0], "".join(text for _, text in streamed)


def table_rows(page: BeautifulSoup) -> Iterator[Row]:
    """Rows with at least two cells, of tables and of what is laid out as one, without their headers.

    A table that has its GPUs side by side is read by its columns.
    """
    turned = [table for table in page.find_all("table") if _is_turned(table)]
    for each in turned:
        yield from _columns(each, page)
    known = {id(each) for each in turned}
    rows = [row for row in page.find_all(_is_table_row) if id(row.find_parent("table")) not in known]
    grids = dict(zip(map(id, rows), _grid(rows), strict=True))
    table: object = rows and _table_of(rows[0])
    # A page cut inside its first header begins with bare `th`.
    header = [visible_text(tag) for tag in page.find_all("th") if tag.find_parent("tr") is None]
    for tag in rows:
        cells = grids[id(tag)]
        texts = [visible_text(cell) for cell in cells]
        if (around := _table_of(tag)) is not table:
            table, header = around, []
        if _is_header(tag, cells, texts):
            header = texts
        else:
            fits = len(header) == len(cells) or (header and table is not None)
            labels = [*header, *[""] * len(cells)] if fits else [str(cell.get("data-label") or "") for cell in cells]
            read = [_cell(label, text, cell) for label, text, cell in zip(labels, texts, cells, strict=False)]
            yield Row(tag, read, _heading(tag, page), is_hidden(tag))


def _own_rows(table: Tag) -> list[list[Tag]]:
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    return [cells for cells in spread(_cells_in(row) for row in rows) if cells]


def _is_turned(table: Tag) -> bool:
    """Whether GPUs stand above the columns of a table, and what is said of them before its rows."""
    rows = _own_rows(table)
    if len(rows) < 2 or len(rows[0]) < 2 or {len(row) for row in rows} != {len(rows[0])}:
        return False
    names, labels = [visible_text(cell) for cell in rows[0][1:]], [visible_text(row[0]) for row in rows[1:]]
    return (
        all(GPU.search(name) and not NO_TITLE.search(name) for name in names)
        and not any(GPU.search(label) or MONEY.search(label) for label in labels)
        and any(_role(label) == "price" for label in labels)
    )


def _columns(table: Tag, page: BeautifulSoup) -> Iterator[Row]:
    first, *others = _own_rows(table)
    heading, hidden = _heading(table, page), is_hidden(table)
    for at in range(1, len(first)):
        cells = [Cell("gpu", "GPU", visible_text(first[at]), first[at])]
        cells += [_cell(visible_text(row[0]), visible_text(row[at]), row[at]) for row in others]
        yield Row(first[at], cells, heading, hidden or is_hidden(first[at]))


def _heading(tag: Tag, page: BeautifulSoup) -> str:
    """What stands above an element: the label of its tab, the caption of its table, or the nearest heading."""
    panel = tag.find_parent(attrs={"role": "tabpanel"})
    if isinstance(panel, Tag):
        named = [panel.get("aria-labelledby"), panel.get("id")]
        for button in page.select('[role="tab"]'):
            if (button.get("id") and button.get("id") == named[0]) or (
                button.get("aria-controls") and button.get("aria-controls") == named[1]
            ):
                return visible_text(button)
    table = tag.find_parent("table")
    caption = table.find("caption") if isinstance(table, Tag) else None
    above = caption if isinstance(caption, Tag) else tag.find_previous(HEADINGS)
    return visible_text(above) if isinstance(above, Tag) else ""


def _is_row(tag: Tag) -> bool:
    return tag.name == "tr" or tag.get("role") == "row" or _has_class(tag, ROW) or _has_class(tag, HEAD)


def _is_table_row(tag: Tag) -> bool:
    return _is_row(tag) and len(_cells_in(tag)) > 1


def _has_class(tag: Tag, words: re.Pattern[str]) -> bool:
    return any(name and words.search(name) for name in tag.get_attribute_list("class"))


def _cells_in(row: Tag) -> list[Tag]:
    children = [child for child in row.children if isinstance(child, Tag)]
    return [
        child
        for child in children
        if child.name in ("td", "th") or child.get("role") in CELL_ROLES or _has_class(child, CELL)
    ]


def _table_of(row: Tag) -> Tag | None:
    """What holds a row and the header above it, where the page says so."""
    around = row.find_parent(lambda each: each.name == "table" or each.get("role") in ("table", "grid"))
    return around if isinstance(around, Tag) else None


def _is_header(row: Tag, cells: list[Tag], texts: list[str]) -> bool:
    if any(MONEY.search(text) for text in texts):
        return False
    if all(cell.name == "th" or cell.get("role") == "columnheader" for cell in cells) or row.find_parent("thead"):
        return True
    if _has_class(row, HEAD) and not _has_class(row, ROW):
        return True
    known = [text for text in texts if any(words.search(text) for role, words in ROLES.items() if role)]
    is_data = any(GPU.search(text) or NUMBER.fullmatch(text) for text in texts)
    return len(known) > 1 and not is_data


def _grid(rows: list[Tag]) -> Iterator[list[Tag]]:
    """The cells of each row, those spanning several rows or columns of its table repeated."""
    for _, own in groupby(rows, lambda row: id(row.find_parent("table"))):
        yield from spread(_cells_in(row) for row in own)


def _role(label: str) -> str:
    return next((role for role, words in ROLES.items() if words.search(label)), "plan" if not label else "")


def _cell(label: str, text: str, tag: Tag) -> Cell:
    role = _role(label)
    if MONEY.search(text):
        role = "price" if label == "" or not ROLES[""].search(label) else ""
    elif GPU.search(text) and (role in ("price", "plan", "gpu", "count") or not (role or ROLES[""].search(label))):
        role = "gpu"  # also under a header that we do not know, "Platform"
    elif role == "gpu" and read_count(text):
        role = "count"
    return Cell(role, label, text, tag)


def cards(page: BeautifulSoup) -> list[Card]:
    """Smallest elements that hold a short GPU name and a price per time, in order; and their like without a price.

    Tables and what is in them are no cards.
    """
    found: dict[int, Card] = {}
    titles = [title for title in page.find_all(_is_title) if not any(_is_table_row(each) for each in title.parents)]
    for title in titles:
        around = _priced_around(title)
        if around is not None and around.find(_is_table_row) is None:
            _keep_card(found, around, title)
    likes = {_look(card.tag) for card in found.values() if card.tag.get("class")}
    for title in titles:
        like = next((each for each in title.parents if _look(each) in likes), None)
        if like is not None and not MONEY.search(visible_text(like)):
            _keep_card(found, like, title)
    held = {id(outer) for card in found.values() for outer in card.tag.parents}
    kept = [card for at, card in found.items() if at not in held]
    return sorted(kept, key=lambda card: (card.tag.sourceline or 0, card.tag.sourcepos or 0))


def _priced_around(title: Tag) -> Tag | None:
    """The smallest element around a title with a price per time; null where that is a section or none."""
    for around in title.parents:
        if holds_more_than(4 * LONGEST_CARD, around) or around.name in ("body", "html", "[document]"):
            return None
        text = visible_text(around)
        if len(text) > LONGEST_CARD:
            return None
        if MONEY.search(text) and TIME.search(text):
            return around
    return None


def _look(tag: Tag) -> tuple[str, str]:
    return tag.name, " ".join(name for name in tag.get_attribute_list("class") if name)


def _is_title(tag: Tag) -> bool:
    if tag.name in NEVER_SHOWN or holds_more_than(4 * LONGEST_NAME, tag):
        return False
    text = visible_text(tag)
    return len(text) <= LONGEST_NAME and GPU.search(text) is not None and NO_TITLE.search(text) is None


def holds_more_than(characters: int, tag: Tag) -> bool:
    """Whether an element holds more text, shown or not; cheap for big ones."""
    for text in tag.strings:
        characters -= len(text)
        if characters < 0:
            return True
    return False


def _keep_card(found: dict[int, Card], tag: Tag, title: Tag) -> None:
    if id(tag) in found:
        return
    found[id(tag)] = Card(
        tag=tag,
        title=visible_text(title),
        text=visible_text(tag),
        is_hidden=is_hidden(tag),
    )


def fact(tag: Tag, words: str) -> str:
    """The figure (with its unit) that stands with these words in the smallest element of a card: "256 GB", "20"."""
    texts = [visible_text(each) for each in tag.find_all() if not is_hidden(each, within=tag)]
    found = [text for text in texts if re.search(words, text, re.IGNORECASE) and len(NUMBER.findall(text)) == 1]
    if not found:
        return ""
    figure = re.search(rf"({NUMBER.pattern})\s?([GT]i?B)?", min(found, key=len))
    return f"{figure[1]} {figure[2] or ''}".strip() if figure else ""
