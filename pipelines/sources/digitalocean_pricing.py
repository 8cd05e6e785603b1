"""DigitalOcean's public price list of GPU Droplets."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.digitalocean_pricing import normalise


def part_of(name: str) -> str | None:
    """One page, one listing."""
    return "pricing" if name.endswith((".html", ".htm")) else None


SPEC = SourceSpec(
    source_id="digitalocean-pricing",
    title="DigitalOcean GPU Droplets pricing page",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("pricing", "https://www.digitalocean.com/pricing/gpu-droplets", "digitalocean.html"),),
    part_of=part_of,
    hosts=frozenset({"www.digitalocean.com", "digitalocean.com"}),
    licence="vendor list prices, facts of a public page; earlier pages: excerpt of a provider page from the Wayback"
    " Machine; repository states no licence",
    licence_url="https://www.digitalocean.com/pricing/gpu-droplets",
    is_firsthand=True,
    cadence="daily",
    # 9 on 2025-07-07.
    usual_observations={"pricing": range(2, 200)},
    in_starter=True,
    reads_html=True,
)
