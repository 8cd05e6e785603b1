"""gpu-pricing-multi: one JSON of the lists of Azure, OCI, AWS, SageMaker, Google, RunPod and Vultr, as one tracker
filters them."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.read import json_pointer, read_json, unknown_fields
from transforms.schemas import GpuOffer
from transforms.trackers import observe_quotes, slug

FIELDS = """
sku part_number instance_type plan_id id display_name description gpu_type gpu_type_raw gpu_count region metric
price_tier memory_gb total_hourly_usd per_gpu_hourly_usd secure_per_gpu_hourly_usd community_per_gpu_hourly_usd
one_month_per_gpu_hourly_usd three_month_per_gpu_hourly_usd six_month_per_gpu_hourly_usd
"""
# SageMaker is sold by AWS; its instance types begin with "ml.".
SELLERS = {"sagemaker": "aws"}
# RunPod's prices of the first layout (2026-05-21) and the names the later ones give them: for A100 PCIe 1.19 is the
# community price there and "spot" here, 1.21 that of three months there and "36mo" here; six months is 1.18 in both.
RUNPOD_TIERS = {"on_demand": "on_demand", "spot": "marketplace_community", "36mo": "reserved_3m", "3mo": "reserved_3m"}
RUNPOD_PRICES = {
    "secure_per_gpu_hourly_usd": "on_demand",
    "community_per_gpu_hourly_usd": "marketplace_community",
    "one_month_per_gpu_hourly_usd": "reserved_1m",
    "three_month_per_gpu_hourly_usd": "reserved_3m",
    "six_month_per_gpu_hourly_usd": "reserved_6m",
}
# Google's price list by its descriptions; the tracker calls a flexible start "12mo" and a calendar booking "36mo".
COMMITMENT = re.compile(r"^Commitment v1: .* for ([0-9]) Years?$")
BOOKED = re.compile(r"DWS|Calendar Mode")
SPOT = re.compile(r"Spot Preemptible")
PRODUCT = re.compile(
    r"^(?:Commitment v1: |Spot Preemptible )?(.+?)(?: \([0-9] gpu slice\)| GPU\b| running\b| attached\b| in )"
)
# Oracle's part names: "OCI - Compute - GPU - GB200" (of gpu_type B200), "Compute - GPU - A100 - v2".
ORACLE_PRODUCT = re.compile(r"GPU ?[-.] ?([A-Z0-9]+)")
AT_THE_CUSTOMER = "Cloud@Customer"


class Quote(NamedTuple):
    """One figure of a SKU."""

    record: int
    record_ref: str
    provider: str | None
    region: str | None
    instance_type: str | None
    gpu_name_raw: str | None
    gpu_memory_gib: float | None
    gpu_count: float | None
    purchase_type: str | None
    price_kind: str
    written: str | None
    amount_unit: str


SCHEMA = pl.Schema(
    {
        "record": pl.UInt32,
        "record_ref": pl.String,
        "provider": pl.String,
        "region": pl.String,
        "instance_type": pl.String,
        "gpu_name_raw": pl.String,
        "gpu_memory_gib": pl.Float64,
        "gpu_count": pl.Float64,
        "purchase_type": pl.String,
        "price_kind": pl.String,
        "written": pl.String,
        "amount_unit": pl.String,
    }
)


def normalise(payload: Payload) -> Batch:
    """Read `{"fetched_at": …, "providers": {"azure": {"skus": [{"sku": …, "gpu_type": …, "total_hourly_usd": …}]}}}`.

    A record is a SKU. total_hourly_usd is USD per hour of the machine, per_gpu_hourly_usd of one of its GPUs; where
    both stand the first is read. Google's GPUs are priced without their host (`from`), its flexible starts and
    bookings are set aside, and so is what Oracle puts up at a customer's. gpu_type names the wrong product where the
    tracker guesses (RunPod's H100 PCIe is "H100 SXM", Oracle's GB200 "B200"): the seller's own name is read.
    A provider with an `error` has no SKUs; so has one the tracker found nothing of.
    Raises NormaliseError for what is no such document, or has no price.
    """
    document = read_json(payload)
    providers = document.get("providers") if isinstance(document, dict) else None
    if not isinstance(providers, dict) or not providers:
        raise payload.rejected("no providers")
    skus, refs, sellers = _skus(providers)
    book = Book(payload, len(skus), lambda number: skus[number])
    rows = numbered(refs).with_columns(
        is_object=pl.Series([isinstance(each, dict) for each in skus], dtype=pl.Boolean),
        rule=pl.Series([_set_aside(each) for each in skus], dtype=pl.String),
    )
    rows = book.quarantine(rows, ~pl.col("is_object"), "no object")
    if unknown := unknown_fields(skus, FIELDS.split()):
        book.quarantine(rows.head(1), pl.lit(value=True), unknown)
    for rule in rows["rule"].drop_nulls().unique().sort().to_list():
        rows = book.ignore(rows, pl.col("rule") == rule, rule)
    quotes = [
        quote
        for number, ref in rows.select("record", "record_ref").rows()
        for quote in _quotes(skus[number], number, ref, sellers[number])
    ]
    frame = pl.DataFrame(quotes, schema=SCHEMA, orient="row")
    mismatch = pl.col("price_kind") == "unclear"
    frame = book.quarantine(
        frame, mismatch, "the price of the machine is not its GPUs times the price of one", GpuOffer.TABLE
    )
    observe_quotes(book, _without_false_ones(book, frame).with_columns(currency=pl.lit("USD")))
    batch = book.close()
    if not batch.observation_count:
        raise payload.rejected("no price")
    return batch


def _without_false_ones(book: Book, quotes: pl.DataFrame) -> pl.DataFrame:
    """Without Vultr's plans of several GPUs that are said to hold one, as all were on 2026-05-26: their names state the
    memory of all GPUs, `vcg-l40s-128c-1500g-384vram` eight times that of the plan of one."""
    memory = pl.col("instance_type").str.extract(r"-([0-9]+)vram$").cast(pl.Int64)
    is_one = (pl.col("provider") == "vultr") & (pl.col("gpu_count") == 1)
    quotes = quotes.with_columns(of_all=memory).with_columns(
        of_one=pl.col("of_all").filter(is_one).min().over("provider", "gpu_name_raw")
    )
    return book.quarantine(
        quotes,
        is_one & (pl.col("of_all") > pl.col("of_one")),
        pl.format("one GPU, and {} GB where the plan of one has {}", "of_all", "of_one"),
        GpuOffer.TABLE,
    ).drop("of_all", "of_one")


def _skus(providers: dict[str, Any]) -> tuple[list[Any], list[str], list[str | None]]:
    """Every SKU, where it stands, and the slug of who sells it."""
    skus: list[Any] = []
    refs: list[str] = []
    sellers: list[str | None] = []
    for name, each in providers.items():
        listed = each.get("skus") if isinstance(each, dict) else None
        for at, sku in enumerate(listed if isinstance(listed, list) else []):
            skus.append(sku)
            refs.append(json_pointer("providers", name, "skus", at))
            sellers.append(SELLERS.get(name) or slug(name))
    return skus, refs, sellers


def _text(sku: dict[str, Any], *names: str) -> str | None:
    """The first of some fields that holds text."""
    texts = (sku.get(name) for name in names)
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), None)


def _figure(sku: dict[str, Any], name: str) -> float | None:
    value = sku.get(name)
    return float(value) if type(value) is float or (type(value) is int and abs(value) < 2**63) else None


def _set_aside(sku: Any) -> str | None:
    """The rule by which a SKU is not read."""
    if not isinstance(sku, dict):
        return None
    if AT_THE_CUSTOMER in (_text(sku, "display_name") or ""):
        return "at_the_customer"
    return "flexible_start_or_booking" if BOOKED.search(_text(sku, "description") or "") else None


def _term(tier: str | None) -> str | None:
    """How a tier is bought: on_demand, spot, "12mo" as reserved_1y, "6mo" as reserved_6m; None if not known."""
    if tier in ("on_demand", "spot"):
        return tier
    months = re.fullmatch(r"([1-9][0-9]?)mo", tier or "")
    if not months:
        return None
    years, rest = divmod(int(months[1]), 12)
    return f"reserved_{months[1]}m" if rest else f"reserved_{years}y"


def _quotes(sku: dict[str, Any], number: int, ref: str, seller: str | None) -> list[Quote]:
    """The figures of one SKU."""
    tier = _text(sku, "price_tier")
    if tier is None and "price_tier" not in sku:
        tier = "on_demand"  # the first layout lists nothing else but RunPod's terms
    memory = _figure(sku, "memory_gb")
    description, shown = _text(sku, "description"), _text(sku, "display_name")

    def quote(field: str, name: str | None, bought: str | None, kind: str = "listed", *, plan: str | None) -> Quote:
        value = sku.get(field)
        is_whole = field == "total_hourly_usd"
        count = _figure(sku, "gpu_count") if "gpu_count" in sku else 1.0
        return Quote(
            record=number,
            record_ref=ref + json_pointer(field),
            provider=seller,
            region=_text(sku, "region"),
            instance_type=plan,
            gpu_name_raw=name,
            gpu_memory_gib=memory if memory and memory > 0 else None,
            gpu_count=count,
            purchase_type=bought,
            price_kind=kind,
            written=None if value is None else str(value)[:100],
            amount_unit="hour" if is_whole else "gpu_hour",
        )

    if seller == "runpod":
        name = _text(sku, "id", "display_name", "gpu_type")
        terms = [field for field in RUNPOD_PRICES if field in sku]
        if terms:
            return [quote(field, name, RUNPOD_PRICES[field], plan=None) for field in terms]
        bought = RUNPOD_TIERS.get(tier or "") or _term(tier)
        return [quote("per_gpu_hourly_usd", name, bought, plan=None)]
    if seller == "gcp" and description:
        found, commitment = PRODUCT.match(description), COMMITMENT.match(description)
        bought = "spot" if SPOT.search(description) else f"committed_{commitment[1]}y" if commitment else None
        if bought is None and "Commitment" not in description:
            bought = "on_demand" if tier == "on_demand" else None
        return [quote("per_gpu_hourly_usd", found[1] if found else None, bought, "from", plan=None)]
    oracle = ORACLE_PRODUCT.search(shown or "") if seller == "oci" else None
    name = oracle[1] if oracle else _text(sku, "gpu_type", "gpu_type_raw")
    plan = _text(sku, "sku", "instance_type", "plan_id", "part_number", "id")
    field = "total_hourly_usd" if "total_hourly_usd" in sku else "per_gpu_hourly_usd"
    whole, one, count = (_figure(sku, each) for each in ("total_hourly_usd", "per_gpu_hourly_usd", "gpu_count"))
    agree = not (whole and one and count) or abs(whole - one * count) <= 0.01 * whole
    return [quote(field, name, _term(tier), "listed" if agree else "unclear", plan=plan)]
