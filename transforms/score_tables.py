"""Tables of scores in makers' documents: models in the columns and benchmarks in the rows, or the other way round.

A table is one of scores where it names a benchmark we know (`benchmark_names`). One row is one record, each figure an
observation at "…, cell 5". What holds for all of it:

- The name of a model is what the header or the cell says, with the size a column of its own may tell ("Llama 2", "7B").
  "Value" is the model the document is about. A header that is no name ("2B Params", "Change") gives nothing.
- Bare figures are percentages where one of the benchmark exceeds 1, fractions where none of the whole table does.
- A benchmark we do not know is read where its metric says that it is a share (accuracy, EM, F1, pass@1…); the others,
  and perplexities, percentiles and ranks, are refused, for their unit is not said. Averages of several are ignored.
- Settings: shots, chain of thought, language, split, `tuning` (base or instruct, where the heading above says so), and
  `as_stated` for what else a name or its metric says. A note behind a figure ("72.5*") is not part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from transforms.batch import Book
from transforms.benchmark_names import Benchmark, is_known, read_benchmark
from transforms.markdown_tables import Row, Table
from transforms.schemas import BenchmarkScore

NOTHING = re.compile(r"^(?:[-–—?/.\s]*|n/?a|none|null|nan|tbd|x)$", re.IGNORECASE)
FIGURE = re.compile(
    r"^((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)\s*(%?)\s*(?:(?:±|\+/-)\s*[\d.]+\s*%?)?\s*"
    r"((?:\([^()]*\)\s*)*)[^\w()/|.,+-]*$"  # after it a medal or a mark
)
AVERAGE = re.compile(
    r"^\W*(?:avg|averages?|mean|total|overall|sum)\b(?!@)|\b(?:average|avg\.?|total)\W*$", re.IGNORECASE
)
ABOUT = re.compile(
    r"^(?:architecture|#? ?(?:activated|active|total)? ?param(?:eter)?s(?: \(.*\))?|(?:model )?size|context\b.*"
    r"|knowledge cut-?off|(?:training|train) .*|tokens|licen[cs]e|release.*|organi[sz]ation"
    r"|developer|links?|downloads?|notes?)$",
    re.IGNORECASE,
)
# What a column holds, by its heading; the first that fits.
ROLES = (
    ("model", r"^(?:models?|model names?|llms?|systems?|模型)$"),
    (
        "benchmark",
        r"^(?:benchmarks?|bench|tasks?|data ?sets?|evaluations?|evals?|tests?|groups?|基准|评测|数据集)"
        r"(?: \((?:metric|shots?)\)| name)?$",
    ),
    ("shots", r"^(?:#|n|num\.?|number of)?[ -]?(?:few)?[- ]?shots?$"),
    ("metric", r"^(?:metrics?|measures?)$"),
    ("language", r"^languages?$"),
    ("error", r"^(?:std ?err|standard error)$"),
    ("setting", r"^(?:settings?|modes?|prompts?|prompting|filters?|splits?|frameworks?)$"),
    ("size", r"^(?:model )?sizes?$|^#? ?(?:total )?param(?:eter)?s$"),
    ("value", r"^(?:values?|scores?|results?|accurac(?:y|ies)|performances?)(?: \(%\))?$"),
    (
        "",
        r"^$|^\W+$|^(?:categor(?:y|ies)|capabilit(?:y|ies)|modalit(?:y|ies)|domains?|areas?|types?|groups?|versions?)$",
    ),
    ("", r"^chang|^Δ|^delta|improvement|\bgain\b|^diff|^ranks?$|^alignment|^tuning method|\bsota\b|^human(?: .*)?$"),
    ("", r"^recover|^ratios?$|^winner|^years?$|^status|measures|^loss|^degradation"),
)
SIZE_ALONE = re.compile(r"^~? ?\d+(?:\.\d+)? ?[BMT](?: params| parameters)?$", re.IGNORECASE)
# What a column of figures may be called instead of a model: a precision, a part in a comparison, a count, a language.
NO_NAME = re.compile(
    r"^(?:(?:the )?(?:baseline|base|original|reference|target|ours|quanti[sz]ed|unquanti[sz]ed)(?: model)?"
    r"|(?:nv|mx)?(?:fp|bf|int)\d+(?: target)?|w\d+a\d+|[+]\w+|thinking|non-thinking)(?: \(.*\))?$"
    r"|^(?:avg|average|mean|overall|random|chance|majority|weight|source|reference|paper)\b|^#|^(?:questions|samples|items)$"
    r"|^(?:english|chinese|spanish|french|german|italian|portuguese|hindi|thai|japanese|korean|arabic|russian|vietnamese)$"
    r"|^(?:indonesian|turkish|bengali|swahili|telugu|dutch|polish|multilingual|en|fr|de|es|it|pt|ja|ko|zh)$",
    re.IGNORECASE,
)
SIZE_INSIDE = re.compile(r"\d ?[BMT]\b", re.IGNORECASE)
BASE = re.compile(r"\bbase\b|\bpre-?train", re.IGNORECASE)
INSTRUCT = re.compile(r"instruct|\bchat\b|fine-?tuned|post-?train|aligned", re.IGNORECASE)
BOARD = re.compile(r"open llm leaderboard", re.IGNORECASE)


@dataclass(frozen=True)
class Document:
    """Whose tables are read: the model they are about (null where that is open) and who reports the scores."""

    model: str | None
    evaluator: str


@dataclass
class _Cell:
    record: int
    ref: str
    model: str
    benchmark: Benchmark
    name: str
    text: str
    evaluator: str
    kind: str
    error: str | None = None


def is_score_table(table: Table) -> bool:
    """Whether a table names benchmarks we know where a table of scores does."""
    return _layout(table) is not None


def read_scores(book: Book, tables: list[tuple[Table, list[int]]], document: Document) -> pl.DataFrame:
    """The scores to observe, of tables of one document for which `is_score_table` holds.

    The record numbers of its rows stand beside each table; rows without a score get their fate here.
    """
    cells: list[_Cell] = []
    fates: list[tuple[int, str, str | None, str | None]] = []
    for table, numbers in tables:
        read, said = _TableReader(table, numbers, document).read()
        cells += _scaled(read)
        fates += said
        given = {cell.record for cell in read} | {fate[0] for fate in said}
        fates += [
            (number, row.ref, "no_score", None)
            for number, row in zip(numbers, table.rows, strict=True)
            if number not in given
        ]
    schema = {"record": pl.UInt32, "record_ref": pl.String, "rule": pl.String, "reason": pl.String}
    rows = pl.DataFrame(fates, schema=schema, orient="row")
    for rule in rows["rule"].drop_nulls().unique(maintain_order=True):
        rows = book.ignore(rows, pl.col("rule") == rule, rule)
    book.quarantine(rows, pl.lit(value=True), pl.col("reason"), BenchmarkScore.TABLE)
    return _figures(book, cells)


def _cell_at(row: Row, at: int) -> str:
    """A cell; empty where the row is shorter."""
    return row.cells[at] if at < len(row.cells) else ""


def _role(heading: str) -> str | None:
    return next((role for role, pattern in ROLES if re.search(pattern, heading.strip(), re.IGNORECASE)), None)


def _layout(table: Table) -> tuple[str, int] | None:
    """Which way round a table stands, "rows" or "columns" of benchmarks, and its column of benchmarks or of models."""
    headings = table.headings
    roles = [_role(heading) for heading in headings]
    known = [at for at, heading in enumerate(headings) if is_known(heading)]
    models = next((at for at, role in enumerate(roles) if role == "model"), None)
    if known and models is None and roles[0] == "" and "benchmark" not in roles:
        models = 0
    if known and models is not None:
        return "columns", models
    stated = [at for at, role in enumerate(roles) if role == "benchmark"]
    if not stated:  # "Metric | Value", or a column without a heading
        stated = [at for at, role in enumerate(roles) if role == "metric" or headings[at] == ""][:2]
    for at in stated:
        if any(at < len(row.cells) and is_known(row.cells[at]) for row in table.rows):
            return "rows", at
    return None


@dataclass
class _TableReader:
    table: Table
    numbers: list[int]
    document: Document

    def read(self) -> tuple[list[_Cell], list[tuple[int, str, str | None, str | None]]]:
        layout = _layout(self.table)
        assert layout is not None, "ask is_score_table first"
        self.orientation, self.key = layout
        self.roles = [_role(heading) for heading in self.table.headings]
        self.cells: list[_Cell] = []
        self.fates: list[tuple[int, str, str | None, str | None]] = []
        self.tuning = _tuning(self.table.section)
        self.board = any(BOARD.search(title) for title in self.table.section)
        self.hints: dict[int, str] = {}
        self.unnamed: set[int] = set()
        self.twice, again = self._repeated()
        self.idle = again | {
            at
            for at in range(len(self.table.headings))
            if not any(re.match(r"[~<>≈+−-]?\s?\.?\d", _cell_at(row, at)) for row in self.table.rows)
        }
        above = ""
        for number, row in zip(self.numbers, self.table.rows, strict=True):
            fate = self._idle(row)
            if fate is None and len(row.cells) > len(self.table.headings):
                self._refuse(number, row, "more cells than headings")
            elif fate == "settings_of_columns":
                self.hints = {at: cell for at, cell in enumerate(row.cells) if not NOTHING.match(cell)}
                self._ignore(number, row, fate)
            elif fate is not None:
                self._ignore(number, row, fate)
            elif self.orientation == "columns":
                self._models_row(number, row)
            else:
                above = _cell_at(row, self.key) or above
                self._benchmark_row(number, row, above)
        return self.cells, self.fates

    def _repeated(self) -> tuple[set[int], set[int]]:
        """Columns that share a heading: those with other figures than their likes, and those with the same again."""
        names = self.table.headings
        columns = [[_cell_at(row, at) for row in self.table.rows] for at in range(len(names))]
        alike = {at: [each for each, name in enumerate(names) if name == names[at]] for at in range(len(names))}
        twice = {at for at, others in alike.items() if any(columns[each] != columns[at] for each in others)}
        return twice, {at for at, others in alike.items() if at not in twice and others[0] < at}

    def _ignore(self, number: int, row: Row, rule: str) -> None:
        self.fates.append((number, row.ref, rule, None))

    def _refuse(self, number: int, row: Row, reason: str, cell: int | None = None) -> None:
        ref = row.ref if cell is None else f"{row.ref}, cell {cell + 1}"
        self.fates.append((number, ref, None, reason))

    def _idle(self, row: Row) -> str | None:
        """The rule for a row that states no score."""
        said = [cell for cell in row.cells if cell]
        if all(NOTHING.match(cell) or not cell.strip("-:") for cell in row.cells):
            return "empty_row"
        if len(set(said)) == 1 and (len(said) == 1 or len(said) == len(row.cells)) and not FIGURE.match(said[0]):
            return "heading_within_table"
        key = _cell_at(row, self.key)
        others = [cell for at, cell in enumerate(row.cells) if at != self.key and not NOTHING.match(cell)]
        if not key and self.orientation == "columns":
            return (
                "settings_of_columns" if others and not any(FIGURE.match(cell) for cell in others) else "no_model_named"
            )
        if self.orientation == "rows" and ABOUT.match(key.strip("# ")):
            return "about_the_model"
        return "average_of_several" if self.orientation == "rows" and AVERAGE.search(key) else None

    def _evaluator(self) -> tuple[str, str]:
        return ("Open LLM Leaderboard", "independent") if self.board else (self.document.evaluator, "vendor")

    def _add(self, number: int, row: Row, at: int, model: str, benchmark: Benchmark, name: str) -> None:
        settings = benchmark.settings | ({"tuning": self.tuning} if self.tuning else {})
        stated = Benchmark(benchmark.slug, benchmark.metric, benchmark.unit, benchmark.low, benchmark.high, settings)
        error = self._text(row, "error")
        self.cells.append(
            _Cell(number, f"{row.ref}, cell {at + 1}", model, stated, name, row.cells[at], *self._evaluator(), error)
        )

    def _text(self, row: Row, role: str) -> str | None:
        at = next((at for at, each in enumerate(self.roles) if each == role and at != self.key), None)
        return row.cells[at] if at is not None and at < len(row.cells) and not NOTHING.match(row.cells[at]) else None

    def _models_row(self, number: int, row: Row) -> None:
        model = row.cells[self.key]
        size = self._text(row, "size") or ""
        if not size and self.key + 1 < len(row.cells) and self.table.headings[self.key + 1] == "":
            size = row.cells[self.key + 1]
        if SIZE_ALONE.match(size) and not SIZE_INSIDE.search(model):
            model = f"{model} {size.lstrip('~ ')}"
        if NO_NAME.match(model) or SIZE_ALONE.match(model):
            self._ignore(number, row, "no_model_named")
            return
        for at, heading in enumerate(self.table.headings[: len(row.cells)]):
            role = self.roles[at]
            if at in (self.key, *self.idle) or (role is not None and not is_known(heading)) or ABOUT.match(heading):
                continue
            if AVERAGE.search(heading) or NOTHING.match(row.cells[at]):
                continue
            benchmark = read_benchmark(heading, self.hints.get(at, ""))
            if benchmark.unit is not None:
                self._add(number, row, at, model, benchmark, heading)
            elif at not in self.unnamed and FIGURE.match(row.cells[at]):  # once for a column
                self.unnamed.add(at)
                self._refuse(number, row, f"the unit of {heading} is not said", at)

    def _benchmark_row(self, number: int, row: Row, name: str) -> None:
        shots = self._text(row, "shots")
        language = self._text(row, "language")
        notes = [
            f"{shots}-shot" if shots and re.fullmatch(r"\d+(?: ?[-–] ?\d+)?", shots) else shots or "",
            self._text(row, "metric") or "",
            self._text(row, "setting") or "",
        ]
        benchmark = read_benchmark(name, *(note for note in notes if note))
        if language and language.lower() != "english":
            benchmark = Benchmark(
                *(f"{benchmark.slug}-multilingual", benchmark.metric, benchmark.unit, benchmark.low, benchmark.high),
                benchmark.settings | {"language": language},
            )
        is_unnamed, before = False, len(self.cells) + len(self.fates)
        for at, heading in enumerate(self.table.headings[: len(row.cells)]):
            role = self.roles[at]
            is_value = role == "value"
            if at == self.key or at in self.idle or not (is_value or role is None) or NOTHING.match(row.cells[at]):
                continue
            model = self.document.model if is_value else heading
            if model is None or SIZE_ALONE.match(model) or NO_NAME.match(model) or at in self.twice:
                if at not in self.unnamed:  # once for a column
                    self.unnamed.add(at)
                    self._refuse(number, row, f"the heading names no model: {heading}", at)
                is_unnamed = True
            elif benchmark.unit is None:
                self._refuse(number, row, f"the unit of {name} is not said", None)
                break
            else:
                self._add(number, row, at, model, benchmark, name)
        if is_unnamed and before == len(self.cells) + len(self.fates):
            self._ignore(number, row, "no_model_named")


def _tuning(section: tuple[str, ...]) -> str | None:
    """What the innermost heading that speaks of it says of the models: base or instruct."""
    for title in reversed(section):
        is_base, is_instruct = BASE.search(title) is not None, INSTRUCT.search(title) is not None
        if is_base or is_instruct:
            return None if is_base and is_instruct else "base" if is_base else "instruct"
    return None


def _scaled(cells: list[_Cell]) -> list[_Cell]:
    """The cells of one table with bare fractions written as percentages, "0.5623" as "56.23 %"; unsure ones as "?…"."""
    bare: dict[tuple[str, str, str], list[_Cell]] = {}
    for cell in cells:
        found = FIGURE.match(cell.text)
        if cell.benchmark.unit == "fraction" and found and not found[2]:
            bare.setdefault((cell.name, cell.benchmark.slug, cell.benchmark.metric), []).append(cell)
    peaks = {key: max(_number(cell.text) for cell in group) for key, group in bare.items()}
    above_nought = [cell for group in bare.values() for cell in group if _number(cell.text) > 0]
    all_fractions = len(above_nought) > 1 and max(peaks.values()) <= 1
    for key, group in bare.items():
        # A harness that gives a standard error counts in fractions, were it one figure.
        has_errors = len(group) == sum(cell.error is not None for cell in group)
        if all_fractions or (0 < peaks[key] <= 1 and _has_three_decimals(group, least=1 if has_errors else 2)):
            for cell in group:
                cell.kind = f"{cell.kind} fraction"
        elif 0 < peaks[key] <= 1 and len(above_nought) == len([c for c in group if _number(c.text) > 0]):
            for cell in group:
                cell.kind = f"{cell.kind} unsure"
    return cells


def _has_three_decimals(group: list[_Cell], *, least: int) -> bool:
    """Whether figures up to 1 beside percentages are fractions: at least so many, with three decimals or more."""
    written = [cell.text for cell in group if _number(cell.text) > 0]
    return len(written) >= least and all(re.match(r"^0?\.\d{3,}", text) for text in written)


def _number(text: str) -> float:
    found = FIGURE.match(text)
    return float(found[1].replace(",", "")) if found else 0.0


def _figures(book: Book, cells: list[_Cell]) -> pl.DataFrame:
    """The figures in their unit; what is none, or is out of range, is refused."""
    rows = []
    for cell in cells:
        found, benchmark = FIGURE.match(cell.text), cell.benchmark
        kind, _, scale = cell.kind.partition(" ")
        settings = dict(benchmark.settings)
        score = error = reason = None
        if found is None:
            reason = f"cannot read {cell.text[:80]} of {cell.name}"
        elif scale == "unsure":
            reason = f"{cell.text} of {cell.name} may be a fraction or a percentage"
        else:
            divisor = 100.0 if benchmark.unit == "fraction" and (found[2] or scale != "fraction") else 1.0
            score = round(float(found[1].replace(",", "")) / divisor, 10)
            error = round(_number(cell.error) / divisor, 10) if cell.error and FIGURE.match(cell.error) else None
            settings |= read_benchmark("x", *re.findall(r"\(([^()]*)\)", found[3])).settings
            if not benchmark.low <= score <= benchmark.high:
                reason = f"{cell.text} of {cell.name}, outside {benchmark.low:g} to {benchmark.high:g}"
        stated = "; ".join(f"{name}={value}" for name, value in sorted(settings.items())) or None
        rows.append(
            (
                *(cell.record, cell.ref, benchmark.slug, benchmark.metric, cell.model, stated, cell.evaluator, kind),
                *(score, benchmark.unit, error, reason),
            )
        )
    names = ("record_ref", "benchmark", "metric", "model_name_raw", "settings", "evaluator", "evaluator_kind")
    texts = dict.fromkeys(names, pl.String)
    figures = {"score": pl.Float64, "unit": pl.String, "standard_error": pl.Float64, "reason": pl.String}
    frame = pl.DataFrame(rows, schema={"record": pl.UInt32, **texts, **figures}, orient="row")
    refused = pl.col("reason").is_not_null()
    return book.quarantine(frame, refused, pl.col("reason"), BenchmarkScore.TABLE).drop("reason")
