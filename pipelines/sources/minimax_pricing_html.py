"""MiniMax's own page of API prices."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelPrice
from transforms.sources.minimax_pricing_html import normalise

SPEC = SourceSpec(
    source_id="minimax-pricing-html",
    title="MiniMax API prices",
    kinds=(ModelPrice,),
    normalise=normalise,
    requests=(Request(part="all", url="https://platform.minimaxi.com/subscribe/token-plan", name="pricing.html"),),
    part_of=lambda path: "all" if path.endswith((".html", ".htm")) else None,
    hosts=frozenset({"platform.minimaxi.com"}),
    licence="vendor web page (vendor terms)",
    licence_url="https://platform.minimaxi.com/protocol/terms-of-service",
    is_firsthand=True,
    cadence="intraday",
    usual_observations={"all": range(6, 300)},  # 25 on 2026-07-19
    reads_html=True,
)
