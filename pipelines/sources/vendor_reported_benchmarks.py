"""What makers report of their own models, gathered by hand: closed models and open ones in two tables."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import BenchmarkScore, ModelCard
from transforms.sources.vendor_reported_benchmarks import normalise

DATA = "https://raw.githubusercontent.com/yiyuanli939/LLM-Benchmark-Reported-Data/main/data"
TABLES = {"metadata.csv": "closed", "open_metadata.csv": "open"}


def part_of(path: str) -> str | None:
    """`metadata.csv` is part `closed`, `open_metadata.csv` `open`; benchmark_features.csv has no scores."""
    return TABLES.get(path.rsplit("/", 1)[-1].lower())


SPEC = SourceSpec(
    source_id="vendor-reported-benchmarks",
    title="Benchmarks as reported by vendors",
    kinds=(BenchmarkScore, ModelCard),
    normalise=normalise,
    requests=tuple(Request(part=part, url=f"{DATA}/{name}", name=name) for name, part in TABLES.items()),
    part_of=part_of,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="none stated",
    licence_url="https://github.com/yiyuanli939/LLM-Benchmark-Reported-Data",
    is_firsthand=False,
    cadence="weekly",
    stale_after=timedelta(days=21),
    usual_observations={
        "closed": range(100, 5_000),  # 377 on 2026-01-30
        "open": range(200, 8_000),  # 782 on 2026-01-30
    },
)
