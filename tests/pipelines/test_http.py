"""Fetching from a server that behaves, and from one that does not. No test leaves this machine."""

import copy
import gzip
import json
import logging
import random
import shutil
import socket
import subprocess
import threading
import time
import zlib
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.http import Fetched, FetchError, HttpClient, Limits, NetworkDown, Timing, user_agent
from pipelines.redaction import redacted
from tests.pipelines.server import Reply, Seen, serve

NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)
CSV = "InstanceType,Price\r\np5.48xlarge,98.32\r\n" * 2_000
HTML = "<!doctype html><html><body><table><tr><td>H100</td><td>$2.99</td></tr></table></body></html>"


@dataclass
class Watch:
    """Time that passes only by sleeping. Jitter is always 1: backoffs are at their longest."""

    seconds: float = 0.0
    sleeps: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def sleep(self, seconds):
        with self.lock:
            self.sleeps.append(seconds)
            self.seconds += seconds

    @property
    def timing(self):
        return Timing(
            now=lambda: NOON + timedelta(seconds=self.seconds),
            monotonic=lambda: self.seconds,
            sleep=self.sleep,
            jitter=lambda: 1.0,
        )


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def client(watch):
    with HttpClient(quick(), watch.timing) as opened:
        yield opened


def quick(**limits):
    return Limits(**{"host_interval_seconds": 0.0, "read_seconds": 10.0} | limits)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.delenv("TOKENWATT_CONTACT", raising=False)


@pytest.fixture
def resolver(monkeypatch):
    """Names that do not exist, and the list of those that were asked for. Nothing but loopback is really resolved."""
    asked = []
    real = socket.getaddrinfo

    def getaddrinfo(host, *args, **kwargs):
        if host in ("127.0.0.1", "localhost"):
            return real(host, *args, **kwargs)
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def failure(client, url, **options):
    with pytest.raises(FetchError) as caught:
        client.fetch(url, **options)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return caught.value


# Bodies


def test_json_arrives_as_served_with_the_headers_that_matter(client):
    body = json.dumps({"data": [{"id": "anthropic/claude-sonnet-4", "pricing": {"prompt": "0.000003"}}]})
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "ETag": '"abc"',
        "Last-Modified": "Sat, 01 Aug 2026 10:00:00 GMT",
        "Content-Language": "en",
        "Set-Cookie": "session=1",
        "X-Request-Id": "7",
    }
    with serve({"/api/v1/models": Reply(body, headers=headers)}) as server:
        fetched = client.fetch(server.url("/api/v1/models"), headers={"Accept": "application/json"})
        (seen,) = server.requests
    assert fetched.content == body.encode()
    assert (fetched.url, fetched.final_url, fetched.status) == (server.url("/api/v1/models"),) * 2 + (200,)
    assert (fetched.fetched_at, fetched.elapsed_seconds) == (NOON, 0.0)
    assert fetched.headers.keys() == {"content-type", "etag", "last-modified", "content-language", "date"}
    assert fetched.headers["etag"] == '"abc"'
    assert seen.method == "GET"
    assert seen.headers["accept"] == "application/json"
    assert seen.headers["accept-encoding"] == "gzip"
    assert seen.headers["user-agent"] == user_agent()


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("gzipped", [False, True])
def test_csv_arrives_whole_however_it_is_sent(client, gzipped, chunked):
    with serve({"/vms.csv": Reply(CSV, gzipped=gzipped, chunked=chunked)}) as server:
        fetched = client.fetch(server.url("/vms.csv"))
    assert fetched.content == CSV.encode()


def test_a_gzip_file_that_is_not_an_encoding_stays_packed(client):
    packed = gzip.compress(b"[]")
    with serve({"/pricing.json.gz": Reply(packed, headers={"Content-Type": "application/gzip"})}) as server:
        assert client.fetch(server.url("/pricing.json.gz")).content == packed


@pytest.mark.parametrize(
    "sent",
    [gzip.compress(b"one,") + gzip.compress(b"two"), gzip.compress(b"one,two") + bytes(8), zlib.compress(b"one,two")],
    ids=["members", "padding", "zlib"],
)
def test_gzip_of_several_members_or_with_padding_and_zlib_are_unpacked(client, sent):
    with serve({"/": Reply(sent, headers={"Content-Encoding": "gzip"})}) as server:
        assert client.fetch(server.url("/")).content == b"one,two"


def test_an_empty_body_is_a_body(client):
    with serve({"/": Reply(b"", headers={"Content-Encoding": "gzip"})}) as server:
        assert client.fetch(server.url("/")).content == b""


def test_an_encoding_nobody_asked_for_is_refused(client):
    with serve({"/": Reply(b"?", headers={"Content-Encoding": "br"})}) as server:
        error = failure(client, server.url("/"))
    assert error.reason == "the body is encoded as br, which was not asked for"
    assert not error.retryable


