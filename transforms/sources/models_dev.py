"""models.dev: a JSON object of providers, each with an object of the models it sells; prices and a card of each.

`{"openai": {"models": {"gpt-4o": {"cost": {"input": 2.5, "output": 10}, "limit": {"context": 128000}}}}}`; catalog.json
puts the same object under "providers". Prices are USD per million tokens. `context_over_200k` holds the prices of long
prompts, and `tiers` since 2026 those from a stated size on; these then stand in `context_over_200k` too, under a wrong
size, so `tiers` goes first. Dates may be a month only; such a month is no day of release.

0 is written for free models, for subscriptions, and where nobody looked: free only where the name says so. What a host
states of a model (its window, its price) may differ from what another does, so cards bear the provider before the id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.price_rows import Meaning, Priced, Quote, observe_quotes
from transforms.prices import read_count
from transforms.read import json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import ModelCard, ModelPrice

PRICES = {
    "input": Meaning("input"),
    "output": Meaning("output"),
    "reasoning": Meaning("reasoning_output"),
    "cache_read": Meaning("cache_read"),
    "cache_write": Meaning("cache_write"),
    "input_audio": Meaning("audio_input"),
    "output_audio": Meaning("audio_output"),
    "per_minute": Meaning("audio_input", "minute", "minute"),
}
LONG_CONTEXT = 200_000
# Fields of a model as of 2026-10; from the second row on they state neither a price nor what a card holds.
MODEL_FIELDS = frozenset(
    {
        *("id", "name", "cost", "limit", "modalities", "open_weights", "knowledge", "release_date", "experimental"),
        *(
            "attachment",
            "reasoning",
            "temperature",
            "tool_call",
            "structured_output",
            "interleaved",
            "family",
            "status",
        ),
        *("last_updated", "provider", "type", "description", "canonical_id", "deprecation_date", "capabilities", "api"),
        *("reasoning_options", "license", "links", "weights", "benchmarks", "base_model"),
    }
)
SAYS_FREE = re.compile(r"(?i)(?:^|[^a-z])free(?:[^a-z]|$)")


def normalise(payload: Payload) -> Batch:
    """Read api.json or catalog.json; one model of one provider is one record.

    Raises NormaliseError when the document holds no providers with models, or no usable price.
    """
    document, root = read_json(payload), tuple[str, ...]()
    if isinstance(document, dict) and isinstance(document.get("providers"), dict):
        document, root = document["providers"], ("providers",)
    providers = document if isinstance(document, dict) else {}
    rows = [
        (json_pointer(*root, provider, "models", name), provider, name, model)
        for provider, entry in providers.items()
        if isinstance(entry, dict) and isinstance(entry.get("models"), dict)
        for name, model in entry["models"].items()
    ]
    return observe_models(Book(payload, len(rows), lambda number: rows[number][3]), rows)


def observe_models(book: Book, rows: list[tuple[str, str, str, Any]], *, numbers: list[int] | None = None) -> Batch:
    """Observe prices and cards of models, given as place, provider, name and object, and close the book.

    `numbers` are those of their records where a payload holds others too. Raises NormaliseError when no model states a
    usable price.
    """
    payload = book.payload
    if not any(isinstance(model, dict) and "cost" in model for *_, model in rows):
        raise payload.rejected("no object of providers with priced models")
    numbers = list(range(len(rows))) if numbers is None else numbers
    by_number = dict(zip(numbers, rows, strict=True))
    frame = _read_models(rows).with_columns(record=pl.Series(numbers, dtype=pl.UInt32))
    frame = book.quarantine(frame, ~pl.col("is_object"), "not an object")
    if unknown := unknown_fields((model for *_, model in rows), MODEL_FIELDS):
        book.quarantine(frame.head(1), pl.lit(value=True), unknown)
    _observe_cards(book, frame)
    hears_only = (pl.col("input_modalities") == "audio") & pl.col("is_priced")
    frame = book.quarantine(
        frame,
        hears_only,
        "a model that only hears: whether its prices are per token, minute or second is not said",
        ModelPrice.TABLE,
    )
    observe_quotes(book, (quote for number in frame["record"] for quote in _quotes(number, *by_number[number])))
    batch = book.close()
    if not batch.observations[ModelPrice.TABLE].height:
        raise payload.rejected("no model states a usable price")
    return batch


def _read_models(rows: list[tuple[str, str, str, Any]]) -> pl.DataFrame:
    models = [model if isinstance(model, dict) else {} for *_, model in rows]
    limits, modalities = ([_object(model, key) for model in models] for key in ("limit", "modalities"))
    frame = pl.DataFrame(
        {
            "record": range(len(rows)),
            "record_ref": [ref for ref, *_ in rows],
            "model_name_raw": [f"{provider}/{name}" for _, provider, name, _ in rows],
            "is_object": [isinstance(model, dict) for *_, model in rows],
            "is_priced": [any(_object(model, "cost").values()) for model in models],
            "context_tokens": [read_count(limit.get("context")) or None for limit in limits],
            "max_output_tokens": [read_count(limit.get("output")) or None for limit in limits],
            "input_modalities": [_listed(each.get("input")) for each in modalities],
            "output_modalities": [_listed(each.get("output")) for each in modalities],
            "has_downloadable_weights": [
                weights if isinstance(weights := model.get("open_weights"), bool) else None for model in models
            ],
        },
        schema={
            "record": pl.UInt32,
            "record_ref": pl.String,
            "model_name_raw": pl.String,
            "is_object": pl.Boolean,
            "is_priced": pl.Boolean,
            "context_tokens": pl.Int64,
            "max_output_tokens": pl.Int64,
            "input_modalities": pl.String,
            "output_modalities": pl.String,
            "has_downloadable_weights": pl.Boolean,
        },
    )
    return frame.with_columns(
        display_name=json_texts(models, "name"),
        knowledge_cutoff=json_texts(models, "knowledge"),
        released_on=json_texts(models, "release_date").str.to_date("%Y-%m-%d", strict=False),
    )


def _object(parent: dict[str, Any], key: str) -> dict[str, Any]:
    value = parent.get(key)
    return value if isinstance(value, dict) else {}


def _listed(values: Any) -> str | None:
    """Kinds of media, sorted: "image,text"; "image/png" is an image."""
    if not isinstance(values, list):
        return None
    named = {value.strip().lower().removeprefix("application/") for value in values if isinstance(value, str)}
    return ",".join(sorted({name.split("/")[0] for name in named if name})) or None


def _observe_cards(book: Book, frame: pl.DataFrame) -> None:
    book.observe(
        ModelCard,
        frame.select(
            *("record", "record_ref", "model_name_raw", "display_name", "released_on", "knowledge_cutoff"),
            *("context_tokens", "max_output_tokens", "input_modalities", "output_modalities"),
            "has_downloadable_weights",
            weights_openness=pl.lit("unknown"),
            method=pl.lit("stated"),
        ),
    )


def _quotes(number: int, ref: str, provider: str, name: str, model: dict[str, Any]) -> Iterator[Quote]:
    slug = re.sub(r"[^a-z0-9._-]+", "-", provider.lower())
    says_free = bool(SAYS_FREE.search(f"{name} {model.get('name')}"))
    priced = Priced(number, ref, slug, name, says_free=says_free)
    yield from _cost_quotes(priced, ("cost",), model.get("cost"), None)
    modes = _object(_object(model, "experimental"), "modes")
    for mode, block in modes.items():
        if isinstance(block, dict):
            yield from _cost_quotes(priced, ("experimental", "modes", mode, "cost"), block.get("cost"), f"mode={mode}")


def _cost_quotes(priced: Priced, path: tuple[str | int, ...], cost: Any, when: str | None) -> Iterator[Quote]:
    """The figures of one block of prices; one that is no such block comes whole, as an unknown field."""
    if cost is None:
        return
    if not isinstance(cost, dict):
        yield Quote(priced, priced.ref + json_pointer(*path), "cost", cost, None)
        return
    tiers = cost.get("tiers")
    for field, value in cost.items():
        if field == "context_over_200k" and isinstance(value, dict):
            if not isinstance(tiers, list) or not tiers:
                yield from _block_quotes(priced, (*path, field), value, LONG_CONTEXT, when)
        elif field == "tiers" and isinstance(value, list):
            for place, block in enumerate(value):
                yield from _tier_quotes(priced, (*path, field, place), block, when)
        elif value is not None:
            yield from _block_quotes(priced, path, {field: value}, 0, when)


def _tier_quotes(priced: Priced, path: tuple[str | int, ...], block: Any, when: str | None) -> Iterator[Quote]:
    """`{"tier": {"type": "context", "size": 272000}, "input": 5, "output": 22.5}`."""
    tier = _object(block, "tier") if isinstance(block, dict) else {}
    size = read_count(tier.get("size"))
    if size is None or tier.get("type", "context") != "context":
        yield Quote(priced, priced.ref + json_pointer(*path), "tiers", block, None)
        return
    yield from _block_quotes(priced, path, {key: value for key, value in block.items() if key != "tier"}, size, when)


def _block_quotes(
    priced: Priced, path: tuple[str | int, ...], block: dict[str, Any], tier: int, when: str | None
) -> Iterator[Quote]:
    for field, value in block.items():
        if value is not None:
            yield Quote(priced, priced.ref + json_pointer(*path, field), field, value, PRICES.get(field), tier, when)
