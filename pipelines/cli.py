"""The command line. Commands that only read import neither Dagster nor dbt, so that they answer at once."""

import os
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from warehouse.home import Home, WarehouseError

app = typer.Typer(
    help="What a token costs, in dollars and in joules.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


class Format(StrEnum):
    """How query results are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


class Named(StrEnum):
    """What can be resolved."""

    GPU = "gpu"
    MODEL = "model"


@app.command()
def refresh(
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be given more than once.")] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Fetch nothing; work from what is held.")] = False,  # noqa: FBT002
    captures: Annotated[
        Path | None, typer.Option(help="Import payloads described by DIR/manifest*.jsonl instead of fetching.")
    ] = None,
) -> None:
    """Capture, normalise, merge, build and publish; ends with the state of every source."""
    from rich.console import Console  # noqa: PLC0415

    from pipelines.refresh import refresh as run  # noqa: PLC0415
    from pipelines.states import print_states  # noqa: PLC0415

    home, console = Home.from_environment(), Console(file=sys.stdout, highlight=False)
    done = run(home, console, sources=source or [], offline=offline, captures=captures)
    print_states(home, console)
    for note in done.notes:
        console.print(f"• {note}", markup=False, style="yellow", soft_wrap=True)
    if not done.succeeded:
        for failure in done.failures:
            console.print(failure, markup=False, style="red", soft_wrap=True)
        raise WarehouseError("nothing new was published; what was published before is still there")
    console.print(f"published {(home.published / 'current').resolve()}", soft_wrap=True)


@app.command()
def sources() -> None:
    """List the registered sources with their states and the accounts of their last captures."""
    from rich.console import Console  # noqa: PLC0415

    from pipelines.states import print_sources  # noqa: PLC0415

    print_sources(Home.from_environment(), Console(highlight=False))


@app.command()
def query(
    sql: Annotated[
        str, typer.Argument(help="SQL over marts.*, history.*, ops.* and identity.*; '-' reads standard input.")
    ],
    form: Annotated[Format, typer.Option("--format", help="How to write the result.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option("-o", help="Write to this file.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            help="Read history.* as it was held at this moment (UTC).",
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"],
        ),
    ] = None,
) -> None:
    """Ask the published snapshot. Read-only: a query cannot write, and cannot see other files."""
    from pipelines.output import write_result  # noqa: PLC0415
    from warehouse.query import reading  # noqa: PLC0415

    statement = sys.stdin.read() if sql == "-" else sql
    moment = as_of.replace(tzinfo=UTC) if as_of else None
    with reading(Home.from_environment(), as_of=moment) as connection:
        write_result(connection.execute(statement), form.value, output)


@app.command()
def gpu(name: Annotated[str, typer.Argument(help="Any spelling: 'H100 SXM', a100-80gb, 'RTX 4090'.")]) -> None:
    """Show what a GPU-hour of this GPU costs, where, and how it is bought."""
    from pipelines.gpu_answer import answer_gpu  # noqa: PLC0415

    answer_gpu(Home.from_environment(), name)


@app.command()
def model(name: Annotated[str, typer.Argument(help="Any spelling: 'claude 3.5 sonnet', gpt-4o.")]) -> None:
    """Show what this model is, costs, scores and consumes."""
    from pipelines.model_answer import answer_model  # noqa: PLC0415

    answer_model(Home.from_environment(), name)


@app.command()
def claims(
    claim_id: Annotated[str | None, typer.Argument(help="Only this one, with its rule, evidence and sources.")] = None,
) -> None:
    """Check what is claimed of the economics of AI compute against the facts held."""
    from pipelines.claims import answer_claims  # noqa: PLC0415

    answer_claims(Home.from_environment(), claim_id)


@app.command()
def trace(
    table: Annotated[str, typer.Argument(help="A published table: marts.cost_per_token.")],
    keys: Annotated[list[str] | None, typer.Argument(help="Conditions on its columns: model_id=openai/gpt-4o.")] = None,
    limit: Annotated[int, typer.Option(help="Most rows to trace.")] = 1,
) -> None:
    """Walk a row back to the payloads it came from and the records inside them."""
    from pipelines.tracing import print_trace  # noqa: PLC0415

    print_trace(Home.from_environment(), table, keys or [], limit)


@app.command()
def resolve(
    kind: Annotated[Named, typer.Argument(help="What the names are of.")],
    names: Annotated[list[str] | None, typer.Argument(help="Names; without any, JSON lines on standard input.")] = None,
) -> None:
    """Resolve names to ids, as JSON lines; null where unsure, with the rule that decided."""
    from pipelines.resolving import resolve_lines  # noqa: PLC0415

    for line in resolve_lines(kind.value, names, sys.stdin):
        typer.echo(line)


@app.command()
def replay() -> None:
    """Rebuild the history from the archive, compare, and put it in place of what was there."""
    from rich.console import Console  # noqa: PLC0415

    from pipelines.replaying import replay as run  # noqa: PLC0415

    run(Home.from_environment(), Console(highlight=False))


@app.command()
def confirm(source: Annotated[str, typer.Argument(help="A source with captures that are held.")]) -> None:
    """Vouch for the captures of a source that are held because many prices moved far; the next refresh merges them."""
    from warehouse.operations import confirm_waiting  # noqa: PLC0415

    home = Home.from_environment()
    with home.writing("confirm", waiting=lambda holder: typer.echo(f"waiting for {holder}", err=True)):
        for moment in confirm_waiting(home, source, datetime.now(UTC)):
            typer.echo(f"{source}: the capture of {moment:%Y-%m-%d %H:%M} is confirmed")
    typer.echo("run `tokenwatt refresh --offline` to merge and publish")


@app.command()
def export(
    target: Annotated[Path, typer.Argument(help="Folder for the payloads and their manifest.jsonl.")],
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be given more than once.")] = None,
) -> None:
    """Write the archive as plain files with a manifest, the form that `refresh --captures` imports."""
    from warehouse.archive import Archive  # noqa: PLC0415

    written = Archive(Home.from_environment().archive).export(target, source)
    typer.echo(f"{written} captured files under {target}")


@app.command()
def starter() -> None:
    """Remake the starter observations of this checkout from the archive (for maintainers)."""
    from pipelines.sources import registry  # noqa: PLC0415
    from warehouse.archive import Archive  # noqa: PLC0415
    from warehouse.starter import write_starter  # noqa: PLC0415

    specs = registry()
    rows = write_starter(
        [spec for spec in specs.values() if spec.in_starter],
        Archive(Home.from_environment().archive),
        keeps_out=lambda source_id, part: part in specs[source_id].kept_out_of_starter,
    )
    for kind, count in rows.items():
        typer.echo(f"{kind}: {count} observations")


@app.command()
def dev(port: Annotated[int, typer.Option(help="Port of the UI.")] = 3000) -> None:
    """Start Dagster's UI and daemon on the same data."""
    from pipelines.definitions import build_definitions  # noqa: PLC0415
    from pipelines.refresh import prepare_dagster  # noqa: PLC0415

    home = Home.from_environment()
    prepare_dagster(home)
    build_definitions(home)
    command = Path(sys.executable).with_name("dagster")
    os.execv(command, [str(command), "dev", "-m", "pipelines.definitions", "-p", str(port)])  # noqa: S606


def main() -> None:
    """Run the command line; an error that has an explanation is one line, not a traceback."""
    import duckdb  # noqa: PLC0415

    try:
        app()
    except WarehouseError as error:
        typer.secho(str(error), fg="red", err=True)
        sys.exit(1)
    except duckdb.Error as error:
        typer.secho(str(error), fg="red", err=True)
        sys.exit(1)
