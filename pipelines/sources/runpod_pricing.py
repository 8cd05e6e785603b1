"""RunPod's public price list of GPUs in its secure and community clouds."""

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.runpod_pricing import normalise


def part_of(name: str) -> str | None:
    """One page, one listing."""
    return "pricing" if name.endswith((".html", ".htm")) else None


SPEC = SourceSpec(
    source_id="runpod-pricing",
    title="RunPod pricing page",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("pricing", "https://www.runpod.io/pricing", "runpod.html"),),
    part_of=part_of,
    hosts=frozenset({"www.runpod.io", "runpod.io"}),
    licence="vendor list prices, facts of a public page; earlier pages: excerpt of a provider page from the Wayback"
    " Machine; repository states no licence",
    licence_url="https://www.runpod.io/pricing",
    is_firsthand=True,
    cadence="daily",
    # 77 on 2023-09-29, an excerpt without its last rows.
    usual_observations={"pricing": range(4, 500)},
    in_starter=True,
    reads_html=True,
)
