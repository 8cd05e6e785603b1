"""Real payloads for tests: the captures named by TOKENWATT_CAPTURES, and payloads written by hand."""

import hashlib
import json
import os
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.sources import registry
from transforms.batch import Batch
from transforms.payload import Payload

NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)


def payload(content: bytes | str, *, source_id: str, part: str = "all", name: str = "payload") -> Payload:
    """A payload written in a test, captured at NOON."""
    body = content.encode() if isinstance(content, str) else content
    return Payload(source_id, part, NOON, hashlib.sha256(body).hexdigest(), name, body)


@cache
def _entries(root: Path) -> list[dict[str, Any]]:
    manifests = sorted(root.glob("manifest*.jsonl"))
    return [json.loads(line) for manifest in manifests for line in manifest.read_text().splitlines()]


def captured(source_id: str) -> list[Payload]:
    """Every captured file of a source that its spec reads, oldest first. Skips the test where there are no captures."""
    folder = os.environ.get("TOKENWATT_CAPTURES")
    if not folder or not Path(folder).is_dir():
        pytest.skip("TOKENWATT_CAPTURES names no folder of captures")
    root, spec = Path(folder), registry()[source_id]
    payloads = []
    for entry in _entries(root):
        part = spec.part_of(entry["path"]) if entry["source"] == source_id else None
        if part is not None:
            payloads.append(
                Payload(
                    source_id=source_id,
                    part=part,
                    captured_at=datetime.fromisoformat(entry["captured_at"]),
                    sha256=entry["sha256"],
                    name=entry["path"],
                    content=(root / entry["path"]).read_bytes(),
                )
            )
    assert payloads, f"the captures hold nothing of {source_id}"
    return sorted(payloads, key=lambda each: (each.captured_at, each.name))


@lru_cache(maxsize=2)  # tests of one source stand together, and a batch may be big
def normalised(source_id: str) -> tuple[Batch, ...]:
    """The captures of a source, normalised. Fails where the account does not balance or a count is unusual."""
    spec = registry()[source_id]
    batches = tuple(spec.normalise(each) for each in captured(source_id))
    for batch in batches:
        counted = batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined
        assert counted == batch.records_read > 0, batch.payload.name
        usual = spec.usual(batch.payload.part)
        assert batch.observation_count in usual, (batch.payload.name, batch.observation_count, usual)
    return batches
