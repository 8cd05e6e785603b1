"""MLPerf Inference results of the last rounds, as MLCommons keeps them beside the submissions."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import InferenceMeasurement
from transforms.sources.mlperf_inference import normalise

RAW = "https://raw.githubusercontent.com/mlcommons"
# Two rounds a year. The file of v5.0 is said to be outdated; that of v4.1 was removed after publication.
ROUNDS = ("v5.1", "v6.0")


def part_of(name: str) -> str | None:
    """`summary`: a round is told apart by `round` in the configuration, as files of all rounds bear one name."""
    return "summary" if name.endswith("summary_results.json") else None


SPEC = SourceSpec(
    source_id="mlperf-inference",
    title="MLPerf Inference",
    kinds=(InferenceMeasurement,),
    normalise=normalise,
    requests=tuple(
        Request(
            "summary",
            f"{RAW}/inference_results_{each}/main/summary_results.json",
            f"inference_results_{each}/summary_results.json",
            optional=each != "v5.1",
        )
        for each in ROUNDS
    ),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="Apache-2.0 (MLCommons results)",
    licence_url="https://github.com/mlcommons/inference_results_v5.1/blob/main/LICENSE.md",
    is_firsthand=True,
    cadence="weekly",
    stale_after=timedelta(days=15),
    is_complete=False,  # a new round does not end the results of the one before
    # 937 results of v4.1 on 2024-08-28, 1,403 of 1,448 of v5.1 on 2025-09-04.
    usual_observations={"*": range(300, 10_000)},
    in_starter=True,
)
