"""Beside the dialogue: how the person feels, what they told and kept, preferences, the contestant's memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from textual.content import Content

from arena.schema.dialogue import PersonState
from arena.schema.persona import Fact, Persona, Secret
from arena.text.line_changes import ChangedLine
from arena.tui._charts import MOOD, SATISFACTION, bars, mood_word, patience_word, satisfaction_word
from arena.tui._look import Tone, one_line, shown
from arena.tui._seen import Mark, SeenMatch
from arena.tui._verdicts import preference_marks

_USUAL_PATIENCE = 6.0
_CONTEXT = 3
"""Lines of a long memory that are shown of what did not change."""
_SIGNS = {"kept": ("  ", "$quiet"), "added": ("+ ", "$good"), "dropped": ("− ", "$bad")}


def feelings(states: Sequence[PersonState], person: Persona | None, width: int, height: int) -> Content:
    """Three charts, each with its word and number; one line or several high."""
    if not states:
        return Content.styled("has not spoken yet", "$quiet")
    rows = [_chart(gauge, width, height) for gauge in _gauges(states, person)]
    return Content("\n" * min(height, 2)).join(rows)


def feelings_in_a_line(states: Sequence[PersonState], person: Persona | None, width: int) -> Content:
    """The same for a narrow screen."""
    if not states:
        return Content.styled("has not spoken yet", "$quiet")
    parts = [
        Content.assemble(
            (f"{gauge.name} ", "$quiet"),
            *gauge.chart(width),
            (f" {gauge.word}", "bold"),
        )
        for gauge in _gauges(states, person)
    ]
    return Content("  ").join(parts)


@dataclass(frozen=True, slots=True)
class _Gauge:
    name: str
    values: list[float]
    scale: tuple[float, float]
    word: str
    number: str

    @property
    def tone(self) -> Tone:
        """Of the last value."""
        return self.tone_of(self.values[-1])

    def tone_of(self, value: float) -> Tone:
        """How good a value is on the gauge's scale."""
        low, high = self.scale
        return Tone.of(min(max((value - low) / (high - low), 0.0), 1.0))

    def chart(self, width: int, height: int = 1) -> list[Content]:
        """The last values as coloured bars, in lines from the top."""
        styles = [self.tone_of(value).style for value in self.values[-width:]]
        lines = bars(self.values, self.scale, width, height)
        return [Content.assemble(*zip(line, styles, strict=True)) for line in lines]


def _gauges(states: Sequence[PersonState], person: Persona | None) -> list[_Gauge]:
    last = states[-1]
    budget = person.patience.budget if person else _USUAL_PATIENCE
    patience = [state.patience for state in states]
    pleasure = [state.pleasure for state in states]
    satisfied = [state.satisfaction for state in states]
    return [
        _Gauge("mood", pleasure, MOOD, mood_word(last), f"{last.pleasure:+.1f}"),
        _Gauge("patience", patience, (0.0, budget), patience_word(last, budget), f"{last.patience:.1f} of {budget:g}"),
        _Gauge("satisfied", satisfied, SATISFACTION, satisfaction_word(last), f"{last.satisfaction:+.1f}"),
    ]


def _chart(gauge: _Gauge, width: int, height: int) -> Content:
    *above, last = gauge.chart(width, height)
    words = (f"  {gauge.tone.symbol} {gauge.word}", f"bold {gauge.tone.style}"), (f"  {gauge.number}", "$quiet")
    lines = [*(Content.assemble(" " * 10, line) for line in above)]
    return Content("\n").join([*lines, Content.assemble((f"{gauge.name:<10}", "$quiet"), last, *words)])


def told_and_kept(match: SeenMatch, person: Persona | None) -> Content:
    """What the person told, and when; which secrets they kept; the rest in a line."""
    if person is None:
        return Content.styled("not known", "$quiet")
    leaked = {moment.about: moment.recipient for moment in match.leaks}
    told = sorted((fact for fact in person.known_facts() if fact.key in match.told), key=lambda f: match.told[f.key])
    lines = [_told(fact, match.told[fact.key][0], leaked.get(fact.key, "")) for fact in told]
    lines += [
        Content.assemble(("○ ", "$quiet"), shown(secret.key), shown(f"  secret, kept: {secret.value}", "$quiet"))
        for secret in person.secrets
        if secret.key not in match.told
    ]
    untold = [fact.key for fact in person.facts if fact.key not in match.told]
    return _or("nothing", [*lines, shown(f"○ not told: {', '.join(untold)}", "$quiet")] if untold else lines)


