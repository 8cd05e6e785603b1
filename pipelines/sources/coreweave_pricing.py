"""CoreWeave's public price list of GPU instances."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.coreweave_pricing import normalise


def part_of(name: str) -> str | None:
    """One page, one listing."""
    return "pricing" if name.endswith((".html", ".htm")) else None


SPEC = SourceSpec(
    source_id="coreweave-pricing",
    title="CoreWeave pricing page",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("pricing", "https://www.coreweave.com/pricing", "coreweave.html"),),
    part_of=part_of,
    hosts=frozenset({"www.coreweave.com", "coreweave.com"}),
    licence="vendor list prices, facts of a public page; factual price data, terms of the provider apply",
    licence_url="https://www.coreweave.com/pricing",
    is_firsthand=True,
    cadence="daily",
    # 12 on 2023-09-21, an excerpt; 49 on 2026-10-07.
    usual_observations={"pricing": range(8, 400)},
    in_starter=True,
    reads_html=True,
)
