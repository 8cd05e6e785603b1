"""What the readers of leaderboards share: settings as text, days, percentages, and a check of their scale."""

from __future__ import annotations

import polars as pl

from transforms.read import decimal


def settings_of(**pairs: pl.Expr) -> pl.Expr:
    """Settings as "name=value" pairs, sorted and joined with "; "; null where every value is null or blank."""
    listed = pl.concat_list(
        pl.format("{}={}", pl.lit(name), pl.when(_folded(value) != "").then(_folded(value)))
        for name, value in sorted(pairs.items())
    ).list.drop_nulls()
    return pl.when(listed.list.len() > 0).then(listed.list.join("; "))


def day_of(text: pl.Expr) -> pl.Expr:
    """The day of "2025-02-27" or "2025-02-27T10:00:00Z"; null for anything else."""
    return text.str.strip_chars().str.extract(r"^(\d{4}-\d{2}-\d{2})").str.to_date("%Y-%m-%d", strict=False)


def finite(text: str | pl.Expr) -> pl.Expr:
    """A number written as text; null for "n/a", "nan" and "inf"."""
    number = decimal(text)
    return pl.when(number.is_finite()).then(number)


def fraction_of(percent: pl.Expr) -> pl.Expr:
    """A percentage as a fraction, without the digits binary division adds: 3.6 is 0.036."""
    return (percent / 100).round(10)


def known_cost(usd: pl.Expr) -> pl.Expr:
    """A cost; null where it is 0, which leaderboards write for unknown, or below."""
    return pl.when(usd.is_finite() & (usd > 0)).then(usd)


def are_fractions(percentages: pl.Series) -> bool:
    """Whether a column of percentages must hold fractions instead: several numbers above 0, none above 1."""
    above_nought = percentages.drop_nulls().filter(percentages.drop_nulls() > 0)
    return above_nought.len() > 1 and not bool((above_nought > 1).any())


def _folded(value: pl.Expr) -> pl.Expr:
    return value.cast(pl.String).str.replace_all(r"\s+", " ").str.replace_all(";", ",").str.strip_chars()
