"""Vast.ai's marketplace: the answer of its search, one object per offer of a machine or of some of its GPUs."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.prices import read_figure
from transforms.read import json_pointer, json_texts, read_json, unknown_fields
from transforms.schemas import GpuOffer

FIGURES = (
    *("num_gpus", "dph_total", "min_bid", "gpu_ram", "gpu_total_ram", "gpu_frac"),
    *("cpu_cores", "cpu_cores_effective", "cpu_ram", "hosting_type"),
)
FLAGS = ("is_bid", "rentable", "rented")
# Fields of an offer as of 2026-07-15 that we do not read: parts and adjustments of dph_total (dph_base, storage, the
# discount of a prepaid term, the price with traffic), speeds, scores, and what the machine is made of.
_UNUSED = """
ask_contract_id avail_vol_ask_id avail_vol_dph avail_vol_size bundle_id bundled_results bw_nvlink cluster_id compute_cap
cpu_arch cpu_ghz cpu_name credit_balance credit_discount credit_discount_max cuda_max_good direct_port_count
discount_rate discounted_dph_total discounted_hourly disk_bw disk_name disk_space dlperf dlperf_per_dphtotal dph_base
dph_total_adj driver_vers driver_version duration end_date expected_reliability external flops_per_dphtotal geolocode
gpu_arch gpu_display_active gpu_ids gpu_lanes gpu_max_power gpu_max_temp gpu_mem_bw has_avx host_id hostname inet_down
inet_down_billed inet_down_cost inet_up inet_up_billed inet_up_cost instance internet_down_cost_per_tb
internet_up_cost_per_tb is_vm_deverified logo machine_id min_chunk mobo_name nw_disk_avg_bw nw_disk_max_bw
nw_disk_min_bw os_version pci_gen pcie_bw pending_count public_ipaddr reliability reliability2 reliability_mult
resource_type rn score search sla_broker_rate sla_r_claim sla_sigma_x start_date static_ip storage_cost
storage_total_cost target_reliability time_remaining time_remaining_isbid total_flops verification verified vericode
vms_enabled vram_costperhour webpage datacenter
"""
UNUSED_FIELDS = frozenset(_UNUSED.split())
MIB_PER_GIB = 1024
# No GPU and no machine has less than 1 GiB: a smaller figure is in GiB already, as recorders write it.
LEAST_MIB = 1024
# "Washington, US", and with the continent behind it ", IS, EU".
COUNTRY = r", ([A-Z]{2})(?:, (?:AF|AN|AS|EU|NA|OC|SA))?$"
NOT_COUNTRIES = ("EU", "UK", "XX")


def normalise(payload: Payload) -> Batch:
    """Read `{"offers": [{"id": …, "gpu_name": "H100 SXM", "num_gpus": 4, "dph_total": 6.93, "min_bid": 1.4, …}]}`.

    dph_total is USD per hour of the whole offer with its disk, min_bid the least bid per hour for the whole of it as an
    interruptible instance: one offer gives up to two observations. A min_bid above dph_total is what the source says:
    someone bids that much. gpu_ram is MiB of one GPU; cpu_ram is of the whole machine, so memory_gib is known only
    where the offer is all of it. hosting_type 1 is a data centre (`marketplace_secure`), 0 anyone's machine
    (`marketplace_community`); without it the offer is `on_demand`. `instance_type` is the id of the offer.
    Raises NormaliseError when there is no list of offers, or none with a GPU and a price.
    """
    offers, root = _offers(payload)
    book = Book(payload, len(offers), lambda number: offers[number])
    rows = _read(offers, root)
    if unknown := unknown_fields(offers, {"id", "gpu_name", "geolocation", *FIGURES, *FLAGS, *UNUSED_FIELDS}):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    table = GpuOffer.TABLE
    rows = book.quarantine(rows, pl.col("id").is_null(), "no id", table)
    rows = book.ignore(rows, pl.col("num_gpus") == 0, "no_accelerator")
    rows = book.quarantine(rows, pl.col("gpu_name").is_null(), "no name of the GPU", table)
    rows = book.quarantine(
        rows,
        ~((pl.col("num_gpus") > 0) & (pl.col("num_gpus") % 1 == 0)).fill_null(value=False),
        "no count of GPUs",
        table,
    )
    quotes = pl.concat([_quotes(rows, "dph_total"), _quotes(rows, "min_bid")]).sort("record", maintain_order=True)
    quotes = book.quarantine(quotes, pl.col("amount") < 0, pl.format("{} is no price", "amount"), table)
    offered = quotes.filter(pl.col("amount") > 0)
    book.ignore(rows.join(offered, on="record", how="anti"), pl.lit(value=True), "no_price")
    book.observe(GpuOffer, offered)
    batch = book.close()
    if not batch.observation_count:
        raise payload.rejected("no offer with a GPU and a price")
    return batch


def _offers(payload: Payload) -> tuple[list[Any], tuple[str, ...]]:
    document = read_json(payload)
    root: tuple[str, ...] = ()
    if isinstance(document, dict):
        document, root = document.get("offers"), ("offers",)
    if not isinstance(document, list) or not document:
        raise payload.rejected("no list of offers")
    return document, root


def _read(offers: list[Any], root: tuple[str, ...]) -> pl.DataFrame:
    """The fields we use, one row per offer, typed; what is absent or of another type is null."""
    objects = [each if isinstance(each, dict) else {} for each in offers]
    ids = [each.get("id") for each in objects]
    rows = numbered(json_pointer(*root, number) for number in range(len(offers))).with_columns(
        pl.Series("id", [str(each) if type(each) in (int, str) else None for each in ids], dtype=pl.String),
        json_texts(objects, "gpu_name"),
        json_texts(objects, "geolocation"),
        *(pl.Series(name, [read_figure(each.get(name)) for each in objects], dtype=pl.Float64) for name in FIGURES),
        *(
            pl.Series(
                name,
                [value if isinstance(value := each.get(name), bool) else None for each in objects],
                dtype=pl.Boolean,
            )
            for name in FLAGS
        ),
    )
    vcpus, share = pl.col("cpu_cores_effective"), pl.col("gpu_frac")
    memory = pl.col("gpu_ram").fill_null(pl.col("gpu_total_ram") / pl.col("num_gpus"))
    country = pl.col("geolocation").str.extract(COUNTRY)
    is_whole = (share == 1) | (vcpus == pl.col("cpu_cores"))
    return rows.with_columns(
        gpu_memory_gib=pl.when(memory >= LEAST_MIB).then(memory / MIB_PER_GIB).when(memory > 0).then(memory),
        vcpus=pl.when(vcpus > 0).then(vcpus),
        memory_gib=pl.when(is_whole & (pl.col("cpu_ram") >= LEAST_MIB)).then(pl.col("cpu_ram") / MIB_PER_GIB),
        country_code=pl.when(~country.is_in(NOT_COUNTRIES)).then(country),
        is_available=pl.col("rentable") & ~pl.col("rented").fill_null(value=False),
        host=pl.when(pl.col("hosting_type") >= 1)
        .then(pl.lit("marketplace_secure"))
        .when(pl.col("hosting_type") == 0)
        .then(pl.lit("marketplace_community"))
        .otherwise(pl.lit("on_demand")),
    )


def _quotes(rows: pl.DataFrame, field: str) -> pl.DataFrame:
    """The offers at one of their prices. A search for bids (`is_bid`) shows a bid under dph_total."""
    is_bid = field == "min_bid"
    if not is_bid:
        rows = rows.filter(~pl.col("is_bid").fill_null(value=False))
    return rows.filter(pl.col(field).is_not_null()).select(
        "record",
        "gpu_memory_gib",
        "vcpus",
        "memory_gib",
        "country_code",
        "is_available",
        record_ref=pl.col("record_ref") + f"/{field}",
        provider=pl.lit("vast"),
        region="geolocation",
        instance_type="id",
        gpu_name_raw="gpu_name",
        gpu_count="num_gpus",
        purchase_type=pl.lit("bid") if is_bid else pl.col("host"),
        price_kind=pl.lit("from" if is_bid else "listed"),
        usd_per_hour=field,
        usd_per_gpu_hour=pl.col(field) / pl.col("num_gpus"),
        currency=pl.lit("USD"),
        amount=field,
        amount_unit=pl.lit("hour"),
        usd_per_currency_unit=pl.lit(1.0),
    )
