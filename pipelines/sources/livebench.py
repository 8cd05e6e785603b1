"""LiveBench: one table of task scores per release of its questions."""

import json
import re
from collections.abc import Iterable
from datetime import timedelta

from pipelines.spec import Get, Request, SourceSpec
from transforms.schemas import BenchmarkScore
from transforms.sources.livebench import normalise

# The site's own repository lists the releases; the site lists them only inside its script.
INDEX = "https://api.github.com/repos/LiveBench/livebench.github.io/contents/public"
FILE = re.compile(r"table_(\d{4})_(\d{2})_(\d{2})\.csv")


def requests(get: Get) -> Iterable[Request]:
    """The table of every release."""
    for name in sorted(entry["name"] for entry in json.loads(get(INDEX))):
        if (part := part_of(name)) is not None:
            yield Request(part, f"https://livebench.ai/{name}", name)


def part_of(path: str) -> str | None:
    """`…/table_2025_04_02.csv` is part `2025-04-02`. `categories_*.json` say which task is in which category."""
    match = FILE.fullmatch(path.rsplit("/", 1)[-1])
    return "-".join(match.groups()) if match else None


SPEC = SourceSpec(
    source_id="livebench",
    title="LiveBench",
    kinds=(BenchmarkScore,),
    normalise=normalise,
    requests=requests,
    part_of=part_of,
    hosts=frozenset({"api.github.com", "livebench.ai"}),
    licence="Apache-2.0 (LiveBench)",
    licence_url="https://github.com/LiveBench/LiveBench/blob/main/LICENSE",
    is_firsthand=True,
    cadence="daily",
    stale_after=timedelta(days=3),
    # 59 to 73 models with 17 to 21 tasks, 6 or 7 categories and the whole, 2024-09-07 to 2026-01-02
    usual_observations={"*": range(1_000, 20_000)},
    in_starter=True,
)
