"""The bitemporal history: every distinct state of every key, with the time we first and last held it true.

The history of a source is a fold over its captures in the order of `captured_at`: each capture is merged onto the
state before it. A capture that arrives late rewinds the source to just before it and folds again from there, so
that any order of arrival, repeats, and a crash between any two steps give the same table. Each capture is one
transaction; `ops.capture` says which ones are in. A capture that moves many prices far is held until the next one, or
a person, confirms it: `warehouse.holding`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import duckdb
import polars as pl

from transforms.schemas import KINDS, Observation, measures, polars_schema
from warehouse.accounts import record_accounts
from warehouse.archive import Archive
from warehouse.database import history_columns
from warehouse.holding import Doubts, Frames, agrees, price_move, why_held
from warehouse.intake import File, Source, read_capture
from warehouse.starter import Starter

MERGE_COLUMNS = ("part", "origin", "recorded_from", "recorded_to")


@dataclass
class Merged:
    """What merging the captures of one source did."""

    captures: int = 0
    observations: int = 0
    quarantined: int = 0
    unchanged: int = 0
    rejected: list[str] = field(default_factory=list)
    unusual: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    rewound_to: datetime | None = None


def merge_source(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    archive: Archive,
    starter: Starter,
) -> Merged:
    """Bring the history of one source up to all captures that the archive and the starter hold.

    A payload that cannot be normalised is recorded as rejected and changes nothing: the last good state stays.
    """
    source_id = source.source_id
    wanted, recorded = _wanted(source_id, archive, starter), _recorded(connection, source_id)
    freed = archive.confirmed(source_id) & _on_hold(connection, source_id)
    pending = [moment for moment in sorted(wanted) if recorded.get(moment) != wanted[moment] or moment in freed]
    done = Merged()
    if not pending:
        return done
    if any(moment >= pending[0] for moment in recorded):
        done.rewound_to = pending[0]
        rewind(connection, source_id, pending[0])

    def read(moment: datetime, known: list[tuple[str, frozenset[str], str]]) -> list[File]:
        if {origin for _, origin in wanted[moment]} == {"starter"}:
            return starter.files(source_id, moment)
        return read_capture(source, archive, moment, known=known)

    doubts = Doubts(confirmed=archive.confirmed(source_id), read_again=lambda moment: read(moment, []))
    for moment in (moment for moment in sorted(wanted) if moment >= pending[0]):
        files = apply(connection, source, moment, read(moment, _known(connection, source_id, moment)), doubts)
        _tally(done, source, files)
    return done


def rewind(connection: duckdb.DuckDBPyConnection, source_id: str, moment: datetime) -> None:
    """Put the history of a source back to its state just before `moment`, in one transaction."""
    with transaction(connection):
        for table in KINDS:
            connection.execute(
                f"DELETE FROM history.{table} WHERE source_id = ? AND recorded_from >= ?", [source_id, moment]
            )
            connection.execute(
                f"UPDATE history.{table} SET recorded_to = NULL WHERE source_id = ? AND recorded_to >= ?",
                [source_id, moment],
            )
        for table in ("capture", "quarantine"):
            connection.execute(f"DELETE FROM ops.{table} WHERE source_id = ? AND captured_at >= ?", [source_id, moment])


def apply(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    moment: datetime,
    files: list[File],
    doubts: Doubts | None = None,
) -> list[File]:
    """Merge one capture onto the state before it, in one transaction; return its files with what became of them.

    `moment` is later than all captures merged. Without `doubts` nothing is held.
    """
    with transaction(connection):
        on_hold: dict[str, str] = {}
        read = [file for file in files if file.batch is not None]
        for part, origin in dict.fromkeys((file.part, file.origin) for file in read):
            said = _frames(source, [file for file in read if file.part == part])
            for kind, frame in said.items():
                _compare(connection, source, kind, part, frame)
            reason = why_held(connection, source, part, moment, said, doubts) if doubts else None
            if reason is not None:
                on_hold[part] = f"{source.source_id}/{part}: {reason}"
                continue
            for kind in said:
                _write(connection, source, kind, part, moment, origin)
        files = [
            replace(file, state="held", reason=on_hold[file.part]) if file.batch and file.part in on_hold else file
            for file in files
        ]
        record_accounts(connection, source.source_id, moment, files)
    return files


def _frames(source: Source, files: list[File]) -> Frames:
    """What the files of a part say together, a frame for each kind: of rows with one key, the first."""
    said = [file.batch.observations for file in files if file.batch]
    frames: Frames = {}
    for kind in source.kinds:
        listed = [observations[kind.TABLE] for observations in said if kind.TABLE in observations]
        state = pl.concat(listed) if listed else pl.DataFrame(schema=polars_schema(kind))
        frames[kind] = state.unique(kind.KEY, keep="first", maintain_order=True)
    return frames


def _compare(
    connection: duckdb.DuckDBPyConnection, source: Source, kind: type[Observation], part: str, state: pl.DataFrame
) -> None:
    """Make the view `incoming_<kind>`, the new state of a part, and the temporary table `difference_<kind>`, its keys
    beside the open rows of the part."""
    table = kind.TABLE
    connection.register(f"incoming_{table}", state.with_row_index("number"))
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE difference_{table} AS
        SELECT held_row, number, coalesce({agrees(measures(kind))}, false) AS is_unchanged,
            {price_move(kind)} AS price_move
        FROM (SELECT rowid AS held_row, * FROM history.{table}
              WHERE source_id = $source_id AND part = $part AND recorded_to IS NULL) AS held
        FULL JOIN incoming_{table} AS incoming ON {agrees(kind.KEY)}
        """,
        {"source_id": source.source_id, "part": part},
    )


