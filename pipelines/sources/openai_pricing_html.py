"""OpenAI's own page of API prices."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelPrice
from transforms.sources.openai_pricing_html import normalise

URL = "https://developers.openai.com/api/docs/pricing"

SPEC = SourceSpec(
    source_id="openai-pricing-html",
    title="OpenAI API prices",
    kinds=(ModelPrice,),
    normalise=normalise,
    requests=(Request(part="all", url=URL, name="pricing.html"),),
    part_of=lambda path: "all" if path.endswith((".html", ".htm")) else None,
    hosts=frozenset({"developers.openai.com", "platform.openai.com"}),
    licence="vendor web page (vendor terms)",
    licence_url="https://openai.com/policies/terms-of-use/",
    is_firsthand=True,
    cadence="intraday",
    usual_observations={"all": range(60, 5_000)},  # 565 on 2026-08-21
    reads_html=True,
)
