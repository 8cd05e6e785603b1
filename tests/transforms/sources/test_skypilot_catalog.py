"""SkyPilot's catalogue: what each cloud's file means, and what is held back."""

import csv
import json
import time
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.sources.skypilot_catalog import BASE, SPEC, part_of, requests
from tests.captures import captured, normalised, payload
from transforms.batch import Batch
from transforms.payload import NormaliseError
from transforms.sources.skypilot_catalog import normalise

HEADER = "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,AvailabilityZone"
H100_INFO = "\"{'Gpus': [{'Name': 'H100', 'Manufacturer': 'NVIDIA', 'Count': 8, 'MemoryInfo': {'SizeInMiB': 81920}}]}\""
P5 = f"p5.48xlarge,H100,8.0,192.0,2048.0,{H100_INFO},98.32,24.58,us-east-1,use1-az4"


def read(cloud: str, *rows: str, header: str = HEADER) -> Batch:
    return normalise(payload("\n".join([header, *rows]) + "\n", source_id="skypilot-catalog", part=cloud))


def offers(batch: Batch) -> list[dict]:
    return batch.observations["gpu_offer"].to_dicts()


def info(size: object, count: object = 1) -> str:
    return f"\"{{'Gpus': [{{'Name': 'X', 'Count': {count}, 'MemoryInfo': {{'SizeInMiB': {size}}}}}]}}\""


def test_one_row_gives_an_on_demand_and_a_spot_offer_of_the_whole_instance():
    batch = read("aws", P5, "m5.large,,,2.0,8.0,,0.096,0.035,us-east-1,use1-az4")
    on_demand, spot = offers(batch)
    assert {name: on_demand[name] for name in ("provider", "instance_type", "gpu_name_raw", "region", "zone")} == {
        "provider": "aws",
        "instance_type": "p5.48xlarge",
        "gpu_name_raw": "H100",
        "region": "us-east-1",
        "zone": "use1-az4",
    }
    # 98.32 / 8 = 12.29
    assert (on_demand["usd_per_hour"], on_demand["usd_per_gpu_hour"], on_demand["gpu_count"]) == (98.32, 12.29, 8)
    assert (on_demand["gpu_memory_gib"], on_demand["memory_gib"], on_demand["vcpus"]) == (80, 2048, 192)
    assert (on_demand["country_code"], on_demand["price_kind"], on_demand["record_ref"]) == (
        "US",
        "listed",
        "row 1, column Price",
    )
    assert (spot["purchase_type"], spot["usd_per_hour"], spot["record_ref"]) == (
        "spot",
        24.58,
        "row 1, column SpotPrice",
    )
    assert batch.ignored == {"no_accelerator": 1}


@pytest.mark.parametrize("spot", ["", "0", "0.00"])
def test_an_empty_or_zero_price_is_no_price(spot):
    batch = read("vast", f'1x-H200-32,H200,1,32,64.0,{info(143771)},2.65,{spot},", US, NA",')
    assert [(each["purchase_type"], each["country_code"]) for each in offers(batch)] == [("on_demand", "US")]


def test_the_placeholder_of_a_machine_not_sold_as_spot_is_no_price():
    batch = read("primeintellect", f"runpod__1xH100,H100,1.0,16.0,125.0,{H100_INFO},2.49,99999999,CA - CANADA-1,")
    assert [(each["purchase_type"], each["country_code"]) for each in offers(batch)] == [("on_demand", "CA")]
    assert batch.quarantine.is_empty()


def test_a_row_without_any_price_is_set_aside():
    # Azure wrote 0 for H100 sizes it did not sell yet.
    batch = read("azure", P5, "Standard_NC40ads_H100_v5,H100,1,40,320,H100,0.0,0.0,eastus,")
    assert batch.ignored == {"no_price": 1}


