"""A tracker of Prime Intellect's availability API: every half hour, what each GPU costs at the clouds behind it."""

from __future__ import annotations

import json
import math
from typing import Any

import polars as pl

from transforms.batch import Batch, Book, numbered
from transforms.payload import Payload
from transforms.price_series import refuse_prices, refuse_times, slug, usd, utc_time, without_unchanged
from transforms.prices import read_figure
from transforms.read import BOM, json_pointer, json_texts, unknown_fields
from transforms.schemas import GpuOffer

# price_stats and availability sum up offers of all clouds together, avg those of one: none of them is an offer.
FIELDS = frozenset({"timestamp", "gpu_type", "socket_type", "price_stats", "availability", "by_provider", "by_config"})
CONFIG_FIELDS = frozenset({"count", "min_per_gpu", "avg_per_gpu", "min_total", "avg_total", "best_deal"})
DEAL_FIELDS = frozenset({"provider", "location", "socket", "spot"})
PROVIDER_FIELDS = frozenset({"count", "min", "avg"})
# Its names of clouds that have another one of their own.
CLOUDS = {"lambdalabs": "lambda", "crusoecloud": "crusoe"}
# A cloud's `min` may be of a spot machine, and nothing says so. All 44,421 deals named from 2025-10-19 to 2025-11-16
# of these clouds were on demand; datacrunch and primecompute had both, oblivus and crusoecloud were never named.
ON_DEMAND_ONLY = frozenset(
    {
        *("runpod", "dc_roan", "hyperstack", "nebius", "dc_gnu", "massedcompute", "dc_wildebeest", "lambda"),
        *("latitude", "vultr"),
    }
)
SCHEMA = pl.Schema(
    {
        "record": pl.UInt32,
        "record_ref": pl.String,
        "cloud": pl.String,
        "location": pl.String,
        "deal_socket": pl.String,
        "is_spot": pl.Boolean,
        "member": pl.String,
        "amount": pl.Float64,
        "written": pl.String,
    }
)
END_SCHEMA = pl.Schema(
    {"record": pl.UInt32(), "is_per_gpu": pl.Boolean(), "member": pl.String(), "gone_at": pl.Datetime("us", "UTC")}
)


