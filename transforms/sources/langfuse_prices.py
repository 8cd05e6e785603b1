"""Langfuse's default model prices: a JSON list of models, priced per token in USD under the names usage is reported by.

Until 2025 `{"model_name": "gpt-4o", "prices": {"input": 2.5e-06, "output": 1e-05}}`; since then `{"modelName": …,
"pricingTiers": [{"isDefault": true, "conditions": [], "prices": {…}}, {"conditions": [{"usageDetailPattern": "input",
"operator": "gt", "value": 200000}], "prices": {…}}]}`. One price stands under several names (`input`, `input_tokens`,
`promptTokenCount`), once for each way a library counts the same tokens. `total` is the price of any token.

Who bills is not said: the prices are the list prices of the makers, told by the model's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.makers import maker_of
from transforms.payload import Payload
from transforms.price_rows import Meaning, Priced, Quote, observe_quotes
from transforms.prices import read_count
from transforms.read import json_pointer, read_json, unknown_fields
from transforms.schemas import ModelPrice

# Names of usage, without the ending "_tokens", as of 2026-06.
USAGE = {
    **dict.fromkeys(("input", "input_text", "input_modality_1", "prompt_token_count", "promptTokenCount"), "input"),
    **dict.fromkeys(("output", "output_text", "output_modality_1"), "output"),
    **dict.fromkeys(("candidates_token_count", "candidatesTokenCount"), "output"),
    **dict.fromkeys(("input_cache_read", "input_cached", "cache_read_input", "input_cached_text"), "cache_read"),
    **dict.fromkeys(("cached_content_token_count", "cachedContentTokenCount"), "cache_read"),
    **dict.fromkeys(("input_cache_creation", "cache_creation_input"), "cache_write"),
    **dict.fromkeys(("output_reasoning", "thoughts_token_count", "thoughtsTokenCount"), "reasoning_output"),
    **{f"{side}_{kind}": f"{kind}_{side}" for side in ("input", "output") for kind in ("audio", "image", "video")},
    **{f"input_cached_{kind}": f"{kind}_cache_read" for kind in ("audio", "image", "video")},
    "total": "total",
}
CACHE_WRITE = re.compile(r"input_cache_creation_(5m|1h)")
MODEL_FIELDS = frozenset(
    {
        *("model_name", "modelName", "prices", "pricingTiers"),
        *("id", "match_pattern", "matchPattern", "created_at", "createdAt", "updated_at", "updatedAt"),
        *("tokenizer_config", "tokenizerConfig", "tokenizer_id", "tokenizerId", "start_date", "startDate"),
    }
)


def read_usage(field: str, *, embeds: bool) -> Meaning | None:
    """What a name of usage counts; None where that is not known. An embedding has no other tokens than its input."""
    if found := CACHE_WRITE.fullmatch(field):
        return Meaning("cache_write", "million_tokens", "token", 1e6, f"cache_ttl={found[1]}")
    component = USAGE.get(field.removesuffix("_tokens"))
    if component == "total" and embeds:
        component = "input"
    return Meaning(component, "million_tokens", "token", 1e6) if component else None


def normalise(payload: Payload) -> Batch:
    """Read default-model-prices.json; one model is one record.

    Raises NormaliseError when the document is no list of models, or states no usable price.
    """
    models = read_json(payload)
    if not isinstance(models, list) or not any(
        isinstance(model, dict) and model.keys() & {"prices", "pricingTiers"} for model in models
    ):
        raise payload.rejected("no list of priced models")
    book = Book(payload, len(models), lambda number: models[number])
    frame = numbered(json_pointer(number) for number in range(len(models)))
    if unknown := unknown_fields(models, MODEL_FIELDS):
        book.quarantine(frame.head(1), pl.lit(value=True), unknown)
    refused, quotes = [], list[Quote]()
    for number, model in enumerate(models):
        try:
            quotes.extend(_quotes(number, model if isinstance(model, dict) else {}))
        except ValueError as error:
            refused.append((number, json_pointer(number), str(error)))
    book.quarantine(
        pl.DataFrame(refused, schema={"record": pl.UInt32, "record_ref": pl.String, "reason": pl.String}, orient="row"),
        pl.lit(value=True),
        pl.col("reason"),
        ModelPrice.TABLE,
    )
    told = {quote.of.record for quote in quotes} | {number for number, *_ in refused}
    book.ignore(frame.filter(~pl.col("record").is_in(told)), pl.lit(value=True), "no_price_stated")
    observe_quotes(book, quotes, compares_hosts=False)
    batch = book.close()
    if not batch.observations[ModelPrice.TABLE].height:
        raise payload.rejected("no model states a usable price")
    return batch


def _quotes(number: int, model: dict[str, Any]) -> Iterator[Quote]:
    """The figures of one model, each once. Raises ValueError where they have no readable shape."""
    written = model.get("modelName", model.get("model_name"))
    name = written.strip() if isinstance(written, str) else ""
    if not name:
        raise ValueError("no model with a name")
    maker = maker_of(name)
    if maker is None:
        raise ValueError(f"who bills {name} is not said")
    priced = Priced(number, json_pointer(number), maker, name)
    embeds = "embedding" in name.lower()
    for path, tier, prices in _tiers(model):
        seen = set[tuple[Meaning | None, str]]()
        for field, value in prices.items():
            meaning = read_usage(field, embeds=embeds)
            said = (meaning, str(value)) if meaning else (None, field)
            if value is not None and said not in seen:
                seen.add(said)
                yield Quote(priced, json_pointer(number, *path, field), field, value, meaning, tier)


def _tiers(model: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], int, dict[str, Any]]]:
    """The sets of prices of a model: where each stands, and from how many input tokens it holds."""
    if "pricingTiers" not in model:
        prices = model.get("prices")
        if not isinstance(prices, dict):
            raise ValueError(f"prices not understood: {str(prices)[:200]}")
        yield ("prices",), 0, prices
        return
    tiers = model["pricingTiers"]
    for place, tier in enumerate(tiers if isinstance(tiers, list) else [tiers]):
        prices = tier.get("prices") if isinstance(tier, dict) else None
        if not isinstance(prices, dict):
            raise ValueError(f"pricing tier not understood: {str(tier)[:200]}")
        yield ("pricingTiers", place, "prices"), _start(tier.get("conditions") or []), prices


def _start(conditions: Any) -> int:
    """From how many input tokens a tier holds: 0 without a condition."""
    if conditions == []:
        return 0
    [condition] = conditions if isinstance(conditions, list) and len(conditions) == 1 else [None]
    said = condition if isinstance(condition, dict) else {}
    start, counted = read_count(said.get("value")), str(said.get("usageDetailPattern"))
    if said.get("operator") not in ("gt", "gte") or start is None or not re.search("input|prompt", counted):
        raise ValueError(f"condition of a tier not understood: {str(conditions)[:200]}")
    return start
