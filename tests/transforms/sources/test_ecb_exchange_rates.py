"""Reference rates of the European Central Bank: crossed to the dollar, from its XML and its CSV alike."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import payload
from tests.warehouse.worlds import put
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.ecb_exchange_rates import normalise
from warehouse.archive import Archive
from warehouse.provenance import record_at

XML = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject>
<Cube>
<Cube time="2026-07-31"><Cube currency="USD" rate="1.1500"/><Cube currency="INR" rate="110.40"/></Cube>
<Cube time="2026-07-30"><Cube currency="USD" rate="1.1400"/><Cube currency="CNY" rate="7.70"/></Cube>
</Cube>
</gesmes:Envelope>
"""
CSV = "Date,USD,INR,CNY,\n2026-07-31,1.1500,110.40,N/A,\n2026-07-30,1.1400,N/A,7.70,\n2015-01-02,1.2043,76,7.4,\n"


def read(content: str) -> Batch:
    return normalise(payload(content, source_id="ecb-exchange-rates"))


def rates(batch: Batch) -> dict[tuple[str, date], float]:
    rows = batch.observations["exchange_rate"].to_dicts()
    assert {row["period"] for row in rows} == {"day"}
    return {(row["currency"], row["rate_on"]): row["usd_per_currency_unit"] for row in rows}


@pytest.mark.parametrize("content", [XML, CSV], ids=["xml", "csv"])
def test_each_currency_of_a_day_is_crossed_to_the_dollar(content):
    # 1.15 / 110.4 = 0.0104167 and 1.14 / 7.7 = 0.148052, to six digits.
    assert rates(read(content)) == {
        ("EUR", date(2026, 7, 31)): 1.15,
        ("INR", date(2026, 7, 31)): 0.0104167,
        ("EUR", date(2026, 7, 30)): 1.14,
        ("CNY", date(2026, 7, 30)): 0.148052,
    }


def test_a_record_is_a_rate_of_the_xml_and_a_day_of_the_csv():
    batch = read(XML)
    assert (batch.records_read, batch.records_used, batch.ignored) == (4, 4, {})
    batch = read(CSV)
    assert (batch.records_read, batch.records_used, batch.ignored) == (3, 2, {"before_all_prices": 1})


def test_the_daily_csv_writes_its_day_in_words():
    assert rates(read("Date, USD, GBP, \n31 July 2026, 1.1500, 0.85, \n")) == {
        ("EUR", date(2026, 7, 31)): 1.15,
        ("GBP", date(2026, 7, 31)): 1.35294,
    }


def test_a_rate_leads_back_to_both_figures(tmp_path):
    archive = Archive(tmp_path)
    for content, shown in ((XML, ("rate = 110.40", "rate = 1.1500")), (CSV, ("INR = 110.40 in", "USD = 1.1500 in"))):
        row = read(content).observations["exchange_rate"].filter(currency="INR").to_dicts()[0]
        lines = (record_at(archive, put(archive, 1, content.encode()), row["record_ref"]) or "").split("\n+ ")
        assert [line.startswith(text) for line, text in zip(lines, shown, strict=True)] == [True, True]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"110.40"', '"-"', "- is no rate"),
        ('"110.40"', '"0"', "0 is no rate"),
        ("2026-07-31", "tomorrow", "no day"),
        ('<Cube currency="USD" rate="1.1500"/>', "", "no rate of the dollar on that day"),
    ],
)
def test_a_rate_that_cannot_be_right_is_held_back(old, new, reason):
    batch = read(XML.replace(old, new))
    assert set(batch.quarantine["reason"]) == {reason}
    assert rates(batch)["CNY", date(2026, 7, 30)] == 0.148052


@pytest.mark.parametrize(
    "content", ["", "<html>503</html>", "[]", "Date,JPY\n2026-07-31,160", "Date,USD\n2026-07-31,N/A", "Date,USD\n,1.15"]
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        read(content)


@given(st.text(), st.integers(0, 3))
def test_a_cell_of_any_text_is_refused_not_crashed_on(text, at):
    cells = ["2026-07-29", "1.13", "110", "7.7"]
    cells[at] = '"' + text.replace('"', '""').replace("\r", " ").replace("\0", " ") + '"'
    batch = read(f"{CSV}{','.join(cells)},\n")
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read
