"""The page of a snapshot: one HTML file that needs no network, drawn from the marts alone.

Every figure stands beside its unit, its age and its source. Text of sources is data: the template escapes it, and a
content policy lets no script run but the page's own.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import duckdb

from warehouse.lookup import COUNTED_OFFERS, COUNTED_WAYS, IS_PART, MAIN_METRIC, age, ages, figure, rows

Row = dict[str, Any]
MOST_GPUS = 25
MOST_MODELS = 25
# What a visitor's eye looks for first; a GPU that nobody offers gives its tile to the most offered one.
HEADLINE_GPU = "nvidia-h100"
HEADLINE_UTILISATION = 0.5
MOST_SERIES = 7
MOST_PANELS = 6


@dataclass(frozen=True)
class Cell:
    """One cell: what it says, what it sorts by, what it says more quietly, and the marks it bears."""

    text: str
    sort: float | str | None = None
    note: str | None = None
    marks: tuple[str, ...] = ()
    strong: bool = False


@dataclass(frozen=True)
class Head:
    """One column: its name, its unit, whether it holds numbers, and whether its text stays on one line."""

    title: str
    unit: str | None = None
    is_number: bool = False
    is_tight: bool = False


@dataclass(frozen=True)
class Grid:
    """One table."""

    grid_id: str
    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Figure:
    """One drawing, what it shows in words, and how to read it."""

    svg: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Tile:
    """One headline: the figure, its unit, what it is of, and where it comes from."""

    title: str
    value: str
    unit: str
    about: str
    origin: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """One part of the page; `absent` says what is missing where it has nothing to show."""

    section_id: str
    title: str
    lead: str
    absent: str
    figures: tuple[Figure, ...] = ()
    grids: tuple[Grid, ...] = ()


def render_dashboard(connection: duckdb.DuckDBPyConnection, moment: datetime) -> str:
    """The page, as HTML, of the marts that `connection` sees. `moment` is when the snapshot was published."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - needed when publishing only

    environment = Environment(
        loader=PackageLoader("warehouse", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["script_hash"] = _script_hash
    compared, trends = rows(connection, COMPARED), rows(connection, TRENDS)
    starters = rows(connection, "SELECT title FROM marts.source_freshness WHERE is_starter ORDER BY title")
    return environment.get_template("dashboard.html.jinja").render(
        moment=moment.astimezone(UTC),
        tiles=_tiles(connection, moment, compared, trends),
        sections=[
            _gpu_prices(connection),
            _price_history(connection, moment),
            _api_prices(connection),
            _cost_per_token(compared),
            _watts_per_token(connection, moment),
            _benchmarks(connection, moment, trends),
            _sources(connection),
        ],
        starters=[row["title"] for row in starters],
    )


# --- GPU prices ----------------------------------------------------------------------------------------------------

GPU_PRICES = f"""
    SELECT
        gpu_id,
        count(DISTINCT provider) AS providers,
        count(*) AS offers,
        min(usd_per_gpu_hour) FILTER (purchase_type = 'on_demand') AS on_demand_min,
        arg_min(provider, (usd_per_gpu_hour, age_days, offer_id)) FILTER (purchase_type = 'on_demand') AS on_demand_at,
        median(usd_per_gpu_hour) FILTER (purchase_type = 'on_demand') AS on_demand_median,
        min(usd_per_gpu_hour) FILTER (purchase_type = 'spot') AS spot_min,
        arg_min(provider, (usd_per_gpu_hour, age_days, offer_id)) FILTER (purchase_type = 'spot') AS spot_at,
        min(usd_per_gpu_hour) FILTER (starts_with(purchase_type, 'marketplace')) AS market_min,
        arg_min(provider, (usd_per_gpu_hour, age_days, offer_id))
            FILTER (starts_with(purchase_type, 'marketplace')) AS market_at,
        min(age_days) AS youngest,
        max(age_days) AS oldest,
        bool_and(is_stale) AS is_stale,
        bool_and(is_starter) AS is_starter,
        list_sort(list_distinct(list(source_id))) AS sources
    FROM (SELECT * FROM ({COUNTED_OFFERS}) QUALIFY age_days <= min(age_days) OVER (PARTITION BY gpu_id) + 45)
    GROUP BY gpu_id
    ORDER BY youngest > min(youngest) OVER () + 45, providers DESC, offers DESC, gpu_id
    LIMIT {MOST_GPUS}
"""


def _gpu_prices(connection: duckdb.DuckDBPyConnection) -> Section:
    heads = (
        Head("GPU"),
        Head("On demand, lowest", "USD / GPU-hour", is_number=True),
        Head("On demand, median", "USD / GPU-hour", is_number=True),
        Head("Spot, lowest", "USD / GPU-hour", is_number=True),
        Head("Marketplace, lowest", "USD / GPU-hour", is_number=True),
        Head("Offers", "count", is_number=True),
        Head("Providers", "count", is_number=True),
        Head("Seen", "ago", is_number=True),
        Head("Source"),
    )
    body = tuple(
        (
            Cell(row["gpu_id"]),
            Cell(figure(row["on_demand_min"]), row["on_demand_min"], row["on_demand_at"], strong=True),
            Cell(figure(row["on_demand_median"]), row["on_demand_median"]),
            Cell(figure(row["spot_min"]), row["spot_min"], row["spot_at"]),
            Cell(figure(row["market_min"]), row["market_min"], row["market_at"]),
            Cell(f"{row['offers']:,}", row["offers"]),
            Cell(f"{row['providers']:,}", row["providers"]),
            Cell(ages(row["youngest"], row["oldest"]), row["youngest"], marks=_marks(row)),
            Cell(", ".join(row["sources"])),
        )
        for row in rows(connection, GPU_PRICES)
    )
    return Section(
        "gpu-prices",
        "What a GPU-hour costs",
        "List prices of one accelerator for one hour. Each offer counts once. Offers last seen more than 45 days before"
        " the newest of their kind are left out; promotional and “from” prices never enter.",
        "No priced offer of a known GPU is held.",
        grids=(Grid("gpu-prices-table", f"The {len(body)} accelerators that most providers sell", heads, body),)
        if body
        else (),
    )


# One GPU model each, in the variant with most offers over the last two years of the history; the most
# widely sold first.
HISTORY_SERIES = f"""
    WITH recent AS (
        SELECT
            coalesce(parent_id, gpu_id) AS product, gpu_id, max(providers) AS providers, sum(offers) AS offer_days,
            count(*) AS days
        FROM marts.gpu_price_daily
        WHERE purchase_type = 'on_demand' AND day > (SELECT max(day) FROM marts.gpu_price_daily) - 730
        GROUP BY product, gpu_id
        QUALIFY row_number() OVER (PARTITION BY product ORDER BY offer_days DESC, gpu_id) = 1
        ORDER BY providers DESC, days DESC, gpu_id
        LIMIT {MOST_SERIES}
    )
    SELECT gpu_id FROM recent
"""
# A step a week: the last day of each week, or the last there is. A day may be carried from an older look: `age_days`
# is that of the newest offer.
HISTORY = """
    SELECT
        gpu_id, max(day) AS day, arg_max(median_usd_per_gpu_hour, day) AS usd_per_gpu_hour,
        arg_max(index_100, day) AS index_100, arg_max(offers, day) AS offers, arg_max(providers, day) AS providers,
        arg_max(min_usd_per_gpu_hour, day) AS least, arg_max(min_source_id, day) AS source_id,
        arg_max(min_is_starter, day) AS is_starter, any_value(current.age_days) AS age_days
    FROM marts.gpu_price_daily
    LEFT JOIN (
        SELECT gpu_id, min(age_days) AS age_days FROM marts.gpu_price WHERE purchase_type = 'on_demand' GROUP BY gpu_id
    ) AS current USING (gpu_id)
    WHERE purchase_type = 'on_demand' AND list_contains($ids, gpu_id)
    GROUP BY gpu_id, date_trunc('week', day)
    ORDER BY gpu_id, day
"""


def _price_history(connection: duckdb.DuckDBPyConnection, moment: datetime) -> Section:
    ids = [row["gpu_id"] for row in rows(connection, HISTORY_SERIES)]
    points = rows(connection, HISTORY, {"ids": ids}) if ids else []
    section = Section(
        "price-history",
        "What it used to cost",
        "Median on-demand list price on each day, of the GPUs most providers sell. Lines break where nobody looked for"
        " longer than a listing is carried.",
        "No history of on-demand prices is held.",
    )
    if not points:
        return section
    by_gpu = {gpu_id: [point for point in points if point["gpu_id"] == gpu_id] for gpu_id in ids}
    heads = (
        Head("GPU"),
        Head("First day"),
        Head("Median then", "USD / GPU-hour", is_number=True),
        Head("Last day"),
        Head("Median", "USD / GPU-hour", is_number=True),
        Head("Lowest", "USD / GPU-hour", is_number=True),
        Head("Like with like", "first day = 100", is_number=True),
        Head("Seen", "ago", is_number=True),
        Head("Source", "of the lowest"),
    )
    body = []
    for gpu_id, series in by_gpu.items():
        first, last = series[0], series[-1]
        days = last["age_days"]
        if days is None:
            days = max(float((moment.date() - last["day"]).days), 0.0)
        body.append(
            (
                Cell(gpu_id),
                Cell(f"{first['day']:%Y-%m-%d}"),
                Cell(figure(first["usd_per_gpu_hour"]), first["usd_per_gpu_hour"]),
                Cell(f"{last['day']:%Y-%m-%d}"),
                Cell(figure(last["usd_per_gpu_hour"]), last["usd_per_gpu_hour"], strong=True),
                Cell(figure(last["least"]), last["least"]),
                Cell(f"{last['index_100']:.0f}", last["index_100"]),
                Cell(age(days), days, marks=("starter",) if last["is_starter"] else ()),
                Cell(last["source_id"]),
            )
        )
    from warehouse.charts import price_lines  # noqa: PLC0415 - brings altair

    drawing = Figure(
        price_lines(points, ids),
        f"Median on-demand price in USD per GPU-hour over time of {', '.join(ids)}; the table below gives the ends.",
        "Logarithmic scale. “Like with like” follows the same offers from day to day, so that a change of who is listed"
        " does not look like a change of price.",
    )
    grid = Grid("price-history-table", "First and last day of each line", heads, tuple(body))
    return replace(section, figures=(drawing,), grids=(grid,))


# --- tokens --------------------------------------------------------------------------------------------------------

# One price per version and provider: the cheapest listing that is not free.
API_PRICES = f"""
    SELECT
        model_version, provider, usd_per_million_input_tokens, usd_per_million_output_tokens,
        usd_per_million_blended_tokens, age_days, is_stale, output_price_source_id AS source_id,
        output_price_is_starter AS is_starter
    FROM ({COUNTED_WAYS})
    WHERE route = 'api' AND usd_per_million_output_tokens > 0
    QUALIFY row_number() OVER (
        PARTITION BY model_version, provider ORDER BY is_stale, usd_per_million_blended_tokens, configuration
    ) = 1
"""
MOST_LISTED = f"""
    SELECT
        model_version, count(*) AS providers,
        arg_min(listed, (usd_per_million_blended_tokens, provider)) AS cheapest,
        median(usd_per_million_input_tokens) AS median_input,
        median(usd_per_million_output_tokens) AS median_output,
        max(usd_per_million_blended_tokens) AS dearest
    FROM ({API_PRICES}) AS listed
    GROUP BY model_version
    ORDER BY providers DESC, model_version
    LIMIT {MOST_MODELS}
"""


def _api_prices(connection: duckdb.DuckDBPyConnection) -> Section:
    heads = (
        Head("Model"),
        Head("Providers", "count", is_number=True),
        Head("Cheapest blend", "USD / 1M tokens", is_number=True),
        Head("its input", "USD / 1M tokens", is_number=True),
        Head("its output", "USD / 1M tokens", is_number=True),
        Head("Median input", "USD / 1M tokens", is_number=True),
        Head("Median output", "USD / 1M tokens", is_number=True),
        Head("Dearest blend", "USD / 1M tokens", is_number=True),
        Head("Seen", "ago", is_number=True),
        Head("Source", "of the cheapest"),
    )
    body = []
    for row in rows(connection, MOST_LISTED):
        best = row["cheapest"]
        blended = best["usd_per_million_blended_tokens"]
        body.append(
            (
                Cell(row["model_version"]),
                Cell(f"{row['providers']:,}", row["providers"]),
                Cell(figure(blended), blended, best["provider"], strong=True),
                Cell(figure(best["usd_per_million_input_tokens"]), best["usd_per_million_input_tokens"]),
                Cell(figure(best["usd_per_million_output_tokens"]), best["usd_per_million_output_tokens"]),
                Cell(figure(row["median_input"]), row["median_input"]),
                Cell(figure(row["median_output"]), row["median_output"]),
                Cell(figure(row["dearest"]), row["dearest"]),
                Cell(age(best["age_days"]), best["age_days"], marks=_marks(best)),
                Cell(best["source_id"]),
            )
        )
    return Section(
        "api-prices",
        "What a token costs at an API",
        "List prices of the models that most providers sell, without tiers, batches and caches. The blend is three"
        " parts input to one part output. What is free of charge is left out.",
        "No API price of a known model is held.",
        grids=(Grid("api-prices-table", f"The {len(body)} most-listed models", heads, tuple(body)),) if body else (),
    )


# Of models that are both sold by the token and measured: the cheapest of each way. Rented by the hour, on demand.
COMPARED = f"""
    WITH api AS (
        SELECT
            model_version, count(*) AS providers,
            arg_min(listed, (is_stale, usd_per_million_output_tokens, provider)) AS api,
            median(usd_per_million_output_tokens) AS api_median
        FROM ({API_PRICES}) AS listed
        GROUP BY ALL
    ),
    hosted AS (
        SELECT * FROM ({COUNTED_WAYS}) WHERE route = 'self_host' AND purchase_type = 'on_demand'
    ),
    host AS (
        SELECT
            model_version,
            arg_min(
                hosted, (utilisation <> {HEADLINE_UTILISATION}, is_stale, usd_per_million_output_tokens, measurement_id)
            ) AS host
        FROM hosted
        GROUP BY ALL
    ),
    spread AS (
        SELECT
            hosted.model_version,
            min(hosted.usd_per_million_output_tokens) AS host_least,
            max(hosted.usd_per_million_output_tokens) AS host_most
        FROM hosted
        JOIN host ON hosted.model_version = host.model_version
            AND hosted.measurement_id = host.host.measurement_id AND hosted.offer_id = host.host.offer_id
        GROUP BY ALL
    )
    SELECT * FROM api JOIN host USING (model_version) JOIN spread USING (model_version)
    ORDER BY providers DESC, model_version
    LIMIT {MOST_MODELS}
"""


def _cost_per_token(compared: list[Row]) -> Section:
    section = Section(
        "cost-per-token",
        "An API, or one’s own GPUs",
        "A million output tokens of models that are both sold by the token and measured on known GPUs: the cheapest"
        " API, and the cheapest GPUs rented on demand at the best measured rate. An API bills the prompts besides; on"
        " one’s own GPUs they are paid for with the output.",
        "No model is both sold by the token and measured on a GPU that is on offer.",
    )
    if not compared:
        return section
    heads = (
        Head("Model"),
        Head("API", "USD / 1M output tokens", is_number=True),
        Head("API seen", "ago", is_number=True),
        Head(f"Own GPUs, {HEADLINE_UTILISATION:.0%} busy", "USD / 1M output tokens", is_number=True),
        Head("Fully to least busy", "USD / 1M output tokens", is_number=True),
        Head("Own ÷ API", "ratio", is_number=True),
        Head("On", "at, rate", is_tight=True),
        Head("Offer seen", "ago", is_number=True),
        Head("Source", "API; offer; rate"),
    )
    body = []
    for row in compared:
        api, host = row["api"], row["host"]
        price, cost = api["usd_per_million_output_tokens"], host["usd_per_million_output_tokens"]
        prompts = f"{api['provider']}, input {figure(api['usd_per_million_input_tokens'])}"
        rate = f"{figure(host['usd_per_gpu_hour'])} USD / GPU-hour, {host['output_tokens_per_second']:,.0f} tokens/s"
        offer_marks = _marks({"is_stale": host["is_stale"], "is_starter": host["offer_is_starter"]})
        sources = (api["source_id"], host["offer_source_id"], host["measurement_source_id"])
        body.append(
            (
                Cell(row["model_version"]),
                Cell(figure(price), price, prompts, strong=True),
                Cell(age(api["age_days"]), api["age_days"], marks=_marks(api)),
                Cell(figure(cost), cost, host["provider"], strong=True),
                Cell(f"{figure(row['host_least'])}–{figure(row['host_most'])}", row["host_least"]),
                Cell(f"{cost / price:.2g}" if cost / price < 10 else f"{cost / price:,.0f}", cost / price),
                Cell(f"{host['gpu_count']} × {_short(host['offer_gpu_id'])}", note=rate),
                Cell(age(host["age_days"]), host["age_days"], marks=offer_marks),
                Cell("; ".join(sources)),
            )
        )
    from warehouse.charts import cost_ranges  # noqa: PLC0415 - brings altair

    drawing = Figure(
        cost_ranges(compared),
        "Output price in USD per million tokens of each model: a dot for the cheapest API, a bar for rented GPUs"
        " between the highest and the lowest utilisation. The table below holds the figures.",
        "Logarithmic scale. The bar spans the utilisations that are costed; the tick on it is half busy.",
    )
    grid = Grid("cost-per-token-table", "Cheapest ways to a million output tokens", heads, tuple(body))
    return replace(section, figures=(drawing,), grids=(grid,))


# --- energy --------------------------------------------------------------------------------------------------------

# An operating point once, costed on the mean grid of the world where that is known.
POINTS = """
    SELECT * FROM marts.watts_per_token
    WHERE model_version IS NOT NULL AND output_tokens_per_second IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY measurement_id ORDER BY grid <> 'WORLD', grid) = 1
"""
FRUGAL = f"""
    WITH point AS ({POINTS})
    SELECT
        model_version, coalesce(gpu_id, gpu_name_raw) AS gpu, boundary, task, count(*) AS points,
        median(joules_per_output_token) AS median_joules, arg_min(point, joules_per_output_token) AS best,
        sum(count(*)) OVER (PARTITION BY model_version) AS known
    FROM point
    GROUP BY model_version, gpu, boundary, task
    QUALIFY row_number() OVER (PARTITION BY model_version, gpu ORDER BY points DESC, task) = 1
    ORDER BY regexp_matches(lower(task), 'image|video|audio|speech|vision'), known DESC, model_version, gpu
    LIMIT {MOST_MODELS}
"""


def _watts_per_token(connection: duckdb.DuckDBPyConnection, moment: datetime) -> Section:
    points = rows(
        connection,
        "SELECT coalesce(gpu_id, gpu_name_raw) AS gpu, gpu_count, joules_per_output_token,"
        f" output_tokens_per_second / gpu_count AS tokens_per_second_per_gpu FROM ({POINTS}) ORDER BY measurement_id",
    )
    section = Section(
        "watts-per-token",
        "What a token consumes",
        "Joules per output token are watts over tokens per second; one model spans a wide range with the load, so each"
        " row is the most frugal point of one model, task and GPU beside the median of all its points.",
        "No measured power of a known model is held.",
    )
    if not points:
        return section
    heads = (
        Head("Model"),
        Head("GPU", is_tight=True),
        Head("Task", is_tight=True),
        Head("Least", "J / output token", is_number=True),
        Head("Median", "J / output token", is_number=True),
        Head("Points", "count", is_number=True),
        Head("Power", "W, all GPUs", is_number=True),
        Head("Rate", "tokens/s, all GPUs", is_number=True),
        Head("Electricity", "USD / 1M tokens", is_number=True),
        Head("Emissions", "gCO₂ / 1M tokens", is_number=True),
        Head("Read", "ago", is_number=True),
        Head("Source", is_tight=True),
    )
    body = []
    for row in rows(connection, FRUGAL):
        best = row["best"]
        days = _days(best["measurement_captured_at"], moment)
        body.append(
            (
                Cell(row["model_version"]),
                Cell(f"{best['gpu_count']} × {_short(row['gpu'])}"),
                Cell(row["task"], note=f"{best['max_concurrency']} in flight" if best["max_concurrency"] else None),
                Cell(figure(best["joules_per_output_token"]), best["joules_per_output_token"], strong=True),
                Cell(figure(row["median_joules"]), row["median_joules"]),
                Cell(f"{row['points']:,}", row["points"]),
                Cell(_whole(best["power_watts"]), best["power_watts"], _boundary(row["boundary"])),
                Cell(_whole(best["output_tokens_per_second"]), best["output_tokens_per_second"]),
                Cell(
                    figure(best["usd_energy_per_million_output_tokens"]), best["usd_energy_per_million_output_tokens"]
                ),
                Cell(_whole(best["gco2_per_million_output_tokens"]), best["gco2_per_million_output_tokens"]),
                Cell(age(days), days, marks=("starter",) if best["measurement_is_starter"] else ()),
                Cell(best["measurement_source_id"]),
            )
        )
    from warehouse.charts import energy_scatter  # noqa: PLC0415 - brings altair

    drawing = Figure(
        energy_scatter(points),
        f"{len(points):,} measured points: output tokens per second and GPU against joules per output token, a colour"
        " per GPU. The faster a GPU answers, the fewer joules a token takes.",
        "Both scales logarithmic; one dot per operating point.",
    )
    caption = f"Most frugal points; electricity and emissions with {_grid_note(best)}"
    return replace(section, figures=(drawing,), grids=(Grid("watts-per-token-table", caption, heads, tuple(body)),))


def _grid_note(point: Row) -> str:
    assumed = " (assumed)" if point["is_usd_per_kwh_assumed"] else ""
    emissions = f"{_whole(point['gco2_per_kwh'])} gCO₂/kWh"
    grid = ", ".join(str(part) for part in (f"{point['grid'].title()} grid", point["gco2_year"]) if part)
    return f"PUE {point['pue']:g}, {figure(point['usd_per_kwh'])} USD/kWh{assumed} and {emissions} ({grid})"


# --- benchmarks ----------------------------------------------------------------------------------------------------

# One series per benchmark: its whole, its main metric, and of those the one with most scores. Last month of each.
TRENDS = f"""
    SELECT * FROM (
        SELECT *, max(scores) OVER (PARTITION BY benchmark, metric, unit, test_set) AS most FROM marts.benchmark_trend
    )
    QUALIFY row_number() OVER (
        PARTITION BY benchmark
        ORDER BY
            {IS_PART.format("test_set")}, NOT {MAIN_METRIC.format("metric")}, most DESC, metric, test_set NULLS FIRST,
            month DESC
    ) = 1
    ORDER BY month < max(month) OVER () - INTERVAL 6 MONTH, scores DESC, benchmark
    LIMIT 20
"""
TREND_MONTHS = """
    SELECT * FROM marts.benchmark_trend
    WHERE benchmark = $benchmark AND metric = $metric AND unit = $unit AND test_set IS NOT DISTINCT FROM $test_set
    ORDER BY month
"""


def _benchmarks(connection: duckdb.DuckDBPyConnection, moment: datetime, latest: list[Row]) -> Section:
    section = Section(
        "benchmarks",
        "How far the best models have come",
        "The best score of any model released by each month, and the best of those whose weights can be downloaded.",
        "No dated score of a known model is held.",
    )
    if not latest:
        return section
    heads = (
        Head("Benchmark"),
        Head("Best score", is_number=True),
        Head("Best model"),
        Head("Best open weights", is_number=True),
        Head("Open model"),
        Head("Open lag", "months", is_number=True),
        Head("Headroom", "% of scale", is_number=True),
        Head("Trend", "per year", is_number=True),
        Head("Scores", "count", is_number=True),
        Head("Read", "ago", is_number=True),
        Head("Source"),
    )
    body = []
    for row in latest:
        days = _days(row["frontier_captured_at"], moment)
        slope = row["slope_per_year"]
        body.append(
            (
                Cell(row["title"] or row["benchmark"], note=_series_note(row)),
                Cell(_score(row["frontier_score"], row["unit"]), row["frontier_score"], strong=True),
                Cell(row["frontier_model_version"], note=_record_note(row)),
                Cell(_score(row["open_frontier_score"], row["unit"]), row["open_frontier_score"]),
                Cell(row["open_frontier_model_version"] or "–"),
                Cell(_whole(row["months_open_lag"]), row["months_open_lag"]),
                Cell(
                    "–" if row["headroom"] is None else f"{100 * row['headroom']:.0f}",
                    row["headroom"],
                    marks=("saturated",) if row["is_saturated"] else (),
                ),
                Cell(
                    "–"
                    if slope is None
                    else f"{'+' if slope > 0 else '−' if slope < 0 else ''}{_score(abs(slope), row['unit'])}",
                    slope,
                ),
                Cell(f"{row['scores']:,}", row["scores"]),
                Cell(age(days), days, marks=("starter",) if row["frontier_is_starter"] else ()),
                Cell(row["frontier_source_id"]),
            )
        )
    from warehouse.charts import frontier_panels  # noqa: PLC0415 - brings altair

    panels = []
    for row in latest[:MOST_PANELS]:
        values = {name: row[name] for name in ("benchmark", "metric", "unit", "test_set")}
        panels.append((row["title"] or row["benchmark"], row["unit"], rows(connection, TREND_MONTHS, values)))
    names = ", ".join(title for title, _, _ in panels)
    drawing = Figure(
        frontier_panels(panels),
        f"Best score of any model and of models with open weights by month, for {names}; the table below has the last.",
        "Solid: any model. Dashed: open weights. A month is that of the model’s release.",
    )
    grid = Grid("benchmarks-table", "The last month of each benchmark", heads, tuple(body))
    return replace(section, figures=(drawing,), grids=(grid,))


def _record_note(row: Row) -> str:
    return ", ".join(part for part in (row["frontier_evaluator"], f"since {row['frontier_month']:%Y-%m}") if part)


def _series_note(row: Row) -> str:
    return "; ".join(part for part in (row["metric"], row["test_set"], f"to {row['month']:%Y-%m}") if part)


# --- sources -------------------------------------------------------------------------------------------------------


def _sources(connection: duckdb.DuckDBPyConnection) -> Section:
    heads = (
        Head("Source"),
        Head("State"),
        Head("Last seen", "ago", is_number=True),
        Head("Last seen", "UTC"),
        Head("Records", "read", is_number=True),
        Head("Observations", "count", is_number=True),
        Head("Ignored", "by rule", is_number=True),
        Head("Refused", "count", is_number=True),
        Head("Captures", "count", is_number=True),
        Head("Hand"),
        Head("Terms"),
    )
    body = []
    for row in rows(connection, "SELECT * FROM marts.source_freshness ORDER BY age_hours NULLS LAST, source_id"):
        days = None if row["age_hours"] is None else row["age_hours"] / 24
        state = row["state"]
        is_marked = state in ("starter", "stale", "rejected")
        note = row["rejected_because"] if state == "rejected" else None
        body.append(
            (
                Cell(row["title"], note=row["source_id"]),
                Cell("" if is_marked else state, note=note, marks=(state,) if is_marked else ()),
                Cell(age(days), days),
                Cell("–" if row["last_seen_at"] is None else f"{row['last_seen_at'].astimezone(UTC):%Y-%m-%d %H:%M}"),
                *(Cell(_whole(row[name]), row[name]) for name in ("records_read", "observations", "ignored")),
                *(Cell(_whole(row[name]), row[name]) for name in ("quarantined", "captures")),
                Cell("first-hand" if row["is_firsthand"] else "second-hand"),
                Cell(row["licence"]),
            )
        )
    grid = Grid("sources-table", "Every registered source", heads, tuple(body))
    return Section(
        "sources",
        "Where it all comes from",
        "A source is stale once it was last seen longer ago than is usual for it. What is marked starter came with the"
        " package and was not captured here.",
        "No source is registered.",
        grids=(grid,) if body else (),
    )


# --- headlines -----------------------------------------------------------------------------------------------------

CHEAPEST_GPU = f"""
    SELECT * FROM ({COUNTED_OFFERS})
    WHERE coalesce(parent_id, gpu_id) = $product AND purchase_type = 'on_demand' AND gpu_count >= 1
        AND NOT contains(gpu_id, '-mig-')
    ORDER BY is_available IS false, is_stale, usd_per_gpu_hour, offer_id
    LIMIT 1
"""
MOST_OFFERED = f"""
    SELECT coalesce(parent_id, gpu_id) AS product FROM ({COUNTED_OFFERS})
    WHERE purchase_type = 'on_demand' AND gpu_count >= 1
    GROUP BY product ORDER BY product = '{HEADLINE_GPU}' DESC, count(DISTINCT provider) DESC, product
    LIMIT 1
"""


def _tiles(
    connection: duckdb.DuckDBPyConnection, moment: datetime, compared: list[Row], trends: list[Row]
) -> list[Tile]:
    made = (_gpu_tile(connection), *_token_tiles(compared), _energy_tile(connection, moment), _open_tile(trends))
    return [tile for tile in made if tile]


def _gpu_tile(connection: duckdb.DuckDBPyConnection) -> Tile | None:
    product = rows(connection, MOST_OFFERED)
    found = rows(connection, CHEAPEST_GPU, product[0]) if product else []
    if not found:
        return None
    (row,) = found
    where = ", ".join(part for part in (row["provider"], row["region"] or row["country_code"]) if part)
    name = _short(product[0]["product"]).upper()
    return Tile(
        f"Cheapest {name} on demand",
        figure(row["usd_per_gpu_hour"]),
        "USD per GPU-hour",
        f"{row['gpu_id']} at {where}, {row['gpu_count']:g} to a machine",
        f"{row['source_id']}, seen {age(row['age_days'])} ago",
        _marks(row),
    )


def _token_tiles(compared: list[Row]) -> list[Tile]:
    """Of the model that most providers sell among those that are measured: an API, and one's own GPUs."""
    if not compared:
        return []
    row = compared[0]
    api, host = row["api"], row["host"]
    model = row["model_version"]
    return [
        Tile(
            "A million output tokens, at an API",
            figure(api["usd_per_million_output_tokens"]),
            "USD per 1M tokens",
            f"{model} at {api['provider']}; input {figure(api['usd_per_million_input_tokens'])} besides",
            f"{api['source_id']}, seen {age(api['age_days'])} ago",
            _marks(api),
        ),
        Tile(
            f"The same on one’s own GPUs, {host['utilisation']:.0%} busy",
            figure(host["usd_per_million_output_tokens"]),
            "USD per 1M tokens",
            f"{model} on {host['gpu_count']} × {_short(host['offer_gpu_id'])} at {host['provider']},"
            f" {host['output_tokens_per_second']:,.0f} tokens/s, prompts included",
            f"{host['offer_source_id']} seen {age(host['age_days'])} ago; rate by {host['measurement_source_id']}",
            _marks({"is_stale": host["is_stale"], "is_starter": host["offer_is_starter"]}),
        ),
    ]


def _energy_tile(connection: duckdb.DuckDBPyConnection, moment: datetime) -> Tile | None:
    found = rows(
        connection,
        f"SELECT * FROM ({POINTS}) WHERE method = 'measured' ORDER BY joules_per_output_token, measurement_id LIMIT 1",
    )
    if not found:
        return None
    (row,) = found
    load = f", {row['max_concurrency']} requests in flight" if row["max_concurrency"] else ""
    return Tile(
        "Least energy measured",
        figure(row["joules_per_output_token"]),
        "J per output token",
        f"{row['model_version']} on {row['gpu_count']} × {_short(row['gpu_id'] or row['gpu_name_raw'])}{load};"
        f" {_boundary(row['boundary'])}",
        f"{row['measurement_source_id']}, read {age(_days(row['measurement_captured_at'], moment))} ago",
        ("starter",) if row["measurement_is_starter"] else (),
    )


def _open_tile(trends: list[Row]) -> Tile | None:
    known = [row for row in trends if row["months_open_lag"] is not None]
    if not known:
        return None
    row = next((row for row in known if not row["is_saturated"]), known[0])
    lag = row["months_open_lag"]
    return Tile(
        f"Open weights behind, on {row['title'] or row['benchmark']}",
        f"{lag}",
        "month" if lag == 1 else "months",
        f"{row['open_frontier_model_version']} {_score(row['open_frontier_score'], row['unit'])} against"
        f" {row['frontier_model_version']} {_score(row['frontier_score'], row['unit'])}",
        f"{row['frontier_source_id']}, as of {row['month']:%Y-%m}",
        ("starter",) if row["frontier_is_starter"] else (),
    )


# --- wording -------------------------------------------------------------------------------------------------------


def _marks(row: Row) -> tuple[str, ...]:
    return tuple(mark for mark in ("starter", "stale") if row[f"is_{mark}"])


def _days(then: datetime, moment: datetime) -> float:
    return max((moment - then).total_seconds() / 86400, 0.0)


def _short(gpu_id: str) -> str:
    """Without the maker in front."""
    return gpu_id.partition("-")[2] or gpu_id


def _whole(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def _boundary(boundary: str | None) -> str:
    words = {"gpu": "GPUs alone", "node": "whole node", "facility": "whole facility"}
    return words.get(boundary or "", "extent not stated")


def _score(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    if unit == "fraction":
        return f"{100 * value:.1f} %"
    return f"{value:,.0f} Elo" if unit == "elo" else f"{value:,.{0 if abs(value) >= 10 else 2}f} {unit}"


def _script_hash(script: str) -> str:
    """What the content policy calls a script it lets run."""
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
