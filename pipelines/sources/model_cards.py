"""Model cards in makers' own repositories: sizes, and what training took (Llama, DeepSeek)."""

import re
from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ModelCard
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
}
# Cards with a table of sizes or of training; the others (Kimi-K2, Qwen3, Yi-6B) have none.
READ = re.compile(r"(?:^|/)([^/]+)/MODEL_CARD\w*\.md$|(?:^|/)(DeepSeek-[^/]+)/README\.md$")


def part_of(path: str) -> str | None:
    """`…/Llama-3.1/MODEL_CARD.md` is part `llama-3.1`; files without the tables we read are None."""
    found = READ.search(path)
    return re.sub("[^a-z0-9._-]+", "-", (found[1] or found[2]).lower()) if found else None


SPEC = SourceSpec(
    source_id="model-cards",
    title="Model cards of Llama and DeepSeek",
    kinds=(ModelCard,),
    normalise=normalise,
    requests=tuple(
        Request(part=part, url=url, name=name, optional=True)
        for name, url in CARDS.items()
        if (part := part_of(name)) is not None
    ),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="Llama Community Licenses; DeepSeek-V3: MIT code, DeepSeek model licence",
    licence_url="https://github.com/meta-llama/llama-models/blob/main/models/llama3_1/LICENSE",
    is_firsthand=True,
    cadence="weekly",
    stale_after=timedelta(days=15),
    usual_observations={"*": range(1, 40)},  # 1 to 3 of each card, 2024-09-30 to 2025-06-16
)
