"""Whole commands against the bare work inside them."""

import os
import subprocess
import sys
import time
from pathlib import Path

FUNCTIONS = """
from datetime import UTC, datetime
from dbt.cli.main import dbtRunner
from pipelines.dbt import PROJECT
from pipelines.sources import registry
from warehouse.archive import Archive
from warehouse.database import connected, prepare
from warehouse.history import merge_source
from warehouse.home import Home
from warehouse.identity import resolve_names
from warehouse.operations import record_sources
from warehouse.publish import publish
from warehouse.starter import Starter
home = Home.from_environment()
with home.writing("bench"):
    with connected(home.database) as connection:
        prepare(connection)
        for spec in registry().values():
            merge_source(connection, spec, Archive(home.archive), Starter())
        record_sources(connection, [spec.registered() for spec in registry().values()])
        resolve_names(connection)
    done = dbtRunner().invoke(["--quiet", "build", "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)])
    assert done.success, done.exception
    publish(home, datetime.now(UTC))
"""
BARE_QUERY = """
import duckdb, os
snapshot = os.environ["TOKENWATT_HOME"] + "/published/current/tokenwatt.duckdb"
connection = duckdb.connect(snapshot, read_only=True)
print(connection.execute(
    "select provider, region, usd_per_gpu_hour from marts.gpu_price"
    " where gpu_id like 'nvidia-h100%' order by 3 limit 15"
).fetchall())
"""


class Home:
    """A home of its own, refreshed once from the starter."""

    def __init__(self, folder: Path) -> None:
        self.environment = os.environ | {
            "TOKENWATT_HOME": str(folder),
            "TOKENWATT_DATABASE": str(folder / "warehouse.duckdb"),
            "DBT_LOG_PATH": str(folder / "dbt" / "logs"),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }
        self.tokenwatt = str(Path(sys.executable).with_name("tokenwatt"))
        self.refresh()

    def refresh(self) -> float:
        """The whole command."""
        return self._run(self.tokenwatt, "refresh", "--offline")

    def functions(self) -> float:
        """What it does, without Dagster."""
        return self._run(sys.executable, "-c", FUNCTIONS)

    def gpu(self) -> float:
        """The whole command."""
        return self._run(self.tokenwatt, "gpu", "h100")

    def bare_query(self) -> float:
        """Start Python, open the snapshot, ask."""
        return self._run(sys.executable, "-c", BARE_QUERY)

    def _run(self, *command: str) -> float:
        started = time.perf_counter()
        subprocess.run(command, env=self.environment, stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - started
