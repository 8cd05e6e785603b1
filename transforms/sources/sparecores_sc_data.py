"""Spare Cores' SQLite database: tables of servers, of the places they stand in, and of their prices."""

from __future__ import annotations

import bz2
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.currency import fx_rate_on, usd_per_currency_unit, why_no_rate
from transforms.payload import Payload
from transforms.schemas import GpuOffer

MAX_BYTES = 1 * 2**30
HOURS = {"hour": 1.0, "month": 730.0}
PURCHASES = {"ondemand": "on_demand", "spot": "spot"}
# Names of columns, those of 2024-02 after those of later databases, where a datacenter is a region.
PLACE = ("region_id", "datacenter_id")
UNIT = ("unit", "duration")
SCHEMA = pl.Schema(
    {
        "vendor": pl.String,
        "region": pl.String,
        "zone": pl.String,
        "instance_type": pl.String,
        "system": pl.String,
        "allocation": pl.String,
        "unit": pl.String,
        "status": pl.String,
        "amount": pl.Float64,
        "upfront": pl.Float64,
        "currency": pl.String,
        "country_code": pl.String,
        "gpu_name_raw": pl.String,
        "gpu_memory_gib": pl.Float64,
        "gpu_count": pl.Float64,
        "vcpus": pl.Float64,
        "memory_gib": pl.Float64,
    }
)


