"""How tests of price lists read what a normaliser gave."""

import polars as pl

from transforms.batch import Batch


def prices(batch: Batch, model: str | None = None, provider: str | None = None) -> dict[tuple, float]:
    """Component, unit, tier and condition to price; for one model where a list states several."""
    frame = batch.observations["model_price"].with_columns(usd=pl.coalesce("usd_per_million_tokens", "usd_per_unit"))
    if model:
        frame = frame.filter(pl.col("model_name_raw") == model)
    if provider:
        frame = frame.filter(pl.col("provider") == provider)
    rows = frame.select("component", "unit", "tier_min_input_tokens", "condition", "usd").rows()
    assert len({row[:4] for row in rows}) == len(rows)
    return {row[:4]: row[4] for row in rows}


def tokens(component: str, tier: int = 0, condition: str | None = None) -> tuple:
    """The key of `prices` for tokens."""
    return (component, "million_tokens", tier, condition)


def reasons(batch: Batch) -> dict[str, str]:
    """Place of each refused thing to the reason."""
    return dict(batch.quarantine.select("record_ref", "reason").rows())


def balanced(batch: Batch) -> bool:
    """Whether every record has exactly one fate."""
    return batch.records_used + sum(batch.ignored.values()) + batch.records_quarantined == batch.records_read
