"""Our own table of accelerators: one row per product, figures in range, and its disagreements explained."""

from pathlib import Path

import polars as pl
import pytest

from tests.captures import normalised
from transforms.identity.gpu import gpu_catalogue

SEED = Path(__file__).parents[1] / "dbt_like_sql" / "seeds" / "gpu_datasheet.csv"
COLUMNS = {
    "gpu_id": pl.String,
    "vendor": pl.String,
    "product_name": pl.String,
    "architecture": pl.String,
    "form_factor": pl.String,
    "memory_gib": pl.Float64,
    "memory_bandwidth_gbps": pl.Float64,
    "tdp_watts": pl.Float64,
    "released_on": pl.Date,
    "document": pl.String,
    "document_note": pl.String,
}
# The same products as TechPowerUp names them.
TECHPOWERUP = {
    "nvidia-b300": "B300",
    "nvidia-b200": "B200",
    "nvidia-h200-sxm": "H200 SXM 141 GB",
    "nvidia-h200-nvl": "H200 NVL",
    "nvidia-h100-sxm-80gb": "H100 SXM5 80 GB",
    "nvidia-h100-nvl-94gb": "H100 NVL 94 GB",
    "nvidia-h100-pcie-80gb": "H100 PCIe 80 GB",
    "nvidia-a100-sxm-80gb": "A100 SXM4 80 GB",
    "nvidia-a100-sxm-40gb": "A100 SXM4 40 GB",
    "nvidia-a100-pcie-80gb": "A100 PCIe 80 GB",
    "nvidia-a100-pcie-40gb": "A100 PCIe 40 GB",
    "nvidia-l40s": "L40S",
    "nvidia-l40": "L40",
    "nvidia-l4": "L4",
    "nvidia-a40": "A40 PCIe",
    "nvidia-a30": "A30 PCIe",
    "nvidia-a16": "A16 PCIe",
    "nvidia-a10": "A10 PCIe",
    "nvidia-a10g": "A10G",
    "nvidia-a2": "A2 PCIe",
    "nvidia-t4": "Tesla T4",
    "nvidia-v100s": "Tesla V100S PCIe 32 GB",
    "nvidia-v100-sxm2-32gb": "Tesla V100 SXM2 32 GB",
    "nvidia-v100-pcie-32gb": "Tesla V100 PCIe 32 GB",
    "nvidia-v100-pcie-16gb": "Tesla V100 PCIe 16 GB",
    "nvidia-p100-sxm2-16gb": "Tesla P100 SXM2",
    "nvidia-p100-pcie-16gb": "Tesla P100 PCIe 16 GB",
    "nvidia-p100-pcie-12gb": "Tesla P100 PCIe 12 GB",
    "nvidia-p40": "Tesla P40",
    "nvidia-p4": "Tesla P4",
    "nvidia-m60": "Tesla M60",
    "nvidia-k80": "Tesla K80",
    "nvidia-rtx-pro-6000-server": "RTX PRO 6000 Blackwell Server",
    "nvidia-rtx-pro-6000-workstation": "RTX PRO 6000 Blackwell",
    "nvidia-rtx-pro-6000-max-q": "RTX PRO 6000 Blackwell Max-Q",
    "nvidia-rtx-6000-ada": "RTX 6000 Ada Generation",
    "nvidia-rtx-5000-ada": "RTX 5000 Ada Generation",
    "nvidia-rtx-4000-ada": "RTX 4000 Ada Generation",
    "nvidia-rtx-a6000": "RTX A6000",
    "nvidia-rtx-a5000": "RTX A5000",
    "nvidia-rtx-a4500": "RTX A4500",
    "nvidia-rtx-a4000": "RTX A4000",
    "nvidia-quadro-rtx-8000": "Quadro RTX 8000",
    "nvidia-quadro-rtx-6000": "Quadro RTX 6000",
    "nvidia-rtx-5090": "GeForce RTX 5090",
    "nvidia-rtx-5080": "GeForce RTX 5080",
    "nvidia-rtx-5070": "GeForce RTX 5070",
    "nvidia-rtx-4090": "GeForce RTX 4090",
    "nvidia-rtx-4080": "GeForce RTX 4080",
    "nvidia-rtx-4070-super": "GeForce RTX 4070 SUPER",
    "nvidia-rtx-4070": "GeForce RTX 4070",
    "nvidia-rtx-3090-ti": "GeForce RTX 3090 Ti",
    "nvidia-rtx-3090": "GeForce RTX 3090",
    "nvidia-rtx-3080-ti": "GeForce RTX 3080 Ti",
    "nvidia-rtx-3060": "GeForce RTX 3060 12 GB",
    "nvidia-rtx-2080": "GeForce RTX 2080",
    "nvidia-rtx-2070-super": "GeForce RTX 2070 SUPER",
    "nvidia-gtx-1070": "GeForce GTX 1070",
    "nvidia-gtx-1050-ti": "GeForce GTX 1050 Ti",
    "nvidia-gb10": "GB10",
    "amd-mi355x": "Radeon Instinct MI355X",
    "amd-mi350x": "Radeon Instinct MI350X",
    "amd-mi325x": "Radeon Instinct MI325X",
    "amd-mi300x": "Radeon Instinct MI300X",
    "amd-mi300a": "Radeon Instinct MI300A",
    "amd-mi250x": "Radeon Instinct MI250X",
    "amd-mi250": "Radeon Instinct MI250",
    "amd-mi210": "Radeon Instinct MI210",
    "amd-mi100": "Radeon Instinct MI100",
    "amd-radeon-rx-7900-xtx": "Radeon RX 7900 XTX",
    "amd-radeon-rx-7900-xt": "Radeon RX 7900 XT",
}


