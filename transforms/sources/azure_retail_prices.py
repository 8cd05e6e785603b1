"""Azure's Retail Prices API: a page of its price list, one item per meter, way of paying and region."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.currency import fx_rate_on, usd_per_currency_unit, why_no_rate
from transforms.instance_types import with_accelerators
from transforms.payload import Payload
from transforms.prices import read_figure
from transforms.read import json_pointer, json_texts, read_json, unknown_fields
from transforms.regions import country_code
from transforms.schemas import GpuOffer

TEXTS = (
    *("armSkuName", "armRegionName", "currencyCode", "effectiveStartDate", "effectiveEndDate", "meterName"),
    *("productName", "reservationTerm", "serviceName", "skuName", "type", "unitOfMeasure"),
)
# retailPrice is the list price; unitPrice has been the same in every item seen.
UNUSED_FIELDS = frozenset(
    {
        *("availabilityId", "location", "meterId", "productId", "serviceFamily", "serviceId", "skuId", "unitPrice"),
    }
)
FIELDS = UNUSED_FIELDS | {*TEXTS, "retailPrice", "tierMinimumUnits", "isPrimaryMeterRegion", "savingsPlan"}
# Terms the list names, in years; a year of a reservation has 8,760 hours.
YEARS = {"1 Year": 1, "3 Years": 3, "5 Years": 5}
HOURS_PER_YEAR = 8760


def normalise(payload: Payload) -> Batch:
    """Read `{"Items": [{"armSkuName": "Standard_NC48ads_A100_v4", "retailPrice": 7.346, …}], "NextPageLink": …}`.

    Prices are per hour of the whole machine, for Linux; the list does not say what is in it: `instance_types` does.
    What is bought stands in several places: `type` Consumption is on demand, or by the end of the name of the meter
    spot or Low Priority (Azure Batch); Reservation is the total for the term though its unitOfMeasure says "1 Hour";
    `savingsPlan` (API of 2023 and later) lists hourly prices for a commitment. vCPUs are the number in the size.
    Set aside are Windows, DevTest, classic cloud services, dedicated hosts, tiers of volume, and meters that are not
    charged. A size of the N families that is not in the table is quarantined. A page of the whole list may hold no
    machine with an accelerator: there is no offer then.
    Raises NormaliseError when there are no items, or none with a service and a price.
    """
    items = _items(payload)
    book = Book(payload, len(items), lambda number: items[number])
    rows = with_accelerators(_read(items), "azure")
    if rows.filter(pl.col("serviceName").is_not_null() & pl.col("retailPrice").is_not_null()).is_empty():
        raise payload.rejected("no item with a service and a price")
    if unknown := unknown_fields(items, FIELDS):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    rows = book.ignore(rows, pl.col("serviceName") != "Virtual Machines", "other_service")
    rows = book.quarantine(rows, pl.col("serviceName").is_null(), "no service")
    product = pl.col("productName").fill_null("")
    rows = book.ignore(rows, product.str.contains("(?i)dedicated ?host"), "dedicated_host")
    rows = book.ignore(rows, ~pl.col("is_accelerated"), "no_accelerator")
    rows = book.ignore(rows, product.str.contains("(?i)windows"), "windows")
    rows = book.ignore(rows, product.str.contains("(?i)cloud ?services"), "cloud_services")
    rows = book.ignore(rows, pl.col("type") == "DevTestConsumption", "dev_test")
    rows = book.ignore(rows, pl.col("unitOfMeasure") != "1 Hour", "not_per_hour")
    rows = book.ignore(rows, pl.col("tierMinimumUnits") > 0, "tier_of_volume")
    rows = book.ignore(rows, ~pl.col("isPrimaryMeterRegion"), "not_charged")
    rows = book.ignore(rows, pl.col("retailPrice") == 0, "no_price")
    book.observe(GpuOffer, _offers(payload, book, _refuse(book, rows), items))
    return book.close()


def _items(payload: Payload) -> list[Any]:
    document = read_json(payload)
    items = document.get("Items") if isinstance(document, dict) else document
    if not isinstance(items, list) or not items:
        raise payload.rejected("no Items")
    return items


def _read(items: list[Any]) -> pl.DataFrame:
    """The fields we use, one row per item, typed; what is absent or of another type is null."""
    objects = [each if isinstance(each, dict) else {} for each in items]
    primary = [each.get("isPrimaryMeterRegion") for each in objects]
    rows = numbered(json_pointer("Items", number) for number in range(len(items))).with_columns(
        *(json_texts(objects, name) for name in TEXTS),
        *(
            pl.Series(name, [read_figure(each.get(name)) for each in objects], dtype=pl.Float64)
            for name in ("retailPrice", "tierMinimumUnits")
        ),
        pl.Series(
            "isPrimaryMeterRegion",
            [value if isinstance(value, bool) else None for value in primary],
            dtype=pl.Boolean,
        ),
    )
    meter = pl.col("meterName").fill_null("") + "|" + pl.col("skuName").fill_null("")
    term = pl.col("reservationTerm").replace_strict(YEARS, default=None, return_dtype=pl.Int64)
    return rows.with_columns(
        instance_type=pl.col("armSkuName"),
        effective_from=pl.col("effectiveStartDate").str.to_datetime(
            "%+", time_unit="us", time_zone="UTC", strict=False
        ),
        effective_to=pl.col("effectiveEndDate").str.to_datetime("%+", time_unit="us", time_zone="UTC", strict=False),
        currency=pl.col("currencyCode"),
        years=term,
        vcpus=pl.col("armSkuName").str.extract(r"^\w+?_[A-Za-z]+([0-9]+)").cast(pl.Float64),
        purchase_type=pl.when(pl.col("type") == "Reservation")
        .then(pl.format("reserved_{}y", term))
        .when(pl.col("type") != "Consumption")
        .then(None)
        .when(meter.str.contains(r"(?i)low priority(?:\||$)"))
        .then(pl.lit("low_priority"))
        .when(meter.str.contains(r"(?i)spot(?:\||$)"))
        .then(pl.lit("spot"))
        .otherwise(pl.lit("on_demand")),
    )


def _refuse(book: Book, rows: pl.DataFrame) -> pl.DataFrame:
    """Quarantine what cannot be read with certainty."""
    table = GpuOffer.TABLE
    rows = book.quarantine(
        rows,
        pl.col("gpu_count").is_null(),
        pl.format("{}: a size whose accelerators we do not know", "instance_type"),
        table,
    )
    rows = book.quarantine(rows, ~(pl.col("retailPrice") > 0).fill_null(value=False), "no price", table)
    rows = book.quarantine(
        rows,
        pl.col("purchase_type").is_null(),
        pl.format(
            "cannot tell how it is bought: type {}, term {}",
            pl.col("type").fill_null("none"),
            pl.col("reservationTerm").fill_null("none"),
        ),
        table,
    )
    rows = book.quarantine(rows, pl.col("unitOfMeasure").is_null(), "no unit", table)
    for written, read in (("effectiveStartDate", "effective_from"), ("effectiveEndDate", "effective_to")):
        unread = pl.col(written).is_not_null() & pl.col(read).is_null()
        rows = book.quarantine(rows, unread, pl.format("{} is no time", written), table)
    return rows


def _offers(payload: Payload, book: Book, rows: pl.DataFrame, items: list[Any]) -> pl.DataFrame:
    """One row per price: that of the item, and those of its savings plan."""
    term = pl.when(pl.col("type") == "Reservation").then("years")
    offers = rows.with_columns(
        record_ref=pl.col("record_ref") + "/retailPrice",
        amount="retailPrice",
        hours=(term * HOURS_PER_YEAR).cast(pl.Float64).fill_null(1.0),
        amount_unit=pl.when(term.is_null()).then(pl.lit("hour")).otherwise(pl.format("{}_year", term)),
    )
    plans = book.quarantine(
        _savings_plans(rows, items), pl.col("reason").is_not_null(), pl.col("reason"), GpuOffer.TABLE
    )
    offers = pl.concat([offers, plans.select(offers.columns)])
    today = pl.lit(payload.captured_at.date())
    offers = book.quarantine(
        offers, why_no_rate(pl.col("currency"), today).is_not_null(), why_no_rate(pl.col("currency"), today)
    )
    rate = usd_per_currency_unit(pl.col("currency"), today)
    usd = pl.col("amount") / pl.col("hours") * rate
    return offers.select(
        "record",
        "record_ref",
        "instance_type",
        "gpu_count",
        "gpu_memory_gib",
        "purchase_type",
        "effective_from",
        "effective_to",
        "currency",
        "amount",
        "amount_unit",
        "vcpus",
        country_code("azure", offers["armRegionName"]),
        provider=pl.lit("azure"),
        region="armRegionName",
        gpu_name_raw="gpu_name",
        price_kind=pl.when(pl.col("instance_type").str.contains("(?i)_promo$"))
        .then(pl.lit("promotional"))
        .otherwise(pl.lit("listed")),
        usd_per_hour=usd,
        usd_per_gpu_hour=usd / pl.col("gpu_count"),
        usd_per_currency_unit=rate,
        fx_rate_on=fx_rate_on(pl.col("currency"), today),
    )


def _savings_plans(rows: pl.DataFrame, items: list[Any]) -> pl.DataFrame:
    """The prices under savingsPlan, one row each, with the `reason` why one cannot be read."""
    found = []
    for record, ref in rows.select("record", "record_ref").rows():
        plans = items[record].get("savingsPlan")
        for at, plan in enumerate(plans if isinstance(plans, list) else []):
            price = read_figure(plan.get("retailPrice")) if isinstance(plan, dict) else None
            years = YEARS.get(str(plan.get("term"))) if isinstance(plan, dict) else None
            reason = None if years and price and price > 0 else f"no savings plan: {str(plan)[:200]}"
            found.append((record, f"{ref}/savingsPlan/{at}/retailPrice", price, f"committed_{years}y", reason))
    schema = {
        "record": pl.UInt32,
        "record_ref": pl.String,
        "amount": pl.Float64,
        "purchase_type": pl.String,
        "reason": pl.String,
    }
    plans = pl.DataFrame(found, schema=schema, orient="row").with_columns(hours=1.0, amount_unit=pl.lit("hour"))
    return plans.join(rows.drop("record_ref", "purchase_type"), on="record", how="inner", maintain_order="left")