class TestGoogle:
    ROWS = (
        "a2-highgpu-1g,,,12.0,85.0,,0.7,0.3,us-central1,us-central1-a",
        "a2-highgpu-2g,,,24.0,170.0,,1.4,0.6,us-central1,us-central1-a",
        "g2-standard-4,,,4.0,16.0,,0.5,0.1,us-central1,us-central1-a",
        "g2-standard-8,,,8.0,32.0,,0.6,0.2,us-central1,us-central1-a",
        "n1-standard-4,,,4.0,15.0,,0.19,0.04,us-central1,us-central1-a",
        "n1-highmem-4,,,4.0,26.0,,0.2367,0.05,us-central1,us-central1-a",
        "n1-highmem-8,,,8.0,52.0,,0.4734,0.1,us-central1,us-central1-a",
    )

    def test_host_and_accelerator_of_one_zone_are_added(self):
        batch = read("gcp", *self.ROWS, ",A100,1.0,,,A100,3.0,1.0,us-central1,us-central1-a")
        on_demand, spot = offers(batch)
        assert (on_demand["instance_type"], on_demand["usd_per_hour"], spot["usd_per_hour"]) == (
            "a2-highgpu-1g",
            3.7,
            1.3,
        )
        assert (on_demand["vcpus"], on_demand["memory_gib"], on_demand["price_kind"]) == (12, 85, "listed")
        assert on_demand["record_ref"] == "row 8, column Price + row 1, column Price"
        assert batch.ignored == {"host_without_its_accelerators": 4, "no_accelerator": 3}

    def test_an_accelerator_sold_with_several_hosts_gives_an_offer_each(self):
        batch = read("gcp", *self.ROWS, ",L4,1.0,,,L4,0.2,,us-central1,us-central1-a")
        assert {each["instance_type"]: each["usd_per_hour"] for each in offers(batch)} == {
            "g2-standard-4": 0.7,
            "g2-standard-8": 0.8,
        }

    def test_a_gpu_attached_to_any_n1_is_priced_with_the_host_skypilot_takes(self):
        # A T4 wants 4 vCPUs and 16 GiB: n1-standard-4 has 15 GiB, so n1-highmem-4.
        batch = read("gcp", *self.ROWS, ",T4,1.0,,,T4,0.35,0.11,us-central1,us-central1-a")
        assert [(each["instance_type"], each["usd_per_hour"]) for each in offers(batch)] == [
            ("n1-highmem-4", 0.5867),
            ("n1-highmem-4", 0.16),
        ]

    def test_an_accelerator_whose_host_the_zone_lacks_cannot_be_bought(self):
        batch = read(
            "gcp",
            *self.ROWS,
            ",A100,2.0,,,A100,6.0,2.0,us-central1,us-central1-a",
            ",A100,16.0,,,A100,47.0,,us-central1,us-central1-a",
            ",T4,1.0,,,T4,0.35,,us-east1,us-east1-b",
        )
        assert [each["gpu_count"] for each in offers(batch)] == [2, 2]
        assert batch.ignored["its_host_is_not_sold_in_the_zone"] == 2

    def test_a_file_without_hosts_states_a_lower_bound(self):
        batch = read(
            "gcp",
            ",A100,1,,0,A100,2.939,0.88,us-central1,us-central1-a",
            ",tpu-v3-8,1,,0,tpu-v3-8,8.0,,us-central1,us-central1-a",
        )
        assert [(each["gpu_name_raw"], each["price_kind"], each["instance_type"]) for each in offers(batch)] == [
            ("A100", "from", None),
            ("A100", "from", None),
            ("tpu-v3-8", "listed", None),  # the host of a TPU costs nothing more
        ]
        assert offers(batch)[0]["memory_gib"] is None

    def test_an_accelerator_of_an_unknown_host_is_priced_alone_as_a_lower_bound(self):
        batch = read("gcp", *self.ROWS, ",R200,8.0,,,R200,80.0,,us-central1,us-central1-a")
        assert [(each["price_kind"], each["usd_per_hour"], each["vcpus"]) for each in offers(batch)] == [
            ("from", 80.0, None)
        ]

    def test_the_placeholder_of_an_unpriced_tpu_is_no_price(self):
        batch = read(
            "gcp",
            ",tpu-v6e-1,1,,,tpu-v6e-1,2.7,700.0,us-east5,us-east5-a",
            ",tpu-v6e-4,1,,,tpu-v6e-4,700.0,700.0,us-east5,us-east5-a",
        )
        assert [(each["gpu_name_raw"], each["usd_per_hour"]) for each in offers(batch)] == [("tpu-v6e-1", 2.7)]
        assert batch.ignored == {"placeholder_price": 1}


