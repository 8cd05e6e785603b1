"""llmfit's community: speeds one machine measured, held against the time it says it took."""

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.llmfit_community import part_of, requests
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.schemas import InferenceMeasurement
from transforms.sources.llmfit_community import QUANTISATION, normalise

# Of amd-radeon-rx-7900-xt/1785258762-ee642f2d.json.
RESULT = {
    "model": "Llama-3.2-1B-Instruct-Q4_K_M.gguf",
    "provider": "llamacpp",
    "numRuns": 3,
    "avgTps": 375.97,
    "minTps": 310.14,
    "maxTps": 418.78,
    "avgTtftMs": None,
    "avgTotalMs": 469.44,
    "avgOutputTokens": 185.33,
}
HARDWARE = {
    "hwClass": "DISCRETE_GPU",
    "hardwareName": "AMD Radeon RX 7900 XT",
    "memTierGb": 20,
    "vramGb": 19.98,
    "gpuCount": 1,
    "unifiedMemory": False,
    "cpu": "Intel(R) Core(TM) i9-10900X CPU @ 3.70GHz",
    "cpuCores": 20,
    "ramGb": 62.49,
    "os": "linux",
}


def read(*results, hardware=HARDWARE, **others) -> Batch:
    document = {
        "schemaVersion": 1,
        "submittedAtUnix": 1785258762,
        "tool": {"name": "llmfit", "version": "1.1.3"},
        "hardware": hardware,
        "results": list(results),
    }
    return normalise(payload(json.dumps(document | others), source_id="llmfit-community", part="submissions"))


def measured(batch: Batch) -> list[dict]:
    return batch.observations["inference_measurement"].to_dicts()


def test_a_result_is_a_rate_of_output_tokens_on_one_machine():
    batch = read(RESULT)
    [row] = measured(batch)
    # By hand: 185.33 tokens in 469.44 ms are 394.8 a second over the mean run; the mean of three runs' rates is 375.97.
    assert row["output_tokens_per_second"] == 375.97
    assert (row["model_name_raw"], row["precision"]) == ("Llama-3.2-1B-Instruct-Q4_K_M.gguf", "q4_k_m")
    assert (row["gpu_name_raw"], row["gpu_count"], row["engine"]) == ("AMD Radeon RX 7900 XT", 1, "llamacpp")
    assert (row["output_tokens_mean"], row["request_count"], row["ttft_ms_mean"]) == (185.33, 3, None)
    assert (row["measured_on"], row["record_ref"], row["boundary"]) == (date(2026, 7, 28), "/results/0", None)
    assert row["configuration"] == (
        "cpu=Intel(R) Core(TM) i9-10900X CPU @ 3.70GHz; memory_gb=19.98; os=linux; submission=1785258762; "
        "tool=llmfit 1.1.3"
    )
    assert batch.quarantine.is_empty()


def test_unified_memory_is_the_machine_s_and_a_processor_is_no_accelerator():
    apple = HARDWARE | {"hwClass": "UNIFIED", "hardwareName": "Apple M5 Pro", "unifiedMemory": True, "ramGb": 64.0}
    [row] = measured(read(RESULT | {"avgTtftMs": 119.92}, hardware=apple))
    assert (row["gpu_name_raw"], row["ttft_ms_mean"]) == ("Apple M5 Pro", 119.92)
    assert "memory_gb=64.0; " in row["configuration"]
    [bare] = measured(read(RESULT, hardware=HARDWARE | {"hwClass": "CPU_ONLY", "hardwareName": None, "gpuCount": 0}))
    assert (bare["gpu_name_raw"], bare["gpu_count"]) == (None, None)


def test_a_path_on_somebody_s_disk_is_no_part_of_a_name():
    paths = ["/home/someone/models/gemma-3.Q8_0.gguf", "C:\\models\\gemma-3.Q8_0.gguf", "Qwen/Qwen3-8B"]
    rows = measured(read(*(RESULT | {"model": path, "provider": str(n)} for n, path in enumerate(paths))))
    assert [row["model_name_raw"] for row in rows] == ["gemma-3.Q8_0.gguf", "gemma-3.Q8_0.gguf", "Qwen/Qwen3-8B"]


