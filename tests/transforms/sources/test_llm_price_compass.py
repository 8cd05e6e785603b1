"""The price compass: tokens per second by GPU, and dollars per million tokens by host."""

import json
from datetime import date

import pytest

from tests.captures import normalised, payload
from transforms.payload import NormaliseError
from transforms.sources.llm_price_compass import normalise

SOURCE = "llm-price-compass"
RUN = {
    "date": "20240820-143000",
    "provider": "aws",
    "gpu": "NVIDIA A10G",
    "cost_per_hour": 2.84,
    "backend": "vllm",
    "model_id": "meta-llama/Meta-Llama-3.1-8B-Instruct",
    "num_prompts": 1000,
    "duration": 97.65,
    "completed": 990,
    "total_input_tokens": 215196,
    "total_output_tokens": 43140,
    "request_throughput": 10.14,
    "output_throughput": 441.76,
    "median_ttft": 193.72,
}
HOST = {"provider": "Lepton AI", "model": "LLama 3.1 70b instruct", "ingest": "$0.80", "output": "$0.90"}


def read(records):
    return normalise(payload(json.dumps(records), source_id=SOURCE))


def test_an_a10g_writes_442_tokens_a_second():
    batch = read([RUN])
    row = batch.observations["inference_measurement"].row(0, named=True)
    assert (row["gpu_name_raw"], row["engine"], row["output_tokens_per_second"]) == ("NVIDIA A10G", "vllm", 441.76)
    assert (row["provider"], row["configuration"], row["gpu_count"]) == (None, "cloud=aws", None)
    assert (row["request_count"], row["error_count"], row["ttft_ms_p50"]) == (1000, 10, 193.72)
    assert row["input_tokens_mean"] == pytest.approx(217.37, abs=0.01)
    assert row["measured_on"] == date(2024, 8, 20)
    assert batch.quarantine.is_empty()


def test_a_host_asks_80_and_90_cents_a_million_tokens():
    rows = read([HOST]).observations["model_price"]
    assert rows.select("provider", "model_name_raw", "component", "usd_per_million_tokens", "record_ref").rows() == [
        ("lepton-ai", "LLama 3.1 70b instruct", "input", 0.8, "/0/ingest"),
        ("lepton-ai", "LLama 3.1 70b instruct", "output", 0.9, "/0/output"),
    ]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (RUN | {"output_throughput": 4417.6}, "tokens over time are 0.1 times the stated throughput"),
        (RUN | {"output_throughput": None}, "states no output throughput"),
        (RUN | {"gpu": ""}, "names no GPU or no model"),
        (RUN | {"watts": 150}, "fields not known: watts (1x)"),
        (HOST | {"ingest": "ask"}, "ingest is no price: ask"),
        (HOST | {"provider": None}, "names no provider or no model"),
        (HOST | {"cached": "$0.1"}, "fields not known: cached (1x)"),
    ],
)
def test_a_record_that_cannot_be_right_is_refused_and_a_new_field_reported(record, reason):
    assert read([record]).quarantine["reason"].to_list() == [reason]


@pytest.mark.parametrize("body", ["", "[]", "{}", "<html>404</html>", '[{"a": 1}]', '[{"gpu": '])
def test_another_document_is_rejected(body):
    with pytest.raises(NormaliseError, match="llm-price-compass/all"):
        normalise(payload(body, source_id=SOURCE))


def test_the_captures_read_by_hand():
    runs, prices = normalised(SOURCE)
    measured = runs.observations["inference_measurement"]
    speeds = dict(measured.select("gpu_name_raw", "output_tokens_per_second").rows())
    assert speeds == {"NVIDIA H100": 5595.07, "NVIDIA A10G": 441.76, "NVIDIA L4": 513.2037236740132}
    rows = prices.observations["model_price"]
    groq = rows.filter(provider="groq").select("component", "usd_per_million_tokens").rows()
    assert groq == [("input", 0.05), ("output", 0.08), ("input", 0.59), ("output", 0.79)]
    assert runs.quarantine.is_empty()
    assert prices.quarantine.is_empty()
