"""Scaleway's public product catalogue: instances by zone, in euros."""

import re

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.scaleway_products import normalise

HOST = "api.scaleway.com"
CATALOGUE = f"https://{HOST}/product-catalog/v2alpha1/public-catalog/products?product_types=instance"
ZONES = ("fr-par-1", "fr-par-2", "fr-par-3", "nl-ams-1", "nl-ams-2", "nl-ams-3", "pl-waw-1", "pl-waw-2", "pl-waw-3")
# A zone had at most 97 products in 2026-03; a page after the last is empty.
PAGES, PAGE_SIZE = (1, 2), 100
ZONE = re.compile(r"\b([a-z]{2}-[a-z]{3}-[0-9]+)(?![0-9])")
DEFAULT_ZONE = "fr-par-1"  # that of the recordings which name none


def part_of(name: str) -> str | None:
    """The zone."""
    file = name.rpartition("/")[2]
    if not file.endswith((".json", ".yaml", ".yml")):
        return None
    found = ZONE.search(file)
    return found[1] if found else DEFAULT_ZONE


SPEC = SourceSpec(
    source_id="scaleway-products",
    title="Scaleway product catalogue",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=tuple(
        Request(zone, f"{CATALOGUE}&zone={zone}&page={page}&page_size={PAGE_SIZE}", f"{zone}-{page}.json")
        for zone in ZONES
        for page in PAGES
    ),
    part_of=part_of,
    hosts=frozenset({HOST}),
    licence="vendor list prices, facts of a public API (captures: Apache-2.0, tests of scaleway-cli)",
    licence_url="https://www.scaleway.com/en/contracts/",
    is_firsthand=True,
    cadence="daily",
    # fr-par-1: 1 on 2020-04-03, 5 on 2026-03-31 and 2026-04-20; pl-waw-1 has no GPU.
    usual_observations={"fr-par-1": range(1, 200), "*": range(200)},
)
