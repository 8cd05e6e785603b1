"""Hugging Face's list of models: one object is one repository with weights, and gives one card.

The answer of GET /api/models is a list, `[{"id": "Qwen/Qwen3-0.6B", "tags": ["license:apache-2.0", …], …}]`; a mirror
re-shaped it to `{"model_count": 100, "models": [{"model_id": …, "license": …}]}`. Downloads and likes are no card.

- `createdAt` and `last_modified` are of the repository, not of the model; `size_bucket` is the mirror's guess.
- Parameters are counted from `safetensors`, unless they are packed (4-bit numbers eight to an integer).
"""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book
from transforms.licences import openness
from transforms.payload import Payload
from transforms.prices import read_count
from transforms.read import json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import ModelCard

# Fields of a model as of 2026-02 in both shapes; from the third row on they are not of a card.
KNOWN_FIELDS = frozenset(
    {
        *("id", "modelId", "model_id", "author", "pipeline_tag", "license", "context_length", "tags", "safetensors"),
        *("cardData", "private", "gated"),
        *("downloads", "downloadsAllTime", "likes", "size_bucket", "last_modified", "lastModified", "createdAt"),
        *("source_url", "confidence", "_id", "library_name", "sha", "siblings", "config", "disabled", "trendingScore"),
        *("transformersInfo", "model-index", "widgetData", "spaces", "usedStorage", "inference", "mask_token"),
        *("resourceGroup", "xetEnabled", "gguf", "baseModels", "childrenModelCount", "inferenceProviderMapping"),
    }
)
WEIGHTS = frozenset({"safetensors", "pytorch", "gguf", "jax", "tf", "onnx", "mlx"})
WHOLE_NUMBERS = frozenset({"F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2"})
MODALITIES = {"text-generation": ("text", "text"), "image-text-to-text": ("image,text", "text")}


def normalise(payload: Payload) -> Batch:
    """Read a list of models; one model is one record.

    Raises NormaliseError when the document holds no list of models, or none with a name.
    """
    models, root = _find_models(payload)
    book = Book(payload, len(models), lambda number: models[number])
    frame = _read_models([model if isinstance(model, dict) else {} for model in models], root)
    if unknown := unknown_fields(models, KNOWN_FIELDS):
        book.quarantine(frame.head(1), pl.lit(value=True), unknown)
    frame = book.quarantine(frame, pl.col("model_name_raw").is_null(), "no model with an id")
    frame = book.ignore(frame, pl.col("is_private"), "private_repository")
    if frame.is_empty():
        raise payload.rejected("no model with an id")
    book.observe(
        ModelCard,
        frame.select(
            *("record", "record_ref", "model_name_raw", "parameters_b", "context_tokens", "license"),
            *("has_downloadable_weights", "input_modalities", "output_modalities"),
            developer=pl.col("model_name_raw").str.extract("^([^/]+)/"),
            weights_ref=pl.when(pl.col("has_downloadable_weights")).then("model_name_raw"),
            weights_openness=openness("license"),
            method=pl.lit("stated"),
        ),
    )
    return book.close()


def _find_models(payload: Payload) -> tuple[list[Any], tuple[str, ...]]:
    document = read_json(payload)
    models, root = (document, ()) if isinstance(document, list) else (None, ("models",))
    if isinstance(document, dict):
        models = document.get("models")
        total = read_count(document.get("model_count"))
        if isinstance(models, list) and total is not None and len(models) < total:
            raise payload.rejected(f"{len(models)} of {total} models: a part of a list")
    if not isinstance(models, list) or not models:
        raise payload.rejected("no list of models")
    return models, root


def _read_models(models: list[dict[str, Any]], root: tuple[str, ...]) -> pl.DataFrame:
    tags = [_tags(model) for model in models]
    licences: list[str | None] = [
        next((tag.removeprefix("license:") for tag in each if tag.startswith("license:")), None) for each in tags
    ]
    kinds = json_texts(models, "pipeline_tag")
    texts: dict[str, list[str | None]] = {
        "tagged": licences,
        "input_modalities": [MODALITIES.get(kind, (None, None))[0] for kind in kinds],
        "output_modalities": [MODALITIES.get(kind, (None, None))[1] for kind in kinds],
        "record_ref": [json_pointer(*root, number) for number in range(len(models))],
    }
    return pl.DataFrame(
        [
            pl.Series("record", range(len(models)), dtype=pl.UInt32),
            *(pl.Series(name, values, dtype=pl.String) for name, values in texts.items()),
            *(json_texts(models, key) for key in ("model_id", "id", "modelId", "license")),
            pl.Series("parameters_b", [_parameters(model) for model in models], dtype=pl.Float64),
            pl.Series("context_tokens", [read_count(m.get("context_length")) or None for m in models], dtype=pl.Int64),
            pl.Series("has_downloadable_weights", [bool(WEIGHTS & each) or None for each in tags], dtype=pl.Boolean),
            pl.Series("is_private", [model.get("private") is True for model in models], dtype=pl.Boolean),
        ]
    ).with_columns(model_name_raw=pl.coalesce("id", "modelId", "model_id"), license=pl.coalesce("license", "tagged"))


def _tags(model: dict[str, Any]) -> frozenset[str]:
    tags = model.get("tags")
    return frozenset(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else frozenset()


def _parameters(model: dict[str, Any]) -> float | None:
    """Billions, from `{"safetensors": {"parameters": {"BF16": 751632384}, "total": 751632384}}`."""
    stored = model.get("safetensors")
    by_type = stored.get("parameters") if isinstance(stored, dict) else None
    if not isinstance(by_type, dict) or not by_type or by_type.keys() - WHOLE_NUMBERS:
        return None
    counts = [read_count(count) for count in by_type.values()]
    return sum(count for count in counts if count) / 1e9 or None if None not in counts else None
