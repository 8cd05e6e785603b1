"""RunPod's public pricing page: GPUs of its secure and its community cloud."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_plus

from bs4 import BeautifulSoup, Tag

from transforms.batch import Batch
from transforms.page_offers import RAM, VRAM, Offer, Reading, book_offers, card_memory, read_card, read_row
from transforms.page_texts import GPU, MONEY, Price, UnclearPriceError, read_gib, read_labelled, read_whole
from transforms.pages import (
    LONGEST_CARD,
    LONGEST_NAME,
    Card,
    cards,
    fact,
    holds_more_than,
    script_texts,
    table_rows,
    visible_text,
)
from transforms.payload import Payload
from transforms.prices import read_figure
from transforms.read import element_ref, json_pointer, read_html

# Price fields of a GPU type in the page's data: how it is bought, and in which cloud.
PRICES = {
    "communityPrice": ("marketplace_community", "community"),
    "securePrice": ("marketplace_secure", "secure"),
    "communitySpotPrice": ("spot", "community"),
    "secureSpotPrice": ("spot", "secure"),
    "oneWeekPrice": ("committed", "secure"),
    "oneMonthPrice": ("reserved_1m", "secure"),
    "threeMonthPrice": ("reserved_3m", "secure"),
    "sixMonthPrice": ("reserved_6m", "secure"),
    "oneYearPrice": ("reserved_1y", "secure"),
}
# `lowestPrice` repeats the lowest of the others at the moment, with the stock of the machine it is for.
IGNORED = {"lowestPrice"}
PRICE_FIELD = re.compile(r"price|cost|bid", re.IGNORECASE)
CLOUD = re.compile(r"\b(secure|community)(?: cloud)?\b", re.IGNORECASE)
SERVERLESS = re.compile(r"\bserverless\b|\bflex\b|\bactive (?:workers?|price|\()|\bactive\b.*/ ?s", re.IGNORECASE)
DEEPEST = 50  # levels of JSON; the data of 2023 stands at the fourth
PER_SECOND = {"s", "sec", "second", "seconds"}


def normalise(payload: Payload) -> Batch:
    """Read https://www.runpod.io/pricing. All prices are of one GPU and an hour.

    Until 2024 the page holds its data as JSON; a record is a GPU type: `communityPrice`, `securePrice`, their spot
    prices and those for 1, 3 and 6 months (secure cloud). A price of 0, or of a cloud the GPU is not offered in
    (`secureCloud` false), is no offer. Since 2025 a record is an element with prices per hour in its attributes
    (`data-secure-cloud-price`, `data-community`), whatever its text shows ("0 /s"). Else rows and cards are read, with
    the cloud named beside the price; those of serverless workers are ignored. Spot and reserved offers name their cloud
    in instance_type, as spot is one purchase type. Raises NormaliseError when no GPU has a price.
    """
    page = read_html(payload)
    readings = list(_from_data(page)) or list(_from_attributes(page))
    if not any(reading.offers for reading in readings):
        readings = [*_from_tables(page), *(_from_card(card) for card in cards(page))]
    return book_offers(payload, "runpod", readings)


# JSON in the page


def _from_data(page: BeautifulSoup) -> Iterator[Reading]:
    for script, text in script_texts(page):
        for start, value in _json_values(text) if '"displayName"' in text else ():
            for pointer, gpu in _gpu_types(value, ""):
                yield _gpu_type(gpu, script, f"{element_ref(script)}, character {start}{pointer}")


def _json_values(text: str) -> Iterator[tuple[int, Any]]:
    """The outermost objects and lists in a text, with where they start: the text may be cut anywhere."""
    decoder, at = json.JSONDecoder(), 0
    while found := re.compile(r"[\[{]").search(text, at):
        try:
            value, at = decoder.raw_decode(text, found.start())
        except (ValueError, RecursionError):
            at = found.end()
        else:
            yield found.start(), value


def _gpu_types(value: Any, pointer: str, depth: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict) and "displayName" in value and PRICES.keys() & value.keys():
        yield pointer, value
    elif isinstance(value, dict | list) and depth < DEEPEST:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _gpu_types(inner, pointer + json_pointer(key), depth + 1)


def _gpu_type(gpu: dict[str, Any], script: Tag, ref: str) -> Reading:
    reading = Reading(script, text=json.dumps(gpu), ref=ref)
    name, sold_as = str(gpu["displayName"] or "").strip(), str(gpu.get("id") or "").strip()
    if not name or name.lower() == "unknown":
        reading.ignored = "no_accelerator"
        return reading
    for key, value in gpu.items():
        figure = read_figure(value)
        if key not in PRICES:
            if PRICE_FIELD.search(key) and key not in IGNORED and value:
                reading.refused.append(f"a price field not known: {key} {value}")
            continue
        purchase_type, cloud = PRICES[key]
        if value is not None and figure is None:
            reading.refused.append(f"{key} {value} is no number")
        if figure and gpu.get(f"{cloud}Cloud") is not False:
            offer = _offer(script, name, figure, purchase_type, cloud, sold_as or name, f"{ref}/{key}")
            reading.offers.append(replace(offer, gpu_memory_gib=read_figure(gpu.get("memoryInGb")) or None))
    if not reading.offers and not reading.refused:
        reading.ignored = "not_offered"
    return reading


def _offer(tag: Tag, name: str, usd: float, purchase_type: str, cloud: str, sold_as: str, ref: str) -> Offer:
    is_named = purchase_type.startswith("marketplace")
    return Offer(
        tag=tag,
        gpu_name=name,
        price=Price(usd, is_per_gpu=True),
        is_per_gpu=True,
        purchase_type=purchase_type,
        instance_type=sold_as if is_named else f"{sold_as} ({cloud} cloud)",
        ref=ref,
    )


# Prices in attributes


def _from_attributes(page: BeautifulSoup) -> Iterator[Reading]:
    found: dict[int, Reading] = {}
    for tag in page.find_all(lambda each: any(_cloud_of(name) for name in each.attrs)):
        row = _row_of(tag)
        if row is None:
            yield Reading(tag, ignored="no_accelerator", text=str(tag)[:LONGEST_CARD], ref=element_ref(tag))
            continue
        reading = found.setdefault(id(row), Reading(row, text=str(row)[:LONGEST_CARD], ref=element_ref(row)))
        for attribute, value in tag.attrs.items():
            cloud, figure = _cloud_of(attribute), read_figure(value)
            if not cloud or not figure:
                continue
            words = set(re.split(r"[-_]", attribute.lower()))
            if "month" in words or "year" in words:
                reading.refused.append(f"a price attribute not known: {attribute} {value}")
                continue
            kind = "spot" if "spot" in words or "interruptible" in words else f"marketplace_{cloud}"
            ref = f"{element_ref(tag)}, attribute {attribute}"
            offer = _offer(tag, _name_of(row), figure, kind, cloud, _sold_as(row), ref)
            reading.offers.append(
                replace(
                    offer,
                    price=replace(offer.price, hours=1 / 3600 if words & PER_SECOND else 1.0),
                    gpu_memory_gib=read_gib(fact(row, VRAM)),
                    vcpus=read_whole(fact(row, "CPU")),
                    memory_gib=read_gib(fact(row, RAM)),
                )
            )
    for reading in found.values():
        if not reading.offers and not reading.refused:
            reading.ignored = "not_offered"
        yield reading


def _row_of(tag: Tag) -> Tag | None:
    """The smallest element around a price that names a GPU; null where that is a section or none."""
    for around in (tag, *tag.parents):
        if holds_more_than(4 * LONGEST_CARD, around):
            return None
        if _name_of(around):
            return around
    return None


def _cloud_of(attribute: str) -> str | None:
    words = re.split(r"[-_]", attribute.lower())
    return next((word for word in words if word in ("secure", "community")), None) if words[0] == "data" else None


def _name_of(tag: Tag) -> str:
    """The first short text in an element that names a GPU; empty where there is none."""
    texts = (visible_text(each) for each in tag.find_all() if each.name not in ("script", "style"))
    return next((text for text in texts if text and len(text) <= LONGEST_NAME and _is_name(text)), "")


def _is_name(text: str) -> bool:
    return GPU.search(text) is not None and not MONEY.search(text) and not re.search(r"RAM|vCPU|[0-9]/s", text)


def _sold_as(row: Tag) -> str:
    links = [row, *row.find_all("a")]
    found = next((hit for link in links if (hit := re.search(r"[?&]gpu=([^&]+)", str(link.get("href"))))), None)
    return unquote_plus(found[1]) if found else _name_of(row)


# Tables and cards


def _from_tables(page: BeautifulSoup) -> Iterator[Reading]:
    for row in table_rows(page):
        if _is_serverless(row.heading, *(cell.label for cell in row.cells)):
            yield Reading(row.tag, ignored="serverless", text=visible_text(row.tag), ref=element_ref(row.tag))
            continue
        reading = read_row(row, is_per_gpu=True)
        labels = {id(cell.tag): f"{cell.label} {cell.text}" for cell in row.cells}
        reading.offers = [_in_cloud(offer, labels.get(id(offer.tag), "")) for offer in reading.offers]
        yield reading


def _from_card(card: Card) -> Reading:
    """The prices of a card, each with the cloud named before or behind it: "$2.69/hr Secure Cloud"."""
    if _is_serverless(card.text):
        return Reading(card.tag, ignored="serverless", text=card.text, ref=element_ref(card.tag))
    try:
        priced = [] if card.is_hidden else read_labelled(card.text, CLOUD)
    except UnclearPriceError:
        priced = []
    if not priced:
        reading = read_card(card, is_per_gpu=True)
        reading.offers = [_in_cloud(offer, card.text) for offer in reading.offers]
        return reading
    reading = Reading(card.tag, text=card.text, ref=element_ref(card.tag))
    for cloud, price in priced:
        offer = Offer(card.tag, card.title, price, is_per_gpu=True, gpu_memory_gib=card_memory(card))
        reading.offers.append(_in_cloud(offer, cloud))
    return reading.settled()


def _is_serverless(*texts: str) -> bool:
    """Whether prices are of workers of the serverless product, billed by the second of a request."""
    return any(SERVERLESS.search(text) for text in texts)


def _in_cloud(offer: Offer, words: str) -> Offer:
    clouds = {cloud.lower() for cloud in CLOUD.findall(words)}
    if len(clouds) != 1 or offer.purchase_type != "on_demand":
        return offer
    return replace(offer, purchase_type=f"marketplace_{clouds.pop()}")
