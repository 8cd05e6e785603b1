"""Pydantic's genai-prices: a JSON list of providers, each with its models and their prices in USD.

`[{"id": "openai", "models": [{"id": "gpt-4o", "prices": {"input_mtok": 2.5, "requests_kcount": 12}, …}]}]`, or since
2026 `{"units": …, "providers": [the same]}`. A key of `prices` says what is charged for: `_mtok` is per million tokens,
`_kcount` per thousand. A price is a number, or `{"base": 1.25, "tiers": [{"start": 200000, "price": 2.5}]}`: what holds
from so many input tokens on. `prices` may be a list; then the last entry whose `constraint` is met is the price:
`{"start_date": "2025-06-10"}`, or `{"start_time": "00:30:00Z", "end_time": "16:30:00Z"}`.

In 2025 the list held OpenRouter's listings under the makers of the models too, `deepseek-r1:free` under deepseek. A
listing that bears OpenRouter's mark, or whose twin under the same provider is free by it, is set aside, and so are the
models that DeepSeek gives away and does not sell.

`match` holds patterns of names, not names. An empty `prices` is what the list writes for models that are free, and for
those whose price it does not know: free only where the id says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, time
from functools import cache
from typing import Any, NamedTuple

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.price_rows import Meaning, Priced, Quote, observe_quotes
from transforms.prices import read_count
from transforms.read import json_pointer, read_json, unknown_fields
from transforms.schemas import ModelCard, ModelPrice

# Fields of a model as of 2026-10; the second row states neither price nor size.
MODEL_FIELDS = frozenset(
    {
        *("id", "name", "prices", "context_window"),
        *("match", "description", "price_comments", "deprecated"),
    }
)
CONSTRAINTS = frozenset({"start_date", "start_time", "end_time"})
OPENROUTER = "openrouter"
OPENROUTER_MARK = r":(?:beta|exacto|extended|floor|free|nitro|online|thinking)$"
NOT_SOLD_BY_DEEPSEEK = r"(?i)distill|qwen3-8b|-(?:base|zero)$"
SAYS_FREE = re.compile(r"(?i)(?:^|[^a-z])free$")

TOKENS = re.compile(
    r"(?:(?P<side>input|output)(?:_(?P<kind>text|audio|image|video))?(?:_(?P<use>tool|reasoning|citation))?"
    r"|cache(?:_(?P<cached>text|audio|image|video))?_(?P<action>read|write)(?:_(?P<ttl>5m|1h))?)_mtok"
)
# Keys of what is no token, from the list's own registry of units (2026-10).
OTHERS = {
    "requests_kcount": Meaning("request", "request", "thousand_requests", 1e-3),
    "web_searches_kcount": Meaning("web_search", "query", "thousand_queries", 1e-3),
    "social_searches_kcount": Meaning("social_search", "query", "thousand_queries", 1e-3),
    "storage_searches_kcount": Meaning("file_search", "request", "thousand_requests", 1e-3),
    "code_executions_kcount": Meaning("code_interpreter", "request", "thousand_requests", 1e-3),
    "rerank_searches_kcount": Meaning("request", "query", "thousand_queries", 1e-3),
    "input_mchars": Meaning("input", "character", "million_characters", 1e-6),
    "input_text_messages_kcount": Meaning("message_input", "unit", "thousand_messages", 1e-3),
    "audio_hours": Meaning("audio_input", "second", "hour", 1 / 3600),
    "input_audio_hours": Meaning("audio_input", "second", "hour", 1 / 3600),
    "output_audio_hours": Meaning("audio_output", "second", "hour", 1 / 3600),
    "input_gpixels": Meaning("image_input", "pixel", "billion_pixels", 1e-9),
    "input_document_kpages": Meaning("ocr", "page", "thousand_pages", 1e-3),
    "input_annotated_document_kpages": Meaning("annotation", "page", "thousand_pages", 1e-3),
}


@cache
def read_price_key(key: str) -> Meaning | None:
    """The meaning of a key of `prices`; None where it is not certain.

    Text tokens named as such ("input_text_mtok") keep the word, `text_input`, until it is known whether "input_mtok"
    stands beside them for all tokens. A cache lifetime is a condition.
    """
    if key in OTHERS:
        return OTHERS[key]
    found = TOKENS.fullmatch(key)
    if found is None:
        return None
    said = found.groupdict()
    kind = said["kind"] or said["cached"]
    what = f"cache_{said['action']}" if said["action"] else said["side"]
    if said["use"] == "citation":
        what = "citation"
    elif said["use"]:
        what = f"{said['use']}_{what}"
    return Meaning(
        f"{kind}_{what}" if kind else what,
        condition=f"cache_ttl={said['ttl']}" if said["ttl"] else None,
    )


class PriceSet(NamedTuple):
    """The prices that hold together: where they stand in the model, and when they hold."""

    path: tuple[str | int, ...]
    prices: dict[str, Any]
    condition: str | None = None
    effective_from: date | None = None
    effective_to: date | None = None


def normalise(payload: Payload) -> Batch:
    """Read data.json, whole or slim, of v1, v2 or v3; one model is one record.

    Raises NormaliseError when the document lists no providers with models, or no usable price.
    """
    document = read_json(payload)
    root: tuple[str, ...] = ()
    if isinstance(document, dict):
        document, root = document.get("providers"), ("providers",)
    if not isinstance(document, list):
        raise payload.rejected("no list of providers")
    rows = [
        (json_pointer(*root, place, "models", number), provider, model)
        for place, provider in enumerate(document)
        if isinstance(provider, dict) and isinstance(provider.get("models"), list)
        for number, model in enumerate(provider["models"])
    ]
    if not any(isinstance(model, dict) and "prices" in model for _, _, model in rows):
        raise payload.rejected("no provider with priced models")
    book = Book(payload, len(rows), lambda number: rows[number][2])
    frame = _read_models(rows)
    frame = book.quarantine(frame, pl.col("id").is_null() | pl.col("provider").is_null(), "no model with an id")
    if unknown := unknown_fields((model for _, _, model in rows), MODEL_FIELDS):
        book.quarantine(frame.head(1), pl.lit(value=True), unknown)
    twin, is_free = pl.col("id").str.strip_suffix(":free"), pl.col("id").str.ends_with(":free")
    frame = book.ignore(
        frame,
        (pl.col("provider") != OPENROUTER)
        & (
            pl.col("id").str.contains(OPENROUTER_MARK)
            | is_free.any().over("provider", twin)
            | ((pl.col("provider") == "deepseek") & pl.col("id").str.contains(NOT_SOLD_BY_DEEPSEEK))
        ),
        "repeats_openrouter_under_its_maker",
    )
    cards = frame.filter(pl.col("context_tokens").is_not_null())
    _observe_cards(book, cards)
    readable, unreadable = list[Quote](), list[tuple[int, str, str]]()
    for row in frame.iter_rows(named=True):
        model = rows[row["record"]][2]
        try:
            readable.extend(_quotes(row, model))
        except ValueError as error:
            unreadable.append((row["record"], row["record_ref"], str(error)))
    refused = pl.DataFrame(
        unreadable, schema={"record": pl.UInt32, "record_ref": pl.String, "reason": pl.String}, orient="row"
    )
    book.quarantine(refused, pl.lit(value=True), pl.col("reason"), ModelPrice.TABLE)
    priced = pl.Series("record", [quote.of.record for quote in readable] + [record for record, _, _ in unreadable])
    book.ignore(frame.filter(~pl.col("record").is_in(priced.implode())), pl.lit(value=True), "no_price_stated")
    observe_quotes(book, readable)
    batch = book.close()
    if not batch.observations[ModelPrice.TABLE].height:
        raise payload.rejected("no model states a usable price")
    return batch


def _read_models(rows: list[tuple[str, dict[str, Any], Any]]) -> pl.DataFrame:
    models = [model if isinstance(model, dict) else {} for _, _, model in rows]
    return pl.DataFrame(
        {
            "record": range(len(rows)),
            "record_ref": [ref for ref, _, _ in rows],
            "provider": [_text(provider, "id") for _, provider, _ in rows],
            "id": [_text(model, "id") for model in models],
            "name": [_text(model, "name") for model in models],
            "context_tokens": [read_count(model.get("context_window")) or None for model in models],
        },
        schema={
            "record": pl.UInt32,
            "record_ref": pl.String,
            "provider": pl.String,
            "id": pl.String,
            "name": pl.String,
            "context_tokens": pl.Int64,
        },
    )


def _text(parent: dict[str, Any], key: str) -> str | None:
    value = parent.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _observe_cards(book: Book, frame: pl.DataFrame) -> None:
    """Cards bear the provider before the id: hosts of one model state windows of their own."""
    book.observe(
        ModelCard,
        frame.select(
            *("record", "record_ref", "context_tokens"),
            model_name_raw=pl.concat_str("provider", "id", separator="/"),
            display_name="name",
            weights_openness=pl.lit("unknown"),
            method=pl.lit("stated"),
        ),
    )


def _quotes(row: dict[str, Any], model: dict[str, Any]) -> Iterator[Quote]:
    """The figures of one model. Raises ValueError where its prices have no readable shape."""
    slug = re.sub(r"[^a-z0-9._-]+", "-", row["provider"].lower())
    priced = Priced(row["record"], row["record_ref"], slug, row["id"], says_free=bool(SAYS_FREE.search(row["id"])))
    for each in _price_sets(model.get("prices")):
        when = (each.condition, each.effective_from, each.effective_to)
        if not each.prices and priced.says_free:
            # The id says that it is free, and the empty prices that there is nothing else to pay.
            for side, place in (("input", each.path), ("output", ("id",))):
                yield Quote(priced, priced.ref + json_pointer(*place), side, 0, Meaning(side), 0, *when)
        stated = {meaning.component for meaning in map(read_price_key, each.prices) if meaning}
        for key, value in each.prices.items():
            meaning = read_price_key(key)
            if meaning and meaning.component.removeprefix("text_") not in stated:
                meaning = meaning._replace(component=meaning.component.removeprefix("text_"))
            for path, tier, figure in _tiers(value):
                if figure is not None:
                    yield Quote(
                        priced, priced.ref + json_pointer(*each.path, key, *path), key, figure, meaning, tier, *when
                    )


def _tiers(value: Any) -> Iterator[tuple[tuple[str | int, ...], int, Any]]:
    """The figures of one key: where each stands, from how many input tokens it holds, and what was written."""
    if not isinstance(value, dict):
        yield (), 0, value
        return
    tiers = value.get("tiers")
    starts = [read_count(tier.get("start")) if isinstance(tier, dict) else None for tier in tiers or ()]
    if not isinstance(tiers, list) or None in starts or value.keys() - {"base", "tiers"}:
        raise ValueError(f"tiers not understood: {str(value)[:200]}")
    yield ("base",), 0, value.get("base")
    for number, (start, tier) in enumerate(zip(starts, tiers, strict=True)):
        yield ("tiers", number), start or 0, tier.get("price")


def _price_sets(written: Any) -> list[PriceSet]:
    """The sets of prices of a model, each with the days and hours in which it is the last one whose constraint is met.

    Raises ValueError for a shape or a constraint that is not known.
    """
    if isinstance(written, dict):
        return [PriceSet(("prices",), written)]
    if not isinstance(written, list):
        raise ValueError(f"prices not understood: {str(written)[:200]}")
    read: list[tuple[dict[str, Any], date | None, str | None]] = []
    for each in written:
        entry = each if isinstance(each, dict) else {}
        prices, constraint = entry.get("prices"), entry.get("constraint") or {}
        if not isinstance(prices, dict) or not isinstance(constraint, dict) or constraint.keys() - CONSTRAINTS:
            raise ValueError(f"conditional price not understood: {str(each)[:200]}")
        start = constraint.get("start_date")
        read.append((prices, date.fromisoformat(str(start)) if start is not None else None, _hours(constraint)))
    sets = []
    for number, (prices, start, hours) in enumerate(read):
        later = read[number + 1 :]
        ends = [begin for _, begin, window in later if begin and window is None and begin > (start or date.min)]
        windows = [window for _, _, window in later if window]
        # Outside the hours of a later set an unconstrained one holds; of two windows the day is no longer two parts.
        rest = "-".join(reversed(windows[0].split("-"))) if len(windows) == 1 else "not " + ",".join(windows)
        hour = hours or (rest if windows else None)
        sets.append(
            PriceSet(
                ("prices", number, "prices"), prices, f"utc={hour}" if hour else None, start, min(ends, default=None)
            )
        )
    return sets


def _hours(constraint: dict[str, Any]) -> str | None:
    """The window of the day as "0030-1630", in UTC."""
    if not constraint.keys() & {"start_time", "end_time"}:
        return None
    ends = [time.fromisoformat(str(constraint.get(key))) for key in ("start_time", "end_time")]
    if any(end.tzinfo != UTC for end in ends):
        raise ValueError(f"hours not in UTC: {constraint}")
    return "-".join(f"{end:%H%M}" for end in ends)
