"""Settings for all tests. No time limit for a single example: machines differ, and are shared.

Half of hypothesis' hundred examples finds what a hundred do here, at half the price; to search for longer:
`pytest --hypothesis-profile=thorough`.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

settings.register_profile("tokenwatt", deadline=None, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=1_000)
settings.load_profile("tokenwatt")

BUILT_ONCE = {"test_dbt_project.py", "test_cost_marts.py", "test_index_marts.py"}
# The dearest files, which begin at once, so that no worker waits at the end for the other to come through one of them.
DEAREST = ("test_refresh.py", *sorted(BUILT_ONCE), "test_history.py")


class ByFile(LoadFileScheduling):
    """The tests of a file run in one worker, and those of the marts in one, so that it builds the dbt project once."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return "marts" if Path(file).name in BUILT_ONCE else file


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rank = {name: number for number, name in enumerate(DEAREST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile | None:
    return ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the dbt project is built on a small world worked by hand."""
    from tests.test_dbt_project import build

    return build(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="session")
def manifest(built: Path) -> dict[str, Any]:
    """The manifest of that build, compiled SQL and all."""
    parsed: dict[str, Any] = json.loads((built / "target" / "manifest.json").read_text())
    return parsed
