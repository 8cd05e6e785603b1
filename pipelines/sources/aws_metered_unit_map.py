"""AWS's public files behind its EC2 on-demand price table, one per region."""

from urllib.parse import quote

from pipelines.spec import Request, SourceSpec
from transforms.regions import AWS_REGIONS
from transforms.schemas import GpuOffer
from transforms.sources.aws_metered_unit_map import normalise

HOST = "b0.p.awsstatic.com"
BASE = f"https://{HOST}/pricing/2.0/meteredUnitMaps/ec2/USD/current/ec2-ondemand-without-sec-sel"
# GovCloud and China have price lists of their own. A region older than 2020 stands as "EU (…)" in these files.
LOCATIONS = [
    name
    for name, code in AWS_REGIONS.items()
    if not code.startswith(("us-gov-", "cn-"))
    and (not name.startswith("Europe") or code in ("eu-south-2", "eu-central-2"))
]


def part_of(name: str) -> str | None:
    """The region, as AWS lists each for itself; `linux` for a file that holds several."""
    stem, dot, ending = name.rpartition("/")[2].rpartition(".")
    if not dot or ending != "json":
        return None
    return stem if stem in AWS_REGIONS.values() else "linux"


SPEC = SourceSpec(
    source_id="aws-metered-unit-map",
    title="AWS EC2 on-demand price files",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=tuple(
        Request(
            AWS_REGIONS[name],
            f"{BASE}/{quote(name, safe='()')}/Linux/index.json",
            f"{AWS_REGIONS[name]}.json",
            optional=True,
        )
        for name in LOCATIONS
    ),
    part_of=part_of,
    hosts=frozenset({HOST}),
    licence="vendor list prices, facts of a public page; terms of the provider apply",
    licence_url="https://aws.amazon.com/ec2/pricing/on-demand/",
    is_firsthand=True,
    cadence="daily",
    # 51 on 2026-09-29, a file trimmed to 7 regions and 10 types.
    usual_observations={"linux": range(25, 20_000), "*": range(1, 1_000)},
    in_starter=True,
)
