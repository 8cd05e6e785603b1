"""LiteLLM's list of model prices, kept by hand by the makers of a gateway and its users."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelCard, ModelPrice
from transforms.sources.litellm_prices import normalise

URL = "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json"

SPEC = SourceSpec(
    source_id="litellm-prices",
    title="LiteLLM model prices",
    kinds=(ModelPrice, ModelCard),
    normalise=normalise,
    requests=(Request(part="all", url=URL, name="model_prices_and_context_window.json"),),
    part_of=lambda path: "all" if path.endswith(".json") and "model_prices" in path else None,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="MIT",
    licence_url="https://github.com/BerriAI/litellm/blob/main/LICENSE",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"all": range(100, 60_000)},  # 243 on 2023-12-14, 10,688 on 2026-08-09
    in_starter=True,
)
