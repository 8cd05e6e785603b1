"""Payload bytes to records: the readers every normaliser starts with. Values stay as the source wrote them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import polars as pl
from bs4 import BeautifulSoup, Tag

from transforms.payload import Payload

BOM = b"\xef\xbb\xbf"
SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]|\xed[\xa0-\xbf]")


def read_csv(payload: Payload, *, required: Iterable[str]) -> pl.DataFrame:
    """All columns as strings (empty cells null), with `record` and `record_ref` ("row 1" is the one after the header).

    Raises NormaliseError when the payload is no CSV with the `required` columns, or has no rows.
    A row with more cells than the header keeps its first cells; one with fewer gets nulls.
    """
    content = payload.content.removeprefix(BOM)
    if content.lstrip()[:1] in (b"<", b"{", b"["):
        raise payload.rejected("not CSV")
    try:
        frame = pl.read_csv(content, infer_schema=False, truncate_ragged_lines=True).rechunk()
    except (pl.exceptions.PolarsError, UnicodeDecodeError, OSError):  # OSError: compressed, and cut off
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
    # Polars' own way with a name that stands twice, as in Epoch's model_versions.csv.
    names = [name if name not in header[:at] else f"{name}_duplicated_{at}" for at, name in enumerate(header)]
    cells = [[cell or None for cell in row[:width]] + [None] * (width - len(row)) for row in body if row]
    return pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String), orient="row")


def read_json(payload: Payload) -> Any:
    """The parsed document. Raises NormaliseError when the payload is no JSON (an error page, a truncated body)."""
    try:
        document = json.loads(payload.content.removeprefix(BOM))
        if SURROGATE.search(payload.content):
            json.dumps(document, ensure_ascii=False).encode()  # half a character is no text
    except (ValueError, RecursionError) as error:  # also numbers of thousands of digits, and brackets without end
        raise payload.rejected(f"not JSON: {error}") from error
    return document


def json_pointer(*keys: str | int) -> str:
    """Where a value stands in a document (RFC 6901): "data", 3, "a/b" is "/data/3/a~1b"."""
    path = "/".join(["", *map(str, keys)])
    if "~" not in path and path.count("/") == len(keys):  # nothing to escape, as in nearly all of a million pointers
        return path
    return "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in keys)


def json_numbers(records: Iterable[Any], key: str) -> pl.Series:
    """One key of many JSON objects as a Float64 column: null where it is absent, null or no number."""
    values = (record.get(key) if isinstance(record, dict) else None for record in records)
    numbers = [float(v) if type(v) is float or (type(v) is int and abs(v) < 2**63) else None for v in values]
    return pl.Series(key, numbers, dtype=pl.Float64)


def json_texts(records: Iterable[Any], key: str) -> pl.Series:
    """One key of many JSON objects as a String column: null where it is absent, null, blank or no text."""
    values = (record.get(key) if isinstance(record, dict) else None for record in records)
    texts = [v.strip() or None if isinstance(v, str) else None for v in values]
    return pl.Series(key, texts, dtype=pl.String)


def unknown_fields(records: Iterable[Any], known: Iterable[str]) -> str | None:
    """What to report of the fields of JSON objects outside `known`: each with its number of records. None if none."""
    names = Counter(name for record in records if isinstance(record, dict) for name in record)
    unknown = sorted(names.keys() - set(known))
    return f"fields not known: {', '.join(f'{name} ({names[name]}x)' for name in unknown)}" if unknown else None


def read_html(payload: Payload) -> BeautifulSoup:
    """The parsed page, with positions kept for `element_ref`. Raises NormaliseError when the payload is no HTML."""
    if b"<" not in payload.content:
        raise payload.rejected("not HTML")
    return parse_html(payload.content)


def parse_html(content: bytes) -> BeautifulSoup:
    """A page's elements. What can be UTF-8 is: a short page that declares nothing is guessed to be anything."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return BeautifulSoup(content, "html.parser")
    return BeautifulSoup(content, "html.parser", from_encoding="utf-8")


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
