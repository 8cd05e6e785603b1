"""Daily list prices of flagship GPUs: a row per state, days that lack a cloud, columns that change."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.us_ai_infra_gpu import normalise

HEADER = "date,provider,sku,usd_per_gpu_hr,source_url,retrieved_at"
FIRST = "2026-07-03,nebius,H100 SXM,2.15,https://nebius.com/prices,2026-07-03T13:21:12+00:00"


def line(day: str, price: str, provider: str = "nebius", sku: str = "H100 SXM") -> str:
    return f"{day},{provider},{sku},{price},https://example.com/prices,{day}T12:46:11+00:00"


def read(*lines: str, header: str = HEADER) -> Batch:
    return normalise(payload("\n".join((header, *lines)) + "\n", source_id="us-ai-infra-gpu"))


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_the_price_is_of_one_gpu_from_its_day_on():
    (offer,) = rows(read(FIRST))
    assert (offer["provider"], offer["gpu_name_raw"], offer["gpu_count"]) == ("nebius", "H100 SXM", 1)
    assert (offer["usd_per_hour"], offer["usd_per_gpu_hour"], offer["amount_unit"]) == (2.15, 2.15, "gpu_hour")
    assert (offer["effective_from"], offer["record_ref"]) == (datetime(2026, 7, 3, tzinfo=UTC), "row 1")


def test_each_cloud_and_gpu_has_a_row_per_state():
    batch = read(
        FIRST,
        line("2026-07-04", "2.15"),
        line("2026-07-04", "6.69", "lambda", "B200"),
        line("2026-07-06", "2.95"),
        line("2026-07-07", "2.15"),
    )
    assert [(row["provider"], row["effective_from"].day, row["usd_per_gpu_hour"]) for row in rows(batch)] == [
        ("lambda", 4, 6.69),
        ("nebius", 3, 2.15),
        ("nebius", 6, 2.95),
        ("nebius", 7, 2.15),
    ]
    assert batch.ignored == {"no_change": 1}


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (line("July", "2.15"), "July is no time"),
        (line("2027-01-01", "2.15"), "2027-01-01 is later than the capture"),
        (line("2026-07-05", "from 2"), "from 2 is no price"),
        (line("2026-07-05", "0"), "0 is no price"),
        (line("2026-07-05", "2.2", provider=""), "no provider"),
        (line("2026-07-05", "2.2", sku=""), "no GPU"),
        (line("2026-07-05", "2150"), "breaks usd_per_gpu_hour_is_plausible"),
        (line("2026-07-03", "2.2"), "another record of the payload has the same key"),
    ],
)
def test_a_row_that_cannot_be_right_is_held_back(bad, reason):
    batch = read(FIRST, bad)
    assert [each.startswith(reason) for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_a_row_without_a_price_says_nothing():
    assert read(FIRST, line("2026-07-05", "")).ignored == {"no_price": 1}


def test_renamed_columns_are_read_and_unknown_ones_reported():
    assert rows(read("2026-07-03,nebius,H200,2.45", header="Date,Provider,SKU,USD per GPU hour"))[0]["amount"] == 2.45
    batch = read(FIRST + ",1.1", header=HEADER + ",spot_usd")
    assert batch.quarantine["reason"].to_list() == ["columns not known: spot_usd"]


@pytest.mark.parametrize("content", ["", "<html>404</html>", HEADER, "a,b\n1,2\n", HEADER + "\nx,y,z,,,\n", "404: Not"])
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="us-ai-infra-gpu"))


@given(st.text(), st.integers(0, 5))
def test_a_cell_of_any_text_is_refused_not_crashed_on(text, at):
    cells = line("2026-07-05", "2.2").split(",")
    cells[at] = '"' + text.replace('"', '""').replace("\r", " ").replace("\0", " ") + '"'
    batch = read(FIRST, ",".join(cells))
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read


# Captures


def test_in_seven_weeks_one_of_eight_prices_moved():
    (batch,) = normalised("us-ai-infra-gpu")
    found = [
        (row["provider"], row["gpu_name_raw"], row["effective_from"].date().isoformat(), row["usd_per_gpu_hour"])
        for row in rows(batch)
    ]
    assert found == [
        ("lambda", "B200", "2026-07-03", 6.69),
        ("lambda", "H100 SXM", "2026-07-03", 3.99),
        ("nebius", "B200", "2026-07-03", 3.95),
        ("nebius", "H100 SXM", "2026-07-03", 2.15),
        ("nebius", "H200", "2026-07-03", 2.45),
        ("runpod", "B200", "2026-07-09", 5.89),
        ("runpod", "B200", "2026-08-13", 5.98),
        ("runpod", "H100 SXM", "2026-07-17", 2.69),
        ("runpod", "H200", "2026-07-09", 3.59),
    ]
    assert batch.quarantine.is_empty()
