"""SF Compute's public market prices of GPU-hours."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.sfcompute_pricing import normalise


def part_of(name: str) -> str | None:
    """One page, one listing."""
    return "pricing" if name.endswith((".html", ".htm")) else None


SPEC = SourceSpec(
    source_id="sfcompute-pricing",
    title="SF Compute market prices",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("pricing", "https://sfcompute.com/", "sfcompute.html"),),
    part_of=part_of,
    hosts=frozenset({"sfcompute.com", "www.sfcompute.com"}),
    licence="none stated in the repository; factual price data, terms of the provider apply",
    licence_url="https://sfcompute.com/",
    is_firsthand=True,
    cadence="daily",
    is_complete=False,  # the days it shows move on
    # 5 on 2026-07-15, an excerpt with 5 of about 31 days.
    usual_observations={"pricing": range(1, 500)},
    in_starter=True,
    reads_html=True,
)
