"""OpenAI's own page of API prices, in USD per million tokens unless a cell says otherwise.

The page is made of `astro-island` elements whose `props` hold whole tables, also the rows behind "All models"; the HTML
shows the first few, and only it holds the prices of long prompts of the newest models. Both are read. A tab (or `tier`)
is the service: batch, flex, and fast, which was called priority until 2026-07-30 and keeps that name here.
Pages without islands are read as plain tables, and those without tables as cards ("Input: $1.25 / 1M tokens").
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag

from transforms.batch import Batch
from transforms.payload import Payload
from transforms.price_cards import price_cards
from transforms.price_pages import PER_MILLION, Cell, Entry, book_entries, heading_of, table_entries
from transforms.read import element_ref, read_html, text_of

SERVICES = {"": "", "standard": "", "batch": "batch_", "flex": "flex_", "fast": "priority_", "priority": "priority_"}
TEXT_COLUMNS = {
    3: ("Input", "Output"),
    4: ("Input", "Cached input", "Output"),
    5: ("Input", "Cached input", "Cache writes", "Output"),
}
LONG_CONTEXT = re.compile(r"(?:[>≥]|&gt;)\s?(\d{1,6})K (?:input tokens|context)|(?:<|&lt;)\s?(\d{1,6})K context")
REMARK = re.compile(r"<br ?/?>|</?small>")


def normalise(payload: Payload) -> Batch:
    """Read the page; one row of one table is one record.

    Raises NormaliseError when the page has no tables of models with prices per million tokens.
    """
    page = read_html(payload)
    entries = [*_island_entries(page), *_table_entries(page)]
    entries = entries or list(price_cards(page, _card))
    if not entries:
        raise payload.rejected("no table of models, and no cards")
    if not PER_MILLION.search(page.get_text(" ")):
        raise payload.rejected("the page does not say that prices are per million tokens")
    found = {int(more or less) for more, less in LONG_CONTEXT.findall(payload.content.decode(errors="replace"))}
    for entry in entries:
        _qualify(entry, found)
    return book_entries(payload, "openai", entries, bare="USD")


def _card(heading: Tag, name: str) -> Entry:
    """The entry of a card; what stands above it may say that its prices are of fine-tuned models."""
    above = heading.find_previous([f"h{level}" for level in range(1, int(heading.name[1]))])
    return Entry(element_ref(heading), name, [], text_of(above) if isinstance(above, Tag) else "")


def _island_entries(page: BeautifulSoup) -> Iterator[Entry]:
    for island in page.find_all("astro-island"):
        try:
            props = _decoded([0, json.loads(str(island.get("props") or "{}"))])
        except (ValueError, RecursionError):
            continue
        if not isinstance(props, dict) or "Pricing" not in str(island.get("component-export")):
            continue
        heading, prefix = heading_of(island), _service(island, props.get("tier"))
        inside = f"{element_ref(island)}, attribute props"
        for labels, values, row, first in _rows(props):
            texts = ["" if value is None else str(value) for value in values]
            at = next((at for at, label in enumerate(labels) if label.lower() == "model"), None)
            cells = [
                Cell(label, text, f"{inside}{row}/1/{number - first}/1")
                for number, (label, text) in enumerate(zip(labels, texts, strict=False))
                if number != at
            ]
            name = texts[at] if at is not None and at < len(texts) else ""
            yield Entry(inside + row, name, cells, heading, prefix)


def _decoded(value: Any) -> Any:
    """Astro writes each value as [kind, value]: 1 is a list, 0 anything else. What a browser shows of HTML stays."""
    if not isinstance(value, list) or not value:
        return None
    kind, content = value[0], value[1] if len(value) > 1 else None
    if kind == 1 and isinstance(content, list):
        return [_decoded(each) for each in content]
    if not isinstance(content, dict):
        return content
    decoded = {key: _decoded(each) for key, each in content.items()}
    tooltip = decoded.get("__pricingTooltipHeading")
    return (
        tooltip["label"] if isinstance(tooltip, dict) and "label" in tooltip else decoded.get("__pricingHtml", decoded)
    )


def _rows(props: dict[str, Any]) -> Iterator[tuple[list[str], list[Any], str, int]]:
    """Labels and values of each row, where it stands in the props, and which value is the row's own first."""
    headings = props.get("headings")
    labels = [str(heading) for heading in headings] if isinstance(headings, list) else []
    for place, group in enumerate(_listed(props, "groups")):
        for number, row in enumerate(_listed(group, "rows") if isinstance(group, dict) else []):
            if isinstance(row, list):
                yield labels, [group.get("model"), *row], f"/groups/1/{place}/1/rows/1/{number}", 1
    for number, row in enumerate(_listed(props, "rows")):
        if isinstance(row, list):
            yield labels or ["Model", *TEXT_COLUMNS.get(len(row), ())], row, f"/rows/1/{number}", 0


def _listed(parent: dict[str, Any], key: str) -> list[Any]:
    value = parent.get(key)
    return value if isinstance(value, list) else []


def _table_entries(page: BeautifulSoup) -> Iterator[Entry]:
    """Entries of the tables in HTML, except those an island holds with their headings."""
    for table in page.find_all("table"):
        island = table.find_parent("astro-island")
        if isinstance(island, Tag) and '"headings"' in str(island.get("props")):
            continue
        for entry in table_entries(table):
            entry.prefix = _service(table, None)
            yield entry


def _service(tag: Tag, stated: Any) -> str:
    """The prefix of the service a table is of, from its tab; "?" and its name where it is not known."""
    pane = tag.find_parent(attrs={"data-content-switcher-pane": True})
    name = str(stated or (pane.get("data-value") if isinstance(pane, Tag) else "") or "").lower()
    return SERVICES.get(name, f"?{name}")


def _qualify(entry: Entry, long_contexts: set[int]) -> None:
    """What the other cells of a row, its heading and remarks say of its prices."""
    name, *remarks = REMARK.split(entry.model)
    entry.model, conditions = name.strip(), []
    if entry.prefix.startswith("?"):
        entry.problem = f"service {entry.prefix[1:]} is not known"
    if re.search(r"(?i)fine-?tuning", entry.heading):
        conditions.append("use=fine_tuned")
    if any("data sharing" in remark for remark in remarks):
        conditions.append("data_sharing=yes")
    for cell in entry.cells:
        label, text = cell.label.lower(), cell.text.lower()
        if label == "modality" and text in ("audio", "image", "video"):
            entry.kind = f"{text}_"
        elif label == "modality" and text != "text":
            entry.problem = f"modality {cell.text} is not known"
        elif label == "size" and text:
            conditions.append(f"resolution={text}")
    if any("long context" in cell.label.lower() for cell in entry.cells):
        if len(long_contexts) == 1:
            entry.tiers = {"long context": long_contexts.copy().pop() * 1_000}
        else:
            entry.problem = "from which length on the prices of long context hold is not said"
    entry.condition = "; ".join(conditions) or None
