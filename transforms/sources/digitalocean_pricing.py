"""DigitalOcean's public price list of GPU Droplets."""

from __future__ import annotations

import re
from dataclasses import replace

from transforms.batch import Batch
from transforms.page_offers import Offer, Reading, book_offers, read_card, read_row
from transforms.page_texts import FROM, PROMOTION
from transforms.pages import Card, cards, notes, table_rows, visible_text
from transforms.payload import Payload
from transforms.read import read_html

SIZE = re.compile(r"size(?:=|%3D)(gpu-[a-z0-9-]+)")


def normalise(payload: Payload) -> Batch:
    """Read https://www.digitalocean.com/pricing/gpu-droplets. A record is a card of the page, or a row of a table.

    Prices are per GPU and hour; "NVIDIA H100x8" has eight. GPU memory, Droplet memory and vCPUs are of the whole
    Droplet; its name ("gpu-h100x8-640gb") stands in the link to order it. A struck-through list price beside another
    makes that `promotional`, and so does a footnote that says so; every price has the class of struck-through ones,
    only the struck ones have its style. "Reserved Price … as low as … if you reserve via a contractual commitment of
    12 months" is reserved_1y, kind `from`. A price of several GPUs that does not say what it is for is refused.
    Raises NormaliseError when no GPU has a price.
    """
    page = read_html(payload)
    readings = [read_row(row, is_per_gpu=True, is_vram_total=True) for row in table_rows(page)]
    readings += [_read(card) for card in cards(page)]
    said = {mark: visible_text(note) for mark, note in notes(page).items()}
    for reading in readings:
        reading.offers = [_noted(offer, said.get(offer.price.marks, "")) for offer in reading.offers]
    return book_offers(payload, "digitalocean", readings)


def _read(card: Card) -> Reading:
    reading = read_card(card, is_per_gpu=True)
    size = next((found[1] for link in card.tag.find_all("a") if (found := SIZE.search(str(link.get("href"))))), None)
    reading.offers = [replace(offer, instance_type=size) for offer in reading.offers]
    return reading


def _noted(offer: Offer, note: str) -> Offer:
    kind = "promotional" if PROMOTION.search(note) else "from" if FROM.search(note) else "listed"
    return replace(offer, price=replace(offer.price, kind=kind)) if offer.price.kind == "listed" else offer
