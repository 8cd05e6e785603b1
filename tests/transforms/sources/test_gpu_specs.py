"""TechPowerUp's GPUs: GFLOP/s become TFLOP/s, and what cannot be is held back."""

import io
from datetime import date

import polars as pl
import pytest

from pipelines.sources.gpu_specs import SPEC
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.gpu_specs import CONTRADICTED, normalise

H100 = {
    "manufacturer": "NVIDIA",
    "name": "H100 SXM5 80 GB",
    "gpu_name": "GH100",
    "architecture": "Hopper",
    "release_date": "2022-10-01",
    "bus_interface": "PCIe 5.0 x16",
    "memory_size_gb": "80.0",
    "memory_bandwidth_gb_s": "3360.0",
    "tensor_cores": "528",
    "thermal_design_power_w": "700",
    "board_slot_width": "SXM Module",
    "half_float_performance_gflop_s": "267600.00000000006",
    "single_float_performance_gflop_s": "66910.0",
    "double_float_performance_gflop_s": "33450.00000000001",
    "tpu_id": "c3900",
}


def read(*rows: dict) -> Batch:
    text = io.StringIO()
    pl.DataFrame(list(rows), schema={name: pl.String for row in rows for name in row}).write_csv(text)
    return normalise(payload(text.getvalue(), source_id="gpu-specs", part="specs"))


def specs(batch: Batch) -> list[dict]:
    return batch.observations["gpu_spec"].to_dicts()


def test_half_precision_without_tensor_cores_is_not_dense_fp16():
    [row] = specs(read(H100))
    # 267,600 GFLOP/s = 267.6 TFLOP/s; with tensor cores the same board does 989.
    assert (row["fp16_listed_tflops"], row["fp16_tflops"]) == (267.6, None)
    assert (row["fp32_tflops"], row["fp64_tflops"]) == (66.91, 33.45)
    assert (row["tdp_watts"], row["memory_gib"], row["memory_bandwidth_gbps"]) == (700.0, 80.0, 3360.0)
    assert (row["vendor"], row["gpu_name_raw"], row["spec_ref"]) == ("nvidia", "H100 SXM5 80 GB", "c3900")
    assert (row["bus_interface"], row["released_on"]) == ("PCIe 5.0 x16, SXM Module", date(2022, 10, 1))


@pytest.mark.parametrize(
    ("change", "column", "value"),
    [
        ({"memory_size_gb": "0.0"}, "memory_gib", None),
        ({"thermal_design_power_w": ""}, "tdp_watts", None),
        ({"thermal_design_power_w": "unknown"}, "tdp_watts", None),
        ({"release_date": "2024-01-01"}, "released_on", None),
        ({"release_date": "2024-01-08 00:00:00"}, "released_on", date(2024, 1, 8)),
        ({"release_date": "never"}, "released_on", None),
        ({"manufacturer": "Moore Threads"}, "vendor", "moore-threads"),
        ({"bus_interface": ""}, "bus_interface", "SXM Module"),
        ({"memory_bandwidth_gb_s": "4099.999999999999"}, "memory_bandwidth_gbps", 4100.0),
    ],
)
def test_unknown_is_null_and_numbers_lose_the_noise_of_the_export(change, column, value):
    [row] = specs(read(H100 | change))
    assert row[column] == value


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"bus_interface": "PCIe 5.0 x16", "board_slot_width": "Dual-slot"},
            "700.0 W on one PCIe card: it may draw 600.0 W; another product, or several",
        ),
        ({"name": ""}, "breaks gpu_name_raw|nullability"),
        ({"manufacturer": ""}, "breaks vendor|nullability"),
        ({"memory_bandwidth_gb_s": "-1"}, "breaks memory_bandwidth_gbps|min_exclusive"),
    ],
)
def test_a_product_that_cannot_be_is_refused(change, reason):
    batch = read(H100 | change, H100 | {"tpu_id": "c1"})
    assert (batch.records_used, batch.records_quarantined) == (1, 1)
    assert batch.quarantine["reason"].to_list() == [reason]


def test_a_figure_the_datasheet_contradicts_is_held_back_until_it_changes():
    b200 = H100 | {"name": "B200", "tpu_id": "c4210", "memory_size_gb": "90.0", "memory_bandwidth_gb_s": "4100.0"}
    batch = read(b200)
    [row] = specs(batch)
    assert (row["memory_gib"], row["memory_bandwidth_gbps"], row["tdp_watts"]) == (None, None, 700.0)
    assert batch.quarantine["reason"].to_list() == [
        "memory_gib 90.0: of one of the two dies; NVIDIA's datasheet states twice as much",
        "memory_bandwidth_gbps 4100.0: of one of the two dies; NVIDIA's datasheet states twice as much",
    ]
    [row] = specs(read(b200 | {"memory_size_gb": "180.0"}))
    assert (row["memory_gib"], row["memory_bandwidth_gbps"]) == (180.0, None)


def test_columns_may_come_and_go():
    few = {name: H100[name] for name in ("manufacturer", "name", "tpu_id")} | {"npu_tops": "50"}
    batch = read(few)
    assert [row["tdp_watts"] for row in specs(batch)] == [None]
    assert batch.quarantine["reason"].to_list() == ["fields not known: npu_tops (1x)"]


@pytest.mark.parametrize(
    "body", ["", "<html></html>", '{"a": 1}', "manufacturer,name\n", "vendor,product\nNVIDIA,H100\n"]
)
def test_a_payload_of_another_kind_is_rejected(body):
    with pytest.raises(NormaliseError, match="gpu-specs/specs"):
        normalise(payload(body, source_id="gpu-specs", part="specs"))


def test_the_capture_holds_one_row_for_each_product_but_four():
    [batch] = normalised("gpu-specs")
    assert (batch.records_read, batch.records_used, batch.ignored) == (3159, 3155, {})
    refused = batch.quarantine.filter(pl.col("reason").str.contains("on one PCIe card"))
    names = ["Tesla S870", "Tesla S2050", "H100 PCIe 96 GB", "Data Center GPU Max Subsystem"]
    assert [name in record for name, record in zip(names, refused["record"], strict=True)] == [True] * 4
    # Every correction still meets its figure: one that does not is to be struck from the table.
    assert batch.quarantine.height - refused.height == CONTRADICTED.height


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("H100 PCIe 80 GB", (350.0, 80.0, 2040.0, 204.9, 51.22)),
        ("Tesla T4", (70.0, 16.0, 320.0, 65.13, 8.141)),
        ("GeForce RTX 4090", (450.0, 24.0, 1010.0, 82.58, 82.58)),
        ("Tesla V100 PCIe 16 GB", (None, 16.0, 897.0, 28.26, 14.13)),
        ("Tesla K80", (300.0, 12.0, 240.6, None, 4.113)),
    ],
)
def test_the_capture_says_what_was_read_in_it_by_eye(name, expected):
    [batch] = normalised("gpu-specs")
    [row] = batch.observations["gpu_spec"].filter(pl.col("gpu_name_raw") == name).to_dicts()
    columns = ("tdp_watts", "memory_gib", "memory_bandwidth_gbps", "fp16_listed_tflops", "fp32_tflops")
    assert tuple(row[column] for column in columns) == expected


def test_nothing_of_the_database_is_fetched_or_shipped():
    assert (SPEC.status, SPEC.requests, SPEC.in_starter) == ("frozen", (), False)
