"""The product table as objects: products with their variants, one pattern for all their names, instance types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from transforms.identity.gpu_products import GPU_TABLES, INSTANCE_TYPES, OTHER_KINDS, SHARED_NAMES

# Drivers and clouds report what is left after error correction and reserved memory: 22.5 of 24, 45 of 48, 79.6 of 80.
LEAST_SHARE, MOST_SHARE = 0.90, 1.03
SHARED = "shared: "  # marks a name that several products share
GAP = " ?"
_WORD_START = re.compile(r"(?<![a-z0-9.])[a-z0-9]")


@dataclass(frozen=True)
class Variant:
    """One way a product is sold. `quoted` holds every figure its one memory is quoted as, the nominal first."""

    form: str | None
    quoted: tuple[float, ...]
    is_aftermarket: bool = False

    def has(self, memory_gib: float) -> bool:
        """Whether a reported figure can be this variant's memory."""
        return LEAST_SHARE * min(self.quoted) <= memory_gib <= MOST_SHARE * max(self.quoted)


@dataclass(frozen=True)
class Product:
    """A line of the product table."""

    product_id: str
    kind: str
    variants: tuple[Variant, ...]
    architecture: str | None

    @property
    def vendor(self) -> str:
        """Maker, the first word of the id."""
        return self.product_id.split("-")[0]

    @property
    def forms(self) -> tuple[str, ...]:
        """Form factors it is sold in."""
        return tuple(dict.fromkeys(each.form for each in self.variants if each.form))

    @property
    def memories(self) -> tuple[float, ...]:
        """Nominal memory sizes it is sold with, aftermarket ones aside."""
        return tuple(dict.fromkeys(each.quoted[0] for each in self.variants if not each.is_aftermarket))

    @property
    def laptop_id(self) -> str | None:
        """Id of the laptop GPU that shares its name, where there may be one."""
        desktop = re.match(r"nvidia-(?:rtx|gtx|quadro)-", self.product_id) and self.forms == ("pcie",)
        return f"{self.product_id}-laptop" if desktop else None


@dataclass(frozen=True)
class InstanceType:
    """What a cloud's instance type says of its accelerators."""

    pattern: re.Pattern[str]
    product_id: str
    form: str | None
    memory_gib: float | None


@cache
def products() -> dict[str, Product]:
    """All products by id, laptop GPUs included."""
    listed = [Product(line[0], "gpu", _variants(line[2]), line[3]) for line in _gpu_lines()]
    listed += [Product(line[1], line[0], _variants(line[3]), None) for line in _other_lines()]
    laptops = [Product(each.laptop_id, each.kind, (), each.architecture) for each in listed if each.laptop_id]
    return {each.product_id: each for each in (*listed, *laptops)}


def find_products(text: str) -> list[tuple[int, int, str]]:
    """Start, end and product id of every product name in a folded text, longest names first where they overlap."""
    patterns, meanings = _product_names()
    found: list[tuple[int, int, str]] = []
    for word in _WORD_START.finditer(text):
        pattern = patterns.get(text[word.start() : word.start() + 2])
        match = pattern.match(text, word.start()) if pattern else None
        if match and (not found or match.start() >= found[-1][1]):
            found.append((match.start(), match.end(), meanings[str(match.lastgroup)]))
    return found


@cache
def _product_names() -> tuple[dict[str, re.Pattern[str]], dict[str, str]]:
    """Patterns of all product names by the two letters they start with, and the product id each group stands for."""
    spellings = {name: f"{SHARED}{name}" for name in SHARED_NAMES}
    named = [(line[0], line[1]) for line in _gpu_lines()] + [(line[1], line[2]) for line in _other_lines()]
    for product_id, others in named:
        vendor, _, model = product_id.partition("-")
        # "M4" alone is also a Tesla, "M4 Max" is not.
        own = [product_id] if vendor == "apple" else [model]
        own += [model] if vendor == "apple" and "-" in model else []
        for name in (
            *(each.replace("-", " ") for each in own),
            *(other.strip() for other in others.split(",") if other.strip()),
        ):
            spellings.update(dict.fromkeys(_spelled(name), product_id))
    groups: dict[str, list[str]] = {}
    meanings = {}
    for number, name in enumerate(sorted(spellings, key=lambda each: (-len(each), each))):
        words = name.replace("+", r"\+").replace(" ", GAP)
        groups.setdefault(name[:2], []).append(f"(?P<p{number}>{words})")
        meanings[f"p{number}"] = spellings[name]
    # A count, form factor or edition may follow without a space: "H100x8", "A100SXM4", "RTXPRO6000WS".
    ends = r"(?![a-z0-9]|\.\d)|(?=x\d{1,3}(?![a-z0-9])|sxm|pcie|nvl|hbm|maxq|ws\b|se\b)"
    return {start: re.compile(f"(?:{'|'.join(each)})(?:{ends})") for start, each in groups.items()}, meanings


@cache
def bare_numbers() -> dict[str, str]:
    """GeForce numbers people write alone: "4090" -> "rtx"."""
    ids = [line[0].split("-") for line in _gpu_lines()]
    return {parts[2]: parts[1] for parts in ids if parts[1] in ("gtx", "rtx") and re.fullmatch(r"[1-9]\d{3}", parts[2])}


@cache
def instance_types() -> tuple[InstanceType, ...]:
    """The instance types whose accelerators are documented."""
    cells = [[cell.strip() for cell in line.rsplit("|", 3)] for line in INSTANCE_TYPES.strip().splitlines()]
    return tuple(
        InstanceType(re.compile(pattern), product_id, form or None, float(memory) if memory else None)
        for pattern, product_id, form, memory in cells
    )


def _gpu_lines() -> Iterator[list[str]]:
    for text in GPU_TABLES:
        for line in text.strip().splitlines():
            yield [cell.strip() for cell in line.split("|")]


def _other_lines() -> Iterator[list[str]]:
    for line in OTHER_KINDS.strip().splitlines():
        yield [cell.strip() for cell in line.split("|")]


def _variants(sold: str) -> tuple[Variant, ...]:
    variants = []
    for part in sold.replace("?", "").split():
        form, memories = part.split(":")
        for memory in memories.split(","):
            quoted = tuple(float(figure) for figure in memory.split("~"))
            variants.append(Variant(None if form == "mod" else form, quoted, is_aftermarket=form == "mod"))
    return tuple(variants)


def _spelled(name: str) -> tuple[str, ...]:
    """The spellings of one name: SUPER is also written S, before or after Ti."""
    if name.endswith(" ti super"):
        stem = name.removesuffix(" ti super")
        return (name, *(f"{stem} {end}" for end in ("ti s", "s ti", "super ti")))
    return (name, f"{name.removesuffix(' super')} s") if name.endswith(" super") else (name,)
