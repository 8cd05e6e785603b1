"""Open LLM Leaderboard 2, as a repository of leaderboards keeps it as CSV; the board itself is a Parquet file."""

from datetime import timedelta

from pipelines.spec import SourceSpec
from transforms.schemas import BenchmarkScore, ModelCard
from transforms.sources.open_llm_leaderboard import normalise


def part_of(path: str) -> str | None:
    """Every CSV is the one board."""
    return "all" if path.lower().endswith(".csv") else None


SPEC = SourceSpec(
    source_id="open-llm-leaderboard",
    title="Open LLM Leaderboard 2 (Hugging Face)",
    kinds=(BenchmarkScore, ModelCard),
    normalise=normalise,
    requests=(),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="MPL-2.0 (repository of the CSV)",
    licence_url="https://github.com/fboulnois/llm-leaderboard-csv/blob/main/LICENSE",
    is_firsthand=False,
    status="frozen",  # Hugging Face closed the board in 2025-03
    cadence="weekly",
    stale_after=timedelta(days=70),
    usual_observations={"all": range(1_500, 90_000)},  # 5,020 on 2024-07-26, 25,061 on 2024-12-01
)
