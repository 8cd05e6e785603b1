"""gpu-market-intel: a growing CSV of prices at Vast.ai, RunPod and Lambda, and the two histories it grew from."""

from __future__ import annotations

import polars as pl

from transforms.batch import Batch, Book
from transforms.payload import Payload
from transforms.read import csv_record, decimal, read_csv
from transforms.trackers import instant, observe_quotes, provider

# What a column is the price of, by seller: product (RunPod's clouds are `instance_type`, as in its own API), how it is
# bought, and the kind of price. gpu_pricing.csv has one set of columns for all, with other meanings for each: of
# RunPod, on_demand_hr is the community price and max_price_hr the secure one (all 10 types agree with
# runpod_history.csv of the same hour, 2026-03-11; B200 is 5.98 and 4.99); of Vast, spot_price_hr repeats min_price_hr
# in all 2,246 rows and is no spot price.
PRICES: dict[str, dict[str, tuple[str | None, str, str]]] = {
    "runpod": {
        "max_price_hr": ("secure", "on_demand", "listed"),
        "on_demand_hr": ("community", "marketplace_community", "listed"),
        "spot_price_hr": ("community", "spot", "listed"),
        "secure_price_hr": ("secure", "on_demand", "listed"),
        "community_price_hr": ("community", "marketplace_community", "listed"),
        "secure_spot_hr": ("secure", "spot", "listed"),
        "community_spot_hr": ("community", "spot", "listed"),
    },
    "vast": {"min_price_hr": (None, "on_demand", "from")},
}
OTHERS: dict[str, tuple[str | None, str, str]] = {
    "on_demand_hr": (None, "on_demand", "listed"),
    "spot_price_hr": (None, "spot", "listed"),
}
_UNUSED = """
min_price_hr median_price_hr max_price_hr p25_price_hr p75_price_hr num_offers availability top_regions
avg_reliability datacenter_count min_bid_price on_demand_price stock_status max_gpus_community max_gpus_secure
timestamp provider source gpu gpu_name gpu_id vram_gb community_available secure_available record record_ref
"""
UNUSED = frozenset(_UNUSED.split())
# Names that are not those of the product, by seller: Lambda sells no H200, its GH200 was 1.99 and is 2.29 as here;
# RunPod's A100 PCIe of 1.19 and 1.39 has 80 GB (runpod_history.csv, an hour before).
MISNAMED = {("lambda", "H200"): "gh200_named_h200", ("runpod", "A100 40GB"): "a100_80gb_named_40gb"}
# RunPod leaves 0.50 as the community price of H200 NVL, which its community does not offer (community_available is
# False) and its secure cloud sells at 3.39.
LEAST_SHARE_OF_SECURE = 0.25
COLUMNS = ("record", "provider", "gpu_name_raw", "gpu_memory_gib", "effective_from", "secure", "record_ref")


def normalise(payload: Payload) -> Batch:
    """Read `timestamp,provider,gpu,min_price_hr,…` (gpu_pricing.csv), or `timestamp,source,gpu_name,…` of one seller.

    Prices are USD per GPU and hour; a row gives up to three observations, `effective_from` is its time (UTC). Several
    products stand under one name (H100 SXM, NVL and PCIe; one GPU or eight): of those of one seller and time the
    cheapest is kept, as `from` where they differ. What is misnamed (`MISNAMED`) is set
    aside. Availability is not kept: points that repeat the price before them are set aside.
    Raises NormaliseError for what is no such CSV, or has no price.
    """
    table = read_csv(payload, required=("timestamp",))
    seller = next((name for name in ("provider", "source") if name in table.columns), None)
    gpu = next((name for name in ("gpu_id", "gpu", "gpu_name") if name in table.columns), None)
    if seller is None or gpu is None:
        raise payload.rejected(f"no column of sellers or GPUs among {', '.join(table.columns)[:300]}")
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    rows = table.with_columns(
        provider(table[seller]),
        gpu_name_raw=pl.col(gpu).str.strip_chars().replace("", None),
        gpu_memory_gib=decimal("vram_gb") if "vram_gb" in table.columns else pl.lit(None, dtype=pl.Float64),
        effective_from=instant("timestamp"),
    )
    rows = book.quarantine(rows, pl.col("effective_from").is_null(), pl.format("{} is no time", "timestamp"))
    for (seller_slug, name), rule in MISNAMED.items():
        rows = book.ignore(rows, (pl.col("provider") == seller_slug) & (pl.col("gpu_name_raw") == name), rule)
    known = UNUSED | OTHERS.keys() | PRICES["runpod"].keys()
    if unknown := sorted(set(table.columns) - known):
        book.quarantine(rows.head(1), pl.lit(value=True), f"columns not known: {', '.join(unknown)}")
    quotes = _quotes(book, rows)
    book.ignore(rows.join(quotes, on="record", how="anti"), pl.lit(value=True), "no_price")
    observe_quotes(book, quotes, keeps_cheapest=True)
    batch = book.close()
    if not batch.observation_count:
        raise payload.rejected("no price")
    return batch


def _quotes(book: Book, rows: pl.DataFrame) -> pl.DataFrame:
    """One row per figure that is a price, with its meaning."""
    secure = next((decimal(name) for name in ("max_price_hr", "secure_price_hr") if name in rows.columns), None)
    rows = rows.with_columns(secure=secure if secure is not None else pl.lit(None, dtype=pl.Float64))
    parts = []
    sellers: list[tuple[str | None, dict[str, tuple[str | None, str, str]]]] = [*PRICES.items(), (None, OTHERS)]
    for seller, columns in sellers:
        of_seller = (
            pl.col("provider") == seller if seller else ~pl.col("provider").is_in(list(PRICES)).fill_null(value=False)
        )
        for name, (product, bought, kind) in columns.items():
            if name in rows.columns:
                of_cloud = f"{product}_available"
                offered = (
                    rows[of_cloud].fill_null("True") != "False" if of_cloud in rows.columns else pl.lit(value=True)
                )
                figure = pl.col(name).str.strip_chars().replace("", None)
                part = rows.filter(of_seller & figure.is_not_null() & offered).select(
                    *COLUMNS[:-1],
                    record_ref=pl.format("{}, column {}", "record_ref", pl.lit(name)),
                    instance_type=pl.lit(product, dtype=pl.String),
                    purchase_type=pl.lit(bought),
                    price_kind=pl.lit(kind),
                    written=figure,
                    on_demand=decimal("on_demand_hr") if "on_demand_hr" in rows.columns else pl.lit(None, pl.Float64),
                )
                parts.append(part)
    quotes = pl.concat(parts)
    amount = decimal("written")
    quotes = book.ignore(
        quotes, (pl.col("purchase_type") == "spot") & (amount == pl.col("on_demand")), "spot_repeats_on_demand"
    )
    is_left_over = (amount < LEAST_SHARE_OF_SECURE * pl.col("secure")) & (amount > 0)
    quotes = book.ignore(
        quotes, (pl.col("purchase_type") == "marketplace_community") & is_left_over, "price_of_what_is_not_offered"
    )
    return quotes.drop("secure", "on_demand").with_columns(
        gpu_count=pl.lit(1.0), currency=pl.lit("USD"), amount_unit=pl.lit("gpu_hour")
    )
