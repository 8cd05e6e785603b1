"""US AI infrastructure monitor: daily list prices of H100, H200 and B200 at a few clouds, since 2026-07."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.us_ai_infra_gpu import normalise

URL = "https://raw.githubusercontent.com/vijay-sachdeva/us-ai-infra/main/data/history/gpu_prices.csv"

SPEC = SourceSpec(
    source_id="us-ai-infra-gpu",
    title="US AI infrastructure GPU prices",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("prices", URL, "gpu_prices.csv"),),
    part_of=lambda name: "prices" if name.endswith("gpu_prices.csv") else None,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="CC-BY-4.0 (data)",
    licence_url="https://github.com/vijay-sachdeva/us-ai-infra/blob/main/data/LICENSE",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"prices": range(3, 5_000)},  # 9 on 2026-08-22, of 368 rows
    in_starter=True,
)
