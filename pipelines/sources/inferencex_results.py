"""InferenceX benchmark results: the website's rows per model, and run files kept in its repository."""

import re
from datetime import timedelta
from urllib.parse import quote

from pipelines.spec import Request, SourceSpec
from transforms.schemas import InferenceMeasurement
from transforms.sources.inferencex_results import normalise

API = "https://inferencex.semianalysis.com/api/v1/benchmarks?model="
# Names the API knew in 2026; it answers 400 to others. The maintainers ask not to poll: one answer per model a week.
MODELS = ("DeepSeek-R1-0528", "DeepSeek-V4-Pro", "Kimi-K3", "gpt-oss-120b")
ROWS = re.compile(r"(?:^|/)rows/([a-z0-9][a-z0-9.-]*)\.json$")


def part_of(name: str) -> str | None:
    """The model for the website's rows; `runs` for single runs and aggregates."""
    if found := ROWS.search(name):
        return found[1]
    return "runs" if name.endswith(".json") else None


SPEC = SourceSpec(
    source_id="inferencex-results",
    title="InferenceX",
    kinds=(InferenceMeasurement,),
    normalise=normalise,
    requests=tuple(
        Request(model.lower(), f"{API}{quote(model)}", f"rows/{model.lower()}.json", optional=True) for model in MODELS
    ),
    part_of=part_of,
    hosts=frozenset({"inferencex.semianalysis.com"}),
    licence="Apache-2.0",
    licence_url="https://github.com/SemiAnalysisAI/InferenceX/blob/main/LICENSE",
    is_firsthand=True,
    cadence="weekly",
    stale_after=timedelta(days=15),
    is_complete=False,  # a run that is no longer listed was still measured
    # One point per run file on 2026-04-28; the website held 429 rows of gpt-oss-120b in 2026-05.
    usual_observations={"runs": range(1, 5_000), "*": range(20, 20_000)},
    in_starter=True,
)
