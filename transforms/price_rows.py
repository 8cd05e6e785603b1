"""From the figures of a price list to ModelPrice rows: what a zero means, which unit errors are held back.

A source reads its own layout into quotes, one per figure, and hands them to `observe_quotes`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from transforms.batch import Batch, Book
from transforms.currency import fx_rate_on, usd_per_currency_unit, why_no_rate
from transforms.prices import hold_back, read_figure, scaled, unit_errors, unlike_peers
from transforms.schemas import ModelPrice


class Meaning(NamedTuple):
    """What a figure is the price of. `factor` turns it (per `amount_unit`) into the price of one `unit`."""

    component: str
    unit: str = "million_tokens"
    amount_unit: str = "million_tokens"
    factor: float = 1.0
    condition: str | None = None


class Priced(NamedTuple):
    """A model as the list has it: number and place of its record, who bills, its name, and what else bears on prices.

    `says_free` is whether the list says that the model costs nothing; `region` where the price depends on it.
    """

    record: int
    ref: str
    provider: str
    name: str
    mode: str | None = None
    says_free: bool = False
    region: str | None = None


class Quote(NamedTuple):
    """One figure: whose price it is, where it stands, what for and when it holds. `meaning` is None if not known."""

    of: Priced
    ref: str
    field: str
    value: Any
    meaning: Meaning | None
    tier_min_input_tokens: int = 0
    condition: str | None = None
    effective_from: date | None = None
    effective_to: date | None = None


SCHEMA = pl.Schema(
    {
        "record": pl.UInt32,
        "record_ref": pl.String,
        "model_ref": pl.String,
        "provider": pl.String,
        "model_name_raw": pl.String,
        "mode": pl.String,
        "says_free": pl.Boolean,
        "region": pl.String,
        "field": pl.String,
        "written": pl.String,
        "amount": pl.Float64,
        "component": pl.String,
        "unit": pl.String,
        "amount_unit": pl.String,
        "factor": pl.Float64,
        "tier_min_input_tokens": pl.Int64,
        "condition": pl.String,
        "effective_from": pl.Date,
        "effective_to": pl.Date,
    }
)


def _row(quote: Quote) -> tuple[Any, ...]:
    of, meaning = quote.of, quote.meaning
    conditions = [each for each in (meaning.condition if meaning else None, quote.condition) if each]
    return (
        *(of.record, quote.ref, of.ref, of.provider, of.name, of.mode, of.says_free, of.region),
        *(quote.field, str(quote.value)[:200], read_figure(quote.value)),
        *(meaning[:4] if meaning else (None,) * 4),
        *(quote.tier_min_input_tokens, "; ".join(conditions) or None, quote.effective_from, quote.effective_to),
    )


def observe_quotes(
    book: Book,
    quotes: Iterable[Quote],
    *,
    compares_hosts: bool = True,
    variable: float | None = None,
    currency: str = "USD",
    rate: float = 1.0,
) -> None:
    """Observe what can be a price; refuse figures that are none, and all prices of a model with a unit error.

    - 0 beside a price of the same model says that nothing is charged for it, or that nobody looked: ignored.
    - All prices 0 is `free` only where the list says so, and is refused otherwise: 0 is not unknown.

    `compares_hosts` holds back models that cost far more or less than the same model at other providers of the list.
    `variable` is the figure, if any, by which the list says that a price depends on the call.
    Figures are in `currency`, of which one was worth `rate` USD when the payload was captured.
    """
    prices = pl.DataFrame([_row(quote) for quote in quotes], schema=SCHEMA, orient="row")
    amount, is_token = pl.col("amount"), pl.col("unit") == "million_tokens"
    is_variable = (amount == variable) if variable is not None else pl.lit(value=False)
    prices = book.quarantine(
        prices,
        pl.col("component").is_null(),
        pl.format("unknown price field {} = {}", "field", "written"),
        ModelPrice.TABLE,
    )
    prices = book.quarantine(
        prices,
        amount.is_null() | ((amount < 0) & ~is_variable),
        pl.format("{} is no price: {}", "field", "written"),
        ModelPrice.TABLE,
    )
    usd = pl.when(~is_variable).then(scaled(amount, pl.col("factor") * rate))
    prices = _without_zeros(book, prices).with_columns(
        usd_per_million_tokens=pl.when(is_token).then(usd),
        usd_per_unit=pl.when(~is_token).then(usd),
    )
    prices = hold_back(book, prices, unit_errors(prices))
    if compares_hosts:
        prices = hold_back(book, prices, unlike_peers(prices))
    book.observe(
        ModelPrice,
        prices.select(
            *("record", "record_ref", "provider", "model_name_raw", "component", "unit", "tier_min_input_tokens"),
            *("condition", "effective_from", "effective_to", "usd_per_million_tokens", "usd_per_unit"),
            *("amount_unit", "mode", "region"),
            amount=pl.when(~is_variable).then(amount),
            price_kind=pl.when(is_variable)
            .then(pl.lit("variable"))
            .when(amount == 0)
            .then(pl.lit("free"))
            .otherwise(pl.lit("listed")),
            currency=pl.lit(currency),
            usd_per_currency_unit=pl.lit(rate),
            fx_rate_on=fx_rate_on(pl.lit(currency), pl.lit(book.payload.captured_at.date())),
        ),
    )


def observe_page(
    book: Book, frame: pl.DataFrame, quotes: list[Quote], refused: list[tuple[int, str, str]], currencies: set[str]
) -> Batch:
    """Observe the quotes of a vendor's page, converted at the rate of its day, and close the book.

    `refused` are cells that are no price: record, place, reason. Records of `frame` without a quote are ignored. Raises
    NormaliseError where the page has not one currency, none that we know, or no usable price.
    """
    payload = book.payload
    book.quarantine(
        pl.DataFrame(refused, schema={"record": pl.UInt32, "record_ref": pl.String, "reason": pl.String}, orient="row"),
        pl.lit(value=True),
        pl.col("reason"),
        ModelPrice.TABLE,
    )
    told = {quote.of.record for quote in quotes} | {number for number, *_ in refused}
    book.ignore(frame, ~pl.col("record").is_in(told), "no_price_stated")
    if len(currencies) != 1:
        raise payload.rejected(f"prices in {', '.join(sorted(currencies)) or 'no currency'}: one is expected")
    [currency] = currencies
    written, on = pl.lit(currency), pl.lit(payload.captured_at.date())
    rate, why = pl.select(rate=usd_per_currency_unit(written, on), why=why_no_rate(written, on)).row(0)
    if rate is None:
        raise payload.rejected(why)
    observe_quotes(book, quotes, compares_hosts=False, currency=currency, rate=rate)
    batch = book.close()
    if not batch.observations[ModelPrice.TABLE].height:
        raise payload.rejected("no model with a usable price")
    return batch


def _without_zeros(book: Book, prices: pl.DataFrame) -> pl.DataFrame:
    """Prices above 0, and zeros of models that the list says are free."""
    is_zero = pl.col("amount") == 0
    prices = prices.with_columns(is_priced=(pl.col("amount") > 0).any().over("record", "effective_from"))
    prices = book.ignore(prices, is_zero & pl.col("is_priced"), "zero_beside_a_price")
    unsaid = is_zero & ~pl.col("says_free")
    book.quarantine(
        prices.filter(unsaid).unique("record", maintain_order=True).with_columns(record_ref="model_ref"),
        pl.lit(value=True),
        "every price is 0 and nothing says free: unknown",
        ModelPrice.TABLE,
    )
    return prices.filter(~unsaid)
