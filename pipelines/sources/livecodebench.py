"""LiveCodeBench: the performances behind its leaderboard of code generation."""

import re
from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import BenchmarkScore
from transforms.sources.livecodebench import normalise

# The performances of repair, execution and test prediction are other benchmarks on the same site.
FILE = re.compile(r"performances_(generation)\.json")


def part_of(path: str) -> str | None:
    """`…/performances_generation.json` is part `generation`."""
    match = FILE.fullmatch(path.rsplit("/", 1)[-1])
    return match[1] if match else None


SPEC = SourceSpec(
    source_id="livecodebench",
    title="LiveCodeBench leaderboard",
    kinds=(BenchmarkScore,),
    normalise=normalise,
    requests=(
        Request(
            part="generation",
            url="https://livecodebench.github.io/performances_generation.json",
            name="performances_generation.json",
        ),
    ),
    part_of=part_of,
    hosts=frozenset({"livecodebench.github.io"}),
    licence="MIT (LiveCodeBench); none stated in the site repo",
    licence_url="https://github.com/LiveCodeBench/LiveCodeBench/blob/main/LICENSE",
    is_firsthand=True,
    cadence="weekly",
    stale_after=timedelta(days=21),
    usual_observations={"generation": range(40, 2_000)},  # 120 of 30 models on 2024-03-13
    in_starter=True,
)
