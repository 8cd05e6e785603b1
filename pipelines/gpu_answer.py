"""`tokenwatt gpu`: what a buyer wants to know of one accelerator, as tables."""

import re

import duckdb
from rich.console import Console

from pipelines.output import text
from pipelines.wording import (
    NARROW,
    Row,
    answer_table,
    narrow,
    open_console,
    print_heading,
    print_sources,
    seen,
    seen_once,
)
from warehouse.home import Home
from warehouse.lookup import COUNTED_OFFERS, GpuFound, age, bought, figure, find_gpu, rows
from warehouse.query import reading

# What a buyer can still act on: the offers of a way to buy that was last seen long before all others are left out.
CURRENT_OFFERS = f"""
    SELECT * FROM ({COUNTED_OFFERS})
    WHERE list_contains($ids, gpu_id)
    QUALIFY age_days <= min(age_days) OVER () + 180
"""
# On demand, reserved, spot, marketplaces, bids: from what is sure to be had to what is not.
WAY = """CASE
        WHEN purchase_type = 'on_demand' THEN 1
        WHEN regexp_matches(purchase_type, '^(reserved|committed)') THEN 2
        WHEN purchase_type IN ('spot', 'low_priority') THEN 3
        WHEN starts_with(purchase_type, 'marketplace') THEN 4
        ELSE 5
    END"""
MONTHS = """
    coalesce(try_cast(regexp_extract(purchase_type, '_([0-9]+)[my]$', 1) AS INTEGER), 0)
        * if(ends_with(purchase_type, 'y'), 12, 1)"""
OFFERED = f"""
    SELECT
        gpu_id, purchase_type, count(*) AS offers, count(DISTINCT provider) AS providers,
        min(usd_per_gpu_hour) AS least, max(usd_per_gpu_hour) AS most,
        quantile_cont(usd_per_gpu_hour, [0.25, 0.5, 0.75]) AS quartiles,
        arg_min(provider, (usd_per_gpu_hour, age_days, offer_id)) AS cheapest,
        min(age_days) AS youngest, max(age_days) AS oldest,
        bool_and(is_stale) AS is_stale, bool_and(is_starter) AS is_starter
    FROM ({CURRENT_OFFERS})
    GROUP BY gpu_id, purchase_type
    ORDER BY {WAY}, {MONTHS}, purchase_type, offers DESC, gpu_id
"""
BEST = f"""
    WITH cheapest AS (
        SELECT *, {WAY} AS way FROM ({CURRENT_OFFERS})
        QUALIFY row_number() OVER (
            PARTITION BY provider, gpu_id, purchase_type
            ORDER BY is_available IS false, usd_per_gpu_hour, gpu_count, age_days, offer_id
        ) = 1
    )
    SELECT * FROM cheapest
    QUALIFY row_number() OVER (
        PARTITION BY way ORDER BY is_available IS false, usd_per_gpu_hour, offer_id
    ) <= CASE way WHEN 1 THEN 10 WHEN 5 THEN 2 ELSE 3 END
    ORDER BY way, is_available IS false, usd_per_gpu_hour, offer_id
"""
MARKED = """
    SELECT * FROM marts.gpu_price
    WHERE list_contains($ids, gpu_id) AND price_kind <> 'listed'
    QUALIFY row_number() OVER (
        PARTITION BY provider, gpu_id, purchase_type, price_kind ORDER BY usd_per_gpu_hour, age_days, offer_id
    ) = 1
    ORDER BY price_kind, usd_per_gpu_hour, provider
    LIMIT 8
"""
OLDER = f"""
    SELECT count(*) AS offers, min(age_days) AS youngest FROM marts.gpu_price
    WHERE list_contains($ids, gpu_id) AND price_kind = 'listed'
        AND offer_id NOT IN (SELECT offer_id FROM ({CURRENT_OFFERS}))
"""
QUARTERS = """
    SELECT
        gpu_id, purchase_type, date_trunc('quarter', day)::DATE AS quarter,
        arg_max(median_usd_per_gpu_hour, day) AS median, arg_max(index_100, day) AS index_100,
        count(*) OVER (PARTITION BY gpu_id, purchase_type) AS quarters
    FROM marts.gpu_price_daily
    WHERE list_contains($ids, gpu_id) AND purchase_type IN ('on_demand', 'spot')
    GROUP BY gpu_id, purchase_type, quarter
    ORDER BY purchase_type, gpu_id, quarter
"""


