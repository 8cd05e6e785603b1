"""The account of a payload balances, and what does not conform is refused with its reason."""

import polars as pl
import pytest

from tests.captures import payload
from transforms.batch import Book, numbered
from transforms.payload import NormaliseError
from transforms.schemas import GridIntensity

PAYLOAD = payload("[]", source_id="acme")
YES = pl.lit(value=True)


def places(*rows: tuple[str, int, float | None]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema={"region": pl.String, "year": pl.Int64, "gco2_per_kwh": pl.Float64}, orient="row")
    return pl.concat([numbered(f"row {i}" for i in range(len(rows))), frame], how="horizontal").with_columns(
        method=pl.lit("stated")
    )


def book(rows: pl.DataFrame) -> Book:
    return Book(PAYLOAD, rows.height, lambda number: rows.row(number, named=True))


def test_each_record_is_used_ignored_or_quarantined():
    rows = places(("a", 2020, 10.0), ("b", 2020, -5.0), ("c", 2020, None), ("d", 2020, 7.0))
    account = book(rows)
    rest = account.ignore(rows, pl.col("gco2_per_kwh").is_null(), "no_figure")
    rest = account.quarantine(rest, pl.col("region") == "d", pl.format("region {} is unknown", "region"))
    account.observe(GridIntensity, rest)
    batch = account.close()
    assert (batch.records_read, batch.records_used, batch.ignored, batch.records_quarantined) == (
        4,
        1,
        {"no_figure": 1},
        2,
    )
    assert batch.quarantine.select("record_ref", "reason").rows() == [
        ("row 3", "region d is unknown"),
        ("row 1", "breaks gco2_per_kwh|min"),
    ]
    assert batch.quarantine["record"][1] == (
        '{"record": 1, "record_ref": "row 1", "region": "b", "year": 2020, "gco2_per_kwh": -5.0, "method": "stated"}'
    )


def test_a_record_left_without_a_fate_stops_the_payload():
    rows = places(("a", 2020, 10.0), ("b", 2020, 5.0))
    account = book(rows)
    account.observe(GridIntensity, rows.head(1))
    with pytest.raises(NormaliseError, match=r"acme/all: payload: 1 of 2 records met no fate"):
        account.close()


def test_repeats_are_ignored_and_contradictions_quarantined():
    rows = places(("a", 2020, 10.0), ("a", 2020, 10.0), ("a", 2020, 11.0), ("a", 2021, 11.0))
    account = book(rows)
    account.observe(GridIntensity, rows)
    batch = account.close()
    assert batch.ignored == {"repeated_row": 1}
    assert batch.quarantine["record_ref"].to_list() == ["row 2"]
    assert batch.observations["grid_intensity"]["gco2_per_kwh"].to_list() == [10.0, 11.0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colour": pl.lit("red")}, "grid_intensity has no column colour"),
        ({"gco2_per_kwh": pl.lit("12")}, "column gco2_per_kwh is String, not Float64"),
        ({"year": pl.lit(2020.5)}, "column year is Float64, not Int64"),
    ],
)
def test_a_frame_of_another_shape_is_a_bug_not_bad_data(change, message):
    rows = places(("a", 2020, 10.0)).with_columns(**change)
    with pytest.raises(NormaliseError, match=message):
        book(rows).observe(GridIntensity, rows)


def test_rows_of_a_frame_in_pieces_are_refused_with_their_own_texts():
    pieces = [
        pl.DataFrame({"record": [at], "record_ref": [f"row {at}"], "said": [text]}) for at, text in enumerate("aXbX")
    ]
    rows = pl.concat(pieces, rechunk=False).cast({"record": pl.UInt32})
    assert rows.n_chunks() == 4
    book = Book(payload("a,X,b,X", source_id="x"), 4, str)
    rest = book.quarantine(rows, pl.col("said") == "X", pl.format("{} is no letter we know", "said"))
    book.ignore(rest, pl.lit(value=True), "known")
    assert book.close().quarantine["reason"].to_list() == ["X is no letter we know"] * 2
