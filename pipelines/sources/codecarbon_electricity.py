"""CodeCarbon's data files on the carbon intensity of electricity."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GridIntensity
from transforms.sources.codecarbon_electricity import normalise

BASE = "https://raw.githubusercontent.com/mlco2/codecarbon/master/codecarbon/data"
# Where each part lies in the repository; the folders named after a year move on with the figures (2016, 2020, 2023).
FILES = {
    "global": "private_infra/global_energy_mix.json",
    "eu-history": "private_infra/2020/eu-carbon-intensity-electricity.csv",
    "cloud": "cloud/impact.csv",
    "usa": "private_infra/2023/usa_emissions.json",
    "canada": "private_infra/2023/canada_energy_mix.json",
    "china": "private_infra/2023/china_provincial_emissions.json",
    "nordic": "private_infra/nordic_emissions.json",
    "per-source": "private_infra/carbon_intensity_per_source.json",
}
PARTS = {path.rpartition("/")[2]: part for part, path in FILES.items()}
# Of no use to us so far (canada), or perhaps no longer in the repository.
OPTIONAL = {"canada", "eu-history"}

SPEC = SourceSpec(
    source_id="codecarbon-electricity",
    title="CodeCarbon electricity data",
    kinds=(GridIntensity,),
    normalise=normalise,
    requests=tuple(Request(part, f"{BASE}/{path}", path, optional=part in OPTIONAL) for part, path in FILES.items()),
    part_of=lambda name: PARTS.get(name.rpartition("/")[2]),
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="MIT",
    licence_url="https://github.com/mlco2/codecarbon/blob/master/LICENSE",
    is_firsthand=False,
    cadence="weekly",
    stale_after=timedelta(days=15),
    usual_observations={
        "global": range(300),  # 0 on 2022-10-04 (mix only), 81 on 2024-04-07, 212 on 2024-11-15
        "eu-history": range(500, 1_500),  # 630 on 2023-05-16
        "cloud": range(30, 300),  # 40 on 2026-10-23
        "usa": range(50, 60),  # 52 on 2026-10-23
        "canada": range(14),  # 0 on 2026-10-23: no emissions in it
        "china": range(25, 40),  # 30 on 2026-10-23
        "nordic": range(1, 40),  # 10 on 2026-10-23; 1 while the zones were placeholders
        "per-source": range(1, 2),  # 1 on 2026-10-23: the world
    },
    in_starter=True,
)