def answer_gpu(home: Home, name: str) -> None:
    """Print what a GPU-hour costs, where and how it is bought. Raises WarehouseError for an unknown name."""
    console = open_console()
    with reading(home) as connection:
        found = find_gpu(connection, name)
        values = {"ids": list(found.ids)}
        offered = rows(connection, OFFERED, values)
        _print_gpus(console, connection, found, {row["gpu_id"] for row in offered})
        if offered:
            _print_offered(console, found, offered)
            _print_best(console, found, rows(connection, BEST, values))
            (older,) = rows(connection, OLDER, values)
            if older["offers"]:
                note = (
                    f"{older['offers']} older offers, last seen {age(older['youngest'])} ago or before, are left out."
                )
                console.print(note, style="dim", soft_wrap=True)
        else:
            console.print("\nno priced offer of it is held")
        _print_marked(console, found, rows(connection, MARKED, values))
        _print_history(console, found, rows(connection, QUARTERS, values))
        if found.slices:
            _print_slices(console, connection, found)


def _print_gpus(console: Console, connection: duckdb.DuckDBPyConnection, found: GpuFound, offered: set[str]) -> None:
    facts = rows(connection, _spec_query(connection), {"ids": list(found.ids), "named": found.gpu_id})
    first = facts[0] if facts else {}
    made = " ".join(part for part in (first.get("vendor"), first.get("architecture")) if part)
    kind = first.get("accelerator_kind") or "accelerator"
    console.print(f"[bold]{text(found.gpu_id)}[/]  {text(made)} {text(kind)}", soft_wrap=True)
    shown = answer_table(("", "form", "memory GiB", "TDP W", "says"), numbers=(2, 3), folded=(4,))
    for row in facts:
        if row["gpu_id"] in offered or row["gpu_id"] == found.gpu_id:
            cells = (row["form_factor"], _number(row["memory_gib"]), _number(row["tdp_watts"]), row["said_by"])
            shown.add_row(*map(text, (row["gpu_id"], *cells)))
    if shown.row_count:
        console.print(shown)


def _spec_query(connection: duckdb.DuckDBPyConnection) -> str:
    """Catalogue facts with the power limit, from a datasheet if we hold one, else from a database of products."""
    known = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'seeds' AND table_name = 'gpu_datasheet'"
    datasheet = "SELECT gpu_id, tdp_watts, document AS said_by, 1 AS rank FROM seeds.gpu_datasheet UNION ALL"
    return f"""
        WITH stated AS (
            {datasheet if connection.execute(known).fetchall() else ""}
            SELECT name.gpu_id, median(spec.tdp_watts), any_value(spec.source_id), 2
            FROM history.gpu_spec AS spec
            JOIN identity.gpu_name AS name ON name.gpu_name_raw = spec.gpu_name_raw
                AND name.gpu_memory_gib IS NOT DISTINCT FROM spec.memory_gib AND name.instance_type IS NULL
            WHERE spec.recorded_to IS NULL
            GROUP BY name.gpu_id
            HAVING min(spec.tdp_watts) = max(spec.tdp_watts)
        ),
        power AS (
            SELECT gpu_id, arg_min(tdp_watts, rank) AS tdp_watts, arg_min(said_by, rank) AS said_by
            FROM stated AS each(gpu_id, tdp_watts, said_by, rank)
            WHERE tdp_watts IS NOT NULL
            GROUP BY gpu_id
        )
        SELECT gpu.*, power.tdp_watts, power.said_by
        FROM identity.gpu AS gpu LEFT JOIN power USING (gpu_id)
        WHERE list_contains($ids, gpu_id)
        ORDER BY gpu_id <> $named, gpu_id
    """


def _print_offered(console: Console, found: GpuFound, offered: list[Row]) -> None:
    print_heading(console, "List prices, USD per GPU-hour")
    shown = answer_table(
        ("bought", "variant", "offers", "providers", "min", "p25", "median", "p75", "max", "cheapest at", "seen"),
        numbers=range(2, 9),
        folded=(0, 1, 9),
    )
    for row in offered:
        shown.add_row(
            bought(row["purchase_type"]),
            _variant(row["gpu_id"], found),
            text(row["offers"]),
            text(row["providers"]),
            *(f"[{style}]{figure(value)}[/]" for style, value in _spread(row)),
            text(row["cheapest"]),
            seen(row["youngest"], row["oldest"], row),
        )
    narrow(console, shown, 3, 5, 7)
    console.print(shown)


def _spread(row: Row) -> list[tuple[str, float]]:
    low, middle, high = row["quartiles"]
    return [("bold", row["least"]), ("none", low), ("bold", middle), ("none", high), ("none", row["most"])]


