"""anycloud's catalogue: SkyPilot's columns, and files a failed fetch left with a header alone."""

import json

import polars as pl
import pytest

from pipelines.sources.anycloud_catalog import BASE, SPEC, part_of, requests
from tests.captures import captured, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.anycloud_catalog import normalise

AZURE = "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,Generation"
VAST = "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region"
LAMBDA = "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Price,Region,GpuInfo,SpotPrice"


def read(part: str, *lines: str) -> Batch:
    return normalise(payload("\n".join(lines) + "\n", source_id="anycloud-catalog", part=part))


def test_the_price_of_an_instance_is_shared_by_its_gpus():
    info = "\"{'Gpus': [{'Name': 'H100', 'MemoryInfo': {'SizeInMiB': 81920}}]}\""
    batch = read("lambda", LAMBDA, f"gpu_4x_h100_sxm5,H100,4.0,104.0,900.0,16.36,us-south-2,{info},")
    (row,) = batch.observations["gpu_offer"].rows(named=True)
    assert (row["provider"], row["purchase_type"], row["region"]) == ("lambda", "on_demand", "us-south-2")
    assert (row["usd_per_hour"], row["usd_per_gpu_hour"]) == (16.36, 4.09)
    assert (row["vcpus"], row["memory_gib"], row["gpu_memory_gib"]) == (104, 900, 80)


def test_a_spot_price_of_0_is_none_and_the_region_names_the_country():
    info = "\"{'Gpus': [{'Name': 'RTX5090', 'Count': 2, 'MemoryInfo': {'SizeInMiB': 65214}}]}\""
    batch = read("vast", VAST, f'2x-RTX_5090-32-65536,RTX5090,2,32,64.0,{info},0.93,0.00,"Oregon, US, NA"')
    (row,) = batch.observations["gpu_offer"].rows(named=True)
    assert (row["usd_per_gpu_hour"], row["country_code"], row["gpu_memory_gib"]) == (0.465, "US", 31.8428)


def test_azure_has_two_prices_and_machines_without_gpus_are_set_aside():
    batch = read(
        "azure",
        AZURE,
        "Standard_A1_v2,,,1,2,,0.05,0.00924,australiaeast,V1",
        "Standard_NV36ads_A10_v5,A10,1,36,440,,4.608,0.691891,malaysiawest,V2",
    )
    prices = batch.observations["gpu_offer"].select("purchase_type", "usd_per_hour").rows()
    assert prices == [("on_demand", 4.608), ("spot", 0.691891)]
    assert batch.ignored == {"no_accelerator": 1}


@pytest.mark.parametrize("content", ["", LAMBDA, f"{AZURE}\n", "404: Not Found", "<html></html>", '{"a": 1}'])
def test_a_file_without_machines_is_rejected(content):
    with pytest.raises(NormaliseError):
        normalise(payload(content, source_id="anycloud-catalog", part="lambda"))


def test_an_unknown_column_is_reported():
    batch = read("vast", f"{VAST},ReservedPrice", "1x-L40S,L40S,1,8,64,,0.6,,FR,0.3")
    assert batch.quarantine["reason"].to_list() == ["columns not known: ReservedPrice"]


def test_the_clouds_to_fetch_are_those_the_repository_lists():
    index = [{"name": "vast", "type": "dir"}, {"name": ".github", "type": "dir"}, {"name": "README.md", "type": "file"}]
    (request,) = requests(lambda url: json.dumps(index).encode())
    assert (request.part, request.url) == ("vast", f"{BASE}/vast/vms.csv")
    assert part_of(request.name) == "vast"


# Captures


@pytest.fixture(scope="module")
def batches() -> dict[str, Batch | None]:
    found: dict[str, Batch | None] = {}
    for each in captured("anycloud-catalog"):
        try:
            found[each.name.removeprefix("anycloud-catalog/")] = SPEC.normalise(each)
        except NormaliseError:
            found[each.name.removeprefix("anycloud-catalog/")] = None
    return found


def test_only_the_headers_alone_are_rejected_and_every_other_date_balances(batches):
    empty = {name for name, batch in batches.items() if batch is None}
    assert empty == {"20260402T155558Z/azure-vms.csv", "20260507T043746Z/lambda-vms.csv"}
    for batch in filter(None, batches.values()):
        counted = batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined
        assert counted == batch.records_read
        assert batch.records_quarantined == 0
        assert batch.observation_count in SPEC.usual(batch.payload.part)


@pytest.mark.parametrize(
    ("name", "instance_type", "region", "purchase_type", "usd_per_hour"),
    [
        # Lambda raised its prices between the two dates: A100 1.48 to 1.99.
        ("20260402T155558Z/lambda-vms.csv", "gpu_1x_a100_sxm4", "us-south-1", "on_demand", 1.48),
        ("20260406T095022Z/lambda-vms.csv", "gpu_1x_a100_sxm4", "us-south-1", "on_demand", 1.99),
        ("20260402T161742Z/azure-vms.csv", "Standard_ND96isr_H200_v5", "swedencentral", "on_demand", 110.272),
        ("20260430T002904Z/vast-vms.csv", "1x-RTX_5090-32-65536", "Denmark, DK, EU", "on_demand", 0.44),
    ],
)
def test_prices_read_by_hand_are_found(batches, name, instance_type, region, purchase_type, usd_per_hour):
    frame = (
        batches[name]
        .observations["gpu_offer"]
        .filter(
            pl.col("instance_type") == instance_type,
            pl.col("region") == region,
            pl.col("purchase_type") == purchase_type,
        )
    )
    assert frame["usd_per_hour"].to_list() == [usd_per_hour]
