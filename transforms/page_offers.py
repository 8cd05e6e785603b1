"""From rows and cards of a price page to the account of its offers: what all providers' pages share.

What is one page's own (per GPU or per machine, terms, footnotes) stays in its source module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime

import polars as pl
from bs4 import BeautifulSoup, Tag

from transforms.batch import Batch, Book, numbered
from transforms.currency import fx_rate_on, usd_per_currency_unit
from transforms.page_texts import (
    GPU,
    MONEY,
    PER_GPU,
    PERIODS,
    WAY,
    Price,
    UnclearPriceError,
    memory_in_name,
    purchase_type,
    read_count,
    read_gib,
    read_gpus,
    read_labelled,
    read_whole,
)
from transforms.pages import LONGEST_NAME, Card, Cell, Row, cards, fact, has_struck, price_of, table_rows, visible_text
from transforms.payload import Payload
from transforms.prices import scaled
from transforms.read import element_ref
from transforms.schemas import GpuOffer

# Dearest and cheapest GPU-hours of the pages read so far: 10.50 USD (GB200, 2026) and 0.16 USD (RTX A4000 spot, 2023).
PLAUSIBLE_USD_PER_GPU_HOUR = (0.03, 30.0)
# A price per GPU of several may be lower or higher than that of one by this share of it, not by half or double.
CONFIRMED_SHARE = (0.6, 1.65)
# Memory of the accelerators that are rented in numbers by 2026, Tesla V100 to MI355X.
MADE_GIB = {16, 20, 24, 32, 40, 45, 48, 64, 72, 80, 94, 96, 128, 141, 144, 180, 186, 192, 256, 268, 288}
NO_GPU = re.compile(
    r"\b(?:v?CPUs?|Xeon|EPYC|Intel|storage|disk|volume|network|IP|snapshot)\b|^(?:N/?A|none|no)$", re.IGNORECASE
)
# Words of the lines of a card. "Up to 8 GPUs" and "8 GPUs joined by NVLink" are no count of this offer.
GPU_COUNT = r"^(?:(?:number of )?GPUs?(?: per \w+| count)?:? ?[0-9]+|[0-9]+ ?[x×]? ?GPUs)$"
VRAM = r"VRAM|GPU memory|\bHBM|[0-9] ?GB GPU\b"
RAM = r"(?<!V)RAM\b|(?:system|host|droplet|instance) memory"


@dataclass(frozen=True)
class Offer:
    """One offer as read: `price` is for a GPU or for all `gpu_count` of them, as `is_per_gpu` says."""

    tag: Tag
    gpu_name: str
    price: Price
    is_per_gpu: bool
    gpu_count: float = 1.0
    purchase_type: str = "on_demand"
    instance_type: str | None = None
    region: str | None = None
    gpu_memory_gib: float | None = None
    vcpus: float | None = None
    memory_gib: float | None = None
    effective_from: datetime | None = None
    effective_to: datetime | None = None
    ref: str = ""  # where it stands in its record, when that is not its element
    doubt: str = ""  # why it may be of one or of all; the page's own price of one GPU can settle it


@dataclass
class Reading:
    """What one record (row or card) comes to: offers, or a rule to ignore it, or why it (or part of it) is refused."""

    tag: Tag
    offers: list[Offer] = field(default_factory=list)
    ignored: str | None = None
    refused: list[str] = field(default_factory=list)
    text: str = ""
    ref: str = ""

    def settled(self) -> Reading:
        """Itself, with a rule where it came to nothing."""
        if not self.offers and not self.refused and not self.ignored:
            self.ignored = "no_price"
        return self


def read_row(row: Row, *, is_per_gpu: bool | None, is_vram_total: bool = False, hours: float | None = None) -> Reading:
    """The offers of a table row, one per price cell.

    `is_per_gpu` and `hours` say what a price is for where neither cell nor header does (null: of the machine, which
    has one GPU unless it says more); `is_vram_total` that the memory is of all GPUs of the row. A row without a GPU
    name is ignored. Host CPUs and memory are kept where the number of GPUs is stated. A price for a whole machine
    whose number of GPUs is not stated is refused.
    """
    reading = Reading(row.tag, text=visible_text(row.tag), ref=element_ref(row.tag))
    if row.is_hidden:
        reading.ignored = "hidden"
        return reading
    name = next((cell.text for role in ("gpu", "plan") for cell in row.cells if _names_gpu(cell, role)), "")
    if not name and (row.text("count") or row.text("vram")) and _is_one_gpu(row.heading):
        name = row.heading  # a table of the instances with one GPU
    if not name:
        reading.ignored = "no_accelerator"
        return reading
    gpu_name, said = read_gpus(name)
    counted = row.text("count")
    count = said or read_count(counted)
    is_per_gpu = count is None if is_per_gpu is None else is_per_gpu
    priced = [cell for cell in row.cells if cell.role == "price"]
    if not priced:
        reading.refused.append("a GPU without a cell for its price")
    is_total = is_vram_total and not any(cell.role == "vram" and PER_GPU.search(cell.label) for cell in row.cells)
    vram = read_gib(row.text("vram"))
    for cell in priced:
        try:
            price = price_of(cell.tag, cell.label)
        except UnclearPriceError as unclear:
            reading.refused.append(f"{unclear}: {cell.label} {cell.text}")
            continue
        if price is None:
            continue
        per_gpu = price.amount is None or (is_per_gpu if price.is_per_gpu is None else price.is_per_gpu)
        if reason := _unsaid(count, counted, per_gpu=per_gpu):
            reading.refused.append(f"{reason}: {cell.label} {cell.text} {counted}".strip())
            continue
        doubt = _doubt(price, count, per_gpu=per_gpu)
        plan = row.text("plan")
        reading.offers.append(
            Offer(
                tag=cell.tag if cell.tag.parent is row.tag else row.tag,
                gpu_name=gpu_name,
                price=replace(price, hours=price.hours or hours),
                is_per_gpu=per_gpu,
                gpu_count=count or 1.0,
                purchase_type=purchase_type(cell.label, row.text("term"), _said(cell), _as_label(row.heading)),
                instance_type=plan or (name if said else None),
                region=row.text("region") or None,
                gpu_memory_gib=_of_one(vram, count or 1.0, is_total=is_total) or memory_in_name(name),
                vcpus=read_whole(row.text("vcpus")) if count else None,
                memory_gib=read_gib(row.text("ram")) if count else None,
                doubt=doubt and f"{doubt}: {cell.label} {cell.text} {counted}".strip(),
            )
        )
    hourly = {offer.purchase_type for offer in reading.offers if offer.price.hours == 1.0}
    reading.offers = [
        offer
        for offer in reading.offers
        if offer.price.amount is None or offer.price.hours in (None, 1.0) or offer.purchase_type not in hourly
    ]  # of prices for different times the hourly one counts
    return reading.settled()


def _is_one_gpu(heading: str) -> bool:
    return len(heading) <= LONGEST_NAME and not MONEY.search(heading) and len(set(GPU.findall(heading))) == 1


def _said(cell: Cell) -> str:
    """The text of a cell without its links, "Reserve capacity", unless the price is one."""
    said = visible_text(cell.tag, without=cell.tag.find_all(["a", "button"]))
    return said if MONEY.search(said) else cell.text


def _as_label(heading: str) -> str:
    """A heading that names what stands below ("Reserved GPUs"), not one that calls to act ("Reserve yours now")."""
    return "" if len(heading) > 40 or re.search(r"\b(?:now|today|yours?)\b|!", heading, re.IGNORECASE) else heading


def _of_one(memory: float | None, count: float, *, is_total: bool) -> float | None:
    """Memory of one GPU: where only one of the two readings is a size that is made, that one."""
    if memory is None or count == 1:
        return memory
    is_made, share_is_made = memory in MADE_GIB, memory / count in MADE_GIB
    if is_made != share_is_made:
        return memory if is_made else memory / count
    return memory / count if is_total else memory


def _unsaid(count: float | None, counted: str, *, per_gpu: bool) -> str | None:
    """What a price would have to say to be certain."""
    if count is None and (counted or not per_gpu):
        return "for how many GPUs is not stated"
    return None


def _doubt(price: Price, count: float | None, *, per_gpu: bool) -> str:
    """Whether a price of several GPUs could be of all of them, or of one."""
    if (count or 1) > 1 and price.is_per_gpu is None and per_gpu and price.amount is not None:
        return "whether per GPU or for all is not stated"
    return ""


def _names_gpu(cell: Cell, role: str) -> bool:
    if cell.role != role or not cell.text:
        return False
    # A column of GPUs may hold one we have not heard of.
    is_headed = role == "gpu" and re.search(r"gpu|accelerator", cell.label, re.IGNORECASE) is not None
    is_name = re.search(r"[A-Za-z]{2}|[A-Z][0-9]", cell.text) is not None and NO_GPU.search(cell.text) is None
    return GPU.search(cell.text) is not None or (is_headed and is_name)


def read_card(card: Card, *, is_per_gpu: bool | None) -> Reading:
    """The offers of a card, by all words in it but those of its links; `is_per_gpu` as for `read_row`.

    Several prices are read where each has its way to buy beside it: "On-demand $3.90 Spot $1.60".

    GPU memory that can be of one or of all is taken as of all. Host CPUs and memory are kept where the card is of a
    machine.
    """
    reading = Reading(card.tag, text=card.text, ref=element_ref(card.tag))
    if card.is_hidden:
        reading.ignored = "hidden"
        return reading
    name, count = read_gpus(card.title)
    count = count or read_count(fact(card.tag, GPU_COUNT))
    is_machine = count is not None or is_per_gpu is None
    is_per_gpu = count is None if is_per_gpu is None else is_per_gpu
    words = visible_text(card.tag, without=card.tag.find_all(["a", "button"]))
    try:
        price = price_of(card.tag)
        priced = [] if price is None else [(purchase_type(words), price)]
    except UnclearPriceError as unclear:
        priced = [] if has_struck(card.tag) else [(purchase_type(way), one) for way, one in _labelled(words)]
        if not priced:
            reading.refused.append(f"{unclear}: {card.text[:120]}")
    for bought, price in priced:
        per_gpu = price.amount is None or (is_per_gpu if price.is_per_gpu is None else price.is_per_gpu)
        if reason := _unsaid(count, "", per_gpu=per_gpu):
            reading.refused.append(f"{reason}: {card.text[:120]}")
            continue
        doubt = _doubt(price, count, per_gpu=per_gpu)
        reading.offers.append(
            Offer(
                tag=card.tag,
                gpu_name=name,
                price=price,
                is_per_gpu=per_gpu,
                gpu_count=count or 1.0,
                purchase_type=bought,
                gpu_memory_gib=card_memory(card, count) or memory_in_name(name),
                vcpus=read_whole(fact(card.tag, "CPU")) if is_machine else None,
                memory_gib=read_gib(fact(card.tag, RAM)) if is_machine else None,
                doubt=doubt and f"{doubt}: {card.text[:120]}",
            )
        )
    return reading.settled()


def card_memory(card: Card, count: float | None = None) -> float | None:
    """GiB of one GPU that a card states."""
    return _of_one(read_gib(fact(card.tag, VRAM)), count or 1.0, is_total=True)


def _labelled(words: str) -> list[tuple[str, Price]]:
    try:
        return read_labelled(words, WAY)
    except UnclearPriceError:
        return []


def read_page(page: BeautifulSoup, *, is_per_gpu: bool | None, is_vram_total: bool = False) -> list[Reading]:
    """All rows of tables; where none of them offers anything, all cards as well."""
    readings = [read_row(row, is_per_gpu=is_per_gpu, is_vram_total=is_vram_total) for row in table_rows(page)]
    if not any(not offer.doubt for reading in readings for offer in reading.offers):
        readings += [read_card(card, is_per_gpu=is_per_gpu) for card in cards(page)]
    return readings


# From offers to the account


def book_offers(payload: Payload, provider: str, readings: list[Reading]) -> Batch:
    """Close the account of a page. Raises NormaliseError, with the numbers, when no record of it states a price.

    Refused: prices in a currency without a rate, not per a known time, or implausible for a GPU and an hour.
    """
    rates = _usd_per_unit(payload, {offer.price.currency for reading in readings for offer in reading.offers})
    _settle_doubts(readings)
    for reading in readings:
        kept = []
        for offer in reading.offers:
            if reason := _objection(offer, rates[offer.price.currency]):
                reading.refused.append(reason)
            else:
                kept.append(offer)
        reading.offers = kept
    _refuse_contradictions(readings)
    priced = sum(offer.price.amount is not None for reading in readings for offer in reading.offers)
    if not priced:
        refused = sum(bool(reading.refused) for reading in readings)
        ignored = sum(bool(reading.ignored) for reading in readings)
        raise payload.rejected(
            f"no GPU with a price in {len(readings)} rows and cards ({ignored} ignored, {refused} refused)"
        )
    book = Book(payload, len(readings), lambda number: readings[number].text)
    records = numbered(reading.ref or element_ref(reading.tag) for reading in readings)
    for number, reading in enumerate(readings):
        one = records.slice(number, 1)
        if reading.ignored:
            book.ignore(one, pl.lit(value=True), reading.ignored)
        for reason in reading.refused:
            book.quarantine(one, pl.lit(value=True), reason, GpuOffer.TABLE)
    book.observe(GpuOffer, _frame(payload, provider, readings))
    return book.close()


def _usd_per_unit(payload: Payload, currencies: set[str]) -> dict[str, float | None]:
    names = pl.DataFrame({"currency": sorted(currencies)}, schema={"currency": pl.String})
    rates = names.select("currency", usd_per_currency_unit(pl.col("currency"), pl.lit(payload.captured_at.date())))
    return dict(rates.iter_rows())


def _objection(offer: Offer, rate: float | None) -> str | None:
    price = offer.price
    if price.amount is None:
        return None
    shown = f"{price.currency} {price.amount:g}"
    if rate is None:
        return f"{shown}: no exchange rate for it"
    if price.hours is None:
        return f"{shown}: for how long is not stated"
    low, high = PLAUSIBLE_USD_PER_GPU_HOUR
    one = _per_gpu_hour(offer) * rate
    if not low <= one <= high:
        return f"{shown}: {one:.4g} USD an hour is not plausible for a GPU"
    return None


def _singles(readings: list[Reading]) -> dict[tuple[str, str, str], float]:
    """The page's own prices of one GPU and hour."""
    singles: dict[tuple[str, str, str], float] = {}
    for offer in (offer for reading in readings for offer in reading.offers):
        if offer.gpu_count == 1 and offer.price.amount is not None and offer.price.hours:
            singles.setdefault((offer.gpu_name, offer.purchase_type, offer.price.currency), _per_gpu_hour(offer))
    return singles


