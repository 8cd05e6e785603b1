"""Tencent Cloud's page of TokenHub model prices."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelPrice
from transforms.sources.tencent_pricing_html import normalise

URL = "https://www.tencentcloud.com/zh/document/product/1300/78937"

SPEC = SourceSpec(
    source_id="tencent-pricing-html",
    title="Tencent Cloud TokenHub model prices",
    kinds=(ModelPrice,),
    normalise=normalise,
    requests=(Request(part="all", url=URL, name="pricing.html"),),
    part_of=lambda path: "all" if path.endswith((".html", ".htm")) else None,
    hosts=frozenset({"www.tencentcloud.com"}),
    licence="vendor web page (vendor terms)",
    licence_url="https://www.tencentcloud.com/document/product/301/9247",
    is_firsthand=True,
    cadence="intraday",
    usual_observations={"all": range(10, 2_000)},  # 132 on 2026-07-17
    reads_html=True,
)
