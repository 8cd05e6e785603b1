"""CodeCarbon's data files: what a kilowatt-hour emits, by country, state, province, bidding zone and cloud region."""

from __future__ import annotations

from typing import Any

import polars as pl
import pycountry

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import (
    csv_record,
    decimal,
    json_numbers,
    json_pointer,
    json_texts,
    read_csv,
    read_json,
    unknown_fields,
)
from transforms.schemas import GridIntensity

KIND = GridIntensity.TABLE
GRAMS_PER_POUND = 453.59237
# Kosovo has no ISO 3166-1 code; XK is the user-assigned one in general use, the others are what data sets write.
KOSOVO = dict.fromkeys(("XKX", "XKS", "KOS", "RKS", "OWID_KOS"), "XK")
ALPHA_2: dict[str, str] = {country.alpha_3: country.alpha_2 for country in pycountry.countries} | KOSOVO
ALPHA_2_BY_NAME: dict[str, str] = {
    str(getattr(country, field)).lower(): country.alpha_2
    for country in pycountry.countries
    for field in ("official_name", "name", "common_name")
    if hasattr(country, field)
} | {"usa": "US"}
WORLD = ("WLD", "OWID_WRL", "WORLD")
UNIT = r"^(k?)gCO2(\.?eq?)?/kWh$"

# Fields of 2022-10-04 to 2026-10-23 by part; those not read say how electricity is made, or whence the figure is.
MIX = [
    "biofuel",
    "coal",
    "fossil",
    "gas",
    "geothermal",
    "hydroelectricity",
    "low_carbon",
    "nuclear",
    "oil",
    "other_renewable",
    "other_renewable_exc_biofuel",
    "renewables",
    "solar",
    "total",
    "wind",
]
KNOWN: dict[str, set[str]] = {
    "global": {"carbon_intensity", "year", "iso_code", "country_name", "country_id", "official_name_en", "region"}
    | {"per_capita_Wh", *MIX, *(f"{source}_TWh" for source in MIX)}
    | {"lowCarbon", "naturalGas", "petroleum", "isoCode", "countryName", "units"},  # the layout of 2016
    "eu-history": {"Entity", "Code", "Year"},
    "cloud": {"provider", "providerName", "offsetRatio", "region", "regionName", "country_name", "countryName"}
    | {"countryIsoCode", "state", "city", "impact", "source", "comment"},
    "usa": {"emissions", "regionCode", "name", "url", "field", "year"},
    "canada": {
        "biomass",
        "coal",
        "hydro",
        "naturalGas",
        "nuclear",
        "other",
        "petroleum",
        "solar",
        "tidal",
        "total",
        "wind",
    },
    "china": {"emission_factor", "unit", "description", "year", "names"},
    "nordic": {"emission_factor", "unit", "description", "year", "coverage", "note"},
}


def normalise(payload: Payload) -> Batch:
    """Read one of CodeCarbon's files, told apart by `part`.

    `global`: {"FRA": {"carbon_intensity", "year", TWh by source}}, yearly g/kWh by Our World in Data; until 2023 it
    held the mix alone, hence no facts for us. `eu-history`: CSV of countries and years, g/kWh by the EEA; the EU's
    aggregates are regions without a country. `cloud`: CSV of cloud regions, `impact` in g/kWh, of no stated year.
    `usa`: {"alabama": {"emissions"}} in pounds per MWh. `china`, `nordic`: {"data": {code: {"emission_factor",
    "unit", "year"}}} of provinces and bidding zones. `canada`: mix by province in per cent, no emissions.
    `per-source`: grams per kWh of each energy source, of which only the world average is about a place.

    Nothing is computed from a mix. Raises NormaliseError for other parts, shapes and units.
    """
    match payload.part:
        case "global":
            return _global(payload)
        case "eu-history":
            return _eu_history(payload)
        case "cloud":
            return _cloud(payload)
        case "usa":
            return _usa(payload)
        case "canada":
            book, rows = _open(payload, _objects(payload, read_json(payload)))
            return _close(book, rows.with_columns(gco2_per_kwh=pl.lit(None, dtype=pl.Float64)))
        case "china" | "nordic":
            return _factors(payload)
        case "per-source":
            return _per_source(payload)
        case _:
            raise payload.rejected("no kind of file we know")


