"""InferenceX's decode study: seconds without a suffix, and an operating point that the file's name completes."""

import json
from datetime import date

import polars as pl
import pytest

from pipelines.sources.inferencex_decode_slo import part_of
from tests.captures import NOON, normalised
from transforms.batch import Batch
from transforms.payload import NormaliseError, Payload
from transforms.sources.inferencex_decode_slo import normalise

NAME = "glm-5/results/glm5_fp8_vllm_tp8_isl10240_osl128_conc16.json"
RUN = {
    "date": "20260213-135636",
    "model_id": "zai-org/GLM-5-FP8",
    "tokenizer_id": "zai-org/GLM-5-FP8",
    "num_prompts": 160,
    "request_rate": "inf",
    "burstiness": 1.0,
    "max_concurrency": 16,
    "duration": 214.63910559937358,
    "completed": 160,
    "good_completed": None,
    "total_input_tokens": 1638400,
    "total_output_tokens": 20480,
    "request_throughput": 0.745437321653035,
    "request_goodput": None,
    "input_throughput": 7633.278173727079,
    "output_throughput": 95.41597717158848,
    "median_ttft": 3.1382447043433785,
    "p99_ttft": 16.56180969102308,
    "median_e2el": 21.44794770143926,
    "p99_e2el": 30.149846625011413,
    "median_tpot": 0.1410519243694666,
    "p99_tpot": 0.196229197233622,
}


def read(document, name=NAME) -> Batch:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return normalise(Payload("inferencex-decode-slo", "glm-5", NOON, "0" * 64, name, body))


def test_seconds_become_milliseconds_and_prompts_count_towards_the_total():
    batch = read(RUN)
    [row] = batch.observations["inference_measurement"].to_dicts()
    # By hand: 3.13824 s = 3138.24 ms; 20,480 tokens in 214.639 s = 95.416 a second, with 7,633.278 read 7,728.694.
    assert row["ttft_ms_p50"] == pytest.approx(3138.2447, abs=1e-4)
    assert row["tpot_ms_p99"] == pytest.approx(196.2292, abs=1e-4)
    assert row["request_ms_p50"] == pytest.approx(21447.9477, abs=1e-4)
    assert row["output_tokens_per_second"] == 95.41597717158848
    assert row["total_tokens_per_second"] == pytest.approx(7728.69415, abs=1e-5)
    assert (row["input_tokens_mean"], row["output_tokens_mean"], row["max_concurrency"]) == (10240.0, 128.0, 16)
    assert [row[f"itl_ms_{each}"] for each in ("p50", "p90", "p95", "p99")] == [None] * 4
    assert row["measured_on"] == date(2026, 2, 13)
    assert batch.quarantine.is_empty()


def test_the_name_of_the_file_completes_the_operating_point():
    [row] = read(RUN).observations["inference_measurement"].to_dicts()
    assert (row["precision"], row["engine"], row["tensor_parallel"]) == ("fp8", "vllm", 8)
    assert (row["gpu_name_raw"], row["gpu_count"], row["boundary"]) == (None, None, None)
    assert row["configuration"] == "burstiness=1; isl=10240; osl=128; request_rate=inf"
    [bare] = read(RUN, "glm-5/results/run.json").observations["inference_measurement"].to_dicts()
    assert (bare["precision"], bare["engine"], bare["tensor_parallel"]) == (None, None, None)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"null", b"[]", b'{"model_id": "zai-org/GLM-5-FP8"}', b'{"date": "2026']
)
def test_a_payload_of_another_kind_is_rejected(body):
    with pytest.raises(NormaliseError, match=r"inferencex-decode-slo/glm-5"):
        read(body)


def test_a_model_s_folder_is_a_listing():
    assert part_of(f"experimental/token_position_decode_slo/{NAME}") == "glm-5"
    assert part_of("experimental/token_position_decode_slo/README.md") is None


def test_captures_hold_97_runs_of_two_models():
    batches = normalised("inferencex-decode-slo")
    assert (len(batches), {batch.payload.part for batch in batches}) == (97, {"glm-5", "qwen3.5"})
    assert all(batch.quarantine.is_empty() for batch in batches)
    rows = pl.concat(batch.observations["inference_measurement"] for batch in batches)
    assert rows["engine"].unique().to_list() == ["vllm"]
    assert rows.select("model_name_raw", "configuration", "max_concurrency").n_unique() == 97
    qwen = pl.col("model_name_raw") == "Qwen/Qwen3.5-397B-A17B"
    # Read by eye in qwen35_vllm_tp8_isl8192_osl128_conc4.json.
    [row] = rows.filter(qwen & (pl.col("max_concurrency") == 4) & (pl.col("input_tokens_mean") == 8192)).to_dicts()
    assert row["ttft_ms_p50"] == pytest.approx(6203.353521414101)
    assert (row["output_tokens_per_second"], row["precision"]) == (50.366938849344784, None)
