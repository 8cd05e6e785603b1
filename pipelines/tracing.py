"""`tokenwatt trace`: a published row, the payloads it came from and the records inside them."""

from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from pipelines.output import text
from warehouse.archive import Archive
from warehouse.home import Home, WarehouseError
from warehouse.provenance import Origin, origins, record_at
from warehouse.query import reading

IDENTITIES = (
    ("gpu_name_raw", "identity.gpu_name", "gpu_id"),
    ("model_name_raw", "identity.model_name", "model_id"),
)


def print_trace(home: Home, name: str, conditions: list[str], limit: int) -> None:
    """Print up to `limit` rows of a table that meet `column=value` conditions, with their origins.

    Raises WarehouseError for an unknown table or column, a condition without '=', or no such row.
    """
    console = Console(highlight=False)
    archive = Archive(home.archive)
    with reading(home) as connection:
        rows, found = _rows(connection, name, conditions, limit)
        for row in rows:
            _print_row(console, row)
            for origin in origins(row):
                _print_origin(console, connection, archive, origin)
            _print_identities(console, connection, row)
        if found > len(rows):
            console.print(f"{found} rows match; showing {len(rows)}. Add column=value, or --limit N.", style="dim")


def _rows(
    connection: duckdb.DuckDBPyConnection, name: str, conditions: list[str], limit: int
) -> tuple[list[dict[str, Any]], int]:
    schema, _, table = name.rpartition(".")
    columns = [
        column
        for (column,) in connection.execute(
            "SELECT column_name FROM duckdb_columns() WHERE database_name = 'tokenwatt' AND schema_name = ?"
            " AND table_name = ? ORDER BY column_index",
            [schema or "marts", table],
        ).fetchall()
    ]
    if not columns:
        raise WarehouseError(f"no published table {name}; try marts.cost_per_token")
    if not any(column.endswith("payload_sha256") for column in columns):
        raise WarehouseError(f"{name} has no origins: its rows are not drawn from single records")
    tests, values = [], []
    for condition in conditions:
        column, equals, value = condition.partition("=")
        if not equals or column not in columns:
            raise WarehouseError(f"{condition!r} is no column=value of {name}; its columns: {', '.join(columns)}")
        tests.append(f'"{column}"::VARCHAR = ?')
        values.append(value)
    where = f"WHERE {' AND '.join(tests)}" if tests else ""
    source = f'"{schema or "marts"}"."{table}" {where}'
    (found,) = connection.execute(f"SELECT count(*) FROM {source}", values).fetchall()[0]
    if not found:
        raise WarehouseError(f"no row of {name} has {' and '.join(conditions)}")
    result = connection.execute(f"SELECT * FROM {source} LIMIT ?", [*values, limit])
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()], found


def _print_row(console: Console, row: dict[str, Any]) -> None:
    shown = Table(box=None, pad_edge=False, show_header=False)
    shown.add_column(style="bold")
    shown.add_column(overflow="fold")
    for name, value in row.items():
        if value is not None:
            shown.add_row(name, text(value))
    console.print(shown)


def _print_origin(console: Console, connection: duckdb.DuckDBPyConnection, archive: Archive, origin: Origin) -> None:
    facts = connection.execute(
        "SELECT any_value(url), any_value(licence), any_value(name), any_value(origin) FROM ops.capture"
        " WHERE source_id = ? AND captured_at = ? AND payload_sha256 = ?",
        [origin.source_id, origin.captured_at, origin.payload_sha256],
    ).fetchall()
    url, licence, name, kind = facts[0] if facts else (None, None, None, None)
    console.print(f"\n{origin.role.replace('_', ' ') or 'origin'}", style="bold underline")
    record = record_at(archive, origin.payload_sha256, origin.record_ref)
    shown = Table(box=None, pad_edge=False, show_header=False)
    shown.add_column(style="bold")
    shown.add_column(overflow="fold")
    for label, value in (
        ("source", origin.source_id),
        ("captured at", origin.captured_at),
        ("url", url),
        ("file", name),
        ("sha256", origin.payload_sha256),
        ("licence", licence),
        ("record", origin.record_ref),
        ("says", record or f"the payload is not held here: the fact comes from the {kind or 'starter'}"),
    ):
        if value is not None:
            shown.add_row(label, text(value))
    console.print(shown)


def _print_identities(console: Console, connection: duckdb.DuckDBPyConnection, row: dict[str, Any]) -> None:
    for column, table, resolved in IDENTITIES:
        if row.get(column) and resolved in row:
            rules = connection.execute(
                f"SELECT DISTINCT rule FROM {table} WHERE {column} = ? AND {resolved} IS NOT DISTINCT FROM ?",
                [row[column], row[resolved]],
            ).fetchall()
            for (rule,) in rules[:3]:
                console.print(f"\n{text(row[column])} → {text(row[resolved])}: {text(rule)}")
