"""LMArena's prices beside its leaderboards (arena-catalog): per million tokens in USD, with the page they were read on.

Until 2024 pricing_table.csv (model_key, source, input_token_price, output_token_price), then scatterplot-data.json:
`[{"name": "GPT-4o", "model_api_name": "chatgpt-4o-latest-20241120", "input_token_price": "2.5", "organization": …,
"license": "Proprietary", "price_source": "https://openai.com/api/pricing/", …}]`. Prices are text; "null" is unknown.

Who bills is the seller whose page the price was read on; pages of others (comparisons, model cards) do not tell. Image
models stand among the others, with the price of an image in both columns.
"""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.price_rows import Meaning, Priced, Quote, observe_quotes
from transforms.prices import STATES_SIZE
from transforms.read import csv_record, json_pointer, read_csv, read_json, unknown_fields
from transforms.schemas import ModelCard, ModelPrice

PRICES = {"input_token_price": Meaning("input"), "output_token_price": Meaning("output")}
FIELDS = frozenset(
    {
        "model_api_name",
        "model_key",
        "name",
        "price_source",
        "source",
        "organization",
        "license",
        "model_source",
        *PRICES,
    }
)
# Sellers by the domain of their pages, in all captures from 2024-10-16 to 2025-11-11.
SELLERS = {
    "openai.com": "openai",
    "together.ai": "together_ai",
    "ai.google.dev": "google",
    "cloud.google.com": "google_vertex",
    "anthropic.com": "anthropic",
    "claude.com": "anthropic",
    "mistral.ai": "mistral",
    "cohere.com": "cohere",
    "alibabacloud.com": "alibaba",
    "deepseek.com": "deepseek",
    "reka.ai": "reka",
    "aws.amazon.com": "bedrock",
    "azure.microsoft.com": "azure",
    "bigmodel.cn": "zhipuai",
    "z.ai": "zai",
    "x.ai": "xai",
    "lingyiwanwu.com": "01-ai",
    "01.ai": "01-ai",
    "moonshot.ai": "moonshotai",
    "perplexity.ai": "perplexity",
    "openrouter.ai": "openrouter",
    "hyperbolic.xyz": "hyperbolic",
    "fireworks.ai": "fireworks",
    "deepinfra.com": "deepinfra",
    "replicate.com": "replicate",
    "fal.ai": "fal",
    "databricks.com": "databricks",
}
DOMAIN = re.compile(r"https?://([^/?#\s,\"]+)", re.IGNORECASE)
BELOW_TOKENS = 0.1  # an image has cost 0.014 to 0.08; models that ask so little for tokens state their size


def read_seller(page: str | None) -> str | None:
    """Who bills, from the address of the page a price was read on; None where the page is no seller's."""
    found = DOMAIN.search(page or "")
    labels = found[1].lower().split(".") if found else []
    return next((SELLERS[end] for at in range(len(labels)) if (end := ".".join(labels[at:])) in SELLERS), None)