def test_a_graphql_query_is_posted(client):
    with serve({"/graphql": lambda seen: Reply(seen.body)}) as server:
        fetched = client.fetch(server.url("/graphql"), json_body={"query": "{gpuTypes{id}}"}, etag='"abc"')
        (seen,) = server.requests
    assert json.loads(fetched.content) == {"query": "{gpuTypes{id}}"}
    assert (seen.method, seen.headers["content-type"]) == ("POST", "application/json")
    assert "if-none-match" not in seen.headers


def test_pages_that_name_the_next_are_fetched_one_after_another(client):
    def page(seen: Seen) -> Reply:
        skip = int(seen.path.partition("$skip=")[2] or 0)
        following = server.url(f"/prices?$filter=a%20eq%20'b'&$skip={skip + 100}") if skip < 400 else None
        return Reply(json.dumps({"Items": [skip], "NextPageLink": following}))

    with serve({"/prices": page}) as server:
        url, items = server.url("/prices?$filter=a%20eq%20'b'"), []
        while url:
            answer = json.loads(client.fetch(url).content)
            items, url = items + answer["Items"], answer["NextPageLink"]
    assert items == [0, 100, 200, 300, 400]


def test_the_agent_says_who_it_is_and_whom_to_write_to(monkeypatch):
    assert user_agent().startswith("tokenwatt/")
    assert "(" not in user_agent()
    monkeypatch.setenv("TOKENWATT_CONTACT", "prices@acme.example\r\nX-Evil: 1 é")
    assert user_agent().endswith(" (+prices@acme.example X-Evil: 1)")
    with serve({"/": Reply()}) as server, HttpClient(quick()) as client:
        client.fetch(server.url("/"), headers={"User-Agent": "Mozilla/5.0"})
        assert server.requests[0].headers["user-agent"] == user_agent()


def test_cookies_and_netrc_are_left_alone(client, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with serve({"/": Reply(headers={"Set-Cookie": "id=1"})}) as server:
        client.fetch(server.url("/"))
        client.fetch(server.url("/"))
        assert not [seen for seen in server.requests if {"cookie", "authorization"} & seen.headers.keys()]


# Conditional requests


@pytest.mark.parametrize(
    ("headers", "validators"),
    [
        ({"ETag": 'W/"abc"'}, {"etag": 'W/"abc"'}),
        ({"Last-Modified": "Sat, 01 Aug 2026 10:00:00 GMT"}, {"last_modified": "Sat, 01 Aug 2026 10:00:00 GMT"}),
    ],
)
def test_what_has_not_changed_is_not_sent_again(client, headers, validators):
    with serve({"/data.json": Reply("[1]", headers=headers)}) as server:
        first = client.fetch(server.url("/data.json"))
        again = client.fetch(server.url("/data.json"), **validators)
        changed = client.fetch(server.url("/data.json"), **dict.fromkeys(validators, '"older"'))
    assert (first.status, first.content) == (200, b"[1]")
    assert (again.status, again.content) == (304, b"")
    assert (changed.status, changed.content) == (200, b"[1]")
    name = next(iter(headers))
    assert first.headers[name.lower()] == again.headers[name.lower()] == headers[name]


def test_a_304_nobody_asked_for_is_an_error(client):
    with serve({"/": Reply(status=304)}) as server:
        assert failure(client, server.url("/")).reason == "answered 304 Not Modified"


# Answers that are none


def test_a_busy_host_is_asked_again_when_it_says(client, watch):
    busy = Reply("slow down", 429, headers={"Retry-After": "17"})
    with serve({"/": [busy, Reply("[]")]}) as server:
        assert client.fetch(server.url("/")).content == b"[]"
    assert watch.sleeps == [17.0]


def test_a_busy_host_may_name_a_time(client, watch):
    busy = Reply("", 503, headers={"Retry-After": "Sat, 01 Aug 2026 12:00:40 GMT"})
    with serve({"/": [busy, Reply("[]")]}) as server:
        assert client.fetch(server.url("/")).elapsed_seconds == 40.0
    assert watch.sleeps == [40.0]


@pytest.mark.parametrize(
    "header", ["soon", "", "-5", "Sat, 01 Aug 2020 12:00:40 GMT", "Sat, 99 Aug 2026 12:00:40 GMT", "0"]
)
def test_a_retry_after_that_says_nothing_leaves_the_usual_wait(client, watch, header):
    with serve({"/": [Reply(status=429, headers={"Retry-After": header}), Reply("[]")]}) as server:
        client.fetch(server.url("/"))
    assert watch.sleeps == [1.0]


@pytest.mark.parametrize(
    ("header", "at"),
    [
        ("3600", NOON + timedelta(hours=1)),
        ("Sat, 01 Aug 2026 14:30:00 GMT", NOON + timedelta(hours=2.5)),
        ("9" * 400, NOON + timedelta(days=365)),
    ],
)
def test_a_host_that_wants_us_much_later_is_left_at_once(client, watch, header, at):
    with serve({"/": Reply(status=429, headers={"Retry-After": header}), "/other": Reply("[]")}) as server:
        error = failure(client, server.url("/"))
        other = failure(client, server.url("/other"))
        assert len(server.requests) == 1
    assert (error.status, error.retryable, error.retry_at) == (429, False, at)
    assert error.reason.startswith("answered 429 Too Many Requests and asks to come back in ")
    assert error.reason.endswith(f"at {at:%Y-%m-%d %H:%M} UTC")
    assert other.retry_at == at
    assert watch.sleeps == []


def test_an_unavailable_page_does_not_close_its_host(client):
    with serve({"/": Reply(status=503, headers={"Retry-After": "3600"}), "/other": Reply("[]")}) as server:
        assert failure(client, server.url("/")).retry_at == NOON + timedelta(hours=1)
        assert client.fetch(server.url("/other")).content == b"[]"


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 520])
def test_passing_failures_are_tried_again(client, watch, status):
    with serve({"/": [Reply("oops", status), Reply("oops", status), Reply("[]")]}) as server:
        assert client.fetch(server.url("/")).content == b"[]"
        assert len(server.requests) == 3
    assert watch.sleeps == [1.0, 2.0]


