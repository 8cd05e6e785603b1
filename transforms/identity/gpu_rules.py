"""The rules for GPU names: words and hints to a reading of one product.

The name is matched against the product table, then every other word of it must be understood: a form factor, a memory
size, an edition, a slice, a count, or a word known to say nothing. A word not understood, two products, or a
contradiction between name, memory and instance type leave the name unresolved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from transforms.identity.aliases import GPU_ALIASES, NO_ACCELERATOR
from transforms.identity.gpu_products import GPUS_PER_BOARD, MIG_PROFILES, SAY_NOTHING, SHARED_NAMES, WITH_EDITIONS
from transforms.identity.gpu_table import (
    SHARED,
    InstanceType,
    Product,
    Variant,
    bare_numbers,
    find_products,
    instance_types,
    products,
)
from transforms.identity.text import plain

MOST_GPUS_IN_A_TOTAL = 16

_FORM = re.compile(r"\b(sxm ?[2-7]?|pcie|pci e|nvlink|nvl ?(?:72|36|4)|nvl|oam|mxm|fhhl|dgxs|dgx station|desktop)\b")
_CARRIER = re.compile(r"\b(hgx|dgx|nvl8|nvl16)\b")  # an HGX board is also named by its eight or sixteen dies
_MEMORY = re.compile(r"(?<![a-z0-9.])(\d+(?:\.\d+)?) ?g(?:i?b|i)?\b")
_MIG = re.compile(r"(?:\bmig )?\b(\d)g[. ](\d+)gb\b(?: mig\b)?")
_COUNT = re.compile(r"(?<![a-z0-9.])\d+(?:\.\d+)? ?x(?=\s|$)|(?<![a-z0-9.])x ?\d{1,3}(?![a-z0-9])|^\d{1,3}(?= [a-z])")
_COUNT_PREFIX = re.compile(r"(?<![a-z0-9])(\d{1,3})x(?=[a-z])")  # 8xH100
_COUNT_SUFFIX = re.compile(r"(?<=[a-z0-9]):\d{1,4}$")  # A100:8
_FRACTION = re.compile(r"(?<![a-z0-9.])\d{1,2}/\d{1,3}(?![a-z0-9.])")
_LAPTOP = re.compile(r"\b(?:laptop|mobile|notebook)\b")
_VGPU = re.compile(r"\d{1,3}[abcq]")  # a profile of a virtual GPU: T4-8C, A10-24Q
_RUN_TOGETHER = re.compile(r"\bgeforce(?=[rg]tx)")
_BOARD = re.compile(r"\b(?:board|dual)\b")
EDITIONS = {
    "max-q": re.compile(r"\bmax ?q(?: workstation)?(?: edition)?\b"),
    "server": re.compile(r"\b(?:server(?: edition)?|se|s)\b"),
    "workstation": re.compile(r"\b(?:workstation(?: edition)?|ws|we|wk)\b"),
}
_ARCHITECTURES = {
    "hopper": {"hopper"},
    "blackwell": {"blackwell"},
    "blackwell-ultra": {"blackwell", "ultra"},
    "ada": {"ada", "lovelace"},
    "ampere": {"ampere"},
    "turing": {"turing"},
    "volta": {"volta"},
    "pascal": {"pascal"},
    "maxwell": {"maxwell"},
    "kepler": {"kepler"},
}
_MAKERS = {
    "nvidia": {"nvidia", "tesla", "geforce", "quadro", "grid", "jetson"},
    "amd": {"amd", "instinct", "radeon"},
    "intel": {"intel", "habana", "arc"},
    "google": {"google"},
    "aws": {"aws", "amazon"},
    "xilinx": {"xilinx", "amd"},
    "huawei": {"huawei"},
    "qualcomm": {"qualcomm"},
}
_SUPERCHIPS = {"nvidia-gh200", "nvidia-gb200", "nvidia-gb300", "nvidia-gb10"}
# A price list's row copied whole: after the GPU's memory come vCPUs, host memory and disk.
_HOST_SPECS = re.compile(r"(?<=[gib]) \d+ [\d.]+ gib [\d.]+ [gt]ib ssd.*$")


class UnsureError(Exception):
    """The name cannot be resolved with certainty; the message says why."""


@dataclass(frozen=True)
class Reading:
    """What a name and its hints say of one accelerator, and the grounds for it."""

    product: Product
    form: str | None = None
    memory: float | None = None
    is_aftermarket: bool = False
    edition: str | None = None
    is_board: bool = False
    is_fraction: bool = False
    mig: str | None = None
    slice_size: int | None = None
    grounds: tuple[str, ...] = ()

    @property
    def traits(self) -> tuple[str, ...]:
        """What stands in the id after the product, in order."""
        tells = (len(self.product.memories) > 1 or self.is_aftermarket) and not self.is_board
        parts = (
            self.form if len(self.product.forms) > 1 else None,
            f"{self.memory:g}gb" if tells and self.memory else None,
            self.edition,
            "board" if self.is_board else None,
            f"mig-{self.mig}" if self.mig else None,
            str(self.slice_size) if self.slice_size else None,
        )
        return tuple(part for part in parts if part)

    @property
    def mig_gib(self) -> float | None:
        """Memory of the MIG slice, where it is one."""
        return float(self.mig.split(".")[1].removesuffix("gb")) if self.mig else None

    @property
    def row(self) -> tuple[str, str, str, str, str | None, float | None]:
        """gpu_id, parent_id, vendor, accelerator_kind, form_factor, memory_gib."""
        product = self.product
        form = self.form or (product.forms[0] if len(product.forms) == 1 else None)
        memory = self.memory or (product.memories[0] if len(product.memories) == 1 else None)
        if self.mig:
            memory = self.mig_gib
        elif self.is_board and memory:
            memory *= GPUS_PER_BOARD[product.product_id]
        gpu_id = "-".join((product.product_id, *self.traits))
        return (gpu_id, product.product_id, product.vendor, product.kind, form, memory)

    @property
    def rule(self) -> str:
        """What decided, for people."""
        return f"{self.product.product_id}: {', '.join(self.grounds) or 'model from name'}"

    def because(self, ground: str, **found: Any) -> Reading:
        """The same with more found out."""
        return replace(self, grounds=(*self.grounds, ground), **found)


def fold(name: str) -> str:
    """Words of a name separated by single spaces; a dot stays inside numbers; counts and fractions of a card go."""
    text = _COUNT_SUFFIX.sub("", _FRACTION.sub(" ", plain(name)))
    text = _COUNT_PREFIX.sub(r"\1x ", text)
    text = re.sub(r"[^a-z0-9.+]+|\.(?!\d)|(?<!\d)\.", " ", _RUN_TOGETHER.sub("geforce ", text))
    return _whole(" ".join(text.split()))


def _whole(text: str) -> str:
    """A GeForce number alone gets its line: "3080ti" -> "rtx 3080ti"."""
    found = re.match(r"((?:nvidia )?(?:geforce )?)([1-9]\d{3})(?=[ a-z]|$)", text)
    line = bare_numbers().get(found[2]) if found else None
    return f"{found[1]}{line} {text[found.start(2) :]}" if found and line else text


@cache
def _aliases() -> dict[str, str]:
    return {_unbranded(fold(name)): meaning for name, meaning in GPU_ALIASES.items()}


def _unbranded(text: str) -> str:
    return text.removeprefix("nvidia ")


@lru_cache(maxsize=200_000)
def read_gpu(
    name: str, memory_gib: float | None = None, instance_type: str | None = None, form_factor: str | None = None
) -> Reading:
    """What a name and its hints say. Raises UnsureError, with the reason, where that is not certain."""
    text = fold(name)
    if alias := _aliases().get(_unbranded(text)):
        reading = read_gpu(alias)
        return _with_memory_hint(replace(reading, grounds=("alias table",)), memory_gib, None)
    evidence = _evidence(instance_type or name)
    if evidence and (text in NO_ACCELERATOR or not instance_type):
        known = Reading(products()[evidence.product_id])
        return _with_instance(known.because(f"instance type {instance_type or name}"), evidence)
    if text in NO_ACCELERATOR:
        raise UnsureError("names no accelerator")
    reading = _with_form_hint(_from_name(text, memory_gib), form_factor)
    if evidence:
        reading = _with_instance(reading, evidence)
    elif instance_type:
        reading = _with_instance_text(reading, fold(instance_type))
    return settled(_with_memory_hint(reading, memory_gib, evidence))


def _from_name(text: str, memory_gib: float | None) -> Reading:
    text = _HOST_SPECS.sub("", text)
    hits = find_products(text)
    if not hits:
        raise UnsureError("unknown name")
    if len({product_id for _, _, product_id in hits}) > 1:
        raise UnsureError("two products in one cell")
    first = hits[0][2]
    for start, end, _ in reversed(hits):
        text = f"{text[:start]} {text[end:]}"
    rest = " ".join(text.split())
    stated = [float(figure) for figure in _MEMORY.findall(_MIG.sub(" ", rest))]
    if first.startswith(SHARED):
        first = _told_apart(first.removeprefix(SHARED), stated[0] if stated else memory_gib)
    product = products()[first]
    if product.laptop_id and (_LAPTOP.search(rest) or ("max q" in rest and first not in WITH_EDITIONS)):
        product = products()[product.laptop_id]
        rest = _LAPTOP.sub(" ", rest).replace("max q", " ")
    return _understood(Reading(product), rest)


def _told_apart(name: str, memory: float | None) -> str:
    candidates = SHARED_NAMES[name]
    for size, product_id in candidates.items():
        if memory is not None and Variant(None, (float(size),)).has(memory):
            return product_id
    raise UnsureError(f"{name} is the name of {', '.join(candidates.values())}; memory would tell")


def _understood(reading: Reading, rest: str) -> Reading:
    """Read all words beside the product. Raises UnsureError at the first that is not understood."""
    if found := _MIG.search(rest):
        rest = _MIG.sub(" ", rest)
        reading = reading.because("MIG profile from name", mig=f"{found[1]}g.{found[2]}gb")
    stated = {float(figure) for figure in _MEMORY.findall(rest)}
    reading, rest = _with_form(reading, _MEMORY.sub(" ", rest), stated)
    reading, rest = _with_edition_or_board(reading, rest)
    words = _COUNT.sub(" ", re.sub(r"\bwith (?:intel|amd) cpu\b", " ", rest)).split()
    product = reading.product
    _check_makers(product, words)
    for word in words:
        if word.isdigit() and product.kind == "tpu" and reading.slice_size is None:
            reading = reading.because("slice from name", slice_size=int(word))
        elif word.isdigit() and any(each.quoted[0] == float(word) for each in product.variants):
            stated.add(float(word))
        elif _VGPU.fullmatch(word) and product.vendor == "nvidia":
            reading = reading.because(f"vGPU profile {word}, a fraction, which belongs to the count", is_fraction=True)
        elif word == "mig" and not reading.mig:
            reading = _with_mig_memory(reading, stated)
        elif not (word in SAY_NOTHING or _is_told_already(product, word) or re.fullmatch(r"\d{2,4}w", word)):
            raise UnsureError(f"{product.product_id} beside a word not understood: {word}")
    stated.discard(reading.mig_gib or 0.0)  # the slice's memory, said twice
    if len(stated) > 1:
        raise UnsureError("two memory sizes in one cell")
    return _with_memory(reading, stated.pop()) if stated else reading


def _with_edition_or_board(reading: Reading, rest: str) -> tuple[Reading, str]:
    if reading.product.product_id in WITH_EDITIONS:
        for edition, pattern in EDITIONS.items():
            if pattern.search(rest) and reading.edition is None:
                rest = pattern.sub(" ", rest)
                reading = reading.because(f"edition {edition} from name", edition=edition)
    if reading.product.product_id in GPUS_PER_BOARD and _BOARD.search(rest):
        rest = _BOARD.sub(" ", rest)
        reading = reading.because("board of several GPUs from name", is_board=True)
    return reading, rest


def _check_makers(product: Product, words: list[str]) -> None:
    own = _MAKERS.get(product.vendor, {product.vendor})
    for maker, its_words in _MAKERS.items():
        if not own & its_words and its_words & set(words):
            raise UnsureError(f"{product.product_id} beside another maker: {maker}")
    own_architecture = _ARCHITECTURES.get(product.architecture or "", set())
    for word in words:
        if any(word in each for each in _ARCHITECTURES.values()) and word not in own_architecture:
            raise UnsureError(f"{product.product_id} is not {word}")


def _is_told_already(product: Product, word: str) -> bool:
    return (
        word in _MAKERS.get(product.vendor, {product.vendor})
        or word in _ARCHITECTURES.get(product.architecture or "", set())
        or (product.product_id in _SUPERCHIPS and word in {"grace", "superchip"})
        or word == product.vendor
    )


# --- form factor ---------------------------------------------------------------------------------------------------


def _with_form(reading: Reading, rest: str, stated: set[float]) -> tuple[Reading, str]:
    product = reading.product
    named = {word: _form_of(product, word) for word in _form_words(rest)}
    for word, form in named.items():
        if form is None and word != "nvlink":
            raise UnsureError(f"{product.product_id} is not sold as {word}")
    forms = {form for form in named.values() if form}
    if forms == {"pcie", "nvl"}:
        forms = {"nvl"}  # an NVL card is a PCIe card
    if len(forms) > 1:
        raise UnsureError(f"two form factors in one cell: {', '.join(sorted(forms))}")
    for form in forms:
        reading = reading.because(f"form {form} from name", form=form)
    if _CARRIER.search(rest) and reading.form is None and "sxm" in product.forms:
        reading = reading.because("form sxm because HGX and DGX boards carry SXM modules", form="sxm")
    # nvidia-smi calls the SXM module "H100 80GB HBM3"; the PCIe card has HBM2e.
    if product.product_id == "nvidia-h100" and 80.0 in stated and "hbm3" in rest.split() and reading.form is None:
        reading = reading.because("form sxm from 80 GB of HBM3", form="sxm")
    return reading, _CARRIER.sub(" ", _FORM.sub(" ", rest))


def _form_words(text: str) -> list[str]:
    return sorted({word.replace(" ", "").replace("dgxstation", "dgxs") for word in _FORM.findall(text)})


def _form_of(product: Product, word: str) -> str | None:
    """The form factor of a product that a word names; None when it is not sold so, or the word does not tell."""
    if word in product.forms:
        return word
    if word.startswith("sxm"):
        return next((form for form in product.forms if form.startswith("sxm")), None)
    if word == "nvlink" and "sxm2" in product.forms:
        return "sxm2"  # Volta and Pascal cards had no NVLink connector in a PCIe slot
    if word == "pcie" and "nvl" in product.forms:
        return "nvl"  # H200: its only PCIe card
    return None


def _with_form_hint(reading: Reading, hint: str | None) -> Reading:
    forms = {form for word in _form_words(fold(hint or "")) if (form := _form_of(reading.product, word))}
    if len(forms) != 1:
        return reading
    form = forms.pop()
    if reading.form is None:
        return reading.because(f"form {form} from hint", form=form)
    if form != reading.form and {form, reading.form} != {"pcie", "nvl"}:
        raise UnsureError(f"form factor contradicts: {reading.form} in the name, {form} beside it")
    return reading


# --- memory --------------------------------------------------------------------------------------------------------


def _with_memory(reading: Reading, memory: float) -> Reading:
    product = reading.product
    if not product.variants:
        return reading
    for variant in product.variants:
        if variant.has(memory) and variant.form in (None, reading.form or variant.form):
            return reading.because(
                f"memory {variant.quoted[0]:g} from name",
                memory=variant.quoted[0],
                is_aftermarket=variant.is_aftermarket,
            )
    per_board = GPUS_PER_BOARD.get(product.product_id)
    if per_board and any(variant.has(memory / per_board) for variant in product.variants):
        return reading if reading.is_board else reading.because(f"board of {per_board} from memory", is_board=True)
    raise UnsureError(f"memory contradicts: {product.product_id} is not sold with {memory:g} GiB")


def _with_memory_hint(reading: Reading, hint: float | None, evidence: InstanceType | None) -> Reading:
    product = reading.product
    if hint is None or not hint > 0 or not product.variants or reading.mig or reading.is_board:
        return reading
    fitting = [v for v in product.variants if v.has(hint) and v.form in (None, reading.form or v.form)]
    if reading.memory is not None:
        if any(each.quoted[0] == reading.memory for each in fitting) or _is_total(hint, (reading.memory,)):
            return reading
    elif fitting:
        nominal = fitting[0].quoted[0]
        return reading.because(
            f"memory {nominal:g} from hint", memory=nominal, is_aftermarket=fitting[0].is_aftermarket
        )
    if (evidence or reading.is_fraction) and hint < min(product.memories):
        return reading.because(f"{hint:g} GiB is a fraction, which belongs to the count")
    raise UnsureError(f"memory contradicts: {product.product_id} beside {hint:g} GiB")


def _is_total(hint: float, memories: tuple[float, ...]) -> bool:
    counts = range(2, MOST_GPUS_IN_A_TOTAL + 1)
    return any(Variant(None, (memory,)).has(hint / count) for memory in memories for count in counts)


def _with_mig_memory(reading: Reading, stated: set[float]) -> Reading:
    profiles = MIG_PROFILES.get(reading.product.product_id, {})
    profile = profiles.get(int(next(iter(stated)))) if len(stated) == 1 else None
    if profile is None:
        raise UnsureError(f"{reading.product.product_id}: MIG slice without a profile")
    return reading.because(f"MIG profile {profile} from its memory", mig=profile)


def sole_memory(product: Product, form: str | None) -> float | None:
    """Memory of a product in one form factor, where it is sold with one size only."""
    sizes = {each.quoted[0] for each in product.variants if each.form == form and not each.is_aftermarket}
    return sizes.pop() if len(sizes) == 1 else None


def settled(reading: Reading) -> Reading:
    """What follows with certainty from what is known: H100 SXM has 80 GB, an H100 with 94 GB is the NVL."""
    if reading.form and reading.memory is None and (memory := sole_memory(reading.product, reading.form)):
        return reading.because(f"memory {memory:g} from form", memory=memory)
    if reading.memory and reading.form is None and len(reading.product.forms) > 1 and not reading.is_aftermarket:
        forms = {each.form for each in reading.product.variants if each.quoted[0] == reading.memory}
        if len(forms) == 1:
            form = forms.pop()
            return reading.because(f"form {form} from memory", form=form)
    return reading


# --- instance types ------------------------------------------------------------------------------------------------


def _evidence(instance_type: str | None) -> InstanceType | None:
    text = (instance_type or "").strip().lower()
    return next((each for each in instance_types() if each.pattern.fullmatch(text)), None)


def _with_instance(reading: Reading, evidence: InstanceType) -> Reading:
    product = products()[evidence.product_id]
    if product != reading.product:
        # "Inferentia" beside an inf2 instance: the cloud's name for all generations.
        if not re.fullmatch(rf"{re.escape(reading.product.product_id)}-\d", product.product_id):
            raise UnsureError(f"instance type carries {product.product_id}, the name says {reading.product.product_id}")
        reading = Reading(product).because("generation from instance type")
    if evidence.form and reading.form not in (None, evidence.form):
        raise UnsureError(f"form factor contradicts: {reading.form} in the name, {evidence.form} by instance type")
    if evidence.memory_gib and reading.memory not in (None, evidence.memory_gib):
        raise UnsureError(
            f"memory contradicts: {reading.memory:g} in the name, {evidence.memory_gib:g} by instance type"
        )
    if evidence.form and reading.form is None and len(product.forms) > 1:
        reading = reading.because(f"form {evidence.form} from instance type", form=evidence.form)
    if evidence.memory_gib and reading.memory is None and len(product.memories) > 1:
        reading = reading.because(f"memory {evidence.memory_gib:g} from instance type", memory=evidence.memory_gib)
    return reading


def _with_instance_text(reading: Reading, text: str) -> Reading:
    """Form factor and memory written in an instance type we do not know: "gpu_8x_a100_80gb_sxm4"."""
    hits = find_products(text)
    if len(hits) == 1 and hits[0][2].startswith(f"{reading.product.product_id}-") and not reading.traits:
        # A column of models that drops what the instance type keeps: "RTX4060" beside "4x-RTX_4060_Ti-32-65536".
        reading = Reading(products()[hits[0][2]]).because("model from instance type")
    ends = [end for _, end, product_id in hits if product_id == reading.product.product_id]
    if len(ends) != 1:
        return reading
    rest = text[ends[0] :]
    forms = {form for word in _form_words(rest) if (form := _form_of(reading.product, word))}
    if len(forms) == 1 and reading.form is None and len(reading.product.forms) > 1:
        form = forms.pop()
        reading = reading.because(f"form {form} from instance type", form=form)
    stated = re.match(r" ?(\d+) ?gb?\b", rest)
    if stated and reading.memory is None and float(stated[1]) in reading.product.memories:
        reading = reading.because(f"memory {stated[1]} from instance type", memory=float(stated[1]))
    return reading
