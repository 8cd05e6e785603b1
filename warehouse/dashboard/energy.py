"""What a token and an accelerator draw."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import duckdb

from warehouse.dashboard.page import (
    Cell,
    Figure,
    Grid,
    Head,
    Row,
    Section,
    Tile,
    boundary_words,
    days_since,
    percent,
    short,
    whole,
)
from warehouse.lookup import age, figure, rows

MOST_MODELS = 25

# A metered operating point once, costed on the mean grid of the world where that is known. Power that we estimated from
# an accelerator's limit would draw the limit, not what a token takes.
POINTS = """
    SELECT * FROM marts.watts_per_token
    WHERE model_version IS NOT NULL AND output_tokens_per_second IS NOT NULL AND NOT is_power_estimated
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


def watts_per_token(connection: duckdb.DuckDBPyConnection, moment: datetime) -> Section:
    """Joules of an output token, and what they cost and emit."""
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
        days = days_since(best["measurement_captured_at"], moment)
        body.append(
            (
                Cell(row["model_version"]),
                Cell(f"{best['gpu_count']} × {short(row['gpu'])}"),
                Cell(row["task"], note=f"{best['max_concurrency']} in flight" if best["max_concurrency"] else None),
                Cell(figure(best["joules_per_output_token"]), best["joules_per_output_token"], strong=True),
                Cell(figure(row["median_joules"]), row["median_joules"]),
                Cell(f"{row['points']:,}", row["points"]),
                Cell(whole(best["power_watts"]), best["power_watts"], boundary_words(row["boundary"])),
                Cell(whole(best["output_tokens_per_second"]), best["output_tokens_per_second"]),
                Cell(
                    figure(best["usd_energy_per_million_output_tokens"]), best["usd_energy_per_million_output_tokens"]
                ),
                Cell(whole(best["gco2_per_million_output_tokens"]), best["gco2_per_million_output_tokens"]),
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
    emissions = f"{whole(point['gco2_per_kwh'])} gCO₂/kWh"
    grid = ", ".join(str(part) for part in (f"{point['grid'].title()} grid", point["gco2_year"]) if part)
    return f"PUE {point['pue']:g}, {figure(point['usd_per_kwh'])} USD/kWh{assumed} and {emissions} ({grid})"


POWER = """
    SELECT * FROM marts.gpu_power
    WHERE workload IN ('tokens', 'other')
    ORDER BY boundary <> 'gpu', gpu_id, source_id, workload DESC
"""


def power(connection: duckdb.DuckDBPyConnection, moment: datetime) -> Section:
    """What accelerators draw under load, against their limit."""
    heads = (
        Head("GPU"),
        Head("Work", is_tight=True),
        Head("Least", "W / GPU", is_number=True),
        Head("Median", "W / GPU", is_number=True),
        Head("Highest", "W / GPU", is_number=True),
        Head("Limit", "W", is_number=True),
        Head("Median", "% of limit", is_number=True),
        Head("80 % of points", "% of limit", is_number=True),
        Head("Points", "count", is_number=True),
        Head("Models", "count", is_number=True),
        Head("Read", "ago", is_number=True),
        Head("Source"),
    )
    body = []
    for row in rows(connection, POWER):
        days = days_since(row["peak_captured_at"], moment)
        share = row["share_of_tdp_p50"]
        span = "–" if share is None else f"{100 * row['share_of_tdp_p10']:.0f}–{100 * row['share_of_tdp_p90']:.0f}"
        told_by = {"all_variants": "of all variants", "only_variant_that_covers_the_peak": "told by the peak"}
        least, most = row["power_watts_per_gpu_min"], row["power_watts_per_gpu_max"]
        body.append(
            (
                Cell(row["gpu_id"], note=boundary_words(row["boundary"])),
                Cell("language models" if row["workload"] == "tokens" else "other"),
                Cell(whole(least), least),
                Cell(whole(row["power_watts_per_gpu_p50"]), row["power_watts_per_gpu_p50"]),
                Cell(whole(most), most),
                Cell(whole(row["tdp_watts"]), row["tdp_watts"], told_by.get(row["tdp_basis"])),
                Cell("–" if share is None else f"{100 * share:.0f}", share, strong=True),
                Cell(span, row["share_of_tdp_p10"]),
                Cell(f"{row['points']:,}", row["points"]),
                Cell(f"{row['models']:,}", row["models"]),
                Cell(age(days), days, marks=("starter",) if row["peak_is_starter"] else ()),
                Cell(row["source_id"]),
            )
        )
    return Section(
        "power",
        "What a GPU draws against its limit",
        "Mean power of each measured run over its accelerators, under load, in watts for each. A run of the whole node"
        " holds host, fans and network too, and has no share of the limit. The points are those that the source chose:"
        " they are not the hours of a data centre, and idle is not among them.",
        "No measured power of a known accelerator is held.",
        grids=(Grid("power-table", "Measured power", heads, tuple(body)),) if body else (),
    )


GENERATIONS = """
    SELECT * FROM marts.energy_trend
    WHERE previous_architecture IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY model_version, boundary, source_id, vendor, architecture
        ORDER BY regexp_matches(lower(task), 'image|video|audio|speech|vision'), points DESC, task
    ) = 1
    ORDER BY boundary <> 'gpu', boundary, source_id, vendor, architecture, best_ratio, model_version
"""


def generations(connection: duckdb.DuckDBPyConnection, moment: datetime) -> Section:
    """Energy of a token from one generation of accelerators to the next."""
    section = Section(
        "energy-generations",
        "What a new generation saves",
        "Least joules per output token of one model and task on two generations of accelerators, each at the batch that"
        " suits it; below 100 % the newer one needs less. At the same settings the newer one may need more: its gain is"
        " often the larger batch that its memory allows. Says nothing of how many tokens a piece of work takes.",
        "No model is measured on two generations of accelerators.",
    )
    found = rows(connection, GENERATIONS)
    if not found:
        return section
    heads = (
        Head("Model"),
        Head("Task", is_tight=True),
        Head("Generations", is_tight=True),
        Head("Before", "J / output token", is_number=True),
        Head("After", "J / output token", is_number=True),
        Head("After ÷ before", "%, best points", is_number=True),
        Head("Medians", "%", is_number=True),
        Head("Same settings", "%", is_number=True),
        Head("Points", "count", is_number=True),
        Head("Read", "ago", is_number=True),
        Head("Source"),
    )
    body = []
    for row in found:
        days = days_since(row["best_captured_at"], moment)
        before, after = row["previous_joules_per_output_token_best"], row["joules_per_output_token_best"]
        differs = row["is_best_at_same_precision"] is False
        body.append(
            (
                Cell(row["model_version"]),
                Cell(row["task"], note=boundary_words(row["boundary"])),
                Cell(f"{row['previous_architecture']} to {row['architecture']}"),
                Cell(figure(before), before),
                Cell(figure(after), after),
                Cell(
                    percent(row["best_ratio"]),
                    row["best_ratio"],
                    "other precision" if differs else None,
                    strong=True,
                ),
                Cell(percent(row["median_ratio"]), row["median_ratio"]),
                Cell(percent(row["matched_ratio"]), row["matched_ratio"]),
                Cell(f"{row['points']:,}", row["points"]),
                Cell(age(days), days, marks=("starter",) if row["best_is_starter"] else ()),
                Cell(row["source_id"]),
            )
        )
    less = sum(row["best_ratio"] < 1 for row in found)
    caption = f"Less energy on the newer generation in {less} of {len(found)}, the most first"
    return replace(section, grids=(Grid("energy-generations-table", caption, heads, tuple(body)),))


def energy_tile(connection: duckdb.DuckDBPyConnection, moment: datetime) -> Tile | None:
    """The least energy of a token that anybody measured."""
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
        f"{row['model_version']} on {row['gpu_count']} × {short(row['gpu_id'] or row['gpu_name_raw'])}{load};"
        f" {boundary_words(row['boundary'])}",
        f"{row['measurement_source_id']}, read {age(days_since(row['measurement_captured_at'], moment))} ago",
        ("starter",) if row["measurement_is_starter"] else (),
    )
