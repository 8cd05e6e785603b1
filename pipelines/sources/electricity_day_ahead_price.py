"""Day-ahead prices of electricity. Frozen: ENTSO-E asks for a key, and Nord Pool's terms for a subscription."""

from pipelines.spec import SourceSpec
from transforms.schemas import GridIntensity
from transforms.sources.electricity_day_ahead_price import normalise

SPEC = SourceSpec(
    source_id="electricity-day-ahead-price",
    title="Day-ahead electricity prices (ENTSO-E, Nord Pool)",
    kinds=(GridIntensity,),
    normalise=normalise,
    requests=(),
    part_of=lambda path: {"xml": "entsoe", "json": "nord-pool"}.get(path.rpartition(".")[2]),
    hosts=frozenset(),
    licence="ENTSO-E / Nord Pool terms",
    licence_url="https://transparency.entsoe.eu/content/static_content/Static%20content/terms%20and%20conditions/terms%20and%20conditions.html",
    is_firsthand=True,
    status="frozen",
    is_complete=False,
    usual_observations={"*": range(1, 2_000)},  # 2 on 2023-05-09, 1 on 2024-07-08
)
