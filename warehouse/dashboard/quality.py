"""What quality costs: the price of a fixed quality over time, and the models that nothing beats on both."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import duckdb

from warehouse.dashboard.page import Cell, Figure, Grid, Head, Row, Section, days_since, joined, score, times
from warehouse.lookup import IS_PART, MAIN_METRIC, age, figure, rows

# The boards that are drawn where they are held: people's votes, and a test that is not saturated.
FIRST_BOARDS = "list_position(['lmarena-text', 'gpqa-diamond'], {}) NULLS LAST"
MOST_BOARDS = 2
TITLES = "SELECT benchmark, any_value(title) AS title FROM marts.benchmark_trend GROUP BY benchmark"

# One row per threshold: its first and its last month, and how fast its price falls.
THRESHOLDS = f"""
    WITH series AS (
        SELECT
            benchmark, metric, unit, test_set, threshold, arg_min(price, month) AS first, arg_max(price, month) AS last
        FROM marts.token_price_index AS price
        GROUP BY ALL
    )
    SELECT
        series.*, title, points, direction, price_trend.decline_factor_per_year, price_trend.decline_factor_low,
        price_trend.decline_factor_high
    FROM series
    LEFT JOIN ({TITLES}) USING (benchmark)
    LEFT JOIN marts.price_trend
        ON mart = 'token_price_index' AND price_trend.benchmark = series.benchmark
            AND price_trend.metric = series.metric AND price_trend.unit = series.unit
            AND price_trend.threshold = series.threshold
            AND price_trend.test_set IS NOT DISTINCT FROM series.test_set
    ORDER BY {FIRST_BOARDS.format("series.benchmark")}, series.benchmark, series.metric, threshold
"""
INDEX_MONTHS = """
    SELECT threshold, month, usd_per_million_blended_tokens AS usd FROM marts.token_price_index
    WHERE benchmark = $benchmark AND metric = $metric AND unit = $unit AND test_set IS NOT DISTINCT FROM $test_set
    ORDER BY threshold, month
"""


def price_at_quality(connection: duckdb.DuckDBPyConnection, moment: datetime) -> Section:
    """The cheapest model at or above a score, month by month."""
    section = Section(
        "price-at-quality",
        "What a fixed quality costs over time",
        "Price of the cheapest model that reaches a score, at the end of each month, in USD per million tokens, three"
        " parts input to one part output. It falls when a model gets cheaper and, far more, when a cheaper one gets as"
        " good. A token is not a piece of work: models that reason take more of them. Intervals are at 95 % and wide,"
        " for prices fall in few steps; one that holds 1 leaves open whether they fall.",
        "No price of a model that reaches a known score is held.",
    )
    found = rows(connection, THRESHOLDS)
    if not found:
        return section
    heads = (
        Head("Benchmark"),
        Head("At least", "score", is_number=True),
        Head("First priced"),
        Head("Then", "USD / 1M tokens", is_number=True),
        Head("Last", "USD / 1M tokens", is_number=True),
        Head("Cheapest model"),
        Head("Cheaper per year", "times", is_number=True),
        Head("Interval", "95 %, times", is_number=True),
        Head("Lows", "count", is_number=True),
        Head("Read", "ago", is_number=True),
        Head("Source", "price; score"),
    )
    body = []
    for row in found:
        first, last = row["first"], row["last"]
        then, now = (end["usd_per_million_blended_tokens"] for end in (first, last))
        days = days_since(last["output_price_captured_at"], moment)
        is_known = row["decline_factor_low"] is not None
        interval = f"{times(row['decline_factor_low'])} to {times(row['decline_factor_high'])}" if is_known else "–"
        is_starter = last["output_price_is_starter"] or last["score_is_starter"]
        body.append(
            (
                Cell(_title(row), note=_part(row)),
                Cell(_threshold(row["threshold"], row["unit"]), row["threshold"]),
                Cell(f"{first['month']:%Y-%m}", note=first["model_version"]),
                Cell(figure(then), then),
                Cell(figure(now), now, f"{last['month']:%Y-%m}", strong=True),
                Cell(last["model_version"], note=f"at {last['provider']}"),
                Cell(times(row["decline_factor_per_year"]), row["decline_factor_per_year"], row["direction"]),
                Cell(interval, row["decline_factor_low"]),
                Cell("–" if row["points"] is None else f"{row['points']}", row["points"]),
                Cell(age(days), days, marks=("starter",) if is_starter else ()),
                Cell(f"{last['output_price_source_id']}; {last['score_source_id']}"),
            )
        )
    from warehouse.charts import quality_lines  # noqa: PLC0415 - brings altair

    panels = []
    for series in _distinct(found)[:MOST_BOARDS]:
        values = {name: series[name] for name in ("benchmark", "metric", "unit", "test_set")}
        months = rows(connection, INDEX_MONTHS, values)
        points = [{**month, "label": f"≥ {_threshold(month['threshold'], series['unit'])}"} for month in months]
        panels.append((_title(series), points))
    drawing = Figure(
        quality_lines(panels),
        "Price in USD per million tokens of the cheapest model at or above each score by month, for"
        f" {' and '.join(title for title, _ in panels)}; the table below has both ends of each line.",
        "Logarithmic scale. Lines that run together have one cheapest model.",
    )
    grid = Grid("price-at-quality-table", "Each threshold, from its first month to its last", heads, tuple(body))
    return replace(section, figures=(drawing,), grids=(grid,))


# Of each benchmark its whole, by its main metric, and of those the series with most models.
BOARDS = f"""
    SELECT benchmark, metric, unit, test_set, any_value(title) AS title
    FROM marts.price_performance
    LEFT JOIN ({TITLES}) USING (benchmark)
    WHERE usd_per_million_blended_tokens > 0 AND is_higher_better AND NOT {IS_PART.format("test_set")}
    GROUP BY benchmark, metric, unit, test_set
    QUALIFY row_number() OVER (
        PARTITION BY benchmark ORDER BY {MAIN_METRIC.format("metric")} DESC, count(*) DESC, metric, test_set NULLS FIRST
    ) = 1
    ORDER BY {FIRST_BOARDS.format("benchmark")}, count(*) DESC, benchmark
    LIMIT {MOST_BOARDS}
