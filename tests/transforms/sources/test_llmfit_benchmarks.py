"""llmfit's cache: what people say their own machines do, each run once however many presets list it."""

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.llmfit_benchmarks import SPEC, part_of
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.llmfit_benchmarks import normalise

# Of the preset "RTX 5090 (32 GB)" on 2026-04-27.
RUN = {
    "id": "cmofapunx0008l20407bq5ln9",
    "modelRevision": "main",
    "promptTokens": 34,
    "outputTokens": 1499,
    "contextLength": 262144,
    "batchSize": 1,
    "ttftMs": 54,
    "tokSOut": 190,
    "tokSTotal": None,
    "peakVramGb": 30,
    "createdAt": "2026-04-26T04:56:21.117Z",
    "notes": "thinking enabled",
    "model": {"hfId": "Qwen/Qwen3.6-35B-A3B", "displayName": "Qwen3.6-35B-A3B", "params": 35, "isMoE": False},
    "hardware": {
        "hwClass": "DISCRETE_GPU",
        "gpuName": "RTX 5090",
        "gpuCount": 1,
        "vramGb": 32,
        "chipVendor": None,
        "cpu": "Ryzen 7 3700X",
        "ramGb": 64,
        "os": "Ubuntu 24.04",
    },
    "engine": {"engineName": "llama.cpp", "engineVersion": "b8965", "quantization": "UD-Q4_K_XL", "backend": "cuda"},
    "engineFlags": {"tensorParallel": None, "specDecoding": False, "mtpEnabled": False, "commandSnippet": ""},
    "user": {"id": "x", "name": "A Person", "verified": False},
    "rank": 1,
}


def read(*runs, **others) -> Batch:
    presets = {"RTX 5090 (32 GB)": {"rows": list(runs), "total": len(runs)}, **others}
    document = {"scraped_at": "2026-04-27T14:48:37Z", "presets": presets}
    return normalise(payload(json.dumps(document), source_id="llmfit-benchmarks", part="presets"))


def measured(batch: Batch) -> list[dict]:
    return batch.observations["inference_measurement"].to_dicts()


def on(**hardware):
    return RUN | {"hardware": hardware}


def test_a_run_is_what_its_owner_states():
    batch = read(RUN)
    [row] = measured(batch)
    assert (row["output_tokens_per_second"], row["total_tokens_per_second"], row["method"]) == (190.0, None, "stated")
    assert (row["model_name_raw"], row["gpu_name_raw"], row["gpu_count"]) == ("Qwen/Qwen3.6-35B-A3B", "RTX 5090", 1)
    assert (row["engine"], row["engine_version"], row["precision"]) == ("llama.cpp", "b8965", "UD-Q4_K_XL")
    assert (row["input_tokens_mean"], row["output_tokens_mean"], row["max_concurrency"]) == (34.0, 1499.0, 1)
    assert (row["ttft_ms_mean"], row["ttft_ms_p50"], row["measured_on"]) == (54.0, None, date(2026, 4, 26))
    assert row["configuration"] == (
        "backend=cuda; batch_size=1; context_length=262144; cpu=Ryzen 7 3700X; id=cmofapunx0008l20407bq5ln9; "
        "mtp=false; os=Ubuntu 24.04; revision=main; spec=false; vram_gb=32"
    )
    assert row["record_ref"] == "/presets/RTX 5090 (32 GB)/rows/0"
    assert batch.quarantine.is_empty()


@pytest.mark.parametrize(
    ("hardware", "name", "count"),
    [
        (
            {"hwClass": "UNIFIED", "gpuCount": 1, "chipVendor": "Apple", "chipFamily": "M4", "chipVariant": "Max"},
            "Apple M4 Max",
            1,
        ),
        (
            {"hwClass": "UNIFIED", "gpuCount": 1, "chipVendor": "Apple", "chipFamily": "M4", "chipVariant": "M4 Max"},
            "Apple M4 Max",
            1,
        ),
        ({"hwClass": "UNIFIED", "gpuCount": 1, "chipVendor": "Apple", "chipFamily": "M4"}, "Apple M4", 1),
        ({"hwClass": "CPU_ONLY", "gpuCount": 1, "cpu": "Intel(R) Core(TM) Ultra 7 155H"}, None, None),
    ],
)
def test_a_chip_is_its_own_accelerator_and_a_processor_is_none(hardware, name, count):
    [row] = measured(read(on(**hardware)))
    assert (row["gpu_name_raw"], row["gpu_count"]) == (name, count)


