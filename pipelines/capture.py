"""Capturing a source: fetch what its spec asks for, conditionally, and archive the bytes before anything reads them."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from pipelines.http import Fetched, FetchError, HttpClient, NetworkDown
from pipelines.redaction import redacted
from pipelines.spec import Request, SourceSpec
from warehouse.archive import Archive, Sidecar

WORKERS = 8
KEPT_HEADERS = ("content-type", "date", "etag", "last-modified", "content-language", "age")


@dataclass(frozen=True)
class Attempt:
    """One request of a capture, as `ops.fetch` records it."""

    source_id: str
    part: str
    url: str
    fetched_at: datetime
    outcome: Literal["new", "unchanged", "absent", "failed"]
    detail: str | None = None


@dataclass(frozen=True)
class Looked:
    """What looking at one source gave."""

    source_id: str
    attempts: tuple[Attempt, ...] = field(default=())

    @property
    def outcome(self) -> Literal["new", "unchanged", "failed", "not_fetched"]:
        """The best that any request gave; a source that is frozen or has no live address is not fetched."""
        outcomes = {attempt.outcome for attempt in self.attempts}
        if "new" in outcomes:
            return "new"
        if "unchanged" in outcomes:
            return "unchanged"
        return "failed" if outcomes else "not_fetched"

    @property
    def problems(self) -> tuple[str, ...]:
        """Why requests failed."""
        return tuple(f"{each.url}: {each.detail}" for each in self.attempts if each.outcome == "failed")


def archive_shipped(archive: Archive, specs: Iterable[SourceSpec]) -> None:
    """Archive the payloads that come with the package; those that are there stay as they are."""
    for spec in specs:
        for file in spec.shipped:
            sha256 = hashlib.sha256(file.content).hexdigest()
            size = len(file.content)
            sidecar = Sidecar(
                spec.source_id, file.published_at, file.name, sha256, size, url=file.url, licence=spec.licence
            )
            archive.put(sidecar, file.content)


def capture_all(
    specs: Iterable[SourceSpec],
    archive: Archive,
    client: HttpClient,
    now: Callable[[], datetime],
    *,
    done: Callable[[Looked], None] = lambda _: None,
) -> Iterator[Looked]:
    """Look at every live source at once, each in a thread of its own; a source that fails fails alone."""
    with ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="capture") as pool:
        started = [pool.submit(capture, spec, archive, client, now) for spec in specs]
        for future in as_completed(started):
            looked = future.result()
            done(looked)
            yield looked


def capture(spec: SourceSpec, archive: Archive, client: HttpClient, now: Callable[[], datetime]) -> Looked:
    """Look at one source and archive what it serves, as one capture.

    A part of which one request failed is left out whole, so that a listing never has a hole. An HTTP 304 is archived
    as another sight of the payload we hold.
    """
    if spec.status == "frozen":
        return Looked(spec.source_id)
    moment = now()
    held = archive.latest(spec.source_id)
    attempts: list[Attempt] = []
    found: list[tuple[Request, Sidecar, bytes | None]] = []
    try:
        requests = list(_requests(spec, client))
    except FetchError as error:
        return Looked(spec.source_id, (Attempt(spec.source_id, "*", error.url, moment, "failed", error.reason),))
    except Exception as error:  # an index of another shape must not stop the other sources; it is shown
        reason = f"cannot tell what to fetch: {type(error).__name__}: {error}"
        return Looked(spec.source_id, (Attempt(spec.source_id, "*", spec.source_id, moment, "failed", reason),))
    for request in requests:
        before = held.get(request.name)
        try:
            fetched = _fetch(spec, client, request, before)
        except FetchError as error:
            absent = request.optional and error.status == 404
            outcome: Literal["absent", "failed"] = "absent" if absent else "failed"
            attempts.append(Attempt(spec.source_id, request.part, redacted(request.url), moment, outcome, error.reason))
            if isinstance(error, NetworkDown):
                break
            continue
        sidecar = _sidecar(spec, request, moment, fetched, before)
        same = before is not None and before.sha256 == sidecar.sha256
        attempts.append(
            Attempt(
                spec.source_id,
                request.part,
                request.url,
                moment,
                "unchanged" if same else "new",
                f"{sidecar.size} bytes",
            )
        )
        found.append((request, sidecar, fetched.content if fetched.status == 200 else None))
    holes = {attempt.part for attempt in attempts if attempt.outcome == "failed"}
    for request, sidecar, content in found:
        if request.part not in holes:
            archive.put(sidecar, content)
    return Looked(spec.source_id, tuple(attempts))


def _requests(spec: SourceSpec, client: HttpClient) -> Iterable[Request]:
    if not callable(spec.requests):
        return spec.requests

    def get(url: str) -> bytes:
        return client.fetch(url, hosts=spec.hosts, max_bytes=spec.max_bytes, reads_html=spec.reads_html).content

    return spec.requests(get)


def _fetch(spec: SourceSpec, client: HttpClient, request: Request, before: Sidecar | None) -> Fetched:
    headers = before.headers if before else {}
    return client.fetch(
        request.url,
        hosts=spec.hosts,
        headers=request.headers,
        json_body=request.json_body,
        max_bytes=spec.max_bytes,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        reads_html=spec.reads_html,
    )


def _sidecar(spec: SourceSpec, request: Request, moment: datetime, fetched: Fetched, before: Sidecar | None) -> Sidecar:
    headers = {name.lower(): value for name, value in fetched.headers.items() if name.lower() in KEPT_HEADERS}
    if fetched.status == 304 and before is not None:
        sha256, size, headers = before.sha256, before.size, {**before.headers, **headers}
    else:
        sha256, size = hashlib.sha256(fetched.content).hexdigest(), len(fetched.content)
    return Sidecar(
        source_id=spec.source_id,
        captured_at=moment,
        name=request.name,
        sha256=sha256,
        size=size,
        url=redacted(request.url),
        status=fetched.status,
        headers=headers,
        media_type=headers.get("content-type"),
        licence=spec.licence,
    )
