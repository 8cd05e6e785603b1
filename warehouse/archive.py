"""The archive: every payload byte for byte, stored once by content, and a sidecar for every capture of it.

    objects/<2 hex>/<sha256>.zst                        the payload, compressed
    captures/<source>/<captured_at>/<key>.json          one sidecar per captured file
    confirmations/<source>/<captured_at>.json           a person vouches for what a capture says

Nothing in it is ever changed or removed; both kinds of file appear whole or not at all.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import zstandard

from transforms.payload import NormaliseError, Payload
from warehouse.home import WarehouseError, write_atomically

STAMP = "%Y%m%dT%H%M%S%fZ"
COMPRESSION_LEVEL = 10
MAX_UNPACKED_BYTES = 1 * 2**30


@dataclass(frozen=True)
class Sidecar:
    """What is known of one captured file besides its bytes."""

    source_id: str
    captured_at: datetime
    name: str
    sha256: str
    size: int
    url: str | None = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str | None = None
    licence: str | None = None
    provenance: str | None = None

    @property
    def key(self) -> str:
        """Tells the files of one capture apart: two of them may hold the same bytes."""
        return f"{self.sha256}.{hashlib.sha256(self.name.encode()).hexdigest()[:8]}"

    def to_json(self) -> bytes:
        """The sidecar as stored."""
        data = asdict(self) | {"captured_at": self.captured_at.isoformat(), "headers": dict(self.headers)}
        return json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Sidecar:
        """Raises ValueError or TypeError when the text is no sidecar."""
        data = json.loads(text)
        return cls(**data | {"captured_at": datetime.fromisoformat(data["captured_at"])})


@dataclass(frozen=True)
class Capture:
    """All files of one source with one `captured_at`."""

    source_id: str
    captured_at: datetime
    files: tuple[Sidecar, ...]


class Archive:
    """The archive under one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, sidecar: Sidecar, content: bytes | None) -> Sidecar:
        """Keep one captured file. `content` may be None where the payload is known to be held (an HTTP 304).

        Putting the same file again changes nothing. Raises WarehouseError when the bytes are not those of the
        sidecar, are missing, or cannot be written.
        """
        if sidecar.captured_at.tzinfo is None:
            raise WarehouseError(f"{sidecar.source_id}: captured_at has no time zone")
        target = self._object(sidecar.sha256)
        if content is None:
            if not self.holds(sidecar.sha256):
                raise WarehouseError(f"{sidecar.source_id}: {sidecar.sha256} is not in the archive")
        elif hashlib.sha256(content).hexdigest() != sidecar.sha256 or len(content) != sidecar.size:
            raise WarehouseError(f"{sidecar.source_id}: {sidecar.name}: the bytes do not match their sha256 and size")
        elif not target.exists():
            write_atomically(target, zstandard.ZstdCompressor(level=COMPRESSION_LEVEL).compress(content))
        path = self._captures(sidecar.source_id) / _stamp(sidecar.captured_at) / f"{sidecar.key}.json"
        if not path.exists():
            write_atomically(path, sidecar.to_json())
        return sidecar

    def holds(self, sha256: str) -> bool:
        """Whether the payload is here."""
        return self._object(sha256).exists()

    def read(self, sha256: str) -> bytes:
        """The payload. Raises WarehouseError when it is missing or damaged."""
        try:
            content = zstandard.ZstdDecompressor().decompress(
                self._object(sha256).read_bytes(), max_output_size=MAX_UNPACKED_BYTES
            )
        except (OSError, zstandard.ZstdError) as error:
            raise WarehouseError(f"payload {sha256} cannot be read from {self.root}: {error}") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise WarehouseError(f"payload {sha256} is damaged in {self.root}")
        return content

    def source_ids(self) -> list[str]:
        """Sources with captures here, in alphabetical order."""
        folder = self.root / "captures"
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []

    def index(self, source_id: str) -> dict[datetime, frozenset[str]]:
        """When a source was captured, and the keys of its files: from names on disk alone, so cheap."""
        folder = self._captures(source_id)
        moments = sorted(folder.iterdir()) if folder.is_dir() else []
        listed = {
            datetime.strptime(moment.name, STAMP).replace(tzinfo=UTC): frozenset(
                path.name.removesuffix(".json") for path in moment.glob("[0-9a-f]*.json")
            )
            for moment in moments
        }
        return {moment: keys for moment, keys in listed.items() if keys}

    def capture(self, source_id: str, captured_at: datetime) -> Capture:
        """One capture, its files in the order of their names."""
        folder = self._captures(source_id) / _stamp(captured_at)
        files = [Sidecar.from_json(path.read_bytes()) for path in folder.glob("[0-9a-f]*.json")]
        return Capture(source_id, captured_at, tuple(sorted(files, key=lambda file: (file.name, file.sha256))))

    def latest(self, source_id: str, *, depth: int = 5) -> dict[str, Sidecar]:
        """The newest sidecar of each file name in the last `depth` captures: what conditional requests start from."""
        newest = sorted(self.index(source_id))[-depth:]
        return {file.name: file for moment in newest for file in self.capture(source_id, moment).files}

    def confirm(self, source_id: str, captured_at: datetime, *, confirmed_at: datetime) -> None:
        """Keep that a person vouches for a capture, so that no merge holds it."""
        said = {
            "source_id": source_id,
            "captured_at": captured_at.isoformat(),
            "confirmed_at": confirmed_at.isoformat(),
        }
        path = self.root / "confirmations" / source_id / f"{_stamp(captured_at)}.json"
        write_atomically(path, json.dumps(said, indent=1).encode())

    def confirmed(self, source_id: str) -> frozenset[datetime]:
        """The captures of a source that a person vouches for."""
        folder = self.root / "confirmations" / source_id
        return frozenset(datetime.strptime(path.stem, STAMP).replace(tzinfo=UTC) for path in folder.glob("[0-9]*.json"))

    def export(self, target: Path, source_ids: Iterable[str] | None = None) -> int:
        """Write captures as plain files with a `manifest.jsonl`, the form `--captures` imports; return their number."""
        lines: list[str] = []
        for source_id in sorted(source_ids or self.source_ids()):
            for moment in self.index(source_id):
                for file in self.capture(source_id, moment).files:
                    path = Path(source_id) / _stamp(moment) / file.sha256[:12] / Path(file.name).name
                    write_atomically(target / path, self.read(file.sha256))
                    lines.append(json.dumps(_manifest_line(file, path), ensure_ascii=False))
        write_atomically(target / "manifest.jsonl", "".join(f"{line}\n" for line in lines).encode())
        return len(lines)

    def _object(self, sha256: str) -> Path:
        return self.root / "objects" / sha256[:2] / f"{sha256}.zst"

    def _captures(self, source_id: str) -> Path:
        return self.root / "captures" / source_id


