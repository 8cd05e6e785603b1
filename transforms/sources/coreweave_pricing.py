"""CoreWeave's public pricing page: GPU instances by region, on demand and as spot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from transforms.batch import Batch, Book, numbered
from transforms.page_offers import book_offers, read_page
from transforms.page_texts import FROM, TERM, purchase_type
from transforms.payload import Payload
from transforms.read import element_ref, read_html, text_of
from transforms.schemas import GpuOffer
from transforms.spans import spread

# Rows: table-body-row (2023), table-row (2025), table-row-v2 (2026), or those of a table.
ROW = re.compile(r"^table-(?:body-)?row(?:-v[0-9]+)?$")
CELL = re.compile(r"^(?:table-v[0-9]+-cell|table-cell|table-body-left|w-col)$")
# Repeats of the cells for narrow screens, which are hidden on wide ones.
REPEATED = re.compile(r"^table-cell-column")
HEADER = re.compile(r"^table-(?:v[0-9]+-)?(?:head|header)(?:-row)?$")
# The excerpt of 2023-09-21 begins with its last header; the columns are those of every such row since 2022.
COLUMNS_2023 = ["GPU Model", "VRAM (GB)", "Max vCPUs per GPU", "Max RAM (GB) per GPU", "GPU Component Cost Per Hour"]

MONEY = re.compile(r"\$\s?([0-9][0-9,]*(?:\.[0-9]+)?)")
GPU = re.compile(r"\b(?:[ABHLTV][0-9]{1,3}0{0,2}S?|G[BH][0-9]{3}|A[0-9]{4}|(?:RTX|Quadro) .*[0-9]{4}|MI[0-9]{3}X?)\b")
PRICED = re.compile(r"price|cost", re.IGNORECASE)
ASK = re.compile(r"contact|sales|request|reserve now", re.IGNORECASE)
# "4^1" and "4¹" are four with a footnote.
COUNT = re.compile(r"([0-9]{1,3})(?:\^[0-9]|[¹²³⁴⁵⁶⁷⁸⁹*†])?")
OTHER_TIME = re.compile(r"month|year|week|minute|second", re.IGNORECASE)
# Every price CoreWeave has listed lies well inside: 0.24 (Quadro RTX 4000, 2023) to 10.50 (GB200, 2026).
PLAUSIBLE_USD_PER_GPU_HOUR = (0.10, 30.0)

COLUMNS = pl.Schema(
    {
        "record": pl.UInt32,
        "record_ref": pl.String,
        "region": pl.String,
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
class Cell:
    """One cell: the header it stands under, its text without footnotes, and its element."""

    label: str
    text: str
    tag: Tag


@dataclass(frozen=True)
class Row:
    """One row, its cells and the region it is headed by."""

    tag: Tag
    cells: list[Cell]
    region: str | None

    def number(self, label: str) -> float | None:
        """The number under the first header that matches; null where there is none or it is no number."""
        text = next((cell.text for cell in self.cells if re.search(label, cell.label, re.IGNORECASE)), "")
        found = re.fullmatch(r"[0-9][0-9,]*(?:\.[0-9]+)?", text)
        return float(found[0].replace(",", "")) if found else None


@dataclass
class Reading:
    """What one row comes to: offers, or why there are none."""

    offers: list[dict[str, object]] = field(default_factory=list)
    ignored: str | None = None
    refused: str | None = None


def normalise(payload: Payload) -> Batch:
    """Read https://www.coreweave.com/pricing (until 2025 /gpu-cloud-pricing). A record is a row of a price table.

    2026 and 2025: "On-Demand Price" (or "Instance Price") and "Spot Price" per hour are of the instance with its
    "GPU Count"; "Contact sales" is an offer on request, "N/A" none. "Inference Single GPU Price" is what customers of
    the inference platform pay for one GPU: an offer of one GPU of its own, with "inference" in instance_type.
    2023: "GPU Component Cost Per Hour" is of one GPU without the CPUs and memory that are billed beside it, so its
    price_kind is "from", and the most CPUs and memory per GPU are not what is offered.
    VRAM is per GPU. System RAM in GB is taken as GiB: the page defines its GB as 2^30 bytes.
    Rows of CPUs, storage and networks are ignored. Where none of this is found, tables and cards are read as those of
    other providers: a price is of the instance where its number of GPUs is stated, or says that it is per GPU.
    Raises NormaliseError when there is no GPU price on the page.
    """
    page = read_html(payload)
    rows = list(_rows(page))
    readings = [_read(row) for row in rows]
    if all(offer["amount"] is None for reading in readings for offer in reading.offers):
        shared = read_page(page, is_per_gpu=False)
        if any(reading.offers for reading in shared):
            return book_offers(payload, "coreweave", shared)
        raise payload.rejected(f"no GPU with an hourly price in {len(rows)} rows of tables")
    book = Book(payload, len(rows), lambda number: text_of(rows[number].tag))
    records = numbered(element_ref(row.tag) for row in rows)
    for number, reading in enumerate(readings):
        one = records.slice(number, 1)
        if reading.ignored:
            book.ignore(one, pl.lit(value=True), reading.ignored)
        if reading.refused:
            book.quarantine(one, pl.lit(value=True), reading.refused, GpuOffer.TABLE)
    offers = [{"record": number, **offer} for number, reading in enumerate(readings) for offer in reading.offers]
    frame = pl.DataFrame({name: [offer[name] for offer in offers] for name in COLUMNS}, schema=COLUMNS)
    book.observe(
        GpuOffer,
        frame.with_columns(provider=pl.lit("coreweave"), currency=pl.lit("USD"), usd_per_currency_unit=pl.lit(1.0)),
    )
    return book.close()


def _rows(page: BeautifulSoup) -> Iterator[Row]:
    for row in page.find_all(class_=ROW):
        cells = _cells(row)
        if cells:
            yield _row(row, cells, _header(row, len(cells)))
    for table in page.find_all("table"):
        header: list[str] = []
        lines = table.find_all("tr")
        grid = spread(line.find_all(["td", "th"], recursive=False) for line in lines)
        for line, cells in zip(lines, grid, strict=True):
            if all(cell.name == "th" for cell in cells):
                header = [_text(cell) for cell in cells]
            elif cells:
                yield _row(line, cells, header)


def _row(tag: Tag, cells: list[Tag], header: list[str]) -> Row:
    labels = [*header, *[""] * len(cells)]
    read = [Cell(label, _text(cell), cell) for label, cell in zip(labels, cells, strict=False)]
    above = tag.find_previous(string=re.compile(r"^\s*region\s*:", re.IGNORECASE))
    own = next((cell.text for cell in read if re.fullmatch(r"regions?|locations?", cell.label, re.IGNORECASE)), "")
    region = own or (str(above).partition(":")[2].strip() if isinstance(above, NavigableString) else "")
    return Row(tag=tag, cells=read, region=region or None)


def _cells(row: Tag) -> list[Tag]:
    """The cells of a row that stand side by side, without their repeats for narrow screens."""
    repeated = {id(part) for repeat in row.find_all(class_=REPEATED) for part in repeat.find_all()}
    found = [cell for cell in row.find_all(class_=CELL) if id(cell) not in repeated]
    inside = {id(part) for cell in found for part in cell.find_all()}
    return [cell for cell in found if id(cell) not in inside]


def _header(row: Tag, width: int) -> list[str]:
    """Texts above a row's cells; where only the last of them is known, that one over the last cell."""
    above: list[list[str]] = []
    header = row.find_previous(class_=HEADER)
    first = header.find_next(class_=ROW) if isinstance(header, Tag) else None
    if isinstance(header, Tag) and first is not None and first.parent is row.parent:  # the header of this table
        above.append([_text(cell) for cell in _cells(header)])
    if isinstance(body := row.find_parent(class_="table-body"), Tag):
        above.append([_text(leaf) for part in body.find_previous_siblings("div")[::-1] for leaf in _leaves(part)])
    for texts in above:
        if len(texts) == width:
            return texts
    last = next((texts[-1] for texts in above if texts and PRICED.search(texts[-1])), "")
    if last == COLUMNS_2023[-1] and width == len(COLUMNS_2023):
        return COLUMNS_2023
    return [*[""] * (width - 1), last]


