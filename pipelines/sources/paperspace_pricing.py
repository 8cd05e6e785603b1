"""Paperspace's public price list of GPU machines."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.paperspace_pricing import normalise


def part_of(name: str) -> str | None:
    """One page, one listing."""
    return "pricing" if name.endswith((".html", ".htm")) else None


SPEC = SourceSpec(
    source_id="paperspace-pricing",
    title="Paperspace pricing page",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("pricing", "https://www.paperspace.com/pricing", "paperspace.html"),),
    part_of=part_of,
    hosts=frozenset({"www.paperspace.com", "paperspace.com", "www.digitalocean.com", "digitalocean.com"}),
    licence="vendor list prices, facts of a public page; earlier pages: excerpt of a provider page from the Wayback"
    " Machine; repository states no licence",
    licence_url="https://www.paperspace.com/pricing",
    is_firsthand=True,
    cadence="daily",
    # 13 on 2024-01-23.
    usual_observations={"pricing": range(3, 200)},
    in_starter=True,
    reads_html=True,
)
