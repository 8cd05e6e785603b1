"""Payload bytes to records: the readers every normaliser starts with. Values stay as the source wrote them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

import polars as pl
from bs4 import BeautifulSoup, Tag

from transforms.payload import Payload

BOM = b"\xef\xbb\xbf"


def read_csv(payload: Payload, *, required: Iterable[str]) -> pl.DataFrame:
    """All columns as strings (empty cells null), with `record` and `record_ref` ("row 1" is the first after the header).

    Raises NormaliseError when the payload is no CSV with the `required` columns, or has no rows.
    A row with more cells than the header keeps its first cells; one with fewer gets nulls.
    """
    content = payload.content.removeprefix(BOM)
    if content.lstrip()[:1] in (b"<", b"{", b"["):
        raise payload.rejected("not CSV")
    try:
        frame = pl.read_csv(content, infer_schema=False, truncate_ragged_lines=True)
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        frame = _read_csv_slowly(payload, content)
    if missing := [name for name in required if name not in frame.columns]:
        raise payload.rejected(f"no column {', '.join(missing)} among {', '.join(frame.columns)[:300]}")
    if frame.is_empty():
        raise payload.rejected("a header without rows")
    number = pl.int_range(frame.height, dtype=pl.UInt32)
    return frame.with_columns(record=number, record_ref=pl.format("row {}", number + 1))


def csv_record(frame: pl.DataFrame, number: int) -> dict[str, Any]:
    """One row of `read_csv`'s frame, for the quarantine."""
    row = frame.row(number, named=True)
    return {name: value for name, value in row.items() if name not in ("record", "record_ref")}


def _read_csv_slowly(payload: Payload, content: bytes) -> pl.DataFrame:
    """For files Polars refuses: stray quotes, other encodings."""
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8", errors="replace"), newline="")))
    except csv.Error as error:
        raise payload.rejected(f"not CSV: {error}") from error
    if not rows:
        raise payload.rejected("empty")
    header, *body = rows
    width = len(header)
    cells = [[cell or None for cell in row[:width]] + [None] * (width - len(row)) for row in body if row]
    return pl.DataFrame(cells, schema=dict.fromkeys(header, pl.String), orient="row")


def read_json(payload: Payload) -> Any:
    """The parsed document. Raises NormaliseError when the payload is no JSON (an error page, a truncated body)."""
    try:
        return json.loads(payload.content.removeprefix(BOM))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise payload.rejected(f"not JSON: {error}") from error


def read_html(payload: Payload) -> BeautifulSoup:
    """The parsed page, with positions kept for `element_ref`. Raises NormaliseError when the payload is no HTML."""
    if b"<" not in payload.content:
        raise payload.rejected("not HTML")
    return BeautifulSoup(payload.content, "html.parser")


def element_ref(tag: Tag) -> str:
    """Where an element starts in the payload: "line 12, column 4" (columns from 0), found again by `trace`."""
    return f"line {tag.sourceline}, column {tag.sourcepos}"


def text_of(tag: Tag) -> str:
    """Visible text of an element, white space folded."""
    return " ".join(tag.get_text(" ").split())


def decimal(column: str | pl.Expr) -> pl.Expr:
    """A number written as text, exactly as written: "1,234.5" and " 0.9 " are numbers, "n/a" and "" are null."""
    text = (pl.col(column) if isinstance(column, str) else column).str.strip_chars().str.replace_all(",", "")
    return text.cast(pl.Float64, strict=False)
