"""A calculator's file of Google Cloud's prices by machine type and region, made anew from Google's list."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.gcp_pricing import normalise

URL = "https://raw.githubusercontent.com/Cyclenerd/google-cloud-pricing-cost-calculator/master/pricing.yml"

SPEC = SourceSpec(
    source_id="gcp-pricing",
    title="Google Cloud pricing (cost calculator)",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("machines", URL, "pricing.yml"),),
    part_of=lambda name: "machines" if name.endswith(("pricing.yml", "pricing.yaml")) else None,
    hosts=frozenset({"raw.githubusercontent.com"}),
    licence="Apache-2.0",
    licence_url="https://github.com/Cyclenerd/google-cloud-pricing-cost-calculator/blob/master/LICENSE",
    is_firsthand=False,
    cadence="weekly",
    stale_after=timedelta(days=15),
    usual_observations={"machines": range(100, 50_000)},  # 328 on 2022-02-09, 2,200 on 2023-06-01
    in_starter=True,
)
