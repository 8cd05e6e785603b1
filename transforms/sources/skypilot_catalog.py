"""SkyPilot's catalogue: one CSV per cloud, a row per instance type and zone with its on-demand and spot price."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import polars as pl

from transforms.batch import Batch, Book
from transforms.currency import fx_rate_on, usd_per_currency_unit, why_no_rate
from transforms.payload import Payload
from transforms.read import csv_record, decimal, read_csv
from transforms.schemas import GpuOffer

# Columns by their letters and digits alone: GpuInfo was GPUInfo in scaleway's first files.
USED = {
    *("instancetype", "acceleratorname", "acceleratorcount", "vcpus", "memorygib", "gpuinfo"),
    *("price", "spotprice", "region", "availabilityzone"),
}
UNUSED = {
    *("generation", "arch", "upstreamcloudid", "hostingtype", "storagegib"),
    *("provider", "operatingsystem", "spheroninstancetype"),
}

# A SizeInMiB below this is in GiB (runpod 80, shadeform 48, read 2026-09); no accelerator sold has less than 1 GiB.
LEAST_MIB = 1024
# No accelerator had more by 2026-10 (288 GB on B300 and MI355X); a bigger figure is the memory of several.
MOST_GIB_PER_GPU = 320
# These write the memory of all GPUs into SizeInMiB.
MEMORY_OF_ALL_GPUS = frozenset({"vast", "primeintellect"})
# These wrote GPU memory into MemoryGiB: fetch_runpod.py and fetch_vast.py of 2024, paperspace by hand (2024-03-13).
MEMORY_COLUMN_MAY_BE_GPU_MEMORY = frozenset({"runpod", "vast"})
MEMORY_COLUMN_IS_WRONG = frozenset({"paperspace"})

# Scaleway and Seeweb bill in euros, and their fetchers copy the figure. No column says so (skypilot-catalog issue 54,
# 2023-12, by the author of Scaleway's file: "EUR in my case"), and SkyPilot itself shows them as dollars:
# fetch_scaleway.py and fetch_seeweb.py write the API's hourly_price as it is, 2.52 for H100-1-80G and 2.6 for an H200,
# which Scaleway's catalogue and Seeweb's page (2026-09) give in EUR.
EURO_CLOUDS = frozenset({"scaleway", "seeweb"})
# fetch_mithril.py writes the least bid of an auction into both price columns.
LEAST_BID_CLOUDS = frozenset({"mithril"})

# Azure's API counts a part of a GPU as one. The parts are from learn.microsoft.com, NVadsA10 v5 and NVv4 series, read
# 2022; SkyPilot itself corrects the A10 sizes since 2023, to these three decimals.
AZURE_FRACTIONS = {
    "standard_nv6ads_a10_v5": 0.167,
    "standard_nv12ads_a10_v5": 0.333,
    "standard_nv18ads_a10_v5": 0.5,
    "standard_nv4as_v4": 0.125,
    "standard_nv8as_v4": 0.25,
    "standard_nv16as_v4": 0.5,
}
# fetch_azure.py takes skuNames ending in "Low Priority" for promotions and joins them to the _Promo sizes: their price
# is 20 % of the plain size's in all 70 rows of 2022.
LOW_PRIORITY_SHARE = (0.19, 0.21)

# fetch_gcp.py writes 700 for a TPU v6e whose price it cannot find.
TPU_V6E_PLACEHOLDER = 700.0
# fetch_primeintellect.py writes this where a machine is not sold as spot.
NO_SPOT_PLACEHOLDER = 99_999_999.0
# Google sells these only inside machine types of their own; the host and its GPUs are two rows.
GCP_HOSTS = {
    "a2-highgpu": "A100",
    "a2-megagpu": "A100",
    "a2-ultragpu": "A100-80GB",
    "a3-highgpu": "H100",
    "a3-edgegpu": "H100",
    "a3-megagpu": "H100-MEGA",
    "a3-ultragpu": "H200",
    "a4-highgpu": "B200",
    "a4x-highgpu": "GB200",
}
GCP_HOST = re.compile(r"^(a[0-9]+x?-[a-z]+gpu)-([0-9]+)g(?:-[a-z]+)?$")
GCP_G_HOSTS = {
    **dict.fromkeys((f"g2-standard-{cpus}" for cpus in (4, 8, 12, 16, 32)), ("L4", 1)),
    "g2-standard-24": ("L4", 2),
    "g2-standard-48": ("L4", 4),
    "g2-standard-96": ("L4", 8),
    "g4-standard-48": ("RTX-PRO-6000", 1),
    "g4-standard-96": ("RTX-PRO-6000", 2),
    "g4-standard-192": ("RTX-PRO-6000", 4),
    "g4-standard-384": ("RTX-PRO-6000", 8),
}
# The others are attached to an N1 machine of the buyer's choice. SkyPilot takes the cheapest in the zone with at least
# these vCPUs by count and 4 GiB each (sky/catalog/gcp_catalog.py, _NUM_ACC_TO_NUM_CPU, read 2025-07); so do we.
GCP_N1_VCPUS = {
    "K80": {1: 4, 2: 8, 4: 16, 8: 32, 16: 64},
    "V100": {1: 8, 2: 16, 4: 32, 8: 64},
    "T4": {1: 4, 2: 8, 4: 48},
    "P100": {1: 8, 2: 16, 4: 32, 8: 64},
    "P4": {1: 8, 2: 16, 4: 32},
}
N1_GIB_PER_VCPU = 4
N1_HOST = r"^n1-(standard|highmem|highcpu)-"

# Where regions are, by cloud: patterns and countries, the first that fits. What is not here stays unknown.
PLACES = {
    "aws": """us-*:US ca-*:CA mx-*:MX sa-east-1:BR eu-central-1:DE eu-central-2:CH eu-west-1:IE eu-west-2:GB
        eu-west-3:FR eu-north-1:SE eu-south-1:IT eu-south-2:ES ap-northeast-2:KR ap-northeast-*:JP ap-southeast-1:SG
        ap-southeast-2:AU ap-southeast-3:ID ap-southeast-4:AU ap-southeast-5:MY ap-southeast-7:TH ap-south-*:IN
        ap-east-1:HK ap-east-2:TW me-south-1:BH me-central-1:AE il-central-1:IL af-south-1:ZA""",
    "azure": """centralus:US eastus*:US westus*:US northcentralus:US southcentralus*:US westcentralus:US usgov*:US
        australia*:AU brazil*:BR canada*:CA centralindia:IN southindia:IN westindia:IN jioindia*:IN eastasia:HK
        southeastasia:SG france*:FR germany*:DE israel*:IL italy*:IT japan*:JP korea*:KR mexico*:MX newzealand*:NZ
        northeurope:IE westeurope:NL norway*:NO poland*:PL qatar*:QA southafrica*:ZA spain*:ES sweden*:SE
        switzerland*:CH uae*:AE uksouth:GB ukwest:GB indonesia*:ID malaysia*:MY chile*:CL austria*:AT att*:US
        sgxsingapore*:SG""",
    "gcp": """us-*:US asia-east1:TW asia-east2:HK asia-northeast1:JP asia-northeast2:JP asia-northeast3:KR
        asia-south1:IN asia-south2:IN asia-southeast1:SG asia-southeast2:ID australia-*:AU europe-central2:PL
        europe-north1:FI europe-north2:SE europe-southwest1:ES europe-west1:BE europe-west2:GB europe-west3:DE
        europe-west4:NL europe-west6:CH europe-west8:IT europe-west9:FR europe-west10:DE europe-west12:IT
        me-central1:QA me-central2:SA me-west1:IL northamerica-northeast*:CA northamerica-south1:MX
        southamerica-east1:BR southamerica-west1:CL africa-south1:ZA""",
    "oci": """us-*:US ca-*:CA mx-*:MX sa-santiago-*:CL sa-valparaiso-*:CL sa-bogota-*:CO sa-*:BR eu-frankfurt-*:DE
        eu-amsterdam-*:NL eu-zurich-*:CH eu-marseille-*:FR eu-paris-*:FR eu-milan-*:IT eu-turin-*:IT eu-madrid-*:ES
        eu-stockholm-*:SE eu-jovanovac-*:RS uk-*:GB ap-tokyo-*:JP ap-osaka-*:JP ap-seoul-*:KR ap-chuncheon-*:KR
        ap-mumbai-*:IN ap-hyderabad-*:IN ap-singapore-*:SG ap-sydney-*:AU ap-melbourne-*:AU ap-batam-*:ID
        me-jeddah-*:SA me-riyadh-*:SA me-dubai-*:AE me-abudhabi-*:AE il-*:IL af-johannesburg-*:ZA""",
    "ibm": "us-*:US ca-*:CA eu-de:DE eu-gb:GB eu-es:ES eu-fr*:FR jp-*:JP au-*:AU br-*:BR in-*:IN",
    "lambda": """us-*:US australia-*:AU europe-central-1:DE europe-south-1:IT asia-south-1:IN asia-northeast-*:JP
        me-west-1:IL""",
    "nebius": "us-*:US eu-north1:FI eu-west1:FR uk-*:GB me-west1:IL",
    "scaleway": "fr-*:FR nl-*:NL pl-*:PL it-*:IT",
    "ovhcloud": "gra*:FR sbg*:FR rbx*:FR bhs*:CA fra:DE de*:DE lon:GB uk*:GB waw*:PL",
    "scp": "korea[-_]*:KR",
    "paperspace": "east?coast*:US west?coast*:US europe?(ams1):NL",
    "do": "nyc*:US sfo*:US atl*:US tor*:CA ams*:NL fra*:DE lon*:GB sgp*:SG blr*:IN syd*:AU",
    "verda": "fin-*:FI ice-*:IS",
    "hyperstack": "canada-*:CA norway-*:NO us-*:US",
    "jarvislabs": "in*:IN",
    "mithril": "us-*:US",
    "yotta": "us-*:US",
    "fluidstack": "*norway*:NO *canada*:CA *_usa:US *_usa_*:US *_finland*:FI *_uk*:GB",
    "shadeform": """*-usa-*:US *-canada-*:CA *-france-*:FR *-poland-*:PL *-japan-*:JP *-india-*:IN *-norway-*:NO
        *-germany-*:DE *-netherlands-*:NL *-finland-*:FI *-sweden-*:SE *-iceland-*:IS *-australia-*:AU *-israel-*:IL
        *-singapore-*:SG""",
}
# Regions that name the country itself: "CA", ", US, NA" and "Spain, ES", "Europe-NO", "no-luster-1".
COUNTRY_IN_REGION = {
    **dict.fromkeys(("runpod", "lium"), re.compile(r"^([A-Z]{2})$")),
    "primeintellect": re.compile(r"^([A-Z]{2})(?: - .*)?$"),
    "vast": re.compile(r"(?:^|, )([A-Z]{2})(?:, (?:AF|AN|AS|EU|NA|OC|SA))?$"),
    "simplepod": re.compile(r"-([A-Z]{2})$"),
    **dict.fromkeys(("cudo", "seeweb"), re.compile(r"^([a-z]{2})-")),
}
NOT_COUNTRIES = frozenset({"EU", "UK", "OC", "XX"})


def normalise(payload: Payload) -> Batch:
    """Read `catalogs/*/{cloud}/vms.csv`; the part of the payload is the cloud.

    Price and SpotPrice are per hour of the whole instance, in USD, or in EUR of the clouds that bill in euros
    (`EURO_CLOUDS`), converted at the rate of the day: one row gives up to two observations. No price is
    empty, 0 (vast's SpotPrice, azure's H100 before it was sold), 99999999 (primeintellect's SpotPrice) or, for TPU
    v6e, 700. MemoryGiB is GPU memory in some
    files, SizeInMiB may be in GB or of all GPUs together (the sets above); what is not certain is null.

    Google's hosts and accelerators are separate rows: each accelerator row is added to the hosts of its zone it is
    sold with (`row 9, column Price + row 2, column Price`); those that go into any N1 machine, to the one SkyPilot
    takes. Where a file has no host rows (before 2022-10), or the host is not known, the price is of the accelerator
    alone, without instance type and with `price_kind` "from". TPUs include their host; a slice is one accelerator,
    as the source counts it.

    Of several rows with one key the cheapest stands, as in SkyPilot: the others are further machines of a marketplace.
    On 24 files of 2022 to 2024 the listing of SkyPilot 0.14.1 gives the same cheapest price of an accelerator in a
    region, on demand and spot, in 1,609 of 1,661 cases (it takes TPU slices of all sizes together). The others are
    Azure's: 32 where it counts a part of a GPU as one, and 20 where it shows the Low Priority price as that of _Promo.
    Raises NormaliseError when the payload is no such CSV or has no row with an accelerator.
    """
    table = read_csv(payload, required=())
    header = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in reversed(table.columns)}
    if missing := sorted({"acceleratorname", "acceleratorcount", "price", "region"} - set(header)):
        raise payload.rejected(f"no column {', '.join(missing)} among {', '.join(table.columns[:-2])[:300]}")
    book = Book(payload, table.height, lambda number: csv_record(table, number))
    rows = _read(table, header)

    hosts = rows.clear()
    if payload.part == "gcp":
        hosts = rows.filter(pl.col("gpu_name_raw").is_null() & pl.col("host_of").is_not_null())
        rows = book.ignore(
            rows,
            pl.col("gpu_name_raw").is_null() & (pl.col("host_of") != "N1").fill_null(value=False),
            "host_without_its_accelerators",
        )
    rows = book.ignore(rows, pl.col("gpu_name_raw").is_null(), "no_accelerator")
    if rows.is_empty():
        raise payload.rejected("no row with an accelerator")
    unknown = sorted(actual for name, actual in header.items() if name not in USED | UNUSED | {"record", "recordref"})
    if unknown:
        book.quarantine(rows.head(1), pl.lit(value=True), f"columns not known: {', '.join(unknown)}")

    rows = _refuse(book, payload.part, rows)
    rows = _without_prices(book, rows)
    if payload.part == "gcp":
        rows = _with_hosts(book, rows, hosts)
    rows = _with_gpu_memory(payload.part, rows)
    offers = _cheapest(book, _in_usd(book, _offers(payload.part, rows)))
    book.observe(GpuOffer, offers)
    return book.close()


def _read(table: pl.DataFrame, header: dict[str, str]) -> pl.DataFrame:
    """The columns we use under our names, typed; absent ones are null."""

    def text(name: str) -> pl.Expr:
        column = pl.col(header[name]) if name in header else pl.lit(None, dtype=pl.String)
        stripped = column.str.strip_chars()
        return pl.when(stripped != "").then(stripped)

    def number(name: str) -> pl.Expr:
        return decimal(text(name))

    def positive(name: str) -> pl.Expr:
        return pl.when(number(name) > 0).then(number(name))

    rows = table.select(
        "record",
        "record_ref",
        instance_type=text("instancetype"),
        gpu_name_raw=text("acceleratorname"),
        gpu_count=number("acceleratorcount"),
        vcpus=positive("vcpus"),
        memory_gib=positive("memorygib"),
        gpu_info=text("gpuinfo"),
        on_demand_text=text("price"),
        spot_text=text("spotprice"),
        on_demand=number("price"),
        spot=number("spotprice"),
        region=text("region"),
        zone=text("availabilityzone"),
        on_demand_ref=pl.format("{}, column {}", "record_ref", pl.lit(header["price"])),
        spot_ref=pl.format("{}, column {}", "record_ref", pl.lit(header.get("spotprice", "SpotPrice"))),
        price_kind=pl.lit("listed"),
    )
    types = rows["instance_type"].unique().drop_nulls().to_list()
    return rows.with_columns(
        host_of=_known(types, {each: name for each in types if (name := _host(each)[0])}, pl.String),
        host_count=_known(types, {each: count for each in types if (count := _host(each)[1])}, pl.Float64),
    )


def _known(values: list[str], meanings: dict[str, object], dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """The meaning of each instance type, null where it has none."""
    if not meanings:
        return pl.lit(None, dtype=dtype)
    found = [each for each in values if each in meanings]
    return pl.col("instance_type").replace_strict(
        pl.Series(found, dtype=pl.String),
        pl.Series([meanings[each] for each in found], dtype=dtype),
        default=None,
        return_dtype=dtype,
    )


def _host(instance_type: str) -> tuple[str | None, float | None]:
    """What a Google machine type is the host of: accelerator and count, or ("N1", None)."""
    if found := GCP_HOST.match(instance_type):
        return GCP_HOSTS.get(found[1]), float(found[2])
    if instance_type in GCP_G_HOSTS:
        name, count = GCP_G_HOSTS[instance_type]
        return name, float(count)
    return ("N1", None) if re.match(N1_HOST, instance_type) else (None, None)


def _refuse(book: Book, cloud: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Quarantine what cannot be right, and put right what the vendor documents."""
    table = GpuOffer.TABLE
    rows = book.quarantine(
        rows, ~(pl.col("gpu_count") > 0).fill_null(value=False), "no count of accelerators beside their name", table
    )
    rows = book.quarantine(
        rows,
        pl.col("gpu_name_raw").str.to_lowercase() == "unknown",
        "an accelerator the catalogue does not know",
        table,
    )
    for price in ("on_demand", "spot"):
        written = pl.col(f"{price}_text")
        rows = book.quarantine(
            rows,
            written.is_not_null() & ~(pl.col(price).is_finite() & (pl.col(price) >= 0)).fill_null(value=False),
            pl.format("{} is no price", written),
            table,
        )
    if cloud == "azure":
        rows = _azure(book, rows)
    return rows


def _azure(book: Book, rows: pl.DataFrame) -> pl.DataFrame:
    size = pl.col("instance_type").str.to_lowercase()
    fraction = size.replace_strict(AZURE_FRACTIONS, default=None, return_dtype=pl.Float64)
    plain = (
        rows.filter(~size.str.ends_with("_promo"))
        .select("region", plain_size=size, plain_price="on_demand")
        .unique(["region", "plain_size"], keep="first", maintain_order=True)
    )
    rows = (
        rows.with_columns(
            gpu_count=pl.when(pl.col("gpu_count") == 1).then(fraction.fill_null(1.0)).otherwise("gpu_count"),
            plain_size=size.str.strip_suffix("_promo"),
        )
        .join(plain, on=["region", "plain_size"], how="left", nulls_equal=True, maintain_order="left")
        .drop("plain_size")
    )
    is_promo = size.str.ends_with("_promo")
    share = pl.col("on_demand") / pl.col("plain_price")
    rows = book.quarantine(
        rows,
        is_promo & (pl.col("on_demand") > 0) & (share.is_between(*LOW_PRIORITY_SHARE) | share.is_null()),
        pl.when(share.is_null())
        .then(pl.lit("a _Promo size without its plain size: whether this is its Low Priority price cannot be seen"))
        .otherwise(pl.lit("the Low Priority price of the plain size, not the price of the _Promo size")),
        GpuOffer.TABLE,
    )
    return rows.drop("plain_price").with_columns(
        price_kind=pl.when(is_promo).then(pl.lit("promotional")).otherwise("price_kind")
    )


def _without_prices(book: Book, rows: pl.DataFrame) -> pl.DataFrame:
    """Null for what stands for no price; rows left without any are set aside."""
    is_v6e = pl.col("gpu_name_raw").str.starts_with("tpu-v6e")
    rows = rows.with_columns(
        is_placeholder=is_v6e & pl.any_horizontal(pl.col("on_demand", "spot") == TPU_V6E_PLACEHOLDER)
    ).with_columns(
        pl.when(
            ~(
                (pl.col(price) == 0)
                | (pl.col(price) == NO_SPOT_PLACEHOLDER)
                | (is_v6e & (pl.col(price) == TPU_V6E_PLACEHOLDER))
            )
        ).then(pl.col(price))
        for price in ("on_demand", "spot")
    )
    has_none = pl.col("on_demand").is_null() & pl.col("spot").is_null()
    rows = book.ignore(rows, has_none & pl.col("is_placeholder"), "placeholder_price")
    return book.ignore(rows, has_none, "no_price").drop("is_placeholder")


def _with_hosts(book: Book, rows: pl.DataFrame, hosts: pl.DataFrame) -> pl.DataFrame:
    """Google's accelerator rows with the hosts of their zone: one row per host an accelerator is sold with."""
    whole = rows.filter(pl.col("instance_type").is_not_null() | pl.col("gpu_name_raw").str.starts_with("tpu-"))
    bare = rows.join(whole.select("record"), on="record", how="anti", maintain_order="left")
    place = pl.coalesce("zone", "region")
    hosts = (
        hosts.with_columns(place=place)
        .with_columns(pl.when(pl.col(price) > 0).then(pl.col(price)) for price in ("on_demand", "spot"))
        .sort("on_demand", "record", nulls_last=True)
        .unique(["place", "instance_type"], keep="first", maintain_order=True)
    )
    own = hosts.filter(pl.col("host_of") != "N1").select(
        "place",
        gpu_name_raw="host_of",
        gpu_count="host_count",
        **_host_columns(),
    )
    n1 = hosts.filter((pl.col("host_of") == "N1") & pl.col("on_demand").is_not_null()).select(
        "place", **_host_columns()
    )
    needs = pl.DataFrame(
        [
            (name, float(count), float(cpus))
            for name, by_count in GCP_N1_VCPUS.items()
            for count, cpus in by_count.items()
        ],
        schema={"gpu_name_raw": pl.String, "gpu_count": pl.Float64, "needed_vcpus": pl.Float64},
        orient="row",
    )
    bare = bare.with_columns(place=place)
    with_own = bare.join(own, on=["place", "gpu_name_raw", "gpu_count"], how="inner", maintain_order="left_right")
    attached = (
        bare.join(needs, on=["gpu_name_raw", "gpu_count"], how="inner", maintain_order="left")
        .join(n1, on="place", how="inner", maintain_order="left_right")
        .filter(
            (pl.col("host_vcpus") >= pl.col("needed_vcpus"))
            & (pl.col("host_memory_gib") >= N1_GIB_PER_VCPU * pl.col("needed_vcpus"))
        )
        .sort("record", "host_on_demand", "host_vcpus", "host_type")
        .unique("record", keep="first", maintain_order=True)
        .drop("needed_vcpus")
    )
    sold = pl.concat([with_own, attached])
    rest = bare.join(sold.select("record"), on="record", how="anti", maintain_order="left")
    if hosts.height:
        needs_host = pl.col("gpu_name_raw").is_in([*GCP_HOSTS.values(), "L4", "RTX-PRO-6000", *GCP_N1_VCPUS])
        rest = book.ignore(rest, needs_host, "its_host_is_not_sold_in_the_zone")
    sold = sold.with_columns(
        instance_type="host_type",
        vcpus="host_vcpus",
        memory_gib="host_memory_gib",
        # The catalogue's own precision is five or six decimals; more is the noise of adding.
        on_demand=(pl.col("on_demand") + pl.col("host_on_demand")).round(6),
        spot=(pl.col("spot") + pl.col("host_spot")).round(6),
        on_demand_ref=pl.format("{} + {}", "on_demand_ref", "host_on_demand_ref"),
        spot_ref=pl.format("{} + {}", "spot_ref", "host_spot_ref"),
    )
    alone = rest.with_columns(
        price_kind=pl.lit("from"), vcpus=pl.lit(None, dtype=pl.Float64), memory_gib=pl.lit(None, dtype=pl.Float64)
    )
    return pl.concat([whole, *(part.select(whole.columns) for part in (sold, alone))])


def _host_columns() -> dict[str, pl.Expr]:
    return {
        "host_type": pl.col("instance_type"),
        "host_vcpus": pl.col("vcpus"),
        "host_memory_gib": pl.col("memory_gib"),
        "host_on_demand": pl.col("on_demand"),
        "host_spot": pl.col("spot"),
        "host_on_demand_ref": pl.col("on_demand_ref"),
        "host_spot_ref": pl.col("spot_ref"),
    }


def _with_gpu_memory(cloud: str, rows: pl.DataFrame) -> pl.DataFrame:
    """gpu_memory_gib of one accelerator from GpuInfo, and memory_gib only where it is the host's."""
    # GpuInfo is a Python literal, JSON, a mixture ("'Manufacturer': null") or just the name; the figure is the same.
    sizes = pl.col("gpu_info").str.extract_all(r"(?i)sizeinmib['\"]?\s*:\s*['\"]?[0-9]+(?:\.[0-9]+)?").list.unique()
    size = pl.when(sizes.list.len() == 1).then(sizes.list.first().str.extract(r"([0-9.]+)$").cast(pl.Float64))
    gib: pl.Expr = pl.when(size >= LEAST_MIB).then(size / 1024).when(size > 0).then(size)
    count = pl.col("gpu_count")
    if cloud in MEMORY_OF_ALL_GPUS:
        gib = gib / count
    elif cloud == "aws":  # g6f: SizeInMiB is of the part of the L4 that is sold
        gib = pl.when(count < 1).then(gib / count).otherwise(gib)
    else:
        gib = pl.when(count >= 1).then(gib)
    rows = rows.with_columns(gpu_memory_gib=pl.when(gib <= MOST_GIB_PER_GPU).then(gib.round(4)))
    if cloud in MEMORY_COLUMN_IS_WRONG:
        return rows.with_columns(memory_gib=pl.lit(None, dtype=pl.Float64))
    if cloud in MEMORY_COLUMN_MAY_BE_GPU_MEMORY:
        per_gpu = pl.col("memory_gib") / count
        is_gpu_memory: pl.Expr = (per_gpu - pl.col("gpu_memory_gib")).abs() < 0.01
        if cloud == "runpod" and rows["gpu_info"].null_count() == rows.height:
            # The layout of 2024-01 has no GpuInfo; its fetcher wrote size * memoryInGb of the GPU.
            is_gpu_memory = pl.lit(value=True)
        return rows.with_columns(
            gpu_memory_gib=pl.when(is_gpu_memory)
            .then(pl.coalesce("gpu_memory_gib", per_gpu))
            .otherwise("gpu_memory_gib"),
            memory_gib=pl.when(is_gpu_memory).then(None).otherwise("memory_gib"),
        )
    return rows


def _offers(cloud: str, rows: pl.DataFrame) -> pl.DataFrame:
    """One row per price."""
    regions = rows["region"].unique().drop_nulls().to_list()
    countries = {region: _country(cloud, region) for region in regions}
    offers = pl.concat(
        rows.filter(pl.col(price).is_not_null()).select(
            "record",
            "region",
            "zone",
            "instance_type",
            "gpu_name_raw",
            "gpu_memory_gib",
            "gpu_count",
            "price_kind",
            "vcpus",
            "memory_gib",
            record_ref=f"{price}_ref",
            provider=pl.lit(cloud),
            purchase_type=pl.lit(price),
            amount=pl.col(price),
        )
        for price in ("on_demand", "spot")
    )
    return offers.with_columns(
        country_code=pl.col("region").replace_strict(
            pl.Series(list(countries), dtype=pl.String),
            pl.Series(list(countries.values()), dtype=pl.String),
            default=None,
            return_dtype=pl.String,
        ),
        price_kind=pl.lit("from") if cloud in LEAST_BID_CLOUDS else pl.col("price_kind"),
        currency=pl.lit("EUR") if cloud in EURO_CLOUDS else pl.lit("USD"),
        amount_unit=pl.lit("hour"),
    )


def _in_usd(book: Book, offers: pl.DataFrame) -> pl.DataFrame:
    currency, today = pl.col("currency"), pl.lit(book.payload.captured_at.date())
    reason = why_no_rate(currency, today)
    offers = book.quarantine(offers, reason.is_not_null(), reason, GpuOffer.TABLE)
    rate = usd_per_currency_unit(currency, today)
    usd = pl.col("amount") * rate
    return offers.with_columns(
        usd_per_hour=usd,
        usd_per_gpu_hour=usd / pl.col("gpu_count"),
        usd_per_currency_unit=rate,
        fx_rate_on=fx_rate_on(currency, today),
    )


def _country(cloud: str, region: str) -> str | None:
    """ISO code of the country a region lies in, where its name leaves no doubt."""
    if cloud in COUNTRY_IN_REGION:
        found = COUNTRY_IN_REGION[cloud].search(region)
        code = found[1].upper() if found else None
        return code if code not in NOT_COUNTRIES else None
    for place in PLACES.get(cloud, "").split():
        pattern, code = _place(place)
        if fnmatchcase(region.lower(), pattern):
            return code
    return None


def _place(place: str) -> tuple[str, str]:
    pattern, _, code = place.rpartition(":")
    return pattern, code


def _cheapest(book: Book, offers: pl.DataFrame) -> pl.DataFrame:
    """Of the offers with one key, the cheapest, and of equally cheap ones the first."""
    key = [name for name in GpuOffer.KEY if name in offers.columns]
    ranked = offers.sort("usd_per_hour", "record", maintain_order=True).with_columns(
        is_first=pl.struct(key).is_first_distinct(),
        is_least=pl.col("usd_per_hour") == pl.col("usd_per_hour").min().over(key),
    )
    ranked = book.ignore(ranked, ~pl.col("is_first") & pl.col("is_least"), "repeated_offer")
    ranked = book.ignore(ranked, ~pl.col("is_first"), "dearer_machine_of_the_same_plan")
    return ranked.drop("is_first", "is_least").sort("record", "purchase_type", maintain_order=True)
