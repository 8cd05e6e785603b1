"""EcoLogits' electricity mixes: what a kilowatt-hour emits over the life of the plants, by country."""

from __future__ import annotations

import polars as pl
import pycountry

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import csv_record, decimal, read_csv
from transforms.schemas import GridIntensity

KIND = GridIntensity.TABLE
ALPHA_2: dict[str, str] = {country.alpha_3: country.alpha_2 for country in pycountry.countries} | {"XKX": "XK"}
WORLD = ("WOR", "WLD", "WORLD")
EUROPE = "EEE"
# Beside gwp: minerals (kg Sb eq), primary energy (MJ) and, since 2025, water (l), each for a kilowatt-hour.
KNOWN = {"record", "record_ref", "name", "gwp", "adpe", "pe", "wcf"}
GRAMS_PER_KILOGRAM = 1_000


def normalise(payload: Payload) -> Batch:
    """Read the CSV: a row per country with `name` (ISO 3166-1 alpha-3) and `gwp` in kg CO2eq/kWh.

    WOR is the world; EEE is Europe, a region without a country. No year is stated. Rows may end before the last
    column. Raises NormaliseError for another table, or one whose figures are not in kilograms.
    """
    table = read_csv(payload, required=("name", "gwp"))
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    code = pl.col("name").str.strip_chars().str.to_uppercase()
    rows = table.select(
        "record",
        "record_ref",
        country_code=code.replace_strict(ALPHA_2, default=None, return_dtype=pl.String),
        region=pl.when(code == EUROPE).then(pl.lit(EUROPE)),
        is_world=code.is_in(WORLD),
        code=code,
        gco2_per_kwh=(decimal("gwp") * GRAMS_PER_KILOGRAM).round_sig_figs(12),
        method=pl.lit("stated"),
    )
    if unknown := sorted(set(table.columns) - KNOWN):
        book.quarantine(rows.head(1), pl.lit(value=True), f"columns not known: {', '.join(unknown)}")
    # Coal alone emits about 1 kg; grams would read a thousand times that.
    typical = rows["gco2_per_kwh"].median()
    if not isinstance(typical, float) or not 1 <= typical <= 3_000:
        raise payload.rejected(f"the median of gwp is {typical!r} g/kWh: not in kg/kWh")
    no_place = pl.coalesce("country_code", "region").is_null() & ~pl.col("is_world").fill_null(value=False)
    rows = book.quarantine(
        rows, no_place, pl.format("{} is no ISO 3166-1 code", pl.col("code").fill_null("nothing")), KIND
    )
    rows = book.quarantine(rows, pl.col("gco2_per_kwh").is_null(), "no figure", KIND)
    rows = book.quarantine(rows, pl.col("gco2_per_kwh") == 0, "0 g/kWh over the life of the plants is unknown", KIND)
    book.observe(GridIntensity, rows.drop("is_world", "code"))
    return book.close()
