"""ML.ENERGY: watts of the whole job, energy at the GPUs, one row per operating point."""

import json
from collections import Counter

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.ml_energy import SPEC, part_of, requests
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.ml_energy import normalise

# Qwen 3 14B on one B200, of tasks/gpqa.json on 2026-02-14.
POINT = {
    "activated_params_billions": 14.0,
    "architecture": "Dense Transformer",
    "avg_batch_size": 15.99621081639683,
    "avg_output_len": 7304.171717171717,
    "avg_power_watts": 360.8975244155932,
    "data_parallel": 1,
    "energy_per_request_joules": 5701.949657261465,
    "energy_per_token_joules": 0.7806428816365977,
    "expert_parallel": 1,
    "gpu_model": "B200",
    "max_num_seqs": 16,
    "median_itl_ms": 34.790393998264335,
    "model_id": "Qwen/Qwen3-14B",
    "nickname": "Qwen 3 14B",
    "num_gpus": 1,
    "output_throughput_tokens_per_sec": 462.3080961924367,
    "p90_itl_ms": 50.95546791271772,
    "p95_itl_ms": 56.04782736045309,
    "p99_itl_ms": 66.4822291364544,
    "tensor_parallel": 1,
    "total_params_billions": 14.0,
    "weight_precision": "bfloat16",
}
# Wan 2.1 1.3B on two H100, of tasks/text-to-video.json on 2025-11-30.
FILM = {
    "model_id": "Wan-AI/Wan2.1-T2V-1.3B-Diffusers",
    "nickname": "Wan 2.1 1.3B",
    "gpu_model": "H100",
    "num_gpus": 2,
    "total_params_billions": 1.3,
    "activated_params_billions": 1.3,
    "batch_size": 1,
    "batch_latency_s": 55.86138582229614,
    "avg_power_watts": 1332.760150935351,
    "ulysses_degree": 1,
    "ring_degree": 2,
    "inference_steps": 50,
    "energy_per_video_joules": 74449.82899998128,
    "throughput_videos_per_sec": 0.017901453486692174,
    "video_height": 480,
    "video_width": 832,
    "num_frames": 81,
    "fps": 15,
}
MODEL = {
    "nickname": "Qwen 3 235B A22B Thinking FP8",
    "total_params_billions": 235.0,
    "activated_params_billions": 22.0,
    "architecture": "MoE",
    "weight_precision": "fp8",
}


def read(document, part="gpqa") -> Batch:
    body = document if isinstance(document, str | bytes) else json.dumps(document)
    return normalise(payload(body, source_id="ml-energy", part=part))


def task(*points, name="gpqa") -> Batch:
    return read({"task": name, "task_display_name": name, "configurations": list(points)}, part=name)


def measured(batch: Batch) -> list[dict]:
    return batch.observations["inference_measurement"].to_dicts()


def test_joules_per_token_are_watts_over_tokens_per_second():
    [row] = measured(task(POINT))
    # By hand: 360.8975 W / 462.3081 token/s = 0.78064 J/token; x 7304.17 token = 5701.95 J a request.
    assert row["joules_per_output_token"] == 0.7806428816365977
    assert row["power_watts"] / row["output_tokens_per_second"] == pytest.approx(0.78064, abs=1e-5)
    assert row["joules_per_output_token"] * row["output_tokens_mean"] == pytest.approx(row["joules_per_request"])
    told = {"model_name_raw", "gpu_name_raw", "gpu_count", "precision", "task", "max_concurrency", "boundary", "engine"}
    assert {name: row[name] for name in told} == {
        "model_name_raw": "Qwen/Qwen3-14B",
        "gpu_name_raw": "B200",
        "gpu_count": 1,
        "precision": "bfloat16",
        "task": "gpqa",
        "max_concurrency": 16,
        "boundary": "gpu",
        "engine": None,
    }
    assert (row["itl_ms_p50"], row["itl_ms_p99"]) == (34.790393998264335, 66.4822291364544)
    assert row["record_ref"] == "/configurations/0"


def test_a_film_is_a_request_and_has_no_tokens():
    [row] = measured(task(FILM | {"inference_steps": 50.0}, name="text-to-video"))
    assert row["joules_per_request"] == 74449.82899998128
    assert row["power_watts"] == 1332.760150935351
    settings = "fps=15; height=480; num_frames=81; ring_degree=2; steps=50; ulysses_degree=1; unit=video; width=832"
    assert row["configuration"] == settings
    tokens = ("joules_per_output_token", "output_tokens_per_second", "output_tokens_mean", "input_tokens_mean")
    assert [row[name] for name in tokens] == [None] * 4


