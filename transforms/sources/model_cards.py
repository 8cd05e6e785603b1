"""Cards in makers' own repositories: Markdown whose tables state the size of models and what their training took.

Two sorts of tables are read, as pipes or as HTML; one row is one record. Sizes: a column `Params` ("8B"), or `#Total
Params` and `#Activated Params`, beside the context (a table of scores may list the sizes of rivals). Training: GPU
hours ("1.46M") and tons of CO2 equivalent, location-based where both are given. Rows of the other tables are ignored:
their benchmarks name settings in prose.

- A row that only names a family ("Llama 3.1 (text only)") has its size added: "Llama 3.1 8B", as the other table says.
- Power times hours is not the energy used (power is the peak of a GPU), so training energy stays unknown. It bounds the
  emissions, though: the 12.9 tons of Llama 3.3 70B for 7.0 million hours are refused.
- "128k" tokens of context may be 128,000 or 131,072; the context stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import polars as pl
from bs4 import BeautifulSoup

from transforms.batch import Batch, Book
from transforms.licences import openness
from transforms.payload import Payload
from transforms.read import element_ref, text_of
from transforms.schemas import ModelCard

RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
SIZE = re.compile(r"^(\d+(?:\.\d+)?) ?([MBT])\b")
HOURS = re.compile(r"^(\d[\d,]*(?:\.\d+)?) ?([KM]?)$")
BILLIONS = {"M": 1e-3, "B": 1.0, "T": 1e3}
TIMES = {"": 1.0, "K": 1e3, "M": 1e6}
# Columns by what their headings say, in small letters; the first that matches.
COLUMNS = {
    "parameters": r"^#?(?:total )?params$|^#?total params",
    "active": r"^#?activated params",
    "hours": r"\bgpu hours\b",
    "watts": r"power consumption \(w\)",
    "tco2e": r"location-based|carbon emitted ?\(tco",
}
MIN_KG_PER_KWH = 0.01  # of GPUs at their peak; the cleanest grids are at 0.02
MAX_KG_PER_KWH = 2.0
LICENCE = re.compile(r"Llama [\d.]*\d Community License")
DEVELOPER = re.compile(r"\*\*Model developers?\s*:?\s*\*\*\s*:?\s*([A-Z][\w .-]*?)\s*$", re.IGNORECASE | re.MULTILINE)
RELEASED = re.compile(r"\*\*Model Release Date\s*:?\s*\*\*\s*:?\s*([A-Z][a-z]+ \d{1,2}, \d{4})")
TRAINED_ON = re.compile(r"(?:hardware of type|computation on) ([A-Z]+\d+[\w-]*) \(TDP")


class Row(NamedTuple):
    """One row of a table: where it stands, the headings of its table, and its cells."""

    ref: str
    headings: list[str]
    cells: list[str]


def normalise(payload: Payload) -> Batch:
    """Read one card; one row of a table is one record, and each model gives one card.

    Raises NormaliseError when the payload is no text with a table of sizes or of training.
    """
    text = payload.content.decode("utf-8", errors="replace")
    rows = [*_pipe_rows(text), *_html_rows(payload, text)]
    book = Book(payload, len(rows), lambda number: " | ".join(rows[number].cells))
    frame = _read(rows)
    if not frame["is_card"].any():
        raise payload.rejected("no table of sizes or of training")
    frame = book.ignore(frame, ~pl.col("is_card"), "table_of_other_things")
    frame = book.ignore(frame, pl.col("key").str.starts_with("total"), "total")
    frame = book.quarantine(frame, pl.col("key") == "", "no name of a model", ModelCard.TABLE)
    for column, said in (("parameters_b", "parameters"), ("training_gpu_hours", "hours"), ("training_tco2e", "tco2e")):
        unread = pl.col(said).is_not_null() & pl.col(column).is_null()
        book.quarantine(
            frame, unread, pl.format("cannot read the {} of {}: {}", pl.lit(said), "name", said), ModelCard.TABLE
        )
    kwh = pl.col("training_gpu_hours") * pl.col("watts_each") / 1000
    grams = pl.col("training_tco2e") * 1000 / kwh
    is_odd = ((pl.col("training_tco2e") > 0) & ~grams.is_between(MIN_KG_PER_KWH, MAX_KG_PER_KWH)).fill_null(value=False)
    book.quarantine(
        frame,
        is_odd,
        pl.format("{} tCO2e for {} kWh at the GPUs' peak: a slip", "training_tco2e", kwh.round(0)),
        ModelCard.TABLE,
    )
    frame = frame.with_columns(training_tco2e=pl.when(~is_odd).then("training_tco2e"))
    _observe(book, frame, text)
    return book.close()


def _clean(cell: str) -> str:
    plain = BeautifulSoup(cell, "html.parser").get_text("") if "<" in cell else cell
    return " ".join(re.sub(r"[*`\\]", "", plain).split())


def _cells(line: str) -> list[str]:
    return [_clean(cell) for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _pipe_rows(text: str) -> Iterator[Row]:
    headings: list[str] | None = None
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if "|" not in line:
            headings = None
        elif RULE.match(line) and number > 1 and "|" in lines[number - 2] and headings is None:
            headings = _cells(lines[number - 2])
        elif headings is not None:
            yield Row(f"line {number}", headings, _cells(line))


def _html_rows(payload: Payload, text: str) -> Iterator[Row]:
    """Rows of HTML tables below the first; a cell that spans rows stands in each of them."""
    if "<table" not in text:
        return
    for table in BeautifulSoup(payload.content, "html.parser").find_all("table"):
        spans: dict[int, tuple[int, str]] = {}
        headings: list[str] | None = None
        for line in table.find_all("tr"):
            cells: list[str] = []
            for cell in line.find_all(["td", "th"]):
                _fill(cells, spans)
                span = str(cell.get("rowspan") or "1")
                if span.isdecimal() and 1 < int(span) < 1000:
                    spans[len(cells)] = (int(span) - 1, text_of(cell))
                cells.append(text_of(cell))
            _fill(cells, spans)
            if headings is None and cells:
                headings = cells
            elif headings is not None and cells:
                yield Row(element_ref(line), headings, cells)


def _fill(cells: list[str], spans: dict[int, tuple[int, str]]) -> None:
    while len(cells) in spans:
        left, text = spans.pop(len(cells))
        if left > 1:
            spans[len(cells)] = (left - 1, text)
        cells.append(text)


def _read(rows: list[Row]) -> pl.DataFrame:
    """Each row with its texts by column of `COLUMNS`, its figures, and the name of its model."""
    read = []
    for number, row in enumerate(rows):
        headings = [heading.lower() for heading in row.headings]
        places = {
            name: next((at for at, heading in enumerate(headings) if re.search(pattern, heading)), None)
            for name, pattern in COLUMNS.items()
        }
        said = {
            name: row.cells[at] or None if at is not None and at < len(row.cells) else None
            for name, at in places.items()
        }
        is_card = places["hours"] is not None or (
            places["parameters"] is not None and any("context" in heading for heading in headings)
        )
        name = re.sub(r"\(.*?\)", "", row.cells[0]).strip()
        size = SIZE.match(said["parameters"] or "")
        if size and headings[0] == "" and not re.search(r"\d[MBT]\b", name):
            name = f"{name} {size[0].replace(' ', '')}".strip()
        read.append(
            (
                number,
                row.ref,
                is_card,
                name,
                re.sub("[^a-z0-9.]+", " ", name.lower()).strip(),
                *said.values(),
                _figure(SIZE, BILLIONS, said["parameters"]),
                _figure(SIZE, BILLIONS, said["active"]),
                _figure(HOURS, TIMES, said["hours"]),
                _figure(HOURS, TIMES, said["watts"]),
                _figure(HOURS, TIMES, said["tco2e"]),
            )
        )
    texts = dict.fromkeys(("name", "key", *COLUMNS), pl.String)
    names = ("parameters_b", "active_parameters_b", "training_gpu_hours", "watts_each", "training_tco2e")
    head = {"record": pl.UInt32, "record_ref": pl.String, "is_card": pl.Boolean}
    return pl.DataFrame(read, schema={**head, **texts, **dict.fromkeys(names, pl.Float64)}, orient="row")


def _figure(form: re.Pattern[str], units: dict[str, float], text: str | None) -> float | None:
    found = form.match(text or "")
    return round(float(found[1].replace(",", "")) * units[found[2]], 9) if found else None


def _observe(book: Book, frame: pl.DataFrame, text: str) -> None:
    """One card per model: what its tables say of it together, at the place of the first."""
    figures = ("parameters_b", "active_parameters_b", "training_gpu_hours", "training_tco2e")
    frame = frame.with_columns(
        *(pl.col(name).drop_nulls().first().over("key") for name in figures),
        contradicts=pl.any_horizontal(pl.col(name).drop_nulls().n_unique().over("key") > 1 for name in figures),
    )
    frame = book.quarantine(frame, pl.col("contradicts"), "the tables contradict each other", ModelCard.TABLE)
    frame = book.quarantine(
        frame,
        pl.all_horizontal(pl.col(name).is_null() for name in figures),
        pl.format("nothing known of {}", "name"),
        ModelCard.TABLE,
    )
    frame = book.ignore(frame, ~pl.col("key").is_first_distinct(), "more_of_a_model")
    developer, licence, trained_on = (
        found.group(found.re.groups) if found else None
        for found in (DEVELOPER.search(text), LICENCE.search(text), TRAINED_ON.search(text))
    )
    has_training = pl.col("training_gpu_hours").is_not_null() | pl.col("training_tco2e").is_not_null()
    book.observe(
        ModelCard,
        frame.select(
            *("record", "record_ref", *figures),
            model_name_raw="name",
            developer=pl.lit(developer, dtype=pl.String),
            released_on=pl.lit(_released(text), dtype=pl.Date),
            license=pl.lit(licence, dtype=pl.String),
            training_gpu=pl.when(has_training).then(pl.lit(trained_on, dtype=pl.String)),
            weights_openness=openness(pl.lit(licence, dtype=pl.String)),
            method=pl.lit("stated"),
        ),
    )


def _released(text: str) -> date | None:
    found = RELEASED.search(text)
    if found is None:
        return None
    written = pl.Series([found[1].replace("Sept ", "Sep ")])
    return next(
        (day for form in ("%B %d, %Y", "%b %d, %Y") if (day := written.str.to_date(form, strict=False).item())), None
    )
