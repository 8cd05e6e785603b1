"""models.dev as its repository held it before api.json was kept: one TOML file per model and provider."""

from pipelines.spec import SourceSpec
from transforms.schemas import ModelCard, ModelPrice
from transforms.sources.models_dev_toml import normalise

SPEC = SourceSpec(
    source_id="models-dev-toml",
    title="models.dev repository (TOML files)",
    kinds=(ModelPrice, ModelCard),
    normalise=normalise,
    requests=(),
    part_of=lambda name: "all" if name.endswith(".tar.gz") else None,
    hosts=frozenset(),
    licence="MIT",
    licence_url="https://github.com/anomalyco/models.dev/blob/dev/LICENSE",
    is_firsthand=False,
    status="frozen",  # the same catalogue as api.json, which models-dev fetches
    usual_observations={"all": range(300, 60_000)},  # 655 on 2025-06-29, of 187 models
    in_starter=True,
)
