"""Nebius' public pricing page: GPU instances on demand, preemptible and reserved."""

from __future__ import annotations

import re
from dataclasses import replace

from transforms.batch import Batch
from transforms.page_offers import Offer, book_offers, read_card, read_row
from transforms.page_texts import COMMITTED, ON_DEMAND, purchase_type
from transforms.pages import cards, table_rows, visible_text
from transforms.payload import Payload
from transforms.read import read_html

HOUR = re.compile(r"(?:\bper|/) ?(?:gpu[ -]?)?hour\b|\bgpu-hour\b", re.IGNORECASE)
GPU_HOUR = re.compile(r"\bgpu[ -]hour\b|/ ?gpu ?/ ?(?:hour|hr)\b", re.IGNORECASE)
HOST = re.compile(r"\s+with (?:an? )?(?:Intel|AMD)\b.*$", re.IGNORECASE)


def normalise(payload: Payload) -> Batch:
    """Read https://nebius.com/prices. A record is a row of a table or a card of the page.

    2024: "1 × H200 SXM" and "8 × H200 SXM" stand in one table with prices and memory (also vRAM) of the whole machine,
    per hour as the rest of the page says; "Reserve" is for 3 months to 3 years: `committed`. Cards beside it give the
    lowest price of a GPU ("as low as", kind `from`), that of a commitment unless the card speaks of on-demand alone.
    2026: "On-demand, GPU-hour" and "Preemptible, GPU-hour" are of one GPU. How many GPUs the vCPUs and RAM beside them
    belong to is not said (112 vCPUs are those of four GB300), so they are left out. "Contact us" is on request.
    The CPU in a name ("L40S with Intel CPU") is of the instance, not of the GPU.
    Raises NormaliseError when no GPU has a price.
    """
    page = read_html(payload)
    text = visible_text(page)
    hours = 1.0 if HOUR.search(text) else None
    # Beside a word of GPU-hours a name without a number is of one GPU, "8 × H200 SXM" of one or of all.
    is_one = GPU_HOUR.search(text) is not None
    readings = [read_row(row, is_per_gpu=is_one, is_vram_total=True, hours=hours) for row in table_rows(page)]
    for card in cards(page):
        reading = read_card(card, is_per_gpu=True)
        is_committed = COMMITTED.search(card.text) or not ON_DEMAND.search(card.text)
        reading.offers = [
            replace(offer, purchase_type=purchase_type("reserve"))
            if offer.price.kind == "from" and is_committed and offer.purchase_type in ("on_demand", "committed")
            else offer
            for offer in reading.offers
        ]
        readings.append(reading)
    for reading in readings:
        reading.offers = [_without_host(offer) for offer in reading.offers]
    return book_offers(payload, "nebius", readings)


def _without_host(offer: Offer) -> Offer:
    bare = HOST.sub("", offer.gpu_name)
    return (
        replace(offer, gpu_name=bare, instance_type=offer.instance_type or offer.gpu_name)
        if bare != offer.gpu_name
        else offer
    )