class TestAzure:
    def test_parts_of_a_gpu_are_counted_as_such(self):
        batch = read(
            "azure",
            "Standard_NV6ads_A10_v5,A10,1,6.0,55,A10,0.454,,centralus,",
            "Standard_NV12ads_A10_v5,A10,0.333,12.0,110,A10,0.908,,centralus,",
            "Standard_NV36ads_A10_v5,A10,1,36.0,440,A10,3.2,,centralus,",
            "Standard_NV8as_v4,Radeon MI25,1,8.0,28,Radeon MI25,0.466,,centralus,",
        )
        assert [each["gpu_count"] for each in offers(batch)] == [0.167, 0.333, 1, 0.25]
        assert offers(batch)[3]["usd_per_gpu_hour"] == pytest.approx(1.864)

    def test_a_low_priority_price_under_a_promotional_name_is_refused(self):
        batch = read(
            "azure",
            "Standard_NC6,K80,1,6.0,56,K80,0.9,0.09,eastus,",
            "Standard_NC6_Promo,K80,1,6.0,56,K80,0.18,,eastus,",
            "Standard_NC12_Promo,K80,2,12.0,112,K80,0.36,,eastus,",
            "Standard_NC6_Promo,K80,1,6.0,56,K80,0.396,,westus2,",
            "Standard_NC6,K80,1,6.0,56,K80,0.9,,westus2,",
        )
        assert batch.quarantine.select("record_ref", "reason").rows() == [
            ("row 2", "the Low Priority price of the plain size, not the price of the _Promo size"),
            ("row 3", "a _Promo size without its plain size: whether this is its Low Priority price cannot be seen"),
        ]
        promo = [each for each in offers(batch) if each["price_kind"] == "promotional"]
        assert [(each["instance_type"], each["usd_per_hour"]) for each in promo] == [("Standard_NC6_Promo", 0.396)]


@pytest.mark.parametrize(
    ("cloud", "gpu_info", "count", "gib"),
    [
        ("lambda", info(16384, "8.0"), 8, 16),
        ("shadeform", info(48), 8, 48),  # GB under the name of MiB
        ("vast", info(287542, 2), 2, 140.4014),  # of both GPUs
        ("primeintellect", '"{""Gpus"":[{""Count"":8,""MemoryInfo"":{""SizeInMiB"":655360}}]}"', 8, 80),
        ("do", "\"{'gpus': [{'name': 'h100', 'memoryinfo': {'sizeinmib': 81559}}]}\"", 8, 79.6475),
        ("hyperstack", "\"{'Gpus': [{'Manufacturer': null, 'MemoryInfo': {'SizeInMiB': 81920}}]}\"", 1, 80),
        ("aws", info(2861), 0.125, 22.3516),  # an eighth of an L4
        ("azure", info(4096), 0.167, None),
        ("newcloud", info(655360), 8, None),  # no GPU has 640 GiB
        ("verda", info(0), 1, None),
        ("paperspace", "A100-80GB", 1, None),
        ("runpod", "", 1, 64),  # without GpuInfo MemoryGiB is of the GPU
    ],
)
def test_gpu_memory_is_of_one_gpu_or_unknown(cloud, gpu_info, count, gib):
    batch = read(cloud, f"x,X,{count},8,64.0,{gpu_info},1.0,,CA,")
    assert [each["gpu_memory_gib"] for each in offers(batch)] == [gib]


@given(st.integers(1024, 300 * 1024), st.booleans(), st.booleans())
def test_the_notation_of_gpu_info_does_not_matter(size, as_json, lower):
    document = {"Gpus": [{"Name": "it's", "MemoryInfo": {"SizeInMiB": size}}], "TotalGpuMemoryInMiB": 8 * size}
    text = json.dumps(document) if as_json else repr(document)
    quoted = (text.lower() if lower else text).replace('"', '""')
    (offer,) = offers(read("aws", f'x,X,8,8,64.0,"{quoted}",1.0,,us-east-1,'))
    assert offer["gpu_memory_gib"] == pytest.approx(size / 1024, abs=1e-4)


