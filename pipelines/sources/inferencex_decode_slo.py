"""InferenceX's decode-latency study: run files in a folder of its repository, measured in 2026-02."""

import re

from pipelines.spec import SourceSpec
from transforms.schemas import InferenceMeasurement
from transforms.sources.inferencex_decode_slo import normalise

FILE = re.compile(r"(?:^|/)([a-z0-9][a-z0-9._-]*)/results/[^/]+\.json$")


def part_of(name: str) -> str | None:
    """The folder of the model: glm-5, qwen3.5."""
    found = FILE.search(name)
    return found[1] if found else None


SPEC = SourceSpec(
    source_id="inferencex-decode-slo",
    title="InferenceX decode latency by context length",
    kinds=(InferenceMeasurement,),
    normalise=normalise,
    requests=(),  # added once, in commit 843c625 of 2026-02-17; not measured again
    part_of=part_of,
    hosts=frozenset(),
    licence="Apache-2.0",
    licence_url="https://github.com/SemiAnalysisAI/InferenceX/blob/main/LICENSE",
    is_firsthand=True,
    status="frozen",
    is_complete=False,  # each file states one point
    usual_observations={"*": range(1, 2)},  # one of each of 97 files on 2026-02-17
    in_starter=True,
)