def payloads(
    archive: Archive, capture: Capture, part_of: Callable[[str], str | None]
) -> Iterator[tuple[Sidecar, Payload]]:
    """The payloads of a capture that `part_of` gives a part to; zip files are taken apart into their members.

    Raises NormaliseError when a zip cannot be read or unpacks to more than it may.
    """
    for file in capture.files:
        content = archive.read(file.sha256)
        for name, body in _members(file, content):
            part = part_of(name)
            if part is not None:
                yield file, Payload(capture.source_id, part, capture.captured_at, file.sha256, name, body)


def _members(file: Sidecar, content: bytes) -> Iterator[tuple[str, bytes]]:
    if not file.name.lower().endswith(".zip"):
        yield file.name, content
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            members = [each for each in bundle.infolist() if not each.is_dir()]
            if sum(each.file_size for each in members) > MAX_UNPACKED_BYTES:
                raise NormaliseError(f"{file.source_id}: {file.name}: unpacks to more than {MAX_UNPACKED_BYTES} bytes")
            for member in sorted(members, key=lambda each: each.filename):
                yield member.filename, bundle.read(member)
    except (zipfile.BadZipFile, RuntimeError, OSError) as error:
        raise NormaliseError(f"{file.source_id}: {file.name}: not a zip file that can be read: {error}") from error


@dataclass(frozen=True)
class Imported:
    """What an import of manifests did: captured files kept, lines that could not be, and sources nobody registered."""

    files: int
    source_ids: frozenset[str]
    refused: tuple[str, ...]
    unknown_sources: frozenset[str]


def import_manifests(archive: Archive, folder: Path, source_ids: Iterable[str]) -> Imported:
    """Keep every file described by `folder/manifest*.jsonl` whose source is one of `source_ids`.

    A line that is no manifest line, leads out of the folder, or whose bytes differ from its sha256 is refused by
    itself. Raises WarehouseError when the folder holds no manifest.
    """
    manifests = sorted(folder.glob("manifest*.jsonl"))
    if not manifests:
        raise WarehouseError(f"{folder} holds no manifest*.jsonl")
    wanted, seen, unknown, refused, files = frozenset(source_ids), set(), set(), [], 0
    for manifest in manifests:
        for number, line in enumerate(manifest.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                entry = json.loads(line)
                if entry["source"] not in wanted:
                    unknown.add(str(entry["source"]))
                    continue
                path = (folder / entry["path"]).resolve()
                if not path.is_relative_to(folder.resolve()):
                    raise ValueError(f"{entry['path']} leads out of {folder}")
                archive.put(_sidecar(entry), path.read_bytes())
            except (ValueError, KeyError, TypeError, OSError, WarehouseError) as error:
                refused.append(f"{manifest.name}, line {number}: {type(error).__name__}: {error}")
            else:
                files += 1
                seen.add(entry["source"])
    return Imported(files, frozenset(seen), tuple(refused), frozenset(unknown))


def _sidecar(entry: Mapping[str, str]) -> Sidecar:
    captured_at = datetime.fromisoformat(entry["captured_at"])
    return Sidecar(
        source_id=entry["source"],
        captured_at=(captured_at if captured_at.tzinfo else captured_at.replace(tzinfo=UTC)).astimezone(UTC),
        name=entry.get("name") or entry["path"],
        sha256=entry["sha256"],
        size=int(entry["bytes"]),
        url=entry.get("live_url"),
        media_type=entry.get("media_type"),
        licence=entry.get("license"),
        provenance=entry.get("provenance"),
    )


def _manifest_line(file: Sidecar, path: Path) -> dict[str, object]:
    return {
        "source": file.source_id,
        "captured_at": file.captured_at.isoformat().replace("+00:00", "Z"),
        "path": path.as_posix(),
        "name": file.name,
        "sha256": file.sha256,
        "bytes": file.size,
        "media_type": file.media_type,
        "live_url": file.url,
        "license": file.licence,
        "provenance": file.provenance,
    }


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(STAMP)
