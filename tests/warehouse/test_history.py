"""The history is a fold over captures: order of arrival, repeats and crashes leave no trace in it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.worlds import Places, WatchedIntensity, at, put
from transforms.schemas import GridIntensity
from warehouse.archive import Archive
from warehouse.database import connected, prepare
from warehouse.history import merge_source
from warehouse.holding import waiting_captures
from warehouse.starter import Starter, write_starter

NO_STARTER = Starter(Path("/nonexistent"))
TABLE = """
    SELECT part, region, gco2_per_kwh, captured_at, payload_sha256, record_ref, origin, recorded_from, recorded_to
    FROM history.grid_intensity ORDER BY ALL
"""
CAPTURES = "SELECT * FROM ops.capture ORDER BY ALL"

prices = st.sampled_from([1.0, 2.0, 9.0])
listings = st.dictionaries(st.sampled_from("abcd"), prices, max_size=4)
# A capture is a day, a part and a listing; one part is captured once a day.
worlds = st.dictionaries(
    st.tuples(st.integers(0, 9), st.sampled_from(["north.json", "south.json"])),
    st.one_of(listings, st.just(b"<html>busy</html>")),
    min_size=1,
    max_size=8,
)
# One part whose prices leap to and fro: captures are held, confirmed by the next, or overtaken.
leaps = st.sampled_from(
    [{"a": 1.0, "b": 1.0}, {"a": 9.0, "b": 9.0}, {"a": 9.0, "b": 9.0, "c": 2.0}, {"a": 90.0, "b": 1.0}]
)
leaping_worlds = st.lists(leaps | st.just(b"<html>busy</html>"), min_size=2, max_size=5).map(
    lambda listed: {(day, "all.json"): listing for day, listing in enumerate(listed)}
)


@contextmanager
def warehouse() -> Iterator[tuple[duckdb.DuckDBPyConnection, Archive]]:
    with TemporaryDirectory() as folder, connected(Path(folder) / "w.duckdb") as connection:
        prepare(connection)
        yield connection, Archive(Path(folder) / "archive")


def rows(connection: duckdb.DuckDBPyConnection, query: str = TABLE) -> list[tuple]:
    return connection.execute(query).fetchall()


# Small enough for the small worlds here: of two prices or more, a third may not move, unless some days have passed.
STRICT = {"LEAST_COMPARED": 2, "SHARE": 0.3, "FAR": 3.0, "COMPARED_WITHIN": timedelta(days=4)}


def jumps(before: dict[str, float], after: dict[str, float]) -> bool | None:
    """Whether too many prices move too far; None where too few can be compared."""
    moves = [max(after[key], before[key]) / min(after[key], before[key]) for key in before.keys() & after.keys()]
    return None if len(moves) < 2 else sum(move > 3 for move in moves) > 0.3 * len(moves)


def expected(world: dict, *, is_complete: bool, confirmed: set[int] | None = None) -> set[tuple]:
    """The states and their times, worked out capture by capture in plain Python; None confirms all there will be."""
    found = set()
    for part in {name for _, name in world}:
        open_rows: dict[str, tuple[float, int]] = {}
        seen, waiting = None, None
        for day, listing in sorted((day, listing) for (day, name), listing in world.items() if name == part):
            if isinstance(listing, bytes) or not listing:
                continue  # rejected: the last good state stays
            if confirmed is not None and day not in confirmed and seen is not None and day - seen <= 4:
                is_jump = jumps({region: score for region, (score, _) in open_rows.items()}, listing)
                if is_jump and (waiting is None or jumps(waiting, listing) is not False):
                    waiting = listing  # held: the last good state stays
                    continue
            seen, waiting = day, None
            for region in list(open_rows):
                gone = region not in listing
                if (gone and is_complete) or (not gone and listing[region] != open_rows[region][0]):
                    score, since = open_rows.pop(region)
                    found.add((part, region, score, at(since), at(day)))
            for region, score in listing.items():
                open_rows.setdefault(region, (score, day))
        found |= {(part, region, score, at(since), None) for region, (score, since) in open_rows.items()}
    return found


@settings(max_examples=40, deadline=None)
@given(
    world=worlds | leaping_worlds,
    is_complete=st.booleans(),
    confirmed=st.none() | st.sets(st.integers(0, 9)),
    data=st.data(),
)
@patch.multiple("warehouse.holding", **STRICT)
def test_any_order_repeats_and_crashes_give_the_same_table(world, is_complete, confirmed, data):
    kind = GridIntensity if confirmed is None else WatchedIntensity
    source = Places(is_complete=is_complete, kinds=(kind,))
    arrivals = data.draw(st.permutations([*world.items(), *(confirmed or ())]))
    with warehouse() as (connection, archive):
        for arrival in arrivals:
            if isinstance(arrival, int):
                archive.confirm("places", at(arrival), confirmed_at=at(20))
            else:
                (day, name), listing = arrival
                put(archive, day, listing, name=name)
            if data.draw(st.booleans(), label="merge now"):
                steps = data.draw(st.integers(0, 50), label="statements before the crash")
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
        assert set(states) == expected(world, is_complete=is_complete, confirmed=confirmed)


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


LIST = {f"region {i}": 10.0 + i for i in range(20)}
IN_CENTS = {name: price * 100 if name.endswith(("1", "2", "3", "4")) else price for name, price in LIST.items()}
STATES = "SELECT captured_at, state, observations, reason FROM ops.capture ORDER BY captured_at"
OPEN = """
    SELECT max(gco2_per_kwh), max(recorded_from), min(recorded_from)
    FROM history.grid_intensity WHERE recorded_to IS NULL
