"""The Full Stack's tables of cloud and serverless GPUs. Kept by hand until 2025-02: they are not fetched any more."""

from pipelines.spec import SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.fsdl_cloud_gpus import normalise

PARTS = ("cloud-gpus", "serverless-gpus")


def part_of(name: str) -> str | None:
    """The table: `cloud-gpus` for cloud-gpus.csv."""
    stem, _, ending = name.rpartition("/")[2].rpartition(".")
    return stem if ending == "csv" and stem in PARTS else None


SPEC = SourceSpec(
    source_id="fsdl-cloud-gpus",
    title="The Full Stack cloud GPUs",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(),
    part_of=part_of,
    hosts=frozenset(),
    licence="MIT",
    licence_url="https://github.com/the-full-stack/website/blob/main/LICENSE",
    is_firsthand=False,
    status="frozen",
    usual_observations={
        "cloud-gpus": range(50, 2_000),  # 123 on 2022-08-05, 208 on 2022-12-12, 305 on 2025-02-24
        "serverless-gpus": range(3, 500),  # 6 on 2023-01-11, 31 on 2023-11-24
    },
    in_starter=True,
)
