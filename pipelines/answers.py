"""`tokenwatt gpu` and `tokenwatt model`: what a buyer wants to know of one accelerator or one model, as tables."""

import os
from collections.abc import Iterable, Sequence
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from pipelines.output import text
from warehouse.home import Home
from warehouse.lookup import (
    COUNTED_OFFERS,
    COUNTED_WAYS,
    IS_PART,
    MAIN_METRIC,
    GpuFound,
    ModelFound,
    age,
    ages,
    bought,
    figure,
    find_gpu,
    find_model,
    rows,
)
from warehouse.query import reading

Row = dict[str, Any]
WIDTH_UNKNOWN = 120
NARROW = 100
MOST_LISTINGS = 20
SHOWN = ("input", "output", "cache_read")

OFFERED = f"""
    SELECT
        gpu_id, purchase_type, count(*) AS offers, count(DISTINCT provider) AS providers,
        min(usd_per_gpu_hour) AS least, max(usd_per_gpu_hour) AS most,
        quantile_cont(usd_per_gpu_hour, [0.25, 0.5, 0.75]) AS quartiles,
        arg_min(provider, (usd_per_gpu_hour, age_days, offer_id)) AS cheapest,
        min(age_days) AS youngest, max(age_days) AS oldest,
        bool_and(is_stale) AS is_stale, bool_and(is_starter) AS is_starter
    FROM ({COUNTED_OFFERS})
    WHERE list_contains($ids, gpu_id)
    GROUP BY gpu_id, purchase_type
    ORDER BY purchase_type <> 'on_demand', purchase_type, offers DESC, gpu_id
"""
BEST = f"""
    WITH cheapest AS (
        SELECT * FROM ({COUNTED_OFFERS})
        WHERE list_contains($ids, gpu_id)
        QUALIFY row_number() OVER (
            PARTITION BY provider, gpu_id, purchase_type
            ORDER BY is_available IS false, usd_per_gpu_hour, gpu_count, age_days, offer_id
        ) = 1
    )
    SELECT * FROM cheapest
    QUALIFY row_number() OVER (
        PARTITION BY purchase_type = 'on_demand' ORDER BY is_available IS false, usd_per_gpu_hour, offer_id
    ) <= if(purchase_type = 'on_demand', 10, 5)
    ORDER BY purchase_type <> 'on_demand', is_available IS false, usd_per_gpu_hour, offer_id
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
        AND offer_id NOT IN (SELECT offer_id FROM ({COUNTED_OFFERS}))
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


PRICES = """
    SELECT * FROM marts.model_price
    WHERE list_contains($ids, {column}) AND unit = 'million_tokens'
    ORDER BY provider, region NULLS FIRST, model_name_raw, tier_min_input_tokens
"""
# The cheapest way of each kind: an API of a provider, or a model run on one kind of GPU bought one way.
WAYS = f"""
    SELECT
        *, coalesce(output_price_is_starter, offer_is_starter) AS is_starter,
        coalesce(output_price_source_id, offer_source_id) AS source_id
    FROM ({COUNTED_WAYS})
    WHERE list_contains($ids, {{column}})
    QUALIFY row_number() OVER (
        PARTITION BY
            route, purchase_type, offer_gpu_id, utilisation, if(route = 'api', provider, NULL),
            usd_per_million_output_tokens = 0
        ORDER BY
            is_stale, usd_per_million_output_tokens, usd_per_million_blended_tokens, provider, measurement_id
    ) = 1
    ORDER BY usd_per_million_output_tokens, usd_per_million_blended_tokens, provider
