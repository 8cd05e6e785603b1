"""GPU identity: raw accelerator names, with hints beside them, to `gpu_id`s; the catalogue of ids; people's queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from transforms.identity.gpu_products import GPUS_PER_BOARD, MIG_PROFILES, WITH_EDITIONS
from transforms.identity.gpu_rules import EDITIONS, Reading, UnsureError, read_gpu, settled, sole_memory
from transforms.identity.gpu_table import Product, products

HINTS = ("gpu_memory_gib", "instance_type", "form_factor")
ID_COLUMNS = {
    "gpu_id": pl.String,
    "parent_id": pl.String,
    "vendor": pl.String,
    "accelerator_kind": pl.String,
    "form_factor": pl.String,
    "memory_gib": pl.Float64,
}
RESOLVED = {**ID_COLUMNS, "rule": pl.String}
CATALOGUE = {**ID_COLUMNS, "architecture": pl.String}


def resolve_gpus(names: pl.DataFrame) -> pl.DataFrame:
    """Resolve accelerator names. Rows keep order and height; the columns of RESOLVED are added.

    `names` holds `gpu_name_raw` and may hold the hints `gpu_memory_gib` (memory of one accelerator), `instance_type`
    and `form_factor` (which the resolved one replaces). `gpu_id` is null where unsure; `rule` then says why.
    Raises ValueError where `names` has another column of the answer, such as a host's `memory_gib`.
    """
    keys = ["gpu_name_raw", *(name for name in HINTS if name in names.columns)]
    if taken := sorted(set(names.columns) & set(RESOLVED) - set(HINTS)):
        raise ValueError(f"columns of the answer are there already: {', '.join(taken)}; select the names first")
    asked = names.select(keys).unique(maintain_order=True)
    given = asked.select("gpu_name_raw", *(pl.col(h) if h in keys else pl.lit(None).alias(h) for h in HINTS))
    answers = list(zip(*(_answer(*row) for row in given.iter_rows()), strict=True)) or [()] * len(RESOLVED)
    found = pl.DataFrame(dict(zip(RESOLVED, answers, strict=True)), schema=RESOLVED)
    hint = {"form_factor": "form_factor_hint"}
    return (
        names.rename(hint, strict=False)
        .join(
            pl.concat([asked.rename(hint, strict=False), found], how="horizontal"),
            on=[hint.get(key, key) for key in keys],
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
        .drop("form_factor_hint", strict=False)
    )


def gpu_catalogue() -> pl.DataFrame:
    """Every id the product table gives, with `parent_id`: the model without form, memory, edition, slice or board.

    TPU slices and MIG profiles beyond the listed ones resolve too, but are too many to list.
    """
    rows = {each.row[0]: (*each.row, each.product.architecture) for p in products().values() for each in _readings(p)}
    return pl.DataFrame(list(rows.values()), schema=CATALOGUE, orient="row")


@dataclass(frozen=True)
class GpuMatch:
    """What a person's text selects. `level` is `model` or `variant`; None when the text is not understood."""

    level: str | None
    gpu_id: str | None
    ids: tuple[str, ...]
    rule: str


def match_gpu_query(text: str, ids: Iterable[str]) -> GpuMatch:
    """Select from `ids` what `text` names and all that refine it: "A100 80GB" selects its SXM and its PCIe form."""
    try:
        wanted = read_gpu(text)
    except UnsureError as unsure:
        return GpuMatch(None, None, (), str(unsure))
    selected = []
    for each in ids:
        try:
            offered = read_gpu(each)
        except UnsureError:
            continue
        if offered.product == wanted.product and set(wanted.traits) <= set(offered.traits):
            selected.append(each)
    return GpuMatch("variant" if wanted.traits else "model", wanted.row[0], tuple(selected), wanted.rule)


def _answer(
    name: str | None, memory_gib: float | None, instance_type: str | None, form_factor: str | None
) -> tuple[str | float | None, ...]:
    try:
        reading = read_gpu(name or "", memory_gib, instance_type, form_factor)
    except UnsureError as unsure:
        return (None,) * len(ID_COLUMNS) + (str(unsure),)
    return (*reading.row, reading.rule)


def _readings(product: Product) -> list[Reading]:
    """The readings a product table line allows."""
    found = [Reading(product)]
    for variant in product.variants:
        memory = variant.quoted[0]
        found += [
            Reading(product, form=variant.form, memory=sole_memory(product, variant.form)),
            settled(Reading(product, memory=memory, is_aftermarket=variant.is_aftermarket)),
            Reading(product, form=variant.form, memory=memory, is_aftermarket=variant.is_aftermarket),
        ]
    if product.product_id in WITH_EDITIONS:
        found += [Reading(product, edition=edition) for edition in EDITIONS]
    if product.product_id in GPUS_PER_BOARD:
        found.append(Reading(product, is_board=True))
    return found + [Reading(product, mig=mig) for mig in MIG_PROFILES.get(product.product_id, {}).values()]
