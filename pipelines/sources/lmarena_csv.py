"""LMArena's text leaderboard as a repository of leaderboards keeps it, 2024-08 to 2025-07 and after."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import BenchmarkScore
from transforms.sources.lmarena_csv import normalise

URL = "https://raw.githubusercontent.com/fboulnois/llm-leaderboard-csv/main/csv/lmsys.csv"


def part_of(path: str) -> str | None:
    """`lmsys.csv` and `lmarena_text.csv` are the text board; boards of images are not read."""
    name = path.rsplit("/", 1)[-1].lower()
    if not name.endswith(".csv") or any(other in name for other in ("image", "vision", "video", "webdev", "search")):
        return None
    return "text"


SPEC = SourceSpec(
    source_id="lmarena-csv",
    title="LMArena text leaderboard (llm-leaderboard-csv)",
    kinds=(BenchmarkScore,),
    normalise=normalise,
    requests=(Request(part="text", url=URL, name="lmsys.csv"),),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="MPL-2.0",
    licence_url="https://github.com/fboulnois/llm-leaderboard-csv/blob/main/LICENSE",
    is_firsthand=False,
    cadence="weekly",
    stale_after=timedelta(days=21),
    # 123 on 2024-08-02, 137 on 09-11, 157 on 11-13, 184 on 2025-01-07, 188 on 04-11, 202 on 05-23, 218 on 07-18
    usual_observations={"text": range(40, 2_000)},
)
