"""Chatbot Arena's leaderboard tables of 2023 and 2024, from the arena-catalog repository."""

from datetime import timedelta

from pipelines.spec import SourceSpec
from transforms.schemas import BenchmarkScore, ModelCard
from transforms.sources.lmarena_table import normalise


def part_of(path: str) -> str | None:
    """`leaderboard_table_20240915.csv` is the board on that day."""
    return "text" if path.lower().endswith(".csv") else None


SPEC = SourceSpec(
    source_id="lmarena-table",
    title="Chatbot Arena leaderboard tables",
    kinds=(BenchmarkScore, ModelCard),
    normalise=normalise,
    requests=(),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="none stated",
    licence_url="https://github.com/lmarena/arena-catalog",
    is_firsthand=True,
    status="frozen",  # other files took its place: see lmarena-leaderboard
    cadence="weekly",
    stale_after=timedelta(days=70),
    # 142 on 2023-06-19, 129 on 07-17, 159 on 10-02, 224 on 12-20, 185 on 2024-01-25, 249 on 05-01, 284 on 06-26,
    # 308 on 08-06, 338 on 09-15
    usual_observations={"text": range(40, 3_000)},
)
