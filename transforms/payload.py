"""What goes into a normaliser: the bytes of one payload, and the two ways it can be unusable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class NormaliseError(ValueError):
    """A payload cannot be normalised: wrong kind, truncated, empty or of an unknown shape. It is rejected whole."""


@dataclass(frozen=True)
class Payload:
    """One captured file.

    `part` names the listing within the source that the file belongs to (a cloud, a board, a benchmark).
    """

    source_id: str
    part: str
    captured_at: datetime
    sha256: str
    name: str
    content: bytes

    def rejected(self, reason: str) -> NormaliseError:
        """The error to raise when the payload as a whole is unusable."""
        return NormaliseError(f"{self.source_id}/{self.part}: {self.name}: {reason}")
