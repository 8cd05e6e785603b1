"""Azure's public price list: machines of the N families (GPUs and FPGAs), in all regions and ways of paying."""

import json
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from pipelines.http import FetchError
from pipelines.spec import Get, Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.azure_retail_prices import normalise

HOST = "prices.azure.com"
FILTER = "serviceName eq 'Virtual Machines' and startswith(armSkuName, 'Standard_N')"
FIRST = f"https://{HOST}/api/retail/prices?api-version=2023-01-01-preview&$filter={quote(FILTER)}"
MOST_PAGES = 200  # some 15 of 1,000 items are usual; an answer that never ends is none


def requests(get: Get) -> Iterable[Request]:
    """Every page of the list; each names the next. Raises FetchError where the pages do not end, or lead elsewhere."""
    url = FIRST
    for number in range(1, MOST_PAGES + 1):
        yield Request("virtual-machines", url, f"page-{number:03d}.json")
        following = _next_page(url, get(url))
        if following is None:
            return
        url = following
    raise FetchError(url, f"more than {MOST_PAGES} pages")


def _next_page(url: str, body: bytes) -> str | None:
    try:
        document = json.loads(body)
    except ValueError as error:
        raise FetchError(url, "a page of the price list is not JSON") from error
    following = document.get("NextPageLink") if isinstance(document, dict) else None
    if following and urlsplit(str(following)).hostname != HOST:
        raise FetchError(url, "the next page is on another host")
    return str(following) if following else None


def part_of(name: str) -> str | None:
    """All pages are one listing."""
    return "virtual-machines" if name.endswith(".json") else None


SPEC = SourceSpec(
    source_id="azure-retail-prices",
    title="Azure retail prices",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=requests,
    part_of=part_of,
    hosts=frozenset({HOST}),
    licence="vendor list prices, facts of a public API; terms of the provider apply",
    licence_url="https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices",
    is_firsthand=True,
    cadence="daily",
    usual_observations={"virtual-machines": range(1, 100_000)},  # 2 on 2022-04-19, one page of 100 of the whole list
    in_starter=True,
)