def test_tries_end_and_come_ever_later(client, watch):
    with serve({"/": Reply("oops", 503)}) as server:
        error = failure(client, server.url("/"))
        assert len(server.requests) == 4
    assert str(error) == f"{server.url('/')}: answered 503 Service Unavailable (4 tries)"
    assert (error.status, error.retryable, error.retry_at) == (503, True, None)
    assert watch.sleeps == [1.0, 2.0, 4.0]


def test_jitter_takes_up_to_half_of_a_wait_away(watch):
    luck = random.Random(7)
    timing = Timing(watch.timing.now, watch.timing.monotonic, watch.sleep, luck.random)
    with serve({"/": Reply("oops", 503)}) as server, HttpClient(quick(tries=8), timing) as client:
        failure(client, server.url("/"))
    usual = [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert len(set(watch.sleeps)) == 7
    assert all(most / 2 <= wait <= most for wait, most in zip(watch.sleeps, usual, strict=True))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451, 202, 204, 206, 300, 301])
def test_other_answers_are_final(client, watch, status):
    with serve({"/": Reply("no", status)}) as server:
        error = failure(client, server.url("/"))
        assert len(server.requests) == 1
    assert (error.status, error.retryable) == (status, False)
    assert error.reason.startswith(f"answered {status} ")
    assert watch.sleeps == []


def test_no_try_starts_that_cannot_end_in_time(watch):
    with serve({"/": Reply("oops", 503)}) as server, HttpClient(quick(deadline_seconds=4), watch.timing) as client:
        error = failure(client, server.url("/"))
        assert len(server.requests) == 3
    assert error.reason == "answered 503 Service Unavailable (3 tries, no time for another within 4 s)"
    assert watch.seconds == 3.0


# Connections that break


def test_a_host_that_never_answers_is_given_up(watch):
    limits = quick(read_seconds=0.1)
    with serve({"/": Reply("[]", waits_seconds=30)}) as server, HttpClient(limits, watch.timing) as client:
        started = time.monotonic()
        error = failure(client, server.url("/"))
        assert len(server.requests) == 4
    assert (error.reason, error.retryable, error.status) == ("no answer in time (4 tries)", True, None)
    assert time.monotonic() - started < 5


def test_a_body_that_stalls_is_fetched_again(watch):
    limits = quick(read_seconds=0.1)
    stalled = Reply(CSV, stops_after=500, stalls=True)
    with serve({"/": [stalled, Reply(CSV)]}) as server, HttpClient(limits, watch.timing) as client:
        assert client.fetch(server.url("/")).content == CSV.encode()
        assert len(server.requests) == 2


def test_a_connection_cut_without_an_answer_is_tried_again(client):
    with serve({"/": [Reply(hangs_up=True), Reply("[]")]}) as server:
        assert client.fetch(server.url("/")).content == b"[]"


@pytest.mark.parametrize("gzipped", [False, True])
def test_an_answer_that_trickles_is_bounded_as_a_whole(gzipped):
    """Each byte comes well within the read timeout, the head included."""
    limits = quick(deadline_seconds=0.5)
    with serve({"/": Reply(CSV, drips_seconds=0.02, gzipped=gzipped)}) as server, HttpClient(limits) as client:
        started = time.monotonic()
        error = failure(client, server.url("/"))
        assert time.monotonic() - started < 5
    assert error.reason == "not done within 0.5 s"
    assert error.retryable


