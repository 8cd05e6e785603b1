"""MMLU-Pro: the table of submissions behind the leaderboard, and the short list in the README of the code."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import BenchmarkScore
from transforms.sources.mmlu_pro import normalise

RESULTS = "https://huggingface.co/datasets/TIGER-Lab/mmlu_pro_leaderboard_submission/resolve/main/results.csv"
README = "https://raw.githubusercontent.com/TIGER-AI-Lab/MMLU-Pro/main/README.md"


def part_of(path: str) -> str | None:
    """`readme` is the short list of the maker's own runs, `results` the whole table."""
    name = path.rsplit("/", 1)[-1].lower()
    if name.endswith((".md", ".markdown")):
        return "readme"
    return "results" if name.endswith(".csv") else None


SPEC = SourceSpec(
    source_id="mmlu-pro",
    title="MMLU-Pro leaderboard (TIGER-Lab)",
    kinds=(BenchmarkScore,),
    normalise=normalise,
    requests=(
        Request(part="results", url=RESULTS, name="results.csv", optional=True),
        Request(part="readme", url=README, name="README.md"),
    ),
    part_of=part_of,
    hosts=frozenset({"huggingface.co", "raw.githubusercontent.com"}),
    licence="Apache-2.0",
    licence_url="https://github.com/TIGER-AI-Lab/MMLU-Pro/blob/main/LICENSE",
    is_firsthand=True,
    cadence="weekly",
    stale_after=timedelta(days=21),
    usual_observations={
        "readme": range(8, 400),  # 16 on 2024-07-09, 17 on 2026-03-17
        "results": range(100, 20_000),
    },
    in_starter=True,
)
