"""SWE-bench leaderboards: the share of GitHub issues a model or an agent resolves, as the board's data file has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import polars as pl

from transforms.agents import agent_and_model
from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import json_numbers, json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import BenchmarkScore
from transforms.scores import are_fractions, day_of, fraction_of, known_cost, settings_of

REFERENCE_URL = "https://www.swebench.com/"
EVALUATOR = "SWE-bench Leaderboard"
# Test is the full benchmark. bash-only has Verified's tasks, all models in mini-SWE-agent, and Epoch AI's names.
BENCHMARKS = {"test": "swe-bench", "full": "swe-bench", "bash-only": "swe-bench-bash"}
METRICS = {"swe-bench-bash": "resolved"}
MINI = "mini-SWE-agent"
CHECKED = ("checked", "verified")  # the name until 2025-05, of what the makers of the board ran again
# Fields seen from 2025-05-07 to 2025-11-19: read here, or about the entry's presentation, files and system.
FIELDS = {"name", "folder", "resolved", "date", "tags", "cost", "warning", "mini-swe-agent_version", *CHECKED}
UNUSED = {"site", "logo", "org_logo", "logs", "trajs", "trajs_docent", "oss", "os_model", "os_system"}
UNUSED |= {"instance_cost", "instance_calls", "per_instance_details"}
OWN_SIZE = re.compile(r"(?i)\b\d+(?:\.\d+)?b\b")


class _Entry(NamedTuple):
    ref: str
    board: str
    fields: Any


def normalise(payload: Payload) -> Batch:
    """Read the file: {leaderboards: [{name, results: [{name, resolved, date, folder, tags, checked, cost, …}]}]}.

    A record is an entry of one board. `resolved` is in percent of the board's tasks, `cost` USD for all of them (0
    and null: unknown). The entry's name is "agent + model"; the model is scored, the agent is the setting `scaffold`.
    Where the name tells no model, the one `Model:` tag does, unless the name has a size and so is a model of its own
    (Skywork-SWE-32B is tagged with what it was trained from). Where no or several models are named, the whole name
    stands for the model, since the system was scored. Several `Model:` tags are the setting `models`.
    Entries the makers of the board have run again (`checked`) are independent; the others are the submitters' word.
    Raises NormaliseError for another document, for fractions, or when no entry is usable.
    """
    entries = list(_entries(payload))
    fields = [entry.fields for entry in entries]
    if not any(isinstance(each, dict) and "resolved" in each for each in fields):
        raise payload.rejected("no entry says what it resolved")
    book = Book(payload, len(entries), lambda number: fields[number])
    rows = pl.concat([numbered(entry.ref for entry in entries), _columns(entries)], how="horizontal")
    if unknown := unknown_fields(fields, FIELDS | UNUSED):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    if are_fractions(rows["resolved"]):
        raise payload.rejected("nothing resolved is above 1: not percentages")
    table = BenchmarkScore.TABLE
    rows = book.quarantine(rows, pl.col("name").is_null(), "no name", table)
    rows = book.ignore(rows, pl.col("resolved_text").is_null(), "no_score")
    rows = book.quarantine(
        rows,
        pl.col("resolved").is_null() | ~pl.col("resolved").is_between(0, 100),
        pl.format("resolved {} is no percentage", "resolved_text"),
        table,
    )
    book.observe(
        BenchmarkScore,
        rows.select(
            "record",
            "record_ref",
            "benchmark",
            metric=pl.col("benchmark").replace_strict(METRICS, default="accuracy", return_dtype=pl.String),
            model_name_raw="model",
            settings=settings_of(
                scaffold=pl.col("scaffold"),
                scaffold_version=pl.when(pl.col("scaffold") == MINI).then("mini-swe-agent_version"),
                attempts=pl.col("attempts"),
                checked=pl.col("checked"),
                models=pl.col("models"),
                warning=pl.col("warning"),
            ),
            evaluator=pl.lit(EVALUATOR),
            evaluator_kind=pl.when(pl.col("checked") == "yes").then(pl.lit("independent")).otherwise(pl.lit("unknown")),
            evaluated_on=day_of(pl.col("date")),
            run_ref="folder",
            score=fraction_of(pl.col("resolved")),
            unit=pl.lit("fraction"),
            cost_usd=known_cost(pl.col("cost")),
            reference_url=pl.lit(REFERENCE_URL),
        ),
    )
    batch = book.close()
    if not batch.records_used:
        raise payload.rejected(f"none of {batch.records_read} entries has a score")
    return batch


def benchmark_of(board: str) -> str:
    """The benchmark of a board by its name: "Verified" is swe-bench-verified, "Test" is swe-bench."""
    slug = re.sub(r"[^a-z0-9]+", "-", board.lower()).strip("-")
    return BENCHMARKS.get(slug, f"swe-bench-{slug}")


def _entries(payload: Payload) -> Iterator[_Entry]:
    document = read_json(payload)
    boards = document.get("leaderboards") if isinstance(document, dict) else document
    start: tuple[str, ...] = ("leaderboards",) if isinstance(document, dict) else ()
    if not isinstance(boards, list) or not boards:
        raise payload.rejected("no list of leaderboards")
    for number, board in enumerate(boards):
        name, results = (board.get("name"), board.get("results")) if isinstance(board, dict) else (None, None)
        if not isinstance(name, str) or not re.search("[A-Za-z0-9]", name) or not isinstance(results, list):
            raise payload.rejected(f"leaderboard {number} has no name or no list of results")
        for place, result in enumerate(results):
            yield _Entry(json_pointer(*start, number, "results", place), benchmark_of(name), result)


def _columns(entries: list[_Entry]) -> pl.DataFrame:
    fields = [entry.fields if isinstance(entry.fields, dict) else {} for entry in entries]
    names = json_texts(fields, "name")
    read = [_model(name, each, board) for name, each, (_, board, _) in zip(names, fields, entries, strict=True)]
    stated: dict[str, list[str | None]] = {
        "benchmark": [entry.board for entry in entries],
        "model": [model for _, model, _ in read],
        "scaffold": [scaffold for scaffold, _, _ in read],
        "models": [", ".join(models) if len(models) > 1 else None for _, _, models in read],
        "attempts": [next(iter(_tags(each, "System: Attempts - ")), None) for each in fields],
        "checked": [_yes_or_no(next((each[key] for key in CHECKED if key in each), None)) for each in fields],
        "warning": ["yes" if each.get("warning") not in (None, False, "") else None for each in fields],
        "resolved_text": [None if each.get("resolved") is None else str(each["resolved"])[:80] for each in fields],
    }
    return pl.DataFrame(
        [
            names,
            *(json_texts(fields, name) for name in ("folder", "date", "mini-swe-agent_version")),
            *(json_numbers(fields, name) for name in ("resolved", "cost")),
            *(pl.Series(name, values, dtype=pl.String) for name, values in stated.items()),
        ]
    )


def _model(name: str | None, fields: dict[str, Any], board: str) -> tuple[str | None, str | None, list[str]]:
    """Scaffold, model and tagged models of an entry."""
    models = _tags(fields, "Model: ")
    if name is None:
        return None, None, models
    agent, model = agent_and_model(name)
    if model is not None:
        return agent or (MINI if board == "swe-bench-bash" else None), model, models
    if len(models) == 1 and not OWN_SIZE.search(name) and "://" not in models[0]:
        return name, models[0], models
    return (MINI if board == "swe-bench-bash" else None), name, models


def _tags(fields: dict[str, Any], prefix: str) -> list[str]:
    """What the entry's tags say after a prefix, each once, in order of the alphabet."""
    tags = fields.get("tags")
    texts = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    found = {tag.removeprefix(prefix).strip() for tag in texts if tag.startswith(prefix)}
    return sorted(found - {""})


def _yes_or_no(flag: Any) -> str | None:
    """ "false (See README.md for info …)" is no."""
    word = str(flag).strip().lower()
    return "yes" if word.startswith("true") else "no" if word.startswith("false") else None
