"""Traces of AWS's spot availability, 2022-10 (paper "Can't Be Late", NSDI 24). They hold no prices."""

from pipelines.spec import SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.aws_spot_availability import normalise


def part_of(name: str) -> str | None:
    """Zone, GPU and count: `us-west-2a-k80-1` for us-west-2a_k80_1.json."""
    stem, _, ending = name.rpartition("/")[2].rpartition(".")
    return stem.lower().replace("_", "-") if ending == "json" and stem else None


SPEC = SourceSpec(
    source_id="aws-spot-availability",
    title="AWS spot availability traces",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(),
    part_of=part_of,
    hosts=frozenset(),
    licence="none stated in the repository; measured by others",
    licence_url="https://github.com/skypilot-org/spot-traces",
    is_firsthand=False,
    status="frozen",
    is_complete=False,  # nothing is listed
    usual_observations={"*": range(1)},  # 0 on 2022-10-26, of 3,895 figures each
)