@pytest.fixture
def seed() -> pl.DataFrame:
    return pl.read_csv(SEED, schema=COLUMNS)


def test_each_product_has_one_row_and_a_document(seed):
    assert seed.height >= 45
    assert seed["gpu_id"].is_unique().all()
    assert seed["gpu_id"].str.contains(r"^[a-z0-9]+(-[a-z0-9]+)+$").all()
    assert (seed["gpu_id"].str.split("-").list.first() == seed["vendor"]).all()
    for name in ("product_name", "architecture", "document"):
        assert seed[name].null_count() == 0


def test_figures_are_in_range(seed):
    for name, least, most in (("memory_gib", 4, 300), ("memory_bandwidth_gbps", 100, 10_000), ("tdp_watts", 40, 1_500)):
        assert seed[name].drop_nulls().is_between(least, most).all(), name
    assert seed["released_on"].drop_nulls().dt.year().is_between(2014, 2026).all()


def test_the_id_tells_form_and_memory_where_it_names_them(seed):
    memory = seed.filter(pl.col("gpu_id").str.contains(r"-\d+gb$"))
    stated = memory["gpu_id"].str.extract(r"-(\d+)gb$").cast(pl.Float64)
    assert (stated == memory["memory_gib"]).all()
    form = seed.filter(pl.col("gpu_id").str.contains(r"-(sxm|pcie|nvl|oam)(-|$)"))
    assert (form["gpu_id"].str.extract(r"-(sxm|pcie|nvl|oam)(?:-|$)") == form["form_factor"]).all()


def test_a_missing_power_is_explained(seed):
    assert seed.filter(pl.col("tdp_watts").is_null() & pl.col("document_note").is_null())["gpu_id"].to_list() == []


def test_what_a_row_leaves_open_its_variants_do_not_agree_on(seed):
    for row in seed.rows(named=True):
        variants = seed.filter(pl.col("gpu_id").str.starts_with(f"{row['gpu_id']}-") & (pl.col("vendor") != "amd"))
        if row["document_note"] and row["document_note"].startswith("What ") and variants.height:
            for name in ("memory_gib", "memory_bandwidth_gbps", "tdp_watts"):
                values = variants[name].unique().to_list()
                assert row[name] == (values[0] if len(values) == 1 else None), (row["gpu_id"], name)


def test_a_second_opinion_agrees_or_the_note_says_why(seed):
    [batch] = normalised("gpu-specs")
    listed = batch.observations["gpu_spec"].select(product="gpu_name_raw", listed="tdp_watts")
    named = pl.DataFrame({"gpu_id": list(TECHPOWERUP), "product": list(TECHPOWERUP.values())})
    both = named.join(listed, on="product", how="left").join(seed, on="gpu_id", how="left")
    assert both.height == named.height
    assert set(named["product"]) - set(listed["product"]) == set()
    apart = both.filter((pl.col("listed") / pl.col("tdp_watts") - 1).abs() > 0.05)
    silent = [row["gpu_id"] for row in apart.rows(named=True) if f"{row['listed']:g} W" not in row["document_note"]]
    assert silent == []
    # A16, K80 and M60 by the GPU, Quadro RTX by the board, MI300A under another product's figure.
    assert apart.height == 6
    # The rest agree: where ours is open or theirs held back, there is nothing to compare.
    assert both.drop_nulls(["listed", "tdp_watts"]).height - apart.height == 60


def test_every_accelerator_of_the_table_is_one_that_names_resolve_to():
    known = set(gpu_catalogue()["gpu_id"])
    assert [gpu_id for gpu_id in pl.read_csv(SEED)["gpu_id"] if gpu_id not in known] == []
