"""Lambda's public price list of GPU instances and clusters."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.lambda_pricing import normalise


def part_of(name: str) -> str | None:
    """One page, one listing."""
    return "pricing" if name.endswith((".html", ".htm")) else None


SPEC = SourceSpec(
    source_id="lambda-pricing",
    title="Lambda pricing page",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("pricing", "https://lambda.ai/pricing", "lambda.html"),),
    part_of=part_of,
    hosts=frozenset({"lambda.ai", "www.lambda.ai", "lambdalabs.com", "www.lambdalabs.com"}),
    licence="vendor list prices, facts of a public page; earlier pages: excerpt of a provider page from the Wayback"
    " Machine; repository states no licence",
    licence_url="https://lambda.ai/pricing",
    is_firsthand=True,
    cadence="daily",
    # 15 on 2023-09-09; 5 on 2026-01-09, an excerpt cut after the first of four tabs.
    usual_observations={"pricing": range(4, 300)},
    in_starter=True,
    reads_html=True,
)