@pytest.mark.parametrize(
    "broken",
    [
        Reply(CSV, stops_after=500),
        Reply(CSV, says_length=len(CSV) + 1),
        Reply(CSV, stops_after=0),
        Reply(CSV, chunked=True, stops_after=1_500),
        Reply(CSV, chunked=True, stops_after=0),
        Reply(CSV, gzipped=True, stops_after=100),
        Reply(CSV, gzipped=True, chunked=True, stops_after=100),
        Reply(gzip.compress(CSV.encode())[:-20], headers={"Content-Encoding": "gzip"}),
        Reply(gzip.compress(CSV.encode())[:-20], headers={"Content-Encoding": "gzip"}, chunked=True),
        Reply("not gzip at all", headers={"Content-Encoding": "gzip"}),
    ],
)
def test_a_broken_body_is_an_error_and_is_fetched_again(client, broken):
    with serve({"/once": [broken, Reply(CSV)], "/always": broken}) as server:
        assert client.fetch(server.url("/once")).content == CSV.encode()
        error = failure(client, server.url("/always"))
        assert len(server.got("/always")) == 4
    assert error.reason in (
        "the body was cut short (4 tries)",
        "the connection broke (4 tries)",
        "the body is not the gzip it is said to be (4 tries)",
    )
    assert error.retryable


# Sizes


def test_a_body_said_to_be_too_large_is_not_read(client):
    with serve({"/": Reply(CSV, says_length=10**12)}) as server:
        error = failure(client, server.url("/"), max_bytes=1_000_000)
        assert len(server.requests) == 1
    assert error.reason == "the body has 1000000000000 bytes, more than 1000000"
    assert (error.status, error.retryable) == (200, False)


def test_a_body_that_turns_out_too_large_is_broken_off(client):
    with serve({"/": Reply(CSV, chunked=True)}) as server:
        error = failure(client, server.url("/"), max_bytes=len(CSV) - 1)
        assert client.fetch(server.url("/"), max_bytes=len(CSV)).content == CSV.encode()
        assert len(server.requests) == 2
    assert error.reason == f"the body is larger than {len(CSV) - 1} bytes"
    assert not error.retryable


@pytest.mark.parametrize("chunked", [False, True])
def test_a_gzip_bomb_does_not_go_off(client, chunked, peak_bytes):
    bomb = gzip.compress(bytes(200 * 2**20), compresslevel=1)
    assert len(bomb) < 2**20
    with serve({"/": Reply(bomb, headers={"Content-Encoding": "gzip"}, chunked=chunked)}) as server:
        error = peak_bytes(lambda: failure(client, server.url("/"), max_bytes=2**20), below=16 * 2**20)
    assert error.reason == "the body is larger than 1048576 bytes once decompressed"
    assert not error.retryable


@pytest.fixture
def peak_bytes():
    import tracemalloc

    def measure(run, *, below):
        tracemalloc.start()
        try:
            result = run()
            assert tracemalloc.get_traced_memory()[1] < below
        finally:
            tracemalloc.stop()
        return result

    return measure


# Redirects


def moved(to, status=302):
    return Reply(status=status, headers={"Location": to})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_on_the_same_host_are_followed_with_headers(client, status):
    with serve({"/old": moved("new?a=1", status), "/new": Reply("[]")}) as server:
        fetched = client.fetch(server.url("/old"), headers={"Authorization": "Bearer s3cret"})
        assert server.requests[1].headers["authorization"] == "Bearer s3cret"
    assert (fetched.content, fetched.url, fetched.final_url) == (b"[]", server.url("/old"), server.url("/new?a=1"))


def test_a_declared_host_is_followed_without_the_headers_of_the_first(client):
    with serve({"/old": lambda _: moved(server.url("/new", "localhost")), "/new": Reply("[]")}) as server:
        secret = {"Authorization": "Bearer s3cret", "X-Api-Key": "s3cret"}
        fetched = client.fetch(server.url("/old"), hosts=frozenset({"LOCALHOST"}), headers=secret, etag='"abc"')
        first, second = server.requests
    assert fetched.final_url == server.url("/new", "localhost")
    assert first.headers["x-api-key"] == first.headers["authorization"].removeprefix("Bearer ") == "s3cret"
    assert not {"x-api-key", "authorization"} & second.headers.keys()
    assert second.headers["host"] == f"localhost:{server.port}"
    assert second.headers["if-none-match"] == '"abc"'


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://localhost:{port}/new", "redirects to localhost, which its source does not declare"),
        ("//localhost:{port}/new", "redirects to localhost, which its source does not declare"),
        ("http://127.0.0.1.evil.invalid/", "redirects to 127.0.0.1.evil.invalid, which its source does not declare"),
        ("https://127.0.0.1:{port}/new", "redirects from http to https"),
        ("ftp://127.0.0.1/new", "redirects to something that is not an http(s) URL"),
        ("file:///etc/passwd", "redirects to something that is not an http(s) URL"),
        ("http://me:pw@127.0.0.1:{port}/new", "redirects to something that is not an http(s) URL"),
        ("http://[::1/", "redirects to something that is not an http(s) URL"),
    ],
)
def test_other_redirects_are_refused(client, resolver, target, reason):
    with serve({"/old": lambda _: moved(target.format(port=server.port)), "/new": Reply("[]")}) as server:
        error = failure(client, server.url("/old"))
        assert len(server.requests) == 1
    assert error.reason.startswith(reason)
    assert not error.retryable
    assert resolver == []


