"""A small published world: the marts, with the columns that dbt promises, and hand-made rows in them."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import yaml

from transforms.identity.gpu import gpu_catalogue, resolve_gpus
from transforms.identity.model import resolve_models
from warehouse.database import prepare

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
MARTS = Path(__file__).resolve().parents[2] / "dbt_like_sql" / "models" / "marts"
SHA256 = "0" * 64
GPU_NAME = {"gpu_name_raw": pl.String, "gpu_memory_gib": pl.Float64, "instance_type": pl.String}
MODEL_NAME = {"model_name_raw": pl.String, "provider": pl.String, "developer": pl.String}


@cache
def _empty_snapshot() -> bytes:
    """The file of a snapshot without facts, made once: reading what dbt promises takes seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.duckdb"
        with duckdb.connect(str(path)) as connection:
            connection.execute("SET TimeZone = 'UTC'; CREATE SCHEMA marts; CREATE SCHEMA seeds")
            prepare(connection)
            for file in sorted(MARTS.glob("*.yml")):
                for model in yaml.load(file.read_text(), Loader=yaml.CSafeLoader).get("models", []):
                    columns = ", ".join(f'"{column["name"]}" {column["data_type"]}' for column in model["columns"])
                    connection.execute(f"CREATE TABLE marts.{model['name']} ({columns})")
            connection.execute("CREATE TABLE seeds.gpu_datasheet (gpu_id VARCHAR, tdp_watts DOUBLE, document VARCHAR)")
            _identify(connection, "gpu", gpu_catalogue())
            _identify(connection, "gpu_name", resolve_gpus(pl.DataFrame(schema=GPU_NAME)))
            _identify(connection, "model_name", resolve_models(pl.DataFrame(schema=MODEL_NAME)))
        return path.read_bytes()


