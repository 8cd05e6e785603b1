"""Model cards of Hugging Face: licence and model-index of the front matter of a README.md, and the tables of its body.

One record is the card, one more each metric of `model-index`, and one more each row of a table. The model is named by
the repository, which the file name tells ("…/phi-2/README.md" or "microsoft--phi-2.md"). Tables are read as those of
other cards (`card_tables`, `score_tables`); those of the Open LLM Leaderboard that repeat a model-index are not.

- GPU hours and emissions are read where the card says them as the template does (`training_notes`).
- The name in `model-index` often comes from another card (Phind-CodeLlama-34B-v2 says v1): such scores are refused.
- Scores are written as 72.95, "73.8%" or 0.738. Bare numbers of one source are percentages as soon as one exceeds 1.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

import polars as pl
import yaml

from transforms.batch import Batch, Book
from transforms.card_tables import Summary, is_card_table, read_cards, summary_of
from transforms.licences import openness
from transforms.markdown_tables import Table, markdown_tables
from transforms.payload import Payload
from transforms.prices import read_figure
from transforms.schemas import BenchmarkScore, ModelCard
from transforms.score_tables import BOARD, Document, is_score_table, read_scores
from transforms.training_notes import noted_training

if TYPE_CHECKING:
    from huggingface_hub import EvalResult, ModelCardData

PATH = re.compile(r"(?:^|/)(?:(?P<org>[^/]+)--)?(?P<name>[^/]+?)(?:/README)?\.md$", re.IGNORECASE)
FOLDER = re.compile(r"^[0-9a-f]{12}$|^\d{8}T\d{6}Z$|^README$", re.IGNORECASE)  # not a model: a capture's own folder
# Data set, configuration and name as cards write them, to the benchmark; the first that matches.
BENCHMARKS = (
    (r"arc-challenge|ai2 reasoning challenge", "arc-challenge"),
    (r"arc-easy", "arc-easy"),
    (r"hellaswag", "hellaswag"),
    (r"mmlu[-_ ]?pro", "mmlu-pro"),
    (r"cais/mmlu|^mmlu(?: |$)|\|mmlu \(5-shot\)", "mmlu"),
    (r"truthful_?qa", "truthfulqa"),
    (r"winogrande", "winogrande"),
    (r"gsm8k", "gsm8k"),
    (r"human_?eval[-_ ]?(?:plus|\+)", "humaneval-plus"),
    (r"openai_humaneval|^humaneval(?:\||$)", "humaneval"),
    (r"ifeval", "ifeval"),
    (r"\bbbh\b", "bbh"),
    (r"math[-_ ]lvl[-_ ]5", "math-level-5"),
    (r"\bgpqa\b", "gpqa"),
    (r"\bmusr\b", "musr"),
    (r"^drop\b", "drop"),
)
SHARE = re.compile(r"^(?:acc(?:uracy)?(?:_norm)?|exact_match|em|f1|mc[12]|pass@\d+|(?:inst|prompt)_level_\w+_acc\w*)$")


def normalise(payload: Payload) -> Batch:
    """Read one README.md; it gives a card, a score for each metric of its model-index, and what its tables state.

    A card without front matter is read where it has such tables. Raises NormaliseError when the payload has neither,
    or the file name does not name the model.
    """
    # Half a second to import: not at the start of every command that reads the registry.
    from huggingface_hub import EvalResult  # noqa: PLC0415
    from huggingface_hub import ModelCard as Card  # noqa: PLC0415
    from huggingface_hub.repocard import REGEX_YAML_BLOCK  # noqa: PLC0415

    text = payload.content.decode("utf-8-sig", errors="replace")
    block = REGEX_YAML_BLOCK.search(text)
    tables = markdown_tables(payload, text)
    if block is None and not any(is_card_table(table) or is_score_table(table) for table in tables):
        raise payload.rejected("no front matter, and no table of sizes, of training or of scores")
    front = block.group(2) if block else ""
    org, name = _repository(payload)
    try:
        document = yaml.load(front, Loader=yaml.CSafeLoader)
        data = cast("ModelCardData", Card(text, ignore_metadata_errors=True).data)
        index = document.get("model-index") if isinstance(document, dict) else None
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise payload.rejected(f"front matter that cannot be read: {error}") from error
    results = data.eval_results
    results = [each for each in results if isinstance(each, EvalResult)] if isinstance(results, list) else []
    model = f"{org}/{name}" if org else name
    rows = [" | ".join(row.cells) for table in tables for row in table.rows]
    raw = [front or text[:1000], *(repr(each) for each in results), *rows]
    book = Book(payload, len(raw), raw.__getitem__)
    cards, scores, summary = _read_body(book, tables, 1 + len(results), text, model, has_index=bool(results))
    own = _card(data, org, model).with_columns(record_ref=pl.lit("front matter" if block else "line 1"))
    if summary:
        own = own.with_columns(
            record_ref=pl.format("{} + {}", "record_ref", pl.lit(summary.row[1])),
            parameters_b=pl.lit(summary.parameters_b),
            active_parameters_b=pl.lit(summary.active_parameters_b, dtype=pl.Float64),
        )
    if training := noted_training(text, document if isinstance(document, dict) else {}):
        own = own.with_columns(
            record_ref=pl.concat_str("record_ref", pl.lit(training.ref.removeprefix("front matter"))),
            training_gpu_hours=pl.lit(training.gpu_hours, dtype=pl.Float64),
            training_gpu=pl.lit(training.gpu, dtype=pl.String),
            training_tco2e=pl.lit(training.tco2e, dtype=pl.Float64),
        )
    book.observe(ModelCard, pl.concat([own, cards], how="diagonal"))
    if index and not results and not _is_empty(index):
        front = pl.DataFrame({"record": [0], "record_ref": ["front matter"]}, schema_overrides={"record": pl.UInt32})
        book.quarantine(front, pl.lit(value=True), "a model-index that cannot be read", BenchmarkScore.TABLE)
    if results:
        named = {each.get("name") for each in index} if isinstance(index, list) else set()
        scores = pl.concat([_scores(book, _read(results), model, _unlike(named, name)), scores], how="diagonal")
    book.observe(BenchmarkScore, scores)
    return book.close()


def _read_body(
    book: Book, tables: list[Table], first: int, text: str, model: str, *, has_index: bool
) -> tuple[pl.DataFrame, pl.DataFrame, Summary | None]:
    """The cards, the scores and the sizes of the own model in the tables, whose rows are records from `first` on."""
    rules = ("table_of_other_things", "repeats_model_index", "said_on_the_card")
    fates: dict[str, list[tuple[int, str]]] = {rule: [] for rule in rules}
    summary: Summary | None = None
    sized: list[tuple[Table, list[int]]] = []
    scored: list[tuple[Table, list[int]]] = []
    for table in tables:
        numbers = list(range(first, first := first + len(table.rows)))
        if is_card_table(table):
            sized.append((table, numbers))
        elif found := summary_of(table, numbers):
            fates["said_on_the_card"] += found.rows
            summary = summary or found
        elif is_score_table(table) and not (has_index and any(BOARD.search(title) for title in table.section)):
            scored.append((table, numbers))
        else:
            rule = "repeats_model_index" if is_score_table(table) else "table_of_other_things"
            fates[rule] += [(number, row.ref) for number, row in zip(numbers, table.rows, strict=True)]
    for rule, rows in fates.items():
        schema = {"record": pl.UInt32, "record_ref": pl.String}
        book.ignore(pl.DataFrame(rows, schema=schema, orient="row"), pl.lit(value=True), rule)
    scores = read_scores(book, scored, Document(model, f"{model} model card"))
    return read_cards(book, sized, text), scores, summary


def _repository(payload: Payload) -> tuple[str | None, str]:
    found = PATH.search(payload.name)
    if found is None or FOLDER.match(found["name"]):
        raise payload.rejected("the file name names no model")
    return found["org"], found["name"]


def _is_empty(index: Any) -> bool:
    return isinstance(index, list) and all(isinstance(each, dict) and each.get("results") == [] for each in index)


def _unlike(named: set[Any], name: str) -> str | None:
    """The names in the model-index other than that of the repository; null where it has no others."""
    others = sorted(str(each) for each in named if str(each).rsplit("/", 1)[-1].lower() != name.lower())
    return ", ".join(others) or None


def _texts(value: Any) -> str | None:
    """A text, or several of a list, joined."""
    values = value if isinstance(value, list) else [value]
    return ",".join(each.strip() for each in values if isinstance(each, str) and each.strip()) or None


def _card(data: ModelCardData, org: str | None, model: str) -> pl.DataFrame:
    licence = _texts(data.license)
    if licence in (None, "other"):
        licence = _texts(data.license_name) or licence
    frame = pl.DataFrame(
        {
            "record": [0],
            "model_name_raw": [model],
            "developer": [org],
            "license": [licence],
            "weights_ref": [model if org else None],
        },
        schema={
            "record": pl.UInt32,
            "model_name_raw": pl.String,
            "developer": pl.String,
            "license": pl.String,
            "weights_ref": pl.String,
        },
    )
    return frame.with_columns(weights_openness=openness("license"), method=pl.lit("stated"))


def _benchmark(result: EvalResult) -> str:
    """The slug of what a result is on: of the known names, else of the name without "(5-shot)"."""
    known = "|".join(str(each) for each in (result.dataset_name, result.dataset_type, result.dataset_config) if each)
    for pattern, slug in BENCHMARKS:
        if re.search(pattern, known.lower()):
            return slug
    plain = re.sub(r"\(.*?\)", "", str(result.dataset_name)).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _settings(result: EvalResult) -> str | None:
    args = result.dataset_args if isinstance(result.dataset_args, dict) else {}
    shots = read_figure(args.get("num_few_shot"))
    said = {
        "shots": None if shots is None else f"{shots:g}",
        "split": result.dataset_split,
        "config": result.dataset_config,
    }
    return "; ".join(f"{name}={value}" for name, value in sorted(said.items()) if isinstance(value, str)) or None


def _read(results: list[EvalResult]) -> pl.DataFrame:
    rows = []
    for number, result in enumerate(results, start=1):
        written = result.metric_value
        is_percent = isinstance(written, str) and written.strip().endswith("%")
        source, url = result.source_name, result.source_url
        rows.append(
            (
                number,
                f"front matter, metric {number} of model-index",
                _benchmark(result),
                str(result.metric_type).strip().lower(),
                _settings(result),
                source if isinstance(source, str) else None,
                url if isinstance(url, str) else None,
                str(written)[:100],
                read_figure(written.strip().removesuffix("%") if isinstance(written, str) else written),
                is_percent,
            )
        )
    columns = ("record_ref", "benchmark", "said", "settings", "evaluator", "reference_url", "written")
    return pl.DataFrame(
        rows,
        schema={
            "record": pl.UInt32,
            **dict.fromkeys(columns, pl.String),
            "figure": pl.Float64,
            "is_percent": pl.Boolean,
        },
        orient="row",
    )


def _scores(book: Book, frame: pl.DataFrame, model: str, unlike: str | None) -> pl.DataFrame:
    table = BenchmarkScore.TABLE
    frame = book.quarantine(frame, pl.lit(unlike is not None), f"the model-index is of another model: {unlike}", table)
    frame = book.quarantine(frame, pl.col("benchmark") == "", "no name of a benchmark", table)
    frame = book.quarantine(
        frame,
        ~pl.col("said").str.contains(SHARE.pattern),
        pl.format("the unit of metric {} is not said: {}", "said", "written"),
        table,
    )
    figure = pl.col("figure")
    frame = book.quarantine(
        frame,
        figure.is_null() | ~figure.is_between(0, 100),
        pl.format("{} is no share: {}", "said", "written"),
        table,
    )
    bare = pl.when(~pl.col("is_percent")).then(figure)
    is_share = ~pl.col("is_percent") & (bare.max().over(pl.col("evaluator").fill_null("")) <= 1)
    is_outside = pl.col("evaluator").is_not_null()
    return frame.select(
        *("record", "record_ref", "benchmark", "settings", "reference_url"),
        metric=pl.col("said").str.replace("@", "_at_", literal=True),
        model_name_raw=pl.lit(model),
        evaluator=pl.col("evaluator").fill_null("model card"),
        evaluator_kind=pl.when(is_outside).then(pl.lit("independent")).otherwise(pl.lit("vendor")),
        score=pl.when(is_share).then(figure).otherwise((figure / 100).round_sig_figs(15)),
        unit=pl.lit("fraction"),
    )
