"""Epoch AI's table of notable models: parameters, training compute and hardware, with its own estimates."""

import re
from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelCard
from transforms.sources.epoch_models import normalise

TABLE = re.compile(r"(?:^|/)((?:notable|large_scale|frontier|all)_(?:ai_)?(?:models|systems))\.csv$")


def part_of(path: str) -> str | None:
    """`…/notable_ai_models.csv` is part `notable-ai-models`; other files are None."""
    found = TABLE.search(path)
    return found[1].replace("_", "-") if found else None


SPEC = SourceSpec(
    source_id="epoch-models",
    title="Epoch AI notable models",
    kinds=(ModelCard,),
    normalise=normalise,
    requests=(
        Request(
            part="notable-ai-models", url="https://epoch.ai/data/notable_ai_models.csv", name="notable_ai_models.csv"
        ),
    ),
    part_of=part_of,
    hosts=frozenset({"epoch.ai", "www.epoch.ai"}),
    licence="CC-BY-4.0 (Epoch AI)",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    is_firsthand=False,
    cadence="daily",
    stale_after=timedelta(days=4),
    usual_observations={
        "notable-ai-models": range(300, 10_000),  # 825 on 2024-07-16, 867 on 2025-04-04
        "*": range(10, 50_000),
    },
    in_starter=True,
)
