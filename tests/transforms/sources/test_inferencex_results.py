"""InferenceX: rates of the whole job, milliseconds, and only energy that was measured."""

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.inferencex_results import SPEC, part_of
from tests.captures import NOON, normalised
from transforms.batch import Batch
from transforms.payload import NormaliseError, Payload
from transforms.sources.inferencex_results import normalise

RUN_NAME = "results/minimax-m2.5/concurrency_8_req_rate_inf_gpus_16_ctx_8_gen_8.json"
# MiniMax M2.5 at concurrency 8 on 2026-04-28.
RUN = {
    "date": "20260428-115923",
    "backend": "openai",
    "model_id": "/models/models--MiniMaxAI--MiniMax-M2.5/snapshots/f710177d938eff80b684d42c5aa84b382612f21f/",
    "best_of": 1,
    "num_prompts": 80,
    "request_rate": "inf",
    "burstiness": 1.0,
    "max_concurrency": 8,
    "duration": 169.385015378939,
    "completed": 80,
    "total_input_tokens": 81920,
    "total_output_tokens": 81920,
    "request_throughput": 0.4722967956818868,
    "request_goodput:": None,
    "output_throughput": 483.6319187782521,
    "total_token_throughput": 967.2638375565042,
    "mean_ttft_ms": 148.00462815037463,
    "median_ttft_ms": 132.5412035221234,
    "p99_ttft_ms": 278.3863469376229,
    "median_tpot_ms": 16.387911661726513,
    "median_itl_ms": 16.397346975281835,
    "p90_itl_ms": 17.86093518603593,
    "p99.9_itl_ms": 18.872217730851858,
    "median_e2el_ms": 16907.48401999008,
}
# Kimi K2.5 on eight MI355X, an agg_*.json of 2026-05: rates per GPU, seconds.
AGGREGATE = {
    "hw": "mi355x",
    "conc": 4,
    "image": "vllm/vllm-openai-rocm:v0.21.0",
    "model": "moonshotai/Kimi-K2.5",
    "infmax_model_prefix": "kimik2.5",
    "framework": "vllm",
    "precision": "int4",
    "spec_decoding": "mtp",
    "disagg": False,
    "isl": 1024,
    "osl": 1024,
    "is_multinode": False,
    "tp": 8,
    "ep": 1,
    "dp_attention": "false",
    "tput_per_gpu": 55.62670336516291,
    "output_tput_per_gpu": 27.678011491816765,
    "input_tput_per_gpu": 27.948691873346146,
    "median_ttft": 0.2969768075272441,
    "p99_ttft": 0.5859901384473777,
    "median_tpot": 0.017393898241078155,
    "median_intvty": 57.49142521935413,
    "median_itl": 0.04425954492762685,
    "median_e2el": 16.2612041993998,
}
ENERGY = {
    "power_valid": 1,
    "power_metric_schema_version": 2,
    "avg_power_w": 350.0,
    "avg_total_gpu_power_w": 2800.0,
    "joules_per_output_token": 2800.0 / (8 * 27.678011491816765),
    "joules_per_successful_query": 12_900.0,
}
# A job of four GPUs for prefill and twelve for decode.
SPLIT = AGGREGATE | {
    "disagg": True,
    "is_multinode": True,
    "num_prefill_gpu": 4,
    "num_decode_gpu": 12,
    "prefill_tp": 4,
    "decode_tp": 12,
    "tput_per_gpu": 100.0,
    "output_tput_per_gpu": 100.0,
    "input_tput_per_gpu": 100.0,
}


def read(document, name="payload.json") -> Batch:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return normalise(Payload("inferencex-results", "runs", NOON, "0" * 64, name, body))


def measured(batch: Batch) -> list[dict]:
    return batch.observations["inference_measurement"].to_dicts()


def test_a_run_states_the_rates_of_the_whole_job():
    batch = read(RUN, RUN_NAME)
    [row] = measured(batch)
    # By hand: 81,920 tokens in 169.385 s are 483.632 a second; as many again were read.
    assert row["output_tokens_per_second"] == 483.6319187782521 == pytest.approx(81920 / 169.385, rel=1e-5)
    assert row["total_tokens_per_second"] == 967.2638375565042
    assert (row["input_tokens_mean"], row["output_tokens_mean"]) == (1024.0, 1024.0)
    assert (row["ttft_ms_p50"], row["itl_ms_p90"], row["tpot_ms_p50"], row["request_ms_p50"]) == (
        132.5412035221234,
        17.86093518603593,
        16.387911661726513,
        16907.48401999008,
    )
    assert row["ttft_ms_mean"] == 148.00462815037463
    assert (row["request_count"], row["error_count"], row["measured_on"]) == (80, 0, date(2026, 4, 28))
    assert row["record_ref"] == "/output_throughput"
    assert batch.quarantine.is_empty()