"""
BOARD = """
    SELECT * FROM marts.price_performance
    WHERE benchmark = $benchmark AND metric = $metric AND unit = $unit AND test_set IS NOT DISTINCT FROM $test_set
        AND usd_per_million_blended_tokens > 0
    ORDER BY score DESC, usd_per_million_blended_tokens, model_version, reasoning_mode NULLS FIRST
"""


def quality_for_price(connection: duckdb.DuckDBPyConnection, moment: datetime) -> Section:
    """Score against price, and the models that nothing beats on both."""
    section = Section(
        "quality-for-price",
        "How much quality the money buys",
        "Score of each model against its cheapest list price today, in USD per million tokens, three parts input to one"
        " part output. The frontier holds the models than which none scores as much for as little. The price is that of"
        " a token: a model that reasons takes more of them for one answer.",
        "No model has both a score and a price.",
    )
    heads = (
        Head("Model"),
        Head("Score", is_number=True),
        Head("Blend", "USD / 1M tokens", is_number=True),
        Head("Input", "USD / 1M tokens", is_number=True),
        Head("Output", "USD / 1M tokens", is_number=True),
        Head("At"),
        Head("Sellers", "count", is_number=True),
        Head("Price seen", "ago", is_number=True),
        Head("Scored", "ago", is_number=True),
        Head("Source", "price; score"),
    )
    panels, grids = [], []
    for board in rows(connection, BOARDS):
        values = {name: board[name] for name in ("benchmark", "metric", "unit", "test_set")}
        points = rows(connection, BOARD, values)
        panels.append((_title(board), board["unit"], points))
        body = []
        for row in points:
            if not row["is_on_pareto_frontier"]:
                continue
            days = max(float((moment.date() - row["score_known_on"]).days), 0.0)
            is_starter = row["output_price_is_starter"] or row["score_is_starter"]
            body.append(
                (
                    Cell(row["model_version"], note=row["reasoning_mode"]),
                    Cell(score(row["score"], row["unit"]), row["score"], row["evaluator"], strong=True),
                    Cell(figure(row["usd_per_million_blended_tokens"]), row["usd_per_million_blended_tokens"]),
                    Cell(figure(row["usd_per_million_input_tokens"]), row["usd_per_million_input_tokens"]),
                    Cell(figure(row["usd_per_million_output_tokens"]), row["usd_per_million_output_tokens"]),
                    Cell(row["cheapest_provider"]),
                    Cell(f"{row['sellers']:,}", row["sellers"]),
                    Cell(age(row["price_age_days"]), row["price_age_days"], marks=("starter",) if is_starter else ()),
                    Cell(age(days), days),
                    Cell(joined((row["output_price_source_id"], row["score_source_id"]))),
                )
            )
        caption = f"On the frontier of {_title(board)}: {len(body)} of {len(points):,}"
        grids.append(Grid(f"quality-for-price-{board['benchmark']}", caption, heads, tuple(body)))
    if not panels:
        return section
    from warehouse.charts import quality_scatter  # noqa: PLC0415 - brings altair

    drawing = Figure(
        quality_scatter(panels),
        f"Score against price of a million tokens for {' and '.join(title for title, _, _ in panels)}, a dot per model,"
        " with a line through those that none beats on both; the tables below list these.",
        "Price on a logarithmic scale. Models that reason at several efforts have a dot for each.",
    )
    return replace(section, figures=(drawing,), grids=tuple(grids))


def _title(row: Row) -> str:
    return str(row["title"] or row["benchmark"])


def _part(row: Row) -> str:
    return "; ".join(part for part in (row["metric"], row["test_set"]) if part)


def _threshold(value: float, unit: str) -> str:
    return f"{100 * value:g} %" if unit == "fraction" else f"{value:g}"


def _distinct(series: list[Row]) -> list[Row]:
    """The first series of each benchmark."""
    return list({row["benchmark"]: row for row in reversed(series)}.values())[::-1]
