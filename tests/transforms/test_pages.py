"""Tables and cards in the shapes they come in."""

from bs4 import BeautifulSoup

from transforms.page_texts import Price
from transforms.pages import notes, price_of, visible_text


def page(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def test_a_struck_through_price_beside_another_makes_that_promotional():
    for was in (
        "<s>$6.74</s>",
        "<span class='old-price'>$6.74</span>",
        "<i style='text-decoration:line-through'>$6.74</i>",
    ):
        price = price_of(page(f"<div>{was} <b>$3.39</b>/GPU/hour</div>").div)
        assert price == Price(3.39, is_per_gpu=True, kind="promotional")


def test_a_page_that_gives_every_price_the_struck_class_is_read_all_the_same():
    price = price_of(page("<div><span class='x__StyledStrikeThrough-sc-1'>$2.99<i>/GPU/hour</i></span></div>").div)
    assert price == Price(2.99, is_per_gpu=True)


def test_a_price_that_is_struck_through_and_has_no_successor_is_none():
    assert price_of(page("<div><del>$6.74/hr</del> sold out</div>").div) is None


def test_hidden_parts_and_footnote_marks_are_not_read():
    html = "<div>4<sup>1</sup> <b class='hide'>9</b><b class='hidden lg:grid'>x</b><b style='display: none'>8</b></div>"
    assert visible_text(page(html).div) == "4 x"


def test_notes_are_found_by_their_marks():
    found = notes(page("<p>*3-year commitment</p><p>** also</p><p>none</p>"))
    assert {mark: tag.text for mark, tag in found.items()} == {"*": "*3-year commitment", "**": "** also"}
