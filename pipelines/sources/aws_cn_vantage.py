"""AWS's accelerated instances in China, in yuan, as instances.vantage.sh lists them."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.aws_cn_vantage import normalise

HOST = "instances.vantage.sh"


def part_of(name: str) -> str | None:
    """One list."""
    return "instances-cn" if name.endswith((".json", ".js")) else None


SPEC = SourceSpec(
    source_id="aws-cn-vantage",
    title="AWS instances in China (Vantage)",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("instances-cn", f"https://{HOST}/instances-cn.json", "instances-cn.json"),),
    part_of=part_of,
    hosts=frozenset({HOST}),
    licence="MIT (code of vantage-sh/ec2instances.info); prices: terms of the provider",
    licence_url="https://github.com/vantage-sh/ec2instances.info/blob/master/LICENSE",
    is_firsthand=False,
    cadence="daily",
    usual_observations={"instances-cn": range(60, 5_000)},  # 132 on 2025-11-30
    max_bytes=512 * 2**20,
)
