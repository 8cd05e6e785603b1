"""EcoLogits' table of models: how many parameters it reckons with. Guesses at closed models are no facts of ours."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import BOM, csv_record, decimal, json_numbers, json_pointer, json_texts, read_csv, read_json
from transforms.read import unknown_fields as unknown_fields_of
from transforms.schemas import ModelCard

KIND = ModelCard.TABLE
HUB = "huggingface_hub"
DEVELOPERS = {"google_genai": "google"}  # renamed between 2024-10 and 2025-08
KNOWN = {"type", "provider", "name", "architecture", "warnings", "sources", "deployment"}
KNOWN_CSV = {"record", "record_ref", "provider", "name", "total_parameters", "active_parameters", "warnings", "sources"}
# "model_architecture_not_released" until 2024, "model-arch-not-released" since: all their figures are guesses.
GUESSED = r"arch(?:itecture)?[-_]not[-_]released"
# The hub may count the words that quantised weights are packed in: 55.1 for Command R+ in 4 bits, which has 104.
PACKED = r"(?i)4[-_]?bit|gptq|awq|bnb|int4|nf4|fp4|mlx"


def normalise(payload: Payload) -> Batch:
    """Read `models.json` ({"aliases": [...], "models": [{"provider", "name", "architecture", "warnings"}]}) or the
    `models.csv` it was until 2024, with ranges as "20;70". Parameters are billions.

    A card is `estimated` throughout. It states parameters only where the maker released the architecture and the
    figure is one number: of a guess or a range ({"min", "max"}) nothing is kept, neither bound nor middle. The CSV does
    not say which models are mixtures and repeats the total as active for some that are (Mixtral): an active count
    equal to the total is left out. Raises NormaliseError for another document.
    """
    if payload.content.removeprefix(BOM).lstrip()[:1] in (b"{", b"["):
        return _json(payload)
    return _csv(payload)


def _json(payload: Payload) -> Batch:
    document = read_json(payload)
    models = document.get("models") if isinstance(document, dict) else document
    aliases = document.get("aliases") if isinstance(document, dict) else None
    if not isinstance(models, list) or not models or not isinstance(aliases, list | None):
        raise payload.rejected("no list of models")
    aliases = aliases or []
    records = [*models, *aliases]
    at = ["models"] if isinstance(document, dict) else []
    refs = [json_pointer(*at, number) for number in range(len(models))]
    refs += [json_pointer("aliases", number) for number in range(len(aliases))]
    book = Book(payload, len(records), lambda number: records[number])
    designs = [record.get("architecture") if isinstance(record, dict) else None for record in records]
    counts = [design.get("parameters") if isinstance(design, dict) else None for design in designs]
    of_both = [count if isinstance(count, dict) else {"total": count} for count in counts]
    kind = json_texts(designs, "type").str.to_lowercase()
    rows = numbered(refs).with_columns(
        provider=json_texts(records, "provider"),
        name=json_texts(records, "name"),
        warnings=pl.Series([_joined(record) for record in records], dtype=pl.String),
        total=json_numbers(of_both, "total"),
        active=json_numbers(of_both, "active"),
        is_moe=(kind == "moe").set(~kind.is_in(["moe", "dense"]), None),
        architecture=kind,
        is_alias=pl.Series([number >= len(models) for number in range(len(records))]),
    )
    if unknown := unknown_fields_of(models, KNOWN):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    rows = book.ignore(rows, pl.col("is_alias"), "alias")
    return _close(payload, book, rows.drop("is_alias"))


def _csv(payload: Payload) -> Batch:
    table = read_csv(payload, required=("provider", "name", "total_parameters", "active_parameters"))
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    total, active = decimal("total_parameters"), decimal("active_parameters")
    warnings = pl.col("warnings") if "warnings" in table.columns else pl.lit(None, dtype=pl.String)
    rows = table.select(
        *("record", "record_ref", "provider", "name"),
        warnings=warnings,
        total=total,
        active=pl.when(active != total).then(active),
        is_moe=pl.lit(None, dtype=pl.Boolean),
        architecture=pl.lit(None, dtype=pl.String),
    )
    if unknown := sorted(set(table.columns) - KNOWN_CSV):
        book.quarantine(rows.head(1), pl.lit(value=True), f"columns not known: {', '.join(unknown)}")
    return _close(payload, book, rows)


def _joined(record: Any) -> str | None:
    warnings = record.get("warnings") if isinstance(record, dict) else None
    return " ".join(map(str, warnings)) if isinstance(warnings, list) else str(warnings) if warnings else None


def _close(payload: Payload, book: Book, rows: pl.DataFrame) -> Batch:
    rows = book.quarantine(
        rows, pl.col("name").is_null() | pl.col("provider").is_null(), "no name or no provider", KIND
    )
    is_known = ~pl.col("warnings").fill_null("").str.contains(GUESSED)
    is_hub = pl.col("provider") == HUB
    maker = pl.col("name").str.extract(r"^([^/]+)/")
    packed = pl.col("name").str.contains(PACKED) & pl.col("total").is_not_null() & is_known
    book.quarantine(
        rows, packed, pl.format("{} billion may count the packed weights of a quantised model", "total"), KIND
    )
    wrong = (pl.col("total") <= 0) | (pl.col("active") <= 0) | (pl.col("active") > pl.col("total"))
    rows = book.quarantine(
        rows, wrong, pl.format("{} billion parameters, {} active", "total", pl.col("active").fill_null(0)), KIND
    )
    is_counted = is_known & ~packed
    cards = rows.select(
        *("record", "record_ref"),
        model_name_raw="name",
        developer=pl.when(is_hub).then(maker).otherwise(pl.col("provider").replace(DEVELOPERS)),
        parameters_b=pl.when(is_counted).then("total"),
        active_parameters_b=pl.when(is_counted & pl.col("is_moe").fill_null(value=True)).then("active"),
        is_moe=pl.when(is_known).then("is_moe"),
        architecture=pl.when(is_known).then("architecture"),
        has_downloadable_weights=pl.when(is_hub).then(pl.lit(value=True)),
        weights_ref=pl.when(is_hub).then("name"),
        weights_openness=pl.lit("unknown"),
        method=pl.lit("estimated"),
    )
    book.observe(ModelCard, cards)
    batch = book.close()
    if not batch.observations[KIND].height:
        raise payload.rejected("no model with a name")
    return batch
