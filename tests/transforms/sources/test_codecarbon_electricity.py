"""CodeCarbon's grams per kilowatt-hour: pounds become grams, codes become ISO alpha-2, and a mix is no figure."""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.codecarbon_electricity import PARTS, SPEC
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.codecarbon_electricity import ALPHA_2, KNOWN, normalise

FRANCE = {"carbon_intensity": 56.039, "country_name": "France", "iso_code": "FRA", "total_TWh": 514.11, "year": 2023}
MIX = {
    "year": 2020,
    "fossil": 44.553,
    "nuclear": 335.41461,
    "country_name": "France",
    "iso_code": "FRA",
    "total": 498.5,
}
ZONE = {"emission_factor": 25.9, "unit": "gCO2eq/kWh", "description": "Sweden Bidding Zone 1", "year": 2025}
BEIJING = {"emission_factor": 555.4, "unit": "gCO2/kWh", "description": "Beijing", "year": 2023, "names": ["beijing"]}
STATES = {
    "_unit": {"emissions": "lbs/MWh", "regionCode": "2 digit state/region code"},
    "_source": {"name": "EPA eGRID2023", "url": "https://www.epa.gov/egrid", "field": "STC2ERTA", "year": 2023},
    "alabama": {"emissions": 713.976, "regionCode": "AL"},
    "district of columbia": {"emissions": 395.011, "regionCode": "DC"},
    "usa": {"emissions": 770.884, "regionCode": "usa"},
}
CLOUD = (
    "provider,providerName,offsetRatio,region,regionName,country_name,countryIsoCode,state,city,impact,source,comment"
)
EU = "Entity,Code,Year,Carbon intensity of electricity (gCO2/kWh)"


def read(part: str, document) -> Batch:
    body = document if isinstance(document, str | bytes) else json.dumps(document)
    return normalise(payload(body, source_id="codecarbon-electricity", part=part))


def places(batch: Batch) -> list[tuple]:
    columns = ("country_code", "region", "cloud_provider", "year", "gco2_per_kwh")
    return batch.observations["grid_intensity"].select(columns).rows()


def reasons(batch: Batch) -> list[str]:
    return batch.quarantine["reason"].to_list()


def test_a_country_goes_by_its_two_letter_code():
    batch = read("global", {"FRA": FRANCE, "XKX": FRANCE | {"iso_code": "XKX", "carbon_intensity": 894.7}})
    assert places(batch) == [("FR", None, None, 2023, 56.039), ("XK", None, None, 2023, 894.7)]
    assert batch.observations["grid_intensity"]["record_ref"].to_list() == ["/FRA", "/XKX"]


def test_the_world_has_no_code():
    world = {"OWID_WRL": FRANCE | {"iso_code": "OWID_WRL", "carbon_intensity": 480.1}}
    assert places(read("global", world)) == [(None, None, None, 2023, 480.1)]


def test_a_mix_without_an_intensity_is_no_figure():
    batch = read("global", {"FRA": MIX, "_define": {"units": "Quad Btu"}, "USA": MIX | {"carbon_intensity": None}})
    assert batch.observation_count == 0
    assert batch.ignored == {"documentation": 1, "no_intensity_stated": 2}


@pytest.mark.parametrize(
    ("key", "change", "reason"),
    [
        ("CAF", {"iso_code": "CAF", "carbon_intensity": 0.0}, "0 g/kWh over the life of the plants is unknown"),
        ("FRA", {"iso_code": "FRO"}, "filed under FRA, but says FRO"),
        ("OWID_EUR", {"iso_code": "OWID_EUR"}, "OWID_EUR is no ISO 3166-1 code"),
        ("FRA", {"carbon_intensity": 56039.0}, "breaks gco2_per_kwh|max"),
        ("FRA", {"carbon_intensity": -1.0}, "breaks gco2_per_kwh|min"),
    ],
)
def test_a_country_that_cannot_be_is_refused(key, change, reason):
    batch = read("global", {key: FRANCE | change, "DEU": FRANCE | {"iso_code": "DEU"}})
    assert (reasons(batch), batch.records_used) == ([reason], 1)


def test_a_new_field_is_reported_once():
    batch = read("global", {"FRA": FRANCE | {"marginal_intensity": 1}, "DEU": FRANCE | {"iso_code": "DEU"}})
    assert (reasons(batch), batch.records_used) == (["fields not known: marginal_intensity (1x)"], 2)


def test_a_pound_is_453_59237_grams():
    batch = read("usa", STATES)
    # By hand: 713.976 lb/MWh x 453.59237 g/lb / 1000 kWh/MWh = 323.854 g/kWh.
    [alabama, columbia, usa] = places(batch)
    assert alabama[:4] == ("US", "Alabama", None, 2023)
    assert alabama[4] == pytest.approx(323.854, abs=1e-3)
    assert columbia[1] == "District of Columbia"
    assert usa[:2] == ("US", None)
    assert batch.ignored == {"documentation": 2}


