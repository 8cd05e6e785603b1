"""Hyperstack's public price list of GPUs."""

from __future__ import annotations

from transforms.batch import Batch
from transforms.page_offers import book_offers, read_page
from transforms.payload import Payload
from transforms.read import read_html


def normalise(payload: Payload) -> Batch:
    """Read https://www.hyperstack.cloud/gpu-pricing. A record is a row of a table; a card on pages without tables.

    "Pricing Per Hour" is of one GPU on demand; "Reservation Pricing: Starts from" a lower bound (kind `from`) of
    `committed`, without a term. Later pages have a table per way to buy, told by its heading. The CPUs and memory
    beside them are the most that can be had per GPU, not what is offered, and are left out. "NVIDIA RTX A6000/A40" is
    two products at one price and stays as written. Raises NormaliseError when no GPU has a price.
    """
    return book_offers(payload, "hyperstack", read_page(read_html(payload), is_per_gpu=True))
