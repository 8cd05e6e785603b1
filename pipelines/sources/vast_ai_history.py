"""GPU Radar: daily cheapest and median prices on Vast.ai, since 2026-08."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.vast_ai_history import normalise

URL = "https://raw.githubusercontent.com/munkhbayarbr/gpu-radar/main/data/history.json"

SPEC = SourceSpec(
    source_id="vast-ai-history",
    title="Vast.ai price history (GPU Radar)",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("history", URL, "history.json"),),
    part_of=lambda name: "history" if name.endswith("history.json") else None,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="none stated in the repository; factual price data, terms of the provider apply",
    licence_url="https://github.com/munkhbayarbr/gpu-radar",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"history": range(20, 150_000)},  # 792 on 2026-08-22, of 89 GPUs
)
