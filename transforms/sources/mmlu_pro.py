"""MMLU-Pro: TIGER-Lab's table of results (CSV, by subject) and the short leaderboard in its README."""

from __future__ import annotations

import re

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import csv_record, decimal, read_csv
from transforms.schemas import BenchmarkScore
from transforms.score_columns import ScoreColumn, figures, joined_settings, text

REFERENCE_URL = "https://huggingface.co/spaces/TIGER-Lab/MMLU-Pro"
TIGER_LAB = "TIGER-Lab"
OVERALL = re.compile(r"(?i)(overall|average|mmlu-?pro)?\s*(accuracy|acc\.?|score)?\s*(\(%\))?")
SUBJECTS = {
    "biology",
    "business",
    "chemistry",
    "computer_science",
    "economics",
    "engineering",
    "health",
    "history",
    "law",
    "math",
    "philosophy",
    "physics",
    "psychology",
    "other",
}
MODEL = re.compile(r"(?i)models?(?: names?)?")
SOURCE = re.compile(r"(?i)data source|source")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def normalise(payload: Payload) -> Batch:
    """Read results.csv (`Models, Model Size(B), Data Source, Overall, Biology…`) or a README with `Model | Overall`.

    A record is a row. The overall accuracy has no settings, a subject's has `subject=…`. Columns are in percent or
    fractions, settled for the whole table. The data source is the evaluator: TIGER-Lab ran it, `Self-Reported` did
    the maker; the README's list is TIGER-Lab's. A README row is named by its line.
    Raises NormaliseError for a document without such a table.
    """
    is_markdown = payload.content.lstrip()[:1] in (b"#", b"|")
    frame = _markdown(payload) if is_markdown else read_csv(payload, required=())
    names = {name.strip("*`_ "): name for name in reversed(frame.columns) if name not in ("record", "record_ref")}
    model = next((name for label, name in names.items() if MODEL.fullmatch(label)), None)
    columns = _columns(frame, names)
    if model is None or not columns:
        raise payload.rejected(f"no models and accuracies among {', '.join(frame.columns)[:300]}")
    book = Book(payload, frame.height, lambda number: csv_record(frame, number))
    rows = frame.with_columns(
        model_name_raw=text(model).str.replace_all(LINK.pattern, "$1").str.strip_chars("*` 🥇🥈🥉🏆").replace("", None)
    )
    rows = book.quarantine(rows, pl.col("model_name_raw").is_null(), "no model name", BenchmarkScore.TABLE)
    source = text(next((name for label, name in names.items() if SOURCE.fullmatch(label)), None))
    if source.meta.root_names():
        evaluator: pl.Expr = pl.when(source.str.contains("(?i)self.?reported").not_()).then(source)
        kind: pl.Expr = (
            pl.when(source.str.contains("(?i)self.?reported"))
            .then(pl.lit("vendor"))
            .when(source.str.contains("(?i)^tiger"))
            .then(pl.lit("independent"))
            .otherwise(pl.lit("unknown"))
        )
    else:
        evaluator, kind = pl.lit(TIGER_LAB), pl.lit("independent")
    scores = [
        figures(book, rows, column).select(
            "record",
            "record_ref",
            "benchmark",
            "metric",
            "model_name_raw",
            "score",
            "unit",
            settings=joined_settings((name, pl.lit(value)) for name, value in column.settings),
            evaluator=evaluator,
            evaluator_kind=kind,
            reference_url=pl.lit(REFERENCE_URL),
        )
        for column in columns
    ]
    observed = pl.concat(scores)
    if is_markdown and len(columns) == 1:  # the line alone names the figure
        observed = observed.with_columns(record_ref=pl.col("record_ref").str.extract(r"^(line \d+)"))
    book.observe(BenchmarkScore, observed)
    batch = book.close()
    if not batch.records_used:
        raise payload.rejected(f"no usable accuracy among {batch.records_read} rows")
    return batch


def _columns(frame: pl.DataFrame, names: dict[str, str]) -> list[ScoreColumn]:
    found: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    for label, name in names.items():
        subject = re.sub("[^a-z]+", "_", label.lower()).strip("_")
        if subject in SUBJECTS:
            found.append((name, (("subject", subject),)))
        elif label and OVERALL.fullmatch(label):
            found.append((name, ()))
    if not found:
        return []
    largest = frame.select(pl.max_horizontal(decimal(pl.col(name).str.strip_chars("*` ")) for name, _ in found).max())
    divisor = 100.0 if (largest.item() or 0) > 1 else 1.0
    return [ScoreColumn(name, "mmlu-pro", divisor=divisor, settings=settings) for name, settings in found]


def _markdown(payload: Payload) -> pl.DataFrame:
    """The first table with a column of models and one of overall accuracies; refs are lines of the document."""
    lines = payload.content.decode("utf-8", errors="replace").split("\n")
    cells = [[cell.strip() for cell in line.strip()[1:].removesuffix("|").split("|")] for line in lines]
    for number, header in enumerate(cells):
        is_row = lines[number].lstrip().startswith("|")
        labels = [label.strip("*`_ ") for label in header]
        if not is_row or not any(MODEL.fullmatch(each) for each in labels):
            continue
        if not any(each and OVERALL.fullmatch(each) for each in labels) or len(set(header)) < len(header):
            continue
        body = []
        for below in range(number + 1, len(lines)):
            if not lines[below].lstrip().startswith("|"):
                break
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells[below]):
                body.append((below + 1, (cells[below] + [""] * len(header))[: len(header)]))
        if not body:
            raise payload.rejected("a header without rows")
        columns = {name: [row[at] or None for _, row in body] for at, name in enumerate(header)}
        refs = {"record": range(len(body)), "record_ref": [f"line {line}" for line, _ in body]}
        schema = {"record": pl.UInt32, "record_ref": pl.String}
        return pl.DataFrame(refs, schema=schema).hstack(pl.DataFrame(columns, schema=dict.fromkeys(header, pl.String)))
    raise payload.rejected("no table of models and accuracies")
