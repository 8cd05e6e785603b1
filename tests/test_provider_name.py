"""The seed of sellers that sources write in several ways: one name for each, told in one step."""

import csv
from pathlib import Path

import pytest

SEED = Path(__file__).parents[1] / "dbt_like_sql" / "seeds" / "provider_name.csv"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with SEED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_way_of_writing_is_told_once_in_order_and_with_its_source(rows):
    written = [(row["sells"], row["provider_as_written"]) for row in rows]
    assert written == sorted(set(written))
    assert all(row["document"] for row in rows)


def test_no_seller_is_meant_by_a_name_that_is_written_for_another(rows):
    written = {(row["sells"], row["provider_as_written"]) for row in rows}
    assert not [row for row in rows if (row["sells"], row["provider"]) in written]


@pytest.mark.parametrize(
    ("sells", "name", "seller"),
    [
        ("accelerators", "ovh", "ovhcloud"),
        ("accelerators", "thunder-compute", "thundercompute"),
        ("tokens", "dashscope", "alibaba"),
        ("tokens", "qwen", "alibaba"),
        ("tokens", "tencent", "tencent-cloud"),
        ("tokens", "together.ai", "together"),
    ],
)
def test_one_seller_is_counted_once(rows, sells, name, seller):
    told = {(row["sells"], row["provider_as_written"]): row["provider"] for row in rows}
    assert told[sells, name] == told.get((sells, seller), seller) == seller
