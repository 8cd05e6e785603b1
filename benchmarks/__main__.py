"""`make bench`: one table of ratios. Each pair is measured in turns, and the medians are compared."""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks import commands, history, replay

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Pair:
    """Two things done in turns. Each function does it once and returns the seconds it took."""

    what: str
    floor: str
    ours: Callable[[], float]
    least: Callable[[], float]
    goal: float
    runs: int = 3


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "--captures", type=Path, default=Path(os.environ.get("TOKENWATT_CAPTURES", ROOT / "../shared/captures"))
    )
    parser.add_argument("--large", type=int, default=100_000_000, help="rows of the large history")
    parser.add_argument("--small", type=int, default=1_000_000, help="rows of the small history")
    chosen = parser.parse_args()
    console = Console(highlight=False)
    shown = Table("what", "ours, s", "floor", "floor, s", "ratio", "goal", box=None, pad_edge=False)
    with tempfile.TemporaryDirectory(prefix="tokenwatt-bench-") as folder:
        for pair in _pairs(chosen, Path(folder), console):
            console.print(f"[dim]{pair.what}[/]")
            times = [(pair.ours(), pair.least()) for _ in range(pair.runs)]
            ours, least = (median(each) for each in zip(*times, strict=True))
            met = "met" if ours <= pair.goal * least else "[red]missed[/]"
            shown.add_row(
                pair.what, f"{ours:.3f}", pair.floor, f"{least:.3f}", f"{ours / least:.2f}", f"≤ {pair.goal:g} {met}"
            )
    console.print(shown)
    console.print(f"[dim]{os.cpu_count()} cores; medians of runs in turns[/]")


def _pairs(chosen: argparse.Namespace, folder: Path, console: Console) -> Iterator[Pair]:
    if chosen.captures.is_dir():
        captures = replay.Captures(chosen.captures, folder / "replay")
        yield Pair(
            f"replay of {captures.files} captured files: normalise and merge",
            "fastest parsers, and equal rows copied into DuckDB",
            captures.replay,
            captures.floor,
            goal=2,
        )
    else:
        console.print(f"skipped: replay, there are no captures at {chosen.captures}")
    growing = history.Growing(folder / "history", small=chosen.small, large=chosen.large)
    yield Pair(
        f"50,000 offers, 5 % changed, into {chosen.large:,} rows of history",
        f"the same into {chosen.small:,} rows",
        growing.into_large,
        growing.into_small,
        goal=1.5,
    )
    console.print(f"[dim]peak memory of the merge: {growing.peak_gib():.2f} GiB (goal ≤ 2)[/]")
    home = commands.Home(folder / "home")
    yield Pair(
        "tokenwatt refresh --offline",
        "the same functions in a row, in one process",
        home.refresh,
        home.functions,
        goal=2,
    )
    yield Pair(
        "tokenwatt gpu h100", "python -c 'import duckdb' and the bare query", home.gpu, home.bare_query, goal=2, runs=7
    )


if __name__ == "__main__":
    main()
