"""AI Energy Score: watt-hours of a whole run's GPUs, made joules of a query and of a token."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources import registry
from pipelines.sources.ai_energy_score import part_of
from tests.captures import captured, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.ai_energy_score import normalise

HEADER = (
    "model_name,model_class,task,reasoning_state,total_prompts,successful_prompts,failed_prompts,"
    "total_duration_seconds,avg_latency_seconds,total_tokens,total_prompt_tokens,total_completion_tokens,"
    "throughput_tokens_per_second,gpu_energy_wh,co2_emissions_g,tokens_per_joule,avg_energy_per_prompt_wh,"
    "timestamp,error_message"
)
RUN = {
    "model_name": "openai/gpt-oss-20b",
    "model_class": "B",
    "task": "text_gen",
    "reasoning_state": "On (High)",
    "total_prompts": "10",
    "successful_prompts": "9",
    "failed_prompts": "1",
    "total_duration_seconds": "30.50",
    "avg_latency_seconds": "3.0500",
    "total_tokens": "1500",
    "total_prompt_tokens": "500",
    "total_completion_tokens": "1000",
    "throughput_tokens_per_second": "49.18",
    "gpu_energy_wh": "2.5400",
    "co2_emissions_g": "1.2300",
    "tokens_per_joule": "0.1640",
    "avg_energy_per_prompt_wh": "0.2822",
    "timestamp": "2025-10-26T13:19:22.123456",
    "error_message": "",
}


def read(*runs: dict[str, str], header: str = HEADER) -> Batch:
    lines = [header, *(",".join(run.get(name, "") for name in header.split(",")) for run in runs)]
    return normalise(payload("\n".join(lines) + "\n", source_id="ai-energy-score", part="runs"))


def measured(batch: Batch) -> list[dict]:
    return batch.observations["inference_measurement"].to_dicts()


def test_a_run_s_energy_is_shared_by_its_tokens_and_its_answers():
    batch = read(RUN)
    [row] = measured(batch)
    # By hand: 2.54 Wh = 9,144 J; over 30.5 s 299.8 W, over 1,000 tokens 9.144 J, over 9 answers 1,016 J.
    assert row["power_watts"] == pytest.approx(299.8033, abs=1e-4)
    assert row["joules_per_output_token"] == pytest.approx(9.144)
    assert row["joules_per_request"] == pytest.approx(1016.0)
    assert row["output_tokens_per_second"] == pytest.approx(32.7869, abs=1e-4)
    assert row["total_tokens_per_second"] == pytest.approx(49.1803, abs=1e-4)
    assert (row["request_count"], row["error_count"], row["boundary"]) == (10, 1, "gpu")
    assert (row["gpu_name_raw"], row["gpu_count"], row["measured_on"]) == (None, None, date(2025, 10, 26))
    assert (row["model_name_raw"], row["task"]) == ("openai/gpt-oss-20b", "text_gen")
    assert row["configuration"] == "class=B; reasoning=On (High)"
    assert row["record_ref"] == "row 1"
    assert batch.quarantine.is_empty()


def test_the_columns_of_later_runs_are_known():
    later = HEADER.replace("avg_latency_seconds", "avg_total_time,avg_time_to_first_token").replace(
        "gpu_energy_wh", "gpu_energy_wh,wh_per_1000_queries,energy_per_prompt_min_wh,energy_per_prompt_max_wh"
    )
    batch = read(RUN | {"avg_time_to_first_token": "0.1500"}, header=later)
    assert measured(batch)[0]["ttft_ms_mean"] == pytest.approx(150.0)
    assert measured(batch)[0]["joules_per_request"] == pytest.approx(1016.0)
    assert batch.quarantine.is_empty()


def test_a_table_of_the_leaderboard_is_in_kilowatt_hours_per_thousand_queries():
    text = "model,total_gpu_energy,energy_score\nopenai/gpt-oss-20b,0.0049,5\nbroken,,1\n"
    batch = normalise(payload(text, source_id="ai-energy-score", part="text-generation"))
    [row] = measured(batch)
    # By hand: 0.0049 kWh per 1,000 queries are 0.0049 Wh or 17.64 J each.
    assert row["joules_per_request"] == pytest.approx(17.64)
    assert (row["task"], row["boundary"], row["power_watts"]) == ("text-generation", "gpu", None)
    assert batch.quarantine["reason"].to_list() == ["states no energy"]


def test_a_failed_run_is_no_measurement_and_a_zero_no_reading():
    failed = dict.fromkeys(RUN, "0.0000") | {"model_name": "test/none", "error_message": "Model not found"}
    blind = RUN | {"gpu_energy_wh": "0.0000", "tokens_per_joule": "0.0000", "avg_energy_per_prompt_wh": "0.0000"}
    batch = read(failed, blind)
    [row] = measured(batch)
    assert batch.ignored == {"failed_run": 1}
    assert (row["power_watts"], row["joules_per_request"], row["boundary"]) == (None, None, None)
    assert row["output_tokens_per_second"] is not None


def test_runs_of_one_setting_are_told_apart_and_equal_rows_are_one():
    batch = read(RUN, RUN | {"total_duration_seconds": "31.00"}, RUN)
    assert [row["configuration"] for row in measured(batch)] == [
        "class=B; reasoning=On (High)",
        "class=B; reasoning=On (High); run=2",
    ]
    assert batch.ignored == {"repeated_row": 1}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"gpu_energy_wh": "2540"}, "the energy is 0.001 times what tokens_per_joule says"),
        ({"avg_energy_per_prompt_wh": "2.5400"}, "the energy is 0.111 times what avg_energy_per_prompt_wh says"),
        ({"total_prompt_tokens": "900"}, "do not add up"),
        ({"model_name": ""}, "breaks model_name_raw"),
        ({"total_duration_seconds": "", "gpu_energy_wh": "n/a"}, "states neither energy nor speed"),
    ],
)
def test_a_run_that_cannot_be_is_refused_and_its_neighbours_stay(change, reason):
    batch = read(RUN | change, RUN | {"reasoning_state": "Off"})
    assert (batch.records_used, batch.records_quarantined) == (1, 1)
    assert batch.quarantine["reason"].str.contains(reason).all()


def test_a_new_column_is_reported():
    batch = read(RUN, header=f"{HEADER},cpu_energy_wh")
    assert batch.quarantine["reason"].to_list() == ["fields not known: cpu_energy_wh (1x)"]


@pytest.mark.parametrize(
    "body", ["", "<html>", "{}", HEADER, "model,score\na,1\n", '{"prefill": {"energy": {"unit": "kWh"}}}']
)
def test_a_payload_of_another_kind_is_rejected(body):
    with pytest.raises(NormaliseError, match=r"ai-energy-score/runs"):
        normalise(payload(body, source_id="ai-energy-score", part="runs"))


CELL = st.sampled_from(["", "0", "0.0000", "-1", "n/a", "1e9", "nan", "inf", "7", "1.5", "é"])


@given(st.lists(st.dictionaries(st.sampled_from(sorted(RUN)), CELL), max_size=4))
def test_any_run_is_accounted_for(changes):
    batch = read(RUN, *(RUN | change for change in changes))
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == 1 + len(changes)


def test_files_are_told_apart_by_their_names():
    spec = registry()["ai-energy-score"]
    assert [part_of(each.name) for each in spec.requests] == [each.part for each in spec.requests]
    assert part_of("ai-energy-score/20251026T181556Z/master_results.csv") == "runs"
    assert part_of("results/benchmark_report.json") == "report"
    assert part_of("config.json") is None


def test_captures_hold_nothing_that_could_be_a_measurement():
    reasons = []
    for each in captured("ai-energy-score"):
        with pytest.raises(NormaliseError) as error:
            normalise(each)
        reasons.append(str(error.value).rsplit(": ", 1)[1])
    assert reasons == ["a report of energies without model, accelerator and number of queries", "a header without rows"]