@pytest.mark.parametrize(
    ("name", "quantisation"),
    [
        ("gpt-oss-20b-MXFP4.gguf", "MXFP4"),
        ("Qwen3-1.7B-Q4_K_M.gguf", "Q4_K_M"),
        ("Kimi-K2-UD-IQ1_S.gguf", "IQ1_S"),
        ("mlx-community/Qwen3-8B-4bit", "4bit"),
        ("qwen3.6:27b", None),
        ("llama3:8b-instruct-q8_0", "q8_0"),
        ("Qwen3-14B-FP8", "FP8"),
        ("gemma-2-2b-it", None),
    ],
)
def test_a_quantisation_stands_at_the_end_of_a_name(name, quantisation):
    assert pl.select(pl.lit(name).str.extract(QUANTISATION)).item() == quantisation


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (RESULT | {"avgTps": None}, "states no speed"),
        (RESULT | {"avgTps": 0}, "states no speed"),
        (RESULT | {"avgTps": 500.0}, "not between the lowest and the highest"),
        # Of apple-m3-pro/1787070836-6865b9c3.json: 216 tokens in 38 s are 5.7 a second.
        (
            RESULT
            | {"avgTps": 0.12, "minTps": 0.05, "maxTps": 0.16, "avgTotalMs": 37896.61, "avgOutputTokens": 216.33},
            "the speed is 0.021 times the tokens over the whole time",
        ),
        (RESULT | {"model": ""}, "breaks model_name_raw"),
        ("gone", "states no speed"),
    ],
)
def test_a_result_that_cannot_be_is_refused_and_its_neighbours_stay(result, reason):
    batch = read(result, RESULT | {"provider": "ollama"})
    assert (batch.records_used, batch.records_quarantined) == (1, 1)
    assert batch.quarantine["reason"].str.contains(reason).all()


def test_a_machine_without_a_name_is_refused():
    batch = read(RESULT, hardware=HARDWARE | {"hardwareName": None})
    assert batch.quarantine["reason"].to_list() == ["names no hardware"]


def test_new_fields_are_reported_wherever_they_stand():
    batch = read(RESULT | {"avgWatts": 250}, hardware=HARDWARE | {"tdp": 315}, contributor="someone")
    assert batch.quarantine["reason"].to_list() == [
        "fields not known: contributor (1x)",
        "fields not known: tdp (1x)",
        "fields not known: avgWatts (1x)",
    ]
    assert batch.records_used == 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>",
        "[]",
        "{}",
        '{"results": []}',
        '{"results": [{"avgTps": 1}]}',
        '{"$schema": "x", "properties": {}}',
        '{"res',
    ],
)
def test_a_payload_of_another_kind_is_rejected(body):
    with pytest.raises(NormaliseError, match=r"llmfit-community/submissions"):
        normalise(payload(body, source_id="llmfit-community", part="submissions"))


JSON = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.just({}) | st.just([])


@given(
    st.lists(st.dictionaries(st.sampled_from(sorted(RESULT)), JSON) | JSON, max_size=4),
    st.dictionaries(st.sampled_from(sorted(HARDWARE)), JSON),
    JSON,
)
def test_any_submission_is_accounted_for(results, hardware, moment):
    filled = [RESULT | each if isinstance(each, dict) else each for each in results]
    batch = read(RESULT, *filled, hardware=HARDWARE | hardware, submittedAtUnix=moment)
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 1 + len(results)


def test_the_repository_says_which_submissions_to_fetch():
    folder = "llmfit-core/data/community"
    paths = [f"{folder}/schema.json", f"{folder}/apple-m1-max/1786995154-7cbcebe0.json", "llmfit-core/data/x.json"]
    [one] = requests(lambda url: json.dumps({"tree": [{"path": path} for path in paths]}).encode())
    assert (one.part, one.name, part_of(one.name)) == ("submissions", "apple-m1-max/1786995154-7cbcebe0.json", one.part)
    assert part_of("nvidia-gb10/1786611367-03c54b31-1.json") == "submissions"
    assert part_of("llmfit-community/20260822T074912Z/schema.json") is None


def test_captures_hold_500_results_of_70_submissions():
    batches = normalised("llmfit-community")
    assert len(batches) == 70
    assert sum(batch.records_read for batch in batches) == 500
    refused = {
        batch.payload.name.rsplit("/", 1)[1]: reason.split(" times")[0]
        for batch in batches
        for reason in batch.quarantine["reason"]
    }
    assert refused == {
        "1787070836-6865b9c3.json": "the speed is 0.021",
        "1787071607-5ccea88a.json": "the speed is 0.527",
    }
    rows = pl.concat(batch.observations["inference_measurement"] for batch in batches)
    assert rows.height == rows.select(InferenceMeasurement.KEY).n_unique() == 498
    # Read by eye.
    [row] = rows.filter(
        (pl.col("model_name_raw") == "gpt-oss-20b-MXFP4.gguf") & pl.col("configuration").str.contains("1785258762")
    ).to_dicts()
    assert (row["output_tokens_per_second"], row["gpu_name_raw"]) == (162.61, "AMD Radeon RX 7900 XT")
    [laptop] = rows.filter(pl.col("configuration").str.contains("submission=1786995154-7cbcebe0")).to_dicts()
    assert (laptop["model_name_raw"], laptop["output_tokens_per_second"]) == ("qwen3.6:27b", 9.74)
    assert (laptop["ttft_ms_mean"], laptop["engine"]) == (489.02, "ollama")
