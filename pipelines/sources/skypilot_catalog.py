"""SkyPilot's catalogue of clouds: on-demand and spot prices per instance type, region and zone."""

import json
import re
from collections.abc import Iterable

from pipelines.spec import Get, Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.skypilot_catalog import normalise

INDEX = "https://api.github.com/repos/skypilot-org/skypilot-catalog/contents/catalogs/v8"
BASE = "https://raw.githubusercontent.com/skypilot-org/skypilot-catalog/master/catalogs/v8"
CLOUD = re.compile(r"[a-z][a-z0-9]*")
# Folders of v8 that hold no machines: names for all clouds, images, and clusters priced by their owners.
NO_CLOUDS = frozenset({"common", "kubernetes", "slurm", "ssh"})
# Files beside the machines, as <cloud>-<name>.csv.
NO_MACHINES = frozenset({"images", "accelerators", "metadata", "pricing"})


def requests(get: Get) -> Iterable[Request]:
    """The machines of every cloud the repository lists today."""
    for entry in json.loads(get(INDEX)):
        name = entry["name"]
        if entry["type"] == "dir" and CLOUD.fullmatch(name) and name not in NO_CLOUDS:
            yield Request(name, f"{BASE}/{name}/vms.csv", f"{name}-vms.csv", optional=True)


def part_of(name: str) -> str | None:
    """The cloud: `gcp` for gcp.csv, gcp-vms.csv and gcp/vms.csv."""
    *folders, file = name.split("/")
    stem, dot, ending = file.rpartition(".")
    if not dot or ending != "csv":
        return None
    words = [word for word in stem.lower().split("-") if word not in ("vms", "instances")]
    if not words:
        words = folders[-1:]
    if len(words) != 1 or words[0] in NO_CLOUDS | NO_MACHINES or not CLOUD.fullmatch(words[0]):
        return None
    return words[0]


SPEC = SourceSpec(
    source_id="skypilot-catalog",
    title="SkyPilot catalog",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=requests,
    part_of=part_of,
    hosts=frozenset({"api.github.com", "raw.githubusercontent.com"}),
    licence="none stated in the catalog repository (SkyPilot project: Apache-2.0)",
    licence_url="https://github.com/skypilot-org/skypilot/blob/master/LICENSE",
    is_firsthand=False,
    cadence="intraday",
    # aws 1,064 (2022-10) to 2,962 (2024-01); gcp 340 (2022-02), 406 (2022-12), 1,498 (2024-01); azure 348 and 360
    # (2022); lambda 121 (2023-01) to 182 (2024-02); fluidstack 30 to 66 (2024); runpod 640, cudo 69, ovhcloud 42,
    # oci 37, ibm 27, scp 12, paperspace 10 and scaleway 5 at their one date.
    usual_observations={
        "aws": range(700, 60_000),
        "azure": range(200, 20_000),
        "gcp": range(250, 60_000),
        "lambda": range(60, 3_000),
        "runpod": range(300, 60_000),
        "cudo": range(30, 3_000),
        "fluidstack": range(15, 2_000),
        "ovhcloud": range(20, 1_000),
        "oci": range(20, 2_000),
        "ibm": range(12, 1_000),
        "scaleway": range(2, 1_000),
        "*": range(1, 30_000),
    },
    in_starter=True,
    kept_out_of_starter=frozenset({"vast"}),  # a marketplace: no vendor's list prices
)
