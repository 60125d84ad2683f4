"""Authored, self and seen on one scale, for each person, and how well they go together over all of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from rich.text import Text

from arena.cli._output import WIDE, number, safe, screen, table
from arena.psychometrics.drawing import MARKS, WORDS, Look, bar, scale

if TYPE_CHECKING:
    from arena.psychometrics import Findings
    from arena.psychometrics.report import Check, Fit, Line, Profile
    from arena.psychometrics.scoring import Correlation, Estimate
    from arena.schema.interview import StoredInterview

_CELLS, _FEWER_CELLS = 33, 21
_STYLES: Mapping[Look, str] = MappingProxyType({"authored": "bold yellow", "self": "green", "seen": "cyan"})
_FEW = 3
"""With fewer people than this, nothing is said of them as a set."""


def draw(stored: StoredInterview, found: tuple[Findings, ...]) -> None:
    """Print every person, then the set."""
    for one in found:
        for profile in one.profiles:
            _draw_profile(profile, one.name)
        if len(one.profiles) >= _FEW:
            _draw_set(one)
    legend = (Text(f"{MARKS[look]} {WORDS[look]}", style=style) for look, style in _STYLES.items())
    screen().print(Text("  ").join(legend))
    source = f"talks of {stored.spec.source}" if stored.heard else "no talks were read"
    times = f"{stored.spec.runs} administrations each; brackets: 95 % over them"
    screen().print(safe(f"interview {stored.id} · {source} · {times}", "dim"))


def _draw_profile(profile: Profile, name: str) -> None:
    lines = [line for line in profile.lines if line.axis.main]
    low, high = lines[0].axis.low, lines[0].axis.high
    heading = [("", "left"), ("authored", "right"), ("self", "right"), ("seen", "right")]
    heading.append((scale(low, high, _width()), "left"))
    body = [
        (
            safe(line.axis.name, "" if line.expressed else "dim"),
            number(line.authored, 1),
            _estimate(line.own),
            _estimate(line.seen),
            _bar(line),
        )
        for line in lines
    ]
    screen().print(table(f"{profile.name} · {name}", heading, body))
    notes = [f"{profile.missing} statements without an answer"] if profile.missing else []
    if profile.reverse_consistency is not None and profile.acquiescence is not None:
        notes.append(f"consistency {profile.reverse_consistency:.2f}, yes-saying {profile.acquiescence:+.2f}")
    screen().print(safe(" · ".join(notes) + "\n", "dim"))


def _width() -> int:
    return _CELLS if screen().width >= WIDE else _FEWER_CELLS


def _bar(line: Line) -> Text:
    shown = Text()
    for cell, look in bar(line, _width()):
        shown.append(cell, style=_STYLES[look] if look else "dim")
    return shown


def _estimate(found: Estimate | None) -> Text:
    if found is None:
        return Text("–")
    shown = Text(f"{found.mean:.2f}")
    if found.low is not None and found.high is not None:
        shown.append(_between(found.low, found.high), style="dim")
    return shown


def _between(low: float, high: float) -> str:
    """The limits, on a line of their own where there is little room."""
    return f"{' ' if screen().width >= WIDE else chr(10)}[{low:.2f}, {high:.2f}]"


def _draw_set(found: Findings) -> None:
    n = len(found.profiles)
    columns = [
        ("", "left"),
        ("r self", "right"),
        ("r seen", "right"),
        ("error", "right"),
        ("alpha", "right"),
        ("ICC", "right"),
        ("retest", "right"),
        ("told", "right"),
    ]
    rows = [_fit(fit, n) for fit in found.fits if fit.axis.main]
    screen().print(table(f"{found.name} · authored against measured, over {n} people", columns, rows))
    screen().print(
        safe(
            "error: distance of self from authored, points · ICC: between people, over reruns · told: by portraits\n",
            "dim",
        )
    )
    _draw_order(found)
    head = [("check", "left"), ("value", "right"), ("gate", "left"), ("", "left"), ("detects", "left")]
    screen().print(table(f"{found.name} · checks", head, [_checked(check) for check in found.checks]))
    screen().print()


def _draw_order(found: Findings) -> None:
    """Whether people come out in the order in which they were authored."""
    columns = [("", "left"), ("ρ self", "right"), ("ρ seen", "right")]
    rows = [[fit.axis.name, *map(_correlation, (fit.own_order, fit.seen_order))] for fit in found.fits if fit.axis.main]
    screen().print(table(f"{found.name} · in the order authored? Rank correlation, 95 %", columns, rows))
    screen().print()


def _fit(fit: Fit, n: int) -> list[object]:
    return [
        fit.axis.name,
        _correlation(fit.own),
        _correlation(fit.seen),
        number(fit.own_error),
        number(fit.alpha),
        number(fit.icc_own),
        number(fit.retest.r),
        f"{fit.n_expressed} of {n}",
    ]


def _correlation(found: Correlation) -> Text:
    shown = Text(number(found.r))
    if found.low is not None and found.high is not None:
        shown.append(_between(found.low, found.high), style="dim")
    return shown


def _checked(check: Check) -> list[object]:
    said = {True: safe("met", "green"), False: safe("not met", "red"), None: safe("open", "dim")}
    return [check.name, number(check.value), check.gate, said[check.ok], check.detects]
