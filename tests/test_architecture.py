"""The borders that keep the code simple: who may import whom, what stays pure, and what a source is made of."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.sources import registry

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "transforms": set(),
    "warehouse": {"transforms"},
    "pipelines": {"transforms", "warehouse"},
}
IMPURE = {
    "os",
    "io.open",
    "pathlib",
    "time",
    "random",
    "secrets",
    "socket",
    "requests",
    "duckdb",
    "dagster",
    "subprocess",
}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_run_one_way(folder):
    for path in (ROOT / folder).rglob("*.py"):
        ours = imports(path) & MAY_IMPORT.keys()
        assert ours <= MAY_IMPORT[folder] | {folder}, path


def test_transforms_are_pure():
    for path in (ROOT / "transforms").rglob("*.py"):
        assert not imports(path) & IMPURE, path
        calls = {ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)}
        assert not calls & {"open", "datetime.now", "datetime.utcnow", "date.today", "eval", "exec", "print"}, path


def test_a_source_is_a_spec_a_normaliser_and_a_test():
    for source_id, spec in registry().items():
        stem = source_id.replace("-", "_")
        assert (ROOT / "transforms" / "sources" / f"{stem}.py").exists()
        assert (ROOT / "tests" / "transforms" / "sources" / f"test_{stem}.py").exists()
        assert spec.normalise.__module__ == f"transforms.sources.{stem}"


def test_requests_and_captured_files_agree_on_parts():
    for spec in registry().values():
        for request in () if callable(spec.requests) else spec.requests:
            if request.part != "*":
                assert spec.part_of(request.name) == request.part, (spec.source_id, request.name)


def test_live_sources_say_where_and_frozen_ones_ask_nothing():
    for spec in registry().values():
        asks = callable(spec.requests) or bool(spec.requests)
        assert asks == (spec.status == "live"), spec.source_id
        assert spec.licence, spec.source_id


def test_light_commands_import_neither_dagster_nor_dbt():
    code = (
        "import sys, pipelines.cli, pipelines.claims, pipelines.gpu_answer, pipelines.model_answer;"
        "import pipelines.states, pipelines.tracing, pipelines.output;"
        "heavy = {'dagster', 'dbt', 'dagster_dbt'} & {name.split('.')[0] for name in sys.modules};"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_loads_pickles_or_unsafe_yaml():
    for path in [*ROOT.glob("*/*.py"), *ROOT.glob("*/*/*.py")]:
        if path.parts[-2] in {"transforms", "warehouse", "pipelines", "sources", "identity"}:
            assert "pickle" not in imports(path), path
            loads = re.findall(r"yaml\.\w*load\w*\(.*", path.read_text())
            assert all("safe_load(" in load or re.search(r"Loader=yaml\.C(Safe|Base)Loader", load) for load in loads), (
                path
            )


def test_no_address_of_a_package_registry_is_committed():
    pinned = (ROOT / "requirements.txt").read_text()
    assert "--hash=sha256:" in pinned
    assert "://" not in pinned
    assert "--index" not in pinned
