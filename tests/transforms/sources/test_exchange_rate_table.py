"""The rates that come with the package, as observations: those that prices are converted with."""

from datetime import date

import polars as pl
import pytest

from pipelines.sources.exchange_rate_table import SPEC
from tests.captures import payload
from transforms.batch import Batch
from transforms.currency import fx_rate_on, usd_per_currency_unit
from transforms.payload import NormaliseError
from transforms.sources.exchange_rate_table import normalise


def read(content: bytes | str) -> Batch:
    return normalise(payload(content, source_id="exchange-rate-table"))


def test_a_month_gives_its_rates_at_its_last_day():
    batch = read("month,USD,CNY\n2022-09,0.9904,6.9508\n2022-10,0.9826,\n")
    rows = batch.observations["exchange_rate"].sort("rate_on", "currency").to_dicts()
    assert [(row["currency"], row["period"], row["rate_on"], row["usd_per_currency_unit"]) for row in rows] == [
        ("CNY", "month", date(2022, 9, 30), 0.142487),
        ("EUR", "month", date(2022, 9, 30), 0.9904),
        ("EUR", "month", date(2022, 10, 31), 0.9826),
    ]
    assert rows[0]["record_ref"] == "row 1, column CNY + row 1, column USD"
    assert batch.quarantine["reason"].to_list() == ["nothing is no rate"]


def test_what_is_shipped_is_what_normalisers_convert_with():
    [shipped] = SPEC.shipped
    batch = read(shipped.content)
    assert batch.observation_count in SPEC.usual("months")
    assert (batch.records_used, batch.quarantine.height) == (batch.records_read, 0)
    rates = batch.observations["exchange_rate"].with_columns(known_on=pl.col("rate_on").dt.offset_by("1d"))
    converted = rates.select(
        usd=usd_per_currency_unit(pl.col("currency"), pl.col("known_on")),
        on=fx_rate_on(pl.col("currency"), pl.col("known_on")),
    )
    assert converted["usd"].to_list() == rates["usd_per_currency_unit"].to_list()
    assert converted["on"].to_list() == rates["rate_on"].to_list()


@pytest.mark.parametrize("content", ["", "<html>404</html>", "month,CNY\n2022-09,7", "month,USD\n"])
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        read(content)