def normalise(payload: Payload) -> Batch:
    """Read scatterplot-data.json or pricing_table.csv; one model is one record.

    Raises NormaliseError when the payload is neither, or states no usable price.
    """
    models, refs, is_csv = _read_records(payload)
    book = Book(payload, len(models), lambda number: models[number])
    if not any(set(PRICES) & model.keys() for model in models):
        raise payload.rejected("no list of models with input_token_price")
    frame = _read_models(models, refs)
    frame = book.quarantine(frame, pl.col("model_name_raw").is_null(), "no model with a name")
    if unknown := unknown_fields(models, FIELDS):
        book.quarantine(frame.head(1), pl.lit(value=True), unknown)
    _observe_cards(book, frame.filter(pl.any_horizontal(pl.col("developer", "license").is_not_null())))
    frame = book.ignore(frame, ~pl.col("is_priced"), "no_price_stated")
    frame = book.quarantine(
        frame,
        pl.col("provider").is_null(),
        pl.format("read on {}, which is no seller's page: who bills is not said", pl.col("page").fill_null("no page")),
        ModelPrice.TABLE,
    )
    frame = book.quarantine(
        frame,
        pl.col("is_per_image"),
        "the same small price both ways for a model of no stated size: that of an image",
        ModelPrice.TABLE,
    )
    quotes = []
    for row in frame.iter_rows(named=True):
        priced = Priced(row["record"], row["record_ref"], row["provider"], row["model_name_raw"])
        for field, meaning in PRICES.items():
            if (figure := _stated(models[row["record"]].get(field))) is not None:
                place = f", column {field}" if is_csv else json_pointer(field)
                quotes.append(Quote(priced, row["record_ref"] + place, field, figure, meaning))
    observe_quotes(book, quotes, compares_hosts=False)
    batch = book.close()
    if not batch.observations[ModelPrice.TABLE].height:
        raise payload.rejected("no model states a usable price")
    return batch


def _read_records(payload: Payload) -> tuple[list[dict[str, Any]], list[str], bool]:
    """The models with their places; the last says whether they are rows of a CSV file."""
    if payload.content.lstrip()[:1] not in (b"[", b"{"):
        frame = read_csv(payload, required=PRICES)
        return [csv_record(frame, number) for number in range(frame.height)], frame["record_ref"].to_list(), True
    document = read_json(payload)
    if not isinstance(document, list) or not document:
        raise payload.rejected("no list of models")
    models = [model if isinstance(model, dict) else {} for model in document]
    return models, [json_pointer(number) for number in range(len(models))], False


def _stated(value: Any) -> Any:
    """A price as written; None where it is absent, blank or "null"."""
    return None if value is None or str(value).strip().lower() in ("", "null", "none", "nan") else value


def _text(model: dict[str, Any], *keys: str) -> str | None:
    """The first of the keys that states something."""
    values = (model.get(key) for key in keys)
    return next((each.strip() for each in values if isinstance(each, str) and _stated(each) is not None), None)


def _read_models(models: list[dict[str, Any]], refs: list[str]) -> pl.DataFrame:
    pages = [_text(model, "price_source", "source") for model in models]
    frame = pl.DataFrame(
        {
            "record": range(len(models)),
            "record_ref": refs,
            "model_name_raw": [_text(model, "model_api_name", "model_key", "name") for model in models],
            "display_name": [_text(model, "name") for model in models],
            "developer": [_text(model, "organization") for model in models],
            "license": [_text(model, "license") for model in models],
            "page": pages,
            "provider": [read_seller(page) for page in pages],
            "is_priced": [any(_stated(model.get(field)) is not None for field in PRICES) for model in models],
            "input": [_text(model, "input_token_price") for model in models],
            "output": [_text(model, "output_token_price") for model in models],
        },
        schema={
            "record": pl.UInt32,
            "is_priced": pl.Boolean,
            **dict.fromkeys(("record_ref", "model_name_raw", "display_name", "developer", "license"), pl.String),
            **dict.fromkeys(("page", "provider", "input", "output"), pl.String),
        },
    )
    both = pl.col("input").cast(pl.Float64, strict=False)
    same = both == pl.col("output").cast(pl.Float64, strict=False)
    return frame.with_columns(
        is_per_image=same & (both > 0) & (both < BELOW_TOKENS) & ~pl.col("model_name_raw").str.contains(STATES_SIZE)
    )


def _observe_cards(book: Book, frame: pl.DataFrame) -> None:
    book.observe(
        ModelCard,
        frame.select(
            *("record", "record_ref", "model_name_raw", "developer", "display_name", "license"),
            weights_openness=pl.when(pl.col("license").str.to_lowercase() == "proprietary")
            .then(pl.lit("api_only"))
            .otherwise(pl.lit("unknown")),
            method=pl.lit("stated"),
        ),
    )
