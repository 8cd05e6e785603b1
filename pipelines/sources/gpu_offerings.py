"""gpu-offerings: prices per GPU at 21 sellers, kept by hand by one tracker."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.gpu_offerings import normalise

URL = "https://raw.githubusercontent.com/tardellirs/gpu-pricing/main/src/data/offerings.json"


def part_of(name: str) -> str | None:
    """The list of offerings; the list of sellers beside it holds no price."""
    return "all" if name.rsplit("/", 1)[-1] == "offerings.json" else None


SPEC = SourceSpec(
    source_id="gpu-offerings",
    title="GPU pricing (offerings)",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("all", URL, "offerings.json"),),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="MIT",
    licence_url="https://github.com/tardellirs/gpu-pricing/blob/main/LICENSE",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"all": range(80, 10_000)},  # 297 on 2026-05-25
    in_starter=False,
)
