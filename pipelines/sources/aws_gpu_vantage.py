"""AWS's accelerated instances in all regions, as instances.vantage.sh lists them."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.aws_gpu_vantage import normalise

HOST = "instances.vantage.sh"


def part_of(name: str) -> str | None:
    """One list."""
    return "instances" if name.endswith((".json", ".js")) else None


SPEC = SourceSpec(
    source_id="aws-gpu-vantage",
    title="AWS instances (Vantage)",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("instances", f"https://{HOST}/instances.json", "instances.json"),),
    part_of=part_of,
    hosts=frozenset({HOST}),
    licence="MIT (code of vantage-sh/ec2instances.info); prices: terms of the provider",
    licence_url="https://github.com/vantage-sh/ec2instances.info/blob/master/LICENSE",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"instances": range(800, 60_000)},  # 1,913 on 2025-11-30, the short form
    max_bytes=512 * 2**20,
)
