"""Tables of sizes and of training in makers' documents, read into cards.

Sizes: a column `Params` ("8B"), or `#Total Params` and `#Activated Params`, beside the context (a table of scores may
list the sizes of rivals). Training: GPU hours ("1.46M") and tons of CO2 equivalent, location-based where both are
given.

- A table of two columns may sum up one model: "Total Parameters | 1T", "Activated Parameters | 32B".
- A row that only names a family ("Llama 3.1 (text only)") has its size added: "Llama 3.1 8B", as the other table says.
- Hours of several stages in one cell ("Stage 1: 147K H100 hours Stage 2: 98K H100 hours") are added up.
- Power times hours is not the energy used (power is the peak of a GPU), so training energy stays unknown. It bounds the
  emissions, though: the 12.9 tons of Llama 3.3 70B for 7.0 million hours are refused.
- "128k" tokens of context may be 128,000 or 131,072; the context stays unknown.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

import polars as pl

from transforms.batch import Book
from transforms.licences import openness
from transforms.markdown_tables import Table
from transforms.schemas import ModelCard
from transforms.training_notes import full_training

SIZE = re.compile(r"^(\d+(?:\.\d+)?) ?([MBT])\b")
HOURS = re.compile(r"^(\d[\d,]*(?:\.\d+)?) ?([KM]?)$")
STAGE = re.compile(r"[A-Za-z][\w -]*: (\d[\d,]*(?:\.\d+)?) ?([KM]?) (?:[A-Z]+\d+ )?hours")
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
RELEASED = re.compile(r"\*\*Model Release Date\s*:?\s*\*\*\s*:?[\s*]*(?:[\w. ]+: )?([A-Z][a-z]+ \d{1,2}, \d{4})")
TRAINED_ON = re.compile(r"(?:hardware of type|computation on) ([A-Z]+\d+[\w-]*) \(TDP")
SUMMARY = {
    "parameters_b": re.compile(r"^# ?(?:total )?param(?:eter)?s$|^(?:total )?parameters$|^number of parameters$", re.I),
    "active_parameters_b": re.compile(r"^(?:# ?)?activ(?:at)?ed? param(?:eter)?s\b", re.I),
}
FIGURES = ("parameters_b", "active_parameters_b", "training_gpu_hours", "training_tco2e")


def is_card_table(table: Table) -> bool:
    """Whether a table states the sizes of models, or what their training took."""
    headings = [heading.lower() for heading in table.headings]
    has_sizes = any(re.search(COLUMNS["parameters"], each) for each in headings)
    is_training = any(re.search(COLUMNS["hours"], each) for each in headings)
    return is_training or (has_sizes and any(re.search(r"\bcontent length|context", each) for each in headings))


class Summary(NamedTuple):
    """The sizes of the one model that a table sums up, the row that says the first, and the rows of the table."""

    parameters_b: float
    active_parameters_b: float | None
    row: tuple[int, str]
    rows: list[tuple[int, str]]


def summary_of(table: Table, numbers: list[int]) -> Summary | None:
    """What a table of two columns sums up of one model; null where it says no parameters."""
    if len(table.headings) != 2:
        return None
    found: dict[str, tuple[float, int, str]] = {}
    for number, row in zip(numbers, table.rows, strict=True):
        for name, words in SUMMARY.items():
            figure = _figure(SIZE, BILLIONS, row.cells[1]) if len(row.cells) == 2 else None
            if figure is not None and words.search(row.cells[0]):
                found.setdefault(name, (figure, number, row.ref))
    if "parameters_b" not in found:
        return None
    total, *place = found["parameters_b"]
    rows = [(number, row.ref) for number, row in zip(numbers, table.rows, strict=True)]
    active = found.get("active_parameters_b", (None,))[0]
    return Summary(total, active, (place[0], place[1]), rows)  # type: ignore[arg-type]


def developer_of(text: str) -> str | None:
    """The maker as a document states it ("**Model Developers** Meta")."""
    found = DEVELOPER.search(text)
    return found[1] if found else None


def read_cards(book: Book, tables: list[tuple[Table, list[int]]], text: str) -> pl.DataFrame:
    """The cards to observe, of tables of one document for which `is_card_table` holds.

    The record numbers of its rows stand beside each table; rows without a card get their fate here. A model has one
    card, at the place of the first row that names it.
    """
    frame = _read(tables)
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
    return _joined(book, frame, text)


def _read(tables: list[tuple[Table, list[int]]]) -> pl.DataFrame:
    """Each row with its texts by column of `COLUMNS`, its figures, and the name of its model."""
    read = []
    for table, numbers in tables:
        headings = [heading.lower() for heading in table.headings]
        places = {
            name: next((at for at, heading in enumerate(headings) if re.search(pattern, heading)), None)
            for name, pattern in COLUMNS.items()
        }
        for number, row in zip(numbers, table.rows, strict=True):
            said = {
                name: row.cells[at] or None if at is not None and at < len(row.cells) else None
                for name, at in places.items()
            }
            name = re.sub(r"\(.*?\)", "", row.cells[0]).strip()
            size = SIZE.match(said["parameters"] or "")
            if size and headings[0] == "" and not re.search(r"\d[MBT]\b", name):
                name = f"{name} {size[0].replace(' ', '')}".strip()
            key = _key(name)
            figures = (
                _figure(SIZE, BILLIONS, said["parameters"]),
                _figure(SIZE, BILLIONS, said["active"]),
                _hours(said["hours"]),
                _figure(HOURS, TIMES, said["watts"]),
                _figure(HOURS, TIMES, said["tco2e"]),
            )
            read.append((number, row.ref, name, key, *said.values(), *figures))
    texts = dict.fromkeys(("name", "key", *COLUMNS), pl.String)
    names = ("parameters_b", "active_parameters_b", "training_gpu_hours", "watts_each", "training_tco2e")
    head = {"record": pl.UInt32, "record_ref": pl.String}
    return pl.DataFrame(read, schema={**head, **texts, **dict.fromkeys(names, pl.Float64)}, orient="row")


def _figure(form: re.Pattern[str], units: dict[str, float], text: str | None) -> float | None:
    found = form.match(text or "")
    return round(float(found[1].replace(",", "")) * units[found[2]], 9) if found else None


def _hours(text: str | None) -> float | None:
    """GPU hours as one figure, or as a figure for each stage; null where a stage cannot be read."""
    stages = STAGE.findall(text or "")
    if stages and not STAGE.sub("", text or "").strip(" ,;."):
        return round(sum(float(hours.replace(",", "")) * TIMES[unit] for hours, unit in stages), 9)
    return _figure(HOURS, TIMES, text)


def _joined(book: Book, frame: pl.DataFrame, text: str) -> pl.DataFrame:
    """One card per model: what its tables say of it together, at the place of the first."""
    frame = frame.with_columns(
        *(pl.col(name).drop_nulls().first().over("key") for name in FIGURES),
        contradicts=pl.any_horizontal(pl.col(name).drop_nulls().n_unique().over("key") > 1 for name in FIGURES),
    )
    frame = book.quarantine(frame, pl.col("contradicts"), "the tables contradict each other", ModelCard.TABLE)
    frame = book.quarantine(
        frame,
        pl.all_horizontal(pl.col(name).is_null() for name in FIGURES),
        pl.format("nothing known of {}", "name"),
        ModelCard.TABLE,
    )
    frame = book.ignore(frame, ~pl.col("key").is_first_distinct(), "more_of_a_model")
    frame = _with_prose(frame, text)
    licence, trained_on = (found[found.re.groups] if found else None for found in _searched(text))
    has_training = pl.col("training_gpu_hours").is_not_null() | pl.col("training_tco2e").is_not_null()
    return frame.select(
        *("record", "record_ref", *FIGURES),
        model_name_raw="name",
        developer=pl.lit(developer_of(text), dtype=pl.String),
        released_on=pl.lit(_released(text), dtype=pl.Date),
        license=pl.lit(licence, dtype=pl.String),
        training_gpu=pl.coalesce("said_gpu", pl.when(has_training).then(pl.lit(trained_on, dtype=pl.String))),
        weights_openness=openness(pl.lit(licence, dtype=pl.String)),
        method=pl.lit("stated"),
    )


def _with_prose(frame: pl.DataFrame, text: str) -> pl.DataFrame:
    """The hours that a sentence says of a model whose tables do not."""
    said = pl.DataFrame(
        [(_key(name), each.gpu_hours, each.gpu, each.ref) for name, each in full_training(text).items()],
        schema={"key": pl.String, "said_hours": pl.Float64, "said_gpu": pl.String, "said_ref": pl.String},
        orient="row",
    )
    frame = frame.join(said, on="key", how="left", maintain_order="left")
    is_new = pl.col("training_gpu_hours").is_null() & pl.col("said_hours").is_not_null()
    return frame.with_columns(
        training_gpu_hours=pl.coalesce("training_gpu_hours", "said_hours"),
        said_gpu=pl.when(is_new).then("said_gpu"),
        record_ref=pl.when(is_new).then(pl.format("{} + {}", "record_ref", "said_ref")).otherwise("record_ref"),
    )


def _key(name: str) -> str:
    return re.sub("[^a-z0-9.]+", " ", name.lower()).strip()


def _searched(text: str) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    return LICENCE.search(text), TRAINED_ON.search(text)


def _released(text: str) -> date | None:
    found = RELEASED.search(text)
    if found is None:
        return None
    written = pl.Series([found[1].replace("Sept ", "Sep ")])
    return next(
        (day for form in ("%B %d, %Y", "%b %d, %Y") if (day := written.str.to_date(form, strict=False).item())), None
    )
