"""Epoch AI's benchmarking hub: own runs, gathered scores and the list of model versions, daily as one zip."""

import re
from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import BenchmarkScore, ModelCard
from transforms.sources.epoch_benchmarks import normalise

# Whole-board statistics, helper tables and Epoch's judgement which models are distilled: no observations of ours.
NOT_READ = frozenset(
    {"benchmark-metadata", "benchmark-optim", "distilled-models", "edi-scores", "processed-data-for-eci"}
)
# Two names of one board: the stem as part (the benchmark's slug wherever a file holds one benchmark).
PARTS = {
    "adversarial-nli": "anli",
    "bool-q": "boolq",
    "cad-eval": "cadeval",
    "common-sense-qa-2": "commonsenseqa-2",
    "csqa2": "commonsenseqa-2",
    "deepresearch": "deepresearch-bench",
    "deepresearchbench": "deepresearch-bench",
    "eci-scores": "epoch-capabilities-index",
    "fictionlivebench": "fiction-livebench",
    "gso": "gso-bench",
    "hella-swag": "hellaswag",
    "live-bench": "livebench",
    "metr": "metr-time-horizon",
    "metr-time-horizons": "metr-time-horizon",
    "open-book-qa": "openbookqa",
    "os-universe": "osuniverse",
    "science-qa": "scienceqa",
    "simple-bench": "simplebench",
    "terminalbench": "terminal-bench",
    "trivia-qa": "triviaqa",
    "videomme": "video-mme",
    "webdevarena": "webdev-arena",
    "wino-grande": "winogrande",
}

# Observations on 2025-07-23 and 2025-10-14, or on one of these days. Boards grow several times over within a year.
SEEN: dict[str, tuple[int, ...]] = {
    "aider-polyglot": (136, 168),
    "anli": (16,),
    "arc-agi": (49, 49),
    "arc-ai2": (223,),
    "balrog": (168, 189),
    "bbh": (44, 89),
    "benchmarks-runs": (682, 829),
    "boolq": (206,),
    "cadeval": (15, 15),
    "commonsenseqa-2": (10,),
    "cybench": (48, 48),
    "deepresearch-bench": (4, 13),
    "factorio-learning-environment": (15, 15),
    "fiction-livebench": (363, 575),
    "geobench": (174, 186),
    "gsm8k": (234,),
    "gso-bench": (9, 14),
    "hellaswag": (96, 135),
    "lambada": (80,),
    "lech-mazur-writing": (31,),
    "livebench": (441,),
    "mcbench": (68, 68),
    "metr-time-horizon": (28,),
    "mmlu": (129, 240),
    "model-versions": (431, 554),
    "openbookqa": (24, 73),
    "os-world": (44, 44),
    "osuniverse": (48, 48),
    "piqa": (140,),
    "scienceqa": (104,),
    "simplebench": (33, 44),
    "superglue": (10,),
    "terminal-bench": (15, 44),
    "the-agent-company": (30,),
    "triviaqa": (35, 115),
    "video-mme": (368, 368),
    "vpct": (16, 32),
    "webdev-arena": (25,),
    "weirdml": (301, 136),
    "winogrande": (66, 144),
}


def part_of(path: str) -> str | None:
    """`external_benchmark_mmlu.csv` and `mmlu_external.csv` are part `mmlu`; files without scores are None."""
    stem, dot, suffix = path.rsplit("/", 1)[-1].lower().rpartition(".")
    if not dot or suffix != "csv" or not re.match("[a-z0-9]", stem):
        return None
    plain = re.sub("[^a-z0-9]+", "-", stem.removeprefix("external_benchmark_").removesuffix("_external")).strip("-")
    return None if plain in NOT_READ else PARTS.get(plain, plain)


SPEC = SourceSpec(
    source_id="epoch-benchmarks",
    title="Epoch AI benchmarking hub",
    kinds=(BenchmarkScore, ModelCard),
    normalise=normalise,
    requests=(Request(part="*", url="https://epoch.ai/data/benchmark_data.zip", name="benchmark_data.zip"),),
    part_of=part_of,
    hosts=frozenset({"epoch.ai", "www.epoch.ai"}),
    licence="CC BY 4.0, credit Epoch AI; scores gathered from others keep their makers' terms",
    licence_url="https://epoch.ai/benchmarks/use-this-data#licensing",
    # Most parts pass on what leaderboards and papers say; Epoch's own runs have evaluator "Epoch AI".
    is_firsthand=False,
    cadence="daily",
    stale_after=timedelta(days=4),
    usual_observations={
        "*": range(1, 5_000),
        **{part: range(min(seen) // 3, 20 * max(seen)) for part, seen in SEEN.items()},
    },
    in_starter=True,
    kept_out_of_starter=frozenset({"critpt", "scicode"}),  # passed on from Artificial Analysis
)
