"""OpenRouter's public list of models and the prices it bills."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelCard, ModelPrice
from transforms.sources.openrouter_models import normalise

SPEC = SourceSpec(
    source_id="openrouter-models",
    title="OpenRouter models",
    kinds=(ModelPrice, ModelCard),
    normalise=normalise,
    requests=(Request(part="all", url="https://openrouter.ai/api/v1/models", name="models.json"),),
    part_of=lambda path: "all" if path.endswith(".json") else None,
    hosts=frozenset({"openrouter.ai"}),
    licence="OpenRouter API output (terms of openrouter.ai)",
    licence_url="https://openrouter.ai/terms",
    is_firsthand=True,
    cadence="intraday",
    usual_observations={"all": range(200, 10_000)},  # 1,097 on 2025-05-07, 2,096 on 2026-08-18
)