def test_the_address_that_is_checked_is_the_one_that_is_asked(client, resolver):
    """Browsers and parsers disagree on a backslash: some would ask evil.invalid."""
    odd = Reply(status=302, headers={"Location": "\\@evil.invalid/"})
    with serve({"/": odd}) as server:
        error = failure(client, server.url(""))
        assert server.requests[-1].path == "/%5C@evil.invalid/"
    assert error.status == 404
    assert resolver == []


def test_the_body_of_a_redirect_is_not_read(client, peak_bytes):
    bomb = Reply(gzip.compress(bytes(200 * 2**20), 1), 302, {"Location": "/new", "Content-Encoding": "gzip"})
    with serve({"/old": bomb, "/new": Reply("[]")}) as server:
        fetched = peak_bytes(lambda: client.fetch(server.url("/old"), max_bytes=10), below=16 * 2**20)
    assert fetched.content == b"[]"


def test_a_redirect_loop_ends(client):
    with serve({"/a": moved("/b"), "/b": moved("/a")}) as server:
        error = failure(client, server.url("/a"))
        assert len(server.requests) == 6
    assert error.reason == "redirected more than 5 times"
    assert not error.retryable


@pytest.mark.parametrize(("status", "method"), [(307, "POST"), (308, "POST"), (302, "GET"), (303, "GET")])
def test_a_query_is_posted_again_only_where_the_redirect_keeps_the_method(client, status, method):
    with serve({"/old": moved("/new", status), "/new": Reply("[]")}) as server:
        client.fetch(server.url("/old"), json_body={"query": "{}"})
        assert server.requests[1].method == method
        assert server.requests[1].body == (b'{"query": "{}"}' if method == "POST" else b"")


@pytest.mark.parametrize(
    "url", ["prices.csv", "ftp://acme.example/", "http://", "http://me:pw@acme.example/", "http://[::1", "https://*"]
)
def test_what_is_no_address_is_refused(client, resolver, url):
    error = failure(client, url)
    assert error.reason == "not an http(s) URL, or one that carries a password"
    assert "pw" not in str(error)
    assert resolver == []


# Politeness


def test_requests_to_one_host_are_spaced_out_and_to_others_not(watch):
    with (
        serve({"/": Reply("[]")}) as server,
        HttpClient(quick(host_interval_seconds=1.0), watch.timing) as client,
    ):
        for host in ("127.0.0.1", "localhost", "127.0.0.1"):
            client.fetch(server.url("/", host))
        assert watch.sleeps == [1.0]
        watch.seconds += 10
        client.fetch(server.url("/"))
    assert watch.sleeps == [1.0]


def test_threads_share_the_turns_of_a_host():
    waits = []
    stopped = Timing(monotonic=lambda: 0.0, sleep=waits.append)
    with serve({"/": Reply("[]")}) as server, HttpClient(Limits(host_interval_seconds=2.5), stopped) as client:
        in_threads(8, lambda: client.fetch(server.url("/")))
        assert len(server.requests) == 8
    assert sorted(waits) == [2.5, 5.0, 7.5, 10.0, 12.5, 15.0, 17.5]


def in_threads(count, run):
    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_busy_host_is_left_alone_by_all(watch):
    with (
        serve({"/busy": Reply(status=429, headers={"Retry-After": "20"}), "/": Reply("[]")}) as server,
        HttpClient(quick(tries=1), watch.timing) as client,
    ):
        failure(client, server.url("/busy"))
        client.fetch(server.url("/"))
    assert watch.sleeps == [20.0]


def page(client, server, path="/pricing"):
    return client.fetch(server.url(path), reads_html=True)


ROBOTS = "User-agent: *\nDisallow: /admin\nAllow: /admin/public\n\nUser-agent: GPTBot\nDisallow: /\n"


def test_robots_txt_decides_what_pages_may_be_read(client):
    routes = {"/robots.txt": Reply(ROBOTS), "/pricing": Reply(HTML), "/admin/public": Reply(HTML), "/admin": Reply()}
    with serve(routes) as server:
        assert page(client, server).content == HTML.encode()
        assert page(client, server, "/admin/public").content == HTML.encode()
        error = failure(client, server.url("/admin/prices"), reads_html=True)
        assert error.reason == "robots.txt of 127.0.0.1 does not allow it"
        assert not error.retryable
        assert [seen.path for seen in server.requests] == ["/robots.txt", "/pricing", "/admin/public"]
        assert {seen.headers["user-agent"] for seen in server.requests} == {user_agent()}
        client.fetch(server.url("/admin"))  # an API is asked for what it is there for


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_without_robots_txt_forbids_nothing(client, status):
    with serve({"/robots.txt": Reply("Disallow: /", status), "/pricing": Reply(HTML)}) as server:
        assert page(client, server).content == HTML.encode()


