"""From a number back to its origin: the payload a row came from and the record inside it."""

from __future__ import annotations

import bz2
import csv
import io
import json
import re
import sqlite3
import tarfile
import tomllib
import warnings
import zipfile
import zlib
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from warehouse.archive import MAX_UNPACKED_BYTES, Archive
from warehouse.home import WarehouseError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

TABLE_ROW = re.compile(r"table (\w+), row (\d+)")
ROW = re.compile(r"row (\d+)(?:, column (.+)|, category .+)?")  # a category: worked out of the row
# A cell may hold several prices, and stand in several rows.
ELEMENT = re.compile(r"line (\d+), column (\d+)(?:, (?:price \d+|row \d+ of it|cell \d+))*")
INSIDE = re.compile(r"line (\d+), column (\d+), (?:attribute (\S+)|character (\d+)(/.*))")
LINE = re.compile(r"line (\d+)(?:, (?:column .*|cell \d+))?")
IN_LINE = re.compile(r"line (\d+)(/.*)")
ASSIGNED = re.compile(r"^\s*(?:export\s+)?(?:const|let|var)\s+\w+\s*=\s*(?=[\[{])", re.MULTILINE)
SUFFIX = "payload_sha256"
GZIP, BZIP2, TAR, SQLITE = b"\x1f\x8b", b"BZh", b"ustar", b"SQLite format 3"
LONGEST = 4_000  # characters of a record shown where the reference is to a part of it


@dataclass(frozen=True)
class Origin:
    """Where one input of a row came from. `role` is empty for a row with a single input."""

    role: str
    source_id: str
    captured_at: datetime
    payload_sha256: str
    record_ref: str


def origins(row: dict[str, Any]) -> list[Origin]:
    """The inputs of a row: each group of columns ending in source_id, captured_at, payload_sha256 and record_ref."""
    prefixes = [name.removesuffix(SUFFIX) for name, value in row.items() if name.endswith(SUFFIX) and value]
    return [
        Origin(
            role=prefix.rstrip("_"),
            source_id=row[f"{prefix}source_id"],
            captured_at=row[f"{prefix}captured_at"],
            payload_sha256=row[f"{prefix}payload_sha256"],
            record_ref=row[f"{prefix}record_ref"],
        )
        for prefix in prefixes
    ]


def record_at(archive: Archive, payload_sha256: str, record_ref: str) -> str | None:
    """The text of a record in an archived payload; None where the payload is not held (a starter fact).

    Raises WarehouseError when the payload is damaged or has no such record.
    """
    if not archive.holds(payload_sha256):
        return None
    content, reference = archive.read(payload_sha256), record_ref
    if content[:2] == b"PK" and ": " in record_ref:
        member, reference = record_ref.split(": ", 1)
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            content = bundle.read(member)
    if content[:2] == GZIP:
        content = zlib.decompressobj(wbits=31).decompress(content, MAX_UNPACKED_BYTES)
    if content[:3] == BZIP2:
        content = bz2.BZ2Decompressor().decompress(content, MAX_UNPACKED_BYTES)
    try:
        if content[257:262] == TAR and ": " in record_ref:
            member, reference = record_ref.rsplit(": ", 1)
            with tarfile.open(fileobj=io.BytesIO(content)) as bundle:
                content = _member(bundle, member)
        if content.startswith(SQLITE) and (found := TABLE_ROW.fullmatch(reference)):
            return _table_row(content, found[1], int(found[2]))
        return _record(content, reference)
    except (
        *(KeyError, IndexError, ValueError, TypeError, StopIteration),
        *(tarfile.TarError, sqlite3.DatabaseError),
    ) as error:
        raise WarehouseError(f"payload {payload_sha256} has no record {record_ref}: {error}") from error


def _member(bundle: tarfile.TarFile, name: str) -> bytes:
    file = bundle.extractfile(name)
    if file is None:
        raise ValueError(f"{name} is no file")
    return file.read(MAX_UNPACKED_BYTES)


