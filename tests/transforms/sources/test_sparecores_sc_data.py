"""A database of servers: each price is of a whole server, in the currency of its row, in the country of its place."""

import bz2
import json
import sqlite3
from datetime import date

import polars as pl
import pytest

from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.sparecores_sc_data import normalise

T4 = json.dumps([{"manufacturer": "NVIDIA", "name": "T4", "memory": 16384}] * 4)
# The tables as of 2024-02, of their columns those that are read; and as of 2025.
EARLY = """
CREATE TABLE datacenter (id, vendor_id, country_id, PRIMARY KEY (id, vendor_id));
CREATE TABLE server (id, vendor_id, name, vcpus, memory, gpu_count, gpu_memory, gpu_name, gpus,
    PRIMARY KEY (id, vendor_id));
CREATE TABLE server_price (vendor_id, datacenter_id, zone_id, server_id, operating_system, allocation, price,
    price_upfront, currency, duration);
"""
LATE = """
CREATE TABLE region (vendor_id, region_id, country_id);
CREATE TABLE server (vendor_id, server_id, api_reference, vcpus, memory_amount, gpu_count, gpu_manufacturer, gpu_model,
    gpus);
CREATE TABLE server_price (vendor_id, region_id, zone_id, server_id, operating_system, allocation, unit, price,
    price_upfront, currency, status);
"""


def database(schema: str, **tables: list[tuple]) -> bytes:
    with sqlite3.connect(":memory:") as connection:
        connection.executescript(schema)
        for table, rows in tables.items():
            for row in rows:
                connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        connection.commit()
        return connection.serialize()


def early(*prices: tuple) -> bytes:
    return database(
        EARLY,
        datacenter=[("eu-west-1", "aws", "IE"), ("cn-north-1", "aws", "CN")],
        server=[
            ("g4dn.12xlarge", "aws", "g4dn.12xlarge", 48, 196608, 4, 65536, "NVIDIA T4", T4),
            ("m5.large", "aws", "m5.large", 2, 8192, 0, None, None, "[]"),
        ],
        server_price=list(prices),
    )


def price(amount: float = 4.4, **changes: object) -> tuple:
    row = {
        "vendor": "aws",
        "place": "eu-west-1",
        "zone": "",
        "server": "g4dn.12xlarge",
        "system": "Linux",
        "allocation": "ONDEMAND",
        "price": amount,
        "upfront": 0.0,
        "currency": "USD",
        "unit": "HOUR",
    }
    return tuple((row | changes).values())


def read(content: bytes) -> Batch:
    return normalise(payload(content, source_id="sparecores-sc-data"))


def offers(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


@pytest.mark.parametrize("pack", [bytes, bz2.compress], ids=["plain", "bz2"])
def test_a_server_is_priced_per_gpu_where_it_stands(pack):
    [offer] = offers(read(pack(early(price(server="m5.large"), price()))))
    assert {name: offer[name] for name in ("provider", "region", "zone", "country_code", "instance_type")} == {
        "provider": "aws",
        "region": "eu-west-1",
        "zone": None,
        "country_code": "IE",
        "instance_type": "g4dn.12xlarge",
    }
    assert (offer["usd_per_hour"], offer["usd_per_gpu_hour"], offer["gpu_count"]) == (4.4, 1.1, 4)
    assert (offer["gpu_memory_gib"], offer["memory_gib"], offer["vcpus"]) == (16, 192, 48)
    assert (offer["record_ref"], offer["purchase_type"]) == ("table server_price, row 2", "on_demand")


def test_yuan_are_converted():
    [offer] = offers(read(early(price(28.0, place="cn-north-1", currency="CNY"))))
    # 2026-07: 1.1417 USD and 7.7371 CNY for a euro, 0.147562 USD for a yuan.
    assert (offer["usd_per_currency_unit"], offer["fx_rate_on"]) == (0.147562, date(2026, 7, 31))
    assert offer["usd_per_gpu_hour"] == pytest.approx(28.0 * 0.147562 / 4)
    assert (offer["amount"], offer["currency"], offer["country_code"]) == (28.0, "CNY", "CN")


def test_later_databases_name_the_same_things_otherwise():
    content = database(
        LATE,
        region=[("hcloud", "fsn1", "DE")],
        server=[("hcloud", "gex44", "GEX44", 14, 65536, 1, "NVIDIA", "RTX 4000 Ada", "[]")],
        server_price=[
            ("hcloud", "fsn1", "fsn1-dc14", "gex44", "Linux", "ONDEMAND", "MONTH", 184.0, 0.0, "EUR", "ACTIVE"),
            ("hcloud", "fsn1", "fsn1-dc8", "gex44", "Linux", "SPOT", "HOUR", 0.1, 0.0, "EUR", "INACTIVE"),
        ],
    )
    batch = read(content)
    [offer] = offers(batch)
    assert (offer["gpu_name_raw"], offer["instance_type"], offer["zone"]) == (
        "NVIDIA RTX 4000 Ada",
        "GEX44",
        "fsn1-dc14",
    )
    assert offer["usd_per_gpu_hour"] == pytest.approx(184 / 730 * 1.1417)
    assert (offer["amount"], offer["amount_unit"]) == (184.0, "month")
    assert batch.ignored == {"no_longer_sold": 1}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount": 0.0}, "0.0 is no price"),
        ({"upfront": 100.0}, "100.0 is to be paid in advance"),
        ({"unit": "GB"}, "a price per GB"),
        ({"allocation": "RESERVED"}, "bought as RESERVED: for how long is not said"),
        ({"currency": None}, "no currency"),
        ({"server": "p9.large"}, "a server the table of servers lacks"),
    ],
)
def test_a_price_that_cannot_be_right_is_held_back(changes, reason):
    batch = read(early(price(), price(**changes)))
    assert batch.quarantine["reason"].to_list() == [reason]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_windows_is_another_price():
    assert read(early(price(), price(9.0, system="Windows"))).ignored == {"another_operating_system": 1}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>403</html>",
        b"BZh9 nothing",
        bz2.compress(b"SQLite format 3\0" * 2000)[:-10],
        b"SQLite format 3\0" + b"x" * 4096,
        database("CREATE TABLE other (id);"),
        early(),
        early(price(server="m5.large")),
    ],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        read(content)


# Captures


@pytest.mark.parametrize(
    ("instance_type", "region", "usd_per_hour"),
    [
        ("p5.48xlarge", "eu-north-1", 105.2024),
        ("g5.16xlarge", "il-central-1", 4.80099),
        ("p2.xlarge", "ap-southeast-2", 1.542),
    ],
)
def test_prices_read_by_hand_are_found(instance_type, region, usd_per_hour):
    (batch,) = normalised("sparecores-sc-data")
    found = batch.observations["gpu_offer"].filter(instance_type=instance_type, region=region)
    assert found["usd_per_hour"].to_list() == [usd_per_hour]
    assert (batch.observation_count, batch.ignored) == (508, {"no_accelerator": 12_126})
    assert batch.observations["gpu_offer"].filter(pl.col("currency") == "CNY").height == 25