@pytest.mark.parametrize(
    ("robots", "why"),
    [
        (Reply("", 500), "answered 500 Internal Server Error (4 tries)"),
        (Reply("", 429), "answered 429 Too Many Requests (4 tries)"),
        (Reply(hangs_up=True), "the connection broke (4 tries)"),
        (moved("http://localhost/robots.txt"), "redirects to localhost, which its source does not declare"),
    ],
)
def test_a_host_whose_robots_txt_cannot_be_read_is_left_alone(client, robots, why):
    with serve({"/robots.txt": robots, "/pricing": Reply(HTML)}) as server:
        error = failure(client, server.url("/pricing"), reads_html=True)
        asked = len(server.requests)
        failure(client, server.url("/pricing"), reads_html=True)
        assert len(server.requests) == asked
        assert server.got("/pricing") == []
    assert error.reason == f"robots.txt of 127.0.0.1 cannot be read, so nothing else may be for now: {why}"
    assert not error.retryable


def test_a_page_may_not_lead_where_robots_txt_forbids(client):
    routes = {"/robots.txt": Reply(ROBOTS), "/pricing": moved("/admin"), "/admin": Reply(HTML)}
    with serve(routes) as server:
        error = failure(client, server.url("/pricing"), reads_html=True)
        assert server.got("/admin") == []
    assert error.reason == "robots.txt of 127.0.0.1 does not allow it"


def test_robots_txt_is_asked_without_the_secrets_of_the_page(client):
    with serve({"/robots.txt": Reply(""), "/pricing": Reply(HTML)}) as server:
        client.fetch(server.url("/pricing?key=s3cret"), headers={"Authorization": "s3cret"}, reads_html=True)
        robots, asked = server.requests
    assert (robots.path, "authorization" in robots.headers) == ("/robots.txt", False)
    assert (asked.path, asked.headers["authorization"]) == ("/pricing?key=s3cret", "s3cret")


def test_robots_txt_is_asked_once_by_many_threads(client):
    with serve({"/robots.txt": Reply("", waits_seconds=0.05), "/pricing": Reply(HTML)}) as server:
        in_threads(6, lambda: page(client, server))
        assert len(server.got("/robots.txt")) == 1
        assert len(server.got("/pricing")) == 6


@pytest.mark.parametrize(("delay", "wait"), [("7", 7.0), ("3600", 30.0), ("0", 1.0)])
def test_a_crawl_delay_is_kept_within_reason(watch, delay, wait):
    robots = Reply(f"User-agent: *\nCrawl-delay: {delay}")
    with (
        serve({"/robots.txt": robots, "/pricing": Reply(HTML)}) as server,
        HttpClient(quick(host_interval_seconds=1.0), watch.timing) as client,
    ):
        page(client, server)
        page(client, server)
    assert watch.sleeps == [wait, wait]


def test_a_turn_that_comes_too_late_is_not_waited_for(watch):
    limits = quick(host_interval_seconds=20.0, deadline_seconds=15.0)
    with serve({"/": Reply("[]")}) as server, HttpClient(limits, watch.timing) as client:
        client.fetch(server.url("/"))
        error = failure(client, server.url("/"))
        watch.seconds += 6
        client.fetch(server.url("/"))
    assert error.reason == "the turn to ask 127.0.0.1 does not come within 15 s"
    assert error.retryable
    assert watch.sleeps == [14.0]


# No network


def test_a_name_that_does_not_resolve_fails_fast(client, resolver, watch):
    error = failure(client, "https://nowhere.invalid/prices.csv")
    assert error.reason == "the name of nowhere.invalid could not be resolved (2 tries)"
    assert (error.retryable, error.status) == (True, None)
    assert not isinstance(error, NetworkDown)
    assert resolver == ["nowhere.invalid"] * 2
    assert watch.sleeps == [0.5]


def test_after_three_unknown_hosts_the_network_is_down(client, resolver, watch):
    for name in ("a", "a", "b"):
        assert not isinstance(failure(client, f"https://{name}.invalid/"), NetworkDown)
    third = failure(client, "https://c.invalid/?token=s3cret")
    assert isinstance(third, NetworkDown)
    assert str(third) == (
        "https://c.invalid/?token=***: the network is down: none of a.invalid, b.invalid, c.invalid could be reached"
    )
    assert not third.retryable
    asked = list(resolver)
    assert isinstance(failure(client, "https://d.invalid/"), NetworkDown)
    assert isinstance(failure(client, "https://e.invalid/", reads_html=True), NetworkDown)
    assert resolver == asked
    assert watch.sleeps == [0.5] * 3


