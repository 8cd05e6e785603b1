"""What the figures of any price list become: free, variable, unknown and wrong ones never mix with prices."""

import pytest

from tests.captures import payload
from tests.model_prices import balanced, prices, reasons, tokens
from transforms.batch import Batch, Book
from transforms.price_rows import Meaning, Priced, Quote, observe_quotes

PER_TOKEN = Meaning("input", "million_tokens", "token", 1e6)


def observed(*quotes: Quote, **options: object) -> Batch:
    records = {quote.of.record for quote in quotes}
    book = Book(payload("{}", source_id="acme"), len(records), lambda number: {"number": number})
    observe_quotes(book, quotes, **options)
    return book.close()


def quote(value: object, meaning: Meaning | None = PER_TOKEN, *, record: int = 0, free: bool = False, **more) -> Quote:
    of = Priced(record, f"/{record}", "acme", f"anvil-{record}", says_free=free)
    return Quote(of, f"/{record}/{meaning.component if meaning else 'x'}", "price", value, meaning, **more)


def test_a_price_per_token_is_scaled_to_a_million_without_noise():
    batch = observed(quote("1.5e-07", tier_min_input_tokens=200_000, condition="mode=fast"))
    assert prices(batch) == {tokens("input", 200_000, "mode=fast"): 0.15}


def test_what_is_no_token_keeps_its_unit():
    assert prices(observed(quote(12, Meaning("request", "request", "thousand_requests", 1e-3)))) == {
        ("request", "request", 0, None): 0.012
    }


def test_another_currency_is_kept_beside_its_worth_in_dollars():
    batch = observed(quote(10, Meaning("input")), currency="CNY", rate=0.14)
    [row] = batch.observations["model_price"].to_dicts()
    assert (row["amount"], row["currency"], row["usd_per_currency_unit"]) == (10.0, "CNY", 0.14)
    assert row["usd_per_million_tokens"] == 1.4


@pytest.mark.parametrize(
    ("value", "free", "kind"),
    [(0, True, "free"), (-1, False, "variable"), (1e-06, False, "listed"), (1e-06, True, "listed")],
)
def test_each_figure_is_of_one_kind(value, free, kind):
    [row] = observed(quote(value, free=free), variable=-1.0).observations["model_price"].to_dicts()
    assert row["price_kind"] == kind
    assert (row["usd_per_million_tokens"], row["amount"]) == {
        "free": (0.0, 0.0),
        "variable": (None, None),
        "listed": (1.0, 1e-06),
    }[kind]


@pytest.mark.parametrize(
    ("value", "meaning", "reason"),
    [
        (0, PER_TOKEN, "every price is 0 and nothing says free: unknown"),
        (-1, PER_TOKEN, "price is no price: -1"),
        ("call us", PER_TOKEN, "price is no price: call us"),
        (True, PER_TOKEN, "price is no price: True"),
        (1e-06, None, "unknown price field price = 1e-06"),
        (
            2.5,
            PER_TOKEN,
            "input 2500000.0 USD per million tokens, above 250: a unit error; all its prices are held back",
        ),
    ],
)
def test_what_is_no_price_is_refused(value, meaning, reason):
    batch = observed(quote(value, meaning))
    assert list(reasons(batch).values()) == [reason]
    assert batch.observations["model_price"].is_empty()
    assert balanced(batch)


def test_zero_beside_a_price_is_no_price_and_a_unit_error_takes_the_whole_model():
    output = PER_TOKEN._replace(component="output")
    batch = observed(quote(1e-06), quote(0, output), quote(2.5, record=1), quote(1e-06, output, record=1))
    assert prices(batch) == {tokens("input"): 1.0}
    assert list(reasons(batch)) == ["/1"]
