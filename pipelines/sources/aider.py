"""Aider's leaderboards of code editing, from the data files of its website."""

import re
from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import BenchmarkScore
from transforms.sources.aider import normalise

DATA = "https://raw.githubusercontent.com/Aider-AI/aider/main/aider/website/_data"
# The other files of the folder are excerpts of these boards for single articles.
BOARDS = ("edit", "polyglot", "refactor")
FILE = re.compile(rf"({'|'.join(BOARDS)})_leaderboard\.ya?ml")


def part_of(path: str) -> str | None:
    """`…/polyglot_leaderboard.yml` is part `polyglot`."""
    match = FILE.fullmatch(path.rsplit("/", 1)[-1])
    return match[1] if match else None


SPEC = SourceSpec(
    source_id="aider",
    title="Aider LLM leaderboards",
    kinds=(BenchmarkScore,),
    normalise=normalise,
    requests=tuple(
        Request(part=board, url=f"{DATA}/{board}_leaderboard.yml", name=f"{board}_leaderboard.yml") for board in BOARDS
    ),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="Apache-2.0",
    licence_url="https://github.com/Aider-AI/aider/blob/main/LICENSE.txt",
    is_firsthand=True,
    cadence="daily",
    stale_after=timedelta(days=3),
    usual_observations={
        "edit": range(30, 2_000),  # 90 on 2024-07-05, 183 on 2024-10-01, 294 on 2024-12-22
        "polyglot": range(15, 2_000),  # 63 on 2025-01-31, 90 on 2025-03-17, 150 on 2025-05-08, 189 on 2025-07-18
        "refactor": range(8, 500),  # 28 on 2024-10-22
    },
    in_starter=True,
)
