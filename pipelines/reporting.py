"""What a run tells the person who waits for it."""

from typing import Protocol

from pipelines.capture import Looked
from warehouse.history import Merged


class Reporter(Protocol):
    """Told of each step as it happens; the command line shows it, a scheduled run logs it."""

    def stage(self, title: str, total: int) -> None:
        """A stage of `total` steps begins."""

    def step(self, what: str) -> None:
        """One step of the stage is done."""

    def looked(self, looked: Looked) -> None:
        """A source was looked at."""

    def merged(self, source_id: str, merged: Merged) -> None:
        """The history of a source is up to date."""

    def note(self, text: str) -> None:
        """Something a person should know."""


class Silent:
    """For scheduled runs: Dagster's own log has it all."""

    def stage(self, title: str, total: int) -> None:
        """Nothing."""

    def step(self, what: str) -> None:
        """Nothing."""

    def looked(self, looked: Looked) -> None:
        """Nothing."""

    def merged(self, source_id: str, merged: Merged) -> None:
        """Nothing."""

    def note(self, text: str) -> None:
        """Nothing."""
