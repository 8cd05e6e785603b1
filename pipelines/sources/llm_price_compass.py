"""arc53's LLM price compass: measured speeds of GPUs, and prices of hosts."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import InferenceMeasurement, ModelPrice
from transforms.sources.llm_price_compass import normalise

BASE = "https://raw.githubusercontent.com/arc53/llm-price-compass/main"
# The CSV files of the repository repeat these two.
PARTS = {"gpu-benchmarks.json": "gpu-benchmarks", "managed-providers.json": "managed-providers"}

SPEC = SourceSpec(
    source_id="llm-price-compass",
    title="arc53 LLM price compass",
    kinds=(InferenceMeasurement, ModelPrice),
    normalise=normalise,
    requests=tuple(Request(part, f"{BASE}/{name}", name, optional=True) for name, part in PARTS.items()),
    part_of=lambda path: PARTS.get(path.rpartition("/")[2]),
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="MIT",
    licence_url="https://github.com/arc53/llm-price-compass/blob/main/LICENSE",
    is_firsthand=False,
    cadence="weekly",
    stale_after=timedelta(days=15),
    # On 2024-09-27: 3 runs, 30 prices.
    usual_observations={"gpu-benchmarks": range(1, 500), "managed-providers": range(10, 1_000)},
    in_starter=True,
)
