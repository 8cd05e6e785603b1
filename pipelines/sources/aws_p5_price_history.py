"""A tracker of AWS's price of the H100 machine p5.48xlarge, a row a day since 2025-04."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.aws_p5_price_history import normalise

URL = "https://raw.githubusercontent.com/amorton45/aws-gpu-price-tracker/main/gpu_prices.csv"

SPEC = SourceSpec(
    source_id="aws-p5-price-history",
    title="AWS P5 price history",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("prices", URL, "gpu_prices.csv"),),
    part_of=lambda name: "prices" if name.endswith(".csv") else None,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="none stated in the repository; factual price data, terms of the provider apply",
    licence_url="https://github.com/amorton45/aws-gpu-price-tracker",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"prices": range(1, 500)},  # 2 on 2026-08-22: one price and its cut, of 500 rows
)
