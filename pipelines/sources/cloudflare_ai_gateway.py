"""Cloudflare AI Gateway: the models it passes calls to, and the prices it reckons cost by."""

from pipelines.spec import SourceSpec
from transforms.schemas import ModelPrice
from transforms.sources.cloudflare_ai_gateway import normalise

SPEC = SourceSpec(
    source_id="cloudflare-ai-gateway",
    title="Cloudflare AI Gateway models",
    kinds=(ModelPrice,),
    normalise=normalise,
    requests=(),  # the list is served under an account's own gateway only
    part_of=lambda path: "all" if path.endswith(".json") else None,
    hosts=frozenset(),
    licence="MIT (the repository that keeps the response)",
    licence_url="https://developers.cloudflare.com/ai-gateway/",
    is_firsthand=False,
    status="frozen",
    usual_observations={"all": range(500, 20_000)},  # 2,174 on 2025-12-24
)
