"""The HTTP client every capture goes through: polite to hosts, bounded in time and size, plain about what failed."""

import os
import random
import re
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import IncompleteRead
from http.cookiejar import DefaultCookiePolicy
from importlib.metadata import PackageNotFoundError, version
from typing import Self, TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
from requests.structures import CaseInsensitiveDict
from urllib3 import exceptions as urllib3_errors

from pipelines.redaction import hide_secrets_in_logs, redacted
from pipelines.robots import Robots, read_robots
from pipelines.transport import PATIENCE, Gunzip, Patience, PatientAdapter

AGENT = "tokenwatt"
KEPT_HEADERS = (
    "age",
    "cache-control",
    "content-encoding",
    "content-language",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "link",
)
CHUNK_BYTES = 64 * 2**10
_Error = TypeVar("_Error", bound=BaseException)
ROBOTS_MAX_BYTES = 2**20  # RFC 9309 asks for 500 KiB at least


@dataclass(frozen=True)
class Limits:
    """How long, how often and how much. The unreachable are hosts that cannot even be connected to."""

    lookup_seconds: float = 4.0
    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    deadline_seconds: float = 300.0  # one fetch with all its redirects, waits and tries
    tries: int = 4
    unreachable_tries: int = 2
    unreachable_wait_seconds: float = 0.5
    first_backoff_seconds: float = 1.0
    longest_backoff_seconds: float = 30.0
    longest_retry_after_seconds: float = 60.0
    host_interval_seconds: float = 1.0  # from one request to a host to the next
    longest_crawl_delay_seconds: float = 30.0
    redirects: int = 5
    unreachable_hosts: int = 3  # as many, with no answer from any host in between, mean that the network is down


@dataclass(frozen=True)
class Timing:
    """Where the client has the time from. `jitter` gives a number from 0 to 1."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random


USUAL_LIMITS = Limits()
REAL_TIME = Timing()


@dataclass(frozen=True)
class Fetched:
    """A body, or the news (304) that the one we hold still stands.

    `content` is free of its transfer and content encodings, b"" on 304. `headers` has those of KEPT_HEADERS that came,
    in lower case. `fetched_at` is when the answer began, `elapsed_seconds` includes waits and tries before it.
    Addresses are fit to be kept: what looks like a secret in them is redacted.
    """

    url: str
    final_url: str
    status: int
    content: bytes = field(repr=False)
    headers: Mapping[str, str]
    fetched_at: datetime
    elapsed_seconds: float


@dataclass(eq=False)
class FetchError(Exception):
    """A fetch failed, for a reason said in one sentence and free of secrets.

    `retryable` says that the cause is of the passing sort and another fetch soon may succeed; the client has then
    used up its own tries. `status` is that of the last answer, if there was one. `retry_at` is when the host asks us
    to come back, where that is longer than we wait.
    """

    url: str
    reason: str
    retryable: bool = False
    status: int | None = None
    retry_at: datetime | None = None

    def __post_init__(self) -> None:
        self.url = redacted(self.url)
        self.args = (self.url, self.reason, self.retryable, self.status, self.retry_at)

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"


class NetworkDown(FetchError):  # noqa: N818 (a state, which outlives the fetch that met it)
    """No host can be reached, so none is asked any more."""


@dataclass(frozen=True)
class _Call:
    url: str
    hosts: frozenset[str]
    headers: Mapping[str, str]
    json_body: object
    max_bytes: int
    validators: Mapping[str, str]
    reads_html: bool
    started: float
    deadline: float


@dataclass(frozen=True)
class _Hop:
    """One request of a chain of redirects. `headers` are the caller's, for the origin they were meant for."""

    url: SplitResult
    headers: Mapping[str, str]
    json_body: object

    @property
    def host(self) -> str:
        return self.url.hostname or ""

    @property
    def origin(self) -> tuple[str, str, int | None]:
        return self.url.scheme, self.host, self.url.port


@dataclass(frozen=True)
class _Failure:
    """Why one try failed. A failure is tried again until it happened `tries` times."""

    reason: str
    status: int | None = None
    tries: int = 1
    retryable: bool = False
    wait_seconds: float = 0.0
    retry_at: datetime | None = None
    is_unreachable: bool = False


