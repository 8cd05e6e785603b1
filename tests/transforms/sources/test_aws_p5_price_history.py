"""AWS's price of one p5.48xlarge: a row per state, months that could not be looked up, the cut of 2025-06."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.aws_p5_price_history import normalise

HEADER = "timestamp,instance,price_usd"
FIRST = "2025-04-23T19:41:48,p5.48xlarge,98.32"


def read(*lines: str, header: str = HEADER) -> Batch:
    return normalise(payload("\n".join((header, *lines)) + "\n", source_id="aws-p5-price-history"))


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_the_price_is_of_the_eight_gpus_of_the_instance():
    (offer,) = rows(read(FIRST))
    # 98.32 / 8 = 12.29
    assert (offer["usd_per_hour"], offer["gpu_count"], offer["usd_per_gpu_hour"]) == (98.32, 8, 12.29)
    assert (offer["provider"], offer["region"], offer["country_code"]) == ("aws", "us-east-1", "US")
    assert (offer["gpu_name_raw"], offer["gpu_memory_gib"], offer["purchase_type"]) == ("NVIDIA H100", 80, "on_demand")
    assert offer["effective_from"] == datetime(2025, 4, 23, 19, 41, 48, tzinfo=UTC)
    assert (offer["effective_to"], offer["record_ref"]) == (None, "row 1")


def test_a_price_that_stays_is_one_state_whatever_the_order_of_the_rows():
    batch = read(
        "2025-06-12T07:00:00,p5.48xlarge,55.04",
        FIRST,
        "2025-06-13T07:00:00,p5.48xlarge,55.04",
        "2025-04-24T07:32:22,p5.48xlarge,98.32",
    )
    assert [(row["effective_from"].date().isoformat(), row["usd_per_hour"]) for row in rows(batch)] == [
        ("2025-04-23", 98.32),
        ("2025-06-12", 55.04),
    ]
    assert batch.ignored == {"no_change": 2}


def test_a_month_without_a_price_says_nothing():
    batch = read("2025-04-01,p5.48xlarge,", FIRST)
    assert (batch.ignored, batch.observation_count) == ({"no_price": 1}, 1)


def test_a_machine_without_accelerators_is_set_aside():
    assert read(FIRST, "2025-04-24,m5.large,0.096").ignored == {"no_accelerator": 1}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("soon,p5.48xlarge,98.32", "soon is no time"),
        ("2031-01-01,p5.48xlarge,1", "2031-01-01 is later than the capture"),
        ("2025-04-25,p5.48xlarge,ninety", "ninety is no price"),
        ("2025-04-25,p5.48xlarge,-3", "-3 is no price"),
        ("2025-04-25,p9.48xlarge,98.32", "p9.48xlarge: a type whose accelerators we do not know"),
        ("2025-04-25,,98.32", "no instance: a type whose accelerators we do not know"),
        ("2025-04-23T19:41:48,p5.48xlarge,77", "another record of the payload has the same key"),
    ],
)
def test_a_row_that_cannot_be_right_is_held_back(line, reason):
    batch = read(FIRST, line)
    assert [each.startswith(reason) for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_renamed_columns_are_read_and_unknown_ones_reported():
    (offer,) = rows(read("2025-04-23,p5.48xlarge,98.32", header="date,instance_type,price"))
    assert offer["usd_per_hour"] == 98.32
    batch = read(FIRST + ",1.5", header=HEADER + ",spot_usd")
    assert batch.quarantine["reason"].to_list() == ["columns not known: spot_usd"]


@pytest.mark.parametrize(
    "content",
    ["", "<html>404</html>", HEADER, HEADER + "\n2025-04-01,p5.48xlarge,\n", "a,b\n1,2\n", '{"message": "Not Found"}'],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="aws-p5-price-history"))


@given(st.text(), st.sampled_from([0, 1, 2]))
def test_a_cell_of_any_text_is_refused_not_crashed_on(text, at):
    cells = ["2025-04-25", "p5.48xlarge", "98.32"]
    cells[at] = '"' + text.replace('"', '""').replace("\r", " ").replace("\0", " ") + '"'
    try:
        batch = read(FIRST, ",".join(cells))
    except NormaliseError:
        return
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read


# Captures


def test_in_sixteen_months_the_price_changed_once():
    (batch,) = normalised("aws-p5-price-history")
    assert [
        (row["effective_from"], row["usd_per_hour"], row["usd_per_gpu_hour"], row["record_ref"]) for row in rows(batch)
    ] == [
        (datetime(2025, 4, 23, 18, 52, 57, tzinfo=UTC), 98.32, 12.29, "row 1"),
        (datetime(2025, 6, 5, 7, 22, 36, tzinfo=UTC), 55.04, 6.88, "row 58"),
    ]
    assert batch.ignored == {"no_change": 485, "no_price": 13}
    assert (batch.records_read, batch.quarantine.is_empty()) == (500, True)
