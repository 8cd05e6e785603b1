"""The starter: our own normalised facts, shipped with the package, for a warehouse that has no captures yet.

starter/captures.json     the captures the facts came from, with their accounts and licences
starter/<kind>.parquet    the observations, with `part` and `licence`
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from transforms.batch import QUARANTINE_SCHEMA, Batch
from transforms.payload import Payload
from transforms.schemas import KINDS, polars_schema
from warehouse.archive import Archive
from warehouse.home import write_atomically
from warehouse.intake import File, Source, read_capture

FOLDER = Path(__file__).parent / "starter"
FILE = ("source_id", "part", "captured_at", "payload_sha256")  # what tells a file's observations


class Starter:
    """The starter observations in one folder; an empty folder is an empty starter."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder

    @cached_property
    def _captures(self) -> list[dict[str, Any]]:
        path = self.folder / "captures.json"
        listed: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        return [entry | {"captured_at": datetime.fromisoformat(entry["captured_at"])} for entry in listed]

    @cached_property
    def _observations(self) -> dict[str, dict[tuple[Any, ...], pl.DataFrame]]:
        """The observations of each kind by the file that states them."""
        paths = {table: self.folder / f"{table}.parquet" for table in KINDS}
        return {
            table: {
                key: frame.select(polars_schema(KINDS[table]).names())
                for key, frame in pl.read_parquet(path).partition_by(FILE, maintain_order=True, as_dict=True).items()
            }
            for table, path in paths.items()
            if path.exists()
        }

    def index(self, source_id: str) -> dict[datetime, frozenset[str]]:
        """When a source was captured, and the keys of the files."""
        moments: dict[datetime, set[str]] = {}
        for entry in self._captures:
            if entry["source_id"] == source_id:
                moments.setdefault(entry["captured_at"], set()).add(entry["file_key"])
        return {moment: frozenset(keys) for moment, keys in moments.items()}

    def files(self, source_id: str, moment: datetime) -> list[File]:
        """The files of one starter capture, as if just normalised."""
        return [
            File(
                part=entry["part"],
                key=entry["file_key"],
                name=entry["name"],
                member=entry["member"],
                sha256=entry["payload_sha256"],
                origin="starter",
                state="merged",
                size=entry["bytes"],
                url=entry["url"],
                licence=entry["licence"],
                batch=self._batch(entry),
            )
            for entry in self._captures
            if (entry["source_id"], entry["captured_at"]) == (source_id, moment)
        ]

    def _batch(self, entry: dict[str, Any]) -> Batch:
        key = tuple(entry[name] for name in FILE)
        found = {table: frames[key] for table, frames in self._observations.items() if key in frames}
        payload = Payload(
            entry["source_id"], entry["part"], entry["captured_at"], entry["payload_sha256"], entry["name"], b""
        )
        return Batch(
            payload=payload,
            observations=found,
            records_read=entry["records_read"],
            records_used=entry["records_used"],
            ignored=entry["ignored_by_rule"],
            records_quarantined=entry["quarantined"],
            quarantine=pl.DataFrame(schema=QUARANTINE_SCHEMA),
        )


def write_starter(
    sources: Iterable[Source],
    archive: Archive,
    folder: Path = FOLDER,
    *,
    keeps_out: Callable[[str, str], bool] = lambda _source_id, _part: False,
) -> dict[str, int]:
    """Write all readable captures of some sources as the starter, so that it has their history too.

    Only what the normalisers say of the payloads is written, never a payload. `keeps_out` names the parts of sources
    whose terms do not allow it. Returns the rows of each kind.
    """
    entries: list[dict[str, Any]] = []
    frames: dict[str, list[pl.DataFrame]] = {}
    for source in sources:
        for moment in sorted(archive.index(source.source_id)):
            for file in read_capture(source, archive, moment, known=()):
                if file.batch is None or keeps_out(source.source_id, file.part):
                    continue
                entries.append(_entry(source.source_id, moment, file))
                for table, frame in file.batch.observations.items():
                    stated = frame.with_columns(part=pl.lit(file.part), licence=pl.lit(file.licence))
                    frames.setdefault(table, []).append(stated)
    write_atomically(folder / "captures.json", (json.dumps(entries, indent=1, default=str) + "\n").encode())
    for table, listed in frames.items():
        pl.concat(listed).write_parquet(folder / f"{table}.parquet", compression="zstd", compression_level=19)
    return {table: sum(frame.height for frame in listed) for table, listed in frames.items()}


def _entry(source_id: str, moment: datetime, file: File) -> dict[str, Any]:
    assert file.batch is not None
    return {
        "source_id": source_id,
        "captured_at": moment.isoformat(),
        "part": file.part,
        "file_key": file.key,
        "name": file.name,
        "member": file.member,
        "payload_sha256": file.sha256,
        "url": file.url,
        "licence": file.licence,
        "bytes": file.size,
        "records_read": file.batch.records_read,
        "records_used": file.batch.records_used,
        "ignored_by_rule": file.batch.ignored,
        "quarantined": file.batch.records_quarantined,
    }
