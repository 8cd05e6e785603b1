"""RunPod's public GraphQL API: GPU types and their prices in its secure and community clouds."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.runpod_gpu_types import normalise

QUERY = {"query": "query { gpuTypes { id displayName memoryInGb securePrice communityPrice } }"}


def part_of(name: str) -> str | None:
    """One answer, one listing."""
    return "gpu-types" if name.endswith(".json") else None


SPEC = SourceSpec(
    source_id="runpod-gpu-types",
    title="RunPod GPU types",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("gpu-types", "https://api.runpod.io/graphql", "gpu-types.json", json_body=QUERY),),
    part_of=part_of,
    hosts=frozenset({"api.runpod.io"}),
    licence="vendor list prices, facts of a public API; terms of the provider apply",
    licence_url="https://www.runpod.io/legal/terms-of-service",
    is_firsthand=True,
    cadence="intraday",
    stale_after=timedelta(hours=24),
    usual_observations={"gpu-types": range(30, 2_000)},  # 88 on 2026-08-17 and on 2026-09-29
    in_starter=True,
)
