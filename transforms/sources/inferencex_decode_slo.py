"""InferenceX's study of decode speed against the position in the context: one run per prompt length and load."""

from __future__ import annotations

from transforms.batch import Batch
from transforms.payload import Payload
from transforms.serving import normalise_serving


def normalise(payload: Payload) -> Batch:
    """Read the file of a run, an object of `benchmark_serving.py` with its latencies in seconds (`median_ttft`).

    There is no inter-token latency, only the time per output token of a request. Engine, precision, tensor degree and
    the lengths set stand in the file's name only (`glm5_fp8_vllm_tp8_isl10240_osl128_conc16.json`). The accelerator is
    nowhere stated: it and the number of accelerators are null. Raises NormaliseError for any other document.
    """
    return normalise_serving(payload)
