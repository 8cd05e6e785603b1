"""EvalPlus leaderboard of code generation, from the data file of its website."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import BenchmarkScore
from transforms.sources.evalplus import normalise


def part_of(path: str) -> str | None:
    """All four benchmarks stand in one file."""
    return "all" if path.rsplit("/", 1)[-1] == "results.json" else None


SPEC = SourceSpec(
    source_id="evalplus",
    title="EvalPlus leaderboard",
    kinds=(BenchmarkScore,),
    normalise=normalise,
    requests=(Request(part="all", url="https://evalplus.github.io/results.json", name="results.json"),),
    part_of=part_of,
    hosts=frozenset({"evalplus.github.io"}),
    licence="Apache-2.0",
    licence_url="https://github.com/evalplus/evalplus/blob/master/LICENSE",
    is_firsthand=True,
    # Nothing new since 2024-12, but the maker has not closed it: look once a week.
    cadence="weekly",
    stale_after=timedelta(days=21),
    # 306 on 2024-04-04, 356 on 2024-04-30, 420 on 2024-11-10
    usual_observations={"all": range(150, 3_000)},
    in_starter=True,
)