def test_a_host_that_answers_shows_that_the_network_is_up(client, resolver):
    with serve({"/": Reply("oops", 404)}) as server:
        for name in ("a", "b", "", "c", "d"):
            error = failure(client, f"https://{name}.invalid/" if name else server.url("/"))
            assert not isinstance(error, NetworkDown)
    assert isinstance(failure(client, "https://e.invalid/"), NetworkDown)


def test_the_network_may_be_found_down_while_robots_txt_is_asked(client, resolver):
    reasons = [failure(client, f"https://{name}.invalid/pricing", reads_html=True) for name in "abc"]
    assert reasons[0].reason.endswith("the name of a.invalid could not be resolved (2 tries)")
    assert isinstance(reasons[2], NetworkDown)
    assert reasons[2].url == reasons[2].args[0] == "https://c.invalid/pricing"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(101, "Network is unreachable"), "a.invalid could not be reached (network is unreachable) (2 tries)"),
        (OSError(113, "No route to host"), "a.invalid could not be reached (no route to host) (2 tries)"),
        (TimeoutError("timed out"), "no connection to a.invalid within 10 s (2 tries)"),
    ],
)
def test_a_network_without_a_way_out_is_down_as_well(client, monkeypatch, error, reason):
    def connect(*_):
        raise error

    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 9))]
    )
    monkeypatch.setattr(socket.socket, "connect", connect)
    first, _, third = (failure(client, f"http://{name}.invalid/") for name in "abc")
    assert (first.reason, first.retryable) == (reason, True)
    assert isinstance(third, NetworkDown)


def test_a_refused_connection_fails_fast_and_says_nothing_of_the_network(client, watch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = failure(client, f"http://127.0.0.1:{port}/")
    assert error.reason == "127.0.0.1 could not be reached (connection refused) (2 tries)"
    assert error.retryable
    assert watch.sleeps == [0.5]
    for host in ("127.0.0.2", "127.0.0.3", "127.0.0.4"):
        assert not isinstance(failure(client, f"http://{host}:{port}/"), NetworkDown)


@pytest.mark.parametrize(("proxy", "peer"), [("", "nowhere.invalid"), ("http://proxy.invalid:3128", "the proxy")])
def test_a_resolver_that_does_not_answer_is_not_waited_for(monkeypatch, proxy, peer):
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: released.wait(30))
    started = time.monotonic()
    with HttpClient(quick(lookup_seconds=0.1, unreachable_wait_seconds=0.0)) as client:
        error = failure(client, "https://nowhere.invalid/")
    released.set()
    assert error.reason == f"the name of {peer} could not be resolved (2 tries)"
    assert time.monotonic() - started < 2


# Proxies


def test_the_proxy_of_the_environment_is_used(client, monkeypatch, resolver):
    with serve({"http://prices.invalid/x": Reply("[]")}) as server:
        monkeypatch.setenv("HTTP_PROXY", server.url(""))
        assert client.fetch("http://prices.invalid/x").content == b"[]"
        assert server.requests[0].headers["host"] == "prices.invalid"
    assert resolver == []


@pytest.mark.parametrize(("status", "tries"), [(403, 1), (503, 4)])
def test_a_proxy_that_refuses_says_so(client, monkeypatch, resolver, status, tries):
    from tests.pipelines.server import Handler

    monkeypatch.setattr(Handler, "do_CONNECT", Handler.do_GET, raising=False)
    with serve({"prices.invalid:443": Reply("no", status)}) as server:
        monkeypatch.setenv("HTTPS_PROXY", server.url("").replace("//", "//me:pw@"))
        error = failure(client, "https://prices.invalid/")
        assert len(server.requests) == tries
    assert error.reason.startswith(f"the proxy answered {status} ")
    assert "pw" not in str(error)
    assert error.retryable == (tries > 1)


def test_without_its_proxy_the_network_is_down(client, monkeypatch, resolver):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid:3128")
    first, _, third = (failure(client, f"https://{name}.invalid/") for name in "abc")
    assert first.reason == "the name of the proxy could not be resolved (2 tries)"
    assert isinstance(third, NetworkDown)


# TLS