def _global(payload: Payload) -> Batch:
    records = _objects(payload, read_json(payload))
    book, rows = _open(payload, records)
    code = pl.col("key").str.to_uppercase()
    rows = rows.with_columns(
        iso_code=json_texts(records.values(), "iso_code").str.to_uppercase(),
        country_code=code.replace_strict(ALPHA_2, default=None, return_dtype=pl.String),
        year=_whole(json_numbers(records.values(), "year")),
        gco2_per_kwh=json_numbers(records.values(), "carbon_intensity"),
    )
    rows = book.ignore(rows, pl.col("key").str.starts_with("_"), "documentation")
    rows = book.ignore(rows, pl.col("gco2_per_kwh").is_null(), "no_intensity_stated")
    rows = book.quarantine(
        rows, pl.col("iso_code") != code, pl.format("filed under {}, but says {}", code, "iso_code"), KIND
    )
    no_country = pl.col("country_code").is_null() & ~code.is_in(WORLD)
    rows = book.quarantine(rows, no_country, pl.format("{} is no ISO 3166-1 code", code), KIND)
    # The figures count the building of the plants: countries that live on hydropower alone have 20 to 25.
    rows = book.quarantine(rows, pl.col("gco2_per_kwh") == 0, "0 g/kWh over the life of the plants is unknown", KIND)
    return _close(book, rows.drop("iso_code"))


def _eu_history(payload: Payload) -> Batch:
    table = read_csv(payload, required=("Entity", "Code", "Year"))
    figures = [name for name in table.columns if "gco2" in name.lower() and "kwh" in name.lower()]
    if len(figures) != 1:
        raise payload.rejected(f"not one column in gCO2/kWh among {', '.join(table.columns)[:300]}")
    book, rows = _open_csv(payload, table, KNOWN["eu-history"] | set(figures))
    rows = rows.select(
        "record",
        "record_ref",
        code=pl.col("Code").str.to_uppercase(),
        entity="Entity",
        year=pl.col("Year").cast(pl.Int64, strict=False),
        gco2_per_kwh=decimal(figures[0]),
    ).with_columns(
        country_code=pl.col("code").replace_strict(ALPHA_2, default=None, return_dtype=pl.String),
        region=pl.when(pl.col("code").is_null()).then("entity"),
    )
    no_country = pl.col("code").is_not_null() & pl.col("country_code").is_null()
    rows = book.quarantine(rows, no_country, pl.format("{} is no ISO 3166-1 code", "code"), KIND)
    rows = book.quarantine(rows, pl.col("year").is_null(), "no year", KIND)
    rows = book.quarantine(rows, pl.coalesce("country_code", "region").is_null(), "no place", KIND)
    return _close(book, rows.drop("code", "entity"))


def _cloud(payload: Payload) -> Batch:
    table = read_csv(payload, required=("provider", "region", "impact"))
    book, rows = _open_csv(payload, table, KNOWN["cloud"])
    # The country's name had another heading until 2021.
    absent = {"country_name", "countryName", "countryIsoCode"} - set(rows.columns)
    rows = rows.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in sorted(absent))
    name = pl.coalesce("country_name", "countryName").str.to_lowercase()
    code = pl.col("countryIsoCode").str.to_uppercase()
    rows = rows.select(
        "record",
        "record_ref",
        cloud_provider=pl.col("provider").str.to_lowercase(),
        region="region",
        by_name=name.replace_strict(ALPHA_2_BY_NAME, default=None, return_dtype=pl.String),
        country_code=code.replace_strict(ALPHA_2, default=None, return_dtype=pl.String),
        gco2_per_kwh=decimal("impact"),
    )
    rows = book.quarantine(rows, pl.col("region").is_null(), "no region", KIND)
    # In 2020 AWS regions on four continents bore the code USA.
    at_odds = (pl.col("by_name") != pl.col("country_code")).fill_null(value=False)
    reason = pl.format("the country is {} by its name and {} by its code: left open", "by_name", "country_code")
    book.quarantine(rows, at_odds, reason, KIND)
    rows = rows.with_columns(country_code=pl.when(~at_odds).then("country_code"))
    return _close(book, rows.drop("by_name"))


def _usa(payload: Payload) -> Batch:
    document = read_json(payload)
    if isinstance(document, dict):  # until 2020 a state had its figure without an object
        document = {name: {"emissions": state} if _is_number(state) else state for name, state in document.items()}
    records = _objects(payload, document)
    unit = records.get("_unit", {}).get("emissions", "lbs/MWh")  # CodeCarbon reads pounds without looking at it
    if unit != "lbs/MWh":
        raise payload.rejected(f"emissions in {unit}, not in lbs/MWh")
    book, rows = _open(payload, records)
    state = pl.col("key").str.strip_chars().str.to_titlecase().str.replace_all(" Of ", " of ", literal=True)
    year = _whole(json_numbers([records.get("_source", {})], "year"))[0]
    rows = rows.with_columns(
        country_code=pl.lit("US"),
        region=pl.when(pl.col("key").str.to_lowercase() != "usa").then(state),
        year=pl.lit(year, dtype=pl.Int64),
        gco2_per_kwh=json_numbers(records.values(), "emissions") * GRAMS_PER_POUND / 1000,
    )
    return _close(book, book.ignore(rows, pl.col("key").str.starts_with("_"), "documentation"))


