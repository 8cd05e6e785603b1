"""Tables of Markdown documents, written with pipes or as HTML: their headings, rows, and the section they stand in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag

from transforms.payload import Payload
from transforms.read import element_ref, parse_html, text_of
from transforms.spans import spread

RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
FENCE = re.compile(r"^\s*(?:```|~~~)")
LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
SECTION = re.compile(r"^\s{0,3}(#{1,6})\s+(.+)$|^\s*\*\*([^*|]{2,100}?):?\*\*:?\s*$|^\s*<h([1-6])[^>]*>(.*?)</h\4>")
UNDER_ALL = 7  # a line in bold stands below any heading


class Row(NamedTuple):
    """One row of a table: where it stands and its cells."""

    ref: str
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """One table: its headings (those of several header rows joined), its rows, and the headings above it."""

    headings: list[str]
    rows: list[Row]
    section: tuple[str, ...]


def markdown_tables(payload: Payload, text: str) -> list[Table]:
    """Every table that has a row below its headings: those of pipes, then those of HTML."""
    sections = _sections(text)
    found = [*_pipe_tables(text, sections), *_html_tables(payload, text, sections)]
    return [table for table in found if table.rows]


def plain(cell: str) -> str:
    """A cell without the marks of Markdown and HTML: emphasis, links, code, escapes, footnote stars."""
    text = LINK.sub(r"\1", html.unescape(cell))
    if "<" in text:
        text = BeautifulSoup(re.sub(r"<br\s*/?>", " ", text), "html.parser").get_text("")
    text = re.sub(r"[*`\\\u200b]", "", text).strip()
    return " ".join(re.sub(r"^_+|_+$", "", text).split())


def _sections(text: str) -> list[tuple[str, ...]]:
    """The headings above each line, outermost first."""
    open_sections: dict[int, str] = {}
    above: list[tuple[str, ...]] = []
    is_code = False
    for line in text.splitlines():
        if FENCE.match(line):
            is_code = not is_code
        if not is_code and (found := SECTION.match(line)):
            marks, title, bold, level, inner = found.groups()
            depth = len(marks) if marks else int(level or UNDER_ALL)
            open_sections = {at: name for at, name in open_sections.items() if at < depth}
            open_sections[depth] = plain(title or bold or inner or "")
        above.append(tuple(name for _, name in sorted(open_sections.items())))
    return above


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner if inner.endswith("\\|") else inner.removesuffix("|")
    return [plain(cell) for cell in re.split(r"(?<!\\)\|", inner)]


def _pipe_tables(text: str, sections: list[tuple[str, ...]]) -> Iterator[Table]:
    """Tables of pipes, those in blocks of code too: the output of an evaluation harness often stands in one."""
    table: Table | None = None
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if "|" not in line:
            if table is not None:
                yield table
            table = None
        elif RULE.match(line) and number > 1 and "|" in lines[number - 2] and table is None:
            table = Table(_cells(lines[number - 2]), [], sections[number - 2])
        elif table is not None:
            cells = _cells(line)
            if any(table.headings) or table.rows:
                table.rows.append(Row(f"line {number}", cells))
            else:  # an empty header: the first row says what the columns are
                table = Table(cells, [], table.section)
    if table is not None:
        yield table


def _html_tables(payload: Payload, text: str, sections: list[tuple[str, ...]]) -> Iterator[Table]:
    """Tables of HTML; a cell that spans rows or columns stands in each of them."""
    if "<table" not in text.lower():
        return
    for table in parse_html(payload.content).find_all("table"):
        lines = [line for line in table.find_all("tr") if line.find_parent("table") is table]
        grid: list[tuple[Tag, list[Tag]]] = []
        for _, group in groupby(lines, lambda line: id(line.parent)):  # a head ends what spans rows in it
            own = list(group)
            written = spread(line.find_all(["td", "th"], recursive=False) for line in own)
            grid += [(line, cells) for line, cells in zip(own, written, strict=True) if cells]
        headers = max(1, len(list(takewhile(_is_header, grid))))
        columns: list[list[str]] = []
        for _, cells in grid[:headers]:
            for at, cell in enumerate(cells):
                columns += [[]] * (at + 1 - len(columns))
                name = plain(text_of(cell))
                columns[at] = columns[at] if name in columns[at] or not name else [*columns[at], name]
        rows = [Row(element_ref(line), [plain(text_of(cell)) for cell in cells]) for line, cells in grid[headers:]]
        above = sections[min(table.sourceline or 1, len(sections)) - 1] if sections else ()
        yield Table([" ".join(parts) for parts in columns], rows, above)


def _is_header(row: tuple[Tag, list[Tag]]) -> bool:
    line, cells = row
    in_head = line.find_parent("thead") is not None
    return in_head or (all(cell.name == "th" for cell in cells) and len({id(cell) for cell in cells}) > 1)
