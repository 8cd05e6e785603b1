"""The tables of model lines compiled: one pattern per way of writing a name, found by the letters it starts with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from transforms.identity.model_families import LARGE_MAKERS
from transforms.identity.model_makers import SINGLE_NAMES, SMALLER_MAKERS

GAP = " ?"
# A decimal may be written with a space in place of the dot ("claude 3 5 sonnet") or none ("gpt 35 turbo"); then it has
# one digit. No maker numbers versions above 9.
_DECIMALS = r"(?:\.\d{1,2}| \d(?![a-z0-9.])|\d(?![a-z0-9.]))?"
_NUMBER = rf"\d{_DECIMALS}"
_SIZE = r"(?:\d{1,2}x)?\d{1,4}(?:\.\d{1,2})?[bmt](?: a\d{1,3}(?:\.\d)?[bm])?|e\d{1,2}b"
_ENDS_NUMBER = r"(?![a-z0-9]|\.\d)"
_PIECE = re.compile(
    r"\{(?P<name>[a-z]\w*)(?::(?P<choices>[^}]*))?\}|\[(?P<maybe>[^\]]*)\] ?|(?P<gap> +)|(?P<text>[^ {\[]+)"
)
_PASSED_ON = ("x", "c")  # captures that are variants or context sizes, not identity


@dataclass(frozen=True)
class Options:
    """What a line says of the words after its name."""

    date: str = ""
    sizes: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    has_revisions: bool = False
    has_budgets: bool = False
    has_tiers: bool = True


# Fine-tunes under names of their own: a first revision says nothing, a numbered one is a snapshot.
_SINGLE_NAME = Options(dropped=frozenset({"v1"}), has_revisions=True)


@dataclass(frozen=True)
class Line:
    """One way of writing the names of a model line."""

    developer: str
    written: str
    pattern: re.Pattern[str]
    version: str | None
    family: str
    options: Options


@dataclass(frozen=True)
class Head:
    """The beginning of a name read by a line: ids, and the words to read on."""

    line: Line
    length: int
    version: str | None
    family: str
    snapshot: str | None
    passed_on: str


def heads(text: str) -> list[Head]:
    """Every line whose names `text` begins with, the longest name first."""
    found = []
    for line in _lines_by_letters().get(_letters(text), ()):
        match = line.pattern.match(text)
        if match:
            found.append(_head(line, match))
    return sorted(found, key=lambda head: -head.length)


def _head(line: Line, match: re.Match[str]) -> Head:
    parts = {name: _tidy(name, text) for name, text in match.groupdict().items() if text}
    parts["major"] = parts.get("n", parts.get("n0", parts.get("v", ""))).split(".")[0]
    version, _, snapshot = (line.version or "").format_map(parts).partition("@")
    return Head(
        line=line,
        length=match.end(),
        version=f"{line.developer}/{version}" if version else None,
        family=f"{line.developer}/{line.family.format_map(parts)}",
        snapshot=snapshot or None,
        passed_on=" ".join(text for name in _PASSED_ON if (text := match.groupdict().get(name))),
    )


def _tidy(name: str, text: str) -> str:
    if name[0] in "nrv" and re.fullmatch(r"v?\d[. ]?\d*", text):
        number = re.sub(r"(\d)[. ]?(\d+)", r"\1.\2", text)
        if name == "n0":
            return number if "." in number else f"{number}.0"
        return number.removesuffix(".0") if name[0] in "nr" else number
    return text.replace(" ", "-")


@cache
def _lines_by_letters() -> dict[str, tuple[Line, ...]]:
    index: dict[str, list[Line]] = {}
    for line in all_lines():
        for letters in _first_letters(line.written):
            index.setdefault(letters, []).append(line)
    return {letters: tuple(lines) for letters, lines in index.items()}


def _letters(text: str) -> str:
    found = re.match(r"[a-z]+", text)
    return found[0] if found else ""


def _first_letters(written: str) -> set[str]:
    piece = _PIECE.match(written)
    assert piece is not None
    if piece["choices"]:
        return {_letters(choice.strip()) for choice in piece["choices"].split("|")}
    if piece["maybe"]:
        return {_letters(piece["maybe"])} | _first_letters(written[piece.end() :])
    return {_letters(piece["text"])}


def all_lines() -> Iterator[Line]:
    """Every way of writing a name that the tables declare, in their order."""
    for text in (*LARGE_MAKERS, SMALLER_MAKERS):
        for row in _rows(text):
            developer, names, version, family, options = (cell.strip() for cell in _cells(row))
            for written in (name.strip() for name in re.split(r",(?![^{]*\})", names)):
                yield Line(
                    developer,
                    written,
                    re.compile(f"{_compiled(written)}(?= |$)"),
                    None if version == "-" else version,
                    family,
                    _options(options),
                )
    for row in _rows(SINGLE_NAMES):
        developer, _, slugs = row.partition(":")
        for slug in (each.strip() for each in slugs.split(",") if each.strip()):
            words = re.sub(r"[-_]", " ", slug)
            pattern = re.compile(rf"{_literal(words)}(?= |$)")
            yield Line(developer, words, pattern, slug, family_of(slug), _SINGLE_NAME)


def _rows(text: str) -> list[str]:
    """Rows of a table: an indented line continues the one before."""
    return re.sub(r"\n +", " ", text.strip()).splitlines()


def _cells(row: str) -> list[str]:
    """Cells of a row: split at the bars that stand outside braces."""
    return re.split(r"\|(?![^{]*\})", row)


def family_of(slug: str) -> str:
    """A single name's family: its words up to the first with a digit after the first word."""
    first, *words = slug.split("-")
    kept = [first]
    for word in words:
        if any(char.isdigit() for char in word):
            break
        kept.append(word)
    return "-".join(kept)


