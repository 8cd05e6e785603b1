"""Days of a market: the median is an average, the least a bound, and how many offers there were is no price."""

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.vast_dispersion import normalise

HEADER = "date,H100_median,H100_min,H100_dispersion,H100_offers,H100_gpus,RTX4090_median,RTX4090_min"
DAY = "2026-07-18,2.0,1.6,1.25,58,137,0.4,0.1"


def read(*lines: str, header: str = HEADER) -> Batch:
    return normalise(payload("\n".join([header, *lines]), source_id="vast-dispersion"))


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_a_day_gives_the_median_and_the_least_price_of_each_gpu():
    found = [
        (row["gpu_name_raw"], row["instance_type"], row["price_kind"], row["usd_per_gpu_hour"], row["record_ref"])
        for row in rows(read(DAY))
    ]
    assert sorted(found) == [
        ("H100", "cheapest", "from", 1.6, "row 1, column H100_min"),
        ("H100", "median", "average", 2.0, "row 1, column H100_median"),
        ("RTX4090", "cheapest", "from", 0.1, "row 1, column RTX4090_min"),
        ("RTX4090", "median", "average", 0.4, "row 1, column RTX4090_median"),
    ]
    assert {(row["provider"], row["effective_from"]) for row in rows(read(DAY))} == {
        ("vast", datetime(2026, 7, 18, tzinfo=UTC))
    }


def test_a_figure_that_stays_is_one_state_and_a_day_without_figures_says_nothing():
    batch = read(DAY, DAY.replace("07-18", "07-19"), "2026-07-20,,,,,,,", DAY.replace("07-18,2.0", "07-21,2.1"))
    assert len(rows(batch)) == 5
    assert (batch.records_used, batch.ignored) == (2, {"no_change": 1, "no_price": 1})


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        ("someday,2.0,1.6,1,1,1,,", {"someday is no time"}),
        ("2026-12-24,2.0,1.6,1,1,1,,", {"2026-12-24 is later than the capture"}),
        ("2026-07-19,n/a,0,1,1,1,,", {"n/a is no price", "0 is no price"}),
    ],
)
def test_a_row_that_cannot_be_right_is_held_back(line, reasons):
    batch = read(DAY, line)
    assert set(batch.quarantine["reason"]) == reasons
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_other_columns_are_reported_and_new_gpus_read():
    batch = read(DAY + ",3.1,7", header=HEADER + ",B300_median,B300_p25")
    assert batch.quarantine["reason"].to_list() == ["columns not known: B300_p25"]
    assert {row["gpu_name_raw"] for row in rows(batch)} == {"H100", "RTX4090", "B300"}


@pytest.mark.parametrize(
    "content", ["", "<html>404</html>", HEADER, "date,a\n2026-01-01,1", HEADER + "\n2026-01-01,,,,,,,", "[]"]
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="vast-dispersion"))


@given(st.text(), st.integers(0, 7))
def test_a_cell_of_any_text_is_refused_not_crashed_on(text, at):
    cells = DAY.replace("07-18", "07-19").split(",")
    cells[at] = '"' + text.replace('"', '""').replace("\r", " ").replace("\0", " ") + '"'
    batch = read(DAY, ",".join(cells))
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read


# Captures


@pytest.mark.parametrize(
    ("gpu", "day", "figure", "usd"),
    [
        ("H100", datetime(2026, 6, 18, tzinfo=UTC), "median", 2.0022),
        ("B200", datetime(2026, 8, 10, tzinfo=UTC), "cheapest", 5.0003),
        ("A100", datetime(2026, 7, 24, tzinfo=UTC), "cheapest", 0.4007),
        ("RTX4090", datetime(2026, 8, 9, tzinfo=UTC), "median", 0.3611),
    ],
)
def test_figures_read_by_hand_are_found(gpu, day, figure, usd):
    (batch,) = normalised("vast-dispersion")
    found = batch.observations["gpu_offer"].filter(
        pl.col("effective_from") == day, gpu_name_raw=gpu, instance_type=figure
    )
    assert found["usd_per_gpu_hour"].to_list() == [usd]
    assert (batch.records_read, batch.quarantine.height) == (28, 0)
