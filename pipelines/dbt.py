"""The dbt project as Dagster assets: models are assets, their tests are checks."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource, dbt_assets

from pipelines.assets import POOL
from pipelines.reporting import Reporter
from warehouse.home import Home, WarehouseError

PROJECT = Path(__file__).resolve().parents[1] / "dbt_like_sql"
MANIFEST = PROJECT / "target" / "manifest.json"
PARSED = "partial_parse.msgpack"
SOURCES = ("dbt_project.yml", "profiles.yml", "models", "seeds", "macros", "tests")


def environment(home: Home) -> dict[str, str]:
    """What the project's profile reads from the environment."""
    return {
        "TOKENWATT_DATABASE": str(home.database),
        "DBT_LOG_PATH": str(home.dbt / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def parse_project(home: Home) -> None:
    """Write dbt's manifest where it is missing or older than the project: Dagster reads the models from it.

    Raises WarehouseError with dbt's own words when the project does not parse.
    """
    if MANIFEST.exists() and MANIFEST.stat().st_mtime >= _changed_at():
        return
    command = [
        sys.executable,
        "-m",
        "dbt.cli.main",
        "--quiet",
        "parse",
        "--profiles-dir",
        ".",
        "--target-path",
        "target",
    ]
    done = subprocess.run(  # noqa: S603 - our own interpreter and arguments
        command, cwd=PROJECT, env=os.environ | environment(home), capture_output=True, text=True, check=False
    )
    if done.returncode != 0 or not MANIFEST.exists():
        raise WarehouseError(f"dbt cannot parse {PROJECT}:\n{done.stdout}{done.stderr}")
    MANIFEST.touch()
    # The first build in this home need not parse again what was parsed for it just now.
    if (parsed := MANIFEST.with_name(PARSED)).exists():
        target = home.dbt / "target"
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(parsed, target / PARSED)


def _changed_at() -> float:
    roots = [PROJECT / name for name in SOURCES]
    files = [file for root in roots for file in (root.rglob("*") if root.is_dir() else [root]) if file.is_file()]
    return max((file.stat().st_mtime for file in files), default=0.0)


def build_dbt_assets(home: Home) -> tuple[dg.AssetsDefinition, DbtCliResource]:
    """All models, seeds and tests of the project, and the resource that runs dbt on the warehouse of `home`."""
    parse_project(home)
    translator = DagsterDbtTranslator(settings=DagsterDbtTranslatorSettings(enable_asset_checks=True))

    @dbt_assets(manifest=MANIFEST, name="dbt_build", dagster_dbt_translator=translator, pool=POOL)
    def models(
        context: dg.AssetExecutionContext,
        dbt: DbtCliResource,
        home: dg.ResourceParam[Home],
        reporter: dg.ResourceParam[Reporter],
    ) -> Iterator[object]:
        reporter.stage("Building marts", len(context.selected_asset_keys))
        # dagster-dbt repeats dbt's lines on standard output; they are in dbt's log, and events are in Dagster's.
        console = (home.dbt / "console.log").open("w", encoding="utf-8")
        with home.writing("building marts", waiting=reporter.note), console, redirect_stdout(console):
            # Unit tests say whether the SQL is right, which `make test` asks; data tests whether the data is.
            build = ["build", "--exclude-resource-type", "unit_test"]
            run = dbt.cli(build, context=context, raise_on_error=True, target_path=home.dbt / "target")
            for event in run.stream():
                if isinstance(event, dg.Output | dg.AssetMaterialization):
                    reporter.step("")
                yield event

    resource = DbtCliResource(
        project_dir=str(PROJECT),
        profiles_dir=str(PROJECT),
        dbt_executable=str(Path(sys.executable).with_name("dbt")),
    )
    os.environ.update(environment(home))
    return models, resource
