"""llmfit's cache of runs that people enter at LocalMaxxing: the best of each hardware preset."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import InferenceMeasurement
from transforms.sources.llmfit_benchmarks import normalise

NAME = "benchmark_cache.json"


def part_of(name: str) -> str | None:
    """`presets`, the one file."""
    return "presets" if name.endswith(NAME) else None


SPEC = SourceSpec(
    source_id="llmfit-benchmarks",
    title="llmfit benchmark cache (LocalMaxxing)",
    kinds=(InferenceMeasurement,),
    normalise=normalise,
    requests=(
        Request("presets", f"https://raw.githubusercontent.com/AlexsJones/llmfit/main/llmfit-core/data/{NAME}", NAME),
    ),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="MIT",
    licence_url="https://github.com/AlexsJones/llmfit/blob/main/LICENSE",
    is_firsthand=False,
    cadence="weekly",
    stale_after=timedelta(days=15),
    is_complete=False,  # the first rows of each preset
    # 87 runs in 115 rows on 2026-04-27, 294 in 344 on 2026-06-12.
    usual_observations={"presets": range(50, 20_000)},
    in_starter=True,
)
