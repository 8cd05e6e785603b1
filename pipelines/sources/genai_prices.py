"""Pydantic's list of model prices, kept by hand and from the providers' APIs."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelCard, ModelPrice
from transforms.sources.genai_prices import normalise

URL = "https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/new_data/v2/data.json"

SPEC = SourceSpec(
    source_id="genai-prices",
    title="genai-prices by Pydantic",
    kinds=(ModelPrice, ModelCard),
    normalise=normalise,
    requests=(Request(part="all", url=URL, name="data.json"),),
    part_of=lambda path: "all" if path.endswith(".json") and "schema" not in path else None,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="MIT",
    licence_url="https://github.com/pydantic/genai-prices/blob/main/LICENSE",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"all": range(1_000, 20_000)},  # 1,807 on 2025-07-04, 3,046 on 2026-05-28
    in_starter=True,
)
