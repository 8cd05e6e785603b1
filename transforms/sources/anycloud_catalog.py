"""anycloud's catalogue: SkyPilot's CSV layout, made by a fork of its fetchers, one file per cloud."""

from __future__ import annotations

from transforms.batch import Batch
from transforms.payload import Payload
from transforms.sources import skypilot_catalog


def normalise(payload: Payload) -> Batch:
    """Read `{cloud}/vms.csv` of anycloud-sh/catalog; the part of the payload is the cloud.

    The columns mean what they mean in SkyPilot's files (USD per hour of the whole instance) and are read by its rules:
    SpotPrice 0.00 of vast is none, parts of a GPU in azure's A10 and NVv4 sizes are counted as parts, SizeInMiB of vast
    is of all GPUs. Lambda's file repeats its one price list in every region, whether or not the GPU is there.
    Raises NormaliseError as SkyPilot's does: also for the header alone, which a failed fetch left in the repository
    (azure on 2026-04-02, lambda on 2026-05-07), and which says nothing about what is sold.
    """
    return skypilot_catalog.normalise(payload)
