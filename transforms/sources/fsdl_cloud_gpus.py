"""The Full Stack's tables of cloud and serverless GPUs, kept by hand from 2022 to 2025: one row per machine."""

from __future__ import annotations

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.price_series import column, header, refuse_prices, slug, unknown_columns, usd
from transforms.read import csv_record, decimal, read_csv
from transforms.schemas import GpuOffer

TOTAL_COLUMNS = ("ondemand", "perhour")
USED = {"cloud", "vendor", "gputype", "gpus", "gpuram", "vcpus", "ram", "pergpu", "spot", "name", *TOTAL_COLUMNS}
UNUSED = {"gpuarch", "notes"}
# Clouds that other sources know by another slug.
CLOUDS = {
    "cudo-compute": "cudo",
    "latitude.sh": "latitude",
    "oblivus-cloud": "oblivus",
    "oracle-cloud": "oci",
    "lambda-labs": "lambda",
}
# "A100 (80 GB)", "H100 (80GB)", "T4 (16)".
MEMORY_IN_NAME = r"\(\s*([0-9]+(?:\.[0-9]+)?)\s*(?:GB)?\s*\)"
# Cudo bills vCPUs beside the GPU, and its Per-GPU is the GPU alone: up to 1.25 times less (2023-06 to 2025-02). More
# is a mistake: three rows of Oblivus ask 1.5 times the price per GPU.
LEAST_SHARE, MOST_SHARE = 1 / 1.4, 1.4
# Rows typed wrongly, by cloud, GPU, count and price: 2023-02 to 2025-02. Lambda asked 0.50 for it in 2023.
MISTYPED = {
    ("lambda", "Quadro RTX 6000 (24 GB)", 1.0, 4.40): "vCPUs, memory and price are those of the machine of eight V100",
}


def normalise(payload: Payload) -> Batch:
    """Read `cloud-gpus.csv` (Cloud, GPU Type, GPUs, GPU RAM, vCPUs, RAM, On-demand, Per-GPU, Spot, Name) or
    `serverless-gpus.csv` (Vendor … Per-Hour, Per-GPU); the part of the payload says which.

    On-demand, Per-Hour and Spot are USD per hour of the whole machine, with or without "$"; RAM is GB of the machine,
    GPU RAM of all GPUs or of one. Machines have no region. Of machines that differ in their vCPUs only and have no
    name, the cheapest stands. Raises NormaliseError when the payload is no such CSV, or has no price.
    """
    table = read_csv(payload, required=())
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    rows = _read(table, is_serverless=payload.part == "serverless-gpus")
    needed = {"clouds": "provider", "GPUs": "gpu_name_raw", "counts": "count_text", "prices": "on_demand_text"}
    if missing := [word for word, name in needed.items() if rows[name].null_count() == rows.height]:
        raise payload.rejected(f"no {', '.join(missing)} among {', '.join(table.columns[:-2])[:300]}")
    if unknown := unknown_columns(table, USED | UNUSED):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    prices = _prices(book, rows)
    if prices.is_empty():
        raise payload.rejected("no row with a price")
    book.observe(
        GpuOffer,
        prices.select(
            "record",
            "record_ref",
            "provider",
            "instance_type",
            "gpu_name_raw",
            "gpu_memory_gib",
            "gpu_count",
            "purchase_type",
            "vcpus",
            "memory_gib",
            price_kind=pl.lit("listed"),
            **usd(pl.col("amount"), pl.col("gpu_count"), is_per_gpu=False),
        ),
    )
    return book.close()


def _read(table: pl.DataFrame, *, is_serverless: bool) -> pl.DataFrame:
    """The columns we use under our names, typed; absent ones are null."""

    def positive(*names: str) -> pl.Expr:
        number = decimal(column(table, *names))
        return pl.when(number > 0).then(number)

    def price(*names: str) -> pl.Expr:
        return decimal(column(table, *names).str.strip_prefix("$"))

    rows = table.select(
        "record",
        "record_ref",
        provider=slug(column(table, "cloud", "vendor")).replace(CLOUDS),
        gpu_name_raw=column(table, "gputype"),
        count_text=column(table, "gpus"),
        gpu_count=positive("gpus"),
        gpu_ram=positive("gpuram"),
        vcpus=positive("vcpus"),
        memory_gib=positive("ram"),
        on_demand_text=column(table, *TOTAL_COLUMNS),
        on_demand=price(*TOTAL_COLUMNS),
        per_gpu=price("pergpu"),
        spot_text=column(table, "spot"),
        spot=price("spot"),
        name=column(table, "name"),
        on_demand_ref=pl.format("{}, column {}", "record_ref", pl.lit(header(table, *TOTAL_COLUMNS))),
        spot_ref=pl.format("{}, column {}", "record_ref", pl.lit(header(table, "spot"))),
    )
    in_name = pl.col("gpu_name_raw").str.extract(MEMORY_IN_NAME).cast(pl.Float64, strict=False)
    kind = pl.lit("serverless" if is_serverless else None, dtype=pl.String)
    return rows.with_columns(
        gpu_memory_gib=in_name.fill_null(pl.col("gpu_ram") / pl.col("gpu_count")),
        instance_type=pl.coalesce("name", kind),
    )


def _prices(book: Book, rows: pl.DataFrame) -> pl.DataFrame:
    """One row per price, with what cannot be right refused."""
    table = GpuOffer.TABLE
    rows = book.ignore(rows, pl.col("on_demand_text").is_null() & pl.col("spot_text").is_null(), "no_price")
    rows = book.quarantine(rows, pl.col("provider").is_null(), "no cloud", table)
    rows = book.quarantine(rows, pl.col("gpu_name_raw").is_null(), "no GPU", table)
    rows = book.quarantine(
        rows, pl.col("gpu_count").is_null(), pl.format("{} GPUs", pl.col("count_text").fill_null("no")), table
    )
    share = pl.col("on_demand") / pl.col("gpu_count") / pl.col("per_gpu")
    rows = book.quarantine(
        rows,
        ~share.is_between(LEAST_SHARE, MOST_SHARE),
        pl.format("{} for {} GPUs is not {} for one", "on_demand", "gpu_count", "per_gpu"),
        table,
    )
    for (cloud, gpu, count, price), reason in MISTYPED.items():
        is_it = pl.col("provider").eq(cloud) & pl.col("gpu_name_raw").eq(gpu)
        is_it &= pl.col("gpu_count").eq(count) & pl.col("on_demand").eq(price)
        rows = book.quarantine(rows, is_it, reason, table)
    prices = pl.concat(
        rows.filter(pl.col(f"{kind}_text").is_not_null()).with_columns(
            record_ref=pl.col(f"{kind}_ref"),
            purchase_type=pl.lit(kind),
            amount=pl.col(kind),
            written=pl.col(f"{kind}_text"),
        )
        for kind in ("on_demand", "spot")
    )
    prices = refuse_prices(book, prices, "written", table)
    key = ["provider", "gpu_name_raw", "gpu_memory_gib", "gpu_count", "instance_type", "purchase_type"]
    dearer = (pl.col("amount") > pl.col("amount").min().over(key)) & pl.col("name").is_null()
    prices = book.ignore(prices, dearer, "dearer_machine_of_the_same_gpus")
    # Of machines at one price the first: they differ in what else they hold.
    again = ~pl.struct(*key, "amount").is_first_distinct() & pl.col("name").is_null()
    return book.ignore(prices, again, "machine_of_the_same_gpus_at_the_same_price")
