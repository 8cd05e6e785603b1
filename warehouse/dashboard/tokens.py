"""What a token costs: at an API, and on accelerators of one’s own."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from warehouse.dashboard.page import Cell, Figure, Grid, Head, Row, Section, Tile, marks, percent, short
from warehouse.dashboard.page import tokens as token_count
from warehouse.lookup import COUNTED_WAYS, age, figure, rows

MOST_MODELS = 25
HEADLINE_UTILISATION = 0.5

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


def api_prices(connection: duckdb.DuckDBPyConnection) -> Section:
    """List prices of tokens, today."""
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
                Cell(age(best["age_days"]), best["age_days"], marks=marks(best)),
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


def cost_per_token(compared: list[Row]) -> Section:
    """Tokens of an API against those of rented accelerators."""
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
        offer_marks = marks({"is_stale": host["is_stale"], "is_starter": host["offer_is_starter"]})
        sources = (api["source_id"], host["offer_source_id"], host["measurement_source_id"])
        body.append(
            (
                Cell(row["model_version"]),
                Cell(figure(price), price, prompts, strong=True),
                Cell(age(api["age_days"]), api["age_days"], marks=marks(api)),
                Cell(figure(cost), cost, host["provider"], strong=True),
                Cell(f"{figure(row['host_least'])}–{figure(row['host_most'])}", row["host_least"]),
                Cell(f"{cost / price:.2g}" if cost / price < 10 else f"{cost / price:,.0f}", cost / price),
                Cell(f"{host['gpu_count']} × {short(host['offer_gpu_id'])}", note=rate),
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


# Of each model the least utilisation that pays: against its cheapest API, rented on demand, with prompts counted on
# both sides where the measurement knows them.
BREAK_EVEN = f"""
    WITH least AS (
        SELECT * FROM marts.break_even
        WHERE is_current AND is_cheapest_api AND purchase_type = 'on_demand' AND chosen_for = 'lowest_cost'
        QUALIFY row_number() OVER (
            PARTITION BY model_version
            ORDER BY
                tokens_counted <> 'blended_tokens', break_even_utilisation, api_age_days + offer_age_days, offer_id,
                measurement_id, api_provider
        ) = 1
    )
    SELECT *, count(*) OVER () AS models, count(*) FILTER (NOT is_reachable) OVER () AS never
    FROM least
    ORDER BY is_reachable DESC, rate_covers <> 'whole_job', break_even_utilisation, model_version
    LIMIT {MOST_MODELS}
"""


def break_even(connection: duckdb.DuckDBPyConnection) -> Section:
    """How busy rented accelerators must be to cost less than an API."""
    heads = (
        Head("Model"),
        Head("Pays from", "% busy", is_number=True),
        Head("and from", "tokens a day", is_number=True),
        Head("Cheapest API", "USD / 1M tokens", is_number=True),
        Head("Rented, always busy", "USD / 1M tokens", is_number=True),
        Head("On", "at, USD / GPU-hour", is_tight=True),
        Head("Counted", "as measured"),
        Head("API seen", "ago", is_number=True),
        Head("Offer seen", "ago", is_number=True),
        Head("Source", "API; offer; rate"),
    )
    body = []
    found = rows(connection, BREAK_EVEN)
    for row in found:
        is_reachable = row["is_reachable"]
        share = row["break_even_utilisation"]
        volume = row["break_even_tokens_per_day"]
        gpus = f"{row['replicas'] * row['gpu_count']:g} × {short(row['offer_gpu_id'])}"
        counted = "prompts and answers" if row["tokens_counted"] == "blended_tokens" else "answers"
        covers = "" if row["rate_covers"] == "whole_job" else "reading of prompts not timed"
        sources = (row["output_price_source_id"], row["offer_source_id"], row["measurement_source_id"])
        asked, rent = row["api_usd_per_million_tokens"], row["usd_per_million_tokens_at_full_load"]
        api = {"is_starter": row["output_price_is_starter"], "is_stale": row["api_is_stale"]}
        offer = {"is_starter": row["offer_is_starter"], "is_stale": row["offer_is_stale"]}
        body.append(
            (
                Cell(row["model_version"]),
                Cell(percent(share) if is_reachable else "never", share, strong=is_reachable),
                Cell(token_count(volume) if is_reachable else "–", volume if is_reachable else None),
                Cell(figure(asked), asked, row["api_provider"]),
                Cell(figure(rent), rent, None if is_reachable else f"{rent / asked:.2g} times the API"),
                Cell(gpus, note=f"{row['gpu_provider']}, {figure(row['usd_per_gpu_hour'])}"),
                Cell(counted, note=", ".join(part for part in (row["precision"], covers) if part)),
                Cell(age(row["api_age_days"]), row["api_age_days"], marks=marks(api)),
                Cell(age(row["offer_age_days"]), row["offer_age_days"], marks=marks(offer)),
                Cell("; ".join(sources)),
            )
        )
    caption = f"{len(body)} of {found[0]['models']} models to be had both ways" if found else ""
    never = f"; renting never pays for {found[0]['never']}" if found else ""
    return Section(
        "break-even",
        "How busy one’s own GPUs must be",
        "Accelerators rented on demand around the clock cost less than the cheapest API from this share of their"
        " measured capacity on, and from so many tokens a day; “never” where the API is cheaper at any load. Answers"
        " alone are counted but where it says otherwise: the API is then taken to bill no prompts, which flatters it."
        " Staff, storage and traffic cost nothing here, and the weights may be coarser than those of the API. An offer"
        " counts while it was seen within 45 days of the newest of its accelerator.",
        "No model is both sold by the token and measured on a GPU that is on offer.",
        grids=(Grid("break-even-table", caption + never, heads, tuple(body)),) if body else (),
    )


def token_tiles(compared: list[Row]) -> list[Tile]:
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
            marks(api),
        ),
        Tile(
            f"The same on one’s own GPUs, {host['utilisation']:.0%} busy",
            figure(host["usd_per_million_output_tokens"]),
            "USD per 1M tokens",
            f"{model} on {host['gpu_count']} × {short(host['offer_gpu_id'])} at {host['provider']},"
            f" {host['output_tokens_per_second']:,.0f} tokens/s, prompts included",
            f"{host['offer_source_id']} seen {age(host['age_days'])} ago; rate by {host['measurement_source_id']}",
            marks({"is_stale": host["is_stale"], "is_starter": host["offer_is_starter"]}),
        ),
    ]
