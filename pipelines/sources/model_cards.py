"""Model cards in makers' own repositories: sizes, what training took, and scores."""

import re
from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import BenchmarkScore, ModelCard
from transforms.sources.model_cards import normalise

LLAMA = "https://raw.githubusercontent.com/meta-llama/llama-models/main/models"
CARDS = {
    "Llama-2/MODEL_CARD.md": f"{LLAMA}/llama2/MODEL_CARD.md",
    "Llama-3/MODEL_CARD.md": f"{LLAMA}/llama3/MODEL_CARD.md",
    "Llama-3.1/MODEL_CARD.md": f"{LLAMA}/llama3_1/MODEL_CARD.md",
    "Llama-3.2/MODEL_CARD.md": f"{LLAMA}/llama3_2/MODEL_CARD.md",
    "Llama-3.2-Vision/MODEL_CARD.md": f"{LLAMA}/llama3_2/MODEL_CARD_VISION.md",
    "Llama-3.3/MODEL_CARD.md": f"{LLAMA}/llama3_3/MODEL_CARD.md",
    "Llama-4/MODEL_CARD.md": f"{LLAMA}/llama4/MODEL_CARD.md",
    "DeepSeek-V3/README.md": "https://raw.githubusercontent.com/deepseek-ai/DeepSeek-V3/main/README.md",
    "DeepSeek-R1/README.md": "https://raw.githubusercontent.com/deepseek-ai/DeepSeek-R1/main/README.md",
    "Kimi-K2/README.md": "https://raw.githubusercontent.com/MoonshotAI/Kimi-K2/main/README.md",
    "Yi/README.md": "https://raw.githubusercontent.com/01-ai/Yi/main/README.md",
}
# Cards; other Markdown beside them explains weights and code. Qwen3's has no table.
READ = re.compile(r"(?:^|/)(?!Qwen3/)([^/]+)/(?:MODEL[_-]CARD\w*|(?:HUGGINGFACE_)?README)\.md$", re.IGNORECASE)


def part_of(path: str) -> str | None:
    """`…/Llama-3.1/MODEL_CARD.md` is part `llama-3.1`; files that are no cards are None."""
    found = READ.search(path)
    return re.sub("[^a-z0-9._-]+", "-", found[1].lower()).strip("-._") or None if found else None


SPEC = SourceSpec(
    source_id="model-cards",
    title="Model cards of makers' repositories",
    kinds=(ModelCard, BenchmarkScore),
    normalise=normalise,
    requests=tuple(
        Request(part=part, url=url, name=name, optional=True)
        for name, url in CARDS.items()
        if (part := part_of(name)) is not None
    ),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="Llama Community Licenses; DeepSeek model licence, code MIT; Kimi K2: modified MIT; Yi: Apache-2.0",
    licence_url="https://github.com/meta-llama/llama-models/blob/main/models/llama3_1/LICENSE",
    is_firsthand=True,
    cadence="weekly",
    stale_after=timedelta(days=15),
    usual_observations={"*": range(1, 1000)},  # 34 to 283 of each card, 2024-05-30 to 2025-07-29
)