"""
HELD = (
    "places/all: 8 of 20 prices of grid_intensity moved by more than a factor of 3 since 2026-01-02 00:00: held for"
    " confirmation"
)


def test_a_capture_in_which_many_prices_jump_is_held_until_the_next_one_says_the_same():
    source = Places(kinds=(WatchedIntensity,))
    with warehouse() as (connection, archive):
        put(archive, 1, LIST)
        put(archive, 2, IN_CENTS)
        merged = merge_source(connection, source, archive, NO_STARTER)
        assert (merged.held, merged.observations) == ([HELD], 20)
        assert rows(connection, STATES) == [(at(1), "merged", 20, None), (at(2), "held", 20, HELD)]
        assert rows(connection, OPEN) == [(29.0, at(1), at(1))]
        assert waiting_captures(connection, "places") == [at(2)]
        put(archive, 3, b"<html>busy</html>")
        put(archive, 4, IN_CENTS)
        merge_source(connection, source, archive, NO_STARTER)
        assert [state for _, state, *_ in rows(connection, STATES)] == ["merged", "held", "rejected", "merged"]
        assert rows(connection, OPEN) == [(2400.0, at(4), at(1))]
        assert waiting_captures(connection, "places") == []


def test_a_held_capture_that_a_person_vouches_for_is_merged_at_its_own_day():
    source = Places(kinds=(WatchedIntensity,))
    with warehouse() as (connection, archive):
        put(archive, 1, LIST)
        put(archive, 2, IN_CENTS)
        merge_source(connection, source, archive, NO_STARTER)
        archive.confirm("places", at(2), confirmed_at=at(3))
        merged = merge_source(connection, source, archive, NO_STARTER)
        assert (merged.held, merged.rewound_to) == ([], at(2))
        assert rows(connection, OPEN) == [(2400.0, at(2), at(1))]
        assert merge_source(connection, source, archive, NO_STARTER).captures == 0


@pytest.mark.parametrize(
    ("later", "day"),
    [
        ({name: price * 0.56 for name, price in LIST.items()}, 2),
        ({name: price * 100 if name.endswith("1") else price for name, price in LIST.items()}, 2),
        ({**{f"new {i}": 5.0 for i in range(30)}, **{name: LIST[name] * 100 for name in list(LIST)[:9]}}, 2),
        (IN_CENTS, 60),
    ],
    ids=["a cut of 44 % everywhere", "few prices jump", "few can be compared", "two months have passed"],
)
def test_what_a_market_does_is_not_held(later, day):
    source = Places(kinds=(WatchedIntensity,))
    with warehouse() as (connection, archive):
        put(archive, 1, LIST)
        put(archive, day, later)
        assert merge_source(connection, source, archive, NO_STARTER).held == []
        assert rows(connection, "SELECT DISTINCT state FROM ops.capture") == [("merged",)]
