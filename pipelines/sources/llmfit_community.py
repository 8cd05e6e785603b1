"""llmfit's community benchmarks, kept as one file per submission in folders per machine."""

import json
import re
from collections.abc import Iterable
from datetime import timedelta

from pipelines.spec import Get, Request, SourceSpec
from transforms.schemas import InferenceMeasurement
from transforms.sources.llmfit_community import normalise

REPOSITORY = "AlexsJones/llmfit"
FOLDER = "llmfit-core/data/community/"
FILE = re.compile(r"(?:^|/)[^/]+/\d+-[0-9a-f-]+\.json$")


def requests(get: Get) -> Iterable[Request]:
    """Every submission in the repository."""
    tree = json.loads(get(f"https://api.github.com/repos/{REPOSITORY}/git/trees/main?recursive=1"))
    for path in (entry["path"] for entry in tree["tree"]):
        part = part_of(path)
        if part and path.startswith(FOLDER):
            url = f"https://raw.githubusercontent.com/{REPOSITORY}/main/{path}"
            yield Request(part, url, path.removeprefix(FOLDER))


def part_of(name: str) -> str | None:
    """`submissions`; None for the schema they follow."""
    return "submissions" if FILE.search(name) else None


SPEC = SourceSpec(
    source_id="llmfit-community",
    title="llmfit community benchmarks",
    kinds=(InferenceMeasurement,),
    normalise=normalise,
    requests=requests,
    part_of=part_of,
    hosts=frozenset({"api.github.com", "raw.githubusercontent.com"}),
    licence="MIT",
    licence_url="https://github.com/AlexsJones/llmfit/blob/main/LICENSE",
    is_firsthand=True,
    cadence="weekly",
    stale_after=timedelta(days=15),
    is_complete=False,  # each file is one submission
    # 70 files on 2026-08-22, 56 of them with one result, the longest with 63; one of a single contradictory result.
    usual_observations={"*": range(500)},
    in_starter=True,
)
