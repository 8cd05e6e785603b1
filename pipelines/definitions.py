"""Everything Dagster needs to know, from one registry."""

from collections.abc import Mapping

import dagster as dg

from pipelines.assets import build_captures, build_history, build_observations, build_published, capture_key
from pipelines.dbt import build_dbt_assets
from pipelines.reporting import Reporter, Silent
from pipelines.sources import registry
from pipelines.spec import CRON, SourceSpec
from warehouse.home import Home
from warehouse.starter import Starter


def build_definitions(home: Home, reporter: Reporter | None = None) -> dg.Definitions:
    """Assets, checks, the job `refresh`, and a schedule for each cadence in the registry."""
    specs = registry()
    models, dbt = build_dbt_assets(home)
    starter = Starter()  # one for all sources: its tables are read once
    marts = [key for key in models.keys if key.path[0] == "marts"]
    assets = [
        build_captures(specs.values()),
        *(build_observations(spec, starter) for spec in specs.values()),
        build_history(specs.values()),
        models,
        build_published(marts),
    ]
    refresh = dg.define_asset_job(
        "refresh", selection=dg.AssetSelection.all(), description="Capture, normalise, merge, build and publish."
    )
    return dg.Definitions(
        assets=assets,
        jobs=[refresh],
        schedules=_schedules(specs),
        resources={"home": home, "reporter": reporter or Silent(), "dbt": dbt},
        executor=dg.in_process_executor,
    )


def _schedules(specs: Mapping[str, SourceSpec]) -> list[dg.ScheduleDefinition]:
    """One schedule per cadence, off until switched on: its sources and all that follows from them."""
    schedules = []
    for cadence, cron in CRON.items():
        due = [spec for spec in specs.values() if spec.status == "live" and spec.cadence == cadence]
        if due:
            captures = dg.AssetSelection.assets(*(capture_key(spec.source_id) for spec in due))
            schedules.append(
                dg.ScheduleDefinition(
                    name=f"refresh_{cadence}",
                    cron_schedule=cron,
                    execution_timezone="UTC",
                    target=captures.downstream().required_multi_asset_neighbors(),
                    description=f"Refreshes {', '.join(spec.source_id for spec in due)}.",
                )
            )
    return schedules


@dg.definitions
def code_location() -> dg.Definitions:
    """What `dagster dev` loads."""
    return build_definitions(Home.from_environment())
