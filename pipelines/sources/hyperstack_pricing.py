"""Hyperstack's public price list of GPUs."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.hyperstack_pricing import normalise


def part_of(name: str) -> str | None:
    """One page, one listing."""
    return "pricing" if name.endswith((".html", ".htm")) else None


SPEC = SourceSpec(
    source_id="hyperstack-pricing",
    title="Hyperstack pricing page",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("pricing", "https://www.hyperstack.cloud/gpu-pricing", "hyperstack.html"),),
    part_of=part_of,
    hosts=frozenset({"www.hyperstack.cloud", "hyperstack.cloud"}),
    licence="vendor list prices, facts of a public page; earlier pages: excerpt of a provider page from the Wayback"
    " Machine; repository states no licence",
    licence_url="https://www.hyperstack.cloud/gpu-pricing",
    is_firsthand=True,
    cadence="daily",
    # 18 on 2024-08-22.
    usual_observations={"pricing": range(3, 200)},
    in_starter=True,
    reads_html=True,
)
