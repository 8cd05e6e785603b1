"""LMArena's ratings at every update of its board, gathered in one table."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import BenchmarkScore
from transforms.sources.lmarena_history import normalise

URL = "https://raw.githubusercontent.com/nakasyou/lmarena-history/main/output/result.csv"


def part_of(path: str) -> str | None:
    """`result.csv` is the text board; scores by category in other files are not read."""
    return "text" if path.lower().endswith(".csv") else None


SPEC = SourceSpec(
    source_id="lmarena-history",
    title="LMArena history (nakasyou)",
    kinds=(BenchmarkScore,),
    normalise=normalise,
    requests=(Request(part="text", url=URL, name="result.csv"),),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="MIT",
    licence_url="https://github.com/nakasyou/lmarena-history/blob/main/LICENSE",
    is_firsthand=False,
    cadence="weekly",  # nothing new since 2025-05
    stale_after=timedelta(days=21),
    usual_observations={"text": range(3_000, 100_000)},  # 6,892 on 2024-11-16, 9,611 on 2025-01-24
    in_starter=True,
)
