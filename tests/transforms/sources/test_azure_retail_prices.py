"""Azure's price list: what is bought, for how long, and what is no GPU price."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.http import FetchError
from pipelines.sources.azure_retail_prices import FIRST, HOST, part_of, requests
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.azure_retail_prices import FIELDS, normalise

A100 = {
    "currencyCode": "USD",
    "tierMinimumUnits": 0,
    "retailPrice": 7.346,
    "unitPrice": 7.346,
    "armRegionName": "eastus2",
    "location": "US East 2",
    "effectiveStartDate": "2021-09-01T00:00:00Z",
    "meterName": "NC48ads_A100_v4",
    "productName": "NCads A100 v4 Series Linux",
    "skuName": "Standard_NC48ads_A100_v4",
    "serviceName": "Virtual Machines",
    "unitOfMeasure": "1 Hour",
    "type": "Consumption",
    "isPrimaryMeterRegion": True,
    "armSkuName": "Standard_NC48ads_A100_v4",
}


def page(*items: object) -> Batch:
    return normalise(payload(json.dumps({"Items": list(items), "NextPageLink": None}), source_id="azure-retail-prices"))


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_the_price_is_of_the_machine_and_its_size_says_what_is_in_it():
    (offer,) = rows(page(A100))
    # 7.346 / 2 = 3.673
    assert (offer["gpu_name_raw"], offer["gpu_count"], offer["gpu_memory_gib"]) == ("NVIDIA A100 PCIe", 2, 80)
    assert (offer["usd_per_hour"], offer["usd_per_gpu_hour"], offer["vcpus"]) == (7.346, 3.673, 48)
    assert (offer["purchase_type"], offer["region"], offer["country_code"]) == ("on_demand", "eastus2", "US")
    assert offer["effective_from"] == datetime(2021, 9, 1, tzinfo=UTC)
    assert offer["record_ref"] == "/Items/0/retailPrice"


@pytest.mark.parametrize(
    ("change", "purchase_type", "usd_per_hour"),
    [
        ({"meterName": "NC48ads_A100_v4 Spot", "retailPrice": 2.9384}, "spot", 2.9384),
        ({"meterName": "NC48ads_A100_v4 Low Priority", "retailPrice": 1.4692}, "low_priority", 1.4692),
        ({"meterName": "NC48ads_A100_v4", "skuName": "NC48ads_A100_v4 Spot"}, "spot", 7.346),
        # 41,224 USD for a year of 8,760 hours are 4.7059 an hour.
        ({"type": "Reservation", "reservationTerm": "1 Year", "retailPrice": 41224}, "reserved_1y", 41224 / 8760),
        ({"type": "Reservation", "reservationTerm": "3 Years", "retailPrice": 84651}, "reserved_3y", 84651 / 26280),
    ],
)
def test_what_is_bought_stands_in_type_and_meter(change, purchase_type, usd_per_hour):
    (offer,) = rows(page({**A100, **change}))
    assert (offer["purchase_type"], offer["usd_per_hour"]) == (purchase_type, pytest.approx(usd_per_hour))


def test_a_reservation_keeps_its_total_beside_the_hour():
    (offer,) = rows(page({**A100, "type": "Reservation", "reservationTerm": "3 Years", "retailPrice": 84651}))
    assert (offer["amount"], offer["amount_unit"]) == (84651, "3_year")


def test_a_savings_plan_is_a_commitment_by_the_hour():
    plans = [{"unitPrice": 5.1, "retailPrice": 5.1, "term": "1 Year"}, {"retailPrice": 3.6, "term": "3 Years"}]
    batch = page({**A100, "savingsPlan": plans})
    assert [(each["purchase_type"], each["usd_per_hour"], each["record_ref"]) for each in rows(batch)] == [
        ("on_demand", 7.346, "/Items/0/retailPrice"),
        ("committed_1y", 5.1, "/Items/0/savingsPlan/0/retailPrice"),
        ("committed_3y", 3.6, "/Items/0/savingsPlan/1/retailPrice"),
    ]
    held = page({**A100, "savingsPlan": [{"retailPrice": 5.1, "term": "2 Years"}, None]})
    assert (held.observation_count, held.quarantine.height, held.records_quarantined) == (1, 2, 0)


def test_a_promotion_is_no_list_price():
    (offer,) = rows(page({**A100, "armSkuName": "Standard_NC6_Promo", "retailPrice": 0.396}))
    assert offer["price_kind"] == "promotional"


def test_other_currencies_are_turned_into_dollars_at_the_month_before():
    (offer,) = rows(page({**A100, "currencyCode": "EUR", "retailPrice": 7.0}))
    assert offer["usd_per_hour"] == pytest.approx(7.0 * offer["usd_per_currency_unit"])
    assert offer["fx_rate_on"].isoformat() == "2026-07-31"


def test_parts_of_a_gpu_count_as_such():
    (offer,) = rows(page({**A100, "armSkuName": "Standard_NV4as_v4", "retailPrice": 0.031282}))
    assert (offer["gpu_count"], offer["usd_per_gpu_hour"]) == (0.125, pytest.approx(0.250256))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"productName": "Virtual Machines NCads A100 v4 Series Windows"}, "windows"),
        ({"productName": "NCads A100 v4 Series Cloud Services"}, "cloud_services"),
        ({"productName": "NDasr v4 Series Dedicated Host"}, "dedicated_host"),
        ({"type": "DevTestConsumption"}, "dev_test"),
        ({"unitOfMeasure": "10K"}, "not_per_hour"),
        ({"unitOfMeasure": "1/Month"}, "not_per_hour"),
        ({"tierMinimumUnits": 100}, "tier_of_volume"),
        ({"isPrimaryMeterRegion": False}, "not_charged"),
        ({"retailPrice": 0}, "no_price"),
        ({"serviceName": "Storage", "armSkuName": ""}, "other_service"),
        ({"armSkuName": "Standard_D2s_v3"}, "no_accelerator"),
    ],
)
def test_what_is_no_price_of_a_gpu_machine_by_the_hour_is_set_aside(change, rule):
    batch = page(A100, {**A100, **change})
    assert (batch.ignored, batch.observation_count) == ({rule: 1}, 1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"armSkuName": "Standard_NC999ads_X_v9"}, "Standard_NC999ads_X_v9: a size whose accelerators we do not know"),
        ({"retailPrice": "seven"}, "no price"),
        ({"retailPrice": -1}, "no price"),
        ({"type": "Reservation"}, "cannot tell how it is bought: type Reservation, term none"),
        ({"type": "Reservation", "reservationTerm": "2 Weeks"}, "cannot tell how it is bought"),
        ({"type": "Auction"}, "cannot tell how it is bought: type Auction, term none"),
        ({"effectiveStartDate": "soon"}, "soon is no time"),
        ({"currencyCode": "XAU"}, "no exchange rate of XAU"),
        ({"unitOfMeasure": None}, "no unit"),
        ({"retailPrice": 9999.0}, "breaks usd_per_gpu_hour_is_plausible"),
        ({"retailPrice": 8.0}, "another record of the payload has the same key"),
    ],
)
def test_an_item_that_cannot_be_right_is_held_back(change, reason):
    batch = page(A100, {**A100, **change})
    assert [each.startswith(reason) for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_an_item_listed_twice_counts_once():
    assert page(A100, A100).ignored == {"repeated_row": 1}


def test_a_page_of_the_whole_list_may_hold_no_gpu():
    batch = page({**A100, "serviceName": "Storage", "armSkuName": ""}, {**A100, "armSkuName": "Standard_D2s_v3"})
    assert (batch.observation_count, batch.ignored) == (0, {"other_service": 1, "no_accelerator": 1})


def test_unknown_fields_are_reported():
    assert page({**A100, "discountPrice": 1}).quarantine["reason"].to_list() == ["fields not known: discountPrice (1x)"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<html>Too Many Requests</html>",
        '{"Error": {"Code": 429}}',
        '{"Items": []}',
        '{"Items": [7, null]}',
        '{"Items": [{"serviceName": "Storage"}]}',
    ],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="azure-retail-prices"))


@given(st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.integers()), st.sampled_from(sorted(FIELDS)))
def test_a_field_of_any_other_kind_is_refused_not_crashed_on(value, field):
    batch = page(A100, {**A100, field: value})
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 2


def test_pages_are_followed_to_the_last():
    second = f"https://{HOST}/api/retail/prices?$skip=1000"
    answers = {FIRST: {"NextPageLink": second}, second: {"NextPageLink": None}}
    found = list(requests(lambda url: json.dumps(answers[url]).encode()))
    assert [(each.url, each.name) for each in found] == [(FIRST, "page-001.json"), (second, "page-002.json")]
    assert {part_of(each.name) for each in found} == {each.part for each in found}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"NextPageLink": "https://example.com/"}', "on another host"),
        (b"<html>", "is not JSON"),
        (b'{"NextPageLink": "https://prices.azure.com/again"}', "more than 200 pages"),
    ],
)
def test_pages_that_lead_elsewhere_or_nowhere_are_not_followed(body, message):
    with pytest.raises(FetchError, match=message):
        list(requests(lambda url: body))


# Captures


@pytest.fixture(scope="module")
def batches() -> list[Batch]:
    return normalised("azure-retail-prices")


def test_of_the_first_page_of_2022_two_items_are_gpu_prices(batches):
    found = [
        (row["instance_type"], row["purchase_type"], row["usd_per_hour"], row["record_ref"]) for row in rows(batches[0])
    ]
    assert found == [
        ("Standard_NV4as_v4", "spot", 0.031282, "/Items/5/retailPrice"),
        ("Standard_NC48ads_A100_v4", "on_demand", 7.346, "/Items/67/retailPrice"),
    ]
    assert batches[0].records_read == 100
    assert batches[0].quarantine.is_empty()
    assert set(batches[0].ignored) == {"other_service", "no_accelerator"}
