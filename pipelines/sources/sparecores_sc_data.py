"""Spare Cores' database of cloud servers and their prices: a SQLite file."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import GpuOffer
from transforms.sources.sparecores_sc_data import normalise

URL = "https://sc-data-public-40e9d310.s3.amazonaws.com/sc-data-all.db.bz2"

SPEC = SourceSpec(
    source_id="sparecores-sc-data",
    title="Spare Cores database of servers",
    kinds=(GpuOffer,),
    normalise=normalise,
    requests=(Request("servers", URL, "sc-data-all.db.bz2"),),
    part_of=lambda name: "servers" if name.endswith((".db", ".db.bz2")) else None,
    hosts=frozenset({"sc-data-public-40e9d310.s3.amazonaws.com"}),
    # CC-BY-SA-4.0 in 2024; today's data may be used but not passed on, so none of it is in the starter.
    licence="Business Source License 1.1 (data): not to be redistributed",
    licence_url="https://github.com/SpareCores/sc-data",
    is_firsthand=False,
    cadence="weekly",
    stale_after=timedelta(days=14),
    usual_observations={"servers": range(200, 200_000)},  # 508 on 2024-02-21, of AWS alone
    max_bytes=256 * 2**20,
)
