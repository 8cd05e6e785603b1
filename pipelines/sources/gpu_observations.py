"""gpu-observations: prices per GPU at Vast.ai, RunPod, Lambda, Crusoe, Nebius and SF Compute, read by one tracker."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.gpu_observations import normalise

URL = "https://raw.githubusercontent.com/cherielilili/gpu-pricing-tracker/main/data/observations.csv"


def part_of(name: str) -> str | None:
    """One file, one listing."""
    return "all" if name.endswith(".csv") else None


SPEC = SourceSpec(
    source_id="gpu-observations",
    title="GPU pricing tracker (observations)",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("all", URL, "observations.csv"),),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="none stated in the repository; factual price data, terms of the provider apply",
    licence_url="https://github.com/cherielilili/gpu-pricing-tracker",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"all": range(50, 100_000)},  # 336 on 2026-05-08
    in_starter=False,
)