class HttpClient:
    """Fetches what the sources declare. One client serves one refresh, from any number of threads.

    Requests to one host are spaced out across threads. Failures of the passing sort (no connection, timeouts,
    truncated bodies, 408, 429, 5xx) are tried again, later each time and as `Retry-After` asks. Proxies are those of
    the environment; cookies are not kept and `.netrc` is not read. $TOKENWATT_CONTACT, an address or URL, tells hosts
    whom to write to.
    """

    def __init__(self, limits: Limits = USUAL_LIMITS, timing: Timing = REAL_TIME) -> None:
        self._limits = limits
        self._timing = timing
        self._session = _Session()
        self._session.auth = _no_auth
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, PatientAdapter(pool_maxsize=16))
        self._user_agent = user_agent()
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}  # when the next request to a host may start
        self._closed_until: dict[str, float] = {}  # hosts that asked everybody to wait (429)
        self._intervals: dict[str, float] = {}
        self._unreached: dict[str, None] = {}  # hosts, in the order they failed
        self._robots: dict[tuple[str, str, int | None], Robots | str] = {}
        self._robots_locks: dict[tuple[str, str, int | None], threading.Lock] = {}
        hide_secrets_in_logs()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up the connections."""
        self._session.close()

    def fetch(
        self,
        url: str,
        *,
        hosts: frozenset[str] = frozenset(),
        headers: Mapping[str, str] | None = None,
        json_body: object = None,
        max_bytes: int = 64 * 2**20,
        etag: str | None = None,
        last_modified: str | None = None,
        reads_html: bool = False,
    ) -> Fetched:
        """GET `url`, or POST `json_body` to it. Raises FetchError, and NetworkDown when no host can be reached.

        Redirects are followed to `hosts` and the host of `url` only, without `headers` where the origin changes.
        `max_bytes` bounds the body as sent and as decompressed. `etag` and `last_modified` are those of the body we
        hold; a GET may then give a 304. With `reads_html`, robots.txt is asked first.
        """
        started = self._timing.monotonic()
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified} if json_body is None else {}
        start = _read_url(url)
        if start is None:
            raise FetchError(url, "not an http(s) URL, or one that carries a password")
        call = _Call(
            url=url,
            hosts=frozenset(host.lower() for host in hosts) | {start.hostname or ""},
            headers=headers or {},
            json_body=json_body,
            max_bytes=max_bytes,
            validators={name: value for name, value in validators.items() if value},
            reads_html=reads_html,
            started=started,
            deadline=started + self._limits.deadline_seconds,
        )
        return self._fetch(call, start)

    def _fetch(self, call: _Call, start: SplitResult) -> Fetched:
        tries = 0
        while True:
            outcome = self._try(call, start)
            if isinstance(outcome, Fetched):
                return outcome
            if outcome.is_unreachable:
                self._check_network(call)
            tries += 1
            wait = self._wait_seconds(outcome, tries)
            is_last = tries >= outcome.tries
            if is_last or self._timing.monotonic() + wait >= call.deadline:
                notes = [f"{tries} tries"] if tries > 1 else []
                notes += [] if is_last else [f"no time for another within {self._limits.deadline_seconds:g} s"]
                reason = f"{outcome.reason} ({', '.join(notes)})" if notes else outcome.reason
                raise FetchError(call.url, reason, outcome.retryable, outcome.status, outcome.retry_at)
            self._timing.sleep(wait)

    def _wait_seconds(self, failure: _Failure, tries: int) -> float:
        limits = self._limits
        if failure.is_unreachable:
            return limits.unreachable_wait_seconds
        backoff: float = min(limits.longest_backoff_seconds, limits.first_backoff_seconds * 2 ** (tries - 1))
        return max(failure.wait_seconds, backoff * (0.5 + 0.5 * self._timing.jitter()))

    def _try(self, call: _Call, start: SplitResult) -> Fetched | _Failure:
        """Go the whole way once, redirects included."""
        hop = _Hop(start, call.headers, call.json_body)
        for _ in range(self._limits.redirects + 1):
            self._check_network(call)
            refusal = (self._robots_refusal(call, hop) if call.reads_html else None) or self._pace(call, hop.host)
            if refusal:
                return refusal
            outcome = self._ask(call, hop)
            if not isinstance(outcome, _Hop):
                return outcome
            hop = outcome
        return _Failure(f"redirected more than {self._limits.redirects} times")

    def _ask(self, call: _Call, hop: _Hop) -> Fetched | _Hop | _Failure:
        """Send one request and read its answer. Errors are returned: raised from here, they would carry the URL."""
        limits = self._limits
        patience = Patience(
            limits.lookup_seconds, limits.read_seconds, lambda: call.deadline - self._timing.monotonic()
        )
        left = max(0.001, patience.left())
        token = PATIENCE.set(patience)
        headers = CaseInsensitiveDict(
            {"Accept": "*/*"}
            | dict(hop.headers)
            | dict(call.validators)
            | {"User-Agent": self._user_agent, "Accept-Encoding": "gzip"}
        )
        try:
            with self._session.request(
                "GET" if hop.json_body is None else "POST",
                hop.url.geturl(),
                headers=headers,
                json=hop.json_body,
                timeout=(min(limits.connect_seconds, left), min(limits.read_seconds, left)),
                allow_redirects=False,
                stream=True,
            ) as response:
                with self._lock:
                    self._unreached.clear()
                return self._read(call, hop, response)
        except (requests.RequestException, urllib3_errors.HTTPError, OSError, ValueError) as error:
            return self._explain(call, hop, error)
        finally:
            PATIENCE.reset(token)

    def _read(self, call: _Call, hop: _Hop, response: requests.Response) -> Fetched | _Hop | _Failure:
        fetched_at = self._timing.now()
        status = response.status_code
        location = response.headers.get("location")
        if location is not None and status in (301, 302, 303, 307, 308):
            return _next_hop(call, hop, location, keeps_body=status in (307, 308))
        content: bytes | _Failure = b""
        if status == 200:
            content = self._body(call, response)
        elif status != 304 or not call.validators:
            return self._refusal(hop, response)
        if isinstance(content, _Failure):
            return content
        return Fetched(
            url=redacted(call.url),
            final_url=redacted(hop.url.geturl()),
            status=status,
            content=content,
            headers={name: response.headers[name] for name in KEPT_HEADERS if name in response.headers},
            fetched_at=fetched_at,
            elapsed_seconds=self._timing.monotonic() - call.started,
        )

    def _body(self, call: _Call, response: requests.Response) -> bytes | _Failure:
        limit = call.max_bytes
        too_large = _Failure(f"the body is larger than {limit} bytes", 200)
        declared = response.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > limit:
            return replace(too_large, reason=f"the body has {int(declared)} bytes, more than {limit}")
        encoding = response.headers.get("content-encoding", "").strip().lower()
        if encoding in ("br", "zstd", "compress") or "," in encoding:
            return _Failure(f"the body is encoded as {encoding}, which was not asked for", 200)
        cut_short = _Failure("the body was cut short", 200, self._limits.tries, retryable=True)
        unpacker = Gunzip(limit) if encoding in ("gzip", "x-gzip", "deflate") else None
        parts: list[bytes] = []
        received = 0
        for chunk in response.raw.stream(CHUNK_BYTES, decode_content=False):
            received += len(chunk)
            if received > limit:
                return too_large
            try:
                parts.append(unpacker.unpack(chunk) if unpacker else chunk)
            except zlib.error:
                return replace(cut_short, reason=f"the body is not the {encoding} it is said to be")
            if unpacker and unpacker.unpacked > limit:
                return replace(too_large, reason=f"the body is larger than {limit} bytes once decompressed")
        if unpacker and received and not unpacker.is_whole:
            return cut_short
        return b"".join(parts)

    def _refusal(self, hop: _Hop, response: requests.Response) -> _Failure:
        """An answer that is none: passing (408, 429, 5xx) or final."""
        limits, status = self._limits, response.status_code
        said = f"answered {status} {_phrase(status)}".rstrip()
        if not _is_passing(status):
            return _Failure(said, status)
        wait = _retry_after_seconds(response.headers.get("retry-after", ""), self._timing.now())
        if status == 429 and wait:
            with self._lock:
                self._closed_until[hop.host] = self._timing.monotonic() + wait
        if wait > limits.longest_retry_after_seconds:
            return self._come_back(said, wait, status)
        return _Failure(said, status, limits.tries, retryable=True, wait_seconds=wait)

    def _come_back(self, said: str, wait: float, status: int) -> _Failure:
        at = self._timing.now() + timedelta(seconds=wait)
        return _Failure(
            f"{said} and asks to come back in {wait:.0f} s, at {at:%Y-%m-%d %H:%M} UTC", status, retry_at=at
        )

    def _pace(self, call: _Call, host: str) -> _Failure | None:
        """Take the host's next turn and wait for it. A failure where it comes too late."""
        limits = self._limits
        with self._lock:
            now = self._timing.monotonic()
            closed = self._closed_until.get(host, now) - now
            turn = max(now, self._free_at.get(host, now), now + closed)
            is_closed = closed > limits.longest_retry_after_seconds
            is_late = turn > now and turn >= call.deadline
            if not is_closed and not is_late:
                self._free_at[host] = turn + self._intervals.get(host, limits.host_interval_seconds)
        if is_closed:
            return self._come_back(f"{host} answered 429 {_phrase(429)} before", closed, 429)
        if is_late:
            return _Failure(
                f"the turn to ask {host} does not come within {limits.deadline_seconds:g} s", retryable=True
            )
        if turn > now:
            self._timing.sleep(turn - now)
        return None

    def _robots_refusal(self, call: _Call, hop: _Hop) -> _Failure | None:
        with self._lock:
            lock = self._robots_locks.setdefault(hop.origin, threading.Lock())
        with lock:
            if hop.origin not in self._robots:
                self._robots[hop.origin] = self._read_robots(call, hop)
        robots = self._robots[hop.origin]
        if isinstance(robots, str):
            return _Failure(f"robots.txt of {hop.host} cannot be read, so nothing else may be for now: {robots}")
        if not robots.allows(hop.url.geturl()):
            return _Failure(f"robots.txt of {hop.host} does not allow it")
        return None

    def _read_robots(self, call: _Call, hop: _Hop) -> Robots | str:
        """The host's rules, or why they cannot be known. RFC 9309: none on 4xx; all forbidden while unreachable."""
        url = hop.url._replace(path="/robots.txt", query="", fragment="")
        plain = replace(call, url=url.geturl(), headers={}, json_body=None, validators={}, reads_html=False)
        outcome: Fetched | FetchError
        try:
            outcome = self._fetch(replace(plain, max_bytes=ROBOTS_MAX_BYTES), url)
        except FetchError as error:
            outcome = error
        if isinstance(outcome, NetworkDown):
            raise NetworkDown(call.url, outcome.reason)
        if isinstance(outcome, FetchError):
            is_absent = outcome.status is not None and outcome.status >= 400 and not _is_passing(outcome.status)
            return Robots() if is_absent else outcome.reason
        robots = read_robots(outcome.content.decode("utf-8", errors="replace"), AGENT)
        delay = min(robots.crawl_delay_seconds, self._limits.longest_crawl_delay_seconds)
        with self._lock:
            self._intervals[hop.host] = max(delay, self._limits.host_interval_seconds)
            self._free_at[hop.host] += self._intervals[hop.host] - self._limits.host_interval_seconds
        return robots

    def _check_network(self, call: _Call) -> None:
        with self._lock:
            hosts = list(self._unreached)
        enough = self._limits.unreachable_hosts
        if len(hosts) >= enough:
            raise NetworkDown(call.url, f"the network is down: none of {', '.join(hosts[:enough])} could be reached")

    def _explain(self, call: _Call, hop: _Hop, error: Exception) -> _Failure:
        """What an error of the libraries means. Their messages hold URLs and headers, so none is passed on."""
        limits, chain = self._limits, _chain(error)
        passing = _Failure("the connection broke", tries=limits.tries, retryable=True)
        if isinstance(error, ValueError | requests.exceptions.InvalidJSONError) or type(error) is OSError:
            return _Failure(f"the request or its answer is malformed ({type(error).__name__})")
        if self._timing.monotonic() >= call.deadline:
            return replace(passing, reason=f"not done within {limits.deadline_seconds:g} s", tries=1)
        is_proxied = _find(chain, urllib3_errors.ProxyError) is not None
        if unreachable := _why_unreachable(chain, hop.host, limits):
            # A host that refuses is there, and says nothing of the network; a proxy that does stands before all hosts.
            if is_proxied or not _find(chain, ConnectionRefusedError):
                with self._lock:
                    self._unreached[hop.host] = None
            return replace(passing, reason=unreachable, tries=limits.unreachable_tries, is_unreachable=True)
        if answered := re.search(r"Tunnel connection failed: (\d{3})", str(chain[-1])) if is_proxied else None:
            status = int(answered[1])
            said = f"the proxy answered {status} {_phrase(status)}".rstrip()
            return replace(passing, reason=said) if _is_passing(status) else _Failure(said)
        if certificate := _find(chain, ssl.SSLCertVerificationError):
            return _Failure(f"the certificate of {hop.host} is not trusted: {certificate.verify_message}")
        if _find(chain, TimeoutError) or _find(chain, urllib3_errors.TimeoutError):
            return replace(passing, reason="no answer in time")
        if _find(chain, IncompleteRead):
            return replace(passing, reason="the body was cut short")
        return passing


