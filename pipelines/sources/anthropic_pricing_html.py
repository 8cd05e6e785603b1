"""Anthropic's own page of API prices."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelPrice
from transforms.sources.anthropic_pricing_html import normalise

SPEC = SourceSpec(
    source_id="anthropic-pricing-html",
    title="Anthropic API prices",
    kinds=(ModelPrice,),
    normalise=normalise,
    requests=(Request(part="all", url="https://claude.com/pricing", name="pricing.html"),),
    part_of=lambda path: "all" if path.endswith((".html", ".htm")) else None,
    hosts=frozenset({"claude.com", "www.claude.com", "www.anthropic.com"}),
    licence="vendor web page (vendor terms)",
    licence_url="https://www.anthropic.com/legal/commercial-terms",
    is_firsthand=True,
    cadence="intraday",
    usual_observations={"all": range(6, 500)},  # 12 on 2024-05-25
    reads_html=True,
)
