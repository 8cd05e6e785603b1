"""What a person means by a name, which offers count together, and how figures are worded, for everybody who answers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.home import WarehouseError

# Offers of one GPU bought one way count together while they were seen within 45 days of the newest of them, as long as
# a listing is carried in marts.gpu_price_daily. Older ones are shown with their age, and not mixed in.
COUNTED_OFFERS = """
    SELECT * FROM marts.gpu_price
    WHERE gpu_id IS NOT NULL AND price_kind = 'listed' AND usd_per_gpu_hour IS NOT NULL
    QUALIFY age_days <= min(age_days) OVER (PARTITION BY gpu_id, purchase_type) + 45
"""
# Letters and digits alone: "H100-SXM" and "h100 sxm" are spelt alike.
FOLDED = "regexp_replace(lower({}), '[^a-z0-9]', '', 'g')"
# The same of ways to get tokens: an old price does not compete with those of today, on either route, and batches,
# promotions and lower bounds do not compete with what anybody pays.
COUNTED_WAYS = """
    SELECT * FROM marts.cost_per_token
    WHERE is_base
    QUALIFY age_days <= min(age_days) OVER (PARTITION BY model_version, route) + 45
"""
# Whether settings of a score, or a test set, name a part of the benchmark and not the whole of it.
IS_PART = """(
    regexp_matches(coalesce({0}, ''), '(?i)(^|; )(category|subset|split|task|level|environment|map|duration|language)=')
    AND NOT regexp_matches({0}, '(?i)=(full|overall|all|average|global)(;|$)')
)"""
# Metrics that say how well a benchmark was solved. A benchmark may have others: the share of answers in good form…
MAIN_METRIC = "(regexp_matches({0}, '^(accuracy|elo|exact_match|pass|score|solved|resolved|correct|percent_correct)'))"
NEAREST = 5

GPU_IDS = """
    SELECT gpu_id, any_value(coalesce(parent_id, gpu_id)) AS parent_id
    FROM (SELECT gpu_id, parent_id FROM identity.gpu UNION ALL SELECT gpu_id, parent_id FROM identity.gpu_name)
    WHERE gpu_id IS NOT NULL
    GROUP BY gpu_id
"""
MODEL_IDS = """
    SELECT model_version AS id, 'version' AS level, 1 AS rank FROM identity.model_name
    UNION SELECT model_id, 'snapshot', 2 FROM identity.model_name
    UNION SELECT model_family, 'family', 3 FROM identity.model_name
