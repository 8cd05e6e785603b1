"""Connections that wait no longer than a fetch may, and bodies that unpack to no more than they may.

urllib3's timeouts bound each wait, not their sum, and a look-up of a name not at all: with no network it can take
half a minute.
"""

import io
import queue
import socket
import threading
import zlib
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, ProxyManager
from urllib3 import exceptions as urllib3_errors
from urllib3.connection import HTTPConnection, HTTPSConnection


class Gunzip:
    """Unpacks gzip (of several members, too) and zlib piece by piece, never past `limit` by more than a byte."""

    def __init__(self, limit: int) -> None:
        self.unpacked = 0
        self._limit = limit
        self._member = self._start()

    @property
    def is_whole(self) -> bool:
        """Whether the last member came to its end."""
        return self._member.eof

    def unpack(self, data: bytes) -> bytes:
        """What a piece of the stream unpacks to."""
        parts = []
        while data and self.unpacked <= self._limit:
            if self._member.eof:
                if data[0] != 0x1F:  # padding after the last member
                    break
                self._member = self._start()
            parts.append(self._member.decompress(data, self._limit + 1 - self.unpacked))
            self.unpacked += len(parts[-1])
            data = self._member.unconsumed_tail or self._member.unused_data
        return b"".join(parts)

    @staticmethod
    def _start() -> "zlib._Decompress":
        return zlib.decompressobj(32 + zlib.MAX_WBITS)  # 32: gzip or zlib, by its header


@dataclass(frozen=True)
class Patience:
    """How long the fetch of this context may wait: for a name, for each read, and altogether."""

    lookup_seconds: float
    read_seconds: float
    left: Callable[[], float]


PATIENCE: ContextVar[Patience | None] = ContextVar("patience", default=None)


class _PatientReader(io.RawIOBase):
    """The receiving end of a socket. Raises TimeoutError once the fetch is out of time."""

    def __init__(self, raw: io.RawIOBase, connected: socket.socket) -> None:
        self._raw = raw
        self._socket = connected

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if patience := PATIENCE.get():
            left = patience.left()
            if left <= 0:
                raise TimeoutError
            self._socket.settimeout(min(patience.read_seconds, left))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _PatientResponse(HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_PatientReader(self.fp.detach(), sock))


class _Connection(HTTPConnection):
    response_class = _PatientResponse

    def connect(self) -> None:
        _look_up(self)
        super().connect()


class _SecureConnection(HTTPSConnection):
    response_class = _PatientResponse

    def connect(self) -> None:
        _look_up(self)
        super().connect()


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class PatientAdapter(HTTPAdapter):
    """Mounts connections that heed the `PATIENCE` of the context they are used in."""

    def __init__(self, *, pool_maxsize: int) -> None:
        super().__init__(pool_maxsize=pool_maxsize)
        _make_patient(self.poolmanager)

    def proxy_manager_for(self, proxy: Any, **options: Any) -> Any:
        """As of requests, with patient connections."""
        manager = super().proxy_manager_for(proxy, **options)
        if type(manager) is ProxyManager:  # one for SOCKS has pools of its own
            _make_patient(manager)
        return manager


def _make_patient(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}


def _look_up(connection: HTTPConnection) -> None:
    """Resolve the name the connection is for. Raises NameResolutionError, in time."""
    patience = PATIENCE.get()
    if patience is None:
        return
    host, seconds = connection.host, max(0.0, min(patience.lookup_seconds, patience.left()))
    answer: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()

    def ask() -> None:
        try:
            socket.getaddrinfo(host.strip("[]"), connection.port, 0, socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            answer.put(error)
        else:
            answer.put(None)

    threading.Thread(target=ask, name=f"look up {host}", daemon=True).start()
    try:
        error = answer.get(timeout=seconds)
    except queue.Empty:
        error = socket.gaierror(socket.EAI_AGAIN, f"no answer within {seconds:g} s")
    if isinstance(error, socket.gaierror):
        raise urllib3_errors.NameResolutionError(host, connection, error)
    if error is not None:
        raise error
