"""LMArena's history: a day and a model give a rating, and nought is none."""

from datetime import date

import polars as pl
import pytest

from pipelines.sources import registry
from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.lmarena_history import normalise

SOURCE = "lmarena-history"
# Two days of 2024-11-16's table.
TABLE = """,claude-2.0,gpt-3.5-turbo
20230522,0.0,1142.5374986962274
20230619,0.0,1085.1808703452618
"""


def read(content):
    return normalise(payload(content, source_id=SOURCE, part="text"))


def test_a_cell_is_the_rating_of_a_model_on_a_day():
    batch = read(TABLE)
    row = batch.observations["benchmark_score"].row(0, named=True)
    assert (row["benchmark"], row["metric"], row["unit"]) == ("lmarena-text", "elo", "elo")
    assert (row["model_name_raw"], row["evaluated_on"], row["score"]) == (
        "gpt-3.5-turbo",
        date(2023, 5, 22),
        1142.5374986962274,
    )
    assert (row["settings"], row["evaluator"], row["evaluator_kind"]) == ("category=full", "LMArena", "community")
    assert row["record_ref"] == "row 1, column gpt-3.5-turbo"


@pytest.mark.parametrize("cell", ["0.0", "0", "", "nan", "-"])
def test_nought_and_nothing_mean_not_rated(cell):
    batch = read(TABLE.replace("0.0", cell))
    assert (batch.records_read, batch.records_used, batch.ignored) == (4, 2, {"not_rated": 2})


@pytest.mark.parametrize("day", ["20230522", "2023-05-22", "20230522.0", "2023/05/22"])
def test_days_are_written_in_several_ways(day):
    first = read(TABLE.replace("20230522", day)).observations["benchmark_score"].row(0, named=True)
    assert first["evaluated_on"] == date(2023, 5, 22)


@pytest.mark.parametrize("name", ["date", "day", ""])
def test_the_column_of_days_may_have_a_name(name):
    assert read(f"{name}{TABLE}").observations["benchmark_score"].height == 2


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("11.4", "11.4 is no rating on an arena scale"),
        ("1e9", "1e9 is no rating on an arena scale"),
        ("inf", "inf is no rating on an arena scale"),
        ("high", "high is no rating on an arena scale"),
    ],
)
def test_a_cell_that_is_no_rating_is_held_back(cell, reason):
    batch = read(TABLE.replace("1142.5374986962274", cell))
    assert batch.quarantine.select("record_ref", "reason").rows() == [("row 1, column gpt-3.5-turbo", reason)]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_a_row_without_a_day_is_held_back():
    batch = read(TABLE + "soon,0.0,1100.0\n")
    assert set(batch.quarantine["reason"]) == {"the row names no day"}
    assert batch.records_used == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html>404</html>", "not CSV"),
        (",gpt-4\n", "a header without rows"),
        ("day\n20230522\n", "a table without models"),
        ("model,price\ngpt-4,3\n", "model holds no days"),
        (",gpt-4\n20230522,0.0\n", "none of 1 cells is a rating"),
    ],
)
def test_another_kind_of_document_is_rejected_whole(content, reason):
    with pytest.raises(NormaliseError, match=reason):
        read(content)


def test_live_and_captured_files_are_the_same_part():
    spec = registry()[SOURCE]
    assert [spec.part_of(request.name) for request in spec.requests] == ["text"]
    assert spec.part_of("scores.json") is None


def test_captures_hold_the_ratings_read_by_hand():
    november, january = normalised(SOURCE)
    assert [(b.records_read, b.records_used, b.ignored) for b in (november, january)] == [
        (12888, 6892, {"not_rated": 5996}),
        (18183, 9611, {"not_rated": 8572}),
    ]
    for batch, ref, day, score in [
        (november, "row 2, column gpt-3.5-turbo", date(2023, 5, 22), 1142.5374986962274),
        (november, "row 71, column claude-3-5-sonnet-20241022", date(2024, 11, 12), 1282.6843223924766),
        (january, "row 71, column claude-3-5-sonnet-20241022", date(2024, 11, 12), 1282.6843223924766),
        (january, "row 87, column o1-2024-12-17", date(2025, 1, 22), 1351.3585515878533),
    ]:
        row = batch.observations["benchmark_score"].row(by_predicate=pl.col("record_ref") == ref, named=True)
        assert (row["evaluated_on"], row["score"]) == (day, score)
