"""OpenRouter's list of the models it sells: prices it bills, and a card of each model.

The document is `{"data": [model, …]}` (with `total_count` and `links` since 2026-08), a bare list of models, or what a
mirror put around it, `{"fetched_at": …, "url": …, "body": document}` with the document as an object or as text. Prices
are decimals in text, USD per token, request, search or image: `{"pricing": {"prompt": "0.0000025", "request": "0"}}`.

- "-1" is a price that depends on the model a router picks: `variable`, without a figure.
- "0" is free where prompt and completion are both 0; beside a price it means that nothing is charged for it, and is
  ignored. A model that also makes sound or images is free only if its id says so: its output has a price elsewhere.
- A `:batch` id is the batch price of a model: its token components bear the prefix `batch_`.
- `overrides` replace prices from a prompt length on, or in hours of the day (UTC, 1630 is 16:30).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.prices import beyond_bounds, hold_back, read_count, read_figure, scaled
from transforms.read import json_pointer, read_json, unknown_fields
from transforms.schemas import ModelCard, ModelPrice

# Component, and what the figure is for; the unit of image prices is read from the figure.
PRICES = {
    "prompt": ("input", "token", None),
    "completion": ("output", "token", None),
    "input_cache_read": ("cache_read", "token", None),
    "input_cache_write": ("cache_write", "token", None),
    "input_cache_write_1h": ("cache_write", "token", "cache_ttl=1h"),
    "internal_reasoning": ("reasoning_output", "token", None),
    "image": ("image_input", "token_or_image", None),
    "image_token": ("image_input", "token", None),
    "image_output": ("image_output", "token_or_image", None),
    "audio": ("audio_input", "token", None),
    "audio_output": ("audio_output", "token", None),
    "input_audio_cache": ("audio_cache_read", "token", None),
    "request": ("request", "request", None),
    "web_search": ("web_search", "query", None),
}
OVERRIDE_CONDITIONS = frozenset({"min_prompt_tokens", "utc_start", "utc_end"})
# Fields of a model as of 2026-08-18; the last two rows state neither price nor card. `created` is the day OpenRouter
# listed the model, not its release: GPT-4 bears 2023-05-28. `benchmarks` and `reasoning` came in 2026-07.
KNOWN_FIELDS = frozenset(
    {
        *("id", "name", "hugging_face_id", "knowledge_cutoff", "expiration_date", "context_length"),
        *("architecture", "top_provider", "pricing"),
        *("canonical_slug", "created", "description", "per_request_limits", "supported_parameters"),
        *("default_parameters", "supported_voices", "links", "benchmarks", "reasoning", "alias_target"),
    }
)
# The same field holds the price of an image (until 2025-12) or of a token of one (from 2025-12, all by 2026-04). An
# image has cost at least 256 text tokens, a token of one at most 12.
MAX_IMAGE_TOKEN_TO_TEXT = 50.0
NO_EXPIRY_AFTER = timedelta(days=365 * 20)  # z-ai models "expire" on 2098-12-31


class Quote(NamedTuple):
    """One figure: where it stands in the model, its field, and from which prompt length or in which hours it holds."""

    path: tuple[str | int, ...]
    field: str
    value: Any
    tier: int = 0
    when: str | None = None


QUOTE_SCHEMA = pl.Schema(
    {
        "record": pl.UInt32,
        "record_ref": pl.String,
        "field": pl.String,
        "amount": pl.Float64,
        "written": pl.String,
        "tier_min_input_tokens": pl.Int64,
        "when": pl.String,
    }
)
MODEL_SCHEMA = pl.Schema(
    {
        "record": pl.UInt32,
        "record_ref": pl.String,
        "id": pl.String,
        "name": pl.String,
        "hugging_face_id": pl.String,
        "knowledge_cutoff": pl.String,
        "expiration_date": pl.String,
        "context_tokens": pl.Int64,
        "max_output_tokens": pl.Int64,
        "input_modalities": pl.String,
        "output_modalities": pl.String,
        "tokenizer": pl.String,
        "discount": pl.Float64,
        "has_prices": pl.Boolean,
    }
)


def normalise(payload: Payload) -> Batch:
    """Read the answer of GET /api/v1/models; one model is one record.

    Raises NormaliseError when the document holds no list of models, or none with a usable price.
    """
    models, root = _find_models(payload)
    book = Book(payload, len(models), lambda number: models[number])
    frame = _read_models(models, root, payload.captured_at.date())
    frame = book.quarantine(frame, pl.col("id").is_null(), "no model with an id")
    frame = book.quarantine(frame, ~pl.col("has_prices"), "no pricing")
    if unknown := unknown_fields(models, KNOWN_FIELDS):
        book.quarantine(frame.head(1), pl.lit(value=True), unknown)
    quotes = _read_quotes(models, root, frame)
    _observe_cards(book, frame)
    _observe_prices(book, quotes, frame)
    batch = book.close()
    if not batch.observations[ModelPrice.TABLE].height:
        raise payload.rejected("no model states a usable price")
    return batch


def _find_models(payload: Payload) -> tuple[list[Any], tuple[str, ...]]:
    """The list of models, and the keys that lead to it."""
    document, root = read_json(payload), tuple[str, ...]()
    while not isinstance(document, list):
        key = next((key for key in ("data", "body") if isinstance(document, dict) and key in document), None)
        if key is None:
            raise payload.rejected("no list of models under data")
        if key == "data":
            _refuse_part_of_a_list(payload, document)
        document, root = document[key], (*root, key)
        if key == "body" and isinstance(document, str):
            try:
                document = json.loads(document)
            except ValueError as error:
                raise payload.rejected(f"its body is not JSON: {error}") from error
    if not any(isinstance(model, dict) and "pricing" in model for model in document):
        raise payload.rejected("no list of models with pricing")
    return document, root


def _refuse_part_of_a_list(payload: Payload, answer: dict[str, Any]) -> None:
    """A page of many would end every price that stands on the others."""
    models, total = answer["data"], read_count(answer.get("total_count"))
    if isinstance(models, list) and total is not None and len(models) < total:
        raise payload.rejected(f"{len(models)} of {total} models: one page of several")


def _read_models(models: list[Any], root: tuple[str, ...], today: date) -> pl.DataFrame:
    rows = []
    for number, each in enumerate(models):
        model = each if isinstance(each, dict) else {}
        architecture, provider, pricing = (_object(model, key) for key in ("architecture", "top_provider", "pricing"))
        sides = _modalities(architecture)
        rows.append(
            (
                number,
                json_pointer(*root, number),
                *(_text(model, key) for key in ("id", "name", "hugging_face_id", "knowledge_cutoff")),
                _text(model, "expiration_date"),
                read_count(model.get("context_length")) or None,
                read_count(provider.get("max_completion_tokens")) or None,
                *sides,
                _text(architecture, "tokenizer"),
                read_figure(pricing.get("discount")),
                bool(pricing),
            )
        )
    frame = pl.DataFrame(rows, schema=MODEL_SCHEMA, orient="row")
    expiry = pl.col("expiration_date").str.head(10).str.to_date("%Y-%m-%d", strict=False)
    return frame.with_columns(
        model_ref="record_ref",
        developer=pl.col("id").str.strip_prefix("~").str.extract("^([^/]+)/"),
        is_batch=pl.col("id").str.ends_with(":batch"),
        effective_to=pl.when(expiry < today + NO_EXPIRY_AFTER).then(expiry),
    )


def _object(parent: dict[str, Any], key: str) -> dict[str, Any]:
    value = parent.get(key)
    return value if isinstance(value, dict) else {}


def _text(parent: dict[str, Any], key: str) -> str | None:
    value = parent.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _modalities(architecture: dict[str, Any]) -> tuple[str | None, str | None]:
    """Input and output, from their lists or, in older answers, from "text+image->text"."""
    written = architecture.get("modality")
    sides = written.split("->") if isinstance(written, str) and written.count("->") == 1 else ["", ""]
    listed = [architecture.get("input_modalities"), architecture.get("output_modalities")]
    chosen = [has if isinstance(has, list) else side.split("+") for has, side in zip(listed, sides, strict=True)]
    texts = [
        ",".join(sorted({each.strip() for each in side if isinstance(each, str) and each.strip()})) for side in chosen
    ]
    return texts[0] or None, texts[1] or None


def _quotes(pricing: dict[str, Any]) -> Iterator[Quote]:
    for field, value in pricing.items():
        if field == "overrides" and isinstance(value, list):
            for number, override in enumerate(value):
                yield from _override_quotes((field, number), override)
        elif value is not None and field != "discount":
            yield Quote((field,), field, value)


def _override_quotes(path: tuple[str | int, ...], override: Any) -> Iterator[Quote]:
    """`{"min_prompt_tokens": 200000, "prompt": "…"}` or `{"utc_start": 1630, "utc_end": 30, "prompt": "…"}`."""
    conditions = override if isinstance(override, dict) else {}
    start, end = (_hour(conditions.get(key)) for key in ("utc_start", "utc_end"))
    tier = read_count(conditions.get("min_prompt_tokens", 0))
    prices = {name: value for name, value in conditions.items() if name in PRICES}
    is_timed = start is not None and end is not None
    readable = tier is not None and (is_timed or not conditions.keys() & {"utc_start", "utc_end"})
    others = conditions.keys() - prices.keys() - OVERRIDE_CONDITIONS
    if others or not prices or not readable or not (tier or is_timed):
        yield Quote(path, "overrides", override)
        return
    for name, value in prices.items():
        if value is not None:
            yield Quote((*path, name), name, value, tier or 0, f"utc={start}-{end}" if is_timed else None)


def _hour(value: Any) -> str | None:
    """1630 as "1630", 100 as "0100"; None for no time of day."""
    figure = read_figure(value)
    if figure is None or not figure.is_integer() or not 0 <= figure <= 2400 or figure % 100 >= 60:
        return None
    return f"{int(figure):04d}"


def _read_quotes(models: list[Any], root: tuple[str, ...], frame: pl.DataFrame) -> pl.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for number in frame["record"]:
        rows.extend(
            (
                number,
                json_pointer(*root, number, "pricing", *quote.path),
                quote.field,
                read_figure(quote.value),
                str(quote.value)[:200],
                quote.tier,
                quote.when,
            )
            for quote in _quotes(models[number]["pricing"])
        )
    return pl.DataFrame(rows, schema=QUOTE_SCHEMA, orient="row")


def _observe_cards(book: Book, frame: pl.DataFrame) -> None:
    """Cards of models; a router or a pointer to the newest model of a family is none."""
    frame = book.ignore(frame, (pl.col("tokenizer") == "Router") | pl.col("id").str.starts_with("~"), "no_model")
    book.observe(
        ModelCard,
        frame.select(
            *("record", "record_ref", "developer", "context_tokens", "max_output_tokens", "knowledge_cutoff"),
            *("input_modalities", "output_modalities"),
            model_name_raw="id",
            display_name="name",
            weights_ref="hugging_face_id",
            has_downloadable_weights=pl.when(pl.col("hugging_face_id").is_not_null()).then(pl.lit(value=True)),
            weights_openness=pl.lit("unknown"),
            method=pl.lit("stated"),
        ),
    )


def _observe_prices(book: Book, quotes: pl.DataFrame, frame: pl.DataFrame) -> None:
    fields = pl.DataFrame(
        [(field, *meaning) for field, meaning in PRICES.items()],
        schema={"field": pl.String, "component": pl.String, "amount_unit": pl.String, "lasting": pl.String},
        orient="row",
    )
    about = frame.select(
        *("record", "model_ref", "id", "is_batch", "effective_to", "discount", "output_modalities"),
    )
    prices = quotes.join(fields, on="field", how="left", maintain_order="left").join(
        about, on="record", how="left", maintain_order="left"
    )
    amount = pl.col("amount")
    prices = book.quarantine(
        prices,
        pl.col("component").is_null(),
        pl.format("unknown price field {} = {}", "field", "written"),
        ModelPrice.TABLE,
    )
    prices = book.quarantine(
        prices,
        amount.is_null() | ((amount < 0) & (amount != -1)),
        pl.format("{} is no price: {}", "field", "written"),
        ModelPrice.TABLE,
    )
    discounted = prices.filter(pl.col("discount") != 0).select(
        "record", reason=pl.format("a discount of {}: whether the figures include it is not said", "discount")
    )
    prices = _with_units(book, _without_zeros(book, hold_back(book, prices, discounted)))
    prices = hold_back(book, prices, prices.select("record", reason=beyond_bounds()))
    is_variable = amount == -1
    book.observe(
        ModelPrice,
        prices.select(
            *("record", "record_ref", "component", "unit", "tier_min_input_tokens", "effective_to", "amount_unit"),
            *("usd_per_million_tokens", "usd_per_unit"),
            provider=pl.lit("openrouter"),
            model_name_raw="id",
            condition=pl.concat_str("lasting", "when", separator="; ", ignore_nulls=True).replace("", None),
            price_kind=pl.when(is_variable)
            .then(pl.lit("variable"))
            .when(amount == 0)
            .then(pl.lit("free"))
            .otherwise(pl.lit("listed")),
            currency=pl.lit("USD"),
            amount=pl.when(~is_variable).then(amount),
            usd_per_currency_unit=pl.lit(1.0),
        ),
    )


def _without_zeros(book: Book, prices: pl.DataFrame) -> pl.DataFrame:
    """Prices other than 0, and the zeros of prompt and completion of free models."""
    amount, is_text = pl.col("amount"), pl.col("component").is_in(["input", "output"])
    prices = prices.with_columns(
        is_free=(is_text & (amount == 0)).any().over("record") & ~(is_text & (amount != 0)).any().over("record")
    )
    prices = book.ignore(prices, (amount == 0) & ~(pl.col("is_free") & is_text), "no_such_charge")
    makes_more = pl.col("output_modalities").fill_null("text") != "text"
    unsaid = (amount == 0) & makes_more & ~pl.col("id").str.ends_with(":free")
    return book.quarantine(
        prices,
        unsaid,
        pl.format("0 for the text of a model that makes {}: not said to be free", "output_modalities"),
        ModelPrice.TABLE,
    )


def _with_units(book: Book, prices: pl.DataFrame) -> pl.DataFrame:
    """Prices with their unit; those of images are per token where they are near the price of a text token."""
    amount, is_image = pl.col("amount"), pl.col("amount_unit") == "token_or_image"
    text = (
        pl.when(pl.col("component") == "image_input")
        .then(amount.filter((pl.col("field") == "prompt") & (pl.col("when").is_null())).first().over("record"))
        .otherwise(amount.filter((pl.col("field") == "completion") & (pl.col("when").is_null())).first().over("record"))
    )
    prices = prices.with_columns(text_price=text)
    prices = book.quarantine(
        prices,
        is_image & (amount > 0) & ~(pl.col("text_price") > 0).fill_null(value=False),
        pl.format("{} = {} is per image or per token, and no text price tells which", "field", "written"),
        ModelPrice.TABLE,
    )
    amount_unit = (
        pl.when(is_image & ((amount > MAX_IMAGE_TOKEN_TO_TEXT * pl.col("text_price")) | (amount < 0)))
        .then(pl.lit("image"))
        .when(is_image)
        .then(pl.lit("token"))
        .otherwise("amount_unit")
    )
    is_token, usd = pl.col("amount_unit") == "token", pl.when(amount >= 0).then(amount)
    return prices.with_columns(amount_unit=amount_unit).with_columns(
        component=pl.when(is_token & pl.col("is_batch")).then("batch_" + pl.col("component")).otherwise("component"),
        unit=pl.when(is_token).then(pl.lit("million_tokens")).otherwise("amount_unit"),
        usd_per_million_tokens=pl.when(is_token).then(scaled(usd, 1e6)),
        usd_per_unit=pl.when(~is_token).then(usd),
    )
