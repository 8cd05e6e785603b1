"""`tokenwatt model`: what a model is, costs, scores and consumes, as tables."""

from rich.console import Console
from rich.table import Table

from pipelines.output import text
from pipelines.wording import (
    Row,
    answer_table,
    clipped,
    open_console,
    print_heading,
    print_sources,
    seen_once,
)
from warehouse.home import Home
from warehouse.lookup import COUNTED_WAYS, IS_PART, MAIN_METRIC, ModelFound, bought, figure, find_model, rows
from warehouse.query import reading

MOST_LISTINGS = 20
SHOWN = ("input", "output", "cache_read")

CARD = "SELECT * FROM marts.model_card WHERE model_id = $id AND has_card"
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


def answer_model(home: Home, name: str) -> None:
    """Print what a model costs, scores and consumes. Raises WarehouseError for an unknown name."""
    console = open_console()
    with reading(home) as connection:
        found = find_model(connection, name)
        column = "model_id" if found.level == "snapshot" else "model_version"
        values = {"ids": [found.model_id] if found.level == "snapshot" else list(found.versions)}
        prices, ways, scores, energy = (
            rows(connection, query.format(column=column), values) for query in (PRICES, WAYS, SCORES, ENERGY)
        )
        hosted = [row for row in ways if row["route"] == "self_host"]
        _print_model(console, found)
        cards = rows(connection, CARD, {"id": found.model_id})
        for card in cards:
            _print_card(console, card)
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
            "card that describes it": cards,
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


def _print_card(console: Console, card: Row) -> None:
    """What cards say it is; what none says is left out."""
    shown = Table(box=None, pad_edge=False, show_header=False)
    shown.add_column(style="dim", no_wrap=True)
    shown.add_column(overflow="fold")
    shown.add_column(style="dim", overflow="fold")
    for head, said, who in (
        ("size", _size(card), _who(card, "parameters")),
        ("context", _context(card), _who(card, "context")),
        ("licence", card["licence_name"] or card["licence"], _who(card, "licence")),
        ("weights", _openness(card), card["openness_source_id"]),
        ("released", card["released_on"], _who(card, "release")),
        ("knows up to", card["knowledge_cutoff"], None),
        ("reads, writes", _media(card), None),
        ("training", _training(card), card["compute_source_id"]),
        ("runs in", _places(card), None),
    ):
        if said is not None:
            shown.add_row(head, text(said), text(who or ""))
    console.print(shown)


def _who(card: Row, fact: str) -> str | None:
    source = card[f"{fact}_source_id"]
    if source is None:
        return None
    agreeing, sources = card.get(f"{fact}_sources_agreeing"), card.get(f"{fact}_sources")
    return f"{source}, {agreeing} of {sources} sources agree" if sources and sources > 1 else str(source)


def _size(card: Row) -> str:
    if card["parameters_b"] is None and card["parameters_b_named"] is None:
        return "not disclosed"
    total, active = (
        (card["parameters_b"], card["active_parameters_b"])
        if card["parameters_b"] is not None
        else (card["parameters_b_named"], card["active_parameters_b_named"])
    )
    parts = [f"{total:g} billion parameters" + ("" if card["parameters_b"] is not None else ", as its name says")]
    if active is not None and active < total:
        parts.append(f"{active:g} billion active")
    design = card["architecture"] or ("mixture of experts" if card["is_moe"] else None)
    return ", ".join([*parts, *([design] if design else [])])


def _context(card: Row) -> str | None:
    if card["context_tokens"] is None:
        return None
    low, high = card["context_tokens_lowest"], card["context_tokens_highest"]
    spread = f" (hosts give {low:,} to {high:,})" if low < high else ""
    answer = f", answers of {card['max_output_tokens']:,}" if card["max_output_tokens"] else ""
    return f"{card['context_tokens']:,} tokens{spread}{answer}"


def _openness(card: Row) -> str:
    return f"{card['weights_openness'].replace('_', ' ')}: {card['openness_rule'].replace('_', ' ')}"


def _media(card: Row) -> str | None:
    media = (card["input_modalities"], card["output_modalities"])
    return " → ".join(each or "?" for each in media) if any(media) else None


def _training(card: Row) -> str | None:
    stated, estimated = card["training_compute_flop"], card["training_compute_flop_estimated"]
    parts = []
    if (flop := stated or estimated) is not None:
        parts.append(f"{flop:.2g} FLOP" + ("" if stated is not None else ", as estimated"))
        limit = f"{card['systemic_risk_flop']:.0e} FLOP".replace("e+", "e")
        side = "above" if card["is_presumed_systemic_risk"] else "not above"
        parts.append(f"{side} the {limit} of Article 51 of the EU AI Act")
    if card["training_gpu_hours"] is not None:
        on = f" of {card['training_gpu']}" if card["training_gpu"] else ""
        parts.append(f"{card['training_gpu_hours']:,.0f} GPU-hours{on}")
    if card["training_tco2e"] is not None:
        parts.append(f"{card['training_tco2e']:,.0f} t CO2e")
    return "; ".join(parts) or None


