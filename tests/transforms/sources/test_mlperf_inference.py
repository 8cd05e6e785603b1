"""MLPerf Inference: four units in one column, accelerators per node, power at the wall on some rows."""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.mlperf_inference import SPEC, part_of
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.mlperf_inference import normalise

# Llama 2 70B on one server of eight B200, of v5.1.
RESULT = {
    "ID": "5.1-0061",
    "Submitter": "Lenovo",
    "Availability": "available",
    "Category": "closed",
    "Suite": "datacenter",
    "System": "ThinkSystem SR680a V3 (8x B200-SXM-180GB, TensorRT)",
    "Platform": "SR680a_V3_B200SXMx8_TRT",
    "UsedModel": "llama2-70b-99.9",
    "Model": "llama2-70b-99.9",
    "Scenario": "Offline",
    "Accuracy": "ROUGE1: 44.7482  ROUGE2: 22.3577  ROUGEL: 29.1381  TOKENS_PER_SAMPLE: 273.3",
    "Nodes": 1,
    "Processor": "Intel(R) Xeon(R) Platinum 8568Y+",
    "host_processors_per_node": 2,
    "Accelerator": "NVIDIA B200-SXM-180GB",
    "a#": 8,
    "Software": "TensorRT 10.8, CUDA 12.8",
    "Notes": "B200 TGP 1000W",
    "compliance": 1,
    "errors": 0,
    "version": "v5.1",
    "inferred": 0,
    "has_power": True,
    "weight_data_types": "fp4",
    "Power_Result": 10400.9988793425,
    "Power_Units": "Watts",
    "Performance_Result": 102909.0,
    "Performance_Units": "Tokens/s",
}
# MobileNet on a processor, of v5.1's edge suite.
PHONE = RESULT | {
    "Suite": "edge",
    "UsedModel": "mobilenet-v1-precision_float-1.0-128",
    "Model": "resnet",
    "Scenario": "SingleStream",
    "Accelerator": "",
    "a#": "",
    "weight_data_types": "UNSET",
    "Performance_Result": 4.77892,
    "Performance_Units": "Latency (ms)",
    "Power_Result": 155.1423475863,
    "Power_Units": "millijoules",
}


def read(*records) -> Batch:
    return normalise(payload(json.dumps(list(records)), source_id="mlperf-inference", part="summary"))


def measured(batch: Batch) -> list[dict]:
    return batch.observations["inference_measurement"].to_dicts()


def test_a_language_model_is_measured_in_output_tokens_and_watts_at_the_wall():
    batch = read(RESULT)
    [row] = measured(batch)
    # By hand: 10,401 W / 102,909 token/s = 0.101 J a token, all eight B200 and their host together.
    assert row["power_watts"] / row["output_tokens_per_second"] == pytest.approx(0.10107, abs=1e-5)
    assert (row["boundary"], row["requests_per_second"], row["method"]) == ("node", None, "measured")
    assert (row["model_name_raw"], row["task"]) == ("llama2-70b", "llama2-70b-99.9/Offline")
    assert (row["gpu_name_raw"], row["gpu_count"], row["precision"]) == ("NVIDIA B200-SXM-180GB", 8, "fp4")
    assert (row["engine"], row["engine_version"], row["record_ref"]) == ("TensorRT", "10.8", "/0")
    assert row["configuration"] == (
        "availability=available; category=closed; platform=SR680a_V3_B200SXMx8_TRT; "
        "processor=Intel(R) Xeon(R) Platinum 8568Y+; processors_per_node=2; round=v5.1; submitter=Lenovo; "
        "suite=datacenter; system=ThinkSystem SR680a V3 (8x B200-SXM-180GB, TensorRT)"
    )
    assert batch.quarantine.is_empty()


def test_accelerators_are_counted_per_node():
    assert [row["gpu_count"] for row in measured(read(RESULT | {"a#": 4.0, "Nodes": 18}))] == [72]
    [lost] = measured(read(RESULT | {"a#": ""}))
    assert (lost["gpu_name_raw"], lost["gpu_count"]) == ("NVIDIA B200-SXM-180GB", None)


def test_a_single_stream_is_a_latency_and_its_power_an_energy():
    [row] = measured(read(PHONE))
    assert (row["request_ms_p90"], row["request_ms_p99"]) == (4.77892, None)
    assert row["joules_per_request"] == pytest.approx(0.1551423475863)
    assert (row["power_watts"], row["boundary"]) == (None, "node")
    assert (row["gpu_name_raw"], row["gpu_count"], row["precision"]) == (None, None, None)
    [many] = measured(read(PHONE | {"Scenario": "MultiStream", "inferred": 1}))
    assert (many["request_ms_p90"], many["request_ms_p99"], many["method"]) == (None, 4.77892, "derived")


