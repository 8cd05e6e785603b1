"""What the price trackers share: names of clouds, times, currencies and points of a history."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import payload
from transforms.batch import Batch, Book, numbered
from transforms.trackers import instant, observe_quotes, provider, slug, written

DAY = datetime(2026, 8, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Vast.ai", "vast"),
        ("vast-ai", "vast"),
        ("RunPod", "runpod"),
        ("AWS (Mumbai ap-south)", "aws"),
        ("AWS EC2", "aws"),
        ("Verda (DataCrunch)", "verda"),
        ("Oracle OCI", "oci"),
        ("Akamai (Linode)", "linode"),
        ("Lambda Labs", "lambda"),
        ("YottaLabs.ai", "yotta"),
        ("Yotta Shakti Cloud", "yotta-shakti"),
        ("thunder-compute", "thunder-compute"),
        ("OVH", "ovhcloud"),
        ("Some New Cloud", "somenewcloud"),
        ("()", None),
        ("", None),
    ],
)
def test_a_cloud_has_one_slug_in_every_spelling(name, expected):
    assert slug(name) == expected


@given(st.text(max_size=30))
def test_a_slug_is_one_or_none(name):
    found = slug(name)
    assert found is None or pl.Series([found]).str.contains(r"^[a-z0-9][a-z0-9._-]*$").all()


@pytest.mark.parametrize(
    "text",
    ["2026-08-22T20:41:36Z", "2026-08-22 20:41:36", "2026-08-22T22:41:36+02:00", "2026-08-22T20:41:36.000+00:00"],
)
def test_a_time_is_read_in_every_notation(text):
    frame = pl.DataFrame({"at": [text]}).select(instant("at"))
    assert frame["at"].to_list() == [datetime(2026, 8, 22, 20, 41, 36, tzinfo=UTC)]


@given(st.integers(0, 4 * 10**15))
def test_every_time_comes_back_as_written(microseconds):
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    frame = pl.DataFrame({"at": [at.isoformat(), at.date().isoformat()]}).select(instant("at"))
    assert frame["at"].to_list() == [at, datetime(at.year, at.month, at.day, tzinfo=UTC)]


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "22.08.2026"])
def test_what_is_no_time_is_null(text):
    assert pl.DataFrame({"at": [text]}).select(instant("at"))["at"].to_list() == [None]


def observed(rows: list[dict], *, keeps_cheapest: bool = False) -> Batch:
    """The batch of some quotes; each row is a record."""
    filled = [
        {"provider": "x", "gpu_name_raw": "H100", "gpu_count": 1.0, "purchase_type": "on_demand", "currency": "USD"}
        | {"amount_unit": "gpu_hour", "effective_from": None}
        | row
        for row in rows
    ]
    names = list(filled[0])
    types = {"gpu_count": pl.Float64, "effective_from": pl.Datetime("us", "UTC")}
    columns = {name: pl.Series(name, [row[name] for row in filled], types.get(name, pl.String)) for name in names}
    frame = numbered(f"row {number + 1}" for number in range(len(rows))).with_columns(**columns)
    book = Book(payload("x", source_id="tracker"), len(rows), lambda number: rows[number])
    observe_quotes(book, frame, keeps_cheapest=keeps_cheapest)
    return book.close()


def offers(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].rows(named=True)


@pytest.mark.parametrize(
    ("unit", "count", "usd_per_hour", "usd_per_gpu_hour"),
    [
        ("gpu_hour", 8.0, 58.4, 7.3),
        ("hour", 8.0, 7.3, 0.9125),
        ("minute", 1.0, 438.0, None),
        ("month", 1.0, 0.01, 0.01),
        ("month_of_720_hours", 2.0, 7.3 / 720, 7.3 / 1440),
    ],
)
def test_a_figure_buys_what_its_unit_says(unit, count, usd_per_hour, usd_per_gpu_hour):
    batch = observed([{"written": "7.3", "amount_unit": unit, "gpu_count": count}])
    if usd_per_gpu_hour is None:  # no GPU costs 438 USD an hour
        assert "plausible" in batch.quarantine["reason"][0]
        return
    (row,) = offers(batch)
    assert row["usd_per_hour"] == pytest.approx(usd_per_hour)
    assert row["usd_per_gpu_hour"] == pytest.approx(usd_per_gpu_hour)


def test_the_rate_is_of_the_day_the_price_held_else_of_the_capture():
    batch = observed(
        [
            {"written": "1", "currency": "EUR", "effective_from": datetime(2024, 2, 10, tzinfo=UTC)},
            {"written": "1", "currency": "EUR", "gpu_name_raw": "L4"},
        ]
    )
    # January 2024 is 1.0905 dollars per euro, July 2026 1.1417.
    found = {row["gpu_name_raw"]: (row["usd_per_hour"], row["fx_rate_on"]) for row in offers(batch)}
    assert found == {"H100": (1.0905, date(2024, 1, 31)), "L4": (1.1417, date(2026, 7, 31))}


@given(st.lists(st.sampled_from(["1", "2", "3"]), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_a_history_keeps_its_changes_and_nothing_else_in_any_order(prices, random):
    points = [{"written": each, "effective_from": DAY.replace(hour=hour)} for hour, each in enumerate(prices)]
    random.shuffle(points)
    kept = sorted((row["effective_from"].hour, row["amount"]) for row in offers(observed(points)))
    assert kept == [(hour, float(each)) for hour, each in enumerate(prices) if hour == 0 or prices[hour - 1] != each]


def test_of_offers_with_one_name_the_cheapest_stands_where_the_source_says_so():
    rows = [{"written": "2"}, {"written": "1.5"}, {"written": "1.5"}]
    batch = observed(rows, keeps_cheapest=True)
    assert [(row["amount"], row["price_kind"], row["record_ref"]) for row in offers(batch)] == [(1.5, "from", "row 2")]
    assert batch.ignored == {"dearer_offer_under_the_same_name": 1, "repeated_offer": 1}
    assert observed(rows[:2]).quarantine["reason"].str.contains("the same key").to_list() == [True]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"written": "n/a"}, "n/a is no price"),
        ({"written": "inf"}, "inf is no price"),
        ({"written": "1", "amount_unit": "fortnight"}, "fortnight is no unit we know"),
        ({"written": "1", "currency": None}, "no currency"),
        ({"written": "1", "provider": None}, "no provider"),
        ({"written": "1", "gpu_count": float("nan")}, "no count of accelerators"),
    ],
)
def test_what_is_no_price_is_refused_with_its_reason(row, reason):
    batch = observed([{"written": "1", "gpu_name_raw": "L4"}, row])
    assert batch.quarantine["reason"].to_list() == [reason]


def test_no_price_is_not_free():
    assert observed([{"written": "1"}, {"written": None}, {"written": "0.00"}]).ignored == {"no_price": 2}


def test_names_and_figures_of_a_document_are_read_as_they_stand():
    assert provider(pl.Series(["Vast.ai", None, "GCP"])).to_list() == ["vast", None, "gcp"]
    assert written([{"a": 1.5}, {"a": "2"}, {"a": None}, {}, 7], "a").to_list() == ["1.5", "2", None, None, None]
