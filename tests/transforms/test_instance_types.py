"""Instance types and regions: what they hold and where they lie."""

import polars as pl
import pytest

from transforms.identity.gpu import resolve_gpus
from transforms.instance_types import ACCELERATED, accelerators, with_accelerators
from transforms.regions import country_code


def holds(cloud: str, instance_type: str | None) -> tuple:
    frame = with_accelerators(
        pl.DataFrame({"instance_type": [instance_type]}, schema={"instance_type": pl.String}), cloud
    )
    return frame.select("gpu_name", "gpu_count", "gpu_memory_gib", "is_accelerated").row(0)


@pytest.mark.parametrize(
    ("cloud", "instance_type", "held"),
    [
        ("aws", "p5.48xlarge", ("NVIDIA H100", 8, 80, True)),
        ("aws", "g6f.large", ("NVIDIA L4", 0.125, 24, True)),
        ("aws", "trn2.48xlarge", ("AWS Trainium2", 16, 96, True)),
        ("aws", "p9.metal", (None, None, None, True)),
        ("aws", "m5.large", (None, None, None, False)),
        ("azure", "Standard_NC24rs_v3", ("NVIDIA V100 PCIe", 4, 16, True)),
        ("azure", "Standard_NV4as_v4", ("AMD MI25", 0.125, 16, True)),
        ("azure", "Standard_NC6_Promo", ("NVIDIA K80", 1, 12, True)),
        ("azure", "Standard_ND96amsr_A100_v4", ("NVIDIA A100 SXM", 8, 80, True)),
        ("azure", "Standard_NC999s_v9", (None, None, None, True)),
        ("azure", "Standard_D2s_v3", (None, None, None, False)),
        ("azure", None, (None, None, None, False)),
    ],
)
def test_an_instance_type_holds_what_its_cloud_documents(cloud, instance_type, held):
    assert holds(cloud, instance_type) == held


@pytest.mark.parametrize("cloud", ["aws", "azure"])
def test_the_table_names_each_type_once_and_is_of_accelerated_types(cloud):
    frame = accelerators(cloud)
    assert frame["instance_key"].is_duplicated().sum() == 0
    assert frame["instance_key"].str.contains(ACCELERATED[cloud]).all()


@pytest.mark.parametrize("cloud", ["aws", "azure"])
def test_every_accelerator_of_the_table_is_known_by_its_name_and_type(cloud):
    frame = accelerators(cloud)
    names = frame.select(gpu_name_raw="gpu_name", gpu_memory_gib="gpu_memory_gib", instance_type="instance_key")
    known = names.with_columns(resolve_gpus(names)["gpu_id"])
    assert known.filter(pl.col("gpu_id").is_null())["gpu_name_raw"].unique().to_list() == []


@pytest.mark.parametrize(
    ("cloud", "region", "country"),
    [("azure", "usgovarizona", "US"), ("aws", "eu-west-2", "GB"), ("azure", "moon", None), ("azure", None, None)],
)
def test_a_region_lies_in_a_country_or_nobody_knows(cloud, region, country):
    assert country_code(cloud, pl.Series("region", [region], dtype=pl.String)).to_list() == [country]
