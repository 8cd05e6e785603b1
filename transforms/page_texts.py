"""Texts of price pages: prices, counts, memory and ways to buy, as people write them on the web."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

HOURS_PER_MONTH = 730.0
NEAR = 40  # characters around a figure


# Models as such, for names like "H100x8", "8xH100", "A100-80G", "L40s", "RTX5000"; and product lines.
GPU = re.compile(
    r"(?<![A-Z0-9])(?<![a-wyz])(?:G[BH][23]00|VR?[12]00S?|[BR][123]00|H(?:20|100|200|800)|A(?:10G?|16|30|40|100|800)"
    r"|A[2456][05]00|L(?:4|20|40S?)|T4|T1000|K80|M(?:40|60|[24]000)|P(?:4|40|100|[2456]000)|MI[0-9]{2,3}[AX]?"
    r"|(?:RTX|GTX|RX)(?= ?[A-Z0-9])(?: PRO)?(?: ?A?[0-9]{3,4})?|Quadro|TITAN|GeForce|Radeon|Instinct|Gaudi|Tesla"
    r"|(?:NVIDIA|AMD)®? (?:HGX |DGX )?[A-Z]{1,2}[0-9]{2,4})(?![0-9])"
)
FIGURE = r"[0-9][0-9.,]*[0-9]|[0-9]|\.[0-9]+"
MONEY = re.compile(
    rf"(?P<symbol>US\$|[$€£]|\b(?:USD|EUR|GBP) ?) ?(?P<figure>{FIGURE})(?P<marks>[*†‡]*)"
    rf"|(?<![0-9.,])(?P<figure_first>{FIGURE}) ?(?P<symbol_last>€|£|\$(?! ?[0-9.])|USD\b|EUR\b|GBP\b)"
    r"(?P<marks_last>[*†‡]*)"
)
MARKS_BEHIND_UNIT = re.compile(r"(?: ?(?:/|per) ?\w+)+ ?([*†‡]+)")
BARE = re.compile(rf"\s*(?P<figure>{FIGURE})(?P<marks>[*†‡]*)\s*")
CURRENCIES = {"$": "USD", "US$": "USD", "USD": "USD", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP"}
TIME = re.compile(
    r"(?:/|\bper\b|\beach\b|\b(?:gpu|node|instance|vm)[ -]) ?"
    r"(?P<unit>s|sec|second|min|minute|h|hr|hour|day|week|mo|month|yr|year)s?\b"
    r"|\b(?P<adverb>hourly|daily|weekly|monthly|yearly|annually)\b",
    re.IGNORECASE,
)
HOURS = {
    **dict.fromkeys(("s", "sec", "second"), 1 / 3600),
    **dict.fromkeys(("min", "minute"), 1 / 60),
    **dict.fromkeys(("h", "hr", "hour", "hourly"), 1.0),
    **dict.fromkeys(("day", "daily"), 24.0),
    **dict.fromkeys(("week", "weekly"), 168.0),
    **dict.fromkeys(("mo", "month", "monthly"), HOURS_PER_MONTH),
    **dict.fromkeys(("yr", "year", "yearly", "annually"), 12 * HOURS_PER_MONTH),
}
PERIODS = {1 / 3600: "second", 1 / 60: "minute", 1.0: "hour", 24.0: "day", 168.0: "week", HOURS_PER_MONTH: "month"}
PER_GPU = re.compile(r"(?:/|\bper\b) ?(?:gpu|card|accelerator|[abhl][0-9]{2,3}s?)\b|\bgpu[ -]?(?:hour|hr|h)s?\b", re.I)
PER_MACHINE = re.compile(
    r"(?:/|(?<!GPUs )\bper\b) ?(?:instance|node|vm|server|droplet|machine)\b|\b(?:instance|node|vm)[ -](?:hour|hr)",
    re.I,
)
FROM = re.compile(r"\bfrom\b|\bas low as\b|\bstart(?:s|ing)? (?:at|from)\b|\blow as\b", re.IGNORECASE)
PROMOTION = re.compile(r"\bpromo|limited[ -]time|special offer", re.IGNORECASE)
ASK = re.compile(
    r"contact|talk to|\bsales\b|request|quote|inquire|get in touch|get an offer|reserve (?:now|today)", re.IGNORECASE
)
RANGE = re.compile(r"(?: ?/ ?\w+)*\s*(?:-|–|—|\bto\b|\.\.\.?)\s*")
SPOT = re.compile(r"\bspot\b|\bpre-?empt|\binterruptible\b", re.IGNORECASE)
COMMITTED = re.compile(r"\breserv|\bcommit|\bcontract", re.IGNORECASE)
ON_DEMAND = re.compile(r"\bon[ -]?demand\b|\bno commitment\b|\bpay[ -]as[ -]you[ -]go\b", re.IGNORECASE)
# Ways to buy that stand beside the prices of a card.
WAY = re.compile(
    r"\bon[ -]?demand\b|\bspot\b|\bpre-?emptible\b|\binterruptible\b|\breserved?\b|\bcommitted\b"
    r"|\b[0-9]{1,2}[ -]*(?:year|yr|month|mo)s?\b",
    re.IGNORECASE,
)
ABSENT = re.compile(r"\bN/?A\b|(?<!\w)[–—]+(?!\w)|\b(?:un|not )available\b|\bsold out\b", re.IGNORECASE)
TERM = re.compile(r"\b([0-9]{1,2})[ -]*(year|yr|month|mo)s?\b", re.IGNORECASE)
TIMES_BEFORE = re.compile(r"^\s*([0-9]{1,4}) ?[xX×] ?(?=[A-Za-z])")
TIMES_AFTER = re.compile(r"(?:(?<=[0-9A-Z])|\s|\()[x×] ?([0-9]{1,4})\)?\s*$|\(?\b([0-9]{1,4}) ?[x×]\)?\s*$")
BADGE = re.compile(
    r"[ *]+(?:new|beta|popular|most popular|newly available|available now|coming soon)?\s*$", re.IGNORECASE
)
# "4^1" and "4¹" are four with a footnote.
COUNT = re.compile(r"([0-9]{1,4})(?:\^[0-9]|[¹²³⁴⁵⁶⁷⁸⁹*†+])?(?: ?[x×]| GPUs?)?", re.IGNORECASE)
NUMBER = re.compile(r"(?<![A-Za-z0-9.,])[0-9][0-9,]*(?:\.[0-9]+)?")
MEMORY = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s?(GB|GiB|TB|TiB)?(?:\s?(?:V?RAM|HBM\w*))?\*?", re.IGNORECASE)
NAMED_MEMORY = re.compile(r"\b([0-9]{1,3}) ?G(?:i?B)?\b")


class UnclearPriceError(ValueError):
    """A text holds a price whose meaning is not certain."""


@dataclass(frozen=True)
class Price:
    """One stated price. `amount` in `currency` buys `hours` hours; null means on request.

    `is_per_gpu` is null where the words do not say; `marks` are the footnote marks behind the figure or its unit.
    """

    amount: float | None
    currency: str = "USD"
    hours: float | None = 1.0
    is_per_gpu: bool | None = None
    kind: str = "listed"
    marks: str = ""


def read_number(text: str) -> float:
    """A figure as people write it: 1,990 is a thousand and more, 2,99 is not. Raises UnclearPriceError."""
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", text):
        return float(text.replace(",", ""))
    if re.fullmatch(r"[0-9]*\.[0-9]+|[0-9]+", text):
        return float(text)
    if re.fullmatch(r"[0-9]+,[0-9]{1,2}", text):
        return float(text.replace(",", "."))
    raise UnclearPriceError(f"{text} is no number")


def read_price(text: str, label: str = "") -> Price | None:
    """The price in a text such as "$2.99 / GPU / hr", "from $0.90", "$1,990 per month", "Contact sales", "2.24*".

    `label` is what stands above it ("Price ($/GPU-hour)") and counts where the text itself says nothing.
    Null where there is no price ("N/A", "––", "$0"). A range is its lower bound, of kind `from`. Of prices for
    different times the hourly one counts. Raises UnclearPriceError for several prices.
    """
    text = re.sub(r"(?<=[0-9]) +(?=\.[0-9])", "", text)
    found = list(MONEY.finditer(text))
    if not found and re.search(r"[$€£]|USD|EUR|GBP", label) and (bare := BARE.fullmatch(text)):
        found = [bare]
    if not found:
        return Price(None) if ASK.search(text) else None
    ends = [*(each.start() for each in found[1:]), len(text)]
    figures = [_figure(each, text[each.end() : end], label) for each, end in zip(found, ends, strict=True)]
    asides = [
        text[: each.start()].endswith("(") and text[each.end() :].startswith(")")
        for each, figure in zip(found, figures, strict=True)
        if figure.amount
    ]
    figures = [each for each in figures if each.amount]
    if not figures:
        return None
    first = figures[0]
    near = text[max(found[0].start() - NEAR, 0) : found[-1].end() + NEAR]  # a card's text says much else
    kind = "from" if FROM.search(near) or FROM.search(label) else "listed"
    if len(figures) == 2 and len(found) == 2 and RANGE.fullmatch(text[found[0].end() : found[1].start()]):
        low = min(each.amount or 0 for each in figures)
        first = replace(first, amount=low, hours=figures[1].hours or first.hours)
        kind = "from"
    elif len(figures) > 1:
        hourly = [each for each in figures if each.hours == 1.0] or figures
        # One without a time may be for the same as another, if it is no aside: "$3.90 on-demand $1.60 spot /hr".
        hourly += [each for each, is_aside in zip(figures, asides, strict=True) if each.hours is None and not is_aside]
        if len({(each.amount, each.currency, each.hours) for each in hourly}) > 1:
            raise UnclearPriceError("several prices")
        first = hourly[0]
    said = near if PER_GPU.search(near) or PER_MACHINE.search(near) else label
    is_per_gpu = True if PER_GPU.search(said) else False if PER_MACHINE.search(said) else None
    if kind == "listed" and PROMOTION.search(near):
        kind = "promotional"
    return replace(first, is_per_gpu=is_per_gpu, kind=kind)


def read_labelled(text: str, labels: re.Pattern[str]) -> list[tuple[str, Price]]:
    """The prices of a text in which each has its own label before it, or each behind it; empty where that is unsure.

    "Secure Cloud $3.99/hr Community Cloud N/A" is one price, "On-demand $3.90 Spot $1.60 /GPU-hr" two. A time that is
    said once is that of all.
    """
    money = list(MONEY.finditer(text))
    values = [*money, *(each for each in ABSENT.finditer(text) if not any(_meet(each, one) for one in money))]
    marks = sorted(
        [(each.start(), each.end(), "") for each in values]
        + [(each.start(), each.end(), each[0]) for each in labels.finditer(text)]
    )
    parts: list[tuple[int, int, str]] = []
    for start, end, label in marks:
        if label and parts and parts[-1][2]:  # "Reserved, 1 year" is one label
            first = parts.pop()[0]
            parts.append((first, end, text[first:end]))
        else:
            parts.append((start, end, label))
    is_label = [bool(label) for *_, label in parts]
    if len(parts) % 2 or is_label != [is_label[0], not is_label[0]] * (len(parts) // 2) or not money:
        return []
    said = next((each for each in TIME.finditer(text)), None)
    per = PER_GPU.search(text) or PER_MACHINE.search(text)
    common = " ".join(each[0] for each in (per, said) if each)
    found: list[tuple[str, Price]] = []
    for at in range(0, len(parts), 2):
        if is_label[0]:
            label = parts[at][2]
            around = text[parts[at][1] : parts[at + 2][0] if at + 2 < len(parts) else len(text)]
        else:
            label = parts[at + 1][2]
            around = text[parts[at - 1][1] if at else 0 : parts[at + 1][0]]
        price = read_price(around, common)
        if price is not None and price.amount is not None:
            found.append((label, price))
    return found


def _meet(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def _figure(found: re.Match[str], after: str, label: str) -> Price:
    groups = found.groupdict()
    symbol = (groups.get("symbol") or groups.get("symbol_last") or "").strip()
    if not symbol:
        above = re.search(r"[€£]|US\$|USD|EUR|GBP|\$", label)
        symbol = above[0] if above else ""
    time = TIME.search(after) or TIME.search(label)
    unit = (time["unit"] or time["adverb"]).lower() if time else None
    behind = MARKS_BEHIND_UNIT.match(after)
    return Price(
        amount=read_number(groups["figure"] or groups["figure_first"]),
        currency=CURRENCIES[symbol],
        hours=HOURS[unit] if unit else None,
        marks=groups.get("marks") or groups.get("marks_last") or (behind[1] if behind else ""),
    )


def purchase_type(*texts: str) -> str:
    """How it is bought, by the first text that says so: spot, reserved_6m, reserved_1y, committed; else on_demand.

    A range of terms ("3 months to 3 years") is `committed`. A text that names several ways says nothing.
    """
    for text in texts:
        if ON_DEMAND.search(text):
            if SPOT.search(text) or COMMITTED.search(text):
                continue  # speaks of both
            return "on_demand"
        if SPOT.search(text):
            return "spot"
        months = {
            int(found[1]) * (12 if found[2].lower().startswith("y") else 1)
            for found in TERM.finditer(text)
            if int(found[1])
        }
        if len(months) == 1:
            (term,) = months
            return f"reserved_{term // 12}y" if term % 12 == 0 else f"reserved_{term}m"
        if months or COMMITTED.search(text):
            return "committed"
    return "on_demand"


def read_gpus(text: str) -> tuple[str, float | None]:
    """A name without its count, and the count: "8 × H200 SXM", "NVIDIA H100x8", "H100 (8x)" are 8. Null if unsaid."""
    text = BADGE.sub("", text.strip())
    if found := TIMES_BEFORE.search(text):
        return text[found.end() :].strip(), float(found[1]) or None
    if found := TIMES_AFTER.search(text):
        return text[: found.start()].strip(" ("), float(found[1] or found[2]) or None
    return text, None


def read_count(text: str) -> float | None:
    """A number of GPUs: "8", "4^1" (a footnote), "16+". Null for anything else."""
    found = COUNT.fullmatch(text.strip())
    return float(found[1]) or None if found else None


def read_gib(text: str) -> float | None:
    """Memory: "80", "80 GB", "1,920 GiB", "2 TiB". GB of memory are GiB by the custom of the trade; else null."""
    found = MEMORY.fullmatch(text.strip())
    if not found:
        return None
    size = float(found[1].replace(",", ""))
    if (found[2] or "").upper() == "TB":  # rounded, to 1000 or to 1024
        return None
    return (size * 1024 if (found[2] or "").upper() == "TIB" else size) or None


def read_whole(text: str) -> float | None:
    """A plain number; null for a range or words."""
    found = NUMBER.fullmatch(text.strip())
    return float(found[0].replace(",", "")) or None if found else None


def memory_in_name(name: str) -> float | None:
    """GiB that a name states: "NVIDIA A100 80GB PCIe" 80, "A100-80G" 80. Null where there is none or several."""
    sizes = set(NAMED_MEMORY.findall(name))
    return float(sizes.pop()) if len(sizes) == 1 else None