@pytest.fixture
def certificate(tmp_path):
    """A certificate for localhost that signs itself."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command")
    key, both = tmp_path / "key.pem", tmp_path / "both.pem"
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    making = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", both)
    subprocess.run([*making, *subject], check=True, capture_output=True)
    both.write_text(both.read_text() + key.read_text())
    return both


def test_tls_works_where_the_certificate_is_trusted_and_is_never_left(client, certificate, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    routes = {"/": Reply(CSV, gzipped=True), "/to": moved("/"), "/plain": moved("http://localhost/")}
    with serve(routes, certificate) as server:
        assert client.fetch(server.url("/to", "localhost")).content == CSV.encode()
        assert failure(client, server.url("/plain", "localhost")).reason == "redirects from https to http"


def test_an_untrusted_certificate_is_final(client, certificate):
    with serve({"/": Reply("[]")}, certificate) as server:
        error = failure(client, server.url("/"))
        assert server.requests == []
    assert error.reason == "the certificate of 127.0.0.1 is not trusted: self-signed certificate"
    assert not error.retryable


def test_a_trickling_tls_answer_is_bounded_too(certificate, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    limits = quick(deadline_seconds=1.0)
    with serve({"/": Reply(CSV, drips_seconds=0.02)}, certificate) as server, HttpClient(limits) as client:
        assert failure(client, server.url("/")).reason == "not done within 1 s"


# Secrets


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("https://a.example/x?api_key=s3cret&page=2", "https://a.example/x?api_key=***&page=2"),
        ("https://a.example/x?page=2&access_token=s3cret", "https://a.example/x?page=2&access_token=***"),
        ("https://a.example/x?KEY=s3cret#y", "https://a.example/x?KEY=***#y"),
        ("https://a.example/#id_token=s3cret", "https://a.example/#id_token=***"),
        ("https://a.example/?a=1;Authorization=s3cret", "https://a.example/?a=1;Authorization=***"),
        ("https://a.example/?client_secret=s3cret", "https://a.example/?client_secret=***"),
        ("https://a.example/?X-Amz-Signature=s3cret&sig=s3cret", "https://a.example/?X-Amz-Signature=***&sig=***"),
        ("https://me:s3cret@a.example/", "https://***@a.example/"),
        ('"GET /x?token=s3cret HTTP/1.1" 200', '"GET /x?token=*** HTTP/1.1" 200'),
        ("https://a.example/?author=meta&keyword=h100&sort=a", "https://a.example/?author=meta&keyword=h100&sort=a"),
        ("https://a.example/?$filter=a%20eq%20'b'&$skip=100", "https://a.example/?$filter=a%20eq%20'b'&$skip=100"),
    ],
)
def test_secrets_in_addresses_are_redacted_and_nothing_else(text, safe):
    assert redacted(text) == safe


@pytest.mark.parametrize(
    "reply",
    [
        Reply("s3cret", 403),
        Reply("s3cret", 503),
        Reply(hangs_up=True),
        Reply(CSV, stops_after=3),
        Reply(CSV, says_length=10**12),
        moved("http://localhost/?token=s3cret"),
        moved("http://me:s3cret@127.0.0.1/"),
    ],
)
def test_no_failure_tells_a_secret(client, reply, caplog):
    caplog.set_level(logging.DEBUG)
    with serve({"/x": reply, "/robots.txt": Reply("")}) as server:
        url = server.url("/x?api_key=s3cret")
        error = failure(client, url, headers={"Authorization": "Bearer s3cret"}, reads_html=True)
    told = [str(error), repr(error), str(error.args), str(vars(error)), caplog.text]
    assert not [text for text in told if "s3cret" in text]
    assert "api_key=***" in str(error)
    assert reply.hangs_up or "/x?api_key=***" in caplog.text


def test_no_failure_to_connect_tells_a_secret(client, resolver, caplog):
    caplog.set_level(logging.DEBUG)
    url = "http://nowhere.invalid/x?api_key=s3cret"
    errors = [
        failure(client, url, headers={"Authorization": "Bearer s3cret"}),
        failure(client, url, headers={"Authorization": "s3cret\r\nX: 1"}),
        failure(client, url, headers={"Authorization": "s3cret ✓"}),
    ]
    assert errors[1].reason == errors[2].reason.replace("Unicode", "Invalid").replace("EncodeError", "Header")
    assert not [text for error in errors for text in (str(error), repr(error), caplog.text) if "s3cret" in text]


def test_what_is_kept_of_a_fetch_holds_no_secret(client):
    with serve({"/x": moved("/y?sig=s3cret"), "/y": Reply("[]")}) as server:
        fetched = client.fetch(server.url("/x?api_key=s3cret"))
        assert server.requests[0].path == "/x?api_key=s3cret"
    assert fetched.url == server.url("/x?api_key=***")
    assert fetched.final_url == server.url("/y?sig=***")
    assert "s3cret" not in repr(fetched)


def test_failures_can_be_handed_to_another_process():
    error = NetworkDown("https://a.example/?key=s3cret", "no", status=None, retry_at=NOON)
    other = copy.deepcopy(error)  # by the same means as any other way of packing
    assert type(other) is NetworkDown
    assert vars(other) == vars(error)
    assert str(other) == "https://a.example/?key=***: no"


def test_a_fetch_is_a_value():
    assert {each.name for each in fields(Fetched)} == {
        "url",
        "final_url",
        "status",
        "content",
        "headers",
        "fetched_at",
        "elapsed_seconds",
    }
    with pytest.raises(AttributeError):
        Fetched("", "", 200, b"", {}, NOON, 0.0).status = 304