def _leaves(tag: Tag) -> list[Tag]:
    return [each for each in (tag, *tag.find_all("div")) if each.find("div") is None and text_of(each)]


def _text(tag: Tag) -> str:
    """Text of a cell without footnote marks that are elements of their own."""
    marks = {id(mark) for mark in tag.find_all("sup")}
    words = (text for text in tag.find_all(string=True) if not any(id(above) in marks for above in text.parents))
    return " ".join(" ".join(words).split())


def _read(row: Row) -> Reading:
    """What a row offers."""
    name = row.cells[0].text
    headed = [cell.label.lower() for cell in row.cells if cell.label]
    if not ("gpu" in row.cells[0].label.lower() or (GPU.search(name) and ("gpu" in " ".join(headed) or not headed))):
        return Reading(ignored="no_accelerator")
    priced = [cell for cell in row.cells[1:] if _is_price(cell)]
    if not priced:
        return Reading(refused="a GPU without a cell for its price")
    reading = Reading()
    for cell in priced:
        offer = _offer(row, cell, name)
        if isinstance(offer, str):
            reading.refused = f"{offer}: {cell.label} {cell.text}"
        elif offer:
            reading.offers.append(offer)
    reading.refused = _contradiction(reading.offers) or reading.refused
    if not reading.offers and not reading.refused:
        reading.ignored = "no_price"
    return reading


