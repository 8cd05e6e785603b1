"""Vast.ai's public search: the offers that can be rented now, on demand and by bid."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.vast_ai import normalise

# All that can be rented, verified or not. 1,343 offers on 2026-08-17; `limit` is far above, so that a listing is whole.
SEARCH = {
    "type": "on-demand",
    "rentable": {"eq": True},
    "rented": {"eq": False},
    "order": [["dph_total", "asc"]],
    "limit": 20_000,
}


def part_of(name: str) -> str | None:
    """One answer, one listing."""
    return "offers" if name.endswith(".json") else None


SPEC = SourceSpec(
    source_id="vast-ai",
    title="Vast.ai offers",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("offers", "https://console.vast.ai/api/v0/bundles/", "offers.json", json_body=SEARCH),),
    part_of=part_of,
    hosts=frozenset({"console.vast.ai", "cloud.vast.ai"}),
    licence="none stated in the API; factual price data, terms of the provider apply",
    licence_url="https://vast.ai/terms",
    is_firsthand=True,
    cadence="intraday",
    stale_after=timedelta(hours=12),
    # 12 on 2026-07-15, trimmed to 6 offers by its recorder; 2,686 on 2026-08-17.
    usual_observations={"offers": range(6, 60_000)},
)