"""
# Of each benchmark the part that is the whole of it, else what most models are scored on; of that the newest score.
SCORES = f"""
    WITH asked AS (
        SELECT benchmark, settings, count(DISTINCT model_version) AS models
        FROM marts.benchmark_score WHERE unit <> 'usd' GROUP BY ALL
    ),
    known AS (
        SELECT benchmark, count(DISTINCT model_version) AS models FROM marts.benchmark_score GROUP BY ALL
    )
    SELECT
        score.*, count(*) OVER benchmark AS runs,
        min(score.score) OVER benchmark AS least, max(score.score) OVER benchmark AS most
    FROM marts.benchmark_score AS score
    JOIN asked ON asked.benchmark = score.benchmark AND asked.settings IS NOT DISTINCT FROM score.settings
    JOIN known ON known.benchmark = score.benchmark
    WHERE list_contains($ids, score.{{column}}) AND unit <> 'usd'
    WINDOW benchmark AS (PARTITION BY score.benchmark, score.metric, score.unit)
    QUALIFY row_number() OVER (
        PARTITION BY score.benchmark
        ORDER BY
            {IS_PART.format("score.settings")}, NOT {MAIN_METRIC.format("score.metric")}, score.metric,
            asked.models DESC, known_on DESC, evaluator_kind <> 'independent', score_id
    ) = 1
    ORDER BY known.models DESC, score.benchmark
    LIMIT 20
"""
SCORED = """
    SELECT model_version, coalesce(scores, 0) AS scores, joules
    FROM (SELECT model_version, count(*) AS scores FROM marts.benchmark_score GROUP BY ALL)
    FULL JOIN (
        SELECT model_version, min(joules_per_output_token) AS joules
        FROM marts.watts_per_token WHERE is_power_estimated IS NOT TRUE GROUP BY ALL
    ) USING (model_version)
    WHERE list_contains($ids, model_version)
"""
ENERGY = """
    WITH point AS (
        SELECT * FROM marts.watts_per_token
        WHERE list_contains($ids, {column}) AND is_power_estimated IS NOT TRUE
        QUALIFY row_number() OVER (PARTITION BY measurement_id ORDER BY grid <> 'WORLD', grid) = 1
    )
    SELECT
        coalesce(gpu_id, gpu_name_raw) AS gpu, task, boundary, count(*) AS points,
        median(joules_per_output_token) AS median_joules,
        arg_min(point, joules_per_output_token) AS best,
        max(measurement_captured_at) AS seen_at, any_value(measurement_source_id) AS source_id,
        bool_and(measurement_is_starter) AS is_starter
    FROM point
    GROUP BY ALL
    ORDER BY points DESC, gpu, task
    LIMIT 12
