"""Where a warehouse lives on disk, and the lock that lets one process write to it at a time."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

DEFAULT_HOME = "data"
LOCK_TIMEOUT_SECONDS = 900.0


class WarehouseError(RuntimeError):
    """Something about the warehouse on disk stops the work; the message says what and what to do."""


@dataclass(frozen=True)
class Home:
    """The folder named by TOKENWATT_HOME, `./data` by default. Reading never creates anything in it."""

    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        """The home this process was told to use."""
        return cls(Path(os.environ.get("TOKENWATT_HOME") or DEFAULT_HOME).resolve())

    @property
    def archive(self) -> Path:
        """Payloads and their sidecars."""
        return self.root / "archive"

    @property
    def database(self) -> Path:
        """The one file that is written to: history, ops and what dbt builds."""
        return self.root / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """Immutable snapshots, and `current`, the newest of them."""
        return self.root / "published"

    @property
    def dagster(self) -> Path:
        """Dagster's own storage: runs, events, schedules."""
        return self.root / "dagster"

    @property
    def dbt(self) -> Path:
        """What dbt writes: its manifest, compiled SQL and logs."""
        return self.root / "dbt"

    def prepare(self) -> None:
        """Make the folders. Raises WarehouseError when they cannot be written."""
        try:
            for folder in (self.archive, self.published, self.dagster, self.dbt):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WarehouseError(
                f"cannot write to {self.root}: {error.strerror}; set TOKENWATT_HOME to a folder that can be written"
            ) from error

    @contextmanager
    def writing(
        self,
        purpose: str,
        *,
        timeout_seconds: float = LOCK_TIMEOUT_SECONDS,
        waiting: Callable[[str], None] = lambda _: None,
    ) -> Iterator[None]:
        """Hold the writer's lock; within one process it can be taken again. `waiting` is told who else holds it.

        Raises WarehouseError when it stays taken for `timeout_seconds`, naming the holder.
        """
        self.prepare()
        lock = FileLock(self.root / ".writer.lock", is_singleton=True, thread_local=False)
        note = self.root / ".writer.json"
        if lock.is_locked:
            with lock:
                yield
            return
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting(_holder(note))
            try:
                lock.acquire(timeout=timeout_seconds)
            except Timeout as error:
                raise WarehouseError(
                    f"{self.root} is being written by {_holder(note)}; gave up after {timeout_seconds:.0f} s"
                ) from error
        try:
            note.write_text(
                json.dumps(
                    {"pid": os.getpid(), "purpose": purpose, "since": datetime.now(UTC).isoformat("T", "seconds")}
                )
            )
            yield
        finally:
            note.unlink(missing_ok=True)
            lock.release()


def _holder(note: Path) -> str:
    with suppress(OSError, ValueError, KeyError):
        holder = json.loads(note.read_text())
        return f"process {holder['pid']} ({holder['purpose']}, since {holder['since']})"
    return "another process"


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that readers see all of it or none, also after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise WarehouseError(f"cannot write {path}: {error.strerror}") from error
