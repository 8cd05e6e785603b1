"""Qwen's speed benchmark: how fast its models answer one request, by prompt length and quantisation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl
from bs4 import Tag

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import decimal, element_ref, read_html, text_of
from transforms.schemas import InferenceMeasurement

# Columns of a table by how their heading starts, on 2024-11-06 (Qwen2.5) and in the documentation of Qwen3.
COLUMNS = {
    "model": "model",
    "input length": "input_tokens",
    "quantization": "precision",
    "gpu num": "gpus",
    "speed": "speed",
    "gpu memory": "memory",
    "note": "note",
}
INHERITED = ("model", "input_tokens")  # written once for several rows of a grid
ENGINES = {"transformer": "transformers", "vllm": "vLLM", "sglang": "SGLang"}
ENGINE = re.compile(r"\((transformer|vllm|sglang)s?\)", re.IGNORECASE)
# A sentence ("The environment of the evaluation with vLLM is:") or a heading of Markdown.
ENVIRONMENT = re.compile(r"(?:environment.* with|#+)\s.*?(transformer|vllm|sglang)s?\b[^(]*$", re.IGNORECASE)
BULLET = re.compile(r"[-*]\s+(.+)")
ACCELERATOR = re.compile(r"(?:NVIDIA|AMD)\s.+")
SOFTWARE = re.compile(r"(transformers|vllm|sglang)\s+(\d\S*)", re.IGNORECASE)
GENERATED = re.compile(r"generating \**(\d+) tokens", re.IGNORECASE)
ONE_BY_ONE = re.compile(r"batch size of 1\b", re.IGNORECASE)
# Qwen3 states its formula, in words or in TeX; Qwen2 and Qwen2.5 state none.
COUNTS_PROMPTS = re.compile(
    r"prompt\W{0,6}\+\W{0,3}(?:\w*text\W+)?tokens?\W.{0,12}?generation", re.IGNORECASE | re.DOTALL
)
ANY = pl.lit(value=True)


@dataclass
class Environment:
    """What one engine's figures were measured on."""

    accelerators: list[str] = field(default_factory=list)
    version: str | None = None


def normalise(payload: Payload) -> Batch:
    """Read the page's source: reStructuredText with grid tables, or Markdown with HTML tables.

    Each row gives a model, the tokens of its prompt, a quantisation, a number of GPUs and a speed in tokens per second
    of one request at a time. Where the page defines the speed as prompt and generated tokens over time (Qwen3), it is
    the total rate, and the output rate is its share of generated tokens. Where it does not (Qwen2, Qwen2.5), it is the
    rate of the 2,048 tokens generated: Qwen2.5-0.5B at 30,720 tokens of prompt and "264.51" would else take 124 s for
    what takes 7 s without a prompt, and at 1 token "47.40" could not be what it is at 30,720, "47.16".
    Accelerator and version of the engine come from the page's list of environments. Raises NormaliseError for a page
    without such a table.
    """
    try:
        text = payload.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise payload.rejected(f"not text: {error}") from error
    cells = list(_html_rows(payload, text) if "<table" in text else _grid_rows(text))
    if not any("speed" in row and "model" in row for _, _, row in cells):
        raise payload.rejected("no table of speeds")
    book = Book(payload, len(cells), lambda number: {"engine": cells[number][1], **cells[number][2]})
    environments = _environments(text)
    found = [environments.get(engine or "", Environment()) for _, engine, _ in cells]
    generated = GENERATED.search(text)
    names = (*COLUMNS.values(), "unknown")
    rows = numbered(ref for ref, _, _ in cells).hstack(
        pl.DataFrame(
            {name: [row.get(name) or None for _, _, row in cells] for name in names},
            schema=dict.fromkeys(names, pl.String),
        )
    )
    rows = rows.with_columns(
        model_name_raw="model",
        # Two accelerators for one engine: which of them gave a figure is lost.
        gpu_name_raw=_texts([each.accelerators[0] if len(each.accelerators) == 1 else None for each in found]),
        gpu_count=pl.col("gpus").cast(pl.Int64, strict=False),
        engine=_texts([ENGINES.get(engine or "") for _, engine, _ in cells]),
        engine_version=pl.coalesce(
            pl.col("note").str.extract(r"(?i)(?:transformers|vllm|sglang)==([^\s,]+)"),
            _texts([each.version for each in found]),
        ),
        precision=pl.col("precision").str.to_lowercase(),
        task=pl.lit("generation"),
        max_concurrency=pl.lit(1 if ONE_BY_ONE.search(text) else None, dtype=pl.Int64),
        input_tokens_mean=decimal("input_tokens"),
        output_tokens_mean=pl.lit(float(generated[1]) if generated else None, dtype=pl.Float64),
        configuration=pl.format("note={}", pl.col("note").str.replace_all(";", ",")),
        rate=decimal("speed"),
        method=pl.lit("measured"),
    )
    generated_share = pl.col("output_tokens_mean") / (pl.col("output_tokens_mean") + pl.col("input_tokens_mean"))
    if COUNTS_PROMPTS.search(text):
        rates = {
            "total_tokens_per_second": pl.col("rate"),
            "output_tokens_per_second": pl.col("rate") * generated_share,
        }
    else:
        rates = {"output_tokens_per_second": pl.col("rate")}
    rows = rows.with_columns(**rates)
    kind = InferenceMeasurement.TABLE
    unknown = pl.col("unknown").is_not_null()
    book.quarantine(rows.filter(unknown).head(1), ANY, pl.format("columns not known: {}", "unknown"))
    rows = book.quarantine(rows, pl.col("model").is_null(), "names no model", kind)
    rows = book.quarantine(rows, pl.col("rate").is_null(), "states no speed", kind)
    incomplete = pl.any_horizontal(pl.col(name).is_null() for name in ("gpu_count", "input_tokens_mean", "precision"))
    rows = book.quarantine(rows, incomplete, "the GPUs, the prompt or the quantisation cannot be read", kind)
    book.observe(InferenceMeasurement, rows.drop("rate", "unknown", *(set(COLUMNS.values()) - {"precision"})))
    return book.close()


