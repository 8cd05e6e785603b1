"""The European Central Bank's reference rates of the last 90 days."""

from datetime import timedelta

from pipelines.spec import Request, SourceSpec
from transforms.schemas import ExchangeRate
from transforms.sources.ecb_exchange_rates import normalise

URL = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml"

SPEC = SourceSpec(
    source_id="ecb-exchange-rates",
    title="ECB euro foreign exchange reference rates",
    kinds=(ExchangeRate,),
    normalise=normalise,
    # The days before are in the table that comes with the package, by month; eurofxref-hist.zip is read on import.
    requests=(Request("days", URL, "eurofxref-hist-90d.xml"),),
    part_of=lambda name: "days" if name.endswith((".xml", ".csv")) else None,
    hosts=frozenset({"www.ecb.europa.eu"}),
    licence="European Central Bank: free of charge with the source stated",
    licence_url="https://www.ecb.europa.eu/services/using-our-site/disclaimer/html/index.en.html",
    is_firsthand=True,
    cadence="daily",
    stale_after=timedelta(days=5),  # none on weekends and holidays
    is_complete=False,  # a day that leaves the window has not ended
    # About 30 currencies on each of 62 working days; of one day in eurofxref-daily.xml, of all in eurofxref-hist.zip.
    usual_observations={"days": range(20, 200_000)},
    in_starter=True,
)
