"""A moment in words: a line for a list, and the story around it. Pure text with styles, no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from arena.schema.measure import IN_A_WORD
from arena.tui._excerpt import excerpt, found, lit
from arena.tui._look import Tone, number, shown
from arena.tui._query import Query
from arena.tui._scene import Scene
from arena.tui._search import telling
from arena.tui._seen import Mark, SeenTurn
from arena.tui._state import RunState
from arena.tui._verdicts import highlighted, in_full, leak_lines, quotes_on

_VOICE = {
    "person": ("›", "$person"),
    "contestant": ("‹", "$contestant"),
    "probe": ("?", "$probe"),
    "session": ("∑", ""),
}
"""Who speaks -> symbol and colour."""
_FEW = 3
"""Verdicts named in a line."""


def in_two_lines(state: RunState, scene: Scene, query: Query, width: int) -> list[Content]:
    """A hit in a list: who, where and with what verdict; then the words, around those that were looked for."""
    plan = scene.match.plan
    marks = telling(query, scene)
    head = Content.assemble(
        shown(state.name(plan.persona), "bold $person"),
        (" · ", "$quiet"),
        shown(plan.contestant, "bold $contestant"),
        (f"  {_short_place(scene)}  ", "$quiet"),
        Content("  ").join(_tag(mark, scene) for mark in marks[:_FEW]),
        f" +{len(marks) - _FEW}" if len(marks) > _FEW else "",
    )
    symbol, style = _VOICE[scene.by]
    text, spans = excerpt(scene.text, query.words or _evidence(query, scene), max(width - 3, 8))
    return [head, Content.assemble((f" {symbol} ", style or "$quiet"), lit(text, spans, "" if text else "$quiet"))]


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a story is told."""

    before: int
    after: int
    """Turns before the moment, and after it."""
    around: int
    """Characters of those turns."""
    here: int
    """Characters of the moment."""
    airy: bool = True
    """Whether there is a blank line between turns."""


WIDE = Room(before=3, after=2, around=420, here=20_000)
NARROW = Room(before=1, after=1, around=66, here=230, airy=False)


def story(state: RunState, scene: Scene, query: Query, room: Room) -> Content:
    """The utterances around a moment and the moment itself, with its verdicts and the words that they rest on."""
    turns = scene.session.turns
    at = _index(scene) if scene.turn else len(turns) + 1
    around = [turn for turn in turns if at - room.before <= turn.index <= at + room.after]
    parts = [_heading(state, scene)]
    parts += [_turn(state, scene, turn, query, room.around) for turn in around if turn.index < at]
    if scene.turn is not None:
        parts.append(_turn(state, scene, scene.turn, query, room.here, here=True))
    elif scene.probe is not None:
        parts.append(_probe(scene, query))
    if verdicts := _verdicts(state, scene, query):
        parts.append(Content("\n").join(verdicts))
    parts += [_turn(state, scene, turn, query, room.around) for turn in around if turn.index > at]
    return Content("\n\n" if room.airy else "\n").join(parts)


def _heading(state: RunState, scene: Scene) -> Content:
    plan, session = scene.match.plan, scene.session
    course = state.course(plan.scenario)
    to = f" · to the {session.recipient}" if session.recipient else ""
    return Content.assemble(
        shown(course.title if course else plan.scenario, "bold"), shown(f"  {scene.where}{to}", "$quiet")
    )


def _turn(state: RunState, scene: Scene, turn: SeenTurn, query: Query, room: int, *, here: bool = False) -> Content:
    plan, user = scene.match.plan, turn.speaker == "user"
    name, colour = (state.name(plan.persona), "$person") if user else (plan.contestant, "$contestant")
    quotes = quotes_on(scene.session, turn.index)
    text = turn.text or "(left)"
    if len(text) > room:
        text, _ = excerpt(text, query.words or _evidence(query, scene) if here else (), room)
    origin = f" [{turn.origin}]" if turn.origin != "generated" else ""
    told = f"\n  told: {', '.join(turn.reveals)}" if turn.reveals and (here or room > NARROW.around) else ""
    words = _lit(highlighted(text, quotes), query)
    return Content.assemble(
        ("▶ " if here else "  ", "$primary bold"),
        shown(name, f"bold {colour}"),
        shown(f" {turn.index}{origin}  ", "$quiet"),
        words if here else words.stylize_before("$quiet"),
        shown(told, "$quiet"),
    )


