"""From archived payloads to what they say: normalised, unchanged, rejected, or not for us."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Protocol

import polars as pl

from transforms.batch import Batch
from transforms.payload import NormaliseError, Payload
from transforms.schemas import Observation
from warehouse.archive import Archive, Sidecar, payloads

# A part with fewer observations than this share of the least that is usual is a broken payload, not a small one.
# Where none is usual too, none is fine.
LEAST_SHARE_OF_USUAL = 0.25


class Source(Protocol):
    """What the warehouse needs to know of a source."""

    @property
    def source_id(self) -> str:
        """Its registered name."""

    @property
    def kinds(self) -> tuple[type[Observation], ...]:
        """The kinds of fact it states."""

    @property
    def is_complete(self) -> bool:
        """Whether a key missing from a part has ended."""

    @property
    def part_of(self) -> PartOf:
        """The part that a file of its captures belongs to; None where it is not read."""

    @property
    def normalise(self) -> Normalise:
        """The normaliser."""

    def usual(self, part: str) -> range:
        """The usual number of observations of a part."""


class PartOf(Protocol):
    """A function from file name to part."""

    def __call__(self, name: str, /) -> str | None:
        """The part a file belongs to."""


class Normalise(Protocol):
    """A function from payload to observations."""

    def __call__(self, payload: Payload, /) -> Batch:
        """What a payload says."""


State = Literal["merged", "unchanged", "rejected", "held", "ignored"]


@dataclass(frozen=True)
class File:
    """One payload of a capture, as `ops.capture` records it, with what it says where it was read.

    `key` and `name` are those of the payload's archived file; `member` names it inside a zip.
    """

    part: str
    key: str
    name: str
    member: str | None
    sha256: str
    origin: Literal["capture", "starter"]
    state: State
    size: int | None
    url: str | None
    licence: str | None
    reason: str | None = None
    batch: Batch | None = None


def read_capture(
    source: Source, archive: Archive, moment: datetime, *, known: Iterable[tuple[str, frozenset[str], str]]
) -> list[File]:
    """The files of one capture of a source. Nothing raises: what cannot be read is rejected with its reason.

    `known` gives, for each part, the payloads of its last capture before this one and their state: an equal set is
    `unchanged` (or rejected again) without being read, unless that one is held: then this one may confirm it. A part of
    which one payload is rejected is rejected whole, since a listing with a hole would end what is only missing.
    """
    capture = archive.capture(source.source_id, moment)
    parts: dict[str, list[tuple[Sidecar, Payload]]] = {}
    try:
        for sidecar, payload in payloads(archive, capture, source.part_of):
            parts.setdefault(payload.part, []).append((sidecar, payload))
    except NormaliseError as error:
        return [_file(sidecar, "*", "rejected", reason=str(error)) for sidecar in capture.files]
    before = {part: (hashes, state) for part, hashes, state in known}
    files: list[File] = []
    for part, listed in sorted(parts.items()):
        hashes, state = before.get(part, (frozenset[str](), ""))
        if state != "held" and hashes == {payload.sha256 for _, payload in listed}:
            again: State = "rejected" if state == "rejected" else "unchanged"
            reason = "the same payload as the capture before"
            files += [_file(sidecar, part, again, payload, reason=reason) for sidecar, payload in listed]
        else:
            files += _read_part(source, part, listed)
    read = {file.key for file in files}
    unread = [sidecar for sidecar in capture.files if sidecar.key not in read]
    return files + [_file(sidecar, "-", "ignored", reason="not a file this source reads") for sidecar in unread]


def _read_part(source: Source, part: str, listed: list[tuple[Sidecar, Payload]]) -> list[File]:
    batches: dict[str, Batch] = {}
    reasons: dict[str, str] = {}
    for sidecar, payload in listed:
        try:
            batch = source.normalise(payload)
            batches[payload.name] = batch if payload.name == sidecar.name else _within(payload.name, batch)
        except NormaliseError as error:
            reasons[payload.name] = str(error)
        except (Exception, pl.exceptions.PanicException) as error:  # a fault of ours must not stop others; it is shown
            reasons[payload.name] = f"{source.source_id}/{part}: {payload.name}: {type(error).__name__}: {error}"
    found = sum(batch.observation_count for batch in batches.values())
    usual = source.usual(part).start
    if not reasons and usual > 0 and found < max(1, usual * LEAST_SHARE_OF_USUAL):
        too_few = f"{source.source_id}/{part}: {found} observations where at least {usual} are usual"
        reasons = {payload.name: too_few for _, payload in listed}
    if not reasons:
        return [_file(sidecar, part, "merged", payload, batch=batches[payload.name]) for sidecar, payload in listed]
    hole = f"{source.source_id}/{part}: another file of the part was rejected"
    return [
        _file(sidecar, part, "rejected", payload, reason=reasons.get(payload.name, hole)) for sidecar, payload in listed
    ]


def _within(member: str, batch: Batch) -> Batch:
    """The same batch, its references leading into a member of a zip file."""
    inside = pl.format("{}: {}", pl.lit(member), "record_ref")
    return replace(
        batch,
        observations={table: frame.with_columns(record_ref=inside) for table, frame in batch.observations.items()},
        quarantine=batch.quarantine.with_columns(record_ref=inside),
    )


def _file(
    sidecar: Sidecar,
    part: str,
    state: State,
    payload: Payload | None = None,
    *,
    reason: str | None = None,
    batch: Batch | None = None,
) -> File:
    return File(
        part=part,
        key=sidecar.key,
        name=sidecar.name,
        member=payload.name if payload and payload.name != sidecar.name else None,
        sha256=sidecar.sha256,
        origin="capture",
        state=state,
        size=sidecar.size,
        url=sidecar.url,
        licence=sidecar.licence,
        reason=reason,
        batch=batch,
    )
