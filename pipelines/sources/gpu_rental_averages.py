"""A tracker of Silicon Data's index of GPU rents: daily averages, since 2026-03."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.gpu_rental_averages import normalise

URL = "https://raw.githubusercontent.com/joshhmckee/gpu-rental-prices/main/gpu_prices.csv"

SPEC = SourceSpec(
    source_id="gpu-rental-averages",
    title="GPU rental averages",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("averages", URL, "gpu_prices.csv"),),
    part_of=lambda name: "averages" if name.endswith(".csv") else None,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="none stated in the repository; factual price data, terms of the provider apply",
    licence_url="https://github.com/joshhmckee/gpu-rental-prices",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"averages": range(100, 9_000)},  # 319 on 2026-08-22, of 170 days
)