def _write(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    kind: type[Observation],
    part: str,
    moment: datetime,
    origin: str,
) -> None:
    """Close the open rows of a part that its new state ends or replaces, and open the rows it brings."""
    table = kind.TABLE
    ended = "number IS NULL" if source.is_complete else "false"
    is_closed = f"held_row IS NOT NULL AND ({ended} OR (number IS NOT NULL AND NOT is_unchanged))"
    is_opened = "number IS NOT NULL AND (held_row IS NULL OR NOT is_unchanged)"
    [(closed, opened)] = connection.execute(
        f"SELECT count(*) FILTER ({is_closed}), count(*) FILTER ({is_opened}) FROM difference_{table}"
    ).fetchall()
    if closed:
        connection.execute(
            f"""
            UPDATE history.{table} SET recorded_to = $moment
            WHERE rowid IN (SELECT held_row FROM difference_{table} WHERE {is_closed})
            """,
            {"moment": moment},
        )
    if not opened:
        return
    columns = ", ".join(name for name in history_columns(kind) if name not in MERGE_COLUMNS)
    connection.execute(
        f"""
        INSERT INTO history.{table} ({columns}, part, origin, recorded_from, recorded_to)
        SELECT {columns}, $part, $origin, $moment, NULL FROM incoming_{table}
        WHERE number IN (SELECT number FROM difference_{table} WHERE {is_opened})
        ORDER BY number
        """,
        {"part": part, "origin": origin, "moment": moment},
    )


def _wanted(source_id: str, archive: Archive, starter: Starter) -> dict[datetime, set[tuple[str, str]]]:
    """The files of each capture and their origin. An archived capture takes the place of a starter's."""
    listed = {"starter": starter.index(source_id), "capture": archive.index(source_id)}
    return {
        moment: {(key, origin) for key in keys}
        for origin, captures in listed.items()
        for moment, keys in captures.items()
    }


def _recorded(connection: duckdb.DuckDBPyConnection, source_id: str) -> dict[datetime, set[tuple[str, str]]]:
    """The files of each capture that `ops.capture` has, and their origin."""
    recorded: dict[datetime, set[tuple[str, str]]] = {}
    query = "SELECT DISTINCT captured_at, file_key, origin FROM ops.capture WHERE source_id = ?"
    for moment, key, origin in connection.execute(query, [source_id]).fetchall():
        recorded.setdefault(moment, set()).add((key, origin))
    return recorded


def _on_hold(connection: duckdb.DuckDBPyConnection, source_id: str) -> frozenset[datetime]:
    query = "SELECT DISTINCT captured_at FROM ops.capture WHERE source_id = ? AND state = 'held'"
    return frozenset(moment for (moment,) in connection.execute(query, [source_id]).fetchall())


def _known(
    connection: duckdb.DuckDBPyConnection, source_id: str, moment: datetime
) -> list[tuple[str, frozenset[str], str]]:
    """For each part, the payloads and state of its last capture before `moment`."""
    rows = connection.execute(
        """
        SELECT part, list(DISTINCT payload_sha256), any_value(state) FROM ops.capture
        WHERE source_id = $source_id AND captured_at < $moment AND state <> 'ignored' AND origin = 'capture'
        GROUP BY part, captured_at QUALIFY row_number() OVER (PARTITION BY part ORDER BY captured_at DESC) = 1
        """,
        {"source_id": source_id, "moment": moment},
    ).fetchall()
    return [(part, frozenset(hashes), state) for part, hashes, state in rows]


def _tally(done: Merged, source: Source, files: list[File]) -> None:
    done.captures += 1
    done.unchanged += sum(file.state == "unchanged" for file in files)
    done.rejected += [file.reason or "" for file in files if file.state == "rejected"]
    done.held += dict.fromkeys(file.reason or "" for file in files if file.state == "held")
    for file in files:
        if file.batch and file.state != "held":
            done.observations += file.batch.observation_count
            done.quarantined += file.batch.records_quarantined
            usual = source.usual(file.part)
            if file.origin == "capture" and file.batch.observation_count not in usual:
                found = f"{file.batch.observation_count} observations, usually {usual.start} to {usual.stop - 1}"
                done.unusual.append(f"{source.source_id}/{file.part}: {file.name}: {found}")


def insert(connection: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, Any]) -> None:
    """Add one row to a table, by column name."""
    columns, slots = ", ".join(row), ", ".join(f"${name}" for name in row)
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({slots})", dict(row))


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of it or nothing."""
    connection.execute("BEGIN")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
