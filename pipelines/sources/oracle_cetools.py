"""Oracle's public product list in dollars: what its cost estimator shows."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.oracle_cetools import normalise

HOST = "apexapps.oracle.com"


def part_of(name: str) -> str | None:
    """One list of products."""
    return "products" if name.endswith(".json") else None


SPEC = SourceSpec(
    source_id="oracle-cetools",
    title="Oracle Cloud price list",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(
        Request("products", f"https://{HOST}/pls/apex/cetools/api/v1/products/?currencyCode=USD", "products.json"),
    ),
    part_of=part_of,
    hosts=frozenset({HOST}),
    licence="vendor list prices, facts of a public API; terms of the provider apply",
    licence_url="https://docs.oracle.com/en-us/iaas/Content/Billing/Tasks/signingup_topic-Estimating_Costs.htm",
    is_firsthand=True,
    cadence="daily",
    usual_observations={"products": range(12, 300)},  # 20 on 2026-10-01
    in_starter=True,
)
