"""Names as resolved: tables of schema `identity`, remade from the distinct names the history holds."""

from __future__ import annotations

import duckdb

from transforms.identity.gpu import gpu_catalogue, resolve_gpus
from transforms.identity.model import model_pointers, resolve_models
from warehouse.history import transaction

GPU_NAMES = """
    SELECT DISTINCT gpu_name_raw, gpu_memory_gib, instance_type FROM (
        SELECT gpu_name_raw, gpu_memory_gib, instance_type FROM history.gpu_offer
        UNION ALL SELECT gpu_name_raw, NULL, NULL FROM history.inference_measurement WHERE gpu_name_raw IS NOT NULL
        UNION ALL SELECT gpu_name_raw, memory_gib, NULL FROM history.gpu_spec
    ) ORDER BY ALL
"""
MODEL_NAMES = """
    SELECT DISTINCT model_name_raw, provider, developer FROM (
        SELECT model_name_raw, provider, NULL::VARCHAR AS developer FROM history.model_price
        UNION ALL SELECT model_name_raw, NULL, developer FROM history.model_card
        UNION ALL SELECT model_name_raw, NULL, NULL FROM history.benchmark_score
        UNION ALL SELECT model_name_raw, NULL, NULL FROM history.inference_measurement
    ) ORDER BY ALL
"""


def resolve_names(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Resolve every distinct name in the history; return the rows of each table of `identity`."""
    frames = {
        "gpu": gpu_catalogue(),
        "gpu_name": resolve_gpus(connection.execute(GPU_NAMES).pl()),
        "model_name": resolve_models(connection.execute(MODEL_NAMES).pl()),
        "model_pointer": model_pointers(),
    }
    with transaction(connection):
        for name, frame in frames.items():
            connection.register("resolved", frame)
            connection.execute(f"CREATE OR REPLACE TABLE identity.{name} AS SELECT * FROM resolved")
            connection.unregister("resolved")
    return {name: frame.height for name, frame in frames.items()}