"""


def answer_gpu(home: Home, name: str) -> None:
    """Print what a GPU-hour costs, where and how it is bought. Raises WarehouseError for an unknown name."""
    console = _console()
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
    shown = _table(("", "form", "memory GiB", "TDP W", "says"), numbers=(2, 3), folded=(4,))
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
    _heading(console, "List prices, USD per GPU-hour")
    shown = _table(
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
            _seen(row["youngest"], row["oldest"], row),
        )
    _narrowed(console, shown, 3, 5, 7)
    console.print(shown)


def _spread(row: Row) -> list[tuple[str, float]]:
    low, middle, high = row["quartiles"]
    return [("bold", row["least"]), ("none", low), ("bold", middle), ("none", high), ("none", row["most"])]


def _print_best(console: Console, found: GpuFound, best: list[Row]) -> None:
    _heading(console, "Best offers, the cheapest of each provider")
    shown = _table(
        ("provider", "region", "instance", "variant", "GPUs", "USD/GPU-h", "USD/h", "bought", "seen"),
        numbers=(4, 5, 6),
        folded=(0, 1, 2, 3, 7),
    )
    for row in best:
        shown.add_row(
            text(row["provider"]),
            text(row["region"] or row["country_code"]),
            text(row["instance_type"]),
            _variant(row["gpu_id"], found),
            _number(row["gpu_count"]),
            f"[bold]{figure(row['usd_per_gpu_hour'])}[/]",
            figure(row["usd_per_hour"]),
            bought(row["purchase_type"]) + (", [yellow]sold out[/]" if row["is_available"] is False else ""),
            _seen_once(row),
        )
    _narrowed(console, shown, 2)
    console.print(shown)
    _print_sources(console, {row["source_id"] for row in best})
    console.print(
        f"To see the first in its source: tokenwatt trace marts.gpu_price offer_id={text(best[0]['offer_id'])}",
        style="dim",
        soft_wrap=True,
    )


def _print_marked(console: Console, found: GpuFound, marked: list[Row]) -> None:
    if not marked:
        return
    _heading(console, "Advertised otherwise, and not counted above")
    shown = _table(
        ("kind", "provider", "region", "variant", "GPUs", "USD/GPU-h", "bought", "seen"),
        numbers=(4, 5),
        folded=(0, 1, 2, 3, 6),
    )
    words = {"from": "from (a lower bound)", "on_request": "on request"}
    for row in marked:
        shown.add_row(
            text(words.get(row["price_kind"], row["price_kind"])),
            text(row["provider"]),
            text(row["region"] or row["country_code"]),
            _variant(row["gpu_id"], found),
            _number(row["gpu_count"]),
            figure(row["usd_per_gpu_hour"]),
            bought(row["purchase_type"]),
            _seen_once(row),
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
    _heading(
        console,
        f"History, {bought(series[0][2])}, at the end of each quarter (index: like with like, 100 on the first day)",
    )
    heads = (f"{quarter:%Y} Q{(quarter.month + 2) // 3}" for quarter in quarters)
    shown = _table(("variant", "", *heads), numbers=range(2, 2 + len(quarters)))
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


# --- models --------------------------------------------------------------------------------------------------------


def answer_model(home: Home, name: str) -> None:
    """Print what a model costs, scores and consumes. Raises WarehouseError for an unknown name."""
    console = _console()
    with reading(home) as connection:
        found = find_model(connection, name)
        column = "model_id" if found.level == "snapshot" else "model_version"
        values = {"ids": [found.model_id] if found.level == "snapshot" else list(found.versions)}
        prices, ways, scores, energy = (
            rows(connection, query.format(column=column), values) for query in (PRICES, WAYS, SCORES, ENERGY)
        )
        hosted = [row for row in ways if row["route"] == "self_host"]
        _print_model(console, found)
        if found.level == "family":
            _print_versions(console, found, prices, rows(connection, SCORED, values))
            return
        if prices:
            _print_prices(console, prices)
        if hosted:
            _print_ways(console, [row for row in ways if row["route"] == "api"], hosted)
        if scores:
            _print_scores(console, scores)
        if energy:
            _print_energy(console, energy)
        held = {
            "price at an API": prices,
            "way to host it oneself at a known speed and price": hosted,
            "benchmark score": scores,
            "measured speed and energy": energy,
        }
        _print_missing(console, found, [what for what, known in held.items() if not known])


def _print_model(console: Console, found: ModelFound) -> None:
    console.print(f"[bold]{text(found.model_id)}[/]  {found.level}", end="", soft_wrap=True)
    if found.level == "snapshot":
        console.print(f" of {text(', '.join(found.versions))}", soft_wrap=True)
    elif found.level == "family":
        console.print(f" of {len(found.versions)} versions", soft_wrap=True)
    else:
        console.print()


def _print_missing(console: Console, found: ModelFound, missing: list[str]) -> None:
    if missing:
        console.print(f"\nNot held for this {found.level}: no {', no '.join(missing)}.", soft_wrap=True)
    if found.level == "snapshot" and missing:
        console.print(f"Its version may tell: tokenwatt model {text(found.versions[0])}", style="dim", soft_wrap=True)


def _print_versions(console: Console, found: ModelFound, prices: list[Row], scored: list[Row]) -> None:
    _heading(console, "Cheapest API prices of each version, USD per million tokens")
    heads = ("version", "provider", "input", "output", "cached", "blended 3:1", "seen", "scores", "least J/token")
    shown = _table(heads, numbers=(2, 3, 4, 5, 7, 8), folded=(0, 1))
    cheapest = {each["version"]: each for each in reversed(_by_price(prices))}
    known = {row["model_version"]: row for row in scored}
    for version in found.versions:
        each, row = cheapest.get(version), known.get(version) or {}
        shown.add_row(
            text(version.partition("/")[2]),
            *((text(each["provider"]), *_figures(each), _seen_once(each)) if each else [text(None)] * 6),
            text(row.get("scores", 0)),
            figure(row.get("joules")),
        )
    console.print(shown)
    _print_sources(console, {row["source_id"] for row in prices})
    told = max(found.versions, key=lambda version: (known.get(version) or {}).get("scores", 0))
    console.print(f"More of one of them: tokenwatt model {text(told)}", style="dim", soft_wrap=True)


def _print_prices(console: Console, prices: list[Row]) -> None:
    _heading(console, "API prices, USD per million tokens")
    heads = ("provider", "input", "output", "cached", "blended 3:1", "seen", "besides")
    shown = _table(heads, numbers=range(1, 5), folded=(0, 6))
    listings = _by_price(prices)
    for each in listings[:MOST_LISTINGS]:
        shown.add_row(text(each["provider"]), *_figures(each), _seen_once(each), text(each["besides"]))
    console.print(shown)
    if len(listings) > MOST_LISTINGS:
        console.print(f"and {len(listings) - MOST_LISTINGS} more, dearer, free or without a price", style="dim")
    _print_sources(console, {row["source_id"] for row in prices})


def _figures(listing: Row) -> list[str]:
    return [*(_price(listing["rows"].get(each)) for each in SHOWN), f"[bold]{figure(listing['blended'])}[/]"]


def _by_price(prices: list[Row]) -> list[Row]:
    """Listings from the cheapest on. What is free comes with limits, so it stands behind what has a price."""

    def order(each: Row) -> tuple[bool, bool, float, bool, str]:
        is_maker = each["version"].startswith(f"{each['provider']}/")
        return (not each["blended"], each["blended"] is None, each["blended"] or 0.0, not is_maker, each["provider"])

    return sorted(_listings(prices), key=order)


def _listings(prices: list[Row]) -> list[Row]:
    """One listing per version and provider, the cheapest, and one more where it can also be had free of charge."""
    offered: dict[tuple[str, str], list[Row]] = {}
    for row in prices:
        offered.setdefault((row["model_version"], row["provider"]), []).append(row)
    listings = []
    for (version, provider), asked in offered.items():
        plain = [row for row in asked if row["tier_min_input_tokens"] == 0 and row["condition"] is None]
        named: dict[tuple[str, str | None], dict[str, Row]] = {}
        for row in plain:
            named.setdefault((row["model_name_raw"], row["region"]), {})[row["component"]] = row
        # Names that cost alike are one row in the mart, under one of the names: what has one price holds for all.
        shared = {each: _sole([row for row in plain if row["component"] == each]) for each in SHOWN}
        known: list[Row] = []
        for own in named.values():
            rows_of = {each: price for each in SHOWN if (price := own.get(each) or shared[each])}
            blended = _blended(rows_of.get("input"), rows_of.get("output"))
            if any(each in own for each in SHOWN):
                known.append({"rows": rows_of, "blended": blended})
        for group in (
            [each for each in known if each["blended"] != 0],
            [each for each in known if each["blended"] == 0],
        ):
            if group:
                best = min(group, key=lambda each: (each["blended"] is None, each["blended"] or 0.0))
                row = next(iter(best["rows"].values()))
                marks = {name: row[name] for name in ("age_days", "is_stale", "is_starter")}
                besides = _besides(asked, group) if best["blended"] != 0 else ""
                listings.append({"version": version, "provider": provider, "besides": besides, **best, **marks})
    return listings


def _sole(asked: list[Row]) -> Row | None:
    return asked[0] if len({(row["price_kind"], row["usd_per_million_tokens"]) for row in asked}) == 1 else None


def _blended(prompt: Row | None, answer: Row | None) -> float | None:
    """Three parts input to one part output, of prices that hold for everybody."""
    parts = [
        row["usd_per_million_tokens"] for row in (prompt, answer) if row and row["price_kind"] in ("listed", "free")
    ]
    return (3 * parts[0] + parts[1]) / 4 if len(parts) == 2 else None


def _besides(asked: list[Row], group: list[Row]) -> str:
    """Tiers, batches and whatever else a provider bills the model by, in words: input/output."""
    kinds: dict[str, dict[str, set[float]]] = {}
    for row in asked:
        prefix, _, end = row["component"].rpartition("_")
        tier = row["tier_min_input_tokens"]
        if row["usd_per_million_tokens"] is None or row["condition"] or end not in ("input", "output"):
            continue
        if prefix in ("", "batch", "flex", "priority") and (prefix or tier):
            label = " ".join(part for part in (prefix, f"from {tier:,} tokens" if tier else "") if part)
            kinds.setdefault(label, {}).setdefault(end, set()).add(row["usd_per_million_tokens"])
    notes = [f"{label} {_span(sides.get('input'))}/{_span(sides.get('output'))}" for label, sides in kinds.items()]
    outputs = {each["blended"] for each in group if each["blended"] is not None}
    if len(outputs) > 1:
        notes.append(f"{len(group)} listings, blended {_span(outputs)}")
    return "; ".join(notes)


def _span(values: set[float] | None) -> str:
    if not values:
        return text(None)
    return "–".join(dict.fromkeys((figure(min(values)), figure(max(values)))))


def _price(row: Row | None) -> str:
    """A price as it is meant: a figure, free, or in words why there is none."""
    if row is None:
        return text(None)
    price = figure(row["usd_per_million_tokens"])
    words = {"listed": price, "free": "free", "from": f"from {price}", "promotional": f"{price} promo"}
    return words.get(row["price_kind"], text(row["price_kind"].replace("_", " ")))


def _print_ways(console: Console, apis: list[Row], hosted: list[Row]) -> None:
    """APIs and own GPUs side by side: the price of output tokens at each share of the time the GPUs are busy."""
    shares = sorted({row["utilisation"] for row in hosted}, reverse=True)
    _heading(console, "Cheapest ways to a million output tokens, USD")
    heads = ("where", "on", "USD/GPU-h", "tokens/s", *(f"{share:.0%} busy" for share in shares), "seen")
    shown = _table(heads, numbers=range(2, 4 + len(shares)), folded=(0, 1))
    for row in [row for row in apis if row["usd_per_million_output_tokens"] > 0][:3]:
        price = figure(row["usd_per_million_output_tokens"])
        prompts = f"input {figure(row['usd_per_million_input_tokens'])} more"
        shown.add_row(f"{text(row['provider'])}, API", prompts, "", "", *[price] * len(shares), _seen_once(row))
    ways: dict[tuple[str, str], dict[float, Row]] = {}
    for row in hosted:
        ways.setdefault((row["offer_gpu_id"], row["purchase_type"]), {})[row["utilisation"]] = row
    for by_share in list(ways.values())[:6]:
        row = next(iter(by_share.values()))
        shown.add_row(
            f"{text(row['provider'])}, {bought(row['purchase_type'])}",
            text(f"{row['gpu_count']} × {row['offer_gpu_id'].partition('-')[2]}"),
            figure(row["usd_per_gpu_hour"]),
            f"{row['output_tokens_per_second']:,.0f}",
            *(figure(by_share[share]["usd_per_million_output_tokens"]) for share in shares),
            _seen_once(row),
        )
    console.print(shown)
    note = f"The first of one's own: {text(hosted[0]['configuration'])}; {text(hosted[0]['assumption'])}."
    console.print(note, style="dim", soft_wrap=True)
    _print_sources(console, {row[side] for row in hosted for side in ("source_id", "measurement_source_id")})


def _print_scores(console: Console, scores: list[Row]) -> None:
    _heading(console, "Scores: of each benchmark the part most models are scored on, the newest")
    heads = ("benchmark", "score", "settings", "evaluator", "known on", "all of its settings")
    shown = _table(heads, numbers=(1,), folded=(0, 2, 3))
    for row in scores:
        metric = None if row["metric"] in ("accuracy", "elo") else row["metric"]
        how = "; ".join(part for part in (metric, row["settings"], row["variant"], row["effort"]) if part)
        who = _clipped(row["evaluator"] or "unknown", 24) + (", its maker" if row["evaluator_kind"] == "vendor" else "")
        shown.add_row(
            text(row["benchmark"]),
            f"[bold]{_score(row)}[/]",
            text(_clipped(how, 44) or None),
            text(who),
            f"{row['known_on']:%Y-%m-%d}" + (" [yellow]starter[/]" if row["is_starter"] else ""),
            f"{row['runs']}: {_points(row['least'], row)}–{_points(row['most'], row)}" if row["runs"] > 1 else "",
        )
    console.print(shown)
    _print_sources(console, {row["source_id"] for row in scores})


def _score(row: Row) -> str:
    unit = {"fraction": "%", "elo": "Elo", "minutes": "min"}.get(row["unit"], row["unit"])
    margin = ""
    if row["ci_low"] is not None and row["ci_high"] is not None:
        margin = f" ± {_points((row['ci_high'] - row['ci_low']) / 2, row)}"
    return f"{_points(row['score'], row)}{margin} {unit}"


def _points(value: float, row: Row) -> str:
    if row["unit"] == "fraction":
        return f"{100 * value:.1f}"
    return f"{value:,.0f}" if row["unit"] == "elo" else f"{value:,.{0 if abs(value) >= 10 else 2}f}"


def _print_energy(console: Console, energy: list[Row]) -> None:
    _heading(console, "Measured speed and energy: the most frugal point, and the median over all points")
    shown = _table(
        ("GPU", "task", "points", "J/token", "median", "W", "tokens/s", "GPUs", "in flight", "power of"),
        numbers=range(2, 9),
        folded=(1,),
    )
    for row in energy:
        best = row["best"]
        shown.add_row(
            text(row["gpu"]),
            text(row["task"]),
            text(row["points"]),
            f"[bold]{figure(best['joules_per_output_token'])}[/]",
            figure(row["median_joules"]),
            text(None) if best["power_watts"] is None else f"{best['power_watts']:,.0f}",
            f"{best['output_tokens_per_second']:,.0f}",
            text(best["gpu_count"]),
            text(best["max_concurrency"]),
            text(row["boundary"]) + (" [yellow]starter[/]" if row["is_starter"] else ""),
        )
    console.print(shown)
    _print_sources(console, {f"{row['source_id']} as of {row['seen_at']:%Y-%m-%d}" for row in energy})


# --- wording -------------------------------------------------------------------------------------------------------


def _console() -> Console:
    """As wide as the terminal; where there is none to measure, wide enough for the tables."""
    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDTH_UNKNOWN
    return console


def _print_sources(console: Console, sources: Iterable[str]) -> None:
    console.print(f"Said by {text(', '.join(sorted(sources)))}.", style="dim", soft_wrap=True)


def _table(heads: Sequence[str], *, numbers: Iterable[int] = (), folded: Iterable[int] = ()) -> Table:
    """Numbers stand to the right. Where it is narrow the folded columns take more lines, and no other does."""
    right, loose = set(numbers), set(folded)
    shown = Table(header_style="dim", box=None, pad_edge=False)
    for index, head in enumerate(heads):
        shown.add_column(
            head, justify="right" if index in right else "left", overflow="fold", no_wrap=index not in loose
        )
    return shown


def _narrowed(console: Console, shown: Table, *spare: int) -> None:
    """Do without some columns on a narrow terminal."""
    if console.width < NARROW:
        shown.columns = [column for index, column in enumerate(shown.columns) if index not in spare]


def _heading(console: Console, title: str) -> None:
    console.print(f"\n[bold]{title}[/]", soft_wrap=True)


def _seen(youngest: float | None, oldest: float | None, row: Row) -> str:
    """How long ago it was last seen, marked where that is longer than usual or where it came with the package."""
    marks = [f"[yellow]{mark}[/]" for mark in ("starter", "stale") if row[f"is_{mark}"]]
    return " ".join([ages(youngest, oldest), *marks])


def _seen_once(row: Row) -> str:
    return _seen(row["age_days"], row["age_days"], row)


def _clipped(value: str, length: int) -> str:
    return value if len(value) <= length else f"{value[: length - 1].rstrip()}…"


def _variant(gpu_id: str, found: GpuFound) -> str:
    """What an id says beyond the product, as far as it is stated."""
    return text(gpu_id.removeprefix(found.parent_id).strip("-") or ("unstated" if len(found.ids) > 1 else ""))


def _number(value: float | None) -> str:
    return text(None) if value is None else f"{value:g}"