@pytest.mark.parametrize(
    ("cloud", "row", "memory_gib"),
    [
        ("vast", f'2x-RTX_4090-64,RTX4090,2,64,47.9765625,{info(49128, 2)},0.72,,"Spain, ES",', None),
        ("vast", f'2x-RTX_4090-32-65536,RTX4090,2,32,64.0,{info(49128, 2)},0.79,,"Finland, FI, EU",', 64),
        ("runpod", "2x_A100-80GB_SECURE,A100-80GB,2.0,16.0,160.0,,3.98,,CA,", None),
        ("runpod", f"2x_A100-80GB_SECURE,A100-80GB,2.0,16.0,234.0,{info(80, 2)},2.78,,CA,", 234),
        ("paperspace", "H100x8,H100,8.0,128.0,640.0,H100,47.60,,East Coast (NY2),", None),
    ],
)
def test_gpu_memory_in_the_column_of_host_memory_is_not_host_memory(cloud, row, memory_gib):
    assert [each["memory_gib"] for each in offers(read(cloud, row))] == [memory_gib]


@pytest.mark.parametrize(
    ("cloud", "region", "country"),
    [
        ("aws", "eu-west-1", "IE"),
        ("azure", "westus3", "US"),
        ("azure", "westeurope", "NL"),
        ("gcp", "europe-west4", "NL"),
        ("oci", "ap-seoul-1", "KR"),
        ("ibm", "br-sao", "BR"),
        ("lambda", "me-west-1", "IL"),
        ("cudo", "no-luster-1", "NO"),
        ("fluidstack", "generic_1_canada", "CA"),
        ("fluidstack", "new_york_1_usa", "US"),
        ("shadeform", "warsaw-poland-1", "PL"),
        ("vast", ", CA, NA", "CA"),
        ("vast", "Spain, ES", "ES"),
        ("vast", "Hafnarfjarðarkaupstaður, IS, EU", "IS"),
        ("runpod", "EU", None),
        ("simplepod", "North America-CA", "CA"),
        ("ovhcloud", "BHS", "CA"),
        ("paperspace", "East Coast (NY2)", "US"),
        ("hyperbolic", "default", None),
        ("aws", "mars-north-1", None),
    ],
)
def test_the_country_follows_from_the_region_only_where_it_is_certain(cloud, region, country):
    batch = read(cloud, f'tpu,tpu-v4-8,1,8,64.0,,1.0,,"{region}",')
    assert [each["country_code"] for each in offers(batch)] == [country]


def test_the_cheapest_of_several_machines_under_one_plan_stands():
    # gpu_4x_rtx4090_128 stood three times in simplepod's file; it has no SpotPrice column.
    header = "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Price,Region,GpuInfo"
    rows = [f"gpu_4x_rtx4090_128,RTX4090,4,128,512,{price},Europe-PL,{info(24576)}" for price in (1.36, 1.28, 1.28)]
    batch = read("simplepod", *rows, header=header)
    assert [(each["usd_per_hour"], each["record_ref"]) for each in offers(batch)] == [(1.28, "row 2, column Price")]
    assert batch.ignored == {"dearer_machine_of_the_same_plan": 1, "repeated_offer": 1}


def test_the_least_bid_of_an_auction_is_a_lower_bound():
    batch = read("mithril", f"h100-80gb.sxm.8x,H100,8,168,1814,{info(81920)},8.0,8.0,us-central2-a,")
    assert {(each["purchase_type"], each["price_kind"]) for each in offers(batch)} == {
        ("on_demand", "from"),
        ("spot", "from"),
    }