def _is_price(cell: Cell) -> bool:
    is_asked = "hour" in cell.label.lower() and ASK.search(cell.text) is not None
    return is_asked or PRICED.search(cell.label) is not None or MONEY.search(cell.text) is not None


def _offer(row: Row, cell: Cell, name: str) -> dict[str, object] | str | None:
    """The offer a price cell states, why it is refused, or null where it states none."""
    label = cell.label.lower()
    is_component, is_inference = "component" in label, "inference" in label
    figures = MONEY.findall(cell.text)
    if not figures and (is_component or is_inference or not ASK.search(cell.text)):
        return None
    if len(figures) > 1:
        return "several prices"
    if OTHER_TIME.search(TERM.sub("", f"{label} {cell.text}")) or not re.search(
        r"hour|hr", f"{label} {cell.text.lower()}"
    ):
        return "not a price per hour"
    counted = next((cell.text for cell in row.cells if re.search("gpu count|gpus", cell.label, re.IGNORECASE)), "")
    found = COUNT.fullmatch(counted)
    count = 1.0 if is_component or is_inference else float(found[1]) if found else 0.0
    if not count:
        return f"GPU count {counted or 'missing'}"
    usd = float(figures[0].replace(",", "")) if figures else None
    low, high = PLAUSIBLE_USD_PER_GPU_HOUR
    if usd is not None and not low <= usd / count <= high:
        return "not plausible for a GPU and an hour"
    is_instance = not (is_component or is_inference)
    is_spanning = cell.tag.name in ("td", "th") and cell.tag.parent is not row.tag  # stands in several rows
    is_from = is_component or FROM.search(f"{label} {cell.text}")
    product = row.tag.select_one("[data-product]")
    plan = str(product["data-product"]) or None if product else None
    return {
        "record_ref": element_ref(row.tag if is_spanning else cell.tag),
        "region": row.region,
        "instance_type": f"{plan or name} (inference)" if is_inference else plan,
        "gpu_name_raw": name,
        "gpu_memory_gib": row.number(r"vram|gpu memory"),
        "gpu_count": count,
        "purchase_type": purchase_type(label),
        "price_kind": "on_request" if usd is None else "from" if is_from else "listed",
        "usd_per_hour": usd,
        "usd_per_gpu_hour": None if usd is None else usd / count,
        "amount": usd,
        "amount_unit": "hour" if is_instance else "gpu_hour",
        "vcpus": row.number("cpu") if is_instance else None,
        "memory_gib": row.number(r"\bram\b") if is_instance else None,
    }


def _contradiction(offers: list[dict[str, object]]) -> str | None:
    """Remove an instance price that cannot be of the instance: its share of one GPU is far from the price of one."""
    single = next((each for each in offers if str(each["instance_type"]).endswith("(inference)")), None)
    for offer in offers:
        whole, one = offer["usd_per_gpu_hour"], single and single["usd_per_gpu_hour"]
        is_list = offer is not single and offer["purchase_type"] == "on_demand"
        if is_list and isinstance(whole, float) and isinstance(one, float) and not one / 2 <= whole <= one * 2:
            offers.remove(offer)
            return f"{whole:.2f} USD per GPU of the instance does not fit {one:.2f} USD for a single GPU"
    return None
