"""gpurentalprices.com: a daily snapshot of the prices of some thirty clouds, published as a repository."""

import re

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.gpurentalprices import normalise

URL = "https://raw.githubusercontent.com/adriannutiu/gpu-rental-prices/main/data/latest.json"
SNAPSHOT = re.compile(r"(?:.*/)?(?:latest|[0-9]{4}-[0-9]{2}-[0-9]{2})\.json")

SPEC = SourceSpec(
    source_id="gpurentalprices",
    title="GPU Rental Prices",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("offers", URL, "latest.json"),),
    part_of=lambda name: "offers" if SNAPSHOT.fullmatch(name) else None,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="CC-BY-4.0",
    licence_url="https://gpurentalprices.com/data",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"offers": range(30, 5_000)},  # 41 on 2026-07-05, 294 on 2026-08-17
    in_starter=True,
)
