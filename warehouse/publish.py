"""Publishing: an immutable snapshot directory, and `current` switched to it in one step.

Readers open `published/current` and are never locked out: a snapshot, once there, is not written to again.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from warehouse.archive import STAMP
from warehouse.dashboard import render_dashboard
from warehouse.database import connected
from warehouse.home import Home, WarehouseError

KEPT = 3
PRIVATE_SCHEMAS = ("staging", "intermediate")
AS_OF_MACROS = {
    "gpu_offers_as_of": "gpu_offer",
    "model_prices_as_of": "model_price",
    "model_cards_as_of": "model_card",
    "benchmark_scores_as_of": "benchmark_score",
    "inference_measurements_as_of": "inference_measurement",
}


@dataclass(frozen=True)
class Publication:
    """A published snapshot."""

    publish_id: str
    folder: Path
    row_counts: dict[str, int]


def publish(home: Home, moment: datetime) -> Publication:
    """Publish the warehouse as it stands. The caller holds the writer's lock and no connection.

    Raises WarehouseError when a mart is missing or the disk is full; `current` is then what it was.
    """
    publish_id = _free_id(home.published, moment)
    partial = home.published / f".{publish_id}.partial"
    _remove_leftovers(home.published)
    try:
        (partial / "parquet").mkdir(parents=True)
        shutil.copyfile(home.database, partial / "tokenwatt.duckdb")
        with connected(partial / "tokenwatt.duckdb") as connection:
            row_counts = _finish(connection, partial)
            (partial / "dashboard.html").write_text(render_dashboard(connection, moment), encoding="utf-8")
            connection.execute("CHECKPOINT")
        manifest = _manifest(publish_id, moment, row_counts, partial)
        (partial / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        for path in partial.rglob("*"):
            _sync(path)
        folder = home.published / publish_id
        partial.rename(folder)
        _sync(home.published)
        switch(home, publish_id)
    except OSError as error:
        raise WarehouseError(f"cannot publish to {home.published}: {error.strerror}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    _retire(home.published, keep=publish_id)
    return Publication(publish_id, folder, row_counts)


def switch(home: Home, publish_id: str) -> None:
    """Point `published/current` at a snapshot, atomically."""
    link = home.published / f".current.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(publish_id)
    link.replace(home.published / "current")


def _finish(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, int]:
    """Leave only what is public, add the as-of macros, and write each mart as Parquet too."""
    marts = [
        name
        for (name,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts' ORDER BY table_name"
        ).fetchall()
    ]
    if not marts:
        raise WarehouseError("the warehouse has no marts; run `tokenwatt refresh`")
    for schema in PRIVATE_SCHEMAS:
        connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    for macro, table in AS_OF_MACROS.items():
        connection.execute(
            f"CREATE OR REPLACE MACRO {macro}(moment) AS TABLE SELECT * FROM history.{table}"
            " WHERE recorded_from <= moment::TIMESTAMPTZ"
            " AND (recorded_to IS NULL OR recorded_to > moment::TIMESTAMPTZ)"
        )
    counts: dict[str, int] = {}
    for name in marts:
        target = str(folder / "parquet" / f"{name}.parquet").replace("'", "''")
        connection.execute(f"COPY marts.{name} TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        (counts[f"marts.{name}"],) = connection.execute(f"SELECT count(*) FROM marts.{name}").fetchall()[0]
    return counts


def _manifest(publish_id: str, moment: datetime, row_counts: dict[str, int], folder: Path) -> dict[str, Any]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        "publish_id": publish_id,
        "published_at": moment.isoformat(),
        "row_counts": row_counts,
        "sha256": {path.relative_to(folder).as_posix(): _sha256(path) for path in files},
        "versions": {
            "tokenwatt": version("tokenwatt"),
            "python": platform.python_version(),
            "duckdb": duckdb.__version__,
            "dbt-core": version("dbt-core"),
            "dbt-duckdb": version("dbt-duckdb"),
        },
    }


def _free_id(published: Path, moment: datetime) -> str:
    stamp = moment.strftime(STAMP)
    taken = {path.name for path in published.iterdir()} if published.is_dir() else set()
    return next(name for name in _numbered(stamp) if name not in taken)


def _numbered(stamp: str) -> Iterable[str]:
    yield stamp
    for number in range(2, 1000):
        yield f"{stamp}-{number}"


def _remove_leftovers(published: Path) -> None:
    for path in published.glob(".*.partial"):
        shutil.rmtree(path, ignore_errors=True)


def _retire(published: Path, *, keep: str) -> None:
    snapshots = sorted(path for path in published.iterdir() if path.is_dir() and not path.name.startswith("."))
    old = [path for path in snapshots if not path.is_symlink() and path.name != keep]
    for path in old[: -(KEPT - 1)]:
        shutil.rmtree(path, ignore_errors=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
