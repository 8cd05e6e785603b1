"""What all sources of model prices share: reading a figure, scaling it, and seeing that a unit was mistaken."""

from __future__ import annotations

import math
from typing import Any

import polars as pl

from transforms.batch import Book
from transforms.schemas import MAX_USD_PER_MILLION_INPUT_TOKENS, MAX_USD_PER_MILLION_TOKENS, ModelPrice

# Prices are typed by people as decimals of a few digits; twelve significant ones drop only the noise of scaling.
SIGNIFICANT_DIGITS = 12

STATES_SIZE = r"(?i)(?:^|[^a-z0-9.]|\dx)\d+(?:\.\d+)?b(?:[^a-z0-9]|$)"
MAKES_IMAGES = r"(?i)(?:^|[^a-z])image(?:[^a-z]|$)"
TEXT_MODES = ("chat", "completion", "responses")
IMAGE_MODES = ("image_generation", "image_edit")
# What real prices have kept to in all captures from 2023-12-14 to 2026-08-09, in USD per million tokens; what lies
# beyond was, each time, a figure per thousand or per million tokens (or per image, or step) written per token.
MAX_OF_STATED_SIZE = 20.0  # 16 (Llama 3.1 405B on Azure) is the dearest model whose name states its size
MAX_OF_EMBEDDING = 10.0  # 0.8 (Titan Multimodal Embeddings)
MAX_OUTPUT_WITHOUT_INPUT = 50.0  # dearer outputs cost at most 8 times the input (gpt-5-pro)
MAX_OUTPUT_TO_INPUT = 25.0
MIN_OUTPUT_TO_INPUT = 0.5  # writing costs no less than reading; guards, which answer in a word, do it for 0.06
MAX_OF_EQUAL_SIDES = 120.0  # 120 for reading and writing alike (fine-tuned davinci); dearer models ask more for writing
MIN_OF_TOKENS = 0.0015  # 0.0025 (cached input of GPT-5 nano, flex)
MIN_OUTPUT_OF_IMAGE_MODEL = 1.0  # 1.5 (Gemini 3.1 Flash Image)
MAX_TO_PEERS = 50.0  # hosts of one model differ up to 43 times (Llama 3.1 405B)
NEAR_PEERS = 10.0
MIN_PEERS = 2