def _places(card: Row) -> str | None:
    parts = []
    areas = [each for each in (card["listed_areas"] or "").split(",") if each not in ("", "US")]
    if listed := [each for each in (card["listed_countries"], ",".join(areas)) if each]:
        parts.append(f"by API: {'; within '.join(listed)}")
    if card["gpu_countries"]:
        count = len(card["gpu_countries"].split(","))
        parts.append(f"GPUs that hold {card['gpu_memory_needed_gib']:,.0f} GiB are offered in {count} countries")
    return "; ".join(parts) or None


def _print_missing(console: Console, found: ModelFound, missing: list[str]) -> None:
    if missing:
        console.print(f"\nNot held for this {found.level}: no {', no '.join(missing)}.", soft_wrap=True)
    if found.level == "snapshot" and missing:
        console.print(f"Its version may tell: tokenwatt model {text(found.versions[0])}", style="dim", soft_wrap=True)


def _print_versions(console: Console, found: ModelFound, prices: list[Row], scored: list[Row]) -> None:
    print_heading(console, "Cheapest API prices of each version, USD per million tokens")
    heads = ("version", "provider", "input", "output", "cached", "blended 3:1", "seen", "scores", "least J/token")
    shown = answer_table(heads, numbers=(2, 3, 4, 5, 7, 8), folded=(0, 1))
    cheapest = {each["version"]: each for each in reversed(_by_price(prices))}
    known = {row["model_version"]: row for row in scored}
    for version in found.versions:
        each, row = cheapest.get(version), known.get(version) or {}
        shown.add_row(
            text(version.partition("/")[2]),
            *((text(each["provider"]), *_figures(each), seen_once(each)) if each else [text(None)] * 6),
            text(row.get("scores", 0)),
            figure(row.get("joules")),
        )
    console.print(shown)
    print_sources(console, {row["source_id"] for row in prices})
    told = max(found.versions, key=lambda version: (known.get(version) or {}).get("scores", 0))
    console.print(f"More of one of them: tokenwatt model {text(told)}", style="dim", soft_wrap=True)


def _print_prices(console: Console, prices: list[Row]) -> None:
    print_heading(console, "API prices, USD per million tokens")
    heads = ("provider", "input", "output", "cached", "blended 3:1", "seen", "besides")
    shown = answer_table(heads, numbers=range(1, 5), folded=(0, 6))
    listings = _by_price(prices)
    for each in listings[:MOST_LISTINGS]:
        shown.add_row(text(each["provider"]), *_figures(each), seen_once(each), text(each["besides"]))
    console.print(shown)
    if len(listings) > MOST_LISTINGS:
        console.print(f"and {len(listings) - MOST_LISTINGS} more, dearer, free or without a price", style="dim")
    print_sources(console, {row["source_id"] for row in prices})


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
    print_heading(console, "Cheapest ways to a million output tokens, USD")
    heads = ("where", "on", "USD/GPU-h", "tokens/s", *(f"{share:.0%} busy" for share in shares), "seen")
    shown = answer_table(heads, numbers=range(2, 4 + len(shares)), folded=(0, 1))
    for row in [row for row in apis if row["usd_per_million_output_tokens"] > 0][:3]:
        price = figure(row["usd_per_million_output_tokens"])
        prompts = f"input {figure(row['usd_per_million_input_tokens'])} more"
        shown.add_row(f"{text(row['provider'])}, API", prompts, "", "", *[price] * len(shares), seen_once(row))
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
            seen_once(row),
        )
    console.print(shown)
    note = f"The first of one's own: {text(hosted[0]['configuration'])}; {text(hosted[0]['assumption'])}."
    console.print(note, style="dim", soft_wrap=True)
    print_sources(console, {row[side] for row in hosted for side in ("source_id", "measurement_source_id")})


def _print_scores(console: Console, scores: list[Row]) -> None:
    print_heading(console, "Scores: of each benchmark the part most models are scored on, the newest")
    heads = ("benchmark", "score", "settings", "evaluator", "known on", "all of its settings")
    shown = answer_table(heads, numbers=(1,), folded=(0, 2, 3))
    for row in scores:
        metric = None if row["metric"] in ("accuracy", "elo") else row["metric"]
        how = "; ".join(part for part in (metric, row["settings"], row["variant"], row["effort"]) if part)
        who = clipped(row["evaluator"] or "unknown", 24) + (", its maker" if row["evaluator_kind"] == "vendor" else "")
        shown.add_row(
            text(row["benchmark"]),
            f"[bold]{_score(row)}[/]",
            text(clipped(how, 44) or None),
            text(who),
            f"{row['known_on']:%Y-%m-%d}" + (" [yellow]starter[/]" if row["is_starter"] else ""),
            f"{row['runs']}: {_points(row['least'], row)}–{_points(row['most'], row)}" if row["runs"] > 1 else "",
        )
    console.print(shown)
    print_sources(console, {row["source_id"] for row in scores})


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
    print_heading(console, "Measured speed and energy: the most frugal point, and the median over all points")
    shown = answer_table(
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
    print_sources(console, {f"{row['source_id']} as of {row['seen_at']:%Y-%m-%d}" for row in energy})