def test_a_cloud_that_bills_in_euros_is_converted_at_the_rate_of_the_month_before():
    batch = read("scaleway", f"H100-2-80G,H100,2,48,480,{info(81559)},5.04,,fr-par,fr-par-2")
    [offer] = offers(batch)
    assert (offer["amount"], offer["currency"], offer["country_code"]) == (5.04, "EUR", "FR")
    # 1.1417 USD for a euro on average in 2026-07: 5.04 * 1.1417 = 5.754168, of two GPUs.
    assert (offer["usd_per_currency_unit"], offer["fx_rate_on"]) == (1.1417, date(2026, 7, 31))
    assert offer["usd_per_hour"] == pytest.approx(5.754168)
    assert offer["usd_per_gpu_hour"] == pytest.approx(2.877084)


def test_euros_of_a_day_before_all_rates_are_held_back():
    early = replace(
        payload(f"{HEADER}\nH200,H200,1,24,240,,2.6,,it-fr2,", source_id="skypilot-catalog", part="seeweb"),
        captured_at=datetime(2019, 1, 1, tzinfo=UTC),
    )
    batch = normalise(early)
    assert (batch.observation_count, batch.records_quarantined) == (0, 1)
    assert batch.quarantine["reason"].to_list() == ["no exchange rate of EUR on 2019-01-01"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("x,H100,,8,64,,1.0,,us-east-1,", "no count of accelerators beside their name"),
        ("x,H100,0,8,64,,1.0,,us-east-1,", "no count of accelerators beside their name"),
        ("x,H100,eight,8,64,,1.0,,us-east-1,", "no count of accelerators beside their name"),
        ("x,Unknown,1,8,64,,1.0,,us-east-1,", "an accelerator the catalogue does not know"),
        ("x,H100,1,8,64,,on request,,us-east-1,", "on request is no price"),
        ("x,H100,1,8,64,,NaN,,us-east-1,", "NaN is no price"),
        ("x,H100,1,8,64,,-1.0,,us-east-1,", "-1.0 is no price"),
        ("x,H100,1,8,64,,9832.0,,us-east-1,", "breaks usd_per_gpu_hour_is_plausible"),
    ],
)
def test_a_row_that_cannot_be_right_is_held_back_with_its_reason(row, reason):
    batch = read("aws", P5, row)
    assert batch.quarantine["reason"][0].startswith(reason)
    assert (batch.records_used, batch.records_quarantined) == (1, 1)


@pytest.mark.parametrize(
    ("change", "reported"),
    [
        (lambda text: text.replace("GpuInfo", "GPUInfo"), None),
        (
            lambda text: text.replace("AvailabilityZone", "AvailabilityZone,Arch").replace("use1-az4", "use1-az4,x"),
            None,
        ),
        (lambda text: text.replace("AvailabilityZone", "Zone"), "columns not known: Zone"),
        (lambda text: text.replace("vCPUs", "ReservedPrice"), "columns not known: ReservedPrice"),
    ],
)
def test_columns_may_come_and_go_but_unknown_ones_are_reported(change, reported):
    batch = normalise(payload(change(f"{HEADER}\n{P5}\n"), source_id="skypilot-catalog", part="aws"))
    assert offers(batch)[0]["usd_per_hour"] == 98.32
    assert batch.quarantine["reason"].to_list() == ([reported] if reported else [])
    assert batch.records_quarantined == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<html>404: Not Found</html>", "not CSV"),
        ("404: Not Found", "a header without rows"),
        ("404: Not Found\nnothing here\n", "no column acceleratorcount, acceleratorname, price, region"),
        ("", "not CSV|no column|empty"),
        (HEADER + "\n", "a header without rows"),
        ("Tag,Region,OS,OSVersion,ImageId,CreationDate\na,b,c,d,e,f\n", "no column acceleratorcount"),
        (f"{HEADER}\nm5.large,,,2.0,8.0,,0.096,0.035,us-east-1,use1-az4\n", "no row with an accelerator"),
    ],
)
def test_a_payload_of_the_wrong_kind_is_rejected(content, message):
    with pytest.raises(NormaliseError, match=message):
        normalise(payload(content, source_id="skypilot-catalog", part="aws"))