def test_a_run_names_no_accelerator_and_its_file_tells_how_many():
    [row] = measured(read(RUN, RUN_NAME))
    assert (row["model_name_raw"], row["gpu_name_raw"], row["gpu_count"]) == ("MiniMaxAI/MiniMax-M2.5", None, 16)
    assert (row["engine"], row["boundary"]) == (None, None)
    assert row["configuration"] == (
        "best_of=1; burstiness=1; context_gpus=8; generation_gpus=8; request_rate=inf; "
        "revision=f710177d938eff80b684d42c5aa84b382612f21f"
    )
    [unnamed] = measured(read(RUN))
    assert unnamed["gpu_count"] is None


@pytest.mark.parametrize("wrap", [lambda each: each, lambda each: [each], lambda each: {"data": [each]}])
def test_an_aggregate_is_multiplied_by_its_gpus_and_given_in_milliseconds(wrap):
    batch = read(wrap(AGGREGATE))
    [row] = measured(batch)
    # By hand: 27.678 x 8 = 221.424 token/s; 0.29698 s = 296.98 ms.
    assert row["output_tokens_per_second"] == pytest.approx(221.42409, abs=1e-5)
    assert row["total_tokens_per_second"] == pytest.approx(445.01363, abs=1e-5)
    assert row["ttft_ms_p50"] == pytest.approx(296.97681, abs=1e-5)
    assert row["request_ms_p50"] == pytest.approx(16261.204, abs=1e-3)
    assert (row["gpu_name_raw"], row["gpu_count"], row["tensor_parallel"], row["expert_parallel"]) == (
        "mi355x",
        8,
        8,
        1,
    )
    assert (row["engine"], row["engine_version"], row["precision"]) == ("vllm", "v0.21.0", "int4")
    assert row["configuration"] == (
        "disagg=false; dp_attention=false; image=vllm/vllm-openai-rocm:v0.21.0; isl=1024; multinode=false; osl=1024; "
        "spec=mtp"
    )
    assert batch.quarantine.is_empty()


def test_a_row_of_the_website_keeps_its_figures_under_metrics():
    figures = {name: value for name, value in AGGREGATE.items() if "tput" in name or "median" in name}
    row = {"id": 7, "hardware": "b200", "model": "kimik3", "decode_tp": 8, "num_prefill_gpu": 8, "num_decode_gpu": 8}
    row |= {"conc": 4, "date": "2026-09-08", "spec_method": "none", "disagg": False, "metrics": figures | ENERGY}
    batch = read([row])
    [one] = measured(batch)
    assert (one["gpu_name_raw"], one["gpu_count"], one["measured_on"]) == ("b200", 8, date(2026, 9, 8))
    assert one["output_tokens_per_second"] == pytest.approx(221.42409, abs=1e-5)
    assert (one["power_watts"], one["joules_per_request"], one["boundary"]) == (2800.0, 12_900.0, "gpu")
    assert batch.quarantine.is_empty()


