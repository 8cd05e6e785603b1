"""DataCrunch's (since 2025 Verda's) public price list of GPU instances."""

from __future__ import annotations

import re
from dataclasses import replace

from transforms.batch import Batch
from transforms.page_offers import Offer, Reading, book_offers, read_card, read_row
from transforms.pages import Row, cards, table_rows
from transforms.payload import Payload
from transforms.read import read_html

DYNAMIC = re.compile(r"\bdynamic", re.IGNORECASE)


def normalise(payload: Payload) -> Batch:
    """Read https://datacrunch.io/products (https://verda.com/products). A record is a row of a table, or a card.

    An instance ("8B200.240V") has its number of GPUs in the column "GPU"; price, CPU, RAM and VRAM are of the whole
    instance. Prices per hour: on demand and as spot; the dynamic price is an on-demand price that is set anew every
    day while an instance runs, an offer of its own with "dynamic price" in instance_type. RAM in GB is taken as GiB.
    Tables that state no number of GPUs anywhere are of one, unless a name says more ("8x H100"). A page without tables
    is searched for cards, whose prices are of one GPU.
    Raises NormaliseError when no GPU has a price.
    """
    page = read_html(payload)
    readings = [_read(row) for row in table_rows(page)]
    if not any(reading.offers for reading in readings) and not any(row.text("count") for row in table_rows(page)):
        readings = [_read(row, is_per_gpu=None) for row in table_rows(page)]
    if not any(reading.offers for reading in readings):
        readings += [read_card(card, is_per_gpu=True) for card in cards(page)]
    return book_offers(payload, "datacrunch", readings)


def _read(row: Row, *, is_per_gpu: bool | None = False) -> Reading:
    reading = read_row(row, is_per_gpu=is_per_gpu, is_vram_total=True)
    dynamic = {id(cell.tag) for cell in row.cells if DYNAMIC.search(cell.label) or DYNAMIC.search(cell.text)}
    reading.offers = [_as_dynamic(offer) if id(offer.tag) in dynamic else offer for offer in reading.offers]
    return reading


def _as_dynamic(offer: Offer) -> Offer:
    return replace(offer, instance_type=f"{offer.instance_type or offer.gpu_name} (dynamic price)")
