"""InferenceX: speed (and since 2026 energy) of open models under load, per run, aggregate or row of its website."""

from __future__ import annotations

from transforms.batch import Batch
from transforms.payload import Payload
from transforms.serving import normalise_serving


def normalise(payload: Payload) -> Batch:
    """Read a run's file, an `agg_*.json`, or an answer of /api/v1/benchmarks; see `normalise_serving` for their units.

    The runs name no accelerator: it is null. Their file names tell the GPUs of the prefill ("ctx") and decode ("gen")
    side. The website's constants of provisioned power per GPU are not measurements and not read.
    Raises NormaliseError for any other document.
    """
    return normalise_serving(payload)
