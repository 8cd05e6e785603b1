"""Alibaba Cloud's page of managed models in Hologres: yuan per thousand tokens, image or second, by region."""

from __future__ import annotations

from transforms.batch import Batch
from transforms.payload import Payload
from transforms.price_units import normalise_page

PROVIDER = "alibaba-cloud-hologres"  # not Model Studio, where the same models cost less


def normalise(payload: Payload) -> Batch:
    """Read the page; one row of a table (a region, a model, a tier or a resolution) is one record.

    Cells that span rows hold for each of them; several regions in one cell stay together, as written. An explicit
    cache and the implicit one have prices of their own, told apart by `condition`. Raises NormaliseError when no table
    of models states a usable price.
    """
    return normalise_page(payload, PROVIDER)
