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
    short,
    whole,
)
from warehouse.lookup import age, figure, rows

MOST_MODELS = 25

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
