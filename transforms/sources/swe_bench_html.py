"""SWE-bench leaderboards as tables of swebench.com, before the site had a data file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import polars as pl
from bs4 import BeautifulSoup, Tag

from transforms.agents import agent_and_model
from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import element_ref, read_html, text_of
from transforms.schemas import BenchmarkScore
from transforms.scores import are_fractions, day_of, finite, fraction_of, settings_of
from transforms.sources.swe_bench import EVALUATOR, METRICS, REFERENCE_URL, benchmark_of

# Until 2024-03 the boards were told apart by whether the system was given the files to change (the "oracle").
OLD_BOARD = re.compile(r"(Un)?[Aa]ssisted(?:-?(Lite))?")
NEW_BOARD = re.compile(r"leaderboard-([A-Za-z-]+)")
MARKS = re.compile(r"^[^\w(]+")  # medals, "new", 🤠 for an open system, ✅ for one that the makers ran again
CHECKED = "✅"
FOLDER = re.compile(r"/evaluation/[^/]+/([^/]+)")


class _Row(NamedTuple):
    ref: str
    html: str
    benchmark: str | None
    retrieval: str | None
    name: str | None
    checked: str | None
    resolved: str | None
    date: str | None
    folder: str | None


def normalise(payload: Payload) -> Batch:
    """Read the page: a table per board with the columns Model, % Resolved and Date; a record is a row of one.

    The board is told by the id around its table: `leaderboard-Verified`, or `UnassistedLite` until 2024-03, when
    `Assisted` tables held results with oracle retrieval (setting `retrieval=oracle`). Names are read as in the data
    file (`swe-bench`): the model is scored and the agent is the setting `scaffold`; a name without a model stands for
    it. Where the page marks entries its makers have run again, `checked` says so and such entries are independent.
    Raises NormaliseError for a page without such a table, for fractions, or when no row is usable.
    """
    page = read_html(payload)
    rows = list(_rows(page))
    if not rows:
        raise payload.rejected("no table of what models resolved")
    book = Book(payload, len(rows), lambda number: rows[number].html)
    columns = {
        name: [getattr(row, name) for row in rows]
        for name in ("benchmark", "retrieval", "name", "checked", "resolved", "date", "folder")
    }
    read = [agent_and_model(row.name) if row.name else (None, None) for row in rows]
    columns["model"] = [model or row.name for row, (_, model) in zip(rows, read, strict=True)]
    columns["scaffold"] = [agent if model else None for agent, model in read]
    table = BenchmarkScore.TABLE
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    frame = pl.concat([numbered(row.ref for row in rows), frame], how="horizontal")
    frame = frame.with_columns(percent=finite(pl.col("resolved").str.strip_suffix("%")))
    if are_fractions(frame["percent"]):
        raise payload.rejected("nothing resolved is above 1: not percentages")
    frame = book.quarantine(frame, pl.col("benchmark").is_null(), "a board that cannot be told", table)
    frame = book.quarantine(frame, pl.col("name").is_null(), "no name, or cells that are not under headings", table)
    frame = book.ignore(frame, pl.col("resolved").is_null() | pl.col("resolved").is_in(["-", "–"]), "no_score")
    frame = book.quarantine(
        frame,
        pl.col("percent").is_null() | ~pl.col("percent").is_between(0, 100),
        pl.format("resolved {} is no percentage", "resolved"),
        table,
    )
    is_checked = pl.col("checked") == "yes"
    book.observe(
        BenchmarkScore,
        frame.select(
            "record",
            "record_ref",
            "benchmark",
            metric=pl.col("benchmark").replace_strict(METRICS, default="accuracy", return_dtype=pl.String),
            model_name_raw="model",
            settings=settings_of(checked=pl.col("checked"), retrieval=pl.col("retrieval"), scaffold=pl.col("scaffold")),
            evaluator=pl.lit(EVALUATOR),
            evaluator_kind=pl.when(is_checked).then(pl.lit("independent")).otherwise(pl.lit("unknown")),
            evaluated_on=day_of(pl.col("date")),
            run_ref="folder",
            score=fraction_of(pl.col("percent")),
            unit=pl.lit("fraction"),
            reference_url=pl.lit(REFERENCE_URL),
        ),
    )
    batch = book.close()
    if not batch.records_used:
        raise payload.rejected(f"none of {batch.records_read} rows has a score")
    return batch


def _rows(page: BeautifulSoup) -> Iterator[_Row]:
    marks_checked = CHECKED in page.get_text()
    for table in page.find_all("table"):
        headings = [text_of(heading).lower() for heading in table.find_all("th")]
        places = {name: _place(headings, name) for name in ("model|system|name", "resolved", "date")}
        name_at, resolved_at, date_at = places.values()
        if name_at is None or resolved_at is None:
            continue
        benchmark, retrieval = _board(table)
        for row in table.find_all("tr"):
            cells = [text_of(cell) for cell in row.find_all("td")]
            if not cells:
                continue
            fits = len(cells) == len(headings)
            label = cells[name_at] if fits else ""
            link = next((found for a in row.find_all("a") if (found := FOLDER.search(str(a.get("href"))))), None)
            yield _Row(
                ref=element_ref(row),
                html=str(row),
                benchmark=benchmark,
                retrieval=retrieval,
                name=MARKS.sub("", label) or None,
                checked=("yes" if CHECKED in label else "no") if marks_checked else None,
                resolved=(cells[resolved_at] or None) if fits else None,
                date=cells[date_at] if fits and date_at is not None else None,
                folder=link[1] if link else None,
            )


def _place(headings: list[str], pattern: str) -> int | None:
    return next((place for place, heading in enumerate(headings) if re.search(rf"\b(?:{pattern})\b", heading)), None)


def _board(table: Tag) -> tuple[str | None, str | None]:
    """Benchmark and retrieval of the board a table belongs to: the nearest id that names one."""
    for element in (table, *table.parents):
        name = str(element.get("id") or "")
        if old := OLD_BOARD.fullmatch(name):
            return benchmark_of(old[2] or "test"), None if old[1] else "oracle"
        if new := NEW_BOARD.fullmatch(name):
            return benchmark_of(new[1]), None
    return None, None
