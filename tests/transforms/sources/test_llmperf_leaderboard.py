"""LLMPerf: failed requests are counted, not averaged; an API has no accelerator that we know of."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.llmperf_leaderboard import part_of
from tests.captures import NOON, normalised
from transforms.batch import Batch
from transforms.payload import NormaliseError, Payload
from transforms.sources.llmperf_leaderboard import LATENCIES, QUANTILES, normalise

# Llama 2 70B at Groq on 2024-01-10.
SUMMARY = {
    "version": "2023-08-31",
    "name": "llama2-70b-4096_550_150_summary",
    "model": "llama2-70b-4096",
    "mean_input_tokens": 550,
    "stddev_input_tokens": 0,
    "mean_output_tokens": 150,
    "stddev_output_tokens": 0,
    "num_concurrent_requests": 5,
    "results_inter_token_latency_s_quantiles_p50": 0.0054,
    "results_ttft_s_quantiles_p50": 0.2219,
    "results_ttft_s_quantiles_p99": 0.3,
    "results_end_to_end_latency_s_quantiles_p90": 0.9,
    "results_number_output_tokens_mean": 150.0,
    "results_num_requests_started": 150,
    "results_number_errors": 3,
    "results_mean_output_throughput_token_per_s": 441.84737788500206,
    "results_num_completed_requests_per_min": 176.73895115400083,
    "framework": "groq",
    "timestamp": 1704851704,
}
ANSWERED = {
    "error_code": None,
    "error_msg": "",
    "inter_token_latency_s": 0.0096,
    "ttft_s": 0.2,
    "end_to_end_latency_s": 1.5,
    "request_output_throughput_token_per_s": 34.0,
    "number_total_tokens": 701,
    "number_output_tokens": 151,
    "number_input_tokens": 550,
}
# Of lepton_7b.json on 2024-01-10.
LIMITED = {
    "error_code": 429,
    "error_msg": "",
    "inter_token_latency_s": 0.0,
    "ttft_s": 0,
    "end_to_end_latency_s": 0,
    "number_output_tokens": 1,
    "number_input_tokens": 550,
}


def read(document, name="individual/lepton_7b.json") -> Batch:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return normalise(Payload("llmperf-leaderboard", "individual", NOON, "0" * 64, name, body))


def measured(batch: Batch) -> list[dict]:
    return batch.observations["inference_measurement"].to_dicts()


def test_a_summary_states_the_run_of_one_provider():
    batch = read(SUMMARY, "summary/groq_70b.json")
    [row] = measured(batch)
    # By hand: 176.739 a minute are 2.94565 a second, of 150 tokens each: 441.847.
    assert row["requests_per_second"] * row["output_tokens_mean"] == pytest.approx(row["output_tokens_per_second"])
    assert (row["provider"], row["model_name_raw"], row["gpu_name_raw"], row["gpu_count"]) == (
        "groq",
        "llama2-70b-4096",
        None,
        None,
    )
    assert (row["ttft_ms_p50"], row["request_ms_p90"]) == (pytest.approx(221.9), 900.0)
    assert (row["itl_ms_p50"], row["ttft_ms_p90"]) == (None, None)
    assert (row["request_count"], row["error_count"], row["max_concurrency"]) == (150, 3, 5)
    assert row["measured_on"] == date(2024, 1, 10)
    assert row["configuration"] == (
        "mean_output_tokens=150; stddev_input_tokens=0; stddev_output_tokens=0; version=2023-08-31"
    )
    assert batch.quarantine.is_empty()


def test_failed_requests_are_counted_and_leave_the_percentiles_alone():
    slow = ANSWERED | {"ttft_s": 0.4, "end_to_end_latency_s": 2.5}
    batch = read([LIMITED, ANSWERED, slow, ANSWERED | {"error_msg": "Output too few tokens 39", "ttft_s": 9.0}])
    [row] = measured(batch)
    # By hand: the median of 0.2 s and 0.4 s is 300 ms, their p90 380 ms.
    assert row["ttft_ms_p50"] == pytest.approx(300.0)
    assert row["ttft_ms_p90"] == pytest.approx(380.0)
    assert row["request_ms_p50"] == pytest.approx(2000.0)
    assert (row["request_count"], row["error_count"], row["method"]) == (4, 2, "derived")
    assert (row["input_tokens_mean"], row["output_tokens_mean"]) == (550.0, 151.0)
    assert (row["provider"], row["model_name_raw"], row["record_ref"]) == ("lepton", "Llama-2-7b-chat", "/1")
    assert batch.ignored == {"counted_as_failed": 2, "counted_in_percentiles": 1}
    assert (batch.records_read, batch.records_used) == (4, 1)


def test_a_provider_that_answered_nothing_has_errors_and_no_latency():
    [row] = measured(read([LIMITED, LIMITED]))
    assert (row["request_count"], row["error_count"], row["ttft_ms_p50"], row["input_tokens_mean"]) == (
        2,
        2,
        None,
        None,
    )


def test_a_request_that_neither_failed_nor_was_timed_is_refused():
    batch = read([ANSWERED, ANSWERED | {"ttft_s": None}, ANSWERED | {"ttft_s": 0.0}, "gone", {}])
    assert (batch.records_used, batch.records_quarantined) == (1, 4)
    assert batch.quarantine["reason"].to_list() == ["no request"] * 2 + ["neither failed nor timed"] * 2
    assert measured(batch)[0]["request_count"] == 1


def test_new_fields_are_reported_and_results_are_known_by_their_prefix():
    changed = read(SUMMARY | {"region": "us", "results_cold_start_s": 3})
    assert changed.quarantine["reason"].to_list() == ["fields not known: region (1x)"]
    assert read([ANSWERED | {"cost": 1}]).quarantine["reason"].to_list() == ["fields not known: cost (1x)"]


def test_a_summary_without_its_provider_is_refused():
    batch = read(SUMMARY | {"framework": None})
    assert batch.quarantine["reason"].to_list() == ["names no provider"]


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b"null", b'[{"a": 1}]', b'{"model": "x"}', b'[{"ttft'])
def test_a_payload_of_another_kind_is_rejected(body):
    with pytest.raises(NormaliseError, match=r"llmperf-leaderboard/individual"):
        read(body)


def test_requests_of_nobody_are_rejected():
    with pytest.raises(NormaliseError, match="tells no provider"):
        read([ANSWERED], "individual/results.json")


JSON = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.just({}) | st.just([])


@given(st.lists(st.dictionaries(st.sampled_from(sorted(ANSWERED)), JSON) | JSON, max_size=5), st.booleans())
def test_any_request_is_accounted_for(records, is_filled):
    filled = [ANSWERED | each if is_filled and isinstance(each, dict) else each for each in records]
    batch = read([LIMITED, *filled])
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 1 + len(records)


@given(st.dictionaries(st.sampled_from(sorted(SUMMARY.keys() - {"model"})), JSON))
def test_any_summary_is_accounted_for(changes):
    batch = read(SUMMARY | changes)
    assert batch.records_used + batch.records_quarantined == 1


def test_summaries_and_single_requests_are_two_listings():
    assert part_of("raw_data/summary/groq_70b.json") == "summary"
    assert part_of("llmperf-leaderboard/20240110T043324Z/individual/groq_70b.json") == "individual"
    assert part_of("raw_data/x.json") is None


def test_captures_give_the_same_percentiles_from_single_requests_as_their_summaries():
    rows = {}
    for batch in normalised("llmperf-leaderboard"):
        assert batch.quarantine.is_empty(), batch.payload.name
        [row] = measured(batch)
        rows[batch.payload.part, batch.payload.name.rsplit("/", 1)[1]] = row
    assert len(rows) == 38
    for name in {name for _, name in rows}:
        summary, single = rows["summary", name], rows["individual", name]
        assert summary["provider"] == single["provider"] == name.split("_")[0]
        assert (summary["request_count"], summary["error_count"]) == (single["request_count"], single["error_count"])
        for column in ("ttft_ms_mean", *(f"{latency}_{each}" for latency in LATENCIES for each in QUANTILES)):
            assert single[column] == pytest.approx(summary[column], rel=1e-6), (name, column)
    # Read by eye: errors of four providers, and the fastest.
    assert rows["summary", "lepton_7b.json"]["error_count"] == 130
    assert rows["individual", "bedrock_13b.json"]["error_count"] == 97
    assert rows["summary", "groq_70b.json"]["output_tokens_per_second"] == 441.84737788500206
    assert rows["summary", "anyscale_13b.json"]["ttft_ms_p50"] == pytest.approx(202.35683)
