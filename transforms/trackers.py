"""From the rows of a price tracker to GpuOffer rows: who sells, what the figure buys, in which currency, since when.

A source reads its own layout into quotes, one row per figure, and hands them to `observe_quotes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import polars as pl

from transforms.batch import Book
from transforms.currency import fx_rate_on, usd_per_currency_unit, why_no_rate
from transforms.prices import scaled
from transforms.read import decimal
from transforms.regions import country_in
from transforms.schemas import GpuOffer

# Names of clouds by their letters and digits alone, where our slug is another. What is not here keeps its own name.
SLUGS = {
    **dict.fromkeys(("awsec2", "amazon", "amazonwebservices", "amazonec2"), "aws"),
    **dict.fromkeys(("microsoftazure", "microsoft"), "azure"),
    **dict.fromkeys(("googlecloud", "google", "gcpcomputeengine", "googlecloudplatform"), "gcp"),
    **dict.fromkeys(("oracle", "oraclecloud", "oracleoci", "oraclecloudinfrastructure"), "oci"),
    **dict.fromkeys(("lambdalabs", "lambdacloud", "lambdaai"), "lambda"),
    **dict.fromkeys(("vastai",), "vast"),
    **dict.fromkeys(("runpodio",), "runpod"),
    **dict.fromkeys(("verdadatacrunch", "datacrunch", "datacrunchio"), "verda"),
    **dict.fromkeys(("do",), "digitalocean"),
    **dict.fromkeys(("akamailinode", "akamai"), "linode"),
    **dict.fromkeys(("yottalabs", "yottalabsai"), "yotta"),
    **dict.fromkeys(("yottashakticloud", "shakticloud"), "yotta-shakti"),
    **dict.fromkeys(("e2enetworks", "e2ecloud"), "e2e"),
    **dict.fromkeys(("jarvislabsai",), "jarvislabs"),
    **dict.fromkeys(("nebiusai",), "nebius"),
    **dict.fromkeys(("crusoecloud",), "crusoe"),
    **dict.fromkeys(("novitaai",), "novita"),
    **dict.fromkeys(("ovh",), "ovhcloud"),
    **dict.fromkeys(("sanfranciscocompute",), "sfcompute"),
    **dict.fromkeys(("thundercompute",), "thunder-compute"),
    **dict.fromkeys(("packetai",), "packet-ai"),
    **dict.fromkeys(("genesiscloud",), "genesis-cloud"),
}
HOURS_PER_MONTH = 730.0
# What a quoted figure buys: of how many hours, and whether of one accelerator.
UNITS = {
    "hour": (1.0, False),
    "gpu_hour": (1.0, True),
    "minute": (1 / 60, False),
    "month": (HOURS_PER_MONTH, False),
    "month_of_720_hours": (720.0, False),
}
OPTIONAL: dict[str, pl.DataType | type[pl.DataType]] = {
    "region": pl.String,
    "zone": pl.String,
    "instance_type": pl.String,
    "gpu_memory_gib": pl.Float64,
    "vcpus": pl.Float64,
    "memory_gib": pl.Float64,
    "country_code": pl.String,
    "is_available": pl.Boolean,
    "effective_from": pl.Datetime("us", "UTC"),
}
OFFER = tuple(name for name in GpuOffer.KEY if name != "effective_from")


def slug(name: str) -> str | None:
    """Our slug of a cloud's name in any spelling, without what stands in brackets; None where nothing is left."""
    letters = re.sub(r"[^a-z0-9]", "", name.lower())
    bare = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\(.*?\)", "", name.lower())).strip("-")
    return SLUGS.get(letters) or SLUGS.get(bare.replace("-", "")) or bare.replace("-", "") or None


def provider(column: pl.Series) -> pl.Series:
    """The slugs of a column of names."""
    known = {name: slug(name) for name in column.drop_nulls().unique().to_list()}
    return mapped(column, known).alias("provider")


def mapped(column: pl.Series, known: dict[str, str | None]) -> pl.Series:
    """Each text's meaning in `known`, null where it has none."""
    return column.replace_strict(
        pl.Series(list(known), dtype=pl.String),
        pl.Series(list(known.values()), dtype=pl.String),
        default=None,
        return_dtype=pl.String,
    )


def written(records: Iterable[Any], key: str) -> pl.Series:
    """One key of many JSON objects as the figure was written: null where it is absent or null."""
    values = (record.get(key) if isinstance(record, dict) else None for record in records)
    return pl.Series(key, [None if value is None else str(value)[:100] for value in values], dtype=pl.String)


def instant(column: str) -> pl.Expr:
    """A time written as 2026-08-22, 2026-08-22 20:41:36 or in ISO 8601, in UTC where no zone is named; else null."""
    text = pl.col(column).str.strip_chars().str.replace(r"Z$", "+00:00").str.replace(" ", "T", literal=True)
    text = pl.when(text.str.contains(r"^\d{4}-\d\d-\d\d$")).then(text + "T00:00:00").otherwise(text)
    text = pl.when(text.str.contains(r"T.*[+-]\d\d:?\d\d$")).then(text).otherwise(text + "+00:00")
    return text.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%z", time_unit="us", time_zone="UTC", strict=False)


