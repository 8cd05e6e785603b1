"""Simon Willison's list of model prices and their history, one file per vendor."""

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from pipelines.spec import Get, Request, SourceSpec
from transforms.schemas import ModelPrice
from transforms.sources.llm_prices import normalise

INDEX = "https://www.llm-prices.com/current-v1.json"
DATA = "https://raw.githubusercontent.com/simonw/llm-prices/main/data"
VENDOR = re.compile(r"[a-z0-9][a-z0-9-]*")


def list_vendors(get: Get) -> Iterator[Request]:
    """One request per vendor of the built list, which names them all."""
    for vendor in sorted({entry["vendor"] for entry in json.loads(get(INDEX))["prices"]}):
        if VENDOR.fullmatch(vendor):
            yield Request(part=vendor, url=f"{DATA}/{vendor}.json", name=f"{vendor}.json", optional=True)


SPEC = SourceSpec(
    source_id="llm-prices",
    title="llm-prices by Simon Willison",
    kinds=(ModelPrice,),
    normalise=normalise,
    requests=list_vendors,
    part_of=lambda path: PurePosixPath(path).stem.lower() if path.endswith(".json") else None,
    hosts=frozenset({"www.llm-prices.com", "raw.githubusercontent.com"}),
    licence="none stated (public repository without a licence file)",
    licence_url="https://github.com/simonw/llm-prices",
    is_firsthand=False,
    cadence="daily",
    # On 2025-10-10 amazon 8, openai 56; on 2026-06-09 minimax 2, anthropic 32, openai 108.
    usual_observations={"*": range(2, 2_000)},
)
