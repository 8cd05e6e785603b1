"""What models score."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import duckdb

from warehouse.dashboard.page import Cell, Figure, Grid, Head, Row, Section, Tile, days_since, joined, score, whole
from warehouse.lookup import IS_PART, MAIN_METRIC, age, rows

MOST_PANELS = 6
MOST_PAIRS = 16

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


def records(connection: duckdb.DuckDBPyConnection, moment: datetime, latest: list[Row]) -> Section:
    """The best score of each benchmark, by month, and what of it is to be had as open weights."""
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
        days = days_since(row["frontier_captured_at"], moment)
        slope = row["slope_per_year"]
        body.append(
            (
                Cell(row["title"] or row["benchmark"], note=_series_note(row)),
                Cell(score(row["frontier_score"], row["unit"]), row["frontier_score"], strong=True),
                Cell(row["frontier_model_version"], note=_record_note(row)),
                Cell(score(row["open_frontier_score"], row["unit"]), row["open_frontier_score"]),
                Cell(row["open_frontier_model_version"] or "–"),
                Cell(whole(row["months_open_lag"]), row["months_open_lag"]),
                Cell(
                    "–" if row["headroom"] is None else f"{100 * row['headroom']:.0f}",
                    row["headroom"],
                    marks=("saturated",) if row["is_saturated"] else (),
                ),
                Cell(
                    "–"
                    if slope is None
                    else f"{'+' if slope > 0 else '−' if slope < 0 else ''}{score(abs(slope), row['unit'])}",
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


# One row per pair of benchmarks: what is left of the public score. Comparable drops first.
HARDENED = f"""
    SELECT
        public_benchmark, hardened_benchmark, relation, any_value(document) AS document, is_drop_comparable,
        count(*) AS models, count(*) FILTER (match = 'same_run') AS same_run,
        median(public_score) AS public_score, median(hardened_score) AS hardened_score,
        median(score_drop) AS median_drop,
        quantile_cont(score_drop, 0.1) AS least_drop, quantile_cont(score_drop, 0.9) AS most_drop,
        count(*) FILTER (score_drop > 0) AS lower,
        max(hardened_captured_at) AS captured_at, bool_and(hardened_is_starter) AS is_starter,
        list_sort(list_distinct(list(hardened_source_id) || list(public_source_id))) AS sources
    FROM marts.benchmark_gap
    GROUP BY ALL
    ORDER BY is_drop_comparable DESC, models DESC, public_benchmark, hardened_benchmark
    LIMIT {MOST_PAIRS}
"""


def hardened(connection: duckdb.DuckDBPyConnection, moment: datetime) -> Section:
    """How much of a public score is left on what was made to harden its benchmark."""
    heads = (
        Head("Public benchmark"),
        Head("Against"),
        Head("Public", "%, median", is_number=True),
        Head("Hardened", "%, median", is_number=True),
        Head("Drop", "points, median", is_number=True),
        Head("80 % of models", "points", is_number=True),
        Head("Score lower", "models", is_number=True),
        Head("Asked alike", "models", is_number=True),
        Head("Read", "ago", is_number=True),
        Head("Source"),
    )
    body = []
    for row in rows(connection, HARDENED):
        days = days_since(row["captured_at"], moment)
        drop = row["median_drop"]
        is_alike = row["is_drop_comparable"]
        body.append(
            (
                Cell(row["public_benchmark"]),
                Cell(row["hardened_benchmark"], note=row["relation"].replace("_", " ")),
                Cell(f"{100 * row['public_score']:.1f}", row["public_score"]),
                Cell(f"{100 * row['hardened_score']:.1f}", row["hardened_score"]),
                Cell(_points(drop), drop, None if is_alike else "no like questions", strong=is_alike),
                Cell(f"{_points(row['least_drop'])} to {_points(row['most_drop'])}", row["most_drop"]),
                Cell(f"{row['lower']:,} of {row['models']:,}", row["lower"] / row["models"]),
                Cell(f"{row['same_run']:,} of {row['models']:,}", row["same_run"] / row["models"]),
                Cell(age(days), days, marks=("starter",) if row["is_starter"] else ()),
                Cell(joined(row["sources"])),
            )
        )
    grid = Grid("hardened-table", "Pairs of benchmarks, the comparable first", heads, tuple(body))
    return Section(
        "hardened",
        "What is left of public scores",
        "Score of the same models on a public benchmark and on one made to harden it, in percent and percentage"
        " points. Only where the questions are as hard does a drop speak of weak tests, errors or memorising; a harder"
        " successor shows how much room the public benchmark hides. Asked alike: both scores come from one run.",
        "No model is scored on a public benchmark and on its hardened kin.",
        grids=(grid,) if body else (),
    )


def _points(share: float) -> str:
    return f"{100 * share:.1f}".replace("-", "−")


def open_tile(trends: list[Row]) -> Tile | None:
    """How far open weights are behind, on the first benchmark that is not yet saturated."""
    known = [row for row in trends if row["months_open_lag"] is not None]
    if not known:
        return None
    row = next((row for row in known if not row["is_saturated"]), known[0])
    lag = row["months_open_lag"]
    return Tile(
        f"Open weights behind, on {row['title'] or row['benchmark']}",
        f"{lag}",
        "month" if lag == 1 else "months",
        f"{row['open_frontier_model_version']} {score(row['open_frontier_score'], row['unit'])} against"
        f" {row['frontier_model_version']} {score(row['frontier_score'], row['unit'])}",
        f"{row['frontier_source_id']}, as of {row['month']:%Y-%m}",
        ("starter",) if row["frontier_is_starter"] else (),
    )