@pytest.mark.parametrize(
    ("change", "output"),
    [
        ({}, 1200.0),  # 100 x 12 decode GPUs: (100 x 12 + 100 x 4) / 16 = 100
        ({"output_tput_per_gpu": 60.0, "input_tput_per_gpu": 40.0}, 960.0),  # of all 16: 60 + 40 = 100
        ({"input_tput_per_gpu": 5.0}, None),  # neither adds up
        ({"input_tput_per_gpu": None}, None),
    ],
)
def test_what_an_output_rate_was_divided_by_is_read_from_the_figures(change, output):
    [row] = measured(read([SPLIT | change]))
    assert (row["gpu_count"], row["total_tokens_per_second"], row["output_tokens_per_second"]) == (16, 1600.0, output)
    assert row["tensor_parallel"] is None
    assert "decode_tp=12; disagg=true; " in row["configuration"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"power_valid": 0}, "did not pass"),
        ({"power_metric_schema_version": 1}, "did not pass"),
        ({"power_valid": None}, "did not pass"),
        ({"joules_per_output_token": 1.0}, "power over throughput is 12.645 times"),
    ],
)
def test_energy_that_is_not_valid_is_refused_and_the_speed_stays(change, reason):
    batch = read([AGGREGATE | ENERGY | change])
    [row] = measured(batch)
    assert (row["power_watts"], row["joules_per_output_token"], row["boundary"]) == (None, None, None)
    assert row["output_tokens_per_second"] is not None
    assert batch.quarantine["reason"].str.contains(reason).all()
    assert batch.records_quarantined == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"model": None}, "names no model"),
        ({"tput_per_gpu": None}, "states no rate"),
        ({"tp": None}, "states no rate"),
        ({"tput_per_gpu": -1.0}, "breaks total_tokens_per_second"),
        ({"conc": 0}, "breaks max_concurrency"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_its_neighbours_stay(change, reason):
    batch = read([AGGREGATE | change, AGGREGATE | {"conc": 8}])
    assert (batch.records_used, batch.records_quarantined) == (1, 1)
    assert batch.quarantine["reason"].str.contains(reason).all()


def test_failed_requests_are_counted_and_new_fields_reported():
    batch = read(RUN | {"completed": 76, "carbon_g": 3}, RUN_NAME)
    [row] = measured(batch)
    assert (row["request_count"], row["error_count"]) == (80, 4)
    assert batch.quarantine["reason"].to_list() == ["fields not known: carbon_g (1x)"]


@pytest.mark.parametrize(
    "body", [b"", b"<html>502</html>", b"[]", b"{}", b'{"error": "Unknown model"}', b'{"model": "x']
)
def test_a_payload_of_another_kind_is_rejected(body):
    with pytest.raises(NormaliseError, match=r"inferencex-results/runs"):
        read(body)


JSON = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just({}) | st.just([1])


@given(st.lists(st.dictionaries(st.sampled_from(sorted(RUN | SPLIT | ENERGY)), JSON) | JSON, max_size=4))
def test_any_record_is_accounted_for(records):
    batch = read([AGGREGATE, *records])
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 1 + len(records)


@given(st.integers(1, 512), st.floats(0.01, 1e5), st.floats(0.01, 1e5))
def test_rates_per_gpu_and_gpus_give_the_job(gpus, out, into):
    point = AGGREGATE | {"tp": gpus, "tput_per_gpu": out + into, "output_tput_per_gpu": out, "input_tput_per_gpu": into}
    [row] = measured(read([point]))
    assert row["output_tokens_per_second"] == pytest.approx(out * gpus)
    assert row["total_tokens_per_second"] == pytest.approx((out + into) * gpus)


def test_the_website_is_asked_model_by_model():
    assert [part_of(each.name) for each in SPEC.requests] == [each.part for each in SPEC.requests]
    assert part_of(f"inferencex-results/20260428T123329Z/{RUN_NAME}") == "runs"
    assert part_of("README.md") is None


def test_captures_hold_eight_points_of_two_models():
    batches = normalised("inferencex-results")
    assert [batch.records_used for batch in batches] == [1] * 16
    assert all(batch.quarantine.is_empty() for batch in batches)
    rows = pl.concat(batch.observations["inference_measurement"] for batch in batches)
    assert sorted(rows["max_concurrency"].to_list()) == sorted([4, 8, 16, 32, 64, 128, 256, 512] * 2)
    # Read by eye in concurrency_128 of 11:12 and concurrency_32 of 12:33.
    [oss] = rows.filter(
        (pl.col("max_concurrency") == 128) & pl.col("model_name_raw").str.contains("gpt-oss")
    ).to_dicts()
    assert (oss["model_name_raw"], oss["gpu_count"]) == ("openai/gpt-oss-120b", 16)
    assert (oss["output_tokens_per_second"], oss["ttft_ms_p90"]) == (8368.280252140186, 1269.4133618613705)
    [minimax] = rows.filter(
        (pl.col("max_concurrency") == 32) & pl.col("model_name_raw").str.contains("MiniMax")
    ).to_dicts()
    assert (minimax["total_tokens_per_second"], minimax["itl_ms_p99"]) == (3313.9898860023277, 21.305559629108753)
