"""Paperspace's public price list of GPU machines."""

from __future__ import annotations

import re
from dataclasses import replace

from bs4 import Tag

from transforms.batch import Batch
from transforms.page_offers import Offer, Reading, book_offers, read_card, read_row
from transforms.page_texts import COMMITTED, ON_DEMAND, UnclearPriceError, purchase_type, read_price
from transforms.pages import Card, cards, is_hidden, notes, table_rows, visible_text
from transforms.payload import Payload
from transforms.read import element_ref, read_html

PRODUCT = re.compile(r"((?:NVIDIA|AMD) .+?) GPUs?")
CLAUSE_END = re.compile(r"[.,;](?:\s+|$)")
SENTENCE_END = re.compile(r"\.(?:\s+|$)")


def normalise(payload: Payload) -> Batch:
    """Read https://www.paperspace.com/pricing. A record is a card of the page, a row of a table or a footnote.

    A price per hour is of a machine with one GPU unless its name says more ("H100x8"); the multiples for 2, 4 and 8
    are not on the page one by one and are not made up here. The name of a card is the machine's; the GPU's is in its
    list ("NVIDIA HGX H100 GPU") where that has one. A price with a footnote is what the footnote says: "2.24*" is for
    a 3-year commitment; with a footnote that is not on the page it is refused. A footnote may hold an offer of its own
    ("On-demand pricing for H100 is $6.00/hour ($8.96) under our special promo price": promotional).
    Hidden cards, and hidden prices in cards, repeat or contradict the shown ones and are ignored.
    Raises NormaliseError when no GPU has a price.
    """
    page = read_html(payload)
    footnotes = notes(page)
    readings = [_noted(read_row(row, is_per_gpu=None), footnotes) for row in table_rows(page)]
    readings += [_noted(_read(card), footnotes) for card in cards(page)]
    shown = [offer for reading in readings for offer in reading.offers]
    readings += [reading for tag in footnotes.values() if (reading := _offers_in_note(tag, shown))]
    return book_offers(payload, "paperspace", readings)


def _read(card: Card) -> Reading:
    reading = read_card(card, is_per_gpu=None)
    lines = [visible_text(each) for each in card.tag.find_all(["li", "p"]) if not is_hidden(each, within=card.tag)]
    product = next((found[1] for line in lines if (found := PRODUCT.fullmatch(line))), None)
    reading.offers = [
        replace(offer, gpu_name=product or offer.gpu_name, instance_type=card.title) for offer in reading.offers
    ]
    return reading


def _noted(reading: Reading, footnotes: dict[str, Tag]) -> Reading:
    """Terms of the prices that have a footnote, from what it says of their figure."""
    offers = []
    for offer in reading.offers:
        if not offer.price.marks:
            offers.append(offer)
            continue
        note, figure = footnotes.get(offer.price.marks), f"{offer.price.amount:.2f}"
        words = "" if note is None else _words_about(figure, note)
        if note is None:
            reading.refused.append(f"{figure}{offer.price.marks}: the footnote is not on the page")
        elif ON_DEMAND.search(words) and COMMITTED.search(words):
            reading.refused.append(f"{figure}{offer.price.marks}: the footnote speaks of several prices: {words}")
        else:
            offers.append(replace(offer, purchase_type=purchase_type(words, offer.purchase_type.replace("_", "-"))))
    reading.offers = offers
    return reading


def _words_about(figure: str, note: Tag) -> str:
    """The clause of a footnote that holds a figure; its first sentence where none does."""
    clauses = CLAUSE_END.split(visible_text(note))
    return next((clause for clause in clauses if figure in clause), _sentences(note)[0])


def _offers_in_note(tag: Tag, shown: list[Offer]) -> Reading | None:
    """The offers that later sentences of a footnote make for machines of the page; null where there are none."""
    reading = Reading(tag, text=visible_text(tag), ref=element_ref(tag))
    for sentence in _sentences(tag)[1:]:
        machine = next((each for each in shown if each.instance_type and each.instance_type in sentence.split()), None)
        try:
            price = read_price(sentence)
        except UnclearPriceError as unclear:
            reading.refused.append(f"{unclear}: {sentence}")
            continue
        if machine is not None and price is not None and price.amount is not None:
            reading.offers.append(
                replace(machine, tag=tag, price=price, purchase_type=purchase_type(sentence), is_per_gpu=True)
            )
    return reading if reading.offers or reading.refused else None


def _sentences(tag: Tag) -> list[str]:
    return [each for each in SENTENCE_END.split(visible_text(tag)) if each] or [""]
