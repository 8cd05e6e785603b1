"""The model prices Langfuse ships with, to cost the calls it traces."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelPrice
from transforms.sources.langfuse_prices import normalise

URL = "https://raw.githubusercontent.com/langfuse/langfuse/main/worker/src/constants/default-model-prices.json"

SPEC = SourceSpec(
    source_id="langfuse-prices",
    title="Langfuse default model prices",
    kinds=(ModelPrice,),
    normalise=normalise,
    requests=(Request(part="all", url=URL, name="default-model-prices.json"),),
    part_of=lambda path: "all" if path.endswith(".json") else None,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="MIT",
    licence_url="https://github.com/langfuse/langfuse/blob/main/LICENSE",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"all": range(80, 5_000)},  # 140 on 2024-10-24, 529 on 2026-06-09
    in_starter=True,
)