def _options(text: str) -> Options:
    words = text.split()

    def given(name: str) -> list[str]:
        return [word.removeprefix(f"{name}=") for word in words if word.startswith(f"{name}=")]

    return Options(
        date=next(iter(given("date")), ""),
        sizes=frozenset(given("size")),
        dropped=frozenset(given("drop")),
        has_revisions="rev" in words,
        has_budgets="budget" in words,
        has_tiers="plain" not in words,
    )


def _compiled(written: str) -> str:
    regex, position = "", 0
    while position < len(written):
        piece = _PIECE.match(written, position)
        assert piece is not None, written
        position = piece.end()
        if piece["gap"]:
            regex += GAP
        elif piece["maybe"]:
            regex += f"(?:{_literal(piece['maybe'])}{GAP})?"
        elif piece["text"]:
            regex += _literal(piece["text"])
        else:
            at_word_end = position == len(written) or written[position] == " "
            regex += f"(?P<{piece['name']}>{_choices(piece['name'], piece['choices'], ends=at_word_end)})"
            regex += _ENDS_NUMBER if at_word_end and piece["choices"] is None else ""
    return regex


def _choices(name: str, choices: str | None, *, ends: bool) -> str:
    if choices is None:
        return _SIZE if name == "size" else _NUMBER
    options = sorted((choice.strip() for choice in choices.split("|")), key=len, reverse=True)
    patterns = [each[:-2] + _DECIMALS + _ENDS_NUMBER if each.endswith(".*") else _literal(each) for each in options]
    return "|".join(patterns if ends else (pattern.replace(_ENDS_NUMBER, "") for pattern in patterns))


def _literal(text: str) -> str:
    words = re.escape(text).replace("\\-", "-").split("\\ ")
    ended = [f"{word}{_ENDS_NUMBER}" if word[-1].isdigit() else word for word in words]
    return GAP.join(re.sub(r"(?<=\d)\\\.(?=\d)", "[. ]?", word) for word in ended)
