"""SWE-bench leaderboards as pages of swebench.com, up to 2024-12."""

from pipelines.spec import SourceSpec
from transforms.schemas import BenchmarkScore
from transforms.sources.swe_bench_html import normalise


def part_of(path: str) -> str | None:
    """All boards stand on one page."""
    return "all" if path.rsplit("/", 1)[-1] in ("index.html", "") else None


SPEC = SourceSpec(
    source_id="swe-bench-html",
    title="SWE-bench leaderboards (pages up to 2024-12)",
    kinds=(BenchmarkScore,),
    normalise=normalise,
    requests=(),  # since 2025-05 the site has a data file with the same boards and more: source swe-bench
    part_of=part_of,
    hosts=frozenset(),
    licence="none stated",
    licence_url="https://github.com/SWE-bench/swe-bench.github.io",
    is_firsthand=True,
    status="frozen",
    # 10 on 2023-10-12, 20 on 2024-03-19, 63 on 2024-08-16, 107 on 2024-12-04
    usual_observations={"all": range(8, 1_000)},
)
