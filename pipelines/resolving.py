"""Names to ids for the command line: JSON lines in, JSON lines out."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import polars as pl

from transforms.identity.gpu import resolve_gpus
from transforms.identity.model import resolve_models
from warehouse.home import WarehouseError

HINTS = {
    "gpu": {"gpu_memory_gib": "memory_gib", "instance_type": "instance_type", "form_factor": "form_factor"},
    "model": {"provider": "provider", "developer": "developer", "date": "date"},
}
_TYPES = {"memory_gib": pl.Float64, "date": pl.Date}
ANSWERS = {
    "gpu": ("gpu_id", "parent_id", "accelerator_kind", "rule"),
    "model": ("model_id", "model_version", "model_family", "rule"),
}


def resolve_lines(kind: str, names: Sequence[str] | None, stream: Iterable[str]) -> Iterator[str]:
    """One JSON line per name. Raises WarehouseError, naming the line, for input that is no JSON object with a name."""
    asked = [{"name": name} for name in names] if names else list(_asked(stream))
    if not asked:
        return
    hints = HINTS[kind]
    frame = pl.DataFrame(
        {
            f"{kind}_name_raw": pl.Series([each["name"] for each in asked], dtype=pl.String),
            **{
                column: pl.Series(
                    [each.get(hint) for each in asked],
                    dtype=_TYPES.get(hint, pl.String),
                    strict=False,
                )
                for column, hint in hints.items()
            },
        }
    )
    resolved = resolve_gpus(frame) if kind == "gpu" else resolve_models(frame)
    for question, answer in zip(asked, resolved.iter_rows(named=True), strict=True):
        line = {"name": question["name"]} | {name: answer.get(name) for name in ANSWERS[kind]}
        if kind == "gpu":
            line["id"] = line.pop("gpu_id")
        yield json.dumps(line, ensure_ascii=False)


def _asked(stream: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            question = json.loads(line)
        except json.JSONDecodeError as error:
            raise WarehouseError(f"line {number} is not JSON: {error}") from error
        if not isinstance(question, dict) or not isinstance(question.get("name"), str):
            raise WarehouseError(f"line {number} is no object with a name")
        if question.get("date") is not None:
            question["date"] = _day(question["date"], number)
        yield question


def _day(text: object, number: int) -> date:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError as error:
        raise WarehouseError(f"line {number}: {text!r} is no date as in 2026-08-01") from error
