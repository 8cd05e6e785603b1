"""Kimi's own page of API prices."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelPrice
from transforms.sources.kimi_pricing_html import normalise

URL = "https://platform.kimi.com/docs/pricing/chat-k26"

SPEC = SourceSpec(
    source_id="kimi-pricing-html",
    title="Kimi API prices",
    kinds=(ModelPrice,),
    normalise=normalise,
    requests=(Request(part="all", url=URL, name="pricing.html"),),
    part_of=lambda path: "all" if path.endswith((".html", ".htm")) else None,
    hosts=frozenset({"platform.kimi.com", "platform.moonshot.cn"}),
    licence="vendor web page (vendor terms)",
    licence_url="https://platform.kimi.com/docs/agreement/modeluse",
    is_firsthand=True,
    cadence="intraday",
    is_complete=False,  # a page per model, of which this is one
    usual_observations={"all": range(2, 200)},  # 3 on 2026-07-17
    reads_html=True,
)