def _factors(payload: Payload) -> Batch:
    document = read_json(payload)
    records = _objects(payload, document.get("data") if isinstance(document, dict) else None)
    book, rows = _open(payload, records, "data")
    country = pl.col("key").str.slice(0, 2).str.to_uppercase()
    unit = pl.col("unit").str.extract(UNIT, 1)
    rows = rows.with_columns(
        description=json_texts(records.values(), "description"),
        unit=json_texts(records.values(), "unit"),
        year=_whole(json_numbers(records.values(), "year")),
        factor=json_numbers(records.values(), "emission_factor"),
        country_code=pl.when(country.is_in(list(ALPHA_2.values()))).then(country),
    ).with_columns(
        # Provinces go by their name, bidding zones by their code (SE3), which is what the market calls them.
        region="description" if payload.part == "china" else "key",
        gco2_per_kwh=pl.col("factor") * unit.replace_strict({"k": 1000.0, "": 1.0}, default=None),
    )
    no_unit = pl.col("factor").is_not_null() & pl.col("gco2_per_kwh").is_null()
    rows = book.quarantine(rows, no_unit, pl.format("unit {} is not known", pl.col("unit").fill_null("none")), KIND)
    rows = book.quarantine(
        rows,
        pl.col("country_code").is_null() | pl.col("region").is_null(),
        pl.format("place {} is not known", "key"),
        KIND,
    )
    # Until 2026-09-09 all zones of Sweden and Norway stood at 18.0, "unreachable for any generation mix" as the file
    # of that day says of it.
    zones = pl.col("key").str.contains(r"^[A-Z]{2}\d")
    is_placeholder = zones & (zones.sum() > 1) & (pl.col("factor").filter(zones).n_unique() == 1)
    rows = book.quarantine(rows, is_placeholder, "one figure for every bidding zone is a placeholder", KIND)
    return _close(book, rows.drop("description", "unit", "factor"))


def _per_source(payload: Payload) -> Batch:
    document = read_json(payload)
    unit = document.get("unit") if isinstance(document, dict) else None
    if not isinstance(unit, str) or pl.Series([unit]).str.extract(UNIT, 1)[0] != "":
        raise payload.rejected(f"no grams per kWh by energy source, but {unit}")
    records = {name: {"figure": figure} for name, figure in document.items() if _is_number(figure)}
    if not records:
        raise payload.rejected("no figure")
    book = Book(payload, len(records), lambda number: dict([list(records.items())[number]]))
    rows = _rows(records).with_columns(gco2_per_kwh=json_numbers(records.values(), "figure"))
    return _close(book, book.ignore(rows, pl.col("key") != "world_average", "factor_of_an_energy_source"))


def _close(book: Book, rows: pl.DataFrame) -> Batch:
    rows = book.ignore(rows, pl.col("gco2_per_kwh").is_null(), "no_intensity_stated")
    book.observe(GridIntensity, rows.drop("key", strict=False).with_columns(method=pl.lit("stated")))
    return book.close()


def _objects(payload: Payload, document: Any) -> dict[str, Any]:
    """The records by name. Raises NormaliseError when none of them has a field of this kind of file."""
    known = KNOWN[payload.part]
    objects = document.values() if isinstance(document, dict) else ()
    if not any(isinstance(each, dict) and known & each.keys() for each in objects):
        raise payload.rejected(f"no objects with {', '.join(sorted(known))[:100]}")
    return {name: each if isinstance(each, dict) else {} for name, each in document.items()}


def _open(payload: Payload, records: dict[str, Any], *above: str) -> tuple[Book, pl.DataFrame]:
    """The book of a JSON file and its rows, with `key`. Fields we do not know are reported at the first record."""
    book = Book(payload, len(records), lambda number: dict([list(records.items())[number]]))
    rows = _rows(records, *above)
    stated = [record for name, record in records.items() if not name.startswith("_")]
    if unknown := unknown_fields(stated, KNOWN[payload.part]):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    return book, rows


def _open_csv(payload: Payload, table: pl.DataFrame, known: set[str]) -> tuple[Book, pl.DataFrame]:
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    if unknown := unknown_fields([dict.fromkeys(table.columns)], known | {"record", "record_ref"}):
        book.quarantine(table.head(1), pl.lit(value=True), unknown)
    return book, table.with_columns(pl.col(pl.String).str.strip_chars().replace("", None))


def _rows(records: dict[str, Any], *above: str) -> pl.DataFrame:
    keys = pl.Series("key", list(records), dtype=pl.String)
    return numbered(json_pointer(*above, name) for name in records).with_columns(keys)


def _whole(numbers: pl.Series) -> pl.Series:
    """Years as integers; null where a figure is no whole number."""
    return numbers.set(numbers != numbers.floor(), None).cast(pl.Int64, strict=False)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