def test_a_batch_of_prompt_tokens_is_no_number_of_requests_and_zero_tokens_are_unknown():
    [row] = measured(read(RUN | {"batchSize": 2048, "promptTokens": 0, "outputTokens": 0}))
    assert (row["max_concurrency"], row["input_tokens_mean"], row["output_tokens_mean"]) == (None, None, None)
    assert "batch_size=2048; " in row["configuration"]


def test_a_run_listed_under_two_presets_is_one():
    batch = read(RUN, RUN | {"id": "other"}, others={"rows": [RUN | {"rank": 7}]})
    assert (batch.records_used, batch.ignored) == (2, {"listed_under_another_preset": 1})


@pytest.mark.parametrize(
    ("run", "reason"),
    [
        (RUN | {"tokSOut": None}, "states no speed"),
        (RUN | {"tokSOut": 0}, "states no speed"),
        (RUN | {"tokSOut": "190"}, "states no speed"),
        (RUN | {"model": {}}, "breaks model_name_raw"),
        (on(hwClass="DISCRETE_GPU", gpuCount=1), "names no hardware"),
        (RUN | {"hardware": None}, "names no hardware"),
        (on(hwClass="DISCRETE_GPU", gpuName="RTX 3090", gpuCount=2, isHeterogeneousGpu=True), "of several kinds"),
        ("gone", "states no speed"),
    ],
)
def test_a_run_that_cannot_be_is_refused_and_its_neighbours_stay(run, reason):
    batch = read(run, RUN | {"id": "other"})
    assert (batch.records_used, batch.records_quarantined) == (1, 1)
    assert batch.quarantine["reason"].str.contains(reason).all()


def test_new_fields_are_reported_wherever_they_stand_and_nobody_is_named():
    batch = read(RUN | {"watts": 400, "hardware": RUN["hardware"] | {"gpuPowerLimit": 450}})
    assert batch.quarantine["reason"].to_list() == [
        "fields not known: watts (1x)",
        "fields not known: gpuPowerLimit (1x)",
    ]
    assert not batch.quarantine["record"].str.contains("A Person").any()


@pytest.mark.parametrize(
    "body", ["", "<html>", "[]", "{}", '{"presets": {}}', '{"presets": {"a": {"rows": []}}}', '{"presets": {"']
)
def test_a_payload_of_another_kind_is_rejected(body):
    with pytest.raises(NormaliseError, match=r"llmfit-benchmarks/presets"):
        normalise(payload(body, source_id="llmfit-benchmarks", part="presets"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["gpuName", "hfId", "gpuCount"]), inner)
    ),
    max_leaves=4,
)


@given(st.lists(st.dictionaries(st.sampled_from(sorted(RUN)), JSON) | JSON, max_size=4))
def test_any_run_is_accounted_for(runs):
    batch = read(RUN, *(RUN | run if isinstance(run, dict) else run for run in runs))
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 1 + len(runs)


def test_the_cache_is_one_file():
    assert [part_of(each.name) for each in SPEC.requests] == ["presets"]
    assert part_of("hf_models.json") is None


def test_captures_hold_87_and_294_runs():
    first, second = normalised("llmfit-benchmarks")
    assert (first.records_read, first.records_used, first.ignored) == (115, 87, {"listed_under_another_preset": 28})
    assert (second.records_read, second.records_used, second.ignored) == (344, 294, {"listed_under_another_preset": 50})
    assert first.quarantine.is_empty()
    assert second.quarantine.is_empty()
    # Read by eye: the first of "RTX 5090 (32 GB)" at both dates.
    for batch, model, speed in (
        (first, "Qwen/Qwen3.6-35B-A3B", 190.0),
        (second, "nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16", 285.6),
    ):
        rows = batch.observations["inference_measurement"]
        [row] = rows.filter(pl.col("record_ref") == "/presets/RTX 5090 (32 GB)/rows/0").to_dicts()
        assert (row["model_name_raw"], row["output_tokens_per_second"]) == (model, speed)
