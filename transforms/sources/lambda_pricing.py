"""Lambda's public pricing page: GPU instances and clusters, priced per hour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import polars as pl
from bs4 import BeautifulSoup, Tag

from transforms import page_offers as offers
from transforms.batch import Batch, Book, numbered
from transforms.page_texts import FROM
from transforms.pages import Cell
from transforms.payload import Payload
from transforms.read import element_ref, read_html, text_of
from transforms.schemas import GpuOffer
from transforms.spans import spread

HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
MONEY = re.compile(r"\$\s?([0-9][0-9,]*(?:\.[0-9]+)?)")
HOUR = re.compile(r"\b(?:hr|hrs|hour|hours|hourly)\b", re.IGNORECASE)
OTHER_TIME = re.compile(r"\b(?:mo|month|monthly|yr|year|yearly|week|day|minute|min|sec|second)\b", re.IGNORECASE)
# "/ GPU / hr", "PRICE/GPU/HR*", "per GPU", "$1.89/H100/hour"
PER_GPU = re.compile(r"(?:/|\bper)\s*(?:gpu|[a-z]{1,3}[0-9]{2,4}[a-z]*)\b", re.IGNORECASE)
GPU = re.compile(
    r"\b(?:NVIDIA|Tesla|Quadro|RTX|HGX|DGX|G?[ABHLRTV]{1,2}[0-9]{2,4}[A-Z]?|MI[0-9]{3}X?)\b", re.IGNORECASE
)
COUNT = re.compile(r"\b([0-9]{1,4})\s?[x×](?=\s|\)|$)", re.IGNORECASE)
BADGE = re.compile(r"tag|badge|pill|chip|label", re.IGNORECASE)
ASK = re.compile(r"contact|talk to|sales|request|inquire|reach out|quote", re.IGNORECASE)
CLUSTER = re.compile(r"cluster", re.IGNORECASE)
TERM = re.compile(
    r"([0-9]+)\s*(year|yr|month|mo|week|day)?s?\s*(?:-|–|—|to)\s*([0-9]+)[\s-]*(year|yr|month|mo|week|day)s?"
    r"|([0-9]+)[\s-]*(year|yr|month|mo|week|day)s?",
    re.IGNORECASE,
)
NO_TERM = re.compile(r"on[ -]demand|no commitment|none|pay[ -]as[ -]you[ -]go", re.IGNORECASE)

# What a column holds, by its header; the first that fits. Storage, network and the like hold nothing we read.
ROLES = {
    "count": re.compile(
        r"(?:#|number|no\.?) ?(?:of )?gpus|gpu (?:count|quantity)|cluster size|min(?:imum)? gpus", re.I
    ),
    "vram": re.compile(r"vram|gpu memory|memory (?:per|/) ?gpu", re.I),
    "price": re.compile(r"price|cost|rate\b|\$|per hour|hourly|/ ?(?:gpu|hr|hour)", re.I),
    "vcpus": re.compile(r"cpu", re.I),
    "ram": re.compile(r"\bram\b|^memory$|system memory", re.I),
    "term": re.compile(r"term|duration|commit|contract|reserv", re.I),
    "gpu": re.compile(r"^gpus?$|gpu (?:model|type)|accelerator", re.I),
    "plan": re.compile(r"^$|plan|instance|product|configuration|system|on[ -]demand", re.I),
}
# Every per-GPU price Lambda has listed lies well inside: 0.50 (RTX 6000, 2023) to 9.86 (B200 cluster, 2026).
PLAUSIBLE_USD_PER_GPU_HOUR = (0.30, 20.0)
LONGEST_CARD = 400  # characters; a bigger element is a section, not a card

COLUMNS = pl.Schema(
    {
        "record": pl.UInt32,
        "record_ref": pl.String,
        "instance_type": pl.String,
        "gpu_name_raw": pl.String,
        "gpu_memory_gib": pl.Float64,
        "gpu_count": pl.Float64,
        "purchase_type": pl.String,
        "price_kind": pl.String,
        "usd_per_hour": pl.Float64,
        "usd_per_gpu_hour": pl.Float64,
        "amount": pl.Float64,
        "amount_unit": pl.String,
        "vcpus": pl.Float64,
        "memory_gib": pl.Float64,
    }
)


@dataclass(frozen=True)
class Row:
    """One row of a table, or one card, with what stands around it."""

    tag: Tag
    cells: list[Cell]
    heading: str
    tab: str

    def text(self, role: str) -> str:
        """Text of the first cell with this role; empty where there is none."""
        return next((cell.text for cell in self.cells if cell.role == role), "")

    def term(self) -> str:
        """Text of the first cell that states a duration; empty where there is none."""
        return next((cell.text for cell in self.cells if cell.role == "term" and TERM.search(cell.text)), "")


@dataclass(frozen=True)
class Accelerator:
    """The GPUs of a row. `is_instance` says that the row describes a machine with that many of them."""

    name: str
    count: float | None
    is_instance: bool


@dataclass(frozen=True)
class Price:
    """One figure and what it is for: a GPU, or all that the row offers."""

    usd: float
    is_per_gpu: bool


@dataclass
class Reading:
    """What one row comes to: offers, or why there are none."""

    offers: list[dict[str, object]] = field(default_factory=list)
    ignored: str | None = None
    refused: str | None = None


def normalise(payload: Payload) -> Batch:
    """Read https://lambda.ai/pricing (until 2025 lambdalabs.com/service/gpu-cloud) by the words of its tables.

    A record is a table row with a price. Instances: `8x NVIDIA H100 SXM` or, since 2025, the name alone under a tab
    "8x". What a price is for follows from the words beside it: per GPU where header or cell says so ("PRICE/GPU/HR",
    "$2.99 / GPU / hr", "$1.89/H100/hour"); else of the whole instance where the row names its count ("8x …",
    "$20.72 / hr", 2023); else per GPU where a column gives the size of a cluster, since these prices fall as the
    cluster grows ("16", "$9.86", 2026). A price that this makes implausible is refused.
    Terms: one duration is `reserved_<n>`, a range is `committed`, with the range in instance_type.
    "1.8 TB" under RAM (2023) is a rounding of 1,800 GiB: memory_gib is read from GiB and TiB only.

    Pages without such tables are searched for cards: elements with one GPU and one hourly price; and where these give
    nothing, tables and cards are read as those of other providers.
    Raises NormaliseError when there is no GPU price on the page.
    """
    page = read_html(payload)
    rows = list(_table_rows(page)) or list(_cards(page))
    readings = [_read(row) for row in rows]
    if all(offer["amount"] is None for reading in readings for offer in reading.offers):
        shared = _as_elsewhere(page)
        if any(reading.offers for reading in shared):
            return offers.book_offers(payload, "lambda", shared)
        raise payload.rejected(f"no GPU with an hourly price in {len(rows)} priced rows")
    book = Book(payload, len(rows), lambda number: text_of(rows[number].tag))
    records = numbered(element_ref(row.tag) for row in rows)
    for number, reading in enumerate(readings):
        one = records.slice(number, 1)
        if reading.ignored:
            book.ignore(one, pl.lit(value=True), reading.ignored)
        if reading.refused:
            book.quarantine(one, pl.lit(value=True), reading.refused, GpuOffer.TABLE)
    found = [{"record": number, **offer} for number, reading in enumerate(readings) for offer in reading.offers]
    frame = pl.DataFrame({name: [offer[name] for offer in found] for name in COLUMNS}, schema=COLUMNS)
    book.observe(
        GpuOffer,
        frame.with_columns(
            provider=pl.lit("lambda"),
            region=pl.lit(None, dtype=pl.String),
            currency=pl.lit("USD"),
            usd_per_currency_unit=pl.lit(1.0),
        ),
    )
    return book.close()


def _as_elsewhere(page: BeautifulSoup) -> list[offers.Reading]:
    """Tables and cards read as those of other providers, what may be of one or of all GPUs in doubt."""
    readings = offers.read_page(page, is_per_gpu=None)
    low, high = PLAUSIBLE_USD_PER_GPU_HOUR
    for reading in readings:
        for at, offer in enumerate(reading.offers):
            price = offer.price
            if offer.gpu_count > 1 and price.amount is not None and price.is_per_gpu is None:
                hourly = price.amount / (price.hours or 1.0)
                if low <= hourly <= high and low <= hourly / offer.gpu_count <= high:
                    doubt = f"not sure whether per GPU or for all: {reading.text[:120]}"
                    reading.offers[at] = replace(offer, doubt=doubt)
    return readings


def _table_rows(page: BeautifulSoup) -> Iterator[Row]:
    """Rows of the tables that state prices."""
    for table in page.find_all("table"):
        lines = [line for line in table.find_all("tr") if line.find_parent("table") is table]
        grid = zip(lines, spread(line.find_all(["td", "th"], recursive=False) for line in lines), strict=True)
        header: list[str] = []
        headings = _headings(table)
        tab = _tab(table)
        for line, cells in grid:
            is_header = line.find_parent("thead") is not None or all(cell.name == "th" for cell in cells)
            if is_header and not MONEY.search(text_of(line)):
                header = [text_of(cell) for cell in cells]
                continue
            read = [_cell(cell, header[at] if at < len(header) else "") for at, cell in enumerate(cells)]
            if any(cell.role == "price" for cell in read):
                yield Row(line, read, headings, tab)


def _cell(tag: Tag, header: str) -> Cell:
    label = header or str(tag.get("data-label") or "")
    text = _without_badges(tag)
    role = next((role for role, words in ROLES.items() if words.search(label)), "")
    if (MONEY.search(text) or (role in ("plan", "term") and ASK.search(text))) and role != "price":
        role = "price"  # "On-demand", "1 year": a header that names only the terms
    return Cell(role, label, text, tag)


def _without_badges(tag: Tag) -> str:
    """Text of a cell without "New" and the like."""
    badges = {id(part) for part in tag.find_all(["span", "sup"], class_=BADGE)}
    words = (
        string
        for string in tag.find_all(string=True)
        if not any(id(parent) in badges for parent in string.parents if parent is not None)
    )
    return " ".join(" ".join(words).split())


def _headings(tag: Tag) -> str:
    """The nearest heading above, and the nearest h1 or h2."""
    near, section = tag.find_previous(HEADINGS), tag.find_previous(["h1", "h2"])
    return " | ".join(text_of(heading) for heading in (section, near) if isinstance(heading, Tag))


def _tab(tag: Tag) -> str:
    """Label of the tab whose panel holds the element: "8x"."""
    panel = tag.find_parent(attrs={"role": "tabpanel"})
    if not isinstance(panel, Tag):
        return ""
    # Several groups of tabs on one page repeat the ids: the group around the panel is the right one.
    for around in panel.parents:
        for button in around.select('[role="tab"]'):
            if button.get("id") == panel.get("aria-labelledby") or button.get("aria-controls") == panel.get("id"):
                return text_of(button)
    return ""


def _cards(page: BeautifulSoup) -> Iterator[Row]:
    """Smallest elements that name a GPU and an hourly price, where a page has no tables."""
    cards: dict[int, Tag] = {}
    for price in page.find_all(string=MONEY):
        if price.find_parent(["script", "style"]) is not None:
            continue
        for around in price.parents:
            text = text_of(around) if around is not None else ""
            if len(text) > LONGEST_CARD:
                break
            if around is not None and GPU.search(text) and HOUR.search(text):
                cards[id(around)] = around
                break
    for card in cards.values():
        text = text_of(card)
        name = next((text_of(part) for part in card.find_all() if _is_name(text_of(part))), "")
        money = MONEY.search(text)
        is_one = money is not None and len(MONEY.findall(text)) == 1
        price_text = text[max(money.start() - 25, 0) : money.end() + 25] if money and is_one else text
        memory = re.search(r"([0-9.]+ ?G(?:i)?B) (?:of )?(?:VRAM|GPU memory)", text, re.IGNORECASE)
        cells = [
            Cell("plan", "", name, card),
            Cell("price", "", price_text, card),
            *([Cell("vram", "", memory[1], card)] if memory else []),
            *([Cell("term", "", text, card)] if TERM.search(text) else []),
        ]
        yield Row(card, cells, f"{_headings(card)} | {text}", _tab(card))


def _is_name(text: str) -> bool:
    return len(text) < 60 and GPU.search(text) is not None and not MONEY.search(text)


def _read(row: Row) -> Reading:
    """What a priced row offers."""
    gpus = _accelerator(row)
    if not gpus.name:
        return Reading(ignored="no_accelerator")
    reading = Reading()
    for cell in row.cells:
        if cell.role != "price":
            continue
        if MONEY.search(cell.text):
            price = _price(row, cell, gpus)
            if isinstance(price, str):
                reading.refused = f"{price}: {cell.label} {cell.text}"
            else:
                reading.offers.append(_offer(row, cell, gpus, price))
        elif ASK.search(cell.text) or (not MONEY.search(text_of(row.tag)) and ASK.search(text_of(row.tag))):
            reading.offers.append(_offer(row, cell, gpus, None))
    if not reading.offers and not reading.refused:
        reading.ignored = "no_price"
    return reading


def _accelerator(row: Row) -> Accelerator:
    named = [cell.text for role in ("gpu", "plan") for cell in row.cells if cell.role == role and GPU.search(cell.text)]
    counted = [int(found[1]) for text in (*named, row.tab) if (found := COUNT.search(text))]
    if not counted and row.text("gpu").isdecimal():  # a column "GPUs" that holds their number
        counted = [int(row.text("gpu"))]
    size = re.search(r"[0-9][0-9,]*", row.text("count"))
    count = float(counted[0]) if counted else float(size[0].replace(",", "")) if size else None
    return Accelerator(_bare_name(named[0]) if named else "", count or None, bool(counted))


def _bare_name(text: str) -> str:
    """A name without its count: "8x NVIDIA H100 SXM" is "NVIDIA H100 SXM"."""
    found = COUNT.search(text)
    if found and text[found.end() :].strip(" )"):
        text = text[found.end() :]
    elif found:
        text = text[: found.start()]
    return re.sub(r"\s+(?:new|beta)$", "", text.strip(" ()*"), flags=re.IGNORECASE)


def _price(row: Row, cell: Cell, gpus: Accelerator) -> Price | str:
    """The price in a cell, or why it is refused."""
    figures = MONEY.findall(cell.text)
    if len(figures) != 1:
        return "several prices"
    usd = float(figures[0].replace(",", ""))
    unit = f"{cell.label} {cell.text}"
    if not HOUR.search(unit) and (OTHER_TIME.search(unit) or not HOUR.search(row.heading)):
        return "not a price per hour"
    if PER_GPU.search(unit):
        readings = [Price(usd, is_per_gpu=True)]
    elif gpus.is_instance and row.term():  # a reserved instance could be either
        readings = [Price(usd, is_per_gpu=True), Price(usd, is_per_gpu=False)]
    elif gpus.count is not None and (gpus.is_instance or CLUSTER.search(" ".join([row.heading, *_labels(row)]))):
        readings = [Price(usd, is_per_gpu=not gpus.is_instance)]
    elif gpus.count == 1:
        readings = [Price(usd, is_per_gpu=True)]
    elif gpus.count is not None:
        readings = [Price(usd, is_per_gpu=True), Price(usd, is_per_gpu=False)]
    else:
        return "for how many GPUs is not stated"
    plausible = [each for each in readings if _is_plausible(each, gpus)]
    if len(plausible) != 1:
        return "not sure whether per GPU or for all" if plausible else "not plausible for a GPU and an hour"
    return plausible[0]


def _labels(row: Row) -> list[str]:
    return [cell.label for cell in row.cells]


def _is_plausible(price: Price, gpus: Accelerator) -> bool:
    low, high = PLAUSIBLE_USD_PER_GPU_HOUR
    return low <= (price.usd if price.is_per_gpu else price.usd / (gpus.count or 1)) <= high


def _offer(row: Row, cell: Cell, gpus: Accelerator, price: Price | None) -> dict[str, object]:
    term = row.term() or (cell.label if TERM.search(cell.label) else "")
    words = " ".join([cell.label, row.heading, *(each.text for each in row.cells if each.role in ("plan", "term"))])
    purchase_type = _purchase_type(term, words)
    kind = "from" if FROM.search(f"{cell.label} {cell.text}") else "listed"
    count = gpus.count or 1.0  # a price per GPU without a count is quoted for one
    whole = None if price is None else round(price.usd * count, 6) if price.is_per_gpu else price.usd
    return {
        "record_ref": element_ref(cell.tag if cell.tag.parent is row.tag else row.tag),
        "instance_type": _instance_type(row, gpus, term, purchase_type),
        "gpu_name_raw": gpus.name,
        "gpu_memory_gib": _gib(row.text("vram"), units=("GB", "GiB")),
        "gpu_count": count,
        "purchase_type": purchase_type,
        "price_kind": "on_request" if price is None else kind,
        "usd_per_hour": whole,
        "usd_per_gpu_hour": None if whole is None else whole / count,
        "amount": None if price is None else price.usd,
        "amount_unit": "gpu_hour" if price is None or price.is_per_gpu else "hour",
        "vcpus": _number(row.text("vcpus")) if gpus.is_instance else None,
        "memory_gib": _gib(row.text("ram"), units=("GiB", "TiB")) if gpus.is_instance else None,
    }


def _instance_type(row: Row, gpus: Accelerator, term: str, purchase_type: str) -> str | None:
    if gpus.count is None:
        return None
    machine = f"{gpus.count:.0f}x {gpus.name}"
    if purchase_type == "on_demand":
        return machine
    plan = next((cell.text for cell in row.cells if cell.role == "plan" and not GPU.search(cell.text)), "")
    if not plan and CLUSTER.search(row.heading):
        plan = "1-Click Cluster" if re.search(r"1-click", row.heading, re.IGNORECASE) else "Cluster"
    found = TERM.search(term)
    period = f", {found[0]}" if found and found[3] else ""
    return f"{plan} {machine}{period}".strip()


def _purchase_type(term: str, words: str) -> str:
    """How it is bought: "3-years" is reserved_3y, "2 weeks – 1 year" committed, "1–3 months" committed_1m."""
    found = TERM.search(term)
    if found is None:
        if re.search(r"\b(?:spot|preemptible|interruptible)\b", words, re.IGNORECASE):
            return "spot"
        if re.search(r"reserv|commit|contract", words, re.IGNORECASE) and not NO_TERM.search(words):
            return "committed"
        return "on_demand"
    is_range = found[3] is not None
    number, unit = (found[1], found[2] or found[4]) if is_range else (found[5], found[6])
    months = int(number) * {"y": 12, "m": 1}.get(unit[0].lower(), 0)
    if not months:
        return "committed"
    period = f"{months // 12}y" if months % 12 == 0 else f"{months}m"
    return f"{'committed' if is_range else 'reserved'}_{period}"


def _number(text: str) -> float | None:
    found = re.fullmatch(r"[0-9][0-9,]*(?:\.[0-9]+)?", text)
    return float(found[0].replace(",", "")) if found else None


def _gib(text: str, *, units: tuple[str, ...]) -> float | None:
    """Memory where its unit is one of these; a GB of GPU memory is a GiB by the custom of its makers."""
    found = re.fullmatch(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s?([GT]i?B)\*?", text)
    if not found or found[2] not in units:
        return None
    return float(found[1].replace(",", "")) * (1024 if found[2] == "TiB" else 1)
