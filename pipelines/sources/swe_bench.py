"""SWE-bench leaderboards, from the data file of swebench.com."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import BenchmarkScore
from transforms.sources.swe_bench import normalise


def part_of(path: str) -> str | None:
    """All boards stand in one file."""
    return "all" if path.rsplit("/", 1)[-1] == "leaderboards.json" else None


SPEC = SourceSpec(
    source_id="swe-bench",
    title="SWE-bench leaderboards",
    kinds=(BenchmarkScore,),
    normalise=normalise,
    requests=(
        Request(
            part="all",
            url="https://raw.githubusercontent.com/SWE-bench/swe-bench.github.io/master/data/leaderboards.json",
            name="leaderboards.json",
        ),
    ),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="none stated",
    licence_url="https://github.com/SWE-bench/swe-bench.github.io",
    is_firsthand=True,
    cadence="daily",
    stale_after=timedelta(days=3),
    # 168 on 2025-05-07, 235 on 2025-07-12, 275 on 2025-08-25, 299 on 2025-11-18, 301 on 2025-11-19
    usual_observations={"all": range(100, 5_000)},
)
