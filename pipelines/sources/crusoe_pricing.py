"""Crusoe's public price list of GPUs."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.crusoe_pricing import normalise


def part_of(name: str) -> str | None:
    """One page, one listing."""
    return "pricing" if name.endswith((".html", ".htm")) else None


SPEC = SourceSpec(
    source_id="crusoe-pricing",
    title="Crusoe pricing page",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("pricing", "https://www.crusoe.ai/cloud/pricing", "crusoe.html"),),
    part_of=part_of,
    hosts=frozenset({"www.crusoe.ai", "crusoe.ai"}),
    licence="vendor list prices, facts of a public page; earlier pages: excerpt of a provider page from the Wayback"
    " Machine; repository states no licence",
    licence_url="https://www.crusoe.ai/cloud/pricing",
    is_firsthand=True,
    cadence="daily",
    # 35 on 2025-05-21, an excerpt without its last rows.
    usual_observations={"pricing": range(3, 200)},
    in_starter=True,
    reads_html=True,
)
