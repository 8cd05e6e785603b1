"""Snapshots are whole, immutable and switched to at once; queries see the snapshot and nothing else."""

import json
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from tests.warehouse.worlds import Places, at, put
from warehouse import publish as publishing
from warehouse.archive import Archive
from warehouse.database import connected, prepare
from warehouse.history import merge_source
from warehouse.home import Home, WarehouseError
from warehouse.publish import publish
from warehouse.query import reading
from warehouse.starter import Starter

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(publishing, "render_dashboard", lambda connection, moment: f"<html>{moment}</html>")
    home = Home(tmp_path / "home")
    home.prepare()
    archive = Archive(home.archive)
    put(archive, 1, {"a": 1.0, "b": 5.0})
    put(archive, 3, {"a": 2.0})
    with connected(home.database) as connection:
        prepare(connection)
        merge_source(connection, Places(), archive, Starter(tmp_path / "none"))
        connection.execute("CREATE SCHEMA marts; CREATE SCHEMA staging")
        connection.execute("CREATE TABLE marts.grid AS SELECT * FROM history.grid_intensity WHERE recorded_to IS NULL")
        connection.execute("CREATE VIEW staging.stg AS SELECT * FROM warehouse.history.grid_intensity")
    return home


def test_a_snapshot_holds_the_marts_as_duckdb_and_parquet_with_a_manifest(home):
    published = publish(home, NOW)
    current = home.published / "current"
    manifest = json.loads((current / "manifest.json").read_text())
    assert published.row_counts == manifest["row_counts"] == {"marts.grid": 1}
    assert sorted(manifest["sha256"]) == ["dashboard.html", "parquet/grid.parquet", "tokenwatt.duckdb"]
    assert duckdb.sql(f"SELECT region FROM '{current}/parquet/grid.parquet'").fetchall() == [("a",)]
    assert (current / "dashboard.html").read_text() == f"<html>{NOW}</html>"
    with duckdb.connect(str(current / "tokenwatt.duckdb"), read_only=True) as opened:
        schemas = {name for (name,) in opened.execute("SELECT schema_name FROM duckdb_schemas()").fetchall()}
    assert "staging" not in schemas


def test_the_last_three_snapshots_are_kept_and_the_newest_is_current(home):
    ids = [publish(home, NOW + timedelta(hours=hour)).publish_id for hour in range(5)]
    kept = sorted(path.name for path in home.published.iterdir() if not path.is_symlink())
    assert kept == ids[-3:]
    assert (home.published / "current").resolve().name == ids[-1]


def test_two_snapshots_of_one_moment_stand_side_by_side(home):
    assert publish(home, NOW).publish_id != publish(home, NOW).publish_id


def test_a_publish_that_fails_leaves_the_last_one_in_place(home, monkeypatch):
    first = publish(home, NOW)

    def broken(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing, "render_dashboard", broken)
    with pytest.raises(WarehouseError, match="No space left on device"):
        publish(home, NOW + timedelta(hours=1))
    assert (home.published / "current").resolve() == first.folder
    assert [path.name for path in home.published.iterdir() if path.name.startswith(".")] == []


def test_a_reader_keeps_its_snapshot_while_the_next_is_published(home):
    publish(home, NOW)
    with reading(home) as reader:
        before = reader.execute("SELECT count(*) FROM marts.grid").fetchall()
        with connected(home.database) as connection:
            connection.execute("INSERT INTO marts.grid SELECT * FROM marts.grid")
        for hour in range(1, 5):
            publish(home, NOW + timedelta(hours=hour))
        assert reader.execute("SELECT count(*) FROM marts.grid").fetchall() == before == [(1,)]
    with reading(home) as reader:
        assert reader.execute("SELECT count(*) FROM marts.grid").fetchall() == [(2,)]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM '{secret}'",
        "SELECT * FROM read_csv('{secret}')",
        "SELECT * FROM read_text('{secret}')",
        "COPY (SELECT 1) TO '{secret}.copy'",
        "EXPORT DATABASE '{secret}.export'",
        "ATTACH '{secret}.duckdb' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "DELETE FROM marts.grid",
        "CREATE TABLE marts.more AS SELECT 1",
        "DROP TABLE marts.grid",
        "UPDATE tokenwatt.marts.grid SET region = 'x'",
    ],
)
def test_a_query_cannot_write_or_see_other_files(home, tmp_path, statement):
    publish(home, NOW)
    secret = tmp_path / "secret.csv"
    secret.write_text("password\nhunter2\n")
    with reading(home) as reader, pytest.raises(duckdb.Error):
        reader.execute(statement.format(secret=secret)).fetchall()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("secret")) == ["secret.csv"]
    with reading(home) as reader:
        assert reader.execute("SELECT region FROM marts.grid").fetchall() == [("a",)]


@pytest.mark.parametrize(
    ("day", "held"),
    [(0, []), (1, [("a", 1.0), ("b", 5.0)]), (2, [("a", 1.0), ("b", 5.0)]), (3, [("a", 2.0)]), (9, [("a", 2.0)])],
)
def test_a_query_as_of_a_day_sees_what_was_held_then(home, day, held):
    publish(home, NOW)
    with reading(home, as_of=at(day)) as reader:
        query = "SELECT region, gco2_per_kwh FROM history.grid_intensity WHERE recorded_to IS NULL ORDER BY 1"
        assert reader.execute(query).fetchall() == held


def test_a_query_before_anything_is_published_says_what_to_run(tmp_path):
    with pytest.raises(WarehouseError, match="run `tokenwatt refresh` first"), reading(Home(tmp_path)):
        pass


def test_a_warehouse_without_marts_is_not_published(tmp_path):
    home = Home(tmp_path)
    home.prepare()
    with connected(home.database) as connection:
        prepare(connection)
    with pytest.raises(WarehouseError, match="has no marts"):
        publish(home, NOW)
    assert not (home.published / "current").exists()
