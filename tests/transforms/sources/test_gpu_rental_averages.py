"""Averages of an index: marked as such, a row per state, and figures read before the page showed them."""

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.gpu_rental_averages import normalise

HEADER = "date,hyperscaler-H100,neocloud-H100,neocloud-B200"
FIRST = "2026-03-06,7.43,2.44,4.59"


def read(*lines: str, header: str = HEADER) -> Batch:
    return normalise(payload("\n".join((header, *lines)) + "\n", source_id="gpu-rental-averages"))


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_a_cell_is_an_average_and_no_offer_of_a_cloud():
    batch = read(FIRST)
    assert [(row["instance_type"], row["gpu_name_raw"], row["usd_per_gpu_hour"]) for row in rows(batch)] == [
        ("hyperscaler", "H100", 7.43),
        ("neocloud", "B200", 4.59),
        ("neocloud", "H100", 2.44),
    ]
    assert {(row["provider"], row["price_kind"], row["amount_unit"]) for row in rows(batch)} == {
        ("silicon-data", "average", "gpu_hour")
    }
    assert rows(batch)[2]["record_ref"] == "row 1, column neocloud-H100"
    assert rows(batch)[2]["effective_from"] == datetime(2026, 3, 6, tzinfo=UTC)


def test_each_average_has_a_row_per_state_and_a_day_without_change_none():
    batch = read(FIRST, "2026-03-07,7.43,2.44,4.67", "2026-03-08,7.43,2.44,4.67")
    assert [
        (row["gpu_name_raw"], row["effective_from"].day) for row in rows(batch) if row["gpu_name_raw"] == "B200"
    ] == [
        ("B200", 6),
        ("B200", 7),
    ]
    assert (batch.ignored, batch.records_used) == ({"no_change": 1}, 2)


def test_a_day_the_page_was_not_read_says_nothing():
    assert read(FIRST, "2026-03-07,,,").ignored == {"no_price": 1}


def test_a_figure_read_before_the_page_changed_is_held_back():
    # 2026-03-11 in the source: 7.43 stayed on the page, and 1.0 is no average of anything.
    batch = read(FIRST, "2026-03-07,7.42,7.42,1.0", "2026-03-08,7.43,2.45,4.57")
    assert sorted(batch.quarantine.select("record_ref", "reason").rows()) == [
        ("row 2, column neocloud-B200", "1.0 is far from the days around it, 4.57 at their median: misread"),
        ("row 2, column neocloud-H100", "7.42 stands in the column before too: read before the page changed"),
    ]
    assert (batch.records_used, batch.records_quarantined) == (3, 0)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("someday,7.43,2.44,4.59", "someday is no time"),
        ("2027-03-06,7.43,2.44,4.59", "2027-03-06 is later than the capture"),
        ("2026-03-07,n/a,n/a,n/a", "n/a is no price"),
        ("2026-03-07,0,0,0", "0 is no price"),
    ],
)
def test_a_row_that_cannot_be_right_is_held_back(line, reason):
    batch = read(FIRST, line)
    assert batch.quarantine["reason"].to_list() == [reason] * 3
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_new_averages_are_read_and_other_columns_reported():
    batch = read(FIRST + ",3.1", header=HEADER + ",neocloud-H200")
    assert {row["gpu_name_raw"] for row in rows(batch)} == {"H100", "B200", "H200"}
    assert batch.quarantine.is_empty()
    batch = read(FIRST + ",3.1", header=HEADER + ",median")
    assert batch.quarantine["reason"].to_list() == ["columns not known: median"]


@pytest.mark.parametrize(
    "content", ["", "<html>404</html>", HEADER, HEADER + "\n2026-07-16,,,\n", "date,other\n2026-03-06,1\n", "[]"]
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="gpu-rental-averages"))


@given(st.text(), st.integers(0, 3))
def test_a_cell_of_any_text_is_refused_not_crashed_on(text, at):
    cells = ["2026-03-07", "7.43", "2.44", "4.59"]
    cells[at] = '"' + text.replace('"', '""').replace("\r", " ").replace("\0", " ") + '"'
    batch = read(FIRST, ",".join(cells))
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read


# Captures


@pytest.fixture(scope="module")
def batch() -> Batch:
    (only,) = normalised("gpu-rental-averages")
    return only


@pytest.mark.parametrize(
    ("day", "segment", "gpu", "usd"),
    [
        ("2026-03-06", "neocloud", "MI300X", 2.45),
        ("2026-03-10", "neocloud", "B200", 4.56),
        ("2026-03-24", "neocloud", "B200", 6.06),
        ("2026-03-31", "hyperscaler", "H100", 7.44),
        ("2026-07-15", "neocloud", "B200", 6.01),
    ],
)
def test_averages_read_by_hand_are_found(batch, day, segment, gpu, usd):
    found = batch.observations["gpu_offer"].filter(
        pl.col("effective_from").dt.strftime("%Y-%m-%d") == day, instance_type=segment, gpu_name_raw=gpu
    )
    assert found["usd_per_gpu_hour"].to_list() == [usd]


def test_the_days_on_which_the_page_stood_still_are_held_back(batch):
    # Row 6 is 2026-03-11: 7.43,7.43,7.43,7.43,1.0,1.0.
    refused = batch.quarantine.filter(pl.col("record_ref").str.starts_with("row 6,"))
    assert refused.height == 5
    assert batch.observations["gpu_offer"]["usd_per_gpu_hour"].min() > 1.3
    assert batch.ignored["no_price"] == 39  # 2026-07-16 to 2026-08-22, and one day before
