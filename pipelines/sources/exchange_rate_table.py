"""Monthly exchange rates that come with the package: what normalisers convert with."""

from datetime import UTC, datetime

from pipelines.spec import Shipped, SourceSpec
from transforms.currency import SOURCE, table_csv
from transforms.schemas import ExchangeRate
from transforms.sources.exchange_rate_table import normalise

SPEC = SourceSpec(
    source_id="exchange-rate-table",
    title="Monthly exchange rates that come with the package",
    kinds=(ExchangeRate,),
    normalise=normalise,
    requests=(),
    part_of=lambda name: "months" if name.endswith(".csv") else None,
    hosts=frozenset(),
    licence=f"{SOURCE}: free of charge with the source stated; averages by us",
    licence_url="https://www.ecb.europa.eu/services/using-our-site/disclaimer/html/index.en.html",
    is_firsthand=False,
    status="frozen",
    usual_observations={"months": range(300, 5_000)},  # 332 on 2026-10-30: 83 months of 4 currencies
    shipped=(
        Shipped(
            name="units-per-euro-by-month.csv",
            content=table_csv(),
            published_at=datetime(2026, 10, 30, 15, tzinfo=UTC),
            url="https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip",
        ),
    ),
)
