"""Crusoe's public price list of GPUs."""

from __future__ import annotations

from transforms.batch import Batch
from transforms.page_offers import book_offers, read_page
from transforms.payload import Payload
from transforms.read import read_html


def normalise(payload: Payload) -> Batch:
    """Read https://www.crusoe.ai/cloud/pricing. A record is a row of a table; a card on pages without tables.

    Prices per hour are of one GPU, in a column per way to buy: on demand, "Current Spot", reserved for 6 months, 1 and
    3 years. "Contact Sales" is an offer on request. The name cell holds name, memory and form factor: "NVIDIA H200
    141GB SXM". The table is repeated for narrow screens on some pages: equal offers are ignored as `repeated_row`.
    Raises NormaliseError when no GPU has a price.
    """
    return book_offers(payload, "crusoe", read_page(read_html(payload), is_per_gpu=True))
