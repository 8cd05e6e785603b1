"""EcoLogits' electricity mixes."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GridIntensity
from transforms.sources.ecologits_electricity import normalise

URL = "https://raw.githubusercontent.com/genai-impact/ecologits/main/ecologits/data/electricity_mixes.csv"

SPEC = SourceSpec(
    source_id="ecologits-electricity",
    title="EcoLogits electricity mixes",
    kinds=(GridIntensity,),
    normalise=normalise,
    requests=(Request(part="all", url=URL, name="electricity_mixes.csv"),),
    part_of=lambda path: "all" if path.endswith(".csv") else None,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="MPL-2.0",
    licence_url="https://github.com/genai-impact/ecologits/blob/main/LICENSE",
    is_firsthand=False,
    cadence="weekly",
    stale_after=timedelta(days=15),
    usual_observations={"all": range(100, 260)},  # 135 on 2024-08-28, 138 on 2025-10-09
)
