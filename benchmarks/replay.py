"""Replay of real captures against the least work any program must do with them."""

import time
from pathlib import Path

import duckdb
import lxml.html
import orjson
import polars as pl
import yaml

from pipelines.sources import registry
from transforms.read import BOM
from transforms.schemas import KINDS
from warehouse.archive import Archive, import_manifests, payloads
from warehouse.database import connected, prepare
from warehouse.history import merge_source
from warehouse.starter import Starter


class Captures:
    """The captures of all registered sources, in an archive of their own."""

    def __init__(self, captures: Path, folder: Path) -> None:
        self.folder = folder
        self.archive = Archive(folder / "archive")
        self.files = import_manifests(self.archive, captures, registry()).files
        self.nothing = Starter(folder / "none")

    def replay(self) -> float:
        """Everything into a new file."""
        target = self.folder / "replay.duckdb"
        target.unlink(missing_ok=True)
        started = time.perf_counter()
        with connected(target) as connection:
            prepare(connection)
            for spec in registry().values():
                merge_source(connection, spec, self.archive, self.nothing)
        return time.perf_counter() - started

    def floor(self) -> float:
        """Every payload read from the archive and parsed once, and as many equal rows copied into DuckDB."""
        with connected(self.folder / "replay.duckdb", read_only=True) as connection:
            frames = {table: connection.execute(f"SELECT * FROM history.{table}").pl() for table in KINDS}
        target = self.folder / "floor.duckdb"
        target.unlink(missing_ok=True)
        started = time.perf_counter()
        for spec in registry().values():
            for moment in self.archive.index(spec.source_id):
                capture = self.archive.capture(spec.source_id, moment)
                for _, payload in payloads(self.archive, capture, spec.part_of):
                    _parse(payload.name, payload.content.removeprefix(BOM))
        with duckdb.connect(str(target)) as connection:
            for table, frame in frames.items():
                connection.register("frame", frame)
                connection.execute(f"CREATE TABLE {table} AS SELECT * FROM frame")
        return time.perf_counter() - started


def _parse(name: str, content: bytes) -> None:
    kind = Path(name).suffix
    if kind == ".json":
        orjson.loads(content)
    elif kind in {".jsonl", ".ndjson"}:
        pl.read_ndjson(content)
    elif kind == ".csv":
        pl.read_csv(content, infer_schema=False, truncate_ragged_lines=True)
    elif kind == ".html":
        lxml.html.document_fromstring(content)
    elif kind in {".yml", ".yaml"}:
        yaml.load(content, Loader=yaml.CSafeLoader)