def _settle_doubts(readings: list[Reading]) -> None:
    """Take doubtful prices for the one reading, of one GPU or of all, that the page's own price of one confirms.

    The others are refused. Those of two GPUs at half and at full price lie outside of each other's bounds.
    """
    singles = _singles(readings)
    low, high = CONFIRMED_SHARE
    for reading in readings:
        for at, offer in reversed(list(enumerate(reading.offers))):
            if not offer.doubt:
                continue
            one = singles.get((offer.gpu_name, offer.purchase_type, offer.price.currency))
            meant = [replace(offer, is_per_gpu=is_one, doubt="") for is_one in (True, False)]
            fit = [each for each in meant if one and low <= _per_gpu_hour(each) / one <= high]
            if len(fit) == 1:
                reading.offers[at] = fit[0]
            else:
                del reading.offers[at]
                reading.refused.append(offer.doubt)


def _refuse_contradictions(readings: list[Reading]) -> None:
    """Refuse prices of several GPUs that, per GPU, are far from the page's own price of one: one or all were meant."""
    singles = _singles(readings)
    for reading in readings:
        for offer in list(reading.offers):
            one = singles.get((offer.gpu_name, offer.purchase_type, offer.price.currency))
            if one is None or offer.gpu_count == 1 or offer.price.amount is None:
                continue
            if not one / 2.5 <= (share := _per_gpu_hour(offer)) <= one * 2.5:
                reading.offers.remove(offer)
                reading.refused.append(f"{share:.4g} per GPU of {offer.gpu_count:g} does not fit {one:.4g} for one")


