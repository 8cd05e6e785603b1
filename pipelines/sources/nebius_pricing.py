"""Nebius' public price list of GPU instances."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.nebius_pricing import normalise


def part_of(name: str) -> str | None:
    """One page, one listing."""
    return "pricing" if name.endswith((".html", ".htm")) else None


SPEC = SourceSpec(
    source_id="nebius-pricing",
    title="Nebius pricing page",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("pricing", "https://nebius.com/prices", "nebius.html"),),
    part_of=part_of,
    hosts=frozenset({"nebius.com", "www.nebius.com"}),
    licence="vendor list prices, facts of a public page; earlier pages: excerpt of a provider page from the Wayback"
    " Machine; repository states no licence",
    licence_url="https://nebius.com/prices",
    is_firsthand=True,
    cadence="daily",
    # 13 on 2024-11-15, 16 on 2026-07-12.
    usual_observations={"pricing": range(3, 200)},
    in_starter=True,
    reads_html=True,
)
