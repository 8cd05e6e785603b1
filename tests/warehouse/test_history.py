"""The history is a fold over captures: order of arrival, repeats and crashes leave no trace in it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.worlds import Places, at, put
from warehouse.archive import Archive
from warehouse.database import connected, prepare
from warehouse.history import merge_source
from warehouse.starter import Starter, write_starter

NO_STARTER = Starter(Path("/nonexistent"))
TABLE = """
    SELECT part, region, gco2_per_kwh, captured_at, payload_sha256, record_ref, origin, recorded_from, recorded_to
    FROM history.grid_intensity ORDER BY ALL
"""
CAPTURES = "SELECT * FROM ops.capture ORDER BY ALL"

listings = st.dictionaries(st.sampled_from("abcd"), st.sampled_from([1.0, 2.0, 3.0]), max_size=4)
# A capture is a day, a part and a listing; one part is captured once a day.
worlds = st.dictionaries(
    st.tuples(st.integers(0, 9), st.sampled_from(["north.json", "south.json"])),
    st.one_of(listings, st.just(b"<html>busy</html>")),
    min_size=1,
    max_size=8,
)


@contextmanager
def warehouse() -> Iterator[tuple[duckdb.DuckDBPyConnection, Archive]]:
    with TemporaryDirectory() as folder, connected(Path(folder) / "w.duckdb") as connection:
        prepare(connection)
        yield connection, Archive(Path(folder) / "archive")


def rows(connection: duckdb.DuckDBPyConnection, query: str = TABLE) -> list[tuple]:
    return connection.execute(query).fetchall()


def expected(world: dict, *, is_complete: bool) -> set[tuple]:
    """The states and their times, worked out capture by capture in plain Python."""
    found = set()
    for part in {name for _, name in world}:
        open_rows: dict[str, tuple[float, int]] = {}
        for day, listing in sorted((day, listing) for (day, name), listing in world.items() if name == part):
            if isinstance(listing, bytes) or not listing:
                continue  # rejected: the last good state stays
            for region in list(open_rows):
                gone = region not in listing
                if (gone and is_complete) or (not gone and listing[region] != open_rows[region][0]):
                    score, since = open_rows.pop(region)
                    found.add((part, region, score, at(since), at(day)))
            for region, score in listing.items():
                open_rows.setdefault(region, (score, day))
        found |= {(part, region, score, at(since), None) for region, (score, since) in open_rows.items()}
    return found


@settings(max_examples=60, deadline=None)
@given(world=worlds, is_complete=st.booleans(), data=st.data())
def test_any_order_repeats_and_crashes_give_the_same_table(world, is_complete, data):
    source = Places(is_complete=is_complete)
    arrivals = data.draw(st.permutations(list(world.items())))
    with warehouse() as (connection, archive):
        for (day, name), listing in arrivals:
            put(archive, day, listing, name=name)
            if data.draw(st.booleans(), label="merge now"):
                steps = data.draw(st.integers(0, 40), label="statements before the crash")
                with suppress(CrashError):
                    merge_source(Dying(connection, steps), source, archive, NO_STARTER)
        merge_source(connection, source, archive, NO_STARTER)
        bit_by_bit = rows(connection), rows(connection, CAPTURES)
        merge_source(connection, source, archive, NO_STARTER)
        assert (rows(connection), rows(connection, CAPTURES)) == bit_by_bit
        with connected(archive.root.parent / "again.duckdb") as fresh:
            prepare(fresh)
            merge_source(fresh, source, archive, NO_STARTER)
            assert (rows(fresh), rows(fresh, CAPTURES)) == bit_by_bit
        states = rows(
            connection,
            "SELECT part || '.json', region, gco2_per_kwh, recorded_from, recorded_to FROM history.grid_intensity",
        )
        assert len(states) == len(set(states))
        assert set(states) == expected(world, is_complete=is_complete)


class CrashError(RuntimeError):
    pass


class Dying:
    """A connection whose process dies after some statements: the open transaction is undone."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, steps: int) -> None:
        self.connection, self.steps = connection, steps

    def execute(self, *args):
        self.steps -= 1
        if self.steps < 0:
            with suppress(duckdb.TransactionException):
                self.connection.execute("ROLLBACK")
            raise CrashError
        return self.connection.execute(*args)

    def __getattr__(self, name):
        return getattr(self.connection, name)


