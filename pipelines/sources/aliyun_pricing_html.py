"""Alibaba Cloud's page of prices of managed models in Hologres."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelPrice
from transforms.sources.aliyun_pricing_html import normalise

URL = "https://help.aliyun.com/zh/hologres/user-guide/managed-models-billing"

SPEC = SourceSpec(
    source_id="aliyun-pricing-html",
    title="Alibaba Cloud Hologres managed model prices",
    kinds=(ModelPrice,),
    normalise=normalise,
    requests=(Request(part="all", url=URL, name="pricing.html"),),
    part_of=lambda path: "all" if path.endswith((".html", ".htm")) else None,
    hosts=frozenset({"help.aliyun.com"}),
    licence="vendor web page (vendor terms)",
    licence_url="https://help.aliyun.com/zh/hologres/user-guide/managed-models-billing",
    is_firsthand=True,
    cadence="intraday",
    usual_observations={"all": range(10, 2_000)},  # 146 on 2026-07-19
    reads_html=True,
)
