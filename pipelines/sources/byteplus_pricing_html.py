"""BytePlus's own page of ModelArk prices."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelPrice
from transforms.sources.byteplus_pricing_html import normalise

URL = "https://docs.byteplus.com/en/docs/ModelArk/1544106"

SPEC = SourceSpec(
    source_id="byteplus-pricing-html",
    title="BytePlus ModelArk prices",
    kinds=(ModelPrice,),
    normalise=normalise,
    requests=(Request(part="all", url=URL, name="pricing.html"),),
    part_of=lambda path: "all" if path.endswith((".html", ".htm")) else None,
    hosts=frozenset({"docs.byteplus.com"}),
    licence="vendor web page (vendor terms)",
    licence_url="https://docs.byteplus.com/en/docs/legal/docs-terms-of-service",
    is_firsthand=True,
    cadence="intraday",
    usual_observations={"all": range(10, 2_000)},  # 112 on 2026-08-18
    reads_html=True,
)
