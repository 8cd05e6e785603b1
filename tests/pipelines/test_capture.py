"""Capturing over real HTTP: bytes first, one time per capture, no holes, and a failing source fails alone."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from pipelines.capture import archive_shipped, capture, capture_all
from pipelines.http import HttpClient, Limits
from pipelines.sources import registry
from pipelines.spec import Request, SourceSpec
from tests.pipelines.server import Reply, Server, serve
from tests.warehouse.worlds import Places
from transforms.schemas import GridIntensity
from warehouse.archive import Archive
from warehouse.database import connected, prepare
from warehouse.history import merge_source
from warehouse.starter import Starter

QUICK = Limits(host_interval_seconds=0, first_backoff_seconds=0.01, unreachable_wait_seconds=0.01, tries=2)


def spec_of(*requests: Request, source_id: str = "places", hosts: frozenset[str] = frozenset()) -> SourceSpec:
    world = Places()
    return SourceSpec(
        source_id=source_id,
        title="Made-up places",
        kinds=(GridIntensity,),
        normalise=world.normalise,
        requests=requests,
        part_of=world.part_of,
        hosts=hosts,
        licence="CC0",
        licence_url="",
        is_firsthand=True,
    )


def request(server: Server, part: str, path: str | None = None, *, optional: bool = False) -> Request:
    return Request(part, server.url(path or f"/{part}.json"), f"{part}.json", optional=optional)


def clock() -> Iterator[datetime]:
    return (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in count())


@contextmanager
def client() -> Iterator[HttpClient]:
    with HttpClient(QUICK) as opened:
        yield opened


def test_payloads_are_archived_as_received_with_one_time_and_what_is_known_of_them(tmp_path):
    archive, times = Archive(tmp_path), clock()
    routes = {
        "/north.json": Reply(
            '{"a": 1.0}', headers={"Content-Type": "application/json", "ETag": '"v1"', "Set-Cookie": "s=1"}
        ),
        "/south.json": Reply('{"b": 2.0}', gzipped=True),
    }
    with serve(routes) as server, client() as http:
        looked = capture(
            spec_of(request(server, "north"), request(server, "south")), archive, http, lambda: next(times)
        )
    (moment,) = archive.index("places")
    north, south = archive.capture("places", moment).files
    assert looked.outcome == "new"
    assert (archive.read(north.sha256), archive.read(south.sha256)) == (b'{"a": 1.0}', b'{"b": 2.0}')
    assert (north.url, north.status, north.licence, north.media_type) == (
        looked.attempts[0].url,
        200,
        "CC0",
        "application/json",
    )
    assert north.headers["etag"] == '"v1"'
    assert "set-cookie" not in north.headers


def test_what_has_not_changed_is_not_sent_again_and_adds_nothing(tmp_path):
    archive, times = Archive(tmp_path), clock()
    with serve({"/north.json": Reply('{"a": 1.0}', headers={"ETag": '"v1"'})}) as server, client() as http:
        spec = spec_of(request(server, "north"))
        outcomes = [capture(spec, archive, http, lambda: next(times)).outcome for _ in range(3)]
        assert [seen.headers.get("if-none-match") for seen in server.got("/north.json")] == [None, '"v1"', '"v1"']
    assert outcomes == ["new", "unchanged", "unchanged"]
    assert len(list(tmp_path.glob("objects/*/*"))) == 1
    with connected(tmp_path / "w.duckdb") as connection:
        prepare(connection)
        merge_source(connection, spec, archive, Starter(tmp_path / "none"))
        assert connection.execute("SELECT state FROM ops.capture ORDER BY captured_at").fetchall() == [
            ("merged",),
            ("unchanged",),
            ("unchanged",),
        ]
        assert connection.execute("SELECT count(*) FROM history.grid_intensity").fetchall() == [(1,)]


def test_a_part_with_a_hole_is_left_out_and_the_others_are_kept(tmp_path):
    archive, times = Archive(tmp_path), clock()
    routes = {"/1.json": Reply("{}"), "/2.json": Reply("busy", 503), "/south.json": Reply('{"b": 2.0}')}
    with serve(routes) as server, client() as http:
        pages = [replace(request(server, "north", f"/{page}.json"), name=f"north/{page}.json") for page in (1, 2)]
        looked = capture(spec_of(*pages, request(server, "south")), archive, http, lambda: next(times))
    (moment,) = archive.index("places")
    assert [file.name for file in archive.capture("places", moment).files] == ["south.json"]
    assert [attempt.outcome for attempt in looked.attempts] == ["new", "failed", "new"]
    assert "503" in looked.problems[0]


def test_an_optional_file_may_be_absent(tmp_path):
    times = clock()
    with serve({"/north.json": Reply("{}")}) as server, client() as http:
        spec = spec_of(request(server, "north"), request(server, "gone", optional=True))
        looked = capture(spec, Archive(tmp_path), http, lambda: next(times))
    assert [attempt.outcome for attempt in looked.attempts] == ["new", "absent"]
    assert looked.problems == ()


def test_an_index_is_asked_what_else_to_fetch(tmp_path):
    archive, times = Archive(tmp_path), clock()
    with serve({"/index": Reply("north south"), "/north.json": Reply("{}"), "/south.json": Reply("{}")}) as server:

        def listed(get):
            return [request(server, part) for part in get(server.url("/index")).decode().split()]

        with client() as http:
            looked = capture(replace(spec_of(), requests=listed), archive, http, lambda: next(times))
    assert {attempt.part for attempt in looked.attempts} == {"north", "south"}


def test_an_index_of_another_shape_is_a_failed_look_not_a_crash(tmp_path):
    times = clock()
    with serve({"/index": Reply("<html>busy</html>")}) as server, client() as http:
        spec = replace(spec_of(), requests=lambda get: json.loads(get(server.url("/index"))))
        looked = capture(spec, Archive(tmp_path), http, lambda: next(times))
    assert looked.outcome == "failed"
    assert "cannot tell what to fetch: JSONDecodeError" in looked.problems[0]


def test_a_source_that_fails_fails_alone(tmp_path):
    archive, times = Archive(tmp_path), clock()
    with serve({"/north.json": Reply('{"a": 1.0}')}) as server, client() as http:
        sources = [
            spec_of(request(server, "north"), source_id="good"),
            spec_of(request(server, "missing"), source_id="gone"),
            replace(spec_of(source_id="frozen"), status="frozen"),
        ]
        looks = {looked.source_id: looked for looked in capture_all(sources, archive, http, lambda: next(times))}
    assert {name: looked.outcome for name, looked in looks.items()} == {
        "good": "new",
        "gone": "failed",
        "frozen": "not_fetched",
    }
    assert archive.source_ids() == ["good"]


def test_a_payload_that_comes_with_the_package_is_archived_once(tmp_path):
    archive = Archive(tmp_path)
    spec = registry()["exchange-rate-table"]
    for _ in range(2):
        archive_shipped(archive, [spec])
    [shipped] = spec.shipped
    [(moment, keys)] = archive.index(spec.source_id).items()
    assert (moment, len(keys)) == (shipped.published_at, 1)
    [file] = archive.capture(spec.source_id, moment).files
    assert archive.read(file.sha256) == shipped.content
    assert (spec.part_of(file.name), file.url, file.licence) == ("months", shipped.url, spec.licence)
