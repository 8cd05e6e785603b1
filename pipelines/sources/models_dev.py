"""models.dev: an open catalogue of the models that providers sell."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelCard, ModelPrice
from transforms.sources.models_dev import normalise

SPEC = SourceSpec(
    source_id="models-dev",
    title="models.dev catalogue of models",
    kinds=(ModelPrice, ModelCard),
    normalise=normalise,
    requests=(Request(part="all", url="https://models.dev/api.json", name="api.json"),),
    part_of=lambda path: "all" if path.endswith(".json") else None,
    hosts=frozenset({"models.dev"}),
    licence="MIT",
    licence_url="https://github.com/anomalyco/models.dev/blob/dev/LICENSE",
    is_firsthand=False,
    cadence="intraday",
    usual_observations={"all": range(1_000, 80_000)},  # 9,668 on 2026-03-01, 12,168 on 2026-03-25
    in_starter=True,
)
