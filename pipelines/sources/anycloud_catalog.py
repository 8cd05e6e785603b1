"""anycloud's catalogue of clouds, in SkyPilot's layout: on-demand and spot prices per instance type and region."""

import json
from collections.abc import Iterable

from pipelines.sources.skypilot_catalog import CLOUD, NO_CLOUDS, part_of
from pipelines.spec import Get, Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.anycloud_catalog import normalise

INDEX = "https://api.github.com/repos/anycloud-sh/catalog/contents"
BASE = "https://raw.githubusercontent.com/anycloud-sh/catalog/main"


def requests(get: Get) -> Iterable[Request]:
    """The machines of every cloud the repository lists today."""
    for entry in json.loads(get(INDEX)):
        name = entry["name"]
        if entry["type"] == "dir" and CLOUD.fullmatch(name) and name not in NO_CLOUDS:
            yield Request(name, f"{BASE}/{name}/vms.csv", f"{name}-vms.csv", optional=True)


SPEC = SourceSpec(
    source_id="anycloud-catalog",
    title="anycloud catalog",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=requests,
    part_of=part_of,
    hosts=frozenset({"api.github.com", "raw.githubusercontent.com"}),
    licence="none stated in the repository; factual price data, terms of the provider apply",
    licence_url="https://github.com/anycloud-sh/catalog",
    is_firsthand=False,
    cadence="daily",
    # lambda 255 (2026-04-02 and 06), azure 1,758 (2026-04-02), vast 64 (2026-04-30)
    usual_observations={
        "lambda": range(60, 3_000),
        "azure": range(400, 20_000),
        "vast": range(10, 5_000),
        "*": range(1, 60_000),
    },
    in_starter=False,
)