@given(st.data())
def test_damage_is_refused_not_crashed_on(data):
    text = "\n".join([HEADER, P5, *TestGoogle.ROWS, ",A100,1.0,,,A100,3.0,1.0,us-central1,us-central1-a"])
    cut = data.draw(st.integers(0, len(text)))
    junk = data.draw(st.text(max_size=20))
    try:
        batch = normalise(payload(text[:cut] + junk, source_id="skypilot-catalog", part="gcp"))
    except NormaliseError:
        return
    assert batch.records_read == batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("skypilot-catalog/20220217T105036Z/gcp.csv", "gcp"),
        ("skypilot-catalog/20240205T183756Z/lambda-vms.csv", "lambda"),
        ("catalogs/v8/vast/vms.csv", "vast"),
        ("aws-vms.csv", "aws"),
        ("skypilot-catalog/20221011T003910Z/aws-images.csv", None),
        ("catalogs/v8/common/accelerators.csv", None),
        ("README.md", None),
    ],
)
def test_a_file_belongs_to_its_cloud(name, part):
    assert part_of(name) == part


def test_the_clouds_to_fetch_are_those_the_repository_lists():
    index = [{"name": "aws", "type": "dir"}, {"name": "common", "type": "dir"}, {"name": "README.md", "type": "file"}]
    (request,) = requests(lambda url: json.dumps(index).encode())
    assert (request.part, request.url, request.optional) == ("aws", f"{BASE}/aws/vms.csv", True)
    assert part_of(request.name) == "aws"


# Captures


@pytest.fixture(scope="module")
def batches() -> dict[str, Batch]:
    return {batch.payload.name.removeprefix("skypilot-catalog/"): batch for batch in normalised("skypilot-catalog")}


@pytest.mark.parametrize(
    ("name", "row", "usd_per_hour"),
    [
        ("20221011T003910Z/aws.csv", {"instance_type": "p4d.24xlarge", "zone": "us-east-1a"}, 32.7726),
        ("20240115T005415Z/aws-vms.csv", {"instance_type": "p5.48xlarge", "zone": "use1-az5"}, 98.32),
        # Row 2 of the accelerators (2.934) and row 1 of the hosts (0.510187), both us-central1-a.
        ("20221010T204209Z/gcp.csv", {"instance_type": "a2-highgpu-1g", "zone": "us-central1-a"}, 3.444187),
        ("20230117T172211Z/lambda-vms.csv", {"instance_type": "gpu_8x_v100", "region": "us-east-1"}, 4.4),
        ("20231126T003954Z/ovhcloud-vms.csv", {"instance_type": "a100-360", "zone": "GRA11"}, 6.15),
        ("20240313T190517Z/paperspace-vms.csv", {"instance_type": "H100x8"}, 47.6),
        ("20240107T172404Z/runpod-vms.csv", {"instance_type": "8x_H100-SXM_SECURE", "region": "CA"}, 37.52),
        ("20230115T224910Z/ibm-vms.csv", {"instance_type": "gx2-8x64x1v100", "zone": "us-south-1"}, 2.497),
        ("20230523T052148Z/scp-vms.csv", {"instance_type": "g1v128a8"}, 17.28),
        ("20240116T182737Z/cudo-vms.csv", {"instance_type": "ice-lake-a40_4x1v2gb"}, 0.8084),
        ("20220217T105036Z/gcp.csv", {"gpu_name_raw": "A100", "gpu_count": 1.0, "zone": "us-central1-a"}, 2.939),
    ],
)
def test_prices_read_by_hand_are_found(batches, name, row, usd_per_hour):
    frame = batches[name].observations["gpu_offer"].filter(pl.col("purchase_type") == "on_demand")
    found = frame.filter(*(pl.col(column) == value for column, value in row.items()))
    assert found["usd_per_hour"].unique().to_list() == [usd_per_hour]


def test_of_all_captures_only_promotions_are_held_back(batches):
    held = {name: batch.records_quarantined for name, batch in batches.items() if batch.records_quarantined}
    assert held == {
        "20221011T003910Z/azure.csv": 35,
        "20221202T181926Z/azure-vms.csv": 35,
    }