def _record(content: bytes, reference: str) -> str:
    if " + " in reference:  # a figure that was added up
        return "\n+ ".join(_record(content, each) for each in reference.split(" + "))
    if reference.startswith("/"):
        document = _document(content)
        try:
            return json.dumps(_pointed(document, reference), ensure_ascii=False)
        except (
            KeyError,
            ValueError,
            IndexError,
            TypeError,
        ):  # "/runs/3, difficulty easy": a part worked out of a value
            return json.dumps(_pointed(document, reference.rpartition(", ")[0]), ensure_ascii=False)[:LONGEST]
    if reference.startswith("front matter"):
        return content.decode(errors="replace").split("\n---", 1)[0].removeprefix("---").strip()[:LONGEST]
    if found := IN_LINE.fullmatch(reference):  # a value in a line of JSON Lines
        return json.dumps(_pointed(json.loads(_record(content, f"line {found[1]}")), found[2]), ensure_ascii=False)
    if found := ROW.fullmatch(reference):
        return _csv_row(content, int(found[1]), found[2])
    if found := ELEMENT.fullmatch(reference):
        return _element_text(content, int(found[1]), int(found[2]))
    if found := INSIDE.fullmatch(reference):
        return _inside_element(content, int(found[1]), int(found[2]), found[3], int(found[4] or 0), found[5])
    if found := LINE.fullmatch(reference):
        return content.decode("utf-8-sig", errors="replace").split("\n")[int(found[1]) - 1].strip()
    raise ValueError(f"cannot follow {reference}")


def _document(content: bytes) -> Any:
    """JSON, the JSON that a script assigns to a name, or YAML."""
    text = content.removeprefix(b"\xef\xbb\xbf").decode(errors="replace")
    try:
        return json.loads(text)
    except ValueError:
        if found := ASSIGNED.search(text):
            return json.JSONDecoder().raw_decode(text[found.end() :])[0]
    with suppress(tomllib.TOMLDecodeError):
        return tomllib.loads(text)
    import yaml  # noqa: PLC0415 - needed for few payloads

    try:
        return yaml.load(content, Loader=yaml.CSafeLoader)  # as safe as safe_load, and quick
    except yaml.YAMLError as error:
        raise ValueError(f"neither JSON nor YAML: {error}") from error


def _pointed(document: Any, pointer: str) -> Any:
    for step in pointer.removeprefix("/").split("/"):
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(document, str):  # a document wrapped in another one as text
            document = json.loads(document)
        document = document[int(name)] if isinstance(document, list) else document[name]
    return document


def _table_row(content: bytes, table: str, number: int) -> str:
    """A row of a table of an SQLite database, by its rowid."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        cursor = database.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', [number])
        row = dict(zip([name for name, *_ in cursor.description], cursor.fetchone() or (), strict=True))
        return json.dumps({name: value for name, value in row.items() if value not in ("", None)}, ensure_ascii=False)


def _csv_row(content: bytes, number: int, column: str | None) -> str:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))
    row = next(row for index, row in enumerate(rows, start=1) if index == number)
    if column is not None:  # "Scores, model_graded" is a value among several in the cell
        parts = column.split(", ")
        wider = [", ".join(parts[:count]) for count in range(len(parts), 0, -1)]
        column = next(name for name in wider if name in row)
    text = json.dumps({name: value for name, value in row.items() if value not in ("", None)}, ensure_ascii=False)
    return text if column is None else f"{column} = {row[column]} in {text}"


def _element_text(content: bytes, line: int, column: int) -> str:
    for tag in _page(content).find_all():
        if (tag.sourceline, tag.sourcepos) == (line, column):
            return " ".join(tag.get_text(" ").split())
    raise ValueError("no element starts there")


def _inside_element(content: bytes, line: int, column: int, attribute: str | None, start: int, pointer: str) -> str:
    """An attribute of an element, or a value in its JSON, or in that which begins at a character of a script's text."""
    from transforms.pages import script_texts  # noqa: PLC0415 - slow to import, needed for pages only

    page = _page(content)
    if attribute:
        tag = next(each for each in page.find_all() if (each.sourceline, each.sourcepos) == (line, column))
        name, inside, path = attribute.partition("/")
        return f"{attribute} = {_pointed(json.loads(str(tag[name])), path) if inside else tag[name]}"
    text = next(text for tag, text in script_texts(page) if (tag.sourceline, tag.sourcepos) == (line, column))
    return json.dumps(_pointed(json.JSONDecoder().raw_decode(text[start:])[0], pointer), ensure_ascii=False)


def _page(content: bytes) -> BeautifulSoup:
    from bs4 import XMLParsedAsHTMLWarning  # noqa: PLC0415 - slow to import, needed for pages only

    from transforms.read import parse_html  # noqa: PLC0415

    warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)  # positions are what is asked for
    return parse_html(content)
