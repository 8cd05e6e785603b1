"""Z.ai's own page of API prices."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelPrice
from transforms.sources.zai_pricing_html import normalise

URL = "https://docs.z.ai/guides/overview/pricing"

SPEC = SourceSpec(
    source_id="zai-pricing-html",
    title="Z.ai API prices",
    kinds=(ModelPrice,),
    normalise=normalise,
    requests=(Request(part="all", url=URL, name="pricing.html"),),
    part_of=lambda path: "all" if path.endswith((".html", ".htm")) else None,
    hosts=frozenset({"docs.z.ai"}),
    licence="vendor web page (vendor terms)",
    licence_url="https://docs.z.ai/legal-agreement/terms-of-use",
    is_firsthand=True,
    cadence="intraday",
    usual_observations={"all": range(10, 1_000)},  # 68 on 2026-08-18
    reads_html=True,
)
