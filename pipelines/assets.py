"""Dagster assets made from the registry: captures, observations, history, identity, and the published snapshot.

    capture/<source> → observations/<source> → history/<kind> → identity/<table> → dbt models → published/snapshot

A source that fails never fails the others: its assets materialise with what happened, and its checks fail.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from pipelines.capture import Looked, archive_shipped, capture_all
from pipelines.http import HttpClient
from pipelines.reporting import Reporter
from pipelines.spec import SourceSpec
from transforms.schemas import KINDS
from warehouse.archive import Archive, import_manifests
from warehouse.database import connected, prepare
from warehouse.history import Merged, merge_source
from warehouse.home import Home
from warehouse.identity import resolve_names
from warehouse.operations import record_fetches, record_sources
from warehouse.publish import publish
from warehouse.starter import Starter

POOL = "duckdb"
CHECKS = {
    "was_readable": "could be normalised",
    "count_is_usual": "held as much as usual",
    "prices_are_believed": "did not move many prices far",
}
IDENTITY_TABLES = ("gpu", "gpu_name", "model_name", "model_pointer")
OPS_TABLES = ("capture", "quarantine", "fetch", "source")


class CaptureConfig(dg.Config):
    """How to come by payloads: live by default; `offline` fetches nothing; `captures` imports a folder instead."""

    offline: bool = False
    captures: str | None = None


def capture_key(source_id: str) -> dg.AssetKey:
    """Key of the captures of a source."""
    return dg.AssetKey(["capture", source_id])


def observations_key(source_id: str) -> dg.AssetKey:
    """Key of the merged observations of a source."""
    return dg.AssetKey(["observations", source_id])


def build_captures(specs: Iterable[SourceSpec]) -> dg.AssetsDefinition:
    """One step that looks at all selected sources at once. Only this step touches the network."""
    by_id = {spec.source_id: spec for spec in specs}

    @dg.multi_asset(
        name="capture",
        can_subset=True,
        specs=[
            dg.AssetSpec(
                capture_key(spec.source_id),
                group_name="capture",
                description=f"{spec.title}: payloads as received, in the archive.",
                metadata={"licence": spec.licence, "hosts": ", ".join(sorted(spec.hosts)), "cadence": spec.cadence},
                kinds={"http"},
            )
            for spec in by_id.values()
        ],
        check_specs=[
            dg.AssetCheckSpec("was_reached", asset=capture_key(source_id), description="Every request was answered.")
            for source_id in by_id
        ],
    )
    def captures(
        context: dg.AssetExecutionContext,
        config: CaptureConfig,
        home: dg.ResourceParam[Home],
        reporter: dg.ResourceParam[Reporter],
    ) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
        chosen = [by_id[key.path[-1]] for key in sorted(context.selected_asset_keys)]
        archive = Archive(home.archive)
        archive_shipped(archive, chosen)
        looks: list[Looked] = []
        if config.captures is not None:
            reporter.stage("Importing captures", 1)
            imported = import_manifests(archive, Path(config.captures), by_id)
            for refusal in imported.refused:
                reporter.note(f"not imported: {refusal}")
            if imported.unknown_sources:
                reporter.note(f"not imported: sources not registered: {', '.join(sorted(imported.unknown_sources))}")
            reporter.step(f"{imported.files} files of {len(imported.source_ids)} sources")
            looks = [Looked(spec.source_id) for spec in chosen]
        elif config.offline:
            looks = [Looked(spec.source_id) for spec in chosen]
        else:
            live = [spec for spec in chosen if spec.status == "live"]
            reporter.stage("Looking at sources", len(live))
            with HttpClient() as client:
                for looked in capture_all(live, archive, client, lambda: datetime.now(UTC)):
                    reporter.looked(looked)
                    looks.append(looked)
            looks += [Looked(spec.source_id) for spec in chosen if spec.status != "live"]
            with home.writing("recording fetches", waiting=reporter.note), connected(home.database) as connection:
                prepare(connection)
                record_fetches(connection, [asdict(attempt) for looked in looks for attempt in looked.attempts])
        for looked in looks:
            yield dg.MaterializeResult(
                asset_key=capture_key(looked.source_id),
                metadata={"outcome": looked.outcome, "requests": len(looked.attempts)},
                check_results=[
                    dg.AssetCheckResult(
                        asset_key=capture_key(looked.source_id),
                        check_name="was_reached",
                        passed=not looked.problems,
                        severity=dg.AssetCheckSeverity.WARN,
                        metadata={"problems": list(looked.problems)},
                    )
                ],
            )

    return captures


def build_observations(spec: SourceSpec, starter: Starter) -> dg.AssetsDefinition:
    """The step that normalises new captures of one source and merges them into the history."""

    @dg.asset(
        key=observations_key(spec.source_id),
        deps=[capture_key(spec.source_id)],
        group_name="observations",
        description=f"{spec.title}: typed observations, merged into {', '.join(kind.TABLE for kind in spec.kinds)}.",
        kinds={"polars", "duckdb"},
        pool=POOL,
        check_specs=[
            dg.AssetCheckSpec(name, asset=observations_key(spec.source_id), description=f"New payloads {said}.")
            for name, said in CHECKS.items()
        ],
    )
    def observations(home: dg.ResourceParam[Home], reporter: dg.ResourceParam[Reporter]) -> dg.MaterializeResult:  # type: ignore[type-arg]
        with home.writing(f"merging {spec.source_id}", waiting=reporter.note), connected(home.database) as connection:
            prepare(connection)
            merged = merge_source(connection, spec, Archive(home.archive), starter)
        reporter.merged(spec.source_id, merged)
        return dg.MaterializeResult(
            metadata={
                "captures": merged.captures,
                "observations": merged.observations,
                "quarantined": merged.quarantined,
                "unchanged": merged.unchanged,
            },
            check_results=_checks(merged),
        )

    return observations


def _checks(merged: Merged) -> list[dg.AssetCheckResult]:
    found = zip(CHECKS, (merged.rejected, merged.unusual, merged.held), strict=True)
    return [
        dg.AssetCheckResult(
            check_name=name,
            passed=not problems,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={"problems": list(problems)},
        )
        for name, problems in found
    ]


def build_history(specs: Iterable[SourceSpec]) -> dg.AssetsDefinition:
    """The tables dbt reads: history by kind, what operations recorded, and names as resolved."""
    specs = list(specs)
    feeding = {
        table: [observations_key(spec.source_id) for spec in specs if kind in spec.kinds]
        for table, kind in KINDS.items()
    }
    everything = [observations_key(spec.source_id) for spec in specs]

    @dg.multi_asset(
        name="history",
        pool=POOL,
        specs=[
            *(
                dg.AssetSpec(["history", table], deps=feeding[table], group_name="history", description=kind.__doc__)
                for table, kind in KINDS.items()
            ),
            *(dg.AssetSpec(["ops", table], deps=everything, group_name="history") for table in OPS_TABLES),
            *(
                dg.AssetSpec(["identity", table], deps=[["history", kind] for kind in KINDS], group_name="history")
                for table in IDENTITY_TABLES
            ),
        ],
    )
    def history(home: dg.ResourceParam[Home], reporter: dg.ResourceParam[Reporter]) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
        reporter.stage("Resolving names", 1)
        with home.writing("resolving names", waiting=reporter.note), connected(home.database) as connection:
            prepare(connection)
            record_sources(connection, [spec.registered() for spec in specs])
            resolved = resolve_names(connection)
            counts = {
                (schema, table): connection.execute(f"SELECT count(*) FROM {schema}.{table}").fetchall()[0][0]
                for schema, tables in (("history", tuple(KINDS)), ("ops", OPS_TABLES), ("identity", IDENTITY_TABLES))
                for table in tables
            }
        reporter.step(f"{resolved['gpu_name']} GPU and {resolved['model_name']} model names")
        for (schema, table), rows in counts.items():
            yield dg.MaterializeResult(asset_key=[schema, table], metadata={"dagster/row_count": rows})

    return history


def build_published(marts: Iterable[dg.AssetKey]) -> dg.AssetsDefinition:
    """The last step: an immutable snapshot, and `published/current` switched to it."""

    @dg.asset(
        key=["published", "snapshot"],
        deps=list(marts),
        group_name="published",
        description="Immutable snapshot directory that readers open: DuckDB, Parquet, dashboard, manifest.",
        kinds={"duckdb", "parquet"},
        pool=POOL,
    )
    def snapshot(home: dg.ResourceParam[Home], reporter: dg.ResourceParam[Reporter]) -> dg.MaterializeResult:  # type: ignore[type-arg]
        reporter.stage("Publishing", 1)
        with home.writing("publishing", waiting=reporter.note):
            published = publish(home, datetime.now(UTC))
        reporter.step(published.publish_id)
        return dg.MaterializeResult(
            metadata={
                "folder": dg.MetadataValue.path(str(published.folder)),
                "row_counts": dict(published.row_counts),
            }
        )

    return snapshot
