"""Which accelerators the instance types of AWS and Azure hold, for sources that name only the type.

Counts may be fractions: some sizes hold a part of one GPU. Sizes are documented by the clouds on
https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html and https://learn.microsoft.com/azure/virtual-machines/sizes
(NC, ND, NG, NP and NV families), read 2025-11 to 2026-10.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import polars as pl

# Family with * for the size | accelerator | GiB of one accelerator, as the maker states it | size:count …
_AWS = """
p2.* | NVIDIA K80 | 12 | xlarge:1 8xlarge:8 16xlarge:16
p3.* | NVIDIA V100 | 16 | 2xlarge:1 8xlarge:4 16xlarge:8
p3dn.* | NVIDIA V100 | 32 | 24xlarge:8
p4d.* | NVIDIA A100 | 40 | 24xlarge:8
p4de.* | NVIDIA A100 | 80 | 24xlarge:8
p5.* | NVIDIA H100 | 80 | 4xlarge:1 48xlarge:8
p5e.* | NVIDIA H200 | 141 | 48xlarge:8
p5en.* | NVIDIA H200 | 141 | 48xlarge:8
p6-b200.* | NVIDIA B200 | ? | 48xlarge:8
p6-b300.* | NVIDIA B300 | ? | 48xlarge:8
p6e-gb200.* | NVIDIA GB200 | ? | 36xlarge:4
u-p6e-gb200x* | NVIDIA GB200 | ? | 36:36 72:72
g2.* | NVIDIA K520 | 4 | 2xlarge:1 8xlarge:4
g3s.* | NVIDIA M60 | 8 | xlarge:1
g3.* | NVIDIA M60 | 8 | 4xlarge:1 8xlarge:2 16xlarge:4
g4dn.* | NVIDIA T4 | 16 | xlarge:1 2xlarge:1 4xlarge:1 8xlarge:1 16xlarge:1 12xlarge:4 metal:8
g4ad.* | AMD Radeon Pro V520 | 8 | xlarge:1 2xlarge:1 4xlarge:1 8xlarge:2 16xlarge:4
g5.* | NVIDIA A10G | 24 | xlarge:1 2xlarge:1 4xlarge:1 8xlarge:1 16xlarge:1 12xlarge:4 24xlarge:4 48xlarge:8
g5g.* | NVIDIA T4G | 16 | xlarge:1 2xlarge:1 4xlarge:1 8xlarge:1 16xlarge:2 metal:2
g6.* | NVIDIA L4 | 24 | xlarge:1 2xlarge:1 4xlarge:1 8xlarge:1 16xlarge:1 12xlarge:4 24xlarge:4 48xlarge:8
gr6.* | NVIDIA L4 | 24 | 4xlarge:1 8xlarge:1
g6f.* | NVIDIA L4 | 24 | large:1/8 xlarge:1/8 2xlarge:1/4 4xlarge:1/2
gr6f.* | NVIDIA L4 | 24 | 4xlarge:1/2
g6e.* | NVIDIA L40S | 48 | xlarge:1 2xlarge:1 4xlarge:1 8xlarge:1 16xlarge:1 12xlarge:4 24xlarge:4 48xlarge:8
g7e.* | NVIDIA RTX PRO 6000 Server | 96 | 2xlarge:1 4xlarge:1 8xlarge:1 12xlarge:2 24xlarge:4 48xlarge:8
inf1.* | AWS Inferentia | ? | xlarge:1 2xlarge:1 6xlarge:4 24xlarge:16
inf2.* | AWS Inferentia2 | 32 | xlarge:1 8xlarge:1 24xlarge:6 48xlarge:12
trn1.* | AWS Trainium | 32 | 2xlarge:1 32xlarge:16
trn1n.* | AWS Trainium | 32 | 32xlarge:16
trn2.* | AWS Trainium2 | 96 | 3xlarge:1 48xlarge:16
trn2u.* | AWS Trainium2 | 96 | 48xlarge:16
dl1.* | Intel Gaudi | 32 | 24xlarge:8
dl2q.* | Qualcomm AI 100 | 16 | 24xlarge:8
vt1.* | Xilinx Alveo U30 | ? | 3xlarge:1 6xlarge:2 24xlarge:8
f1.* | Xilinx VU9P | ? | 2xlarge:1 4xlarge:2 16xlarge:8
f2.* | Xilinx VU47P | 16 | 6xlarge:1 12xlarge:2 48xlarge:8
"""
_AZURE = """
standard_nc* | NVIDIA K80 | 12 | 6:1 12:2 24:4 24r:4 6_promo:1 12_promo:2 24_promo:4 24r_promo:4
standard_nc*s_v2 | NVIDIA P100 | 16 | 6:1 12:2 24:4 24r:4
standard_nc*s_v3 | NVIDIA V100 PCIe | 16 | 6:1 12:2 24:4 24r:4
standard_nc*as_t4_v3 | NVIDIA T4 | 16 | 4:1 8:1 16:1 64:4
standard_nc*ads_a100_v4 | NVIDIA A100 PCIe | 80 | 24:1 48:2 96:4
standard_nc*_h100_v5 | NVIDIA H100 NVL | 94 | 40ads:1 80adis:2
standard_ncc*ads_h100_v5 | NVIDIA H100 NVL | 94 | 40:1
standard_nd*s | NVIDIA P40 | 24 | 6:1 12:2 24:4 24r:4
standard_nd*rs_v2 | NVIDIA V100 SXM2 | 32 | 40:8
standard_nd*_v4 | NVIDIA A100 SXM | 40 | 96asr:8 96asr_a100:8
standard_nd*_a100_v4 | NVIDIA A100 SXM | 80 | 96amsr:8 96ams:8
standard_nd*_h100_v5 | NVIDIA H100 SXM | 80 | 96isr:8 96is:8
standard_nd*_h200_v5 | NVIDIA H200 SXM | 141 | 96isr:8 96is:8
standard_nd*_mi300x_v5 | AMD MI300X | 192 | 96isr:8 96is:8
standard_nd*_gb200_v6 | NVIDIA GB200 | ? | 128isr_ndr:4 128isr:4
standard_nd*_gb300_v6 | NVIDIA GB300 | ? | 128isr:4
standard_nv* | NVIDIA M60 | 8 | 6:1 12:2 24:4 6_promo:1 12_promo:2 24_promo:4
standard_nv*s_v2 | NVIDIA M60 | 8 | 6:1 12:2 24:4
standard_nv*s_v3 | NVIDIA M60 | 8 | 12:1 24:2 48:4
standard_nv*as_v4 | AMD MI25 | 16 | 4:1/8 8:1/4 16:1/2 32:1
standard_nv*_a10_v5 | NVIDIA A10 | 24 | 6ads:1/6 12ads:1/3 18ads:1/2 36ads:1 36adms:1 72ads:2
standard_nv*_v710_v5 | AMD Radeon Pro V710 | ? | 4ads:1/6 8ads:1/3 12ads:1/2 24ads:1 28adms:1
standard_ng*_v620_v1 | AMD Radeon Pro V620 | 32 | 8ads:1/4 16ads:1/2 32ads:1 32adms:1
standard_np*s | Xilinx Alveo U250 | ? | 10:1 20:2 40:4
"""
_TABLES = {"aws": _AWS, "azure": _AZURE}
# Types that hold some accelerator, in the table or not.
ACCELERATED = {"aws": r"^(?:p|g|gr|inf|trn|dl|f|vt|u-p)[0-9]", "azure": r"^standard_n"}
SCHEMA = pl.Schema(
    {"instance_key": pl.String, "gpu_name": pl.String, "gpu_count": pl.Float64, "gpu_memory_gib": pl.Float64}
)


@cache
def accelerators(cloud: str) -> pl.DataFrame:
    """The accelerators of each instance type of `cloud`; `instance_key` is the type in lower case."""
    rows = []
    for line in _TABLES[cloud].strip().splitlines():
        family, name, memory, sizes = (cell.strip() for cell in line.split("|"))
        for each in sizes.split():
            size, _, count = each.rpartition(":")
            gib = None if memory == "?" else float(memory)
            rows.append((family.replace("*", size), name, float(Fraction(count)), gib))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def with_accelerators(rows: pl.DataFrame, cloud: str) -> pl.DataFrame:
    """`rows` with gpu_name, gpu_count and gpu_memory_gib of their `instance_type`, null where it is not in the table,
    and `is_accelerated`: whether the name of the type says that it holds an accelerator."""
    key = pl.col("instance_type").str.to_lowercase()
    joined = rows.with_columns(instance_key=key).join(
        accelerators(cloud), on="instance_key", how="left", maintain_order="left"
    )
    named = pl.col("instance_key").str.contains(ACCELERATED[cloud]).fill_null(value=False)
    return joined.with_columns(is_accelerated=named | pl.col("gpu_name").is_not_null()).drop("instance_key")
