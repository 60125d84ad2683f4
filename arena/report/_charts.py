"""The page's pictures: Vega-Lite by Altair, made into SVG here, so that the page needs no script and no network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import vl_convert

from arena.report._records import SessionMean
from arena.results.in_words import NEVER
from arena.results.offers import AXES, Place
from arena.store import PreferenceAtDistance, StandingRow

_PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a8a8a", "#b8a000"]
"""Okabe and Ito (2008), told apart with any colour vision; shapes say the same once more."""
_SHAPES = ["circle", "square", "triangle-up", "cross", "diamond", "triangle-down", "triangle-right"]
"""One fewer than colours, so that colour and shape together tell 56 contestants apart."""
_FONT = "Helvetica, Arial, sans-serif"
_WIDTH, _HEIGHT = 400, 240
_LETTER = 6.6
"""Pixels of a letter of the legend, on average."""
DIMENSIONS = {
    "likability.emotional_adaptation": "feeling",
    "likability.formality_matching": "register",
    "likability.knowledge_adaptation": "knowledge",
    "likability.reference_understanding": "references",
    "likability.conversation_length_fit": "length",
    "likability.humor_fit": "humour",
    "likability.callback": "callback",
}
"""The measures that likability is the mean of, each with its word."""
_SCORE = alt.Scale(domain=[1, 5])
_ONE_TO_FIVE = alt.Axis(values=[1, 2, 3, 4, 5], format="d")
_SHARE = alt.Axis(values=[0, 0.2, 0.4, 0.6, 0.8, 1], labelExpr="round(datum.value * 100) + ' %'")
_DARK = """<style>@media (prefers-color-scheme: dark) {
text { fill: #e4e7ee } [stroke="#888"] { stroke: #7d8698 } [stroke="#e6e6e6"] { stroke: #323948 }
[stroke="#0072b2"] { stroke: #2f8fd0 } [fill="#0072b2"] { fill: #2f8fd0 } }</style>"""
"""Axes, words and the darkest colour on a dark page: a rule of CSS goes before an attribute."""
Row = dict[str, Any]


def svg(chart: alt.TopLevelMixin) -> str:
    """A chart as SVG text, for a light page and a dark one."""
    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    head, closed, rest = str(vl_convert.vegalite_to_svg(chart.to_dict(), vl_version=version)).partition(">")
    return head + closed + _DARK + rest


def likability(rows: Sequence[StandingRow]) -> alt.TopLevelMixin:
    """A dot with its interval for each contestant, best first."""
    names = [row.contestant for row in rows]
    data = alt.InlineData(
        values=[{"contestant": r.contestant, "mean": r.mean, "low": r.low, "high": r.high} for r in rows]
    )
    place = alt.Y("contestant:N", sort=names, title=None)
    line = alt.Chart(data).mark_rule(strokeWidth=3, color=_PALETTE[0], opacity=0.45)
    dots = alt.Chart(data).mark_point(filled=True, size=110, color=_PALETTE[0], opacity=1)
    return _styled(
        line.encode(y=place, x=alt.X("low:Q", scale=_SCORE, title="likability, 1 to 5", axis=_ONE_TO_FIVE), x2="high:Q")
        + dots.encode(y=place, x=alt.X("mean:Q", scale=_SCORE)),
        height=34 * len(rows),
    )


def dimensions(rows: Sequence[StandingRow], order: Sequence[str]) -> alt.TopLevelMixin:
    """The dimensions of likability one under the other, everybody's mark on each: a lane each, so that none is hidden.

    `order` is of contestants, for their colours and lanes; the same in every chart of a page.
    """
    present = [word for measure, word in DIMENSIONS.items() if any(row.measure == measure for row in rows)]
    values = [
        {"contestant": row.contestant, "dimension": DIMENSIONS[row.measure], "mean": row.mean}
        for row in rows
        if row.measure in DIMENSIONS
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("mean:Q", scale=_SCORE, title="1 to 5", axis=_ONE_TO_FIVE),
        y=alt.Y("dimension:N", sort=present, title=None, scale=alt.Scale(paddingInner=0.3), axis=alt.Axis(grid=True)),
        yOffset=alt.YOffset("contestant:N", sort=list(order)),
    )
    return _styled(_marks(base, order, values), height=max(_HEIGHT, len(present) * (11 * len(order) + 14)))


def sessions(means: Sequence[SessionMean], order: Sequence[str]) -> alt.TopLevelMixin:
    """Likability over the sessions of a course."""
    values = [{"contestant": m.contestant, "session": m.session, "mean": m.interval.mean} for m in means]
    x = alt.X("session:O", title="session", axis=alt.Axis(labelAngle=0))
    y = alt.Y("mean:Q", title="likability, 1 to 5", scale=_SCORE, axis=_ONE_TO_FIVE)
    return _styled(_lines(alt.Chart(alt.InlineData(values=values)).encode(x=x, y=y), order, values))


def distances(rows: Sequence[PreferenceAtDistance], order: Sequence[str]) -> alt.TopLevelMixin:
    """Preferences followed, by sessions since they were last shown; no line leads to those that never were."""
    known = sorted({row.sessions_since for row in rows}, key=lambda d: (d is None, d or 0))
    words = {distance: NEVER if distance is None else str(distance) for distance in known}
    values = [
        {
            "contestant": row.contestant,
            "since": words[row.sessions_since],
            "followed": row.mean,
            "shown": row.sessions_since is not None,
        }
        for row in rows
    ]
    x = alt.X("since:O", sort=list(words.values()), title="sessions since it was shown", axis=alt.Axis(labelAngle=0))
    y = alt.Y("followed:Q", title="followed", scale=alt.Scale(domain=[0, 1]), axis=_SHARE)
    base = alt.Chart(alt.InlineData(values=values)).encode(x=x, y=y, detail="shown:N")
    return _styled(_lines(base, order, values))


def offers(places: Sequence[Place], axis: str, order: Sequence[str]) -> alt.TopLevelMixin:
    """Score against one cost; filled marks are on the front of all costs."""
    values = [
        {"contestant": p.contestant, "mean": p.mean, "cost": getattr(p, axis), "front": bool(p.on_front)}
        for p in places
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("cost:Q", title=AXES[axis], axis=alt.Axis(tickCount=5)),
        y=alt.Y("mean:Q", title="likability, 1 to 5", scale=alt.Scale(zero=False)),
    )
    front = base.transform_filter("datum.front").mark_line(color="#888", strokeDash=[4, 3])
    return _styled(alt.layer(front, _marks(base, order, values, hollow="!datum.front")))


def _lines(base: alt.Chart, order: Sequence[str], values: Sequence[Row]) -> Any:
    """A line for each contestant, with marks on it."""
    domain = _present(order, values)
    stroke = alt.Stroke("contestant:N", scale=_scale(_PALETTE, order, domain), legend=_legend(domain))
    return alt.layer(base.mark_line(strokeWidth=2).encode(stroke=stroke), _marks(base, order, values))


def _marks(base: alt.Chart, order: Sequence[str], values: Sequence[Row], hollow: str = "") -> Any:
    """Marks of a colour and a shape of each contestant's own, one legend for both. `hollow`: which are not filled."""
    domain = _present(order, values)
    legend = _legend(domain)
    colours = _scale(_PALETTE, order, domain)
    marks = base.mark_point(size=70, strokeWidth=2, opacity=1).encode(
        stroke=alt.Stroke("contestant:N", scale=colours, legend=legend),
        shape=alt.Shape("contestant:N", scale=_scale(_SHAPES, order, domain), legend=legend),
    )
    fill = alt.Fill("contestant:N", scale=colours, legend=legend)
    return marks.encode(fill=alt.condition(hollow, alt.value("transparent"), fill) if hollow else fill)


def _legend(names: Sequence[str]) -> alt.Legend:
    """Below the chart, in as many columns as the longest name leaves room for."""
    columns = int(_WIDTH // (max(map(len, names), default=0) * _LETTER + 34))
    return alt.Legend(orient="bottom", columns=max(1, columns), labelLimit=_WIDTH, title=None)


def _present(order: Sequence[str], values: Sequence[Row]) -> list[str]:
    there = {value["contestant"] for value in values}
    return [name for name in order if name in there]


def _scale(choices: Sequence[str], order: Sequence[str], domain: Sequence[str]) -> alt.Scale:
    """What each contestant has in every chart of the page, by its place in `order`; those in `domain` only."""
    return alt.Scale(domain=list(domain), range=[choices[order.index(name) % len(choices)] for name in domain])


def _styled(chart: Any, height: int = _HEIGHT) -> alt.TopLevelMixin:
    themed: alt.TopLevelMixin = (
        chart.properties(width=_WIDTH, height=height)
        .configure(background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelFont=_FONT,
            titleFont=_FONT,
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
            labelLimit=260,
            gridColor="#e6e6e6",
            domainColor="#888",
            tickColor="#888",
        )
        .configure_legend(labelFont=_FONT, labelFontSize=12)
    )
    return themed
