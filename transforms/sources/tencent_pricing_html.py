"""Tencent Cloud's page of TokenHub prices: a table of models in each tab, one tab for each region."""

from __future__ import annotations

from bs4 import Tag

from transforms.batch import Batch
from transforms.payload import Payload
from transforms.price_units import normalise_page
from transforms.read import text_of

PROVIDER = "tencent-cloud"


def normalise(payload: Payload) -> Batch:
    """Read the page; one row of a table (a model and a tier) is one record.

    Raises NormaliseError when no table of models states a usable price.
    """
    return normalise_page(payload, PROVIDER, region_of)


def region_of(table: Tag) -> str | None:
    """The label of the tab a table stands in; None for one outside tabs, or where tabs and labels do not match."""
    pane = table.find_parent(class_="tse-tabs__cont")
    tabs = pane.find_parent(class_="tse-tabs") if isinstance(pane, Tag) else None
    around = tabs if isinstance(tabs, Tag) else pane.parent if isinstance(pane, Tag) else None
    if not isinstance(pane, Tag) or not isinstance(around, Tag):
        return None
    labels = [text_of(label) for label in around.find_all(class_="tse-tabs__item-label")]
    panes = around.find_all(class_="tse-tabs__cont")
    at = next((at for at, each in enumerate(panes) if each is pane), len(panes))
    return (labels[at] or None) if len(labels) == len(panes) and at < len(labels) else None
