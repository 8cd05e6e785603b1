"""`tokenwatt refresh`: the Dagster job, run in this process, recorded in the home, shown to the person who waits."""

import logging
import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from pipelines.capture import Looked
from pipelines.definitions import build_definitions
from pipelines.sources import registry
from warehouse.history import Merged
from warehouse.home import Home, WarehouseError

DAGSTER_YAML = """\
# Written by tokenwatt. Runs are recorded beside this file.
telemetry:
  enabled: false
concurrency:
  pools:
    granularity: run
    default_limit: 1
"""


@dataclass
class Shown:
    """Progress on a terminal, and what is said at the end."""

    progress: Progress
    task: TaskID | None = None
    looks: dict[str, Looked] = field(default_factory=dict)
    merges: dict[str, Merged] = field(default_factory=dict)
    unreached: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def stage(self, title: str, total: int) -> None:
        """Show a new bar; the one before it is full."""
        self._finish()
        self.task = self.progress.add_task(title, total=total, what="")

    def step(self, what: str) -> None:
        """Move the bar."""
        if self.task is not None:
            self.progress.update(self.task, advance=1, what=what)

    def looked(self, looked: Looked) -> None:
        """One source was looked at."""
        self.looks[looked.source_id] = looked
        self.step(looked.source_id)
        for problem in looked.problems[:1]:
            address, _, reason = problem.partition(": ")
            self.unreached.setdefault(reason, []).append(f"{looked.source_id} ({address})")

    def merged(self, source_id: str, merged: Merged) -> None:
        """One source is merged."""
        if not self.merges:
            self.stage("Reading payloads", len(registry()))
        self.merges[source_id] = merged
        self.step(source_id)
        self.notes += [f"rejected: {reason}" for reason in merged.rejected]
        self.notes += [f"unusual: {reason}" for reason in merged.unusual]
        self.notes += [f"{reason}; `tokenwatt confirm {source_id}` vouches for them" for reason in merged.held]

    def note(self, text: str) -> None:
        """Kept for the end."""
        self.notes.append(text)
        self.progress.console.print(text, markup=False, highlight=False)

    def _finish(self) -> None:
        if self.task is not None:
            task = next(each for each in self.progress.tasks if each.id == self.task)
            self.progress.update(self.task, completed=task.total)


@dataclass(frozen=True)
class Refreshed:
    """How a refresh ended."""

    succeeded: bool
    failures: tuple[str, ...]
    notes: tuple[str, ...]


def refresh(home: Home, console: Console, *, sources: Sequence[str], offline: bool, captures: Path | None) -> Refreshed:
    """Run the job `refresh` on some sources (all by default). Raises WarehouseError when it cannot even start."""
    if unknown := sorted(set(sources) - registry().keys()):
        raise WarehouseError(f"no source {', '.join(unknown)}; `tokenwatt sources` lists them")
    if captures is not None and not captures.is_dir():
        raise WarehouseError(f"{captures} is no folder")
    prepare_dagster(home)
    columns = (TextColumn("{task.description:<20}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("[dim]{task.fields[what]}"), console=console) as progress:
        shown = Shown(progress)
        with home.writing("refresh", waiting=lambda holder: shown.note(f"waiting for {holder}")):
            result = _run(home, shown, sources, offline=offline, captures=captures)
        shown.stage("Done", 1)
        shown.step("")
    shown.notes[:0] = [
        f"not fetched: {each[0]}: {reason}" if len(each) == 1 else f"{len(each)} sources not fetched: {reason}"
        for reason, each in shown.unreached.items()
    ]
    failures = [_cause(event) for event in result.get_step_failure_events()]
    return Refreshed(result.success and not failures, tuple(failures), tuple(shown.notes))


def _cause(event: dg.DagsterEvent) -> str:
    """The innermost error of a failed step: what went wrong, without the layers it came through."""
    error = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    return f"{event.step_key}: {error.message.strip() if error else 'failed'}"


def _run(
    home: Home, shown: Shown, sources: Sequence[str], *, offline: bool, captures: Path | None
) -> dg.ExecuteInProcessResult:
    definitions = build_definitions(home, shown)
    job = definitions.resolve_job_def("refresh")
    config = {
        "ops": {"capture": {"config": {"offline": offline, "captures": str(captures.resolve()) if captures else None}}},
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }
    with dg.DagsterInstance.get() as instance:
        return job.execute_in_process(
            instance=instance,
            run_config=config,
            asset_selection=_selection(job, sources),
            raise_on_error=False,
            tags={"tokenwatt/command": "refresh"},
        )


def _selection(job: dg.JobDefinition, sources: Sequence[str]) -> list[dg.AssetKey] | None:
    """The captures and observations of the chosen sources, and everything that is not of one source."""
    if not sources:
        return None
    keys = job.asset_layer.executable_asset_keys
    return [key for key in keys if key.path[0] not in ("capture", "observations") or key.path[-1] in sources]


def prepare_dagster(home: Home) -> None:
    """Point Dagster at the home, quietly: what it says is in its own log."""
    home.prepare()
    settings = home.dagster / "dagster.yaml"
    if not settings.exists():
        settings.write_text(DAGSTER_YAML)
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    os.environ["TOKENWATT_HOME"] = str(home.root)
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module="dagster")
