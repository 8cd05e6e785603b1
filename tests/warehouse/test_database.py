"""Every session on the warehouse computes alike."""

from pathlib import Path

import yaml

from warehouse.database import connected
from warehouse.session import SESSION

LATEST = """
    WITH stated AS (
        SELECT 'm' AS model, NULL::DATE AS since, 5 AS usd UNION ALL SELECT 'm', DATE '2026-01-01', 4
        UNION ALL SELECT 'm', DATE '2026-08-01', 3 UNION ALL SELECT 'm', DATE '2026-02-01', 2
    )
    SELECT usd FROM stated QUALIFY row_number() OVER (PARTITION BY model ORDER BY since DESC NULLS LAST) = 1
"""


def test_of_several_rows_the_latest_is_picked_whichever_thread_finds_it_first(tmp_path):
    with connected(tmp_path / "warehouse.duckdb") as connection:
        connection.execute("SET threads = 2")
        assert {connection.execute(LATEST).fetchone() for _ in range(500)} == {(3,)}


def test_dbt_has_the_settings_of_every_session():
    profile = Path(__file__).parents[2] / "dbt_like_sql" / "profiles.yml"
    settings = yaml.safe_load(profile.read_text())["tokenwatt"]["outputs"]["warehouse"]["settings"]
    assert f"SET TimeZone = '{settings['TimeZone']}'" in SESSION
    assert f"SET disabled_optimizers = '{settings['disabled_optimizers']}'" in SESSION
