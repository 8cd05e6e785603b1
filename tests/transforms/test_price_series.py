"""Dated series: times are UTC, and a price that stays is one state."""

from datetime import UTC, datetime
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import payload
from transforms.batch import Book
from transforms.price_series import slug, utc_time, without_unchanged


def read(text: str | None) -> datetime | None:
    return pl.DataFrame({"text": [text]}, schema={"text": pl.String}).select(utc_time(pl.col("text"))).item()


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-07-03", datetime(2026, 7, 3, tzinfo=UTC)),
        ("2025-04-23T18:52:57", datetime(2025, 4, 23, 18, 52, 57, tzinfo=UTC)),
        ("2026-07-03T13:21:12+02:00", datetime(2026, 7, 3, 11, 21, 12, tzinfo=UTC)),
        (" 2026-08-17 17:16:10.306Z", datetime(2026, 8, 17, 17, 16, 10, 306000, tzinfo=UTC)),
        ("2026-10-08T08:47:03.188943405Z", datetime(2026, 10, 8, 8, 47, 3, 188943, tzinfo=UTC)),
        ("2026-13-03", None),
        ("July", None),
        ("", None),
        (None, None),
    ],
)
def test_a_time_without_a_zone_is_utc_and_anything_else_none(text, at):
    assert read(text) == at


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_instant_in_iso_format_is_read_as_it_is(instant):
    assert read(instant.isoformat()) == instant


@given(st.text())
def test_any_text_is_a_time_or_none(text):
    assert read(text) is None or isinstance(read(text), datetime)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 3)), min_size=1, max_size=30))
def test_the_states_kept_tell_every_price_and_no_two_in_a_row_are_equal(points):
    days = [datetime(2026, 1, 1 + at, tzinfo=UTC) for at in range(len(points))]
    columns = {
        "record": pl.Series(range(len(points)), dtype=pl.UInt32),
        "record_ref": [f"row {at}" for at in range(len(points))],
        "gpu": [gpu for gpu, _ in points],
        "price": [price for _, price in points],
        "effective_from": pl.Series(days, dtype=pl.Datetime("us", "UTC")),
    }
    book = Book(payload("", source_id="series"), len(points), str)
    kept = without_unchanged(book, pl.DataFrame(columns), of=["gpu"], value="price")
    states = {gpu: kept.filter(gpu=gpu).select("effective_from", "price").rows() for gpu in "ab"}
    for (gpu, price), day in zip(points, days, strict=True):
        assert [each for at, each in states[gpu] if at <= day][-1] == price
    for each in states.values():
        assert all(before != after for (_, before), (_, after) in pairwise(each))


def test_a_name_becomes_a_slug_or_nothing():
    names = pl.DataFrame({"name": ["Cudo Compute", "Latitude.sh", "--", "Ünïcode"]})
    assert names.select(slug(pl.col("name")))["name"].to_list() == ["cudo-compute", "latitude.sh", None, "n-code"]
