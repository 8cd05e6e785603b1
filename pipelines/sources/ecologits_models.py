"""EcoLogits' table of models and their sizes."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelCard
from transforms.sources.ecologits_models import normalise

URL = "https://raw.githubusercontent.com/genai-impact/ecologits/main/ecologits/data/models.json"

SPEC = SourceSpec(
    source_id="ecologits-models",
    title="EcoLogits model sizes",
    kinds=(ModelCard,),
    normalise=normalise,
    requests=(Request(part="all", url=URL, name="models.json"),),
    part_of=lambda path: "all" if path.endswith(("models.json", "models.csv")) else None,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="MPL-2.0",
    licence_url="https://github.com/genai-impact/ecologits/blob/main/LICENSE",
    is_firsthand=False,
    cadence="weekly",
    stale_after=timedelta(days=15),
    usual_observations={"all": range(30, 2_000)},  # 41 on 2024-04-12, 129 on 2024-08-23, 361 on 2025-10-27
)
