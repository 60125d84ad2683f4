"""Standings as text: one line a contestant, columns aligned, colours by how good a value is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual.content import Content

from arena.schema.measure import BY_NAME, LIKABILITY, Measure
from arena.tui._charts import bars, span
from arena.tui._feed import Status
from arena.tui._look import cut, duration, number, one_line, percent, shown, tone_of
from arena.tui._standings import Standing, trend
from arena.tui._state import RunState

_RANK, _LEAST_NAME, _CELL = 8, 14, 13
"""Cells of a rank, of the shortest column of names, of the narrowest column with an interval."""
_TREND = 8
_LIKING = (1.0, 5.0)


def overview(columns: Sequence[Sequence[Standing]], titles: Sequence[str], width: int) -> Content:
    """The measures at a glance, ordered by the first of them: a line of means, and beneath it their intervals."""
    free = width - _RANK - 4
    wide = name_width([row.contestant for row in columns[0]], free - _CELL * len(columns))
    room = min(max((free - wide) // len(columns), _CELL), 30)
    heads = "".join(f"{cut(title, room - 2):<{room}}" for title in titles)
    lines = [Content.styled(f"{'rank':<{_RANK}}{'contestant':<{wide}}{heads}", "$quiet")]
    for first in columns[0]:
        row = [next(s for s in column if s.contestant == first.contestant) for column in columns]
        means = [_padded(_mean(standing), room) for standing in row]
        under = [
            _padded(Content.styled(f"{'  ' if room >= 16 else ''}{_between(standing)}", "$quiet"), room)
            for standing in row
        ]
        counted = _padded(Content.styled(f"n={first.n_matches}{_not_counted(first)}", "$quiet"), wide)
        lines.append(Content.assemble(_rank(first), _name(first.contestant, wide), *means))
        lines.append(Content.assemble(" " * _RANK, counted, *under).rstrip())
    return Content("\n").join([*lines, *_footnotes(columns[0])])


def of_measure(rows: Sequence[Standing], measure: str, width: int) -> Content:
    """One measure: rank, mean, interval as a picture and in numbers."""
    known = BY_NAME.get(measure)
    about = f"{known.means} · {known.unit} · {known.better} is better" if known else measure
    lines = [shown(about, "italic $quiet"), Content("")]
    wide = name_width([row.contestant for row in rows], width - _RANK - 34 - 12)
    for row in rows:
        picture = _picture(row, known, max(12, width - _RANK - wide - 34))
        name = _name(row.contestant, wide)
        lines.append(Content.assemble(_rank(row), name, picture, "  ", _mean(row), (f" {_between(row)}", "$quiet")))
        lines.append(Content.styled(" " * (_RANK + wide) + f"n={row.n_matches}{_not_counted(row)}", "$quiet"))
    return Content("\n").join([*lines, *_footnotes(rows)])


def trends(state: RunState, width: int) -> Content:
    """Likability over sessions, a line a contestant; all matches so far, also those being played."""
    found = trend(state)
    if not found:
        return Content("")
    sessions = sorted({number for points in found.values() for number, _, _ in points})
    wide = name_width(found, width - _TREND - 4 - 8 * len(sessions))
    room = min(max((width - wide - _TREND - 4) // max(len(sessions), 1), 7), 14)
    head = f"{'likability by session':<{wide + _TREND}}" + "".join(f"{f's{n}':<{room}}" for n in sessions)
    lines = [Content.styled(head, "$quiet")]
    for name, points in found.items():
        means = {session: (mean, n) for session, mean, n in points}
        cells = [_padded(_point(means.get(session), roomy=room >= 12), room) for session in sessions]
        line = bars([mean for _, mean, _ in points], _LIKING, _TREND - 1)[0]
        lines.append(Content.assemble(_name(name, wide), (f"{line:<{_TREND}}", "$good"), *cells))
    return Content("\n").join(lines)


def costs(state: RunState, status: Status) -> Content:
    """Calls, tokens, money, pace, time left."""
    meter = state.meter
    minutes = state.played_s / 60
    parts = [f"{meter.calls} model calls" + (f" ({meter.failed} failed)" if meter.failed else "")]
    if meter.input_tokens is not None or meter.output_tokens is not None:
        parts.append(f"{meter.input_tokens or 0:,} tokens in, {meter.output_tokens or 0:,} out")
    parts.append("offline, costs nothing" if state.is_offline else _money(meter.cost_usd))
    if minutes > 0:
        parts.append(f"{state.n_turns / minutes:.0f} turns a minute")
    if state.left_s is not None:
        parts.append(f"about {duration(state.left_s)} left")
    elif status is Status.OVER or state.ended:
        parts.append(f"played for {duration(state.played_s)}")
    return shown(" · ".join(parts), "$quiet")


def _money(cost: float | None) -> str:
    return "cost unmetered" if cost is None else f"${cost:.4f}"


def _rank(row: Standing) -> Content:
    if row.rank is None:
        return Content.styled(f"{'–':<{_RANK}}", "$quiet")
    between = f" {row.rank_low}–{row.rank_high}" if row.rank_low != row.rank_high else ""
    return Content.assemble((f"{row.rank}", "bold"), (f"{between:<{_RANK - len(str(row.rank))}}", "$quiet"))


def name_width(names: Iterable[str], room: int) -> int:
    """Cells of the column of names: all of the longest and a gap, as far as there is `room`."""
    longest = max((cell_len(one_line(name)) for name in names), default=0)
    return max(min(longest + 2, room), _LEAST_NAME)


def _name(contestant: str, wide: int) -> Content:
    return _padded(shown(cut(one_line(contestant), wide - 2), "bold $contestant"), wide)


def _mean(row: Standing) -> Content:
    measure = BY_NAME.get(row.measure)
    if row.interval is None:
        return Content.styled("– not yet", "$quiet")
    tone = tone_of(row.measure, row.interval.mean)
    return Content.styled(f"{tone.symbol} {_figure(row.interval.mean, measure)}", f"bold {tone.style}")


def _between(row: Standing) -> str:
    measure, interval = BY_NAME.get(row.measure), row.interval
    if interval is None or interval.low is None or interval.high is None:
        return ""
    if _is_share(measure):
        return f"[{100 * interval.low:.0f}, {100 * interval.high:.0f}] %"
    return f"[{number(interval.low)}, {number(interval.high)}]"


def _figure(value: float, measure: Measure | None) -> str:
    return percent(value) if _is_share(measure) else number(value)


def _is_share(measure: Measure | None) -> bool:
    return measure is not None and (measure.low, measure.high) == (0, 1)


def _picture(row: Standing, measure: Measure | None, width: int) -> Content:
    if row.interval is None or measure is None:
        return Content(" " * width)
    scale = (measure.low, measure.high)
    drawn = span(row.interval.low, row.interval.mean, row.interval.high, scale, width)
    return Content.styled(drawn, tone_of(row.measure, row.interval.mean).style)


def _point(point: tuple[float, int] | None, *, roomy: bool) -> Content:
    if point is None:
        return Content.styled("–", "$quiet")
    mean, n = point
    tone = tone_of(LIKABILITY, mean)
    return Content.assemble((f"{tone.symbol} {mean:.1f}", tone.style), (f" n={n}" if roomy else "", "$quiet"))


def _not_counted(row: Standing) -> str:
    parts = [f"{row.n_playing} playing"] if row.n_playing else []
    parts += [f"{row.n_left_out} left out"] if row.n_left_out else []
    return "".join(f", {part}" for part in parts)


def _footnotes(rows: Sequence[Standing]) -> list[Content]:
    from arena.results.in_words import certainty  # noqa: PLC0415  # numpy, when the first number is shown

    intervals = [row.interval for row in rows if row.interval]
    people = max((interval.n_personas for interval in intervals), default=0)
    said = certainty(people, approximate=any(interval.approximate for interval in intervals))
    return [Content(""), *([Content.styled(said, "$quiet")] if said else [])]


def _padded(content: Content, width: int) -> Content:
    return content.pad_right(max(width - content.cell_length, 0))
