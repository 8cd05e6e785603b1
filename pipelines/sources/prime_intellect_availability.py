"""Prime Intellect's availability API. It wants a key: without PRIME_API_KEY in the environment nothing is fetched."""

import os
from collections.abc import Iterable
from datetime import timedelta

from pipelines.spec import Get, Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.prime_intellect_availability import normalise

HOST = "api.primeintellect.ai"
KEY = "PRIME_API_KEY"
# 100 is the most the API gives on one page; pages after the last are empty.
PAGES, PAGE_SIZE = 15, 100


def requests(_get: Get) -> Iterable[Request]:
    """The pages of the list; none where there is no key, and the source then shows as not fetched."""
    key = os.environ.get(KEY, "").strip()
    for page in range(1, PAGES + 1) if key else ():
        yield Request(
            "offers",
            f"https://{HOST}/api/v1/availability/gpus?page={page}&page_size={PAGE_SIZE}",
            f"offers-{page:02d}.json",
            headers={"Authorization": f"Bearer {key}"},
        )


def part_of(name: str) -> str | None:
    """All pages are one listing."""
    return "offers" if name.endswith(".json") else None


SPEC = SourceSpec(
    source_id="prime-intellect-availability",
    title="Prime Intellect availability",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=requests,
    part_of=part_of,
    hosts=frozenset({HOST}),
    licence="none stated for the API (the captured answer is a test file of prime-cli: MIT)",
    licence_url="https://www.primeintellect.ai/terms",
    is_firsthand=False,
    cadence="intraday",
    stale_after=timedelta(hours=24),
    usual_observations={"offers": range(20, 20_000)},  # 79 on 2025-01-05, of two types of GPU
)