def test_a_google_price_without_its_host_is_a_lower_bound(batches):
    for name, batch in batches.items():
        frame = batch.observations["gpu_offer"]
        alone = frame.filter(pl.col("instance_type").is_null() & ~pl.col("gpu_name_raw").str.starts_with("tpu"))
        assert set(alone["price_kind"]) <= {"from"}
        assert alone.height == ({"20220217T105036Z/gcp.csv": 318, "20220624T191822Z/gcp.csv": 318}.get(name, 0))


def test_the_cheapest_price_per_accelerator_is_that_of_the_plain_file(batches):
    for each in captured("skypilot-catalog"):
        if each.part in ("gcp", "azure", "scaleway"):  # hosts to add, parts of GPUs, euros
            continue
        cheapest: dict[tuple[str, float], float] = defaultdict(lambda: float("inf"))
        for row in csv.DictReader(each.content.decode().splitlines()):
            if row["AcceleratorName"] and float(row["Price"] or 0) > 0:
                key = (row["AcceleratorName"], float(row["AcceleratorCount"]))
                cheapest[key] = min(cheapest[key], float(row["Price"]))
        frame = batches[each.name.removeprefix("skypilot-catalog/")].observations["gpu_offer"]
        found = frame.filter(pl.col("purchase_type") == "on_demand").group_by("gpu_name_raw", "gpu_count")
        assert {row[:2]: row[2] for row in found.agg(pl.col("usd_per_hour").min()).rows()} == dict(cheapest), each.name


@pytest.mark.parametrize("column", ["Price", "SpotPrice"])
def test_a_google_price_is_the_sum_skypilot_shows(batches, column):
    """Accelerator and its cheapest host of the zone, row by row, for the accelerators of the newest file."""
    each = max((each for each in captured("skypilot-catalog") if each.part == "gcp"), key=lambda each: each.captured_at)
    rows = list(csv.DictReader(each.content.decode().splitlines()))
    hosts = defaultdict(list)
    for row in rows:
        if row["InstanceType"]:
            hosts[row["AvailabilityZone"]].append(row)
    own = {
        ("A100", 8.0): ("a2-highgpu-8g",),
        ("A100", 16.0): ("a2-megagpu-16g",),
        ("A100-80GB", 2.0): ("a2-ultragpu-2g",),
        ("L4", 1.0): tuple(f"g2-standard-{cpus}" for cpus in (4, 8, 12, 16, 32)),
        ("L4", 8.0): ("g2-standard-96",),
    }
    n1 = {("T4", 1.0): 4, ("T4", 4.0): 48, ("V100", 8.0): 64, ("K80", 8.0): 32, ("P4", 2.0): 16, ("P100", 1.0): 8}
    cheapest: dict[tuple[str, float], float] = defaultdict(lambda: float("inf"))
    for row in rows:
        key = (row["AcceleratorName"], float(row["AcceleratorCount"] or 0))
        fitting = [
            host
            for host in hosts[row["AvailabilityZone"]]
            if host["InstanceType"] in own.get(key, ())
            or (
                host["InstanceType"].startswith(("n1-standard", "n1-highmem", "n1-highcpu"))
                and float(host["vCPUs"]) >= n1.get(key, 1e9)
                and float(host["MemoryGiB"]) >= 4 * n1.get(key, 1e9)
            )
        ]
        if fitting:
            host = min(fitting, key=lambda host: float(host["Price"]))
            cheapest[key] = min(cheapest[key], float(row[column]) + float(host[column]))
    assert set(cheapest) == {*own, *n1}
    frame = batches[each.name.removeprefix("skypilot-catalog/")].observations["gpu_offer"]
    frame = frame.filter(pl.col("purchase_type") == {"Price": "on_demand", "SpotPrice": "spot"}[column])
    least = frame.group_by("gpu_name_raw", "gpu_count").agg(pl.col("usd_per_hour").min()).rows()
    assert {row[:2]: row[2] for row in least if row[:2] in cheapest} == pytest.approx(dict(cheapest), abs=1e-6)


def test_the_largest_file_is_read_at_once(batches):
    largest = max(captured("skypilot-catalog"), key=lambda each: len(each.content))
    start = time.perf_counter()
    SPEC.normalise(largest)
    assert time.perf_counter() - start < 1.5  # 0.05 s on 2 cores; slack for a loaded machine
