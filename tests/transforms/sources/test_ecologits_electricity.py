"""Kilograms per kilowatt-hour by alpha-3 code, in rows that end where they like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.ecologits_electricity import normalise

CSV = """name,adpe,pe,gwp,wcf
WOR,0.0000000737708,9.988,0.590478,5.04
EEE,0.0000000642317,12.873,0.509427
FRA,0.0000000485798,11.3,0.0813225,3.67
NOR,0.000000127486,0.138646,0.0236977,6.66
"""
SOURCE = "ecologits-electricity"


def intensities(batch):
    rows = batch.observations["grid_intensity"].select("country_code", "region", "gco2_per_kwh").rows()
    return {(country, region): grams for country, region, grams in rows}


def test_81_grams_for_a_kilowatt_hour_in_france():
    batch = normalise(payload(CSV, source_id=SOURCE))
    assert intensities(batch) == {
        (None, None): 590.478,
        (None, "EEE"): 509.427,
        ("FR", None): 81.3225,
        ("NO", None): 23.6977,
    }
    assert batch.observations["grid_intensity"]["year"].null_count() == 4
    assert batch.quarantine.is_empty()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("FRA", "FRX", "FRX is no ISO 3166-1 code"),
        ("FRA", "", "nothing is no ISO 3166-1 code"),
        ("0.0813225", "", "no figure"),
        ("0.0813225", "0", "0 g/kWh over the life of the plants is unknown"),
        ("0.0813225", "81.3", "breaks gco2_per_kwh|max"),
        ("wcf\n", "price\n", "columns not known: price"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_and_a_new_column_reported(old, new, reason):
    batch = normalise(payload(CSV.replace(old, new, 1), source_id=SOURCE))
    assert batch.quarantine["reason"].to_list() == [reason]


@given(st.decimals(min_value="0.01", max_value="2.9", places=4))
def test_a_kilogram_is_a_thousand_grams(kilograms):
    batch = normalise(payload(CSV.replace("0.0813225", str(kilograms)), source_id=SOURCE))
    assert intensities(batch)["FR", None] == float(kilograms * 1000)


@pytest.mark.parametrize(
    "body", ["", "{}", "<html>404</html>", "name,gwp\n", "name,adpe\nFRA,1\n", "name,gwp\nFRA,81322\nNOR,23697\n"]
)
def test_another_file_is_rejected(body):
    with pytest.raises(NormaliseError, match="ecologits-electricity/all"):
        normalise(payload(body, source_id=SOURCE))


def test_the_captures_read_by_hand():
    older, newer = normalised(SOURCE)
    assert [intensities(batch)["ZM", None] for batch in (older, newer)] == [14.1304, 14.0257]
    assert intensities(newer)["IN", None] == 1568.51
    assert all((None, None) in intensities(batch) for batch in (older, newer))
    # Serbia and Montenegro, one country until 2006, has no code today.
    assert older.quarantine["reason"].to_list() == ["SCG is no ISO 3166-1 code"]
    assert (newer.records_read, newer.records_used, newer.quarantine.height) == (138, 138, 0)
