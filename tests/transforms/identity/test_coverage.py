"""How much of what the sources write is understood: the share of rows resolved, and the largest names that are not."""

import csv
import io
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from transforms.identity.gpu import resolve_gpus
from transforms.identity.model import resolve_models


def files(pattern: str) -> list[Path]:
    folder = os.environ.get("TOKENWATT_CAPTURES")
    if not folder or not Path(folder).is_dir():
        pytest.skip("TOKENWATT_CAPTURES names no folder of captures")
    found = sorted(Path(folder).glob(pattern))
    assert found, f"the captures hold nothing of {pattern}"
    return found


def rows(path: Path) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig", errors="replace")))


def documents(pattern: str) -> Iterator[object]:
    for path in files(pattern):
        yield json.loads(path.read_text(encoding="utf-8"))


def report(source: str, answers: pl.DataFrame, name: str, level: str) -> float:
    """Print the share of rows resolved and the largest unresolved names; return the share."""
    resolved = answers.filter(pl.col(level).is_not_null())["rows"].sum() / answers["rows"].sum()
    print(f"\n{source}: {resolved:.2%} of {answers['rows'].sum()} rows, {answers.height} distinct")
    unresolved = answers.filter(pl.col(level).is_null()).sort("rows", descending=True)
    for row in unresolved.head(8).select(name, "rows", "rule").rows():
        print("   ", *row)
    return float(resolved)


def model_coverage(source: str, names: Counter[tuple[str, str | None]]) -> float:
    asked = pl.DataFrame(
        [(name, provider, count) for (name, provider), count in names.items()],
        schema={"model_name_raw": pl.String, "provider": pl.String, "rows": pl.Int64},
        orient="row",
    )
    return report(source, resolve_models(asked), "model_name_raw", "model_version")


def memory_of(gpu_info: str) -> float | None:
    """Memory of one accelerator in SkyPilot's GpuInfo; some clouds write GB where it says MiB."""
    found = re.search(r"SizeInMiB['\"]?:\s*([\d.]+)", gpu_info)
    return None if not found else float(found[1]) if float(found[1]) < 2000 else float(found[1]) / 1024


def test_nearly_all_accelerators_of_skypilot_are_known():
    names: Counter[tuple[str, float | None, str | None]] = Counter()
    for path in files("skypilot-catalog/*/*.csv"):
        for row in rows(path):
            if row["AcceleratorName"]:
                hints = memory_of(row.get("GpuInfo") or ""), row["InstanceType"] or None
                names[(row["AcceleratorName"], *hints)] += 1
    asked = pl.DataFrame(
        [(*key, count) for key, count in names.items()],
        schema={
            "gpu_name_raw": pl.String,
            "gpu_memory_gib": pl.Float64,
            "instance_type": pl.String,
            "rows": pl.Int64,
        },
        orient="row",
    )
    assert report("skypilot-catalog", resolve_gpus(asked), "gpu_name_raw", "gpu_id") >= 0.99


def test_nearly_all_accelerators_of_vast_are_known():
    names = Counter(
        (offer["gpu_name"], round(offer["gpu_ram"] / 1024, 1))
        for document in documents("vast-ai/*/*.json")
        for offer in document["offers"]
    )
    asked = pl.DataFrame(
        [(*key, count) for key, count in names.items()],
        schema={"gpu_name_raw": pl.String, "gpu_memory_gib": pl.Float64, "rows": pl.Int64},
        orient="row",
    )
    assert report("vast-ai", resolve_gpus(asked), "gpu_name_raw", "gpu_id") >= 0.99


def test_most_chat_models_of_litellm_are_known():
    names = Counter(
        (key, entry.get("litellm_provider"))
        for document in documents("litellm-prices/*/*.json")
        for key, entry in document.items()
        if entry.get("mode") in ("chat", "completion", "responses")
    )
    assert model_coverage("litellm-prices, chat", names) >= 0.95


def test_nearly_all_models_of_openrouter_are_known():
    names = Counter(
        (model["id"], "openrouter")
        for document in documents("openrouter-models/*/*.json")
        for model in (document.get("data", ()) if isinstance(document, dict) else document)
    )
    assert model_coverage("openrouter-models", names) >= 0.98


def test_nearly_all_models_of_the_arena_are_known():
    names = Counter(
        (name, None)
        for document in documents("lmarena-leaderboard/*/leaderboard-text.json")
        for category in document.values()
        for name in category
    )
    assert model_coverage("lmarena-leaderboard, text", names) >= 0.98


def test_most_models_of_epoch_are_known():
    names = Counter((row["id"], None) for path in files("epoch-benchmarks/*/model_versions.csv") for row in rows(path))
    assert model_coverage("epoch-benchmarks, model versions", names) >= 0.88


def test_all_language_models_of_ml_energy_are_known():
    paths = files("ml-energy/*/models/*__lm-arena-chat.json")
    names = Counter((path.stem.rsplit("__", 1)[0].replace("__", "/"), None) for path in paths)
    assert model_coverage("ml-energy, chat", names) == 1.0
