"""Drawings of the dashboard as inline SVG. Colours are variables of the page, so that they follow light and dark."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import altair as alt
import vl_convert
from markupsafe import Markup

Row = dict[str, Any]
Chart = alt.Chart | alt.LayerChart | alt.FacetChart | alt.ConcatChart
WIDTH = 1140
# Of a line with a point a week, what counts as a gap.
LONGEST_STEP_DAYS = 21
INK, MUTED, RULE, PAPER = "var(--ink)", "var(--muted)", "var(--rule)", "var(--paper)"
SERIES = tuple(f"var(--series-{number})" for number in range(1, 9))


def price_lines(points: Sequence[Row], ids: Sequence[str]) -> Markup:
    """Median price over time, a line per GPU; lines break where a week and two more went by without a look."""
    values, stretch, before = [], 0, None
    for point in points:
        day = point["day"]
        if before is None or before[0] != point["gpu_id"] or (day - before[1]).days > LONGEST_STEP_DAYS:
            stretch += 1
        before = (point["gpu_id"], day)
        values.append(
            {"day": day.isoformat(), "usd": point["usd_per_gpu_hour"], "gpu": point["gpu_id"], "stretch": stretch}
        )
    base = alt.Chart(_data(values)).encode(
        x=alt.X("day:T", title=None, scale=alt.Scale(type="utc"), axis=alt.Axis(tickCount=8)),
        y=alt.Y("usd:Q", title="USD per GPU-hour, median", **_log([value["usd"] for value in values])),
        color=_colour("gpu", ids),
        detail="stretch:N",
    )
    lines = base.mark_line(interpolate="step-after", strokeWidth=2)
    dots = base.mark_circle(size=14)
    return _svg((lines + dots).properties(width=WIDTH - 60, height=320))


def quality_lines(panels: Sequence[tuple[str, Sequence[Row]]]) -> Markup:
    """A panel per benchmark: the price of each score that is to be reached, by month."""
    charts = []
    for title, points in panels:
        labels = list(dict.fromkeys(point["label"] for point in points))[: len(SERIES)]
        values = [
            {"month": point["month"].isoformat(), "usd": point["usd"], "score": point["label"]}
            for point in points
            if point["label"] in labels
        ]
        charts.append(
            alt.Chart(_data(values), title=title)
            .mark_line(interpolate="step-after", strokeWidth=2)
            .encode(
                x=_years("month:T"),
                y=alt.Y("usd:Q", title="USD per 1M tokens", **_log([value["usd"] for value in values])),
                color=_colour("score", labels),
            )
            .properties(width=WIDTH / 2 - 85, height=280)
        )
    return _svg(alt.concat(*charts, columns=2, spacing={"row": 26, "column": 30}).resolve_scale(color="independent"))


def quality_scatter(panels: Sequence[tuple[str, str, Sequence[Row]]]) -> Markup:
    """A panel per benchmark: price against score, with the frontier drawn through and named where there is room."""
    charts, height = [], 360
    for title, unit, points in panels:
        factor = 100 if unit == "fraction" else 1
        values = [
            {
                "usd": point["usd_per_million_blended_tokens"],
                "score": point["score"] * factor,
                "name": point["model_version"].partition("/")[2] or point["model_version"],
                "is_best": bool(point["is_on_pareto_frontier"]),
            }
            for point in points
        ]
        known, scores = [value["usd"] for value in values], [value["score"] for value in values]
        best = sorted((value for value in values if value["is_best"]), key=lambda value: -value["score"])
        step, lowest = (max(scores) - min(scores) or 1) / height * 14, math.inf
        for value in best:  # the side above and left of the frontier is empty, so only names can meet names
            if lowest - value["score"] >= step:
                value["label"], lowest = value["name"], value["score"]
        # Room for the name of the cheapest.
        x = alt.X("usd:Q", title="USD per 1M tokens", **_log([min(known) / 6, *known], steps=(1,)))
        y = alt.Y("score:Q", title={"fraction": "%", "elo": "Elo"}.get(unit, unit), scale=alt.Scale(zero=False))
        everyone = alt.Chart(_data(values), title=title).mark_circle(size=22, opacity=0.35, color=MUTED)
        frontier = alt.Chart(_data(best))
        line = frontier.mark_line(interpolate="step-before", strokeWidth=1.5, color=SERIES[0])
        dots = frontier.mark_circle(size=48, opacity=1, color=SERIES[0])
        names = frontier.mark_text(align="right", dx=-6, dy=-5, fontSize=11, color=INK)
        layers = (
            everyone.encode(x=x, y=y)
            + line.encode(x=x, y=y, order="usd:Q")
            + dots.encode(x=x, y=y)
            + names.encode(x=x, y=y, text="label:N").transform_filter("isValid(datum.label)")
        )
        charts.append(layers.properties(width=WIDTH / 2 - 85, height=height))
    return _svg(alt.concat(*charts, columns=2, spacing={"row": 26, "column": 30}))


def cost_ranges(compared: Sequence[Row]) -> Markup:
    """For each model the cheapest API as a dot, rented GPUs as a bar over the utilisations that are costed."""
    models = [row["model_version"] for row in compared]
    values = [
        {
            "model": row["model_version"],
            "api": row["api"]["usd_per_million_output_tokens"],
            "half": row["host"]["usd_per_million_output_tokens"],
            "least": row["host_least"],
            "most": row["host_most"],
        }
        for row in compared
    ]
    base = alt.Chart(_data(values)).encode(
        y=alt.Y("model:N", title=None, sort=models, axis=alt.Axis(labelLimit=300, minExtent=250, grid=True))
    )
    ways = ["cheapest API", "own GPUs, by utilisation"]
    known = [value[name] for value in values for name in ("api", "least", "most")]
    x = alt.X("least:Q", title="USD per million output tokens", **_log(known))
    bars = base.transform_calculate(way=f"'{ways[1]}'").mark_bar(height=7, cornerRadius=3, opacity=0.55)
    ticks = base.mark_tick(thickness=2, height=13, color=SERIES[1]).encode(x="half:Q")
    dots = base.transform_calculate(way=f"'{ways[0]}'").mark_circle(size=80, opacity=1)
    colour = _colour("way", ways)
    layers = bars.encode(x=x, x2="most:Q", color=colour) + ticks + dots.encode(x="api:Q", color=colour)
    return _svg(layers.properties(width=WIDTH - 280, height=22 * len(models)))


def energy_scatter(points: Sequence[Row]) -> Markup:
    """Rate of one GPU against energy of a token, a dot per operating point."""
    gpus = sorted({point["gpu"] for point in points})
    if len(gpus) > len(SERIES):  # the rest would share colours
        by_count = sorted(gpus, key=lambda gpu: (-sum(point["gpu"] == gpu for point in points), gpu))
        gpus = sorted(by_count[: len(SERIES)])
    values = [
        {"gpu": point["gpu"], "rate": point["tokens_per_second_per_gpu"], "joules": point["joules_per_output_token"]}
        for point in points
        if point["gpu"] in gpus
    ]
    scatter = (
        alt.Chart(_data(values))
        .mark_circle(size=26, opacity=0.55)
        .encode(
            x=alt.X("rate:Q", title="output tokens per second and GPU", **_log([value["rate"] for value in values])),
            y=alt.Y("joules:Q", title="joules per output token", **_log([value["joules"] for value in values])),
            color=_colour("gpu", gpus),
        )
    )
    return _svg(scatter.properties(width=WIDTH - 60, height=340))


def frontier_panels(panels: Sequence[tuple[str, str, Sequence[Row]]]) -> Markup:
    """A panel per benchmark: the best score so far of any model, and of models with open weights."""
    who = ["any model", "open weights"]
    charts = []
    for title, unit, months in panels:
        factor = 100 if unit == "fraction" else 1
        values = [
            {"month": row["month"].isoformat(), "score": row[name] * factor, "who": label}
            for row in months
            for name, label in (("frontier_score", who[0]), ("open_frontier_score", who[1]))
            if row[name] is not None
        ]
        charts.append(
            alt.Chart(_data(values), title=title)
            .mark_line(interpolate="step-after", strokeWidth=2)
            .encode(
                x=_years("month:T"),
                y=alt.Y("score:Q", title="%" if unit == "fraction" else unit, scale=alt.Scale(zero=False)),
                color=_colour("who", who),
                strokeDash=alt.StrokeDash("who:N", scale=alt.Scale(domain=who, range=[[1, 0], [5, 3]]), title=None),
            )
            .properties(width=300, height=160)
        )
    return _svg(alt.concat(*charts, columns=3, spacing={"row": 26, "column": 30}))


def _data(values: Sequence[Row]) -> alt.InlineData:
    """As one text: Altair copies and checks a list value by value at every step."""
    return alt.InlineData(values=json.dumps(values), format=alt.JsonDataFormat(type="json"))


def _colour(name: str, domain: Sequence[str]) -> alt.Color:
    scale = alt.Scale(domain=list(domain), range=list(SERIES[: len(domain)]))
    return alt.Color(f"{name}:N", scale=scale, legend=alt.Legend(title=None))


def _years(name: str) -> alt.X:
    axis = alt.Axis(tickCount={"interval": "year", "step": 1}, format="%Y")
    return alt.X(name, title=None, scale=alt.Scale(type="utc"), axis=axis)


def _log(values: Sequence[float], steps: Sequence[int] = (1, 2, 5)) -> dict[str, Any]:
    """A logarithmic scale that just holds the values, ruled at 1, 2 and 5 or what `steps` says."""
    low, high = min(values) * 0.9, max(values) * 1.1
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)))
    ticks = [tick for power in powers for step in steps if low <= (tick := step * 10.0**power) <= high]
    scale = alt.Scale(type="log", domain=[low, high], nice=False)
    return {"scale": scale, "axis": alt.Axis(values=ticks, format=",~r")}


def _svg(chart: Any) -> Markup:
    """The drawing, with labels in the colours and, by the page's style, the letters of the page. Text is escaped."""
    drawn = chart.configure(
        background="transparent", font="sans-serif", padding={"left": 4, "right": 12, "top": 4, "bottom": 4}, aria=False
    )
    drawn = (
        drawn.configure_view(stroke=None)
        .configure_axis(
            labelColor=MUTED,
            titleColor=MUTED,
            domainColor=RULE,
            tickColor=RULE,
            gridColor=RULE,
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
            gridOpacity=0.6,
        )
        .configure_legend(
            labelColor=INK,
            labelFontSize=12,
            orient="top",
            symbolStrokeWidth=3,
            labelLimit=240,
            columns=4,
            columnPadding=34,
        )
        .configure_title(color=INK, fontSize=13, fontWeight="bold", anchor="start", offset=6)
    )
    # The tests draw every kind of chart; to hold each against the schema takes longer than to draw it.
    return Markup(vl_convert.vegalite_to_svg(drawn.to_dict(validate=False)))  # noqa: S704 - drawn, not taken
