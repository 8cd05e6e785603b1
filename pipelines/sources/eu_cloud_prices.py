"""eu-cloud-prices: European clouds' instances, one file per cloud, most kept by hand."""

import json
import re
from collections.abc import Iterable

from pipelines.spec import Get, Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.eu_cloud_prices import normalise

INDEX = "https://api.github.com/repos/mixxor/eu-cloud-prices/contents/prices"
BASE = "https://raw.githubusercontent.com/mixxor/eu-cloud-prices/main/prices"
CLOUD = re.compile(r"([a-z][a-z0-9-]*)\.json")
# Files beside the clouds' own: the schema, and all clouds in one.
NO_CLOUDS = frozenset({"schema", "normalized", "index", "metadata", "package", "package-lock"})


def part_of(name: str) -> str | None:
    """The cloud: `nws` for nws.json."""
    found = CLOUD.fullmatch(name.rsplit("/", 1)[-1])
    return found[1] if found and found[1] not in NO_CLOUDS else None


def requests(get: Get) -> Iterable[Request]:
    """The file of every cloud the repository lists today."""
    for entry in json.loads(get(INDEX)):
        part = part_of(entry["name"]) if entry["type"] == "file" else None
        if part is not None:
            yield Request(part, f"{BASE}/{part}.json", f"{part}.json", optional=True)


SPEC = SourceSpec(
    source_id="eu-cloud-prices",
    title="EU cloud prices",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=requests,
    part_of=part_of,
    hosts=frozenset({"api.github.com", "raw.githubusercontent.com"}),
    licence='none (README: "provided as-is for informational purposes")',
    licence_url="https://github.com/mixxor/eu-cloud-prices",
    is_firsthand=False,
    cadence="weekly",
    # nws 7 (2026-02-18), safespring 4 (2026-01-29), hikube 6 (2026-08-12); ovh, civo, infomaniak, leafcloud and nebius
    # list no GPU (2026-01 and 02)
    usual_observations={"nws": range(1, 200), "safespring": range(1, 200), "hikube": range(1, 200), "*": range(500)},
    in_starter=False,
)