def _identify(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("frame", frame)
    connection.execute(f"CREATE OR REPLACE TABLE identity.{table} AS SELECT * FROM frame")
    connection.unregister("frame")


class Market:
    """An open snapshot, empty but for the catalogue of GPUs, and verbs that put rows into it."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(_empty_snapshot())
        self.connection = duckdb.connect(str(path))
        self.connection.execute("SET TimeZone = 'UTC'")

    def name_gpus(self, *names: str) -> None:
        frame = pl.DataFrame([(name, None, None) for name in names], schema=GPU_NAME, orient="row")
        _identify(self.connection, "gpu_name", resolve_gpus(frame))

    def name_models(self, *names: str) -> None:
        frame = pl.DataFrame([(name, None, None) for name in names], schema=MODEL_NAME, orient="row")
        _identify(self.connection, "model_name", resolve_models(frame))

    def put(self, table: str, **values: Any) -> None:
        marks = ", ".join("?" for _ in values)
        self.connection.execute(f"INSERT INTO marts.{table} ({', '.join(values)}) VALUES ({marks})", [*values.values()])

    def offer(self, provider: str, usd: float | None, gpu_id: str = "nvidia-h100-sxm-80gb", **other: Any) -> None:
        parent = "nvidia-h100" if gpu_id.startswith("nvidia-h100") else gpu_id
        count = other.get("gpu_count", 1.0)
        values = {
            "offer_id": f"{provider}-{gpu_id}-{usd}-{other.get('purchase_type')}-{other.get('price_kind')}",
            "gpu_id": gpu_id,
            "parent_id": parent,
            "gpu_name_raw": gpu_id,
            "provider": provider,
            "region": "eu",
            "gpu_count": count,
            "purchase_type": "on_demand",
            "price_kind": "listed",
            "usd_per_gpu_hour": usd,
            "usd_per_hour": None if usd is None else usd * count,
            "age_days": 0.25,
            "is_stale": False,
            "is_firsthand": True,
            "source_id": "clouds",
            "captured_at": NOW,
            "payload_sha256": SHA256,
            "record_ref": "/0",
            "is_starter": False,
        }
        self.put("gpu_price", **values | other)

    def day(self, day: date, median: float, index: float, gpu_id: str = "nvidia-h100-sxm-80gb", **other: Any) -> None:
        values = {
            "gpu_id": gpu_id,
            "purchase_type": "on_demand",
            "day": day,
            "offers": 4,
            "providers": 3,
            "min_usd_per_gpu_hour": median / 2,
            "median_usd_per_gpu_hour": median,
            "index_100": index,
            "min_provider": "lambda",
            "min_source_id": "clouds",
            "min_is_starter": False,
        }
        self.put("gpu_price_daily", **values | other)

    def price(self, provider: str, component: str, usd: float | None, **other: Any) -> None:
        values = {
            "model_id": "openai/gpt-oss-120b",
            "model_version": "openai/gpt-oss-120b",
            "model_family": "openai/gpt-oss",
            "model_name_raw": "gpt-oss-120b",
            "listings": 1,
            "provider": provider,
            "component": component,
            "unit": "million_tokens",
            "tier_min_input_tokens": 0,
            "price_kind": "listed",
            "usd_per_million_tokens": usd,
            "age_days": 0.25,
            "is_stale": False,
            "source_id": "tokens",
            "is_starter": False,
        }
        self.put("model_price", **values | other)

    def card(self, **facts: Any) -> None:
        values = {
            "model_id": "openai/gpt-oss-120b",
            "model_version": "openai/gpt-oss-120b",
            "level": "version",
            "has_card": True,
        }
        self.put("model_card", **values | facts)

    def claim(
        self, claim_id: str, verdict: str = "supported", figure: float | None = 1.0, unit: str = "W", **other: Any
    ) -> None:
        values = {
            "claim_id": claim_id,
            "topic": "power",
            "claim": f"{claim_id} is so",
            "settled_by": "a look",
            "verdict": verdict,
            "figure": figure,
            "unit": unit,
            "n": 1,
            "explanation": "it is",
            "rule": "none",
            "sources": "meters",
            "evidence_sql": "select 1.0 as figure",
        }
        self.put("claim_check", **values | other)

    def api(self, provider: str, input_usd: float, output_usd: float, **other: Any) -> None:
        """A listing in both tables that speak of it."""
        model_id = other.pop("model_id", "openai/gpt-oss-120b")
        self.price(provider, "input", input_usd, model_id=model_id, model_version=model_id)
        self.price(provider, "output", output_usd, model_id=model_id, model_version=model_id)
        values = {
            "model_id": model_id,
            "model_version": model_id,
            "model_name_raw": model_id,
            "route": "api",
            "provider": provider,
            "configuration": model_id,
            "price_tier": "base",
            "price_kind": "listed",
            "is_base": True,
            "usd_per_million_input_tokens": input_usd,
            "usd_per_million_output_tokens": output_usd,
            "usd_per_million_blended_tokens": (3 * input_usd + output_usd) / 4,
            "method": "listed",
            "assumption": "list price",
            "age_days": 0.25,
            "is_stale": False,
            "output_price_source_id": "tokens",
            "output_price_is_starter": False,
        }
        self.put("cost_per_token", **values | other)

    def host(self, usd_per_gpu_hour: float, rate: float, model_id: str = "openai/gpt-oss-120b", **other: Any) -> None:
        """One operating point on one H100 of Lambda, at three utilisations."""
        self.offer("lambda", usd_per_gpu_hour)
        offer_id = f"lambda-nvidia-h100-sxm-80gb-{usd_per_gpu_hour}-None-None"
        for utilisation in (1.0, 0.5, 0.3):
            values = {
                "model_id": model_id,
                "model_version": model_id,
                "model_name_raw": model_id,
                "route": "self_host",
                "provider": "lambda",
                "configuration": "task=chat",
                "price_kind": "listed",
                "is_base": True,
                "measurement_id": "point",
                "gpu_id": "nvidia-h100",
                "offer_gpu_id": "nvidia-h100-sxm-80gb",
                "gpu_match": "variant",
                "gpu_count": 1,
                "offer_id": offer_id,
                "purchase_type": "on_demand",
                "utilisation": utilisation,
                "usd_per_gpu_hour": usd_per_gpu_hour,
                "output_tokens_per_second": rate,
                "usd_per_million_output_tokens": usd_per_gpu_hour / (rate * 3600 * utilisation) * 1e6,
                "method": "measured",
                "assumption": f"busy {utilisation:.0%} of the time",
                "age_days": 0.25,
                "is_stale": False,
                "measurement_source_id": "meters",
                "measurement_is_starter": False,
                "offer_source_id": "clouds",
                "offer_is_starter": False,
            }
            self.put("cost_per_token", **values | other)

    def point(self, joules: float, rate: float, **other: Any) -> None:
        values = {
            "measurement_id": f"point-{joules}",
            "model_id": "openai/gpt-oss-120b",
            "model_version": "openai/gpt-oss-120b",
            "gpu_id": "nvidia-h100",
            "gpu_name_raw": "H100",
            "gpu_count": 1,
            "task": "chat",
            "max_concurrency": 64,
            "boundary": "gpu",
            "is_power_estimated": False,
            "output_tokens_per_second": rate,
            "power_watts": joules * rate,
            "joules_per_output_token": joules,
            "pue": 1.2,
            "grid": "WORLD",
            "usd_per_kwh": 0.1,
            "is_usd_per_kwh_assumed": True,
            "gco2_per_kwh": 500.0,
            "gco2_year": 2024,
            "usd_energy_per_million_output_tokens": joules * 1.2 / 3.6 * 0.1,
            "gco2_per_million_output_tokens": joules * 1.2 / 3.6 * 500,
            "method": "measured",
            "measurement_source_id": "meters",
            "measurement_captured_at": NOW - timedelta(days=10),
            "measurement_is_starter": False,
        }
        self.put("watts_per_token", **values | other)

    def score(self, benchmark: str, score: float, **other: Any) -> None:
        values = {
            "score_id": f"{benchmark}-{score}",
            "benchmark": benchmark,
            "metric": "accuracy",
            "model_id": "openai/gpt-oss-120b",
            "model_version": "openai/gpt-oss-120b",
            "evaluator": "Epoch AI",
            "evaluator_kind": "independent",
            "score": score,
            "unit": "fraction",
            "known_on": date(2026, 7, 1),
            "source_id": "boards",
            "is_starter": False,
        }
        self.put("benchmark_score", **values | other)

    def month(self, month: date, best: float, best_open: float | None, benchmark: str = "gpqa", **other: Any) -> None:
        values = {
            "benchmark": benchmark,
            "title": benchmark.upper(),
            "metric": "accuracy",
            "unit": "fraction",
            "month": month,
            "scores": 12,
            "frontier_score": best,
            "frontier_model_version": "openai/gpt-5",
            "frontier_month": month,
            "frontier_evaluator": "Epoch AI",
            "open_frontier_score": best_open,
            "open_frontier_model_version": "deepseek/deepseek-r1",
            "months_open_lag": 7,
            "headroom": 0.25,
            "slope_per_year": 0.125,
            "is_saturated": False,
            "frontier_source_id": "boards",
            "frontier_captured_at": NOW - timedelta(days=3),
            "frontier_is_starter": False,
        }
        self.put("benchmark_trend", **values | other)

    def source(self, source_id: str, state: str = "live", **other: Any) -> None:
        values = {
            "source_id": source_id,
            "title": source_id.title(),
            "state": state,
            "is_firsthand": True,
            "is_starter": state == "starter",
            "age_hours": 6.0,
            "last_seen_at": NOW - timedelta(hours=6),
            "captures": 3,
            "records_read": 1200,
            "observations": 1100,
            "ignored": 90,
            "quarantined": 10,
            "licence": "MIT",
        }
        self.put("source_freshness", **values | other)
