"""coroot's cloud-pricing: AWS, Azure and Google machine types, rebuilt daily."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.cloud_pricing import normalise

URL = "https://coroot.github.io/cloud-pricing/data/cloud-pricing.json.gz"


def part_of(name: str) -> str | None:
    """One file, one listing."""
    return "all" if name.endswith((".json.gz", ".json")) else None


SPEC = SourceSpec(
    source_id="cloud-pricing",
    title="coroot cloud-pricing",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("all", URL, "cloud-pricing.json.gz"),),
    part_of=part_of,
    hosts=frozenset({"coroot.github.io"}),
    licence="Apache-2.0",
    licence_url="https://github.com/coroot/cloud-pricing/blob/main/LICENSE",
    is_firsthand=False,
    cadence="daily",
    # 548 (2023-02), 558 (2023-06), 629 (2023-11): AWS spot alone; 1,048 to 1,084 with Google (2024-05 to 07)
    usual_observations={"all": range(200, 10_000)},
    in_starter=False,
)
