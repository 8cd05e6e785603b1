"""What the registry says of a source. Specs hold literal facts; normalisers hold names and units."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from transforms.batch import Batch
from transforms.payload import Payload
from transforms.schemas import Observation

Cadence = Literal["intraday", "daily", "weekly"]
# When each cadence is due, in UTC: one schedule for all its sources, so that one refresh builds the marts once.
CRON: dict[Cadence, str] = {"intraday": "11 */6 * * *", "daily": "41 5 * * *", "weekly": "23 4 * * 1"}


@dataclass(frozen=True)
class Request:
    """One thing to fetch. `part` names the listing it belongs to ("*" where the payload holds several, as a zip does);
    `name` is the file name it is archived under; `json_body` makes it a POST."""

    part: str
    url: str
    name: str
    headers: Mapping[str, str] = field(default_factory=dict)
    json_body: object = None
    optional: bool = False  # a 404 is then an answer, not a failure


class Get(Protocol):
    """Fetch a URL of the source now and return the body: for indexes that list what else to fetch."""

    def __call__(self, url: str) -> bytes:
        """The body. Raises FetchError."""


@dataclass(frozen=True)
class Shipped:
    """A payload that comes with the package: a file name, its bytes, and when and where they were published."""

    name: str
    content: bytes
    published_at: datetime
    url: str


@dataclass(frozen=True)
class SourceSpec:
    """One source of facts.

    `requests` is what to fetch, or a function that asks an index first. `part_of` gives the part a file of an
    imported manifest, or a member of a zip, belongs to; None when the source does not read that file.
    `is_complete` says that a part lists everything, so that a key missing from it has ended.
    `usual_observations` bounds the observations of one part's payload, with the dated count beside it.
    """

    source_id: str
    title: str
    kinds: tuple[type[Observation], ...]
    normalise: Callable[[Payload], Batch]
    requests: tuple[Request, ...] | Callable[[Get], Iterable[Request]]
    part_of: Callable[[str], str | None]
    hosts: frozenset[str]
    licence: str
    licence_url: str
    is_firsthand: bool
    status: Literal["live", "frozen"] = "live"
    cadence: Cadence = "daily"
    stale_after: timedelta = timedelta(days=2)
    is_complete: bool = True
    usual_observations: Mapping[str, range] = field(default_factory=dict)
    max_bytes: int = 64 * 2**20
    in_starter: bool = False
    kept_out_of_starter: frozenset[str] = frozenset()  # parts whose terms do not allow it
    reads_html: bool = False  # robots.txt is asked first
    shipped: tuple[Shipped, ...] = ()  # archived as captures, with or without a network

    def usual(self, part: str) -> range:
        """Usual number of observations of a part; "*" stands for any part not named."""
        return self.usual_observations.get(part, self.usual_observations.get("*", range(1, 10_000_000)))

    def registered(self) -> dict[str, object]:
        """The row of `ops.source`."""
        return {
            "source_id": self.source_id,
            "title": self.title,
            "status": self.status,
            "is_firsthand": self.is_firsthand,
            "licence": self.licence,
            "licence_url": self.licence_url,
            "cron": CRON[self.cadence],
            "stale_after_hours": self.stale_after / timedelta(hours=1),
            "kinds": [kind.TABLE for kind in self.kinds],
        }
