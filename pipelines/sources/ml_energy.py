"""ML.ENERGY leaderboard data: an index of models and one file of operating points per task."""

import json
import re
from collections.abc import Iterable
from datetime import timedelta

from pipelines.spec import Get, Request, SourceSpec
from transforms.schemas import InferenceMeasurement, ModelCard
from transforms.sources.ml_energy import normalise

BASE = "https://raw.githubusercontent.com/ml-energy/leaderboard/master/public/data"
FILE = re.compile(r"(?:^|/)(?:(index)|tasks/([a-z0-9][a-z0-9._-]*))\.json$")


def requests(get: Get) -> Iterable[Request]:
    """The index, and the file of every task it names."""
    yield Request("index", f"{BASE}/index.json", "index.json")
    for task in json.loads(get(f"{BASE}/index.json"))["tasks"]:
        name = f"tasks/{task}.json"
        if part_of(name) == task:
            yield Request(task, f"{BASE}/{name}", name)


def part_of(name: str) -> str | None:
    """`index` or the task. `models/*.json` are not read: they repeat the tasks' points (all 1,858 on 2026-02-14)."""
    found = FILE.search(name)
    return (found[1] or found[2]) if found else None


SPEC = SourceSpec(
    source_id="ml-energy",
    title="ML.ENERGY leaderboard",
    kinds=(InferenceMeasurement, ModelCard),
    normalise=normalise,
    requests=requests,
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="Apache-2.0 (ml-energy; no LICENSE file in this repo)",
    licence_url="https://github.com/ml-energy/data/blob/master/data_publishing/DATASET_CARD.md",
    is_firsthand=True,
    cadence="weekly",
    stale_after=timedelta(days=15),
    # On 2026-02-14: index 46, gpqa 187, image-chat 173, lm-arena-chat 328, sourcegraph-fim 50, text-to-image 638,
    # text-to-video 382, video-chat 100; the same on 2025-11-30.
    usual_observations={"index": range(30, 300), "*": range(30, 5_000)},
    in_starter=True,
)
