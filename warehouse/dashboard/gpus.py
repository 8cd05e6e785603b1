"""What accelerators cost by the hour, now and before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import duckdb

from warehouse.dashboard.page import Cell, Figure, Grid, Head, Section, Tile, marks, short
from warehouse.lookup import COUNTED_OFFERS, age, ages, figure, rows

MOST_GPUS = 25
# What a visitor's eye looks for first; a GPU that nobody offers gives its tile to the most offered one.
HEADLINE_GPU = "nvidia-h100"
MOST_SERIES = 7

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


def gpu_prices(connection: duckdb.DuckDBPyConnection) -> Section:
    """List prices of accelerators by the hour, today."""
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
            Cell(ages(row["youngest"], row["oldest"]), row["youngest"], marks=marks(row)),
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


def price_history(connection: duckdb.DuckDBPyConnection, moment: datetime) -> Section:
    """The same over time."""
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


def gpu_tile(connection: duckdb.DuckDBPyConnection) -> Tile | None:
    """The cheapest offer of the accelerator that people look for first."""
    product = rows(connection, MOST_OFFERED)
    found = rows(connection, CHEAPEST_GPU, product[0]) if product else []
    if not found:
        return None
    (row,) = found
    where = ", ".join(part for part in (row["provider"], row["region"] or row["country_code"]) if part)
    name = short(product[0]["product"]).upper()
    return Tile(
        f"Cheapest {name} on demand",
        figure(row["usd_per_gpu_hour"]),
        "USD per GPU-hour",
        f"{row['gpu_id']} at {where}, {row['gpu_count']:g} to a machine",
        f"{row['source_id']}, seen {age(row['age_days'])} ago",
        marks(row),
    )
