"""AI Energy Score: the leaderboard's tables per task, and tables of runs kept in its repository."""

import re
from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import InferenceMeasurement
from transforms.sources.ai_energy_score import normalise

SPACE = "https://huggingface.co/spaces/AIEnergyScore/Leaderboard/raw/main/data/energy"
TASKS = ("text_generation", "reasoning", "image_generation", "summarization", "question_answering")
FILE = re.compile(r"(?:^|/)(?:(master_results)|(benchmark_report)|([a-z_]+))\.(?:csv|json)$")


def part_of(name: str) -> str | None:
    """The task of a leaderboard's table; `runs` for runs, `report` for a single run's report."""
    found = FILE.search(name)
    if found is None:
        return None
    if found[1] or found[2]:
        return "runs" if found[1] else "report"
    return found[3].replace("_", "-") if name.endswith(".csv") else None


SPEC = SourceSpec(
    source_id="ai-energy-score",
    title="AI Energy Score",
    kinds=(InferenceMeasurement,),
    normalise=normalise,
    requests=tuple(
        Request(task.replace("_", "-"), f"{SPACE}/{task}.csv", f"{task}.csv", optional=True) for task in TASKS
    ),
    part_of=part_of,
    hosts=frozenset({"huggingface.co"}),
    licence="MIT",
    licence_url="https://github.com/huggingface/AIEnergyScore/blob/main/LICENSE",
    is_firsthand=True,
    cadence="weekly",
    stale_after=timedelta(days=15),
    is_complete=False,  # tables of runs hold what one machine has measured
    # None seen: a report without a model on 2025-08-26, a header without rows on 2025-10-26.
    usual_observations={"*": range(1, 2_000)},
    in_starter=True,
)
