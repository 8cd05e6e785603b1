"""Names from the captures and the identity a person gave them: read from the payloads, never from the resolver."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent


def gold(name: str) -> pl.DataFrame:
    """A gold file; an empty id means the name must stay unresolved."""
    return pl.read_csv(FOLDER / f"gold_{name}.csv", infer_schema=False)


@dataclass(frozen=True)
class Account:
    """How answers compare with a gold column. A right refusal counts for neither precision nor recall."""

    given: int
    right: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.given

    @property
    def recall(self) -> float:
        return self.right / self.wanted

    def __str__(self) -> str:
        return f"precision {self.precision:.4f} ({self.right}/{self.given}), recall {self.recall:.4f} of {self.wanted}"


def account(wanted: pl.Series, given: pl.Series) -> Account:
    return Account(
        given=given.is_not_null().sum(), right=(wanted == given).fill_null(value=False).sum(), wanted=wanted.count()
    )


def mistakes(wanted: pl.DataFrame, given: pl.DataFrame, name: str, ids: list[str]) -> list[tuple[object, ...]]:
    """Rows whose ids differ: what was asked, what was wanted, what was given and why."""
    differs = pl.any_horizontal(pl.col(each).ne_missing(pl.col(f"given_{each}")) for each in ids)
    both = pl.concat(
        [wanted, given.select("rule", *(pl.col(each).alias(f"given_{each}") for each in ids))], how="horizontal"
    )
    return both.filter(differs).select(name, *ids, *(f"given_{each}" for each in ids), "rule").rows()
