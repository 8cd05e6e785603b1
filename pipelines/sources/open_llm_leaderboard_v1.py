"""Open LLM Leaderboard 1, as a study of it kept the board day by day."""

from datetime import timedelta

from pipelines.spec import SourceSpec
from transforms.schemas import BenchmarkScore
from transforms.sources.open_llm_leaderboard_v1 import normalise


def part_of(path: str) -> str | None:
    """Every CSV is the one board on one day."""
    return "all" if path.lower().endswith(".csv") else None


SPEC = SourceSpec(
    source_id="open-llm-leaderboard-v1",
    title="Open LLM Leaderboard 1 (Hugging Face)",
    kinds=(BenchmarkScore,),
    normalise=normalise,
    requests=(),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="MIT",
    licence_url="https://github.com/dsdanielpark/open-llm-leaderboard-report/blob/main/LICENSE",
    is_firsthand=False,
    status="frozen",  # the second board took its place in 2024-06
    cadence="weekly",
    stale_after=timedelta(days=70),
    # 227 on 2023-05-23, 658 on 06-10, 750 on 07-14, 4,920 on 08-25, 5,795 on 09-15
    usual_observations={"all": range(60, 60_000)},
    in_starter=True,
)