def user_agent() -> str:
    """Who we are, and whom to write to where $TOKENWATT_CONTACT says so."""
    try:
        ours = version(AGENT)
    except PackageNotFoundError:  # run from a checkout that is not installed
        ours = "0"
    contact = " ".join(os.environ.get("TOKENWATT_CONTACT", "").encode("ascii", "ignore").decode().split())
    return f"{AGENT}/{ours} (+{contact})" if contact else f"{AGENT}/{ours}"


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: even when told not to follow, requests would read the whole body of a redirect first."""


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """In place of what requests would read from ~/.netrc."""
    return request


def _read_url(url: str) -> SplitResult | None:
    """The address as the connection will understand it; None where it is none, or has a user name in it."""
    try:
        parts = urlsplit(requests.Request("GET", url).prepare().url or "")
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if is_usable and "@" not in parts.netloc else None


def _next_hop(call: _Call, hop: _Hop, location: str, *, keeps_body: bool) -> _Hop | _Failure:
    try:
        target = location.encode("latin-1").decode("utf-8", errors="replace")  # headers are read as Latin-1
        url = _read_url(urljoin(hop.url.geturl(), target))
    except ValueError:
        url = None
    if url is None:
        return _Failure("redirects to something that is not an http(s) URL, or that carries a password")
    if url.scheme != hop.url.scheme:
        return _Failure(f"redirects from {hop.url.scheme} to {url.scheme}")
    if url.hostname not in call.hosts:
        return _Failure(f"redirects to {url.hostname}, which its source does not declare")
    moved = _Hop(url, hop.headers, hop.json_body if keeps_body else None)
    return moved if moved.origin == hop.origin else replace(moved, headers={})


def _is_passing(status: int) -> bool:
    return status in (408, 429) or status >= 500


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _retry_after_seconds(text: str, now: datetime) -> float:
    """Seconds to wait by a Retry-After header, in seconds or as a date; 0 where there is none to be understood."""
    try:
        seconds = float(text) if re.fullmatch(r"\s*\d+(\.\d+)?\s*", text) else _seconds_until(text, now)
    except ValueError:
        return 0.0
    return min(max(seconds, 0.0), timedelta(days=365).total_seconds())


def _seconds_until(http_date: str, now: datetime) -> float:
    at = parsedate_to_datetime(http_date)
    return (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds()


# What the libraries say of an error, in sentences of ours


def _chain(error: BaseException) -> list[BaseException]:
    """The error and those it wraps, the outermost first."""
    chain = [error]
    while True:
        last = chain[-1]
        inner = [getattr(last, "reason", None), getattr(last, "original_error", None), *last.args, last.__cause__]
        found = next((each for each in inner if isinstance(each, BaseException) and each not in chain), None)
        if found is None:
            return chain
        chain.append(found)


def _find(chain: list[BaseException], kind: type[_Error]) -> _Error | None:
    return next((each for each in chain if isinstance(each, kind)), None)


def _why_unreachable(chain: list[BaseException], host: str, limits: Limits) -> str | None:
    """Why there is not even a connection; None where there was one."""
    peer = "the proxy" if _find(chain, urllib3_errors.ProxyError) else host
    if _find(chain, urllib3_errors.NameResolutionError):
        return f"the name of {peer} could not be resolved"
    if no_connection := _find(chain, urllib3_errors.NewConnectionError):
        why = getattr(no_connection.__cause__, "strerror", None) or "no connection"
        return f"{peer} could not be reached ({why.lower()})"
    if _find(chain, urllib3_errors.ConnectTimeoutError):
        return f"no connection to {peer} within {limits.connect_seconds:g} s"
    return None
