"""DataCrunch's (since 2025 Verda's) public price list of GPU instances."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.datacrunch_pricing import normalise


def part_of(name: str) -> str | None:
    """One page, one listing."""
    return "pricing" if name.endswith((".html", ".htm")) else None


SPEC = SourceSpec(
    source_id="datacrunch-pricing",
    title="DataCrunch (Verda) pricing page",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("pricing", "https://verda.com/products", "datacrunch.html"),),
    part_of=part_of,
    hosts=frozenset({"verda.com", "www.verda.com", "datacrunch.io", "www.datacrunch.io"}),
    licence="vendor list prices, facts of a public page; earlier pages: excerpt of a provider page from the Wayback"
    " Machine; repository states no licence",
    licence_url="https://verda.com/products",
    is_firsthand=True,
    cadence="daily",
    # 12 on 2025-08-08, an excerpt with the B200 alone.
    usual_observations={"pricing": range(2, 300)},
    in_starter=True,
    reads_html=True,
)
