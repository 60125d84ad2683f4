"""The page's pictures: Vega-Lite by Altair, made into SVG here, so that the page needs no script and no network."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Any

import altair as alt
import vl_convert

from arena.report._records import SessionMean
from arena.results.offers import AXES, Place
from arena.store import PreferenceAtDistance, PrivacyFlow, StandingRow

_PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#5b5b5b", "#b8a000"]
"""Okabe and Ito (2008), told apart with any colour vision; shapes say the same once more."""
_FONT = "Helvetica, Arial, sans-serif"
DIMENSIONS = {
    "likability.emotional_adaptation": "feeling",
    "likability.formality_matching": "register",
    "likability.knowledge_adaptation": "knowledge",
    "likability.reference_understanding": "references",
    "likability.conversation_length_fit": "length",
    "likability.humor_fit": "humour",
    "likability.callback": "callback",
}
"""Measures of the radar, each with its word at the rim."""
_RINGS = (1, 2, 3, 4, 5)
_ONE_TO_FIVE = alt.Axis(values=[1, 2, 3, 4, 5], format="d")
_NEVER = "never shown"
Row = dict[str, Any]


def svg(chart: alt.TopLevelMixin) -> str:
    """A chart as SVG text."""
    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    return str(vl_convert.vegalite_to_svg(chart.to_dict(), vl_version=version))


def likability(rows: Sequence[StandingRow]) -> alt.TopLevelMixin:
    """A dot with its interval for each contestant, best first."""
    names = [row.contestant for row in rows]
    data = alt.InlineData(
        values=[{"contestant": r.contestant, "mean": r.mean, "low": r.low, "high": r.high} for r in rows]
    )
    place = alt.Y("contestant:N", sort=names, title=None)
    scale = alt.Scale(domain=[1, 5])
    line = alt.Chart(data).mark_rule(strokeWidth=3, color=_PALETTE[0], opacity=0.45)
    dots = alt.Chart(data).mark_point(filled=True, size=110, color=_PALETTE[0], opacity=1)
    return _styled(
        line.encode(y=place, x=alt.X("low:Q", scale=scale, title="likability, 1 to 5", axis=_ONE_TO_FIVE), x2="high:Q")
        + dots.encode(y=place, x=alt.X("mean:Q", scale=scale)),
        height=34 * len(rows),
    )


def radar(rows: Sequence[StandingRow]) -> alt.TopLevelMixin:
    """The seven dimensions of likability around a circle, 1 in the middle and 5 at the rim."""
    names = [name for name in DIMENSIONS if any(row.measure == name for row in rows)]
    angle = {name: pi / 2 - 2 * pi * i / len(names) for i, name in enumerate(names)}
    grid = [
        {"ring": ring, "order": i, **_at(angle[names[i % len(names)]], ring)}
        for ring in _RINGS
        for i in range(len(names) + 1)
    ]
    words = [{"word": DIMENSIONS[name], **_at(angle[name], 5.9)} for name in names]
    shapes = [point for contestant in _contestants(rows) for point in _outline(rows, contestant, names, angle)]
    x, y = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-6, 6])), alt.Y("y:Q", axis=None, scale=_SQUARE)
    rings = alt.Chart(alt.InlineData(values=grid)).mark_line(color="#c9c9c9", strokeWidth=1)
    around = alt.Chart(alt.InlineData(values=words)).mark_text(fontSize=12, font=_FONT, color="#555")
    lines = _lines(alt.Chart(alt.InlineData(values=shapes)).encode(x=x, y=y, order="order:Q"))
    return _styled(
        rings.encode(x=x, y=y, detail="ring:N", order="order:Q") + around.encode(x=x, y=y, text="word:N") + lines,
        width=420,
        height=400,
    )


_SQUARE = alt.Scale(domain=[-6, 6])


def _outline(rows: Sequence[StandingRow], contestant: str, names: Sequence[str], angle: dict[str, float]) -> list[Row]:
    means = {row.measure: row.mean for row in rows if row.contestant == contestant}
    known = [name for name in names if name in means]
    return [
        {"contestant": contestant, "order": i, **_at(angle[name], means[name])}
        for i, name in enumerate([*known, *known[:1]])
    ]


def _at(angle: float, score: float) -> Row:
    """Where a score stands: the middle is 1 less one step, so that a 1 can still be seen."""
    return {"x": score * cos(angle), "y": score * sin(angle)}


def sessions(means: Sequence[SessionMean]) -> alt.TopLevelMixin:
    """Likability over the sessions of a course."""
    values = [
        {"contestant": m.contestant, "session": m.session, "mean": m.interval.mean, "people": m.interval.n_personas}
        for m in means
    ]
    return _styled(
        _lines(
            alt.Chart(alt.InlineData(values=values)).encode(
                x=alt.X("session:O", title="session", axis=alt.Axis(labelAngle=0)),
                y=alt.Y("mean:Q", title="likability, 1 to 5", scale=alt.Scale(domain=[1, 5]), axis=_ONE_TO_FIVE),
            )
        )
    )


def distances(rows: Sequence[PreferenceAtDistance]) -> alt.TopLevelMixin:
    """Preferences followed, by sessions since they were last shown."""
    known = sorted({row.sessions_since for row in rows}, key=lambda d: (d is None, d or 0))
    words = {distance: _NEVER if distance is None else str(distance) for distance in known}
    values = [
        {"contestant": row.contestant, "since": words[row.sessions_since], "followed": row.mean, "n": row.n}
        for row in rows
    ]
    x = alt.X("since:O", sort=list(words.values()), title="sessions since it was shown", axis=alt.Axis(labelAngle=0))
    y = alt.Y("followed:Q", title="followed", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%"))
    return _styled(_lines(alt.Chart(alt.InlineData(values=values)).encode(x=x, y=y)))


def flows(rows: Sequence[PrivacyFlow], flow: str) -> alt.TopLevelMixin:
    """Attribute by recipient for each contestant: the share of letters that told a fact. `flow` as in the records."""
    its = [row for row in rows if row.flow == flow]
    values = [
        {
            "contestant": row.contestant,
            "attribute": row.attribute.replace("_", " "),
            "recipient": row.recipient,
            "share": row.revealed,
            "words": f"{round(row.revealed * row.n)}/{row.n}",
        }
        for row in its
    ]
    forbidden = flow == "forbidden"
    ramp = ["#f7f7f7", "#b2182b"] if forbidden else ["#f7f7f7", "#2166ac"]
    title = "told, and must not" if forbidden else "given, and needed"
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("recipient:N", title=None, axis=alt.Axis(labelAngle=0)), y=alt.Y("attribute:N", title=None)
    )
    boxes = base.mark_rect(stroke="white").encode(
        color=alt.Color(
            "share:Q",
            scale=alt.Scale(domain=[0, 1], range=ramp),
            title=title,
            legend=alt.Legend(format="%", gradientLength=140, orient="bottom", direction="horizontal"),
        )
    )
    words = base.mark_text(fontSize=10, font=_FONT).encode(
        text="words:N", color=alt.condition("datum.share > 0.5", alt.value("white"), alt.value("#333"))
    )
    recipients = len({row.recipient for row in its})
    cells = (boxes + words).properties(width=64 * recipients, height=20 * len({row.attribute for row in its}))
    return _themed(cells.facet(column=alt.Column("contestant:N", title=None)))


def offers(places: Sequence[Place], axis: str) -> alt.TopLevelMixin:
    """Score against one cost; filled marks are on the front of all costs."""
    values = [
        {"contestant": p.contestant, "mean": p.mean, "cost": getattr(p, axis), "front": bool(p.on_front)}
        for p in places
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("cost:Q", title=AXES[axis]),
        y=alt.Y("mean:Q", title="likability, 1 to 5", scale=alt.Scale(zero=False)),
    )
    front = base.transform_filter("datum.front").mark_line(color="#999", strokeDash=[4, 3])
    dots = base.mark_point(size=120, strokeWidth=2).encode(
        color=alt.value(_PALETTE[0]),
        fill=alt.condition("datum.front", alt.value(_PALETTE[0]), alt.value("white")),
    )
    words = base.mark_text(align="left", dx=9, font=_FONT, fontSize=11).encode(text="contestant:N")
    return _styled(front + dots + words)


def _contestants(rows: Sequence[StandingRow]) -> list[str]:
    return sorted({row.contestant for row in rows})


def _lines(base: alt.Chart) -> Any:
    """A line for each contestant, with marks of a colour and a shape of its own; one legend for both."""
    colours = alt.Scale(range=_PALETTE)
    line = base.mark_line(strokeWidth=2).encode(stroke=alt.Stroke("contestant:N", scale=colours, legend=None))
    marks = base.mark_point(size=70, strokeWidth=0, opacity=1).encode(
        fill=alt.Fill("contestant:N", scale=colours, title=None), shape=alt.Shape("contestant:N", title=None)
    )
    return alt.layer(line, marks)


def _styled(chart: Any, width: int = 520, height: int = 300) -> alt.TopLevelMixin:
    return _themed(chart.properties(width=width, height=height))


def _themed(chart: Any) -> alt.TopLevelMixin:
    themed: alt.TopLevelMixin = (
        chart.configure_view(stroke=None)
        .configure_axis(labelFont=_FONT, titleFont=_FONT, labelFontSize=12, titleFontSize=12, gridColor="#e6e6e6")
        .configure_legend(labelFont=_FONT, titleFont=_FONT, labelFontSize=12, titleFontSize=12)
        .configure_header(labelFont=_FONT, labelFontSize=13, labelFontWeight="bold")
    )
    return themed
