"""Table cells that span several rows or columns, repeated in each place they cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bs4 import Tag

WIDEST = 50  # a broken page may ask for any number


def spread(rows: Iterable[Sequence[Tag]]) -> Iterator[list[Tag]]:
    """The cells of each row of one table, given those written in it; a row stays a row where none is."""
    hanging: dict[int, tuple[Tag, int]] = {}
    for row in rows:
        cells: list[Tag] = []
        own = iter(row)
        while True:
            if len(cells) in hanging:
                cell, left = hanging.pop(len(cells))
                if left > 1:
                    hanging[len(cells)] = (cell, left - 1)
                cells.append(cell)
                continue
            following = next(own, None)
            if following is None:
                break
            for _ in range(_span(following, "colspan")):
                if (down := _span(following, "rowspan")) > 1:
                    hanging[len(cells)] = (following, down - 1)
                cells.append(following)
        yield cells


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(max(int(value), 1), WIDEST) if value.isascii() and value.isdigit() else 1