def _lit(text: Content, query: Query) -> Content:
    for start, end in found(text.plain, query.words):
        text = text.stylize("reverse", start, end)
    return text


def _evidence(query: Query, scene: Scene) -> list[str]:
    """The words of the moment that the verdicts that were looked for rest on."""
    return [words for mark in telling(query, scene) for turn, words in mark.quotes if turn == _index(scene)]


def _probe(scene: Scene, query: Query) -> Content:
    return Content.assemble(
        ("▶ ", "$primary bold"), ("asked out of band  ", "bold $probe"), _lit(shown(scene.text), query)
    )


def _verdicts(state: RunState, scene: Scene, query: Query) -> list[Content]:
    """Leaks in full, then what was looked for with its evidence, then the rest."""
    sought = [mark for mark in query.sought(scene) if not mark.leaks]
    rest = [mark for mark in scene.marks if mark not in sought and not mark.leaks]
    lines = leak_lines(scene.marks, scene.session, state.person(scene.match.plan.persona))
    for mark in sought:
        lines += in_full([mark]) or [shown(f"· {mark.measure} {mark.about}: not applicable", "$quiet")]
        lines += [shown(f"    “{words}”", "italic") for _, words in mark.quotes]
    lines += in_full(rest)
    return [Content.assemble("  ", line) for line in lines]


def _tag(mark: Mark, scene: Scene) -> Content:
    if mark.leaks:
        return shown(f"⚠ LEAK {mark.about} → {scene.session.recipient or 'somebody else'}", "bold $bad")
    tone = Tone.of(mark.goodness)
    name = mark.measure.split(".", 1)[-1]
    name = IN_A_WORD.get(name, {"overall": "liked"}.get(name, name))
    value = number(mark.value, 1 if mark.measure.startswith("likability") else 0)
    words = f"{tone.symbol} {name} {mark.about if scene.probe is None else ''}".rstrip()
    return shown(f"{words} {value if mark.status == 'scored' else mark.status.replace('_', ' ')}", tone.style)


def _short_place(scene: Scene) -> str:
    place = f"t{scene.turn.index}" if scene.turn else f"probe {scene.probe.probe}" if scene.probe else "whole"
    return f"s{scene.session.number} {place}"


def _index(scene: Scene) -> int:
    return scene.turn.index if scene.turn else 0


def examples(people: Sequence[str], contestants: Sequence[str]) -> list[tuple[str, str]]:
    """(query, what it finds) for somebody who has not searched yet, with names from the run."""
    person = people[0].split("-")[0] if people else "ines"
    contestant = min(contestants, key=len, default="plain")  # a long one would push what it means off a narrow screen
    contestant = f'"{contestant}"' if len(contestant.split()) > 1 else contestant
    return [
        ("deposit", "a word; several must all be there"),
        ('"find a flat"', "a phrase"),
        ("is:leak", "secrets that reached somebody else"),
        ("privacy.violation", "verdicts on a measure"),
        ("likability<3", "verdicts by value; also recall=0"),
        (f"persona:{person} by:person", "what one person said"),
        (f"contestant:{contestant} session>1", "with whom, and where in the match"),
        ("about:debt", "a fact or preference told or judged"),
        ("label:unaware", "the word beside a verdict"),
        (f"-persona:{person} likability=5", "a minus is not; a comma is or"),
        ("overall=failed", "no verdict; also abstained, na"),
        ("is:human", "typed by a human; also given, void …"),
    ]
