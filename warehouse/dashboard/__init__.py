"""The page of a snapshot: one HTML file that needs no network, drawn from the marts alone.

Every figure stands beside its unit, its age and its source. Text of sources is data: the template escapes it, and a
content policy lets no script run but the page's own.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from datetime import UTC, datetime

import duckdb

from warehouse.dashboard import benchmarks, changes, claims, energy, gpus, quality, sources, tokens
from warehouse.lookup import rows


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
    compared, trends = rows(connection, tokens.COMPARED), rows(connection, benchmarks.TRENDS)
    starters = rows(connection, "SELECT title FROM marts.source_freshness WHERE is_starter ORDER BY title")
    tiles = (
        gpus.gpu_tile(connection),
        *tokens.token_tiles(compared),
        energy.energy_tile(connection, moment),
        benchmarks.open_tile(trends),
    )
    return environment.get_template("dashboard.html.jinja").render(
        moment=moment.astimezone(UTC),
        tiles=[tile for tile in tiles if tile],
        sections=[
            claims.claims(connection, moment),
            gpus.gpu_prices(connection),
            gpus.price_history(connection, moment),
            tokens.api_prices(connection),
            quality.price_at_quality(connection, moment),
            quality.quality_for_price(connection, moment),
            tokens.cost_per_token(compared),
            tokens.break_even(connection),
            energy.watts_per_token(connection, moment),
            energy.power(connection, moment),
            energy.generations(connection, moment),
            benchmarks.records(connection, moment, trends),
            benchmarks.hardened(connection, moment),
            changes.price_changes(connection, moment),
            sources.reliability(connection, moment),
            sources.freshness(connection),
        ],
        starters=[row["title"] for row in starters],
    )


def _script_hash(script: str) -> str:
    """What the content policy calls a script it lets run."""
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