"""


@dataclass(frozen=True)
class GpuFound:
    """What a text selects: the id it names, and all ids that refine it. Slices of a GPU only where it names one."""

    gpu_id: str
    parent_id: str
    ids: tuple[str, ...]
    slices: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModelFound:
    """What a text selects: a `version`, a whole `family` or one `snapshot`, and the versions it covers."""

    level: str
    model_id: str
    versions: tuple[str, ...]


def find_gpu(connection: duckdb.DuckDBPyConnection, text: str) -> GpuFound:
    """The GPU that `text` names. Raises WarehouseError, with the nearest ids, where it names none with certainty."""
    folded = fold(text)
    ids = dict(connection.execute(f"SELECT * FROM ({GPU_IDS}) ORDER BY gpu_id").fetchall())
    named = {gpu_id for gpu_id in ids if folded in (fold(gpu_id), fold(gpu_id.partition("-")[2]))}
    # A spelling beside hints (memory, instance type) may say less than the id it led to; alone it says all.
    named = named or {
        gpu_id
        for (gpu_id,) in connection.execute(
            f"SELECT DISTINCT gpu_id FROM identity.gpu_name WHERE {FOLDED.format('gpu_name_raw')} = ?"
            " AND gpu_id IS NOT NULL AND gpu_memory_gib IS NULL AND instance_type IS NULL",
            [folded],
        ).fetchall()
    }
    if len(named) == 1:
        (gpu_id,) = named
        selected = {other for other in ids if ids[other] == ids[gpu_id] and _refines(other, gpu_id, ids[gpu_id])}
    else:
        from transforms.identity.gpu import match_gpu_query  # noqa: PLC0415 - brings Polars, needed for odd spellings

        match = match_gpu_query(text, ids)
        if match.gpu_id is None:
            raise WarehouseError(_unknown("GPU", text, ids))
        gpu_id, selected = match.gpu_id, set(match.ids)
    slices = {other for other in selected if "-mig-" in other and "-mig-" not in gpu_id}
    covered = selected - slices | {gpu_id}
    return GpuFound(gpu_id, ids.get(gpu_id, gpu_id), tuple(sorted(covered)), tuple(sorted(slices)))


def find_model(connection: duckdb.DuckDBPyConnection, text: str) -> ModelFound:
    """The model that `text` names. Raises WarehouseError, with candidates, where it names none with certainty."""
    folded = fold(text)
    found = connection.execute(
        f"SELECT DISTINCT id, level, rank FROM ({MODEL_IDS}) WHERE {FOLDED.format('id')} = $folded"
        f" OR {FOLDED.format('split_part(id, chr(47), 2)')} = $folded ORDER BY rank, id",
        {"folded": folded},
    ).fetchall()
    named = {(model_id, level) for model_id, level, rank in found if rank == found[0][2]}
    if not named:
        named = _spelt(connection, folded)
    if len(named) > 1:
        raise WarehouseError(f"{text!r} may be {', '.join(sorted(model_id for model_id, _ in named))}; say which")
    if not named:
        named = {_by_rules(connection, text)}
    model_id, level = named.pop()
    column = {"version": "model_version", "snapshot": "model_id", "family": "model_family"}[level]
    versions = connection.execute(
        f"SELECT DISTINCT model_version FROM identity.model_name WHERE {column} = ? ORDER BY ALL", [model_id]
    ).fetchall()
    return ModelFound(level, model_id, tuple(version for (version,) in versions))


def rows(connection: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The result of a query, a dict a row."""
    result = connection.execute(sql, values) if values else connection.execute(sql)
    names = [name for name, *_ in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def fold(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def age(days: float | None) -> str:
    """An age people read: 40 min, 7 h, 12 d, 2.1 y."""
    if days is None:
        return "–"
    if days * 24 < 1:
        return f"{days * 1440:.0f} min"
    if days < 2:
        return f"{days * 24:.0f} h"
    return f"{days:.0f} d" if days < 365 else f"{days / 365.25:.1f} y"


def ages(youngest: float | None, oldest: float | None) -> str:
    """A span of ages: 5 h–12 d, 2.8–2.9 y."""
    low, high = age(youngest), age(oldest)
    if low == high:
        return low
    return f"{low.removesuffix(' ' + high.split()[-1])}–{high}"


def figure(value: float | None) -> str:
    """A figure to the cent, below 1 to three significant digits; never 0 for what is more."""
    if value is None:
        return "–"
    if abs(value) >= 1000 or value == 0:
        return f"{value:,.0f}"
    if abs(value) >= 1:
        return f"{value:.2f}"
    if abs(value) < 1e-4:
        return f"{value:.2e}"
    decimals = 2 - math.floor(math.log10(abs(value)))
    whole, _, digits = f"{value:.{decimals}f}".partition(".")
    return f"{whole}.{digits.rstrip('0'):0<2}"


def bought(purchase_type: str) -> str:
    """How an offer is bought, in words."""
    fixed = {"on_demand": "on demand", "bid": "lowest bid"}
    if found := re.fullmatch(r"(reserved|committed)_(\d+)([my])", purchase_type):
        kind, count, unit = found.groups()
        return f"{kind} {count} {'month' if unit == 'm' else 'year'}{'s' if count != '1' else ''}"
    return fixed.get(purchase_type, purchase_type.replace("_", " "))


def _refines(other: str, gpu_id: str, parent_id: str) -> bool:
    """Whether an id says all that another of the same parent says, and perhaps more."""
    return _traits(gpu_id, parent_id) <= _traits(other, parent_id)


def _traits(gpu_id: str, parent_id: str) -> set[str]:
    return set(gpu_id.removeprefix(parent_id).split("-")) - {""}


def _spelt(connection: duckdb.DuckDBPyConnection, folded: str) -> set[tuple[str, str]]:
    """What sources mean that spell a name so: one snapshot if all agree on it, else the version or versions."""
    meant = connection.execute(
        "SELECT DISTINCT model_id, model_version FROM identity.model_name"
        f" WHERE {FOLDED.format('model_name_raw')} = ? AND model_version IS NOT NULL",
        [folded],
    ).fetchall()
    if len(meant) == 1 and meant[0][0] != meant[0][1]:
        return {(meant[0][0], "snapshot")}
    return {(version, "version") for _, version in meant}


def _by_rules(connection: duckdb.DuckDBPyConnection, text: str) -> tuple[str, str]:
    """What the rules read in a name that no source writes so, where we hold anything of it."""
    from transforms.identity.model import match_model_query  # noqa: PLC0415 - brings Polars, needed for odd spellings

    held = set(connection.execute(f"SELECT id, level FROM ({MODEL_IDS})").fetchall())
    match = match_model_query(text)
    level = "snapshot" if match.level == "id" else match.level
    if match.id is not None and level is not None and (match.id, level) in held:
        return match.id, level
    raise WarehouseError(_unknown("model", text, {model_id for model_id, _ in held if model_id}))


def _unknown(kind: str, text: str, ids: Iterable[str]) -> str:
    """What to say of a name that is not known: the ids that look most like it, with or without their maker."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - needed where all else failed

    wanted = SequenceMatcher(b=fold(text))

    def likeness(name: str) -> float:
        shares = []
        for part in {fold(name), fold(name.replace("/", "-").partition("-")[2])}:
            wanted.set_seq1(part)
            shares.append(wanted.ratio())
        return max(shares)

    nearest = sorted(ids, key=lambda name: (-likeness(name), name))[:NEAREST]
    return f"no {kind} is known as {text!r}" + (f"; nearest: {', '.join(nearest)}" if nearest else "")
