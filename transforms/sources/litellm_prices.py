"""LiteLLM's hand-kept price list: one JSON object whose keys are model names as LiteLLM routes them.

`{"gpt-4o": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 2.5e-06, …}, …}`. Prices are USD per
token, image, pixel, second, character, page, query, request or session; the field's name says which, and carries the
prompt length, service tier, cache lifetime or resolution it holds for. One entry gives many prices and one card.

What a 0 means is not said: the file writes it for free models, for local ones and for prices nobody looked up. So
- 0 beside a price of the same entry says nothing (an embedding has no output) and is ignored;
- all prices 0 is free only where the name or a note says "free" or "no cost", and is held back otherwise;
- an absent price, or null, is unknown and gives no row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.prices import IMAGE_MODES, hold_back, read_count, read_figure, scaled, unit_errors, unlike_peers
from transforms.read import json_pointer, read_json, unknown_fields
from transforms.schemas import ModelCard, ModelPrice

DOCUMENTATION = "sample_spec"  # an entry that explains the fields

# Fields read for other things than a price, and fields that state none, as of 2026-08-09. `supports_*` is not listed.
OTHER_FIELDS = frozenset(
    {
        *("litellm_provider", "mode", "max_input_tokens", "max_output_tokens", "deprecation_date"),
        *("metadata", "comment"),
        *("supported_modalities", "supported_output_modalities", "web_search_billing_unit"),
        # max_tokens is the context or the answer, depending on who added the entry.
        *("max_tokens", "source", "supported_endpoints", "supported_regions", "supported_resolutions"),
        *("supported_audio_formats", "supported_openai_params", "tool_use_system_prompt_tokens", "rpm", "tpm", "rpd"),
        *("max_images_per_prompt", "max_videos_per_prompt", "max_video_length", "max_audio_per_prompt"),
        *("max_audio_length_hours", "max_pdf_size_mb", "max_query_tokens", "max_document_chunks_per_query"),
        *("max_tokens_per_document_chunk", "output_vector_size", "prompt_cache_min_tokens", "rules", "key"),
        *("audio_transcription_config", "bedrock_converse_supports_strict_tools", "vertex_ai_audio_api"),
        *("bedrock_output_config_effort_ceiling", "gemini_audio_only_live", "gemini_native_audio"),
        *("use_openai_responses_path", "uses_embed_content", "default_reasoning_effort", "reasoning_effort_levels"),
        *("thinking_always_on", "ptu_count", "ptu_effective_from", "ptu_effective_to"),
        # Factors on the listed prices (data residency, fast mode), and routing hints: no prices of their own.
        *("provider_specific_entry", "regional_processing_uplift_multiplier_eu"),
        *("regional_processing_uplift_multiplier_us", "regional_endpoint_uplift_multiplier"),
        # Databricks units, not USD; the USD figure stands beside them. output_db_cost is a misspelling (2024-11).
        *("input_dbu_cost_per_token", "output_dbu_cost_per_token", "output_db_cost_per_token"),
    }
)
# Fields whose value is an object or list with prices inside.
NESTED_FIELDS = frozenset(
    {"tiered_pricing", "off_peak_pricing", "search_context_cost_per_query", "guardrail_cost_per_unit"}
)
PRICE_LIKE = re.compile(r"cost|price|pricing|usd|charge|dbu|multiplier|(^|_)fees?(_|$)", re.IGNORECASE)

SAYS_FREE = r"(?i)(?:^|[^a-z])free(?:[^a-z]|$)"
NOTE_SAYS_FREE = r"(?i)\bfree\b|\bno (?:cost|charge)\b"

# Models that Google Cloud sold by the character, at 0.125 to 0.5 USD a million, before it sold them by the token, from
# 0.5 up. Until 2024 the list wrote those figures, or a quarter of them where four times was meant, as prices of tokens.
SOLD_BY_THE_CHARACTER = (
    r"^(?:palm/)?(?:(?:text|chat|code|codechat)-(?:bison|gecko|unicorn)|gemini-(?:1\.0-)?pro(?:-vision)?)\b"
)
MIN_OF_ITS_TOKENS = 0.5

# An entry whose source is said to state no price ("There is no available doc on vertex ai pricing gemini-1.0-ultra-001.
# Using gemini-1.0-pro pricing.").
IS_STAND_IN = r"(?i)no available doc on .*pric|using \S+ pricing"

# Fireworks asks so much for models of up to 4 billion parameters, and nine times as much above 16. In 2026 the list
# wrote the former for models whose price nobody had looked up: Llama 3.1 405B, ERNIE 4.5 300B.
FIREWORKS_SMALLEST = 0.1
FIREWORKS_LARGEST_CLASS_B = 16.0
# What the list writes for nine models of Hyperbolic alike, from 3 to 405 billion parameters (2025-08); Hugging Face,
# which passes calls to it, is billed 0.4 for Llama 3.3 70B.
HYPERBOLIC_STAND_IN = (0.12, 0.3)

# Bounds of prices per other units, in USD: below, the price of a token stands in the field of an image or second.
UNIT_BOUNDS = pl.DataFrame(
    [
        ("image_input", "image", 1e-5, 1.0),
        ("image_output", "image", 5e-4, 5.0),
        ("image_output", "pixel", 1e-10, 1e-5),
        ("video_input", "second", 1e-5, 1.0),
        ("video_output", "second", 1e-3, 10.0),
        ("audio_input", "second", 1e-6, 0.1),
        ("ocr", "page", 1e-5, 1.0),
        ("request", "query", 1e-5, 1.0),
        ("request", "request", 1e-5, 1.0),
        ("web_search", "query", 1e-5, 1.0),
    ],
    schema={"component": pl.String, "unit": pl.String, "low": pl.Float64, "high": pl.Float64},
    orient="row",
)


class PriceField(NamedTuple):
    """What a field's name says: which component, per what, and under which conditions its price holds.

    `factor` turns the quoted figure (per `amount_unit`) into the price of one `unit`.
    """

    component: str
    unit: str
    amount_unit: str
    factor: float
    tier_min_input_tokens: int | None
    condition: str | None


# Unit as written in a field's name: our unit, factor, what the figure is quoted for.
UNITS = {
    "token": ("million_tokens", 1e6, "token"),
    "1k_tokens": ("million_tokens", 1e3, "thousand_tokens"),
    "1k_calls": ("request", 1e-3, "thousand_requests"),
    "gb_per_day": ("gb_day", 1.0, "gb_day"),
    "credit": ("unit", 1.0, "credit"),
    "unit": ("unit", 1.0, "unit"),
} | {unit: (unit, 1.0, unit) for unit in ("image", "pixel", "second", "minute", "character", "page", "query")}
UNITS |= {unit: (unit, 1.0, unit) for unit in ("request", "session")}

MAX_TIER = 1_000_000_000  # no prompt is longer
SERVICES = {"flex": "flex_", "priority": "priority_", "batches": "batch_", "batch_requests": "batch_"}
SUFFIX = re.compile(
    r"_(?:above_(?P<tokens>\d+)(?P<scale>[km])_tokens"
    r"|above_(?P<hours>\d+)hr"
    r"|above_(?P<seconds>\d+)s_interval"
    r"|above_(?P<width>\d+)_and_(?P<height>\d+)_pixels"
    r"|(?:and_)?(?P<quality>premium)_image"
    r"|(?P<service>flex|priority|batches|batch_requests)"
    r"|(?P<resolution>\d+p|[\d.]+k|\d{3,4}))$",
    re.IGNORECASE,
)


def _build_stems() -> dict[str, tuple[str, str]]:
    """Field names without their suffixes: component, and unit as written."""
    stems = {
        "output_cost_per_reasoning_token": ("reasoning_output", "token"),
        "input_cost_per_token_cache_hit": ("cache_read", "token"),
        "input_cost_per_request": ("request", "request"),
        "input_cost_per_query": ("request", "query"),
        "input_cost_per_reference_pixel": ("image_input", "pixel"),
        "citation_cost_per_token": ("citation", "token"),
        "ocr_cost_per_page": ("ocr", "page"),
        "ocr_cost_per_credit": ("ocr", "credit"),
        "annotation_cost_per_page": ("annotation", "page"),
        "code_interpreter_cost_per_session": ("code_interpreter", "session"),
        "vector_store_cost_per_gb_per_day": ("vector_store", "gb_per_day"),
        "file_search_cost_per_gb_per_day": ("file_search", "gb_per_day"),
        "file_search_cost_per_1k_calls": ("file_search", "1k_calls"),
        "google_maps_grounding_cost_per_query": ("maps_search", "query"),
        "search_context_cost_per_query": ("web_search", "query"),
        "guardrail_cost_per_unit": ("guardrail", "unit"),
        "cost_per_image": ("image_output", "image"),  # Imagen until late 2024
    }
    for side in ("input", "output"):
        stems |= {f"{side}_cost_per_{unit}": (side, unit) for unit in ("token", "character", "second", "minute")}
        stems |= {f"{side}_cost_per_{unit}": (f"image_{side}", unit) for unit in ("image", "pixel")}
        stems |= {f"{side}_cost_per_{kind}_token": (f"{kind}_{side}", "token") for kind in ("audio", "image", "video")}
        stems |= {f"{side}_cost_per_{kind}_per_second": (f"{kind}_{side}", "second") for kind in ("audio", "video")}
        stems[f"computer_use_{side}_cost_per_1k_tokens"] = (f"computer_use_{side}", "1k_tokens")
    for written, component in (("cache_read", "cache_read"), ("cache_creation", "cache_write")):
        for kind in ("", "audio_", "image_", "video_"):
            stems[f"{written}_input_{kind}token_cost"] = (f"{kind}{component}", "token")
    return stems


STEMS = _build_stems()


@cache
def read_price_field(field: str) -> PriceField | None:
    """The meaning of a field's name; None where it is no name of a price, or one whose meaning is not certain.

    "input_cost_per_token_above_200k_tokens_priority": priority_input, from 200,000 input tokens. The suffixes may stand
    in any order, each once.
    """
    stem, said = field, dict[str, str]()
    while stem not in STEMS:
        found = SUFFIX.search(stem)
        if found is None:
            return None
        parts = {name: part.lower() for name, part in found.groupdict().items() if part is not None}
        if said.keys() & parts.keys():
            return None
        said |= parts
        stem = stem[: found.start()]
    component, written = STEMS[stem]
    unit, factor, amount_unit = UNITS[written]
    tier = int(said["tokens"]) * {"k": 1_000, "m": 1_000_000}[said["scale"]] if "tokens" in said else None
    if ("resolution" in said and unit not in ("image", "second")) or (tier or 0) >= MAX_TIER:
        return None
    conditions = {
        "cache_ttl": f"{said['hours']}h" if "hours" in said else None,
        "interval_above": f"{said['seconds']}s" if "seconds" in said else None,
        "quality": said.get("quality"),
        "resolution": said.get("resolution"),
        "size_above": f"{said['width']}x{said['height']}" if "width" in said else None,
    }
    stated = "; ".join(f"{name}={value}" for name, value in conditions.items() if value)
    return PriceField(
        component=SERVICES.get(said.get("service", ""), "") + component,
        unit=unit,
        amount_unit=amount_unit,
        factor=factor,
        tier_min_input_tokens=tier,
        condition=stated or None,
    )


@cache
def _states_a_price(field: str) -> bool:
    return field not in OTHER_FIELDS and bool(
        field in NESTED_FIELDS or read_price_field(field) or PRICE_LIKE.search(field)
    )


class Quote(NamedTuple):
    """One figure of an entry: where it stands in it, under which field, for which prompt length and condition."""

    path: tuple[str | int, ...]
    field: str
    value: Any
    tier: int | None = None
    condition: str | None = None


def _quotes(entry: dict[str, Any]) -> Iterator[Quote]:
    """Every figure of an entry that states a price or may state one. Nested ones that cannot be read come whole."""
    for field, value in entry.items():
        if value is None or not _states_a_price(field):
            continue
        if field == "tiered_pricing" and isinstance(value, list):
            for number, tier in enumerate(value):
                yield from _tier_quotes((field, number), tier)
        elif field == "off_peak_pricing" and isinstance(value, dict):
            yield from _off_peak_quotes(field, value)
        elif field == "search_context_cost_per_query" and isinstance(value, dict):
            for size, figure in value.items():
                named = size.removeprefix("search_context_size_")
                yield Quote((field, size), field, figure, None, f"search_context_size={named}")
        elif field == "guardrail_cost_per_unit" and isinstance(value, dict):
            for counter, figure in value.items():
                yield Quote((field, counter), field, figure, None, f"counter={counter}")
        else:
            yield Quote((field,), field, value)


def _tier_quotes(path: tuple[str | int, ...], tier: Any) -> Iterator[Quote]:
    """`{"range": [32000, 128000], "input_cost_per_token": …}`, or by results: `"max_results_range": [0, 25]`."""
    bounds = tier if isinstance(tier, dict) else {}
    start, results = _bounds(bounds.get("range")), _bounds(bounds.get("max_results_range"))
    prices = {name: value for name, value in bounds.items() if name not in ("range", "max_results_range")}
    if (start is None) == (results is None) or not prices or not all(map(_states_a_price, prices)):
        yield Quote(path, "tiered_pricing", tier)
        return
    for name, value in prices.items():
        if value is not None:
            yield Quote(
                (*path, name),
                name,
                value,
                start[0] if start else None,
                f"results={results[0]}-{'' if results[1] is None else results[1]}" if results else None,
            )


def _bounds(written: Any) -> tuple[int, int | None] | None:
    """Both ends of a range, the upper one None where it is open; None where it is no range."""
    if not isinstance(written, list) or not written:
        return None
    low, high = read_count(written[0]), read_count(written[1]) if len(written) > 1 else None
    return None if low is None else (low, high)


def _off_peak_quotes(field: str, block: dict[str, Any]) -> Iterator[Quote]:
    """Prices that replace those of the same name in a window of the day: `{"hours_utc": "16:30-00:30", …}`."""
    prices = {name: value for name, value in block.items() if _states_a_price(name) and value is not None}
    windows = block.get("windows", [block])
    whens = [_window(each, block.get("weekday_timezone")) for each in (windows if isinstance(windows, list) else [])]
    others = block.keys() - prices.keys() - {"hours_utc", "weekdays", "weekday_timezone", "windows"}
    if others or not whens or None in whens:
        yield Quote((field,), field, block)
        return
    for name, value in prices.items():
        for when in whens:
            yield Quote((field, name), name, value, None, when)


def _window(window: Any, zone: Any) -> str | None:
    """The window as "utc=1630-0030", with the days where they are restricted; None where it cannot be read."""
    if not isinstance(window, dict):
        return None
    hours, days = window.get("hours_utc"), window.get("weekdays")
    listed = [hours] if isinstance(hours, str) else hours
    if not isinstance(listed, list) or not listed or not all(isinstance(each, str) for each in listed):
        return None
    when = "utc=" + ",".join(each.replace(":", "") for each in listed)
    if days is not None:
        named = days if isinstance(days, list) else [days]
        when += "; weekdays=" + ",".join(str(day).lower() for day in named)
        when += f" {zone}" if isinstance(zone, str) else ""
    return when


QUOTE_SCHEMA = pl.Schema(
    {
        "record": pl.UInt32,
        "record_ref": pl.String,
        "field": pl.String,
        "amount": pl.Float64,
        "written": pl.String,
        "tier": pl.Int64,
        "when": pl.String,
    }
)
FIELD_SCHEMA = pl.Schema(
    {
        "component": pl.String,
        "unit": pl.String,
        "amount_unit": pl.String,
        "factor": pl.Float64,
        "tier_min_input_tokens": pl.Int64,
        "condition": pl.String,
    }
)


def normalise(payload: Payload) -> Batch:
    """Read model_prices_and_context_window.json: an object of entries; one entry is one record.

    Prices are USD. `deprecation_date` is the first day the model is gone. Raises NormaliseError when the document is
    no such object, or states no price that can be used.
    """
    return normalise_entries(payload)


def normalise_entries(payload: Payload, provider_of: Callable[[str], str | None] = lambda _: None) -> Batch:
    """As `normalise`; `provider_of` tells from the name of an entry who bills, where the entry does not say it."""
    document = read_json(payload)
    if not isinstance(document, dict) or not any(isinstance(entry, dict) for entry in document.values()):
        raise payload.rejected("no object of models")
    names = list(document)
    book = Book(payload, len(names), lambda number: {names[number]: document[names[number]]})
    models = _read_models(document, provider_of)
    models = book.ignore(models, pl.col("model_name_raw") == DOCUMENTATION, "documentation_entry")
    models = book.quarantine(models, ~pl.col("is_object"), "not an object")
    prices = _read_prices(document, models)
    cards = models.filter(
        pl.any_horizontal(pl.col("context_tokens", "max_output_tokens", "input_modalities").is_not_null())
    )
    silent = ~pl.col("record").is_in(pl.concat([prices["record"], cards["record"]]).implode())
    models = book.ignore(models, silent & pl.col("provider").is_null(), "no_model")
    models = book.ignore(models, silent, "neither_price_nor_size")
    models = book.quarantine(models, pl.col("provider").is_null(), "names no provider")
    if unknown := unknown_fields(document.values(), _known_fields(document)):
        book.quarantine(models.head(1), pl.lit(value=True), unknown)
    named = pl.col("record").is_in(models["record"].implode())
    _observe_cards(book, cards.filter(named))
    _observe_prices(book, prices.filter(named))
    batch = book.close()
    if not batch.observations.get(ModelPrice.TABLE, pl.DataFrame()).height:
        raise payload.rejected("no entry states a usable price")
    return batch


def _known_fields(document: dict[str, Any]) -> set[str]:
    """Fields that are used or ignored by name. Unknown ones that may state a price are reported figure by figure."""
    named = {field for entry in document.values() if isinstance(entry, dict) for field in entry}
    return {name for name in named if name in OTHER_FIELDS or name.startswith("supports_") or _states_a_price(name)}


def _read_models(document: dict[str, Any], provider_of: Callable[[str], str | None]) -> pl.DataFrame:
    """One row per entry: what it says beside prices."""
    names = list(document)
    entries = [entry if isinstance(entry, dict) else {} for entry in document.values()]
    frame = pl.DataFrame(
        {
            "record": range(len(names)),
            "record_ref": [json_pointer(name) for name in names],
            "model_name_raw": names,
            "is_object": [isinstance(entry, dict) for entry in document.values()],
            "notes": [_notes(entry) for entry in entries],
            "provenance": [text if isinstance(text := entry.get("source"), str) else None for entry in entries],
            "context_tokens": [read_count(entry.get("max_input_tokens")) or None for entry in entries],
            "max_output_tokens": [read_count(entry.get("max_output_tokens")) or None for entry in entries],
            "input_modalities": [_listed(entry.get("supported_modalities")) for entry in entries],
            "output_modalities": [_listed(entry.get("supported_output_modalities")) for entry in entries],
        }
        | {
            field: [text if isinstance(text := entry.get(field), str) else None for entry in entries]
            for field in ("litellm_provider", "mode", "deprecation_date", "web_search_billing_unit")
        },
        schema_overrides={
            "record": pl.UInt32,
            "context_tokens": pl.Int64,
            "max_output_tokens": pl.Int64,
            "notes": pl.String,
            "provenance": pl.String,
            "input_modalities": pl.String,
            "output_modalities": pl.String,
            "litellm_provider": pl.String,
            "mode": pl.String,
            "deprecation_date": pl.String,
            "web_search_billing_unit": pl.String,
        },
    )
    name = pl.col("model_name_raw")
    slug = pl.col("litellm_provider").str.to_lowercase().str.replace_all(r"[^a-z0-9._-]+", "-").str.strip_chars("-._")
    return frame.with_columns(
        model_ref="record_ref",
        provider=pl.coalesce(
            pl.when(slug != "").then(slug), pl.Series([provider_of(name) for name in names], dtype=pl.String)
        ),
        region=_region(name),
        effective_to=pl.col("deprecation_date").str.to_date("%Y-%m-%d", strict=False),
        says_free=name.str.contains(SAYS_FREE) | pl.col("notes").str.contains(NOTE_SAYS_FREE),
    )


def _notes(entry: dict[str, Any]) -> str:
    metadata = entry.get("metadata")
    notes = [entry.get("comment"), *(metadata.values() if isinstance(metadata, dict) else ())]
    return " ".join(note for note in notes if isinstance(note, str))


def _listed(values: Any) -> str | None:
    if not isinstance(values, list):
        return None
    return ",".join(sorted({value.strip().lower() for value in values if isinstance(value, str)})) or None


def _region(name: pl.Expr) -> pl.Expr:
    """Where a name says where the price holds: bedrock/eu-west-1/…, azure/eu/…, us/…, us.anthropic.claude-…"""
    return pl.coalesce(
        name.str.extract(r"(?:^|/)((?:us|eu|ap|ca|sa|af|me|il|mx)(?:-gov)?-[a-z]+-\d+)/"),
        name.str.extract(r"^(?:azure/)?(us|eu|global|global-standard)/"),
        name.str.extract(r"(?:^|/)(us|eu|apac|au|jp|ca|sa|global|us-gov)\.[a-z0-9-]+\."),
    )


def _read_prices(document: dict[str, Any], models: pl.DataFrame) -> pl.DataFrame:
    """One row per figure, with the meaning of its field (null where unknown) and what its entry says."""
    entries = list(document.items())
    rows: list[tuple[Any, ...]] = []
    for number in models["record"]:
        name, entry = entries[number]
        rows.extend(
            (
                number,
                json_pointer(name, *quote.path),
                quote.field,
                read_figure(quote.value),
                str(quote.value)[:200],
                quote.tier,
                quote.condition,
            )
            for quote in _quotes(entry)
        )
    quotes = pl.DataFrame(rows, schema=QUOTE_SCHEMA, orient="row")
    written = quotes["field"].unique(maintain_order=True)
    meanings = [read_price_field(field) or (None,) * len(FIELD_SCHEMA) for field in written]
    fields = pl.DataFrame(meanings, schema=FIELD_SCHEMA, orient="row").with_columns(field=written)
    about = models.select(
        *(
            "record",
            "model_ref",
            "model_name_raw",
            "provider",
            "region",
            "mode",
            "effective_to",
            "says_free",
            "provenance",
        ),
        per_prompt=pl.col("web_search_billing_unit").eq_missing("per_prompt"),
    )
    prices = quotes.join(fields, on="field", how="left", maintain_order="left").join(
        about, on="record", how="left", maintain_order="left"
    )
    return prices.with_columns(
        tier_min_input_tokens=pl.max_horizontal("tier", "tier_min_input_tokens").fill_null(0),
        condition=pl.concat_str(
            pl.when(pl.col("model_name_raw").str.contains("-commitment/")).then(
                pl.format("commitment={}", pl.col("model_name_raw").str.extract(r"/([^/]+)-commitment/"))
            ),
            "condition",
            "when",
            separator="; ",
            ignore_nulls=True,
        ).replace("", None),
    ).with_columns(_by_mode())


def _by_mode() -> list[pl.Expr]:
    """Component and unit where the field's name alone misleads.

    - Image models bill a generated image or pixel as `input_cost_per_image`, unless they also name an output price.
    - A second is one of audio or video, whichever the model is for; transcription counts it as input or as output.
    - A committed Bedrock unit costs so much a second, whatever goes in or out.
    - A web search of some models is billed per prompt, however many queries it takes.
    """
    component, unit, mode = pl.col("component"), pl.col("unit"), pl.col("mode")
    makes_images = mode.is_in(IMAGE_MODES) & unit.is_in(["image", "pixel"])
    names_output = ((component == "image_output") & (pl.col("amount") > 0)).any().over("record")
    timed = unit.is_in(["second", "minute"])
    return [
        pl.when(pl.col("model_name_raw").str.contains("-commitment/") & timed)
        .then(pl.lit("provisioned_throughput"))
        .when(makes_images & ~names_output & (pl.col("field") != "input_cost_per_reference_pixel"))
        .then(component.str.replace("image_input", "image_output"))
        .when(timed & (mode == "audio_transcription") & component.is_in(["input", "output"]))
        .then(pl.lit("audio_input"))
        .when(timed & mode.is_in(["audio_speech", "video_generation"]) & component.is_in(["input", "output"]))
        .then(mode.str.extract("(audio|video)") + "_" + component)
        .otherwise(component)
        .alias("component"),
        pl.when((component == "web_search") & pl.col("per_prompt"))
        .then(pl.lit("request"))
        .otherwise(unit)
        .alias("unit"),
    ]


def _observe_cards(book: Book, cards: pl.DataFrame) -> None:
    book.observe(
        ModelCard,
        cards.select(
            *("record", "record_ref", "model_name_raw", "context_tokens", "max_output_tokens"),
            *("input_modalities", "output_modalities"),
            weights_openness=pl.lit("unknown"),
            method=pl.lit("stated"),
        ),
    )


def _observe_prices(book: Book, prices: pl.DataFrame) -> None:
    amount, is_token = pl.col("amount"), pl.col("unit") == "million_tokens"
    prices = book.quarantine(
        prices,
        pl.col("component").is_null() & ~pl.col("field").is_in(NESTED_FIELDS),
        pl.format("unknown price field {} = {}", "field", "written"),
        ModelPrice.TABLE,
    )
    prices = book.quarantine(
        prices,
        amount.is_null() | (amount < 0) | pl.col("component").is_null(),
        pl.format("{} is no price: {}", "field", "written"),
        ModelPrice.TABLE,
    )
    usd = scaled(amount, pl.col("factor"))
    prices = _without_zeros(book, prices).with_columns(
        usd_per_million_tokens=pl.when(is_token).then(usd),
        usd_per_unit=pl.when(~is_token).then(usd),
    )
    prices = hold_back(book, prices, unit_errors(prices))
    prices = hold_back(book, prices, _characters_as_tokens(prices))
    prices = hold_back(book, prices, _small_for_large(prices))
    prices = hold_back(
        book,
        prices,
        prices.filter(pl.col("provenance").str.contains(IS_STAND_IN)).select(
            "record",
            reason=pl.format("the price of another model stands in: {}", pl.col("provenance").str.slice(0, 150)),
        ),
    )
    prices = hold_back(book, prices, unlike_peers(prices))
    prices = prices.join(UNIT_BOUNDS, on=["component", "unit"], how="left", maintain_order="left")
    per_unit = pl.col("usd_per_unit")
    prices = book.quarantine(
        prices,
        (per_unit > 0) & ~per_unit.is_between(pl.col("low"), pl.col("high")),
        pl.format("{} USD per {} is the price of something else", per_unit, "unit"),
        ModelPrice.TABLE,
    )
    book.observe(
        ModelPrice,
        prices.select(
            *("record", "record_ref", "provider", "model_name_raw", "region", "component", "unit"),
            *("tier_min_input_tokens", "condition", "effective_to", "usd_per_million_tokens", "usd_per_unit"),
            *("amount", "amount_unit", "mode"),
            price_kind=pl.when(amount == 0).then(pl.lit("free")).otherwise(pl.lit("listed")),
            currency=pl.lit("USD"),
            usd_per_currency_unit=pl.lit(1.0),
        ),
    )


def _characters_as_tokens(prices: pl.DataFrame) -> pl.DataFrame:
    """Entries in which what a character cost stands as the price of a token: `record` and `reason`."""
    price = pl.col("usd_per_million_tokens")
    return prices.filter(
        pl.col("model_name_raw").str.contains(SOLD_BY_THE_CHARACTER)
        & pl.col("component").is_in(["input", "output"])
        & (price < MIN_OF_ITS_TOKENS)
    ).select(
        "record",
        reason=pl.format(
            "{} {} USD per million tokens: the price of characters, below {} for tokens: a unit error",
            *("component", price, pl.lit(MIN_OF_ITS_TOKENS)),
        ),
    )


def _small_for_large(prices: pl.DataFrame) -> pl.DataFrame:
    """Entries with the price of small models for large ones: `record` and `reason`.

    The size is the least that the name states, as a draft model bears the name of the one it drafts for.
    """
    name, usd = pl.col("model_name_raw"), pl.col("usd_per_million_tokens")
    size_b = (
        pl.col("model_name_raw")
        .str.extract_all(r"-\d+(?:p\d+)?b\b")
        .list.eval(pl.element().str.strip_chars("-b").str.replace("p", ".", literal=True).cast(pl.Float64))
        .list.min()
    )
    is_output = pl.col("component") == "output"
    fireworks = prices.filter(
        name.str.starts_with("fireworks_ai/")
        & is_output
        & (usd == FIREWORKS_SMALLEST)
        & (size_b > FIREWORKS_LARGEST_CLASS_B)
    )
    input_usd = usd.filter(pl.col("component") == "input").first().over("record")
    hyperbolic = prices.filter(
        name.str.starts_with("hyperbolic/")
        & is_output
        & (usd == HYPERBOLIC_STAND_IN[1])
        & (input_usd == HYPERBOLIC_STAND_IN[0])
    )
    return pl.concat(
        [
            fireworks.select(
                "record",
                reason=pl.format("output {} USD per million tokens, what Fireworks asks for its smallest models", usd),
            ),
            hyperbolic.select(
                "record", reason=pl.lit("the one price that the list has for models of any size of Hyperbolic")
            ),
        ]
    )


def _without_zeros(book: Book, prices: pl.DataFrame) -> pl.DataFrame:
    """Prices above 0, and zeros of entries that say they are free."""
    is_zero, priced = pl.col("amount") == 0, (pl.col("amount") > 0).any().over("record")
    prices = prices.with_columns(is_priced=priced)
    prices = book.ignore(prices, is_zero & pl.col("is_priced"), "zero_beside_a_price")
    unsaid = is_zero & ~pl.col("says_free")
    book.quarantine(
        prices.filter(unsaid).unique("record", maintain_order=True).with_columns(record_ref="model_ref"),
        pl.lit(value=True),
        "every price is 0 and nothing says free: unknown",
        ModelPrice.TABLE,
    )
    return prices.filter(~unsaid)
