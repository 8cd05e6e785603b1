"""A made-up source whose payloads are small JSON listings of places, for tests of the warehouse."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import read_json
from transforms.schemas import GridIntensity, Observation
from warehouse.archive import Archive, Sidecar

START = datetime(2026, 1, 1, tzinfo=UTC)


class WatchedIntensity(GridIntensity):
    """The same kind of fact, as if it were a price: captures in which many jump are held for confirmation."""

    PRICES: ClassVar[tuple[str, ...]] = ("gco2_per_kwh",)


@dataclass(frozen=True)
class Places:
    """Payload: {"region": gCO2 per kWh, ...}; its file name is the part."""

    source_id: str = "places"
    kinds: tuple[type[Observation], ...] = (GridIntensity,)
    is_complete: bool = True
    least: int = 1

    def part_of(self, name: str) -> str | None:
        return None if name.endswith(".txt") else Path(name).stem

    def usual(self, part: str) -> range:
        return range(self.least, 1000)

    def normalise(self, payload: Payload) -> Batch:
        listed = read_json(payload)
        if not isinstance(listed, dict):
            raise payload.rejected("not a listing of places")
        rows = numbered(f"/{region}" for region in listed).with_columns(
            region=pl.Series(list(listed), dtype=pl.String),
            gco2_per_kwh=pl.Series(list(listed.values()), dtype=pl.Float64),
            method=pl.lit("stated"),
        )
        book = Book(payload, len(listed), lambda number: list(listed.items())[number])
        book.observe(GridIntensity, rows)
        return book.close()


def at(day: int) -> datetime:
    """Midnight UTC, some days into 2026."""
    return START + timedelta(days=day)


def put(archive: Archive, day: int, listed: Mapping[str, float] | bytes, *, name: str = "all.json") -> str:
    """Archive one capture of the made-up source; return its sha256."""
    content = listed if isinstance(listed, bytes) else json.dumps(listed).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    archive.put(Sidecar("places", at(day), name, sha256, len(content), licence="CC0"), content)
    return sha256
