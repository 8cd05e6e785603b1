"""The model prices tokencost ships with: a snapshot of LiteLLM's list."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelCard, ModelPrice
from transforms.sources.tokencost_prices import normalise

URL = "https://raw.githubusercontent.com/AgentOps-AI/tokencost/main/tokencost/model_prices.json"

SPEC = SourceSpec(
    source_id="tokencost-prices",
    title="tokencost model prices",
    kinds=(ModelPrice, ModelCard),
    normalise=normalise,
    requests=(Request(part="all", url=URL, name="model_prices.json"),),
    part_of=lambda path: "all" if path.endswith(".json") else None,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="MIT",
    licence_url="https://github.com/AgentOps-AI/tokencost/blob/main/LICENSE",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"all": range(100, 60_000)},  # 462 on 2024-01-31, 2,293 on 2025-03-02
    in_starter=True,
)