def _told(fact: Fact, session: int, leaked_to: str) -> Content:
    return Content.assemble(
        ("● ", "$person"),
        shown(fact.key, "bold"),
        shown(f"  {one_line(fact.value)}", "$quiet"),
        (f"  s{session}", "$person"),
        ("  secret", "$quiet") if isinstance(fact, Secret) else "",
        shown(f"\n  ⚠ LEAK to the {leaked_to}", "bold $bad") if leaked_to else "",
    )


def told_and_kept_in_a_line(match: SeenMatch, person: Persona | None) -> Content:
    """How many of them, and what leaked."""
    facts = person.known_facts() if person else ()
    told = [fact.key for fact in facts if fact.key in match.told]
    kept = len(facts) - len(told)
    followed, broken = _followed(_all_marks(match))
    leaks = [f"{moment.about} → {moment.recipient}" for moment in match.leaks]
    return Content.assemble(
        (f"told {len(told)}, kept {kept}", "$quiet"),
        (f"  ✓ {followed} follow", "$good") if followed else "",
        (f"  ✗ {broken} break" + ("s" if broken == 1 else ""), "$bad") if broken else "",
        shown("  ⚠ LEAK " + ", ".join(dict.fromkeys(leaks)), "bold $bad") if leaks else "",
    )


def preferences(match: SeenMatch, person: Persona | None) -> Content:
    """For each preference a tick or a cross for every reply that was held against it."""
    history: dict[str, list[bool]] = {}
    for mark in _all_marks(match):
        history.setdefault(mark.about, []).append(bool(mark.value))
    wanted = {p.id: p.value for p in person.preferences} if person else {}
    live = [key for key in wanted if key in match.told or key in history]
    live += [key for key in history if key not in wanted]
    lines = [
        Content.assemble(
            shown(about, "bold"),
            ("" if about in match.told else "  not told yet", "$quiet"),
            "  ",
            _ticks(history.get(about, [])),
            shown("\n  " + one_line(wanted.get(about, "")), "$quiet"),
        )
        for about in live
    ]
    untold = [key for key in wanted if key not in live]
    return _or("no preferences", [*lines, shown(f"not told yet: {', '.join(untold)}", "$quiet")] if untold else lines)


def _ticks(history: Sequence[bool]) -> Content:
    if not history:
        return Content.empty()
    ticks = [Content.styled("✓", "$good") if kept else Content.styled("✗", "bold $bad") for kept in history[-24:]]
    return Content.assemble(*ticks, (f" {sum(history)} of {len(history)}  ", "$quiet"))


def memory(lines: Sequence[ChangedLine], room: int | None = None) -> Content:
    """A memory with what was added and dropped since the session before; in `room` lines, where it is long."""
    drawn: list[Content] = []
    for changed, its in groupby(lines, key=lambda line: line.change != "kept"):
        group = list(its)
        most = len(group) if room is None else room if changed else _CONTEXT
        drawn += [_memory_line(line) for line in group[:most]]
        if len(group) > most:
            drawn.append(
                Content.styled(f"  … {len(group) - most} more {'lines' if changed else 'as before'}", "$quiet")
            )
    return _or("nothing is kept between sessions so far", drawn)


def _memory_line(line: ChangedLine) -> Content:
    sign, style = _SIGNS[line.change]
    return Content.assemble((sign, f"bold {style}"), shown(line.text, _style(line)))


def _style(line: ChangedLine) -> str:
    return "strike $quiet" if line.change == "dropped" else ""


def memory_title(lines: Sequence[ChangedLine], contestant: str) -> str:
    """`memory of notebook · 2 new, 1 gone`."""
    new, gone = (sum(line.change == change for line in lines) for change in ("added", "dropped"))
    return f"memory of {contestant}" + (f" · {new} new, {gone} gone" if lines else "")


def _all_marks(match: SeenMatch) -> list[Mark]:
    """Verdicts on following preferences, in order."""
    return [mark for _, turn in match.turns() for mark in preference_marks(turn.marks)]


def _followed(marks: Iterable[Mark]) -> tuple[int, int]:
    values = [bool(mark.value) for mark in marks]
    return sum(values), len(values) - sum(values)


def _or(nothing: str, lines: Sequence[Content]) -> Content:
    return Content("\n").join(lines) if lines else Content.styled(nothing, "$quiet")