def read_figure(value: Any) -> float | None:
    """A JSON number, or text that is one ("0.0000025", "1e-06"), as a finite float; null for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        figure = float(value)
    except (ValueError, OverflowError):
        return None
    return figure if math.isfinite(figure) else None


def read_count(value: Any) -> int | None:
    """A whole number of tokens, 0 or more; null for anything else."""
    figure = read_figure(value)
    return int(figure) if figure is not None and 0 <= figure < 2**53 and figure.is_integer() else None


def scaled(amount: pl.Expr, factor: float | pl.Expr) -> pl.Expr:
    """`amount` times `factor` without float noise: 1.5e-07 per token is 0.15 per million, not 0.15000000000000002."""
    return (amount * factor).round_sig_figs(SIGNIFICANT_DIGITS)


def per_million(component: pl.Expr, usd: pl.Expr) -> pl.Expr:
    """A component and its price, "input 0.15", for reasons people read."""
    return pl.format("{} {}", component, usd)


def beyond_bounds() -> pl.Expr:
    """Why a price per million tokens can only be a unit error; null where it can be right."""
    price = pl.col("usd_per_million_tokens")
    bound = (
        pl.when(pl.col("component").str.ends_with("input"))
        .then(MAX_USD_PER_MILLION_INPUT_TOKENS)
        .otherwise(MAX_USD_PER_MILLION_TOKENS)
    )
    return pl.when(price > bound).then(
        pl.format(
            "{} USD per million tokens, above {}: a unit error",
            per_million(pl.col("component"), price),
            bound.cast(pl.Int64),
        )
    )


def hold_back(book: Book, prices: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    """Quarantine all prices of the records in `reasons` (columns `record`, `reason`); return the other prices.

    A unit error in one figure is one in all of them: the ones small enough to pass would mislead most. Of several
    reasons for one record the first is kept. `prices` needs `record` and `model_ref`, the place of the whole record.
    """
    first = reasons.drop_nulls("reason").unique("record", keep="first", maintain_order=True)
    held = (
        prices.select("record", record_ref="model_ref")
        .unique("record", maintain_order=True)
        .join(first, on="record", how="inner", maintain_order="left")
    )
    book.quarantine(held, pl.lit(value=True), pl.col("reason") + "; all its prices are held back", ModelPrice.TABLE)
    return prices.join(first, on="record", how="anti", maintain_order="left")


def unit_errors(prices: pl.DataFrame) -> pl.DataFrame:
    """Entries in which a figure can only be quoted for something else than its field says: `record` and `reason`."""
    price, component, mode = pl.col("usd_per_million_tokens"), pl.col("component"), pl.col("mode")
    is_base = (pl.col("tier_min_input_tokens") == 0) & pl.col("condition").is_null() & (price > 0)
    is_text = ~component.str.contains("audio|image|video")
    of_record = prices.with_columns(
        base_input=price.filter(is_base & (component == "input")).first().over("record"),
        per_character=pl.col("usd_per_unit")
        .filter(pl.col("unit") == "character")
        .first()
        .over("record", "component", "tier_min_input_tokens"),
        makes_images=mode.is_in(IMAGE_MODES) & ~(component == "image_output").any().over("record"),
    )
    # What writes pictures may ask far more for them than for text: 120 USD beside 2 (Gemini 3 Pro Image).
    is_for_text = mode.is_in(TEXT_MODES).fill_null(value=True) & ~pl.col("model_name_raw").str.contains(MAKES_IMAGES)
    tests = [
        (
            pl.col("model_name_raw").str.contains(STATES_SIZE) & is_text & (price > MAX_OF_STATED_SIZE),
            f"above {MAX_OF_STATED_SIZE:g} for a model of stated size",
        ),
        (
            mode.is_in(["embedding", "rerank"]) & is_text & (price > MAX_OF_EMBEDDING),
            f"above {MAX_OF_EMBEDDING:g} for an embedding",
        ),
        (
            is_base
            & (component == "output")
            & (price >= MAX_OUTPUT_WITHOUT_INPUT)
            & (price > MAX_OUTPUT_TO_INPUT * pl.col("base_input").fill_null(0))
            & is_for_text,
            f"above {MAX_OUTPUT_TO_INPUT:g} times the input",
        ),
        (
            is_base
            & (component == "output")
            & (price < MIN_OUTPUT_TO_INPUT * pl.col("base_input"))
            & is_for_text
            & ~pl.col("model_name_raw").str.contains("(?i)guard"),
            f"below {MIN_OUTPUT_TO_INPUT:g} times the input",
        ),
        (
            is_base & (component == "output") & (price > MAX_OF_EQUAL_SIDES) & (price == pl.col("base_input")),
            f"above {MAX_OF_EQUAL_SIDES:g} and the same as the input",
        ),
        ((price > 0) & (price < MIN_OF_TOKENS), f"below {MIN_OF_TOKENS:g}"),
        (
            pl.col("makes_images") & (component == "output") & (price > 0) & (price < MIN_OUTPUT_OF_IMAGE_MODEL),
            f"below {MIN_OUTPUT_OF_IMAGE_MODEL:g} for an image model",
        ),
        ((price > 0) & (price / 1e6 <= pl.col("per_character")), "no more than one of its characters"),
    ]
    reason = pl.coalesce(
        beyond_bounds(),
        *(
            pl.when(test).then(pl.format("{} {} USD per million tokens, " + why + ": implausible", component, price))
            for test, why in tests
        ),
    )
    return of_record.select("record", reason=reason)


def unlike_peers(prices: pl.DataFrame) -> pl.DataFrame:
    """Entries with an input or output price far from that of the same model elsewhere: `record` and `reason`.

    The same model is the last part of the name without region, maker, version tag and date. Compared with the median of
    the other providers, where there are at least MIN_PEERS and fewer than half of them ask about as much: of three
    hosts the one that errs is held back, not those it differs from.
    """
    price = pl.col("usd_per_million_tokens")
    base = prices.filter(
        pl.col("component").is_in(["input", "output"])
        & (pl.col("tier_min_input_tokens") == 0)
        & pl.col("condition").is_null()
        & (price > 0)
    ).with_columns(
        same=pl.col("model_name_raw")
        .str.to_lowercase()
        .str.extract("([^/]*)$")
        .str.replace(r"^(?:[a-z-]+\.)+", "")
        .str.replace(r"@.*$|(?:-v\d+)?:\d+$", "")
        .str.replace(r"-(?:latest|\d{4}|\d{6}|\d{8}|\d{4}-\d\d-\d\d)$", "")
        .str.replace_all("[^a-z0-9]", "")
    )
    hosts = base.group_by("same", "component", "provider").agg(price.median())
    other = pl.col("usd_per_million_tokens_other")
    others = (
        hosts.join(hosts, on=["same", "component"], suffix="_other")
        .filter(pl.col("provider") != pl.col("provider_other"))
        .group_by("same", "component", "provider")
        .agg(
            median=other.median().round_sig_figs(6),
            peers=pl.len(),
            near=other.is_between(price / NEAR_PEERS, price * NEAR_PEERS).sum(),
        )
        .filter((pl.col("peers") >= MIN_PEERS) & (2 * pl.col("near") < pl.col("peers")))
    )
    far = (price > MAX_TO_PEERS * pl.col("median")) | (price * MAX_TO_PEERS < pl.col("median"))
    return (
        base.join(others, on=["same", "component", "provider"], how="inner", maintain_order="left")
        .filter(far)
        .select(
            "record",
            reason=pl.format(
                "{} {} USD per million tokens, {} at the median of {} other providers: a unit error",
                "component",
                price,
                "median",
                "peers",
            ),
        )
    )
