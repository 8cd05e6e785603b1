"""LMArena ratings by board and category, from the arena-catalog repository."""

import re
from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import BenchmarkScore
from transforms.sources.lmarena_leaderboard import normalise

DATA = "https://raw.githubusercontent.com/lmarena/arena-catalog/main/data"
# `leaderboard-data.json` is the text board's name until 2025-03.
FILE = re.compile(r"leaderboard-([a-z0-9-]+)\.json")
RENAMED = {"data": "text", "data-style-control": "text-style-control"}
# text and vision since 2025-03, image since 2025-09; a 404 is an answer for what has not always been there.
BOARDS = {"text": False, "vision": False, "text-style-control": True, "vision-style-control": True, "image": True}


def part_of(path: str) -> str | None:
    """`…/leaderboard-text.json` is part `text`; other files of the repository are not boards."""
    match = FILE.fullmatch(path.rsplit("/", 1)[-1])
    return RENAMED.get(match[1], match[1]) if match else None


SPEC = SourceSpec(
    source_id="lmarena-leaderboard",
    title="LMArena leaderboards (arena-catalog)",
    kinds=(BenchmarkScore,),
    normalise=normalise,
    requests=tuple(
        Request(
            part=board,
            url=f"{DATA}/leaderboard-{board}.json",
            name=f"leaderboard-{board}.json",
            optional=optional,
        )
        for board, optional in BOARDS.items()
    ),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="none stated",
    licence_url="https://github.com/lmarena/arena-catalog",
    is_firsthand=True,
    # Nothing new since 2025-12-17, but the maker has not closed it: look once a week.
    cadence="weekly",
    stale_after=timedelta(days=21),
    usual_observations={
        "text": range(2_000, 20_000),  # 4,049 on 2025-03-07, 4,382 on 2025-04-24, 6,834 on 2025-11-06
        "vision": range(80, 2_000),  # 162 on 2025-03-07, 197 on 2025-04-24, 404 on 2025-11-06
        "*": range(8, 20_000),
    },
    max_bytes=32 * 2**20,
)