@pytest.mark.parametrize("unit", ["Samples/s", "Queries/s"])
def test_samples_and_queries_are_requests(unit):
    quick = RESULT | {"Model": "resnet", "UsedModel": "resnet50", "Performance_Units": unit, "Power_Result": None}
    [row] = measured(read(quick))
    assert (row["requests_per_second"], row["output_tokens_per_second"], row["boundary"]) == (102909.0, None, None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Performance_Units": "Queries/s"}, "llama2-70b-99.9 is scored in tokens, not in Queries/s"),
        ({"Performance_Units": "Frames/s"}, "unknown unit: Frames/s"),
        ({"Performance_Units": None}, "unknown unit: none"),
        ({"Performance_Result": None}, "states no performance"),
        ({"Performance_Result": "n/a"}, "states no performance"),
        ({"Performance_Result": 0}, "breaks output_tokens_per_second"),
        ({"compliance": 0}, "not compliant"),
        ({"errors": 3}, "not compliant or with errors"),
        ({"Model": ""}, "names no benchmark"),
    ],
)
def test_a_result_that_cannot_be_is_refused_and_its_neighbours_stay(change, reason):
    batch = read(RESULT | change, PHONE)
    assert (batch.records_used, batch.records_quarantined) == (1, 1)
    assert batch.quarantine["reason"].str.contains(reason).all()


def test_power_in_an_unknown_unit_is_refused_and_the_speed_stays():
    batch = read(RESULT | {"Power_Units": "kWh"})
    [row] = measured(batch)
    assert (row["power_watts"], row["boundary"], row["output_tokens_per_second"]) == (None, None, 102909.0)
    assert batch.quarantine["reason"].to_list() == ["power in an unknown unit: kWh"]


def test_other_rounds_name_their_columns_otherwise():
    names = {
        "Result": "Performance_Result",
        "Units": "Performance_Units",
        "accelerator_model_name": "Accelerator",
        "accelerators_per_node": "a#",
        "number_of_nodes": "Nodes",
        "framework": "Software",
        "host_processor_model_name": "Processor",
    }
    renamed = {name: value for name, value in RESULT.items() if name not in names.values()}
    batch = read(renamed | {new: RESULT[old] for new, old in names.items()})
    same = [column for column in measured(read(RESULT))[0] if column != "payload_sha256"]
    assert [measured(batch)[0][c] for c in same] == [measured(read(RESULT))[0][c] for c in same]
    assert batch.quarantine.is_empty()


def test_a_new_field_is_reported():
    assert read(RESULT | {"Idle_Power": 900}).quarantine["reason"].to_list() == ["fields not known: Idle_Power (1x)"]


@pytest.mark.parametrize("body", ["", "404: Not Found", "[]", "{}", "null", '[{"ID": 1}]', '[{"ID": "v4.1'])
def test_a_payload_of_another_kind_is_rejected(body):
    with pytest.raises(NormaliseError, match=r"mlperf-inference/summary"):
        normalise(payload(body, source_id="mlperf-inference", part="summary"))


JSON = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.just({}) | st.just([])


@given(st.lists(st.dictionaries(st.sampled_from(sorted(RESULT)), JSON) | JSON, max_size=4), st.booleans())
def test_any_record_is_accounted_for(records, is_filled):
    filled = [RESULT | record if is_filled and isinstance(record, dict) else record for record in records]
    batch = read(PHONE, *filled)
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 1 + len(records)


def test_every_round_is_one_listing():
    assert {part_of(each.name) for each in SPEC.requests} == {"summary"} == {each.part for each in SPEC.requests}
    assert not SPEC.is_complete
    assert part_of("closed/NVIDIA/results/summary.txt") is None


def test_captures_hold_two_rounds_and_their_mislabelled_units():
    first, second = normalised("mlperf-inference")
    assert (first.records_read, first.records_used, first.records_quarantined) == (937, 932, 5)
    assert (second.records_read, second.records_used, second.records_quarantined) == (1448, 1403, 45)
    # 1,871.84 "Samples/s" of about 296 tokens on two RTX 4090 would be 555,000 token/s.
    assert first.quarantine["reason"].str.contains("llama2-70b-99.9 is scored in tokens").sum() == 5
    refused = dict(second.quarantine["reason"].value_counts().iter_rows())
    assert refused == {
        "llama3.1-8b is scored in tokens, not in Queries/s": 8,
        "whisper is scored in tokens, not in Samples/s": 37,
    }


def test_captures_say_what_was_read_in_them_by_eye():
    first, second = (batch.observations["inference_measurement"] for batch in normalised("mlperf-inference"))
    assert (first.filter(pl.col("boundary") == "node").height, second.filter(pl.col("boundary") == "node").height) == (
        31,
        23,  # one of 24 with its whisper
    )

    def at(frame, ref):
        [row] = frame.filter(pl.col("record_ref") == ref).to_dicts()
        return row

    amd = at(first, "/0")
    assert (amd["output_tokens_per_second"], amd["gpu_count"], amd["engine_version"]) == (3062.72, 1, "0.4.3+rocm614")
    rack = at(second, "/444")
    assert (rack["model_name_raw"], rack["output_tokens_per_second"], rack["gpu_count"]) == (
        "deepseek-r1",
        289712.0,
        72,
    )
    big = at(second, "/372")
    assert (big["model_name_raw"], big["power_watts"]) == ("llama3.1-405b", 9891.7643975904)
    phone = at(second, "/1403")
    assert (phone["joules_per_request"], phone["gpu_name_raw"]) == (pytest.approx(1.2411387806903), None)
