"""A web server for tests, on 127.0.0.1: it answers as real ones do, and misbehaves as they do where a test says so."""

import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import responses
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One scripted answer.

    With an `ETag` or `Last-Modified` among its headers, a request that names the same one gets a 304.
    `gzipped` sends the body with Content-Encoding gzip; `chunked` sends it in chunks of 1 KiB, without a length.
    """

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    gzipped: bool = False
    chunked: bool = False
    # Misbehaviour
    says_length: int | None = None  # a Content-Length other than the true one
    stops_after: int | None = None  # bytes of the body, then the connection is closed
    stalls: bool = False  # before that, it stays open and silent
    waits_seconds: float = 0.0  # before the first byte
    drips_seconds: float = 0.0  # before each byte of the head and body
    hangs_up: bool = False  # closes the connection without an answer

    @property
    def sent(self) -> bytes:
        """The body as it goes over the wire, before chunking."""
        body = self.body.encode() if isinstance(self.body, str) else self.body
        return gzip.compress(body) if self.gzipped else body


@dataclass(frozen=True)
class Seen:
    """One request the server got. Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: float  # time.monotonic()


Route = Reply | Sequence[Reply] | Callable[[Seen], Reply]


@dataclass
class Server:
    """A running server: `url` gives addresses on it, `requests` is what it got so far, oldest first."""

    routes: Mapping[str, Route]
    port: int
    scheme: str = "http"
    requests: list[Seen] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """An address on the server. `localhost` is another host than 127.0.0.1 to a client, and the same server."""
        return f"{self.scheme}://{host}:{self.port}{path}"

    def got(self, path: str) -> list[Seen]:
        """The requests for one path."""
        return [seen for seen in self.requests if seen.path == path]

    def reply(self, seen: Seen) -> Reply:
        """What the script says: the path with its query first, then without; of several replies the last stays."""
        route = self.routes.get(seen.path, self.routes.get(seen.path.partition("?")[0]))
        if route is None:
            return Reply("nothing here", 404)
        if isinstance(route, Reply):
            return route
        if isinstance(route, Sequence):
            return route[min(len(self.got(seen.path)), len(route)) - 1]
        return route(seen)


class Handler(BaseHTTPRequestHandler):
    """One connection. Kept alive between requests, as HTTP/1.1 has it."""

    protocol_version = "HTTP/1.1"
    server: "Listener"

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(self.command, self.path, headers, self.rfile.read(length), time.monotonic())
        reply = self.server.reply(seen)
        self.server.ended.wait(reply.waits_seconds)
        self.close_connection = reply.hangs_up or reply.says_length is not None or reply.stops_after is not None
        try:
            for piece in () if reply.hangs_up else self._pieces(seen, reply):
                self.wfile.write(piece)
        except OSError:  # the client gave up
            self.close_connection = True

    do_POST = do_GET  # noqa: N815

    def _pieces(self, seen: Seen, reply: Reply) -> Iterator[bytes]:
        holds = _holds(seen, reply.headers)
        body = b"" if holds else reply.sent
        head = self._head(reply, 304 if holds else reply.status, len(body))
        whole = head + (_chunks(body) if reply.chunked else body)[: reply.stops_after]
        if not reply.drips_seconds:
            yield whole
        for byte in whole if reply.drips_seconds else b"":
            self.server.ended.wait(reply.drips_seconds)
            yield bytes([byte])
        self.server.ended.wait(60 if reply.stalls else 0)

    def _head(self, reply: Reply, status: int, length: int) -> bytes:
        headers = {"Date": self.date_time_string(), "Server": "tests", **reply.headers}
        if reply.gzipped:
            headers["Content-Encoding"] = "gzip"
        if reply.chunked:
            headers["Transfer-Encoding"] = "chunked"
        elif status != 304:
            headers["Content-Length"] = str(length if reply.says_length is None else reply.says_length)
        lines = [f"HTTP/1.1 {status} {responses.get(status, '')}", *(f"{name}: {headers[name]}" for name in headers)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Listener(ThreadingHTTPServer):
    """Owns the script and the record of a `Server`, and its end, which cuts all waiting short."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, routes: Mapping[str, Route], certificate: Path | None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = Server(routes, self.server_address[1], "https" if certificate else "http")
        self.ended = threading.Event()
        self._lock = threading.Lock()
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # HTTPServer would ask the resolver for the name of 127.0.0.1
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, *_: Any) -> None:
        """A client that breaks off the TLS handshake is no error of ours."""

    def reply(self, seen: Seen) -> Reply:
        with self._lock:
            self.script.requests.append(seen)
            return self.script.reply(seen)


@contextmanager
def serve(routes: Mapping[str, Route], certificate: Path | None = None) -> Iterator[Server]:
    """Serve `routes` (by path) until the block ends; over TLS with a `certificate` (PEM, with its key).

    Routes may be added to while it runs.
    """
    listener = Listener(routes, certificate)
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield listener.script
    finally:
        listener.ended.set()
        listener.shutdown()
        listener.server_close()
        thread.join()


def _holds(seen: Seen, headers: Mapping[str, str]) -> bool:
    """Whether the client named the version we would send: by its tag where it names one, else by its date."""
    if tag := seen.headers.get("if-none-match"):
        return tag == headers.get("ETag")
    date = seen.headers.get("if-modified-since")
    return date is not None and date == headers.get("Last-Modified")


def _chunks(body: bytes) -> bytes:
    pieces = [body[i : i + 1024] for i in range(0, len(body), 1024)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
