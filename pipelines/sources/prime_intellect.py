"""A tracker of Prime Intellect's availability API, every half hour from 2025-10-19 until it ended in 2025-11."""

from pipelines.spec import SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.prime_intellect import normalise


def part_of(name: str) -> str | None:
    """The GPU: `h100-80gb-sxm5` for H100_80GB_SXM5.jsonl."""
    stem, _, ending = name.rpartition("/")[2].rpartition(".")
    return stem.lower().replace("_", "-") if ending == "jsonl" and stem else None


SPEC = SourceSpec(
    source_id="prime-intellect",
    title="Prime Intellect price tracker",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(),
    part_of=part_of,
    hosts=frozenset(),
    licence="MIT",
    licence_url="https://github.com/tugot17/gpu-price-tracker",
    is_firsthand=False,
    status="frozen",
    usual_observations={"*": range(1, 20_000)},  # 130 (gh200) to 1,412 (h100 sxm5) on 2025-11-16
    in_starter=True,
)