def _per_gpu_hour(offer: Offer) -> float:
    share = 1.0 if offer.is_per_gpu else offer.gpu_count
    return (offer.price.amount or 0.0) / (offer.price.hours or 1.0) / share


def _frame(payload: Payload, provider: str, readings: list[Reading]) -> pl.DataFrame:
    rows = [(number, offer) for number, reading in enumerate(readings) for offer in reading.offers]
    stamp = pl.Datetime("us", "UTC")
    columns = {
        "record": pl.Series([number for number, _ in rows], dtype=pl.UInt32),
        "record_ref": pl.Series([offer.ref or element_ref(offer.tag) for _, offer in rows], dtype=pl.String),
        "region": pl.Series([offer.region for _, offer in rows], dtype=pl.String),
        "instance_type": pl.Series([offer.instance_type for _, offer in rows], dtype=pl.String),
        "gpu_name_raw": pl.Series([offer.gpu_name for _, offer in rows], dtype=pl.String),
        "gpu_memory_gib": pl.Series([offer.gpu_memory_gib for _, offer in rows], dtype=pl.Float64),
        "gpu_count": pl.Series([offer.gpu_count for _, offer in rows], dtype=pl.Float64),
        "purchase_type": pl.Series([offer.purchase_type for _, offer in rows], dtype=pl.String),
        "effective_from": pl.Series([offer.effective_from for _, offer in rows], dtype=stamp),
        "effective_to": pl.Series([offer.effective_to for _, offer in rows], dtype=stamp),
        "price_kind": pl.Series(
            ["on_request" if offer.price.amount is None else offer.price.kind for _, offer in rows], dtype=pl.String
        ),
        "currency": pl.Series([offer.price.currency for _, offer in rows], dtype=pl.String),
        "amount": pl.Series([offer.price.amount for _, offer in rows], dtype=pl.Float64),
        "hours": pl.Series([offer.price.hours for _, offer in rows], dtype=pl.Float64),
        "is_per_gpu": pl.Series([offer.is_per_gpu for _, offer in rows], dtype=pl.Boolean),
        "amount_unit": pl.Series([_unit(offer) for _, offer in rows], dtype=pl.String),
        "vcpus": pl.Series([offer.vcpus for _, offer in rows], dtype=pl.Float64),
        "memory_gib": pl.Series([offer.memory_gib for _, offer in rows], dtype=pl.Float64),
    }
    currency, day, count = pl.col("currency"), pl.lit(payload.captured_at.date()), pl.col("gpu_count")
    hourly = pl.col("amount") / pl.col("hours") * pl.col("usd_per_currency_unit")
    return (
        pl.DataFrame(columns)
        .with_columns(
            provider=pl.lit(provider),
            usd_per_currency_unit=usd_per_currency_unit(currency, day),
            fx_rate_on=fx_rate_on(currency, day),
        )
        .with_columns(
            usd_per_hour=scaled(hourly, pl.when("is_per_gpu").then(count).otherwise(1.0)),
            usd_per_gpu_hour=scaled(hourly, pl.when("is_per_gpu").then(1.0).otherwise(1 / count)),
        )
        .drop("hours", "is_per_gpu")
    )


def _unit(offer: Offer) -> str:
    period = PERIODS.get(offer.price.hours or 1.0, "year")
    return f"gpu_{period}" if offer.is_per_gpu else period
