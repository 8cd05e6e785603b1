"""The prices LMArena draws its scores against."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelCard, ModelPrice
from transforms.sources.lmarena_prices import normalise

URL = "https://raw.githubusercontent.com/lmarena/arena-catalog/main/data/scatterplot-data.json"

SPEC = SourceSpec(
    source_id="lmarena-prices",
    title="LMArena prices (arena-catalog)",
    kinds=(ModelPrice, ModelCard),
    normalise=normalise,
    requests=(Request(part="all", url=URL, name="scatterplot-data.json"),),
    part_of=lambda path: "all" if path.endswith((".json", ".csv")) else None,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="none stated",
    licence_url="https://github.com/lmarena/arena-catalog",
    is_firsthand=False,
    # Nothing new since 2025-12-17, but the maker has not closed it: look once a week.
    cadence="weekly",
    stale_after=timedelta(days=21),
    usual_observations={"all": range(50, 5_000)},  # 224 on 2024-10-16, 96 on 2025-02-05, 325 on 2025-11-11
)