def normalise(payload: Payload) -> Batch:
    """Read `sc-data-all.db`, also as bz2: a row of the table `server_price` is a record, `table server_price, row 7`.

    price is in `currency` (CNY for the regions of China) per `unit` of the whole server, under Linux where the system
    is Linux. What a server holds is in the table `server`: gpu_count, and `gpus`, a JSON list with name and memory in
    MiB of each; memory and gpu_memory are MiB. Countries are those of the table of places.
    Raises NormaliseError when the payload is no such database, or none of its servers has an accelerator.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(_unpacked(payload))
            database.execute("PRAGMA trusted_schema = OFF")
            prices = _table(database, "server_price")
            servers = {_server_key(row): row for row in _table(database, "server")}
            places = [*_table(database, "region"), *_table(database, "datacenter")]
    except sqlite3.DatabaseError as error:
        raise payload.rejected(f"not an SQLite database: {error}") from error
    if not prices or not servers:
        raise payload.rejected("no tables of servers and their prices")
    countries = {(row.get("vendor_id"), _first(row, "region_id", "id")): row.get("country_id") for row in places}
    book = Book(payload, len(prices), lambda number: prices[number])
    rows = numbered(f"table server_price, row {row['rowid']}" for row in prices).hstack(
        pl.DataFrame([_row(row, servers, countries) for row in prices], schema=SCHEMA, orient="row")
    )
    rows = book.ignore(rows, pl.col("gpu_count") == 0, "no_accelerator")
    rows = book.quarantine(rows, pl.col("gpu_count").is_null(), "a server the table of servers lacks", GpuOffer.TABLE)
    rows = book.ignore(rows, pl.col("system").str.to_lowercase() != "linux", "another_operating_system")
    rows = book.ignore(rows, pl.col("status").str.to_lowercase() != "active", "no_longer_sold")
    if rows.is_empty():
        raise payload.rejected("no price of a server with an accelerator")
    book.observe(GpuOffer, _offers(book, _refuse(book, rows)))
    return book.close()


def _unpacked(payload: Payload) -> bytes:
    content = payload.content
    if content[:3] == b"BZh":
        try:
            unpacker = bz2.BZ2Decompressor()
            content = unpacker.decompress(content, MAX_BYTES)
        except (OSError, ValueError) as error:
            raise payload.rejected(f"not bz2: {error}") from error
        if not unpacker.eof:
            raise payload.rejected(f"cut short, or unpacks to more than {MAX_BYTES} bytes")
    if not content.startswith(b"SQLite format 3\0"):
        raise payload.rejected("not an SQLite database")
    return content


def _table(database: sqlite3.Connection, name: str) -> list[dict[str, Any]]:
    """The rows of a table with their `rowid`; none where there is no such table."""
    if not database.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [name]).fetchone():
        return []
    cursor = database.execute(f'SELECT rowid AS rowid, * FROM "{name}"')
    columns = [column for column, *_ in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]


def _first(row: dict[str, Any], *names: str) -> Any:
    return next((row[name] for name in names if row.get(name) not in (None, "")), None)


def _server_key(row: dict[str, Any]) -> tuple[Any, Any]:
    return row.get("vendor_id"), _first(row, "server_id", "id")


def _row(
    price: dict[str, Any], servers: dict[tuple[Any, Any], dict[str, Any]], countries: dict[tuple[Any, Any], Any]
) -> tuple[Any, ...]:
    vendor, place = price.get("vendor_id"), _first(price, *PLACE)
    server = servers.get((vendor, price.get("server_id")), {})
    name, memory = _accelerator(server)
    count = _number(server.get("gpu_count")) if server else None
    host_memory = _number(_first(server, "memory_amount", "memory"))
    return (
        *(_text(each) for each in (vendor, place, _first(price, "zone_id"))),
        _text(_first(server, "api_reference", "name", "id") or price.get("server_id")),
        *(_text(each) for each in (price.get("operating_system"), price.get("allocation"), _first(price, *UNIT))),
        _text(price.get("status", "active")),
        *(_number(price.get("price")), _number(price.get("price_upfront")), _text(price.get("currency"))),
        _text(countries.get((vendor, place))),
        *(name, memory, (count or 0.0) if server else None),
        *(_number(server.get("vcpus")) or None, host_memory / 1024 if host_memory else None),
    )


def _accelerator(server: dict[str, Any]) -> tuple[str | None, float | None]:
    """Name and GiB of one accelerator of a server; null where its accelerators differ, or are not said."""
    try:
        listed = json.loads(server.get("gpus") or "[]")
    except (ValueError, TypeError):
        listed = []
    gpus = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    maker = _same(gpus, "manufacturer") or _text(server.get("gpu_manufacturer"))
    model = _same(gpus, "name", "model") or _text(server.get("gpu_model"))
    memory = _number(_same(gpus, "memory"))
    name = _text(server.get("gpu_name")) or " ".join(word for word in (maker, model) if word)
    return name or None, memory / 1024 if memory else None


def _same(gpus: Iterable[dict[str, Any]], *names: str) -> Any:
    """What all of them say under the first of some names that they have."""
    said = {_first(each, *names) for each in gpus if not isinstance(_first(each, *names), dict | list)}
    return said.pop() if len(said) == 1 else None


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and abs(value) < 1e15 else None


def _refuse(book: Book, rows: pl.DataFrame) -> pl.DataFrame:
    table = GpuOffer.TABLE
    rows = rows.with_columns(
        provider=pl.col("vendor").str.to_lowercase(),
        hours=pl.col("unit").str.to_lowercase().replace_strict(HOURS, default=None, return_dtype=pl.Float64),
        purchase_type=pl.col("allocation")
        .str.to_lowercase()
        .replace_strict(PURCHASES, default=None, return_dtype=pl.String),
    )
    refusals = (
        (~(pl.col("amount") > 0), pl.format("{} is no price", pl.col("amount"))),
        (pl.col("upfront") > 0, pl.format("{} is to be paid in advance", "upfront")),
        (pl.col("hours").is_null(), pl.format("a price per {}", "unit")),
        (pl.col("purchase_type").is_null(), pl.format("bought as {}: for how long is not said", "allocation")),
        (pl.col("gpu_name_raw").is_null(), pl.lit("what its accelerators are is not said, or they differ")),
    )
    for where, reason in refusals:
        rows = book.quarantine(rows, where.fill_null(value=True), pl.coalesce(reason, pl.lit("not said")), table)
    return rows


def _offers(book: Book, rows: pl.DataFrame) -> pl.DataFrame:
    currency, today = pl.col("currency"), pl.lit(book.payload.captured_at.date())
    reason = why_no_rate(currency, today)
    rows = book.quarantine(rows, reason.is_not_null(), reason, GpuOffer.TABLE)
    rate = usd_per_currency_unit(currency, today)
    usd = pl.col("amount") / pl.col("hours") * rate
    return rows.select(
        *("record", "record_ref", "provider", "region", "zone", "instance_type", "gpu_name_raw", "gpu_memory_gib"),
        *("gpu_count", "purchase_type", "currency", "amount", "vcpus", "memory_gib"),
        country_code=pl.when(pl.col("country_code").str.contains(r"^[A-Z]{2}$")).then("country_code"),
        price_kind=pl.lit("listed"),
        usd_per_hour=usd,
        usd_per_gpu_hour=usd / pl.col("gpu_count"),
        amount_unit=pl.col("unit").str.to_lowercase(),
        usd_per_currency_unit=rate,
        fx_rate_on=fx_rate_on(currency, today),
    )
