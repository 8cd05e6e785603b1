"""Artificial Analysis: scores, typical API prices and speeds of models, as captured off its page."""

from pipelines.spec import SourceSpec
from transforms.schemas import BenchmarkScore, InferenceMeasurement, ModelCard, ModelPrice
from transforms.sources.artificial_analysis import normalise

SPEC = SourceSpec(
    source_id="artificial-analysis",
    title="Artificial Analysis models",
    kinds=(ModelCard, BenchmarkScore, ModelPrice, InferenceMeasurement),
    normalise=normalise,
    requests=(),  # the page holds no JSON of its own and the API asks for a key: captures only
    part_of=lambda path: "llms" if path.endswith(("llms.json", "models.json")) else None,
    hosts=frozenset(),
    licence="Artificial Analysis terms (attribution required); scraper repo MIT",
    licence_url="https://artificialanalysis.ai/docs/legal/Terms-of-Use.pdf",
    is_firsthand=True,
    status="frozen",
    usual_observations={"llms": range(1_000, 60_000)},  # on 2026-04-10, 445 models
)