def test_an_archived_capture_takes_the_place_of_the_starter():
    with warehouse() as (connection, archive):
        put(archive, 1, {"a": 1.0})
        put(archive, 3, {"a": 2.0})
        put(archive, 2, {"z": 9.0}, name="south.json")
        folder = archive.root.parent / "starter"
        assert write_starter([Places()], archive, folder) == {"grid_intensity": 3}
        starter, empty = Starter(folder), Archive(archive.root.parent / "empty")
        merge_source(connection, Places(), empty, starter)
        query = (
            "SELECT region, gco2_per_kwh, origin, recorded_from, recorded_to FROM history.grid_intensity ORDER BY ALL"
        )
        assert rows(connection, query) == [
            ("a", 1.0, "starter", at(1), at(3)),
            ("a", 2.0, "starter", at(3), None),
            ("z", 9.0, "starter", at(2), None),
        ]
        merge_source(connection, Places(), archive, starter)
        assert rows(connection, query) == [
            ("a", 1.0, "capture", at(1), at(3)),
            ("a", 2.0, "capture", at(3), None),
            ("z", 9.0, "capture", at(2), None),
        ]


def test_the_account_of_every_capture_is_kept():
    with warehouse() as (connection, archive):
        put(archive, 1, {"a": 1.0, "b": -4.0})
        put(archive, 2, {"a": 1.0, "b": -4.0})
        put(archive, 3, b"<html>busy</html>")
        put(archive, 4, b"read me", name="notes.txt")
        merged = merge_source(connection, Places(), archive, NO_STARTER)
        query = (
            "SELECT part, state, records_read, observations, quarantined, reason FROM ops.capture ORDER BY captured_at"
        )
        assert rows(connection, query) == [
            ("all", "merged", 2, 1, 1, None),
            ("all", "unchanged", None, None, None, "the same payload as the capture before"),
            (
                "all",
                "rejected",
                None,
                None,
                None,
                "places/all: all.json: not JSON: Expecting value: line 1 column 1 (char 0)",
            ),
            ("-", "ignored", None, None, None, "not a file this source reads"),
        ]
        assert rows(connection, "SELECT record_ref, kind, reason, record FROM ops.quarantine") == [
            ("/b", "grid_intensity", "breaks gco2_per_kwh|min", json.dumps(["b", -4.0]))
        ]
        assert (merged.captures, merged.observations, merged.quarantined, merged.unchanged) == (4, 1, 1, 1)


def test_a_listing_far_below_the_usual_size_is_rejected_and_the_last_good_state_stays():
    source = Places(least=8)
    with warehouse() as (connection, archive):
        put(archive, 1, {f"region {i}": 1.0 for i in range(9)})
        put(archive, 2, {"region 1": 1.0})
        put(archive, 3, {f"region {i}": 1.0 for i in range(5)})
        merged = merge_source(connection, source, archive, NO_STARTER)
        assert merged.rejected == ["places/all: 1 observations where at least 8 are usual"]
        assert merged.unusual == ["places/all: all.json: 5 observations, usually 8 to 999"]
        query = "SELECT count(*) FILTER (recorded_to IS NULL), max(recorded_to) FROM history.grid_intensity"
        assert rows(connection, query) == [(5, at(3))]


def test_a_fault_in_a_normaliser_rejects_the_payload_and_says_so():
    class Faulty(Places):
        def normalise(self, payload):
            raise ZeroDivisionError("no such luck")

    with warehouse() as (connection, archive):
        put(archive, 1, {"a": 1.0})
        merged = merge_source(connection, Faulty(), archive, NO_STARTER)
        assert merged.rejected == ["places/all: all.json: ZeroDivisionError: no such luck"]