def normalise(payload: Payload) -> Batch:
    """Read JSON Lines, one object per look: `{"timestamp": …, "gpu_type": "A100_80GB", "socket_type": "PCIe",
    "by_config": {"8x": {"min_total": 7.82, "best_deal": {"provider": …, "location": "US", "spot": false}, …}, …},
    "by_provider": {"runpod": {"count": 17, "min": 1.64, "avg": 1.65}, …}, …}`. The part is the GPU.

    Two of its figures are offers, in USD per hour: `min_total` of a configuration with the cloud that asks it
    (`best_deal`; the first two lines of 2025-10-19 lack it), and `min` of a cloud, per GPU, the cheapest of its
    configurations: a lower bound, used where it cannot be a spot price. `gpu_name_raw` is type and socket.
    `effective_from` is when the tracker first saw a price, `effective_to` when it first saw that it was gone: a
    configuration whose cheapest offer is a dearer one, or that nobody offers; a cloud that offers nothing.
    Raises NormaliseError when the payload is no such file, or has no offer.
    """
    lines = payload.content.removeprefix(BOM).decode("utf-8", errors="replace").split("\n")
    written = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not written or not written[0][1].lstrip().startswith("{"):
        raise payload.rejected("not JSON Lines")
    looks = [_parsed(line) for _, line in written]
    book = Book(payload, len(looks), lambda number: written[number][1])
    rows = _read(looks, numbered(f"line {number}" for number, _ in written))
    _report_unknown(book, looks, rows)
    table = GpuOffer.TABLE
    rows = book.quarantine(rows, pl.col("is_broken"), "not a JSON object", table)
    rows = book.quarantine(rows, pl.col("gpu_type").is_null(), "no gpu_type", table)
    rows = refuse_times(book, payload, rows, "timestamp", table)
    deals, bounds = _deals(looks, rows), _bounds(looks, rows)
    offers = pl.concat([deals, bounds])
    book.ignore(rows.join(offers, on="record", how="anti"), pl.lit(value=True), "no_offer_of_a_cloud")
    offers = refuse_prices(book, offers, "written", table)
    offers = book.quarantine(offers, pl.col("provider").is_null(), "no provider", table)
    offers = book.quarantine(
        offers,
        pl.col("gpu_count").is_null(),
        pl.format("{} is no number of GPUs", pl.col("member").fill_null("nothing")),
        table,
    )
    offers = book.quarantine(offers, pl.col("purchase_type").is_null(), "whether it is a spot price is not said", table)
    if offers.is_empty():
        raise payload.rejected("no offer of a cloud with a price")
    series = ["provider", "location", "instance_type", "gpu_name_raw", "gpu_count", "purchase_type"]
    offers = offers.join(_ends(looks, rows), on=["record", "is_per_gpu", "member"], how="left", maintain_order="left")
    offers = without_unchanged(book, offers, of=series, value="amount", until="gone_at")
    following = pl.col("effective_from").shift(-1).over(series)
    is_last = following.is_null() | (pl.col("gone_at") <= following)
    offers = offers.with_columns(effective_to=pl.when(is_last).then("gone_at"))
    book.observe(GpuOffer, _observed(offers))
    return book.close()


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _read(looks: list[Any], rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(
        *(json_texts(looks, name) for name in ("timestamp", "gpu_type", "socket_type")),
        pl.Series("is_broken", [not isinstance(each, dict) for each in looks], dtype=pl.Boolean),
    ).with_columns(effective_from=utc_time(pl.col("timestamp")))


def _report_unknown(book: Book, looks: list[Any], rows: pl.DataFrame) -> None:
    configs = [config for _, config in _inner(looks, "by_config")]
    deals = [each.get("best_deal") for each in configs if isinstance(each, dict)]
    clouds = [cloud for _, cloud in _inner(looks, "by_provider")]
    for records, known in (
        (looks, FIELDS),
        (configs, CONFIG_FIELDS),
        (deals, DEAL_FIELDS),
        (clouds, PROVIDER_FIELDS),
    ):
        if unknown := unknown_fields(records, known):
            book.quarantine(rows.head(1), pl.lit(value=True), unknown)


def _inner(looks: list[Any], field: str) -> list[tuple[str, Any]]:
    """The members of one field of all looks."""
    return [
        member
        for each in looks
        if isinstance(each, dict) and isinstance(each.get(field), dict)
        for member in each[field].items()
    ]


def _members(look: dict[str, Any], field: str) -> list[tuple[str, dict[str, Any]]]:
    """The objects under one field of a look, by name."""
    inside = look.get(field)
    return [(name, each) for name, each in inside.items() if isinstance(each, dict)] if isinstance(inside, dict) else []


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _deals(looks: list[Any], rows: pl.DataFrame) -> pl.DataFrame:
    """The cheapest offer of each configuration whose cloud is named."""
    found = []
    for record, ref in rows.select("record", "record_ref").rows():
        for name, config in _members(looks[record], "by_config"):
            deal, total = config.get("best_deal"), config.get("min_total")
            if isinstance(deal, dict) and total is not None:
                is_spot = deal.get("spot")
                found.append(
                    (
                        *(record, f"{ref}{json_pointer('by_config', name, 'min_total')}"),
                        *(_text(deal.get("provider")), _text(deal.get("location")), _text(deal.get("socket"))),
                        *(is_spot if isinstance(is_spot, bool) else None, name, read_figure(total), str(total)[:100]),
                    )
                )
    offers = _offers(found, rows)
    count = pl.col("member").str.extract(r"^([0-9]+)x$").cast(pl.Float64, strict=False)
    return offers.with_columns(
        gpu_count=pl.when(count > 0).then(count),
        instance_type=pl.lit(None, dtype=pl.String),
        price_kind=pl.lit("listed"),
        is_per_gpu=pl.lit(value=False),
        purchase_type=pl.when("is_spot").then(pl.lit("spot")).when(~pl.col("is_spot")).then(pl.lit("on_demand")),
    )


def _bounds(looks: list[Any], rows: pl.DataFrame) -> pl.DataFrame:
    """The cheapest price per GPU of each cloud that only sells on demand."""
    found = [
        (
            *(record, f"{ref}{json_pointer('by_provider', name, 'min')}", name.strip() or None, None, None, None, name),
            *(read_figure(cloud["min"]), str(cloud["min"])[:100]),
        )
        for record, ref in rows.select("record", "record_ref").rows()
        for name, cloud in _members(looks[record], "by_provider")
        if cloud.get("min") is not None
    ]
    return (
        _offers(found, rows)
        .filter(pl.col("provider").is_in(ON_DEMAND_ONLY))
        .with_columns(
            gpu_count=pl.lit(1.0),
            instance_type=pl.lit("cheapest"),
            price_kind=pl.lit("from"),
            is_per_gpu=pl.lit(value=True),
            purchase_type=pl.lit("on_demand"),
        )
    )


def _ends(looks: list[Any], rows: pl.DataFrame) -> pl.DataFrame:
    """When each configuration's cheapest price, and each cloud's presence, was first seen to be gone: `gone_at`."""
    found = []
    for _, group in rows.group_by("gpu_type", "socket_type", maintain_order=True):
        times = group.sort("effective_from").select("record", "effective_from").rows()
        figures: dict[tuple[bool, str], dict[int, float]] = {}
        for record, _ in times:
            for name, config in _members(looks[record], "by_config"):
                figures.setdefault((False, name), {})[record] = read_figure(config.get("min_total")) or 0.0
            for name, _ in _members(looks[record], "by_provider"):
                figures.setdefault((True, name), {})[record] = 0.0
        for (is_per_gpu, name), by_record in figures.items():
            waiting: list[tuple[int, float]] = []  # prices no later look has gone beyond, the lowest last
            for record, at in times:
                price = by_record.get(record, math.inf)
                while waiting and waiting[-1][1] < price:
                    found.append((waiting.pop()[0], is_per_gpu, name, at))
                if price < math.inf:
                    waiting.append((record, price))
    return pl.DataFrame(found, schema=END_SCHEMA, orient="row")


def _offers(found: list[tuple[Any, ...]], rows: pl.DataFrame) -> pl.DataFrame:
    offers = pl.DataFrame(found, schema=SCHEMA, orient="row").join(
        rows.drop("record_ref"), on="record", how="inner", maintain_order="left"
    )
    socket = pl.coalesce("deal_socket", "socket_type")
    # A GH200 is a board of its own; the API writes SXM5 beside it.
    is_named = socket.is_null() | (socket == "N/A") | pl.col("gpu_type").str.contains("^G[BH][0-9]")
    return offers.with_columns(
        provider=slug(pl.col("cloud")).replace(CLOUDS),
        gpu_name_raw=pl.when(is_named).then("gpu_type").otherwise(pl.format("{} {}", "gpu_type", socket)),
        gpu_memory_gib=pl.col("gpu_type").str.extract(r"_([0-9]+)GB").cast(pl.Float64, strict=False),
    )


def _observed(offers: pl.DataFrame) -> pl.DataFrame:
    prices = {per_gpu: usd(pl.col("amount"), pl.col("gpu_count"), is_per_gpu=per_gpu) for per_gpu in (True, False)}
    country = pl.col("location").str.extract(r"^([A-Z]{2})$")
    return offers.select(
        "record",
        "record_ref",
        "provider",
        "instance_type",
        "gpu_name_raw",
        "gpu_memory_gib",
        "gpu_count",
        "purchase_type",
        "effective_from",
        "effective_to",
        "price_kind",
        region=pl.when(pl.col("location") != "N/A").then("location"),
        country_code=pl.when(~country.is_in(["EU", "UK"])).then(country),
        **{
            name: pl.when("is_per_gpu").then(prices[True][name]).otherwise(prices[False][name]) for name in prices[True]
        },
    )
