"""gpu-pricing-multi: the price lists of seven clouds, filtered by one tracker."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.gpu_pricing_multi import normalise

URL = "https://raw.githubusercontent.com/sooddvs/gpu-pricing/main/gpu_pricing.json"


def part_of(name: str) -> str | None:
    """One file, one listing."""
    return "all" if name.endswith(".json") else None


SPEC = SourceSpec(
    source_id="gpu-pricing-multi",
    title="GPU pricing (several clouds)",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("all", URL, "gpu_pricing.json"),),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="none stated in the repository; factual price data, terms of the provider apply",
    licence_url="https://github.com/sooddvs/gpu-pricing",
    is_firsthand=False,
    is_complete=False,  # a cloud whose key is missing or whose API failed has no SKUs that day
    cadence="daily",
    usual_observations={"all": range(20, 10_000)},  # 64 (2026-05-21), 259 and 260 (2026-05-26 to 06-10)
    in_starter=False,
)
