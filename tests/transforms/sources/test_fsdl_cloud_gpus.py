"""Hand-kept tables of cloud GPUs: totals and prices per GPU, spot, memory in names, rows that differ in vCPUs only."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.fsdl_cloud_gpus import SPEC
from tests.captures import normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.fsdl_cloud_gpus import normalise

HEADER = "Cloud,GPU Type,GPU Arch,GPUs,GPU RAM,vCPUs,RAM,On-demand,Per-GPU,Spot,Name"
SERVERLESS = "Vendor,GPU Type,GPU Arch,GPUs,GPU RAM,vCPUs,RAM,Per-Hour,Per-GPU"
P4D = "AWS,A100 (40 GB),Ampere,8,320,96,1152,$32.77,$4.10,$9.83,p4d.24xlarge"
LAMBDA = "Lambda,A6000 (48 GB),Ampere,2,96,28,200,1.60,0.80,,"


def read(*lines: str, header: str = HEADER, part: str = "cloud-gpus") -> Batch:
    return normalise(payload("\n".join((header, *lines)) + "\n", source_id="fsdl-cloud-gpus", part=part))


def rows(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def test_a_row_has_the_price_of_the_whole_machine_on_demand_and_spot():
    on_demand, spot = rows(read(P4D))
    # 32.77 / 8 = 4.09625
    assert (on_demand["usd_per_hour"], on_demand["gpu_count"], on_demand["usd_per_gpu_hour"]) == (32.77, 8, 4.09625)
    assert (spot["purchase_type"], spot["usd_per_hour"]) == ("spot", 9.83)
    assert (on_demand["provider"], on_demand["instance_type"]) == ("aws", "p4d.24xlarge")
    assert (on_demand["gpu_memory_gib"], on_demand["vcpus"], on_demand["memory_gib"]) == (40, 96, 1152)
    assert (on_demand["record_ref"], spot["record_ref"]) == ("row 1, column On-demand", "row 1, column Spot")


@pytest.mark.parametrize(
    ("gpu", "ram", "count", "memory"),
    [
        ("T4 (16)", 16, 1, 16),
        ("H100 (80GB)", 80, 8, 80),  # the column may be of one GPU
        ("A10", 48, 2, 24),
        ("3080Ti ()", 36, 3, 12),
    ],
)
def test_the_memory_of_one_gpu_is_in_its_name_or_the_column(gpu, ram, count, memory):
    (offer,) = rows(read(f"Exoscale,{gpu},Ampere,{count},{ram},12,56,{count},1,,"))
    assert (offer["gpu_name_raw"], offer["gpu_memory_gib"]) == (gpu, memory)


def test_serverless_prices_are_per_hour_of_the_machine():
    batch = read(
        "Modal,A100 (40 GB),Ampere,2,40,16,80,10.92,5.45",
        "Modal,T4 (16GB),Turing,1,16,variable,variable,2.10,2.10",
        header=SERVERLESS,
        part="serverless-gpus",
    )
    assert [(row["instance_type"], row["usd_per_gpu_hour"], row["vcpus"]) for row in rows(batch)] == [
        ("serverless", 5.46, 16),
        ("serverless", 2.1, None),
    ]


def test_of_nameless_machines_with_the_same_gpus_the_cheapest_stands():
    cudo = "Cudo Compute,A4000 (16 GB),Ampere,1,16,{},{},{},0.29,,"
    batch = read(cudo.format(2, 4, "0.32"), cudo.format(2, 4, "0.30"), cudo.format(4, 8, "0.30"))
    assert [(row["provider"], row["usd_per_hour"], row["vcpus"]) for row in rows(batch)] == [("cudo", 0.3, 2)]
    assert batch.ignored == {"dearer_machine_of_the_same_gpus": 1, "machine_of_the_same_gpus_at_the_same_price": 1}


def test_a_named_machine_listed_twice_counts_once():
    assert read(P4D, P4D).ignored == {"repeated_row": 1}


def test_a_machine_without_a_price_says_nothing():
    assert read(P4D, "Exoscale,A5000 (24 GB),Ampere,1,24,12,56,,,,GPUA5000 SMALL").ignored == {"no_price": 1}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",A6000 (48 GB),Ampere,2,96,28,200,1.60,0.80,,", "no cloud"),
        ("Lambda,,Ampere,2,96,28,200,1.60,0.80,,", "no GPU"),
        ("Lambda,A6000 (48 GB),Ampere,4^1,96,28,200,1.60,0.80,,", "4^1 GPUs"),
        ("Lambda,A6000 (48 GB),Ampere,,96,28,200,1.60,0.80,,", "no GPUs"),
        ("Lambda,A6000 (48 GB),Ampere,2,96,28,200,n/a,0.80,,", "n/a is no price"),
        ("Lambda,A6000 (48 GB),Ampere,2,96,28,200,0,,,", "0 is no price"),
        ("Oblivus Cloud,RTX4000 (8 GB),Turing,1,8,4,16,0.41,0.27,,", "0.41 for 1.0 GPUs is not 0.27 for one"),
        ("Lambda,Quadro RTX 6000 (24 GB),Turing,1,24,92,448,4.40,4.40,,", "vCPUs, memory and price are those of"),
    ],
)
def test_a_row_that_cannot_be_right_is_held_back(line, reason):
    batch = read(LAMBDA, line)
    assert [each.startswith(reason) for each in batch.quarantine["reason"]] == [True]
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


def test_unknown_columns_are_reported():
    batch = read(LAMBDA + ",0.5", header=HEADER + ",Reserved")
    assert batch.quarantine["reason"].to_list() == ["columns not known: Reserved"]


@pytest.mark.parametrize("content", ["", "<html>404</html>", HEADER, "a,b\n1,2\n", HEADER + "\nAWS,T4,,1,,,,,,,\n"])
def test_a_payload_of_the_wrong_kind_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="fsdl-cloud-gpus"))


@given(st.text(), st.integers(0, 10))
def test_a_cell_of_any_text_is_refused_not_crashed_on(text, at):
    cells = P4D.split(",")
    cells[at] = '"' + text.replace('"', '""').replace("\r", " ").replace("\0", " ") + '"'
    batch = read(LAMBDA, ",".join(cells))
    assert batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("fsdl-cloud-gpus/20230111T015240Z/serverless-gpus.csv", "serverless-gpus"),
        ("fsdl-cloud-gpus/20250224T124955Z/cloud-gpus.csv", "cloud-gpus"),
        ("fsdl-cloud-gpus/20250224T124955Z/index.md", None),
    ],
)
def test_each_table_is_a_listing_of_its_own(name, part):
    assert SPEC.part_of(name) == part


# Captures


@pytest.fixture(scope="module")
def batches() -> list[Batch]:
    return normalised("fsdl-cloud-gpus")


@pytest.mark.parametrize(
    ("day", "provider", "instance", "gpu", "purchase_type", "count", "usd"),
    [
        ("2022-08-05", "gcp", "a2-megagpu-16g", "A100 (40 GB)", "spot", 16, 16.72),
        ("2022-08-05", "azure", "NC6s v2", "P100 (16 GB)", "spot", 1, 0.22),
        ("2022-08-05", "lambda", None, "V100 (16 GB)", "on_demand", 8, 4.40),
        ("2023-01-11", "replicate", "serverless", "A100 (40GB)", "on_demand", 1, 8.28),
        ("2023-11-24", "baseten", "serverless", "A100 (80 GB)", "on_demand", 8, 49.15),
        ("2023-11-24", "replicate", "serverless", "A40", "on_demand", 1, 2.07),
        ("2025-02-24", "oci", "VM.GPU.A10.2", "A10", "on_demand", 2, 4.00),
        ("2025-02-24", "dataoorts", "gc2.h100-80-8", "H100 (80 GB)", "on_demand", 8, 5.52),
        ("2025-02-24", "cudo", None, "A4000 (16 GB)", "on_demand", 1, 0.30),
    ],
)
def test_prices_read_by_hand_are_found(batches, day, provider, instance, gpu, purchase_type, count, usd):
    (batch,) = (each for each in batches if each.payload.captured_at.date().isoformat() == day)
    found = batch.observations["gpu_offer"].filter(
        pl.col("instance_type").eq_missing(pl.lit(instance, dtype=pl.String)),
        provider=provider,
        gpu_name_raw=gpu,
        purchase_type=purchase_type,
        gpu_count=count,
    )
    assert found["usd_per_hour"].to_list() == [usd]


def test_only_rows_typed_wrongly_are_held_back(batches):
    reasons = {reason for batch in batches for reason in batch.quarantine["reason"]}
    assert reasons == {
        "vCPUs, memory and price are those of the machine of eight V100",
        "0.41 for 1.0 GPUs is not 0.27 for one",
        "0.82 for 2.0 GPUs is not 0.27 for one",
        "1.64 for 4.0 GPUs is not 0.27 for one",
    }
