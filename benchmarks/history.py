"""The merge of one large listing into a small and into a large history."""

import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from pipelines.sources import registry
from transforms.batch import QUARANTINE_SCHEMA, Batch
from transforms.payload import Payload
from transforms.schemas import GpuOffer, polars_schema
from warehouse.database import connected, history_columns, prepare
from warehouse.history import apply
from warehouse.intake import File

OFFERS = 50_000
START = datetime(2020, 1, 1, tzinfo=UTC)
SOURCE = next(spec for spec in registry().values() if spec.source_id == "skypilot-catalog")
SHA256 = "0" * 64


class Growing:
    """Two warehouses, of `small` and of `large` closed and open rows of the same 50,000 offers."""

    def __init__(self, folder: Path, *, small: int, large: int) -> None:
        folder.mkdir(parents=True)
        self.paths = {"small": folder / "small.duckdb", "large": folder / "large.duckdb"}
        for name, rows in (("small", small), ("large", large)):
            _fill(self.paths[name], rows)
        self.step = 0
        self.peak_kib = 0

    def into_large(self) -> float:
        """One more listing into the large history."""
        return self._merge("large")

    def into_small(self) -> float:
        """One more listing into the small history."""
        self.step += 1
        return self._merge("small")

    def peak_gib(self) -> float:
        """Largest memory of a merging process so far."""
        return self.peak_kib / 2**20

    def _merge(self, name: str) -> float:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.history", str(self.paths[name]), str(self.step)],
            capture_output=True,
            text=True,
            check=True,
        )
        seconds, peak = done.stdout.split()
        self.peak_kib = max(self.peak_kib, int(peak))
        return float(seconds)


def _fill(path: Path, rows: int) -> None:
    """History of `rows` states: each offer changed rows / 50,000 times, the last state open."""
    states = max(1, rows // OFFERS)
    listing = _listing(0)
    with connected(path) as connection:
        prepare(connection)
        connection.register("listing", listing)
        columns = [name for name in history_columns(GpuOffer) if name not in ("recorded_from", "recorded_to")]
        chosen = ", ".join(
            {
                "part": "'all' AS part",
                "origin": "'capture' AS origin",
                "usd_per_hour": "usd_per_hour + 0.001 * state AS usd_per_hour",
            }.get(name, name)
            for name in columns
        )
        connection.execute(
            f"""
            INSERT INTO history.gpu_offer BY NAME
            SELECT {chosen}, TIMESTAMPTZ '2020-01-01' + INTERVAL (state) HOUR AS recorded_from,
                CASE WHEN state < {states - 1} THEN TIMESTAMPTZ '2020-01-01' + INTERVAL (state + 1) HOUR
                END AS recorded_to
            FROM range({states}) AS states(state), listing
            """
        )
        connection.execute("CHECKPOINT")


def _listing(step: int) -> pl.DataFrame:
    """50,000 offers; 5 % of the prices are new at each step."""
    number = pl.int_range(OFFERS, eager=True)
    changed = (number % 20 == step % 20).cast(pl.Float64) * 0.01 * step
    known = {
        "source_id": pl.lit(SOURCE.source_id),
        "captured_at": pl.lit(START, dtype=pl.Datetime("us", "UTC")),
        "payload_sha256": pl.lit(SHA256),
        "record_ref": pl.format("row {}", "number"),
        "provider": pl.lit("cloud"),
        "region": pl.format("region-{}", pl.col("number") % 40),
        "instance_type": pl.format("type-{}", "number"),
        "gpu_name_raw": pl.format("GPU-{}", pl.col("number") % 60),
        "gpu_count": pl.lit(1.0),
        "purchase_type": pl.lit("on_demand"),
        "price_kind": pl.lit("listed"),
        "usd_per_hour": 1.0 + pl.col("number") / OFFERS + pl.col("changed"),
        "usd_per_gpu_hour": 1.0 + pl.col("number") / OFFERS + pl.col("changed"),
        "currency": pl.lit("USD"),
        "amount_unit": pl.lit("hour"),
        "usd_per_currency_unit": pl.lit(1.0),
    }
    return pl.DataFrame({"number": number, "changed": changed}).select(
        known.get(name, pl.lit(None, dtype=dtype)).alias(name) for name, dtype in polars_schema(GpuOffer).items()
    )


def _apply(path: Path, step: int) -> None:
    """Merge one listing; print the seconds it took and the peak memory of the process in KiB."""
    moment = START + timedelta(days=3650 + step)
    payload = Payload(SOURCE.source_id, "all", moment, SHA256, "all.csv", b"")
    frames = {GpuOffer.TABLE: _listing(step + 1)}
    batch = Batch(payload, frames, OFFERS, OFFERS, {}, 0, pl.DataFrame(schema=QUARANTINE_SCHEMA))
    file = File("all", f"{SHA256}.{step}", "all.csv", None, SHA256, "capture", "merged", 0, None, None, None, batch)
    with connected(path) as connection:
        started = time.perf_counter()
        apply(connection, SOURCE, moment, [file])
        seconds = time.perf_counter() - started
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    _apply(Path(sys.argv[1]), int(sys.argv[2]))
