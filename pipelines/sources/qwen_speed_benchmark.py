"""Qwen's speed benchmark, the page's source as its documentation keeps it for each generation."""

import re
from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import InferenceMeasurement
from transforms.sources.qwen_speed_benchmark import normalise

DOCS = "https://qwen.readthedocs.io/en"
PAGES = {
    "v2.0": "benchmark/speed_benchmark.rst",
    "v2.5": "benchmark/speed_benchmark.rst",
    "stable": "getting_started/speed_benchmark.md",
}
FILE = re.compile(r"(?:^|/)speed_benchmark\.(?:rst|md)(?:\.txt)?$")


def part_of(name: str) -> str | None:
    """`speed-benchmark`: the page of every generation."""
    return "speed-benchmark" if FILE.search(name) else None


SPEC = SourceSpec(
    source_id="qwen-speed-benchmark",
    title="Qwen speed benchmark",
    kinds=(InferenceMeasurement,),
    normalise=normalise,
    requests=tuple(
        Request("speed-benchmark", f"{DOCS}/{version}/_sources/{page}.txt", f"{version}/{page}", optional=True)
        for version, page in PAGES.items()
    ),
    part_of=part_of,
    hosts=frozenset({"qwen.readthedocs.io"}),
    licence="Apache-2.0",
    licence_url="https://github.com/QwenLM/Qwen3/blob/main/LICENSE",
    is_firsthand=True,
    cadence="weekly",
    stale_after=timedelta(days=70),
    is_complete=False,  # the page of a new generation does not end the measurements of the one before
    usual_observations={"*": range(50, 2_000)},  # 259 rows on 2024-11-06
    in_starter=True,
)
