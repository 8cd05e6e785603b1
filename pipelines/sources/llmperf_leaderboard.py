"""LLMPerf leaderboard: raw results kept in an archived repository, last measured in 2024-01."""

import re

from pipelines.spec import SourceSpec
from transforms.schemas import InferenceMeasurement
from transforms.sources.llmperf_leaderboard import normalise

FILE = re.compile(r"(?:^|/)(summary|individual)/[a-z0-9]+_\d+b\.json$")


def part_of(name: str) -> str | None:
    """`summary` or `individual`."""
    found = FILE.search(name)
    return found[1] if found else None


SPEC = SourceSpec(
    source_id="llmperf-leaderboard",
    title="LLMPerf leaderboard",
    kinds=(InferenceMeasurement,),
    normalise=normalise,
    requests=(),  # the repository is archived; last measured on 2024-01-10
    part_of=part_of,
    hosts=frozenset(),
    licence="Apache-2.0",
    licence_url="https://github.com/ray-project/llmperf-leaderboard/blob/main/LICENSE",
    is_firsthand=True,
    status="frozen",
    is_complete=False,  # each file states one point
    usual_observations={"*": range(1, 2)},  # one of each of 38 files on 2024-01-10
    in_starter=True,
)
