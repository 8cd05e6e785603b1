"""Headers that state units, and tiers of prompt length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.captures import payload
from transforms.price_units import Cell, figures_of, normalise_page, read_tier, read_unit


@pytest.mark.parametrize(
    ("text", "scale", "start"),
    [
        ("-", 1, 0),
        ("", 1, 0),
        ("≤256K", 1, 0),
        ("256K~1M", 1, 256_000),
        ("32~128K", 1, 32_000),
        ("0<Token≤32K", 1, 0),
        ("32K<Token≤128K", 1, 32_000),
        ("Prompt length (128, 256]", 1_000, 128_000),
        ("Prompt length [0, 128]", 1_000, 0),
        ("输入长度（0, 512k]", 1, 0),
        ("输入长度 512k+", 1, 512_000),
        ("0 ≤ 输入长度 ＜ 32k", 1, 0),
        ("输入长度 ≥ 32k", 1, 32_000),
        ("不超过128K", 1, 0),
        ("超过128K", 1, 128_000),
    ],
)
def test_a_tier_begins_where_its_text_says(text, scale, start):
    assert read_tier(text, scale) == start


@pytest.mark.parametrize("text", ["all", "128K", "输入长度 [0, 32] 输出长度 [0, 0.2]", "1K 2K 3K"])
def test_a_tier_without_a_known_bound_is_refused(text):
    with pytest.raises(ValueError, match="no tier"):
        read_tier(text)


@given(st.integers(0, 999), st.integers(1, 999))
def test_a_tier_between_two_bounds_begins_at_the_lower_one(low, more):
    assert read_tier(f"({low}, {low + more}]", 1_000) == read_tier(f"{low}K~{low + more}K") == low * 1_000


@pytest.mark.parametrize(
    ("currency", "quantity", "unit"),
    [
        ("USD", "M tokens", ("USD", "million_tokens", "million_tokens", 1.0)),
        ("美元", "百万 tokens", ("USD", "million_tokens", "million_tokens", 1.0)),
        ("元", "千 Token", ("CNY", "million_tokens", "thousand_tokens", 1000.0)),
        ("¥", "1K tokens", ("CNY", "million_tokens", "thousand_tokens", 1000.0)),
        ("元", "张", ("CNY", "image", "image", 1.0)),
        ("元", "秒", ("CNY", "second", "second", 1.0)),
    ],
)
def test_a_header_says_what_one_figure_buys(currency, quantity, unit):
    assert read_unit(currency, quantity) == unit


def test_a_quantity_nobody_knows_is_no_unit():
    assert read_unit("元", "千克") is None


USD = read_unit("USD", "M tokens")


@pytest.mark.parametrize(
    ("text", "prices"),
    [
        ("0.5", [(0.5, None)]),
        ("$1,000.5", [(1000.5, None)]),
        ("Limited-time Free", [(0.0, None)]),
        ("Video with audio: 2.4; Video without audio: 1.2", [(2.4, "video with audio"), (1.2, "video without audio")]),
    ],
)
def test_a_cell_holds_a_price_or_several_told_apart_by_words(text, prices):
    assert [(amount, words) for amount, _, words in figures_of(Cell("Input", text, "line 1", USD))] == prices


def test_a_cell_may_state_its_own_unit():
    [(amount, unit, _)] = figures_of(Cell("输入", "0.0144元/千Token", "line 1", None))
    assert unit is not None
    assert (amount, unit.currency, unit.factor) == (0.0144, "CNY", 1000.0)


@pytest.mark.parametrize("text", ["ask us", "0.5 0.7", "¥0.5", "480p: 1.0; 720p: 2.0", "1.0 / furlong"])
def test_a_cell_that_contradicts_its_header_or_holds_no_price_is_refused(text):
    with pytest.raises(ValueError, match=r"no price|no unit"):
        figures_of(Cell("Input", text, "line 1", USD))


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("输入单价（元/千Token）", "0.0024"),
        ("输入单价（每千Token）", "0.0024元"),
        ("输入", "0.0024元/千tokens"),
        ("Input (per 1M tokens)", "¥2.4"),
    ],
)
def test_the_unit_may_stand_in_the_header_in_the_cell_or_half_in_each(header, cell):
    page = (
        f"<table><tr><th>模型名称</th><th>单次请求的输入Token数</th><th>{header}</th></tr>"
        f"<tr><td>anvil-max</td><td>0~32K</td><td>{cell}</td></tr>"
        f"<tr><td>anvil-max</td><td>32K~128K</td><td>{cell}</td></tr></table>"
    )
    rows = normalise_page(payload(page, source_id="acme"), "acme").observations["model_price"]
    assert rows.select("component", "tier_min_input_tokens").rows() == [("input", 0), ("input", 32_000)]
    [usd] = set(rows["usd_per_million_tokens"])
    assert usd == pytest.approx(2.4 * rows["usd_per_currency_unit"][0])
