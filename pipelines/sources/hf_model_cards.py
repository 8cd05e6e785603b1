"""Model cards on Hugging Face, one part per model: licences, scores of their model-index, tables of their text."""

import re
from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import BenchmarkScore, ModelCard
from transforms.sources.hf_model_cards import PATH, normalise

# Open to anyone without a login; cards change seldom.
REPOSITORIES = (
    *("01-ai/Yi-34B", "01-ai/Yi-34B-Chat", "HuggingFaceH4/zephyr-7b-beta", "Qwen/Qwen2.5-7B-Instruct"),
    *("Qwen/Qwen2.5-72B-Instruct", "Qwen/Qwen3-32B", "Qwen/Qwen3-235B-A22B", "deepseek-ai/DeepSeek-R1"),
    *("deepseek-ai/DeepSeek-V3", "deepseek-ai/DeepSeek-V3-0324", "microsoft/phi-2", "microsoft/phi-4"),
    *("mistralai/Mixtral-8x7B-Instruct-v0.1", "mistralai/Mistral-7B-Instruct-v0.2", "openai/gpt-oss-120b"),
    *("openai/gpt-oss-20b", "moonshotai/Kimi-K2-Instruct", "zai-org/GLM-4.5", "upstage/SOLAR-10.7B-Instruct-v1.0"),
)


def part_of(path: str) -> str | None:
    """`…/phi-2/README.md` and `microsoft--phi-2.md` are part `phi-2`."""
    found = PATH.search(path)
    return re.sub("[^a-z0-9._-]+", "-", found["name"].lower()).strip("-._") or None if found else None


SPEC = SourceSpec(
    source_id="hf-model-cards",
    title="Hugging Face model cards",
    kinds=(ModelCard, BenchmarkScore),
    normalise=normalise,
    requests=tuple(
        Request(
            part=repository.rsplit("/", 1)[-1].lower(),
            url=f"https://huggingface.co/{repository}/raw/main/README.md",
            name=f"{repository.replace('/', '--')}.md",
            optional=True,
        )
        for repository in REPOSITORIES
    ),
    part_of=part_of,
    hosts=frozenset({"huggingface.co"}),
    licence="as each card states (apache-2.0, mit, llama2, llama3, cc-by-nc-4.0, other)",
    licence_url="https://huggingface.co/terms-of-service",
    is_firsthand=True,
    cadence="weekly",
    stale_after=timedelta(days=15),
    usual_observations={"*": range(1, 1000)},  # 1 to 86 of a card, 2023-12-05 to 2024-05-27
)
