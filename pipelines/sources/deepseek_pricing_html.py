"""DeepSeek's own page of API prices."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelPrice
from transforms.sources.deepseek_pricing_html import normalise

URL = "https://api-docs.deepseek.com/zh-cn/quick_start/pricing"

SPEC = SourceSpec(
    source_id="deepseek-pricing-html",
    title="DeepSeek API prices",
    kinds=(ModelPrice,),
    normalise=normalise,
    requests=(Request(part="all", url=URL, name="pricing.html"),),
    part_of=lambda path: "all" if path.endswith((".html", ".htm")) else None,
    hosts=frozenset({"api-docs.deepseek.com"}),
    licence="vendor web page (vendor terms)",
    licence_url="https://platform.deepseek.com/downloads/DeepSeek%20Open%20Platform%20Terms%20of%20Service.html",
    is_firsthand=True,
    cadence="intraday",
    usual_observations={"all": range(3, 200)},  # 6 on 2026-07-17
    reads_html=True,
)
