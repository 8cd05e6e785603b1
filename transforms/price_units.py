"""Price lists whose table headers say the unit, "输入单价（元/千 Token）" or "Input (USD/M tokens)", over bare figures.

Context stands in columns of its own: region, tier of prompt length, resolution, what is billed. Tables may stand in
the page or, escaped, in JSON inside a script.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl
from bs4 import BeautifulSoup, Tag

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.price_pages import FIGURE, SAYS_FREE, grid, heading_of, places, shown_text
from transforms.price_rows import Meaning, Priced, Quote, observe_page
from transforms.read import element_ref, read_html, text_of

CURRENCIES = {
    "USD": r"美元|US\s?dollars?|USD|US\$|\$",
    "CNY": r"人民币|CN¥|CNY|RMB|元|¥|￥",
}
CURRENCY = "|".join(CURRENCIES.values())
# What one figure buys: our unit, how the source says it, and the factor to the price of one of ours.
UNITS = [
    ("million_tokens", "million_tokens", 1.0, r"(?:(?:1\s?)?M|(?:1\s)?million|百万|1,?000,?000)\s?tokens?"),
    ("million_tokens", "thousand_tokens", 1000.0, r"(?:(?:1\s?)?K|(?:1\s)?thousand|千|1,?000)\s?tokens?"),
    ("character", "ten_thousand_characters", 1e-4, r"万\s?字符"),
    ("image", "image", 1.0, r"张|images?"),
    ("second", "second", 1.0, r"秒|s(?:ec(?:ond)?)?"),
    ("minute", "minute", 1.0, r"分钟|min(?:ute)?"),
    ("request", "request", 1.0, r"次|(?:requests?|calls?)"),
]
IN_HEADER = re.compile(rf"(?i)[(（]\s*({CURRENCY})\s*/\s*([^()（）]+?)\s*[)）]\s*$")
PER_WHAT = re.compile(r"(?i)[(（][^()（）]*?(?:每|\bper\s|/)\s*([^()（）/]+?)\s*[)）]\s*$")  # the cell has the currency
IN_CELL = re.compile(rf"(?i)({CURRENCY})?\s*({FIGURE})\s*({CURRENCY})?(?:\s*/\s*(.+))?")
PER_HOUR = re.compile(r"(?i)/\s*(?:hours?|h|小时|天|day|月|month)$")
NAMES_MODEL = re.compile(r"(?i)^(?:models?(?: ?(?:id|name))?|模型(?:\s?ID|名称)?|可用模型)(?:\s*[(（]\d[)）])?$")
ABSENT = re.compile(r"(?i)|[-–—/]+|n/?a|不支持|暂不支持|not supported(?: yet)?|not applicable")
TIER = re.compile(r"(?i)阶梯|条件|输入长度|token\s?数|\btiers?\b|\bcondition|prompt length|input length")
REGION = re.compile(r"(?i)^(?:地域|区域|部署区域|region)")
SIZE = re.compile(r"(?i)分辨率|规格|resolution")
COMPONENTS: list[tuple[re.Pattern[str], str | None]] = [
    (re.compile(r"(?i)storage|存储"), None),
    (re.compile(r"(?i)cache[ -]?(?:writ|creat)|缓存(?:写入|创建)"), "cache_write"),
    (re.compile(r"(?i)cache[ -]?(?:hit|read)|\bcached\b|(?<!未)命中|缓存读取"), "cache_read"),
    (re.compile(r"(?i)\binput\b|输入"), "input"),
    (re.compile(r"(?i)\boutput\b|输出"), "output"),
]
SORTS = [
    ("audio", r"(?i)(?<!non-)(?<!non )\baudio\b|音频"),
    ("image", r"(?i)\bimages?\b|图片"),
    ("video", r"(?i)\bvideos?\b|视频"),
]
BATCH = re.compile(r"(?i)\bbatch|\boffline\b|批量|离线|batch")
DIRECT = re.compile(r"\s*原厂直供$")  # Tencent resells DeepSeek's own service under this mark, at another price
JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
NUMBER = re.compile(r"(?i)(\d{1,9}(?:\.\d{1,9})?)\s*([km万]?)")
SCALE = {"": 1, "k": 1_000, "万": 10_000, "m": 1_000_000}


class Unit(NamedTuple):
    """Currency and quantity that a figure is for."""

    currency: str
    unit: str
    quoted_for: str
    factor: float


class Cell(NamedTuple):
    """A cell under the header of a price."""

    label: str
    text: str
    ref: str
    unit: Unit | None
    quantity: str | None = None


@dataclass
class Row:
    """One row of a table of models: its prices, and what the other columns say of them."""

    ref: str
    model: str
    heading: str = ""
    region: str | None = None
    tier: str = ""
    tier_scale: int = 1
    sizes: list[str] = field(default_factory=list)
    context: str = ""
    cells: list[Cell] = field(default_factory=list)


def read_unit(currency: str, quantity: str) -> Unit | None:
    """The unit of "元" and "千 Token"; None where either is not known."""
    code = next((code for code, words in CURRENCIES.items() if re.fullmatch(rf"(?i){words}", currency)), None)
    found = next((known for *known, words in UNITS if re.fullmatch(rf"(?i){words}", quantity.strip())), None)
    return Unit(code, *found) if code and found else None  # type: ignore[arg-type]


def read_tier(text: str, scale: int = 1) -> int:
    """The prompt length, in tokens, above which a tier begins; 0 for one from the start, or none.

    `scale` is what a number without a letter counts ("(K tokens)" in the header: 1000). Raises ValueError for text
    that states no bound we know, or one of the answer's length.
    """
    text = text.replace(",", " ").strip()
    if ABSENT.fullmatch(text):
        return 0
    found = [(float(number), letter.lower()) for number, letter in NUMBER.findall(text)]
    if not 1 <= len(found) <= 2 or re.search(r"(?i)输出|output", text):
        raise ValueError(f"no tier of prompt lengths: {text[:100]}")
    start, letter = found[0]
    if len(found) == 1:
        is_floor = re.search(r"[≥>＞]\s*\d|\d\s*[km万]?\s*(?:[≤<＜+]|以上)|(?<!不)超过", text, re.IGNORECASE)
        is_ceiling = re.search(r"[≤<＜]\s*\d|以内|以下|不超过|up to", text)
        if bool(is_floor) == bool(is_ceiling):
            raise ValueError(f"no tier of prompt lengths: {text[:100]}")
        start = start if is_floor else 0.0
    elif not letter and start:
        letter = found[1][1]
    return round(start * (SCALE[letter] if letter else scale))


def tables_of(payload: Payload) -> list[tuple[str, Tag]]:
    """The tables of a page, or else those escaped in JSON in its scripts, each with a prefix for places in it."""
    page = read_html(payload)
    if tables := page.find_all("table"):
        return [("", table) for table in tables]
    inner: list[tuple[str, Tag]] = []
    for script in page.find_all("script"):
        for found in JSON_STRING.finditer(script.get_text()):
            if not re.search(r"(?i)<table|\\u003ctable", found[0]):
                continue
            try:
                fragment = json.loads(found[0], strict=False)
            except ValueError:
                continue
            prefix = f"{element_ref(script)}, character {found.start()}: "
            inner += [(prefix, table) for table in BeautifulSoup(fragment, "html.parser").find_all("table")]
    return inner


def rows_of(prefix: str, table: Tag, region: str | None) -> Iterator[Row]:
    """The rows of a table; without a model where the table is none of models."""
    for cell in table.find_all(["td", "th"]):
        if "0" in (cell.get("colspan"), cell.get("rowspan")) and not text_of(cell).strip("\ufeff\u200b "):
            cell.decompose()  # not shown: it keeps the place of a cell that spans several rows
    rows = grid(table)
    top = next((at for at, row in enumerate(rows) if any(NAMES_MODEL.search(_header(cell)) for cell in row)), None)
    if top is None:
        yield from (Row(prefix + element_ref(row[0].find_parent("tr") or row[0]), "") for row in rows[1:])
        return
    model = next(at for at, cell in enumerate(rows[top]) if NAMES_MODEL.search(_header(cell)))
    below = top + 1
    while below < len(rows) and len(rows[below]) > model and rows[below][model] is rows[top][model]:
        below += 1
    labels = [
        " ".join(dict.fromkeys(_header(row[at]) for row in rows[top:below] if at < len(row)))
        for at in range(len(rows[top]))
    ]
    for row in rows[below:]:
        name = _shown(row[model]) if model < len(row) else ""
        own = Row(prefix + element_ref(row[-1].find_parent("tr") or row[-1]), name, heading_of(table), region)
        for at, (label, cell) in enumerate(zip(labels, row, strict=False)):
            if at != model:
                _add(own, label, _shown(cell), prefix + element_ref(cell))
        yield own


def _add(row: Row, label: str, text: str, ref: str) -> None:
    """Put a cell where it belongs: a price, or something said of the row."""
    stated = IN_HEADER.search(label)
    if stated and PER_HOUR.search(stated[2]):
        return
    if TIER.search(label):
        row.tier, row.tier_scale = text, 1_000 if re.search(r"(?i)\bK tokens|千", label) else 1
    elif stated or _component(label):
        unit = read_unit(stated[1], stated[2]) if stated else None
        per = None if stated else PER_WHAT.search(label)
        row.cells.append(
            Cell(label[: stated.start()].strip() if stated else label, text, ref, unit, per[1] if per else None)
        )
    elif REGION.search(label):
        row.region = text or None
    elif SIZE.search(label):
        row.sizes += [] if ABSENT.fullmatch(text) else [text.lower()]
    else:
        row.context = f"{row.context} {text}".strip()


def _shown(cell: Tag) -> str:
    return shown_text(cell).strip("\ufeff\u200b ")


def _header(cell: Tag) -> str:
    return text_of(cell).strip("\ufeff\u200b ")


def _component(label: str) -> str | None:
    return next((component for words, component in COMPONENTS if words.search(label)), None)


def meaning_of(row: Row, label: str, unit: Unit) -> Meaning | None:
    """What a figure under `label` is the price of; None where that is not known."""
    component = _component(label)
    conditions = [f"cache={kind}" for word, kind in (("显式", "explicit"), ("隐式", "implicit")) if word in label]
    around = f"{label} {row.context}"
    sorts = [sort for sort, words in SORTS if re.search(words, around)]
    if unit.unit == "second" and "输入" in row.context and "输出" in row.context:
        conditions.append("seconds of input and output")
        component = "output"
    elif component is None:
        component = _component(row.context)
    if component is None:  # what a model makes is the output, and what it listens to the input
        sorts = sorts or [sort for sort, words in SORTS if re.search(words, row.heading)]
        if unit.unit == "image":
            sorts = ["image"]
        if not sorts:
            return None
        component = "input" if sorts == ["audio"] else "output"
    if len(sorts) > 1:
        conditions.append(" or ".join(sorts))
    if "思考" in row.context and ("非思考" in row.context) != bool(re.search("(?<!非)思考", row.context)):
        conditions.append("thinking=off" if "非思考" in row.context else "thinking=on")
    prefix = "batch_" if BATCH.search(f"{label} {row.heading}") else ""
    name = f"{prefix}{sorts[0]}_{component}" if sorts else prefix + component
    return Meaning(name, unit.unit, unit.quoted_for, unit.factor, "; ".join(conditions) or None)


def figures_of(cell: Cell) -> list[tuple[float, Unit, str | None]]:
    """The prices in a cell, each with its unit and condition. Raises ValueError for text that holds none we know."""
    if SAYS_FREE.search(cell.text) and cell.unit:
        return [(0.0, cell.unit, None)]
    found: list[tuple[float, Unit, str | None]] = []
    parts = [part.strip() for part in re.split("[;；]", cell.text)]
    for part in parts:
        words, _, figure = part.rpartition(":") if len(parts) > 1 else ("", "", part)
        stated = IN_CELL.fullmatch(figure.strip())
        if stated is None or re.search(r"\d", words) or (len(parts) > 1 and not words):
            raise ValueError(f"no price, or several under conditions we cannot tell: {cell.text[:100]}")
        before, number, after, quantity = stated.groups()
        sign, unit = before or after, cell.unit
        quantity = quantity or cell.quantity
        if quantity:
            unit = read_unit(sign or (unit.currency if unit else ""), quantity)
        if unit is None or (sign and not re.fullmatch(rf"(?i){CURRENCIES[unit.currency]}", sign)):
            raise ValueError(f"no unit we know: {cell.label.strip()} {cell.text[:100]}")
        found.append((float(number.replace(",", "")), unit, words.strip().lower() or None))
    return found


def _tell_apart(rows: list[Row]) -> None:
    own = places()
    for row in rows:
        row.ref = own(row.ref)
        row.cells = [cell._replace(ref=own(cell.ref)) for cell in row.cells]


def normalise_page(payload: Payload, provider: str, region_of: Callable[[Tag], str | None] | None = None) -> Batch:
    """Read a page of tables that state their units; one row of a table is one record.

    `region_of` tells the region of a table where the page says it outside. A free figure beside prices of the same
    row is none. Raises NormaliseError when no table of models states a usable price, or the page has two currencies.
    """
    rows = [
        row
        for prefix, table in tables_of(payload)
        for row in rows_of(prefix, table, region_of(table) if region_of else None)
    ]
    _tell_apart(rows)
    book = Book(payload, len(rows), lambda number: rows[number].__dict__)
    schema = pl.Schema({"record": pl.UInt32, "record_ref": pl.String, "model": pl.String})
    frame = pl.DataFrame([(at, row.ref, row.model) for at, row in enumerate(rows)], schema=schema, orient="row")
    frame = book.ignore(frame, pl.col("model") == "", "no_model")
    quotes, units = list[Quote](), set[str]()
    refused: list[tuple[int, str, str]] = []
    for number in frame["record"]:
        row = rows[number]
        stated = [cell for cell in row.cells if not ABSENT.fullmatch(cell.text)]
        name = DIRECT.sub("", row.model)
        outer = [*(["supply=maker"] if name != row.model else []), *row.sizes]
        free = bool(stated) and all(SAYS_FREE.search(cell.text) for cell in stated)
        priced = Priced(number, row.ref, provider, name, says_free=free, region=row.region)
        for cell in stated:
            try:
                tier, figures = read_tier(row.tier, row.tier_scale), figures_of(cell)
            except ValueError as error:
                refused.append((number, cell.ref, str(error)))
                continue
            for at, (amount, unit, words) in enumerate(figures):
                units.add(unit.currency)
                ref = cell.ref if len(figures) == 1 else f"{cell.ref}, price {at + 1}"
                condition = "; ".join([*outer, *([words] if words else [])]) or None
                meaning = meaning_of(row, cell.label, unit)
                quotes.append(Quote(priced, ref, cell.label or "a price", amount, meaning, tier, condition))
    return observe_page(book, frame, quotes, refused, units)