def test_a_throughput_of_the_whole_run_does_not_belong_to_the_power_of_the_steady_state():
    # Qwen 3 14B on one H100 on 2025-11-30: 494.27 / 832.46 = 0.594, not 0.535.
    earlier = POINT | {
        "energy_per_token_joules": 0.5349135597314698,
        "avg_power_watts": 494.269463945933,
        "output_throughput_tokens_per_sec": 832.4595554753186,
    }
    batch = task(earlier)
    [row] = measured(batch)
    assert (row["output_tokens_per_second"], row["power_watts"]) == (None, 494.269463945933)
    assert row["joules_per_output_token"] == 0.5349135597314698
    assert (batch.records_used, batch.records_quarantined) == (1, 0)
    assert batch.quarantine["reason"].to_list() == [
        "throughput is not of the steady state, others are: power over throughput is 1.11 times the stated energy per "
        "token"
    ]


@pytest.mark.parametrize(
    ("degrees", "read_as"),
    [
        ({"tensor_parallel": 1, "expert_parallel": 0, "data_parallel": 0, "num_gpus": 1}, (1, 1, 1)),
        ({"tensor_parallel": 1, "expert_parallel": 1, "data_parallel": 1, "num_gpus": 8}, (None, 1, 1)),
        ({"tensor_parallel": 1, "expert_parallel": 8, "data_parallel": 8, "num_gpus": 8}, (1, 8, 8)),
        ({"tensor_parallel": 8, "expert_parallel": 8, "data_parallel": 1, "num_gpus": 8}, (8, 8, 1)),
    ],
)
def test_a_tensor_degree_that_leaves_gpus_idle_is_unknown(degrees, read_as):
    [row] = measured(task(POINT | degrees))
    assert (row["tensor_parallel"], row["expert_parallel"], row["data_parallel"]) == read_as


def test_degrees_may_stand_under_parallelization():
    point = {name: value for name, value in POINT.items() if not name.endswith("_parallel")}
    nested = {"tensor_parallel": 2, "expert_parallel": 2, "data_parallel": 1, "notes": ""}
    [row] = measured(task(point | {"parallelization": nested, "num_gpus": 2}))
    assert (row["tensor_parallel"], row["expert_parallel"], row["data_parallel"]) == (2, 2, 1)


def test_runs_of_one_setting_are_told_apart_and_equal_rows_are_one():
    cooler = POINT | {"p99_itl_ms": 60.0}
    batch = task(
        POINT, cooler, POINT, FILM, FILM | {"batch_latency_s": 56.0}, FILM | {"energy_per_video_joules": 75000.0}
    )
    rows = measured(batch)
    assert [row["configuration"] for row in rows[:2]] == [None, "run=2"]
    assert [(row["configuration"] or "").count("run=2; steps=50") for row in rows[2:]] == [0, 1]
    assert batch.ignored == {"repeated_row": 2}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"model_id": None}, r"breaks model_name_raw\|nullability"),
        ({"gpu_model": ""}, "names no accelerator"),
        ({"num_gpus": "two"}, "no number of them"),
        ({"num_gpus": 1.5}, "no number of them"),
        ({"energy_per_token_joules": -0.1}, r"power over throughput is -7.806 times"),
        ({"energy_per_token_joules": 780.6}, r"power over throughput is 0.001 times the stated energy per token"),
        ({"output_throughput_tokens_per_sec": 0}, r"power over throughput is inf times"),
    ],
)
def test_a_point_that_cannot_be_is_refused_and_its_neighbours_stay(change, reason):
    batch = task(POINT | change, POINT | {"max_num_seqs": 32})
    assert (batch.records_used, batch.records_quarantined) == (1, 1)
    assert batch.quarantine["reason"].str.contains(reason).all()


def test_a_point_without_figures_or_fields_is_refused():
    idle = {name: POINT[name] for name in ("model_id", "gpu_model", "num_gpus")}
    batch = task(idle, "none", None, POINT)
    assert batch.quarantine["reason"].to_list() == ["states neither energy, power nor speed"] * 3


def test_an_image_dearer_than_its_power_and_throughput_is_refused():
    batch = task(FILM | {"energy_per_video_joules": 74.4}, FILM, name="text-to-video")
    assert batch.records_used == 1
    assert batch.quarantine["reason"].str.contains("times the stated energy of one answer").all()


def test_what_has_vanished_is_null_and_what_is_new_is_reported():
    batch = task({k: v for k, v in POINT.items() if "itl" not in k and k != "weight_precision"} | {"p50_ttft_ms": 90.0})
    [row] = measured(batch)
    assert (row["itl_ms_p50"], row["precision"]) == (None, None)
    assert batch.quarantine["reason"].to_list() == ["fields not known: p50_ttft_ms (1x)"]


