"""A monitor of Vast.ai's market: daily median and least price of five GPUs, since 2026-06."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.vast_dispersion import normalise

URL = "https://raw.githubusercontent.com/qqqqhuhu/gpu_monitor/main/data/gpu_prices.csv"

SPEC = SourceSpec(
    source_id="vast-dispersion",
    title="Vast.ai prices and their dispersion (gpu_monitor)",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("days", URL, "gpu_prices.csv"),),
    part_of=lambda name: "days" if name.endswith(".csv") else None,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="none stated in the repository; factual price data, terms of the provider apply",
    licence_url="https://github.com/qqqqhuhu/gpu_monitor",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"days": range(50, 20_000)},  # 238 on 2026-08-10, of 28 days
)