@given(st.floats(min_value=0, max_value=6000, allow_subnormal=False))
def test_grams_per_kwh_and_pounds_per_mwh_convert_back(pounds):
    [row] = places(read("usa", {"ohio": {"emissions": pounds}}))
    assert row[4] * 1000 / 453.59237 == pytest.approx(pounds)


def test_states_once_had_bare_figures():
    assert places(read("usa", {"new york": 1000, "utah": None})) == [("US", "New York", None, None, 453.59237)]


def test_another_unit_of_the_states_rejects_the_file():
    with pytest.raises(NormaliseError, match="emissions in kg/MWh, not in lbs/MWh"):
        read("usa", STATES | {"_unit": {"emissions": "kg/MWh"}})


def test_provinces_go_by_name_and_bidding_zones_by_code():
    assert places(read("china", {"data": {"CN-BJ": BEIJING}, "metadata": {}})) == [("CN", "Beijing", None, 2023, 555.4)]
    north = read("nordic", {"data": {"SE1": ZONE, "SE2": ZONE | {"emission_factor": 25.7}}})
    assert places(north) == [("SE", "SE1", None, 2025, 25.9), ("SE", "SE2", None, 2025, 25.7)]
    assert north.observations["grid_intensity"]["record_ref"].to_list() == ["/data/SE1", "/data/SE2"]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("gCO2/kWh", 0.5), ("kgCO2/kWh", 500.0), ("gCO2.eq/kWh", 0.5), ("tCO2/MWh", None), (None, None)],
)
def test_a_factor_needs_a_unit_we_know(unit, expected):
    batch = read(
        "china",
        {
            "data": {
                "CN-BJ": BEIJING | {"emission_factor": 0.5, "unit": unit},
                "CN-TJ": BEIJING | {"description": "Tianjin"},
            }
        },
    )
    assert [row[4] for row in places(batch)][:-1] == ([] if expected is None else [expected])
    assert reasons(batch) == ([f"unit {unit or 'none'} is not known"] if expected is None else [])


def test_one_figure_for_all_zones_is_a_placeholder():
    # As the file stood from 2026-01-24 to 2026-09-09.
    same = ZONE | {"emission_factor": 18.0, "year": 2024}
    finland = ZONE | {"emission_factor": 72.0, "description": "Finland"}
    batch = read("nordic", {"data": {"SE1": same, "NO1": same, "NO2": same, "FI": finland}})
    assert places(batch) == [("FI", "FI", None, 2025, 72.0)]
    assert reasons(batch) == ["one figure for every bidding zone is a placeholder"] * 3


def test_a_cloud_region_has_a_provider_and_no_year():
    rows = [
        "gcp,Google Cloud Platform,100,northamerica-northeast1,,Canada,CAN,Quebec,Montreal,0,https://cloud.google.com,",
        "aws,Amazon Web Services,0,ap-east-1,Asia Pacific (Hong Kong),China,USA,,Hong Kong,702,https://x.org,",
        "azure,Azure,100,koreasouth,Korea South,South Korea,KOR,Busan,Busan,,https://x.org,",
        "azure,Azure,100,,,South Korea,KOR,Busan,Busan,517,https://x.org,",
    ]
    batch = read("cloud", "\ufeff" + "\n".join([CLOUD, *rows]))
    assert places(batch) == [
        ("CA", "northamerica-northeast1", "gcp", None, 0.0),
        (None, "ap-east-1", "aws", None, 702.0),
    ]
    assert batch.ignored == {"no_intensity_stated": 1}
    assert reasons(batch) == ["no region", "the country is CN by its name and US by its code: left open"]


def test_the_country_of_a_cloud_region_once_had_another_heading():
    row = "aws,Amazon Web Services,0,sa-east-1,,Brazil,USA,,Sao Paulo,205,x,"
    batch = read("cloud", f"{CLOUD.replace('country_name', 'countryName')}\n{row}\n")
    assert places(batch) == [(None, "sa-east-1", "aws", None, 205.0)]


def test_an_aggregate_of_countries_is_a_region():
    rows = [
        "Austria,AUT,2000,158",
        "EU-27,,2020,230.7",
        "Nowhere,ZZZ,2020,1",
        "Austria,AUT,then,158",
        "Austria,AUT,2001,",
    ]
    batch = read("eu-history", "\n".join([EU, *rows]))
    assert places(batch) == [("AT", None, None, 2000, 158.0), (None, "EU-27", None, 2020, 230.7)]
    assert reasons(batch) == ["ZZZ is no ISO 3166-1 code", "no year"]
    assert batch.ignored == {"no_intensity_stated": 1}


