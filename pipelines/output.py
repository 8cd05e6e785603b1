"""Query results for people and programs: tables for a terminal, CSV, JSON and Parquet."""

import csv
import json
import re
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

import duckdb
from rich.console import Console
from rich.table import Table

from warehouse.home import WarehouseError

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
SHOWN_ROWS = 200


def write_result(result: duckdb.DuckDBPyConnection, form: str, target: Path | None) -> None:
    """Write the pending result of `result`. Raises WarehouseError when the target cannot be written."""
    columns = [name for name, *_ in result.description or ()]
    try:
        if form == "parquet":
            _write_parquet(result, target)
        elif target is not None:
            with target.open("w", encoding="utf-8", newline="") as file:
                _write_text(result, columns, form, file)
        else:
            _write_text(result, columns, form, sys.stdout)
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        sys.stderr.close()
    except OSError as error:
        raise WarehouseError(f"cannot write {target}: {error.strerror}") from error


def _write_parquet(result: duckdb.DuckDBPyConnection, target: Path | None) -> None:
    import pyarrow.parquet  # noqa: PLC0415 - slow to import, needed here only

    if target is None:
        raise WarehouseError("Parquet is not for the terminal; name a file with -o")
    pyarrow.parquet.write_table(result.to_arrow_table(), target, compression="zstd")


def _write_text(result: duckdb.DuckDBPyConnection, columns: Sequence[str], form: str, file: TextIO) -> None:
    if form == "csv":
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        while rows := result.fetchmany(10_000):
            writer.writerows([[_plain(value) for value in row] for row in rows])
    elif form == "json":
        rows = result.fetchall()
        json.dump([dict(zip(columns, map(_json_value, row), strict=True)) for row in rows], file, ensure_ascii=False)
        file.write("\n")
    else:
        rows = result.fetchmany(SHOWN_ROWS + 1)
        console = Console(file=file, width=None if file.isatty() else 10_000, highlight=False)
        console.print(table(columns, rows[:SHOWN_ROWS]))
        if len(rows) > SHOWN_ROWS:
            console.print(f"[dim]first {SHOWN_ROWS} rows; add a limit, or use --format csv for all[/]")


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, title: str | None = None) -> Table:
    """A table of values as they are: numbers to the right, no markup read from data, control characters shown."""
    shown = Table(title=title, title_justify="left", title_style="bold", header_style="bold", box=None, pad_edge=False)
    for index, name in enumerate(columns):
        numeric = any(isinstance(row[index], int | float) and not isinstance(row[index], bool) for row in rows)
        shown.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(text(value) for value in row))
    return shown


def text(value: Any) -> str:
    """One value for a terminal: null as a dash, instants to the minute, numbers to six significant digits."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return CONTROL.sub("�", str(value)).replace("[", r"\[")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


def _json_value(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _json_value(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_json_value(each) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