def observe_quotes(book: Book, quotes: pl.DataFrame, *, keeps_cheapest: bool = False, none: str = "no_price") -> None:
    """Observe what can be a price; the other quotes are set aside by a rule or refused with a reason.

    `quotes` has record, record_ref, provider (a slug), gpu_name_raw, gpu_count, purchase_type, written (the figure as
    text, null and 0 where there is none), currency, amount_unit (of `UNITS`) and any of `OPTIONAL`; `price_kind` is
    listed unless it says otherwise. A country that a tracker does not state is taken from the region, where it is one
    of its cloud's own. Rates are of the day of `effective_from`, else of the capture.

    A point of one offer's history that repeats the one before is set aside as `no_change`. With `keeps_cheapest` the
    cheapest of several offers with one key stands, as `from` (the others are machines of a marketplace, or products the
    source does not tell apart); without it only equal ones are set aside and others refused.
    """
    captured = book.payload.captured_at
    quotes = _with_countries(quotes)
    quotes = quotes.with_columns(
        *(pl.lit(None, dtype=dtype).alias(name) for name, dtype in OPTIONAL.items() if name not in quotes.columns),
        *([] if "price_kind" in quotes.columns else [pl.lit("listed").alias("price_kind")]),
        amount=decimal("written"),
    ).with_columns(on=pl.coalesce(pl.col("effective_from").dt.date(), pl.lit(captured.date())))
    table = GpuOffer.TABLE
    quotes = book.quarantine(quotes, pl.col("provider").is_null(), "no provider", table)
    quotes = book.quarantine(quotes, pl.col("gpu_name_raw").is_null(), "no name of an accelerator", table)
    quotes = book.quarantine(
        quotes,
        ~((pl.col("gpu_count") > 0) & pl.col("gpu_count").is_finite()).fill_null(value=False),
        "no count of accelerators",
        table,
    )
    quotes = book.quarantine(quotes, pl.col("purchase_type").is_null(), "how it is bought is not known", table)
    quotes = book.ignore(quotes, pl.col("written").is_null() | (pl.col("amount") == 0), none)
    quotes = book.quarantine(
        quotes,
        ~(pl.col("amount").is_finite() & (pl.col("amount") > 0)).fill_null(value=False),
        pl.format("{} is no price", "written"),
        table,
    )
    unit = pl.col("amount_unit").replace_strict(list(UNITS), list(range(len(UNITS))), default=None)
    quotes = book.quarantine(quotes, unit.is_null(), pl.format("{} is no unit we know", "amount_unit"), table)
    currency, on = pl.col("currency"), pl.col("on")
    quotes = book.quarantine(quotes, why_no_rate(currency, on).is_not_null(), why_no_rate(currency, on), table)
    hours = pl.col("amount_unit").replace_strict(
        list(UNITS), [hours for hours, _ in UNITS.values()], return_dtype=pl.Float64
    )
    is_per_gpu = pl.col("amount_unit") == "gpu_hour"
    usd = scaled(pl.col("amount"), usd_per_currency_unit(currency, on) / hours)
    offers = quotes.with_columns(
        usd_per_currency_unit=usd_per_currency_unit(currency, on),
        fx_rate_on=fx_rate_on(currency, on),
        usd_per_hour=pl.when(is_per_gpu).then(usd * pl.col("gpu_count")).otherwise(usd),
        usd_per_gpu_hour=pl.when(is_per_gpu).then(usd).otherwise(usd / pl.col("gpu_count")),
    ).drop("on", "written")
    if keeps_cheapest:
        offers = _cheapest(book, offers)
    book.observe(GpuOffer, _changes(book, offers))


def _with_countries(quotes: pl.DataFrame) -> pl.DataFrame:
    if "region" not in quotes.columns:
        return quotes
    pairs = quotes.select("provider", "region").drop_nulls().unique()
    found = pairs.with_columns(country_found=pl.Series([country_in(*pair) for pair in pairs.rows()], dtype=pl.String))
    stated = pl.col("country_code") if "country_code" in quotes.columns else pl.lit(None, dtype=pl.String)
    return (
        quotes.join(found, on=["provider", "region"], how="left", maintain_order="left")
        .with_columns(country_code=pl.coalesce(stated, "country_found"))
        .drop("country_found")
    )


def _cheapest(book: Book, offers: pl.DataFrame) -> pl.DataFrame:
    """Of the offers with one key, the cheapest, as a lower bound; of equally cheap ones the first."""
    key = pl.struct(GpuOffer.KEY)
    ranked = offers.sort("usd_per_hour", "record", maintain_order=True)
    least = pl.col("usd_per_hour") == pl.col("usd_per_hour").min().over(GpuOffer.KEY)
    is_one_of_several = pl.col("usd_per_hour").n_unique().over(GpuOffer.KEY) > 1
    ranked = ranked.with_columns(
        is_first=key.is_first_distinct(),
        is_least=least,
        price_kind=pl.when(is_one_of_several).then(pl.lit("from")).otherwise("price_kind"),
    )
    ranked = book.ignore(ranked, ~pl.col("is_first") & pl.col("is_least"), "repeated_offer")
    ranked = book.ignore(ranked, ~pl.col("is_first"), "dearer_offer_under_the_same_name")
    return ranked.drop("is_first", "is_least").sort("record", "purchase_type", maintain_order=True)


def _changes(book: Book, offers: pl.DataFrame) -> pl.DataFrame:
    """Without the points of a history that equal the one before them: the same offer at the same price."""
    dated = offers.filter(pl.col("effective_from").is_not_null()).sort("effective_from", "record", maintain_order=True)
    fact = pl.struct("amount", "currency", "price_kind")
    is_later = pl.col("effective_from") > pl.col("effective_from").shift(1).over(OFFER)
    dated = book.ignore(dated, is_later & (fact == fact.shift(1).over(OFFER)), "no_change")
    return pl.concat([offers.filter(pl.col("effective_from").is_null()), dated])