def _print_best(console: Console, found: GpuFound, best: list[Row]) -> None:
    print_heading(console, "Best offers, the cheapest of each provider")
    shown = answer_table(
        ("provider", "region", "instance", "variant", "GPUs", "USD/GPU-h", "USD/h", "bought", "seen"),
        numbers=(4, 5, 6),
        folded=(0, 1, 2, 3, 7),
    )
    for row in best:
        shown.add_row(
            text(row["provider"]),
            text(_place(row["region"], row["country_code"])),
            text(row["instance_type"]),
            _variant(row["gpu_id"], found),
            _number(row["gpu_count"]),
            f"[bold]{figure(row['usd_per_gpu_hour'])}[/]",
            figure(row["usd_per_hour"]),
            bought(row["purchase_type"]) + (", [yellow]sold out[/]" if row["is_available"] is False else ""),
            seen_once(row),
        )
    narrow(console, shown, 2)
    console.print(shown)
    print_sources(console, {row["source_id"] for row in best})
    console.print(
        f"To see the first in its source: tokenwatt trace marts.gpu_price offer_id={text(best[0]['offer_id'])}",
        style="dim",
        soft_wrap=True,
    )


def _print_marked(console: Console, found: GpuFound, marked: list[Row]) -> None:
    if not marked:
        return
    print_heading(console, "Advertised otherwise, and not counted above")
    shown = answer_table(
        ("kind", "provider", "region", "variant", "GPUs", "USD/GPU-h", "bought", "seen"),
        numbers=(4, 5),
        folded=(0, 1, 2, 3, 6),
    )
    words = {"from": "from (a lower bound)", "on_request": "on request"}
    for row in marked:
        shown.add_row(
            text(words.get(row["price_kind"], row["price_kind"])),
            text(row["provider"]),
            text(_place(row["region"], row["country_code"])),
            _variant(row["gpu_id"], found),
            _number(row["gpu_count"]),
            figure(row["usd_per_gpu_hour"]),
            bought(row["purchase_type"]),
            seen_once(row),
        )
    console.print(shown)


def _print_history(console: Console, found: GpuFound, history: list[Row]) -> None:
    """The quarters of up to four series, on-demand first: those that go back furthest."""
    on_demand = [row for row in history if row["purchase_type"] == "on_demand"] or history
    series = sorted({(-row["quarters"], row["gpu_id"], row["purchase_type"]) for row in on_demand})[:4]
    quarters = sorted({row["quarter"] for row in on_demand})[-8 if console.width >= NARROW else -4 :]
    if not series:
        console.print("\nno history is held")
        return
    print_heading(
        console,
        f"History, {bought(series[0][2])}, at the end of each quarter (index: like with like, 100 on the first day)",
    )
    heads = (f"{quarter:%Y} Q{(quarter.month + 2) // 3}" for quarter in quarters)
    shown = answer_table(("variant", "", *heads), numbers=range(2, 2 + len(quarters)))
    for _, gpu_id, purchase_type in series:
        known = {
            row["quarter"]: row for row in on_demand if (row["gpu_id"], row["purchase_type"]) == (gpu_id, purchase_type)
        }
        points = [known.get(quarter) for quarter in quarters]
        shown.add_row(_variant(gpu_id, found), "median USD/GPU-h", *(figure(p["median"]) if p else "" for p in points))
        shown.add_row("", "index", *(f"{p['index_100']:.0f}" if p else "" for p in points))
    console.print(shown)


def _print_slices(console: Console, connection: duckdb.DuckDBPyConnection, found: GpuFound) -> None:
    offered = rows(connection, OFFERED, {"ids": list(found.slices)})
    if offered:
        names = ", ".join(sorted({row["gpu_id"] for row in offered}))
        console.print(f"Slices are sold too, asked for by their own names: {text(names)}", style="dim", soft_wrap=True)


def _variant(gpu_id: str, found: GpuFound) -> str:
    """What an id says beyond the product, as far as it is stated."""
    return text(gpu_id.removeprefix(found.parent_id).strip("-") or ("unstated" if len(found.ids) > 1 else ""))


def _place(region: str | None, country_code: str | None) -> str | None:
    """A region for people: without what is left of an empty part (", US"), with the country that a code stands for."""
    named = (region or "").strip(" ,-")
    if re.fullmatch(r"(?i)global(?: \(lowest\))?", named):
        return "lowest of all regions" if "lowest" in named.lower() else "all regions"
    if re.fullmatch(r"(?i)|unspecified|unknown|default|n/?a", named):
        return country_code
    is_code = re.fullmatch(r"[A-Za-z0-9]*[0-9_-][A-Za-z0-9_-]*", named) is not None
    if is_code and country_code and country_code.lower() not in re.split(r"[_-]", named.lower()):
        return f"{named} ({country_code})"
    return named


def _number(value: float | None) -> str:
    return text(None) if value is None else f"{value:g}"
