"""gpu-market-intel: hourly prices of Vast.ai, RunPod and Lambda as one tracker reads them."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.gpu_market_intel import normalise

URL = "https://raw.githubusercontent.com/nixj9/gpu-market-intel/main/data/gpu_pricing.csv"
PARTS = ("gpu-pricing", "runpod-history", "vast-history")


def part_of(name: str) -> str | None:
    """The file without its ending: one listing each, with its whole history."""
    part = name.rsplit("/", 1)[-1].removesuffix(".csv").replace("_", "-")
    return part if part in PARTS else None


SPEC = SourceSpec(
    source_id="gpu-market-intel",
    title="GPU market intel",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("gpu-pricing", URL, "gpu_pricing.csv"),),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="MIT (README)",
    licence_url="https://github.com/nixj9/gpu-market-intel",
    is_firsthand=False,
    cadence="intraday",
    # gpu_pricing 1,749 of 43,847 rows (2026-08-22: 23 weeks); runpod 35 and vast 13 (2026-03-11: three hours)
    usual_observations={"gpu-pricing": range(10, 200_000), "*": range(5, 10_000)},
    in_starter=False,
)
