"""BytePlus's own page of ModelArk prices: tables by service, with tiers of prompt length, in USD per million tokens."""

from __future__ import annotations

from transforms.batch import Batch
from transforms.payload import Payload
from transforms.price_units import normalise_page

PROVIDER = "byteplus"


def normalise(payload: Payload) -> Batch:
    """Read the page; one row of a table (a model and a tier) is one record.

    Storage of a cache is priced by the hour and is left out. Several prices in one cell are read where words alone
    tell them apart. Raises NormaliseError when no table of models states a usable price.
    """
    return normalise_page(payload, PROVIDER)
