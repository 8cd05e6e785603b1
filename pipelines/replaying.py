"""`tokenwatt replay`: the history rebuilt from the archive, compared with what was there."""

import duckdb
from rich.console import Console
from rich.progress import track

from pipelines.output import table
from pipelines.sources import registry
from transforms.schemas import KINDS
from warehouse.archive import Archive
from warehouse.database import connected, history_columns, prepare
from warehouse.history import merge_source
from warehouse.home import Home, WarehouseError
from warehouse.starter import Starter


def replay(home: Home, console: Console) -> None:
    """Rebuild into a new file, say for each kind how many rows came, went or stayed, and put the file in place.

    Marts are rebuilt by the next refresh. Raises WarehouseError when there is nothing to replay.
    """
    rebuilt = home.root / ".replay.duckdb"
    with home.writing("replay", waiting=lambda holder: console.print(f"waiting for {holder}", markup=False)):
        rebuilt.unlink(missing_ok=True)
        with connected(rebuilt) as connection:
            prepare(connection)
            for spec in track(registry().values(), description="Replaying", console=console):
                merge_source(connection, spec, Archive(home.archive), Starter())
            rows = _compare(connection, home) if home.database.exists() else []
        if not home.database.exists():
            raise WarehouseError(f"there is no history under {home.root}; run `tokenwatt refresh`")
        rebuilt.replace(home.database)
    console.print(table(("kind", "before", "after", "only before", "only after"), rows))
    equal = all(before_only == after_only == 0 for *_, before_only, after_only in rows)
    verdict = (
        "the same history as before" if equal else "the history differs: normalisers have changed since it was made"
    )
    console.print(f"{verdict}; run `tokenwatt refresh --offline` to publish it")


def _compare(connection: duckdb.DuckDBPyConnection, home: Home) -> list[tuple[str, int, int, int, int]]:
    connection.execute(f"ATTACH '{home.database}' AS before (READ_ONLY)")
    rows = []
    for name, kind in KINDS.items():
        columns = ", ".join(history_columns(kind))
        new, old = f"SELECT {columns} FROM history.{name}", f"SELECT {columns} FROM before.history.{name}"
        counts = (old, new, f"{old} EXCEPT ALL {new}", f"{new} EXCEPT ALL {old}")
        found = [connection.execute(f"SELECT count(*) FROM ({query})").fetchall()[0][0] for query in counts]
        rows.append((name, *found))
    for table_name in ("fetch", "source"):
        connection.execute(f"INSERT INTO ops.{table_name} SELECT * FROM before.ops.{table_name}")
    connection.execute("DETACH before")
    return rows