def _grid_rows(text: str) -> Iterator[tuple[str, str | None, dict[str, str]]]:
    """Rows of grid tables: where they stand, the engine of the heading above, and their cells by column."""
    engine = None
    names: list[str] = []
    carried: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if heading := ENGINE.search(line):
            engine = heading[1].lower()
        if not line.startswith("|"):
            continue
        values = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if values[0].lower() == "model":
            names, carried = [_column(value) for value in values], {}
        elif names and any(values) and not set("".join(values)) <= set("-: "):
            row = _row(names, values)
            carried = {name: row.get(name) or carried.get(name, "") for name in INHERITED}
            yield f"line {number}", engine, row | carried


def _html_rows(payload: Payload, text: str) -> Iterator[tuple[str, str | None, dict[str, str]]]:
    """Rows of HTML tables inside Markdown; a cell may span several rows."""
    lines = text.split("\n")
    for table in read_html(payload).find_all("table"):
        above = "\n".join(lines[: (table.sourceline or 1) - 1])
        engine = next((found[1].lower() for found in reversed(list(ENGINE.finditer(above)))), None)
        names: list[str] = []
        open_cells: dict[int, tuple[int, str]] = {}
        for line in table.find_all("tr"):
            values = _spanned(line, open_cells)
            if values and values[0].lower() == "model":
                names = [_column(value) for value in values]
            elif names:
                yield element_ref(line), engine, _row(names, values)


def _spanned(line: Tag, open_cells: dict[int, tuple[int, str]]) -> list[str]:
    """Cells of a table row, with those of earlier rows that reach down to it. Updates `open_cells`."""
    cells, values = line.find_all(["td", "th"]), list[str]()
    while cells or len(values) in open_cells:
        at = len(values)
        if at in open_cells:
            left, value = open_cells.pop(at)
        else:
            cell = cells.pop(0)
            span = str(cell.get("rowspan") or "1")
            left, value = int(span) if span.isdecimal() and len(span) < 5 else 1, text_of(cell)
        if left > 1:
            open_cells[at] = (left - 1, value)
        values.append(value)
    return values


def _row(names: list[str], values: list[str]) -> dict[str, str]:
    row = {name: value for name, value in zip(names, values, strict=False) if name in COLUMNS.values()}
    unknown = [name for name in names if name not in COLUMNS.values()]
    return row | ({"unknown": ", ".join(unknown)} if unknown else {})


def _column(heading: str) -> str:
    return next((name for start, name in COLUMNS.items() if heading.lower().startswith(start)), heading or "(empty)")


def _environments(text: str) -> dict[str, Environment]:
    """Accelerators and version of each engine, from the bullets under its name."""
    environments: dict[str, Environment] = {}
    engine = None
    for line in (each.strip() for each in text.split("\n")):
        if line.startswith(("+", "|", "<")):
            break
        if found := ENVIRONMENT.match(line) or ENVIRONMENT.search(line):
            engine = found[1].lower()
        elif line.startswith("#") or line.lower().startswith("note"):
            engine = None
        elif engine and (bullet := BULLET.match(line)):
            environment = environments.setdefault(engine, Environment())
            if ACCELERATOR.fullmatch(bullet[1]) and bullet[1] not in environment.accelerators:
                environment.accelerators.append(bullet[1])
            software = SOFTWARE.match(bullet[1])
            if software and software[1].lower().startswith(engine):
                environment.version = environment.version or software[2]
    return environments


def _texts(values: list[str | None]) -> pl.Series:
    return pl.Series(values, dtype=pl.String)
