"""Days of Vast.ai: the cheapest offer is a bound, the median an average, and a price that stays is one state."""

import json
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.vast_ai_history import FIELDS, normalise

DAY = {"d": "2026-07-17", "min": 0.0474, "med": 0.0685, "n": 21}


def read(document: object) -> Batch:
    return normalise(payload(json.dumps(document), source_id="vast-ai-history"))


def days(*listed: object) -> Batch:
    return read({"RTX 3060 Ti": list(listed)})


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_a_day_gives_the_cheapest_and_the_median_price_of_one_gpu():
    cheapest, median = rows(days(DAY))
    assert (cheapest["instance_type"], cheapest["price_kind"], cheapest["usd_per_gpu_hour"]) == (
        "cheapest",
        "from",
        0.0474,
    )
    assert (median["instance_type"], median["price_kind"], median["usd_per_gpu_hour"]) == ("median", "average", 0.0685)
    assert cheapest["provider"] == median["provider"] == "vast"
    assert cheapest["record_ref"] == "/RTX 3060 Ti/0/min"
    assert cheapest["effective_from"] == datetime(2026, 7, 17, tzinfo=UTC)


def test_a_figure_that_stays_is_one_state():
    batch = days(DAY, {**DAY, "d": "2026-07-18", "med": 0.0804}, {**DAY, "d": "2026-07-19", "med": 0.0804, "n": 3})
    assert [(row["instance_type"], row["effective_from"].day, row["usd_per_gpu_hour"]) for row in rows(batch)] == [
        ("cheapest", 17, 0.0474),
        ("median", 17, 0.0685),
        ("median", 18, 0.0804),
    ]
    assert (batch.records_used, batch.ignored) == (2, {"no_change": 1})


def test_a_day_without_prices_says_nothing():
    assert days(DAY, {"d": "2026-07-18", "n": 0}).ignored == {"no_price": 1}


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({"d": None}, ["nothing is no time"]),
        ({"d": "Monday"}, ["Monday is no time"]),
        ({"d": "2026-12-24"}, ["2026-12-24 is later than the capture"]),
        ({"d": "2026-07-18", "min": "low", "med": -1}, ["low is no price", "-1 is no price"]),
        ({"d": "2026-07-18", "min": 0, "med": 900.0}, ["0 is no price", "breaks usd_per_gpu_hour_is_plausible"]),
    ],
)
def test_a_day_that_cannot_be_right_is_held_back(change, reasons):
    batch = days(DAY, {**DAY, **change})
    assert sorted(batch.quarantine["reason"]) == sorted(reasons)
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_unknown_fields_are_reported():
    assert days({**DAY, "p90": 0.2}).quarantine["reason"].to_list() == ["fields not known: p90 (1x)"]


@pytest.mark.parametrize(
    "content",
    ["", "<html>404</html>", "[]", "{}", '{"RTX 3090": []}', '{"RTX 3090": [{"d": "2026-07-17"}]}', '{"a": [1, null]}'],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="vast-ai-history"))


@given(st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.integers()), st.sampled_from(sorted(FIELDS)))
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field):
    batch = days(DAY, {**DAY, "d": "2026-07-18", field: value}, value)
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 3


# Captures


@pytest.fixture(scope="module")
def batch() -> Batch:
    (only,) = normalised("vast-ai-history")
    return only


@pytest.mark.parametrize(
    ("gpu", "day", "figure", "usd"),
    [
        ("RTX 3060 Ti", 18, "cheapest", 0.0642),
        ("RTX 3060 Ti", 22, "median", 0.0691),
        ("GTX 1660", 19, "median", 0.6736),
        ("RTX 3060", 17, "cheapest", 0.0414),
    ],
)
def test_figures_read_by_hand_are_found(batch, gpu, day, figure, usd):
    found = batch.observations["gpu_offer"].filter(
        pl.col("effective_from") == datetime(2026, 8, day, tzinfo=UTC), gpu_name_raw=gpu, instance_type=figure
    )
    assert found["usd_per_gpu_hour"].to_list() == [usd]


def test_a_bound_that_stays_for_three_days_is_one_state(batch):
    # RTX 3060 Ti: 0.0469 on the 19th, 0.0547 on the 20th, 0.0469 on the 21st and the 22nd.
    found = batch.observations["gpu_offer"].filter(gpu_name_raw="RTX 3060 Ti", instance_type="cheapest")
    assert found["effective_from"].dt.day().to_list() == [17, 18, 19, 20, 21]


def test_every_day_of_every_gpu_is_read(batch):
    assert (batch.records_read, batch.quarantine.height) == (503, 0)
    assert batch.observations["gpu_offer"]["gpu_name_raw"].n_unique() == 89