def test_of_the_factors_only_the_world_average_is_about_a_place():
    factors = {"unit": "gCO2.eq/kWh", "world_average": 475, "world_average_source": "https://www.iea.org", "coal": 995}
    batch = read("per-source", factors)
    assert places(batch) == [(None, None, None, None, 475.0)]
    assert (batch.records_read, batch.ignored) == (2, {"factor_of_an_energy_source": 1})


@pytest.mark.parametrize("part", [*KNOWN, "per-source", "water"])
@pytest.mark.parametrize("body", ["", "<html>404</html>", "null", "[]", "{}", '{"message": "Not Found"}', '{"FRA": {'])
def test_a_payload_of_another_kind_is_rejected(part, body):
    with pytest.raises(NormaliseError, match=f"codecarbon-electricity/{part}"):
        read(part, body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.just("gCO2/kWh"),
    lambda inner: st.dictionaries(st.sampled_from(sorted(FRANCE | ZONE | {"emissions": 1})), inner, max_size=4),
    max_leaves=6,
)
NAMES = st.sampled_from(
    ["FRA", "XKX", "USA", "usa", "ohio", "CN-BJ", "SE1", "NO1", "unit", "world_average", "_unit", "é/~"]
)


@given(st.sampled_from(["global", "usa", "canada", "china", "nordic", "per-source"]), st.dictionaries(NAMES, JSON))
def test_any_document_is_accounted_for_or_rejected(part, records):
    try:
        batch = read(part, {"data": records} if part in ("china", "nordic") else records)
    except NormaliseError:
        return
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read


def test_every_file_has_its_own_part_live_and_captured():
    assert [SPEC.part_of(request.name) for request in SPEC.requests] == [request.part for request in SPEC.requests]
    assert SPEC.part_of("codecarbon-electricity/20221004T190717Z/global_energy_mix.json") == "global"
    assert SPEC.part_of("private_infra/water_consumption_per_source.json") is None
    assert set(PARTS.values()) == {*KNOWN, "per-source"}
    assert ALPHA_2["FRA"] == "FR"


def test_captures_hold_what_was_counted_in_them():
    counted = {
        (f"{batch.payload.captured_at:%Y-%m}", batch.payload.part): (
            batch.records_used,
            sum(batch.ignored.values()),
            batch.records_quarantined,
        )
        for batch in normalised("codecarbon-electricity")
    }
    assert counted == {
        ("2022-10", "global"): (0, 190, 0),
        ("2023-05", "eu-history"): (630, 0, 0),
        ("2024-04", "global"): (81, 0, 0),
        ("2024-11", "global"): (212, 0, 1),
        ("2026-10", "canada"): (0, 13, 0),
        ("2026-10", "china"): (30, 0, 0),
        ("2026-10", "cloud"): (40, 0, 0),
        ("2026-10", "nordic"): (10, 0, 0),
        ("2026-10", "per-source"): (1, 12, 0),
        ("2026-10", "usa"): (52, 2, 0),
    }


@pytest.mark.parametrize(
    ("month", "part", "ref", "expected"),
    [
        ("2023-05", "eu-history", "row 1", ("AT", None, None, 2000, 158.0)),
        ("2023-05", "eu-history", "row 630", ("GB", None, None, 2020, 209.0)),
        ("2024-04", "global", "/USA", ("US", None, None, 2022, 368.102)),
        ("2024-11", "global", "/USA", ("US", None, None, 2023, 369.473)),
        ("2024-11", "global", "/ABW", ("AW", None, None, 2022, 561.224)),
        ("2026-10", "cloud", "row 1", ("ZA", "africa-south1", "gcp", None, 646.0)),
        ("2026-10", "china", "/data/CN-NM", ("CN", "Inner Mongolia", None, 2023, 647.9)),
        ("2026-10", "nordic", "/data/NO4", ("NO", "NO4", None, 2025, 51.7)),
        ("2026-10", "usa", "/wyoming", ("US", "Wyoming", None, 2023, 831.5541893331)),
        ("2026-10", "per-source", "/world_average", (None, None, None, None, 475.0)),
    ],
)
def test_captures_say_what_was_read_in_them_by_eye(month, part, ref, expected):
    [batch] = [
        each
        for each in normalised("codecarbon-electricity")
        if (f"{each.payload.captured_at:%Y-%m}", each.payload.part) == (month, part)
    ]
    [row] = batch.observations["grid_intensity"].filter(pl.col("record_ref") == ref).rows(named=True)
    assert (row["country_code"], row["region"], row["cloud_provider"], row["year"]) == expected[:4]
    assert row["gco2_per_kwh"] == pytest.approx(expected[4], rel=1e-6)