def test_a_model_card_takes_the_index_at_its_word():
    models = {
        "Qwen/Qwen3-235B-A22B-Thinking-2507-FP8": MODEL,
        "Qwen/Qwen3-14B": {"nickname": "Qwen 3 14B", "total_params_billions": 14.8, "is_moe": False},
        "local": {"total_params_billions": 1},
        "broken/model": {"nickname": "Broken"},
    }
    batch = read({"last_updated": "2026-02-13", "tasks": ["gpqa"], "models": models}, part="index")
    first, second, third = batch.observations["model_card"].to_dicts()
    assert first["record_ref"] == "/models/Qwen~1Qwen3-235B-A22B-Thinking-2507-FP8"
    assert (first["parameters_b"], first["active_parameters_b"], first["is_moe"]) == (235.0, 22.0, True)
    assert (first["weights_ref"], first["has_downloadable_weights"]) == (first["model_name_raw"], True)
    assert (first["weights_openness"], first["developer"]) == ("unknown", None)
    assert (second["is_moe"], third["is_moe"]) == (False, None)
    assert (third["weights_ref"], third["has_downloadable_weights"]) == (None, None)
    assert batch.quarantine["reason"].to_list() == ["states no parameters"]


@pytest.mark.parametrize(
    "body",
    ["", "<html>404</html>", "null", "[]", "{}", '{"models": {}}', '{"configurations": []}', '{"task": "gpqa", "confi'],
)
def test_a_payload_of_another_kind_is_rejected(body):
    with pytest.raises(NormaliseError, match=r"ml-energy/gpqa"):
        read(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["MoE", "B200"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(POINT | FILM)), inner, max_size=5)
    ),
    max_leaves=8,
)


@given(st.lists(JSON, min_size=1, max_size=4), st.booleans())
def test_any_document_is_accounted_for_or_rejected(records, is_index):
    document = {"models": dict(zip("abcd", records, strict=False))} if is_index else {"configurations": records}
    batch = read(document)
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == len(records)


def test_the_index_says_which_tasks_to_fetch():
    fetched = list(requests(lambda url: b'{"tasks": ["gpqa", "../secret", "text-to-image"]}'))
    base = "https://raw.githubusercontent.com/ml-energy/leaderboard/master/public/data"
    assert [(each.part, each.url) for each in fetched] == [
        ("index", f"{base}/index.json"),
        ("gpqa", f"{base}/tasks/gpqa.json"),
        ("text-to-image", f"{base}/tasks/text-to-image.json"),
    ]
    assert [part_of(each.name) for each in fetched] == [each.part for each in fetched]
    assert part_of("ml-energy/20260214T000200Z/models/Qwen__Qwen3-14B__gpqa.json") is None
    assert SPEC.in_starter


def test_captures_hold_1858_operating_points_at_both_dates():
    batches = normalised("ml-energy")
    points = Counter()
    for batch in batches:
        points[f"{batch.payload.captured_at:%Y-%m-%d} {batch.payload.part == 'index'}"] += batch.observation_count
        assert (batch.ignored, batch.records_quarantined) == ({}, 0), batch.payload.name
    assert points == {"2025-11-30 True": 46, "2025-11-30 False": 1858, "2026-02-14 True": 46, "2026-02-14 False": 1858}
    refused = Counter(f"{batch.payload.captured_at:%Y-%m}" for batch in batches for _ in batch.quarantine.rows())
    assert refused == {"2025-11": 773}  # throughputs of the whole run, of 838 points with tokens


def test_captures_say_what_was_read_in_them_by_eye():
    found = {(f"{b.payload.captured_at:%Y-%m}", b.payload.part): b for b in normalised("ml-energy")}

    def row(month, part, ref):
        [one] = found[month, part].observations["inference_measurement"].filter(pl.col("record_ref") == ref).to_dicts()
        return one

    oss = row("2026-02", "gpqa", "/configurations/177")
    assert (oss["model_name_raw"], oss["gpu_name_raw"], oss["max_concurrency"]) == ("openai/gpt-oss-20b", "H100", 96)
    assert (oss["configuration"], oss["precision"]) == ("run=2", "mxfp4")
    assert (oss["power_watts"], oss["output_tokens_per_second"]) == (605.0788525244425, 6564.525883223105)
    assert oss["output_tokens_mean"] == 2285.659090909091
    image = row("2025-11", "text-to-image", "/configurations/0")
    assert (image["joules_per_request"], image["gpu_count"]) == (630.837249994278, 2)
    assert image["configuration"] == "height=1024; ring_degree=2; steps=20; ulysses_degree=1; unit=image; width=1024"
    chat = row("2025-11", "lm-arena-chat", "/configurations/0")
    assert (chat["joules_per_output_token"], chat["output_tokens_per_second"]) == (0.12785832634365663, None)


def test_a_point_keeps_its_key_from_one_capture_to_the_next():
    keys = {}
    for batch in normalised("ml-energy"):
        if batch.payload.part == "lm-arena-chat":
            frame = batch.observations["inference_measurement"]
            keys[batch.payload.captured_at] = set(
                frame.select("model_name_raw", "gpu_name_raw", "gpu_count", "max_concurrency", "configuration").rows()
            )
    first, second = keys.values()
    assert first == second
