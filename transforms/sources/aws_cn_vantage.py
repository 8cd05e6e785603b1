"""AWS's accelerated instances in China, in yuan, as instances.vantage.sh lists them."""

from __future__ import annotations

from transforms.batch import Batch
from transforms.payload import Payload
from transforms.vantage import read_instances


def normalise(payload: Payload) -> Batch:
    """Read https://instances.vantage.sh/instances-cn.json, or a short form of it.

    Shapes and units: `read_instances`. Raises NormaliseError without accelerators and prices.
    """
    return read_instances(payload)
