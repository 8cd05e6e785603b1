"""GPU price dashboard of India: prices per GPU at many sellers, in USD and INR, as one tracker reads them."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.gpu_price_dashboard_inr import normalise

URL = "https://raw.githubusercontent.com/hemgo-lexsi/gpu-price-dashboard/main/data/prices.json"


def part_of(name: str) -> str | None:
    """One file, one listing."""
    return "all" if name.endswith(".json") else None


SPEC = SourceSpec(
    source_id="gpu-price-dashboard-inr",
    title="GPU price dashboard (India)",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("all", URL, "prices.json"),),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="none stated in the repository; factual price data, terms of the provider apply",
    licence_url="https://github.com/hemgo-lexsi/gpu-price-dashboard",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"all": range(40, 5_000)},  # 135, 175 and 220 on 2026-08-20, 21 and 22
    in_starter=False,
)
