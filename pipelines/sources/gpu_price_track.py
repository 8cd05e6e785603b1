"""gpu_price_track: the price pages of Lambda and RunPod, read twice a day by one tracker."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.gpu_price_track import normalise

URL = "https://raw.githubusercontent.com/krisjiang-matrix/gpu_price_track/main/data/gpu_prices.csv"


def part_of(name: str) -> str | None:
    """One file, one listing, with its whole history."""
    return "all" if name.endswith(".csv") else None


SPEC = SourceSpec(
    source_id="gpu-price-track",
    title="GPU price track",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("all", URL, "gpu_prices.csv"),),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="none stated in the repository; factual price data, terms of the provider apply",
    licence_url="https://github.com/krisjiang-matrix/gpu_price_track",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"all": range(10, 100_000)},  # 49 of 1,998 rows on 2026-08-22 (8 weeks)
    in_starter=False,
)
