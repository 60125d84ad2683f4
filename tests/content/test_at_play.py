"""The shipped people as the offline model plays them: recognisable, in their word band, discreet, and gone in time."""

from __future__ import annotations

import re
from collections.abc import Callable
from statistics import median

import pytest

from arena.schema.persona import Persona, Secret
from arena.text.match import mentions
from arena.text.words import count_words
from arena.users._reveals import brought_up
from tests.content.playing import GROUP, Played, course, played
from tests.content.reading import Reader
from tests.content.test_shipped import PERSONAS, SCENARIOS, SLOT, each_persona

pytestmark = pytest.mark.xdist_group(GROUP)

STUDIED = ("another-job", "noise-next-door")
UNSEEN = ("since-the-call", "late-exam")
UNSIGNED = 20
_LISTED = re.compile(r"\n\s*\n.*", re.DOTALL)
"""The list of choices behind a first message, which is the scenario's."""

Half = Callable[[int], bool]


def _kept(lines: tuple[str, ...], keep: Half) -> tuple[str, ...]:
    """Every other line; where there is only one, it belongs to the first half."""
    return tuple(line for place, line in enumerate(lines) if keep(place))


def _with_half(persona: Persona, keep: Half) -> Persona:
    """The person with half of the lines, of the ways to tell each fact and to voice each wish."""
    voice = persona.voice
    lines = {act: kept for act, own in voice.lines.items() if (kept := _kept(own, keep))}
    preferences = tuple(
        p.model_copy(
            update={
                "says_like": _kept(p.says_like, keep),
                "changes": tuple(c.model_copy(update={"says_like": _kept(c.says_like, keep)}) for c in p.changes),
            }
        )
        for p in persona.preferences
    )
    return persona.model_copy(update={"voice": voice.model_copy(update={"lines": lines}), "preferences": preferences})


def _said(course_played: Played) -> list[str]:
    return [_LISTED.sub("", text) for text in course_played.said]


def _authored(persona: Persona) -> list[str]:
    """What the author wrote as said by this person: the words around the slots of a line, and whole sentences."""
    pieces = [piece for own in persona.voice.lines.values() for line in own for piece in SLOT.split(line)]
    sayings = [s for f in persona.known_facts() for s in f.says_like]
    sayings += [s for p in persona.preferences for q in (p, *p.changes) for s in q.says_like]
    return [piece.strip(" .,!?").lower() for piece in (*pieces, *sayings) if count_words(piece) >= 2]


def _used(persona: Persona, messages: list[str]) -> set[str]:
    everything = " \n ".join(messages).lower()
    return {piece for piece in _authored(persona) if piece in everything}


def test_a_reader_tells_the_people_apart_by_how_they_write() -> None:
    """Twenty unsigned messages each, on other matters, without a line that the reader has seen; chance is one in 24."""
    studied, unsigned = {}, {}
    for name, persona in PERSONAS.items():
        first = _with_half(persona, lambda place: place % 2 == 0)
        second = _with_half(persona, lambda place: place % 2 == 1)
        learned = [text for s in STUDIED for text in _said(played(first, SCENARIOS[s]))]
        asked = [text for s in UNSEEN for text in _said(played(second, SCENARIOS[s]))]
        seen = _used(persona, learned)
        fresh = [text for text in asked if not _used(persona, [text]) & seen][:UNSIGNED]
        assert not _used(persona, learned) & _used(persona, fresh)
        assert len(fresh) == UNSIGNED, name
        studied[name], unsigned[name] = learned, fresh
    reader = Reader(studied)
    right = [name for name, messages in unsigned.items() if reader.who(messages) == name]
    assert len(right) * 2 >= len(PERSONAS), sorted(set(PERSONAS) - set(right))


@each_persona
def test_the_middle_message_is_as_long_as_the_person_usually_writes(persona: Persona) -> None:
    said = [count_words(text) for s in ("smaller-flat", "late-exam") for text in _said(course(persona.id, s))]
    middle = median(said)
    spread = median(abs(length - middle) for length in said)
    words = persona.voice.words_per_message
    assert abs(middle - words.usual) <= max(1, spread)
    assert 0.6 * words.usual <= middle <= 1.5 * words.usual
    assert sorted(said)[int(0.9 * (len(said) - 1))] <= 1.3 * words.long


@pytest.mark.parametrize("scenario_id", ["smaller-flat", "since-the-call"])
def test_nobody_says_what_they_tell_to_nobody(scenario_id: str) -> None:
    for name, persona in PERSONAS.items():
        match = course(name, scenario_id)
        given = "\n".join(brought_up(plan) for plan in match.scenario.sessions)
        never = [s for s in persona.secrets if s.own_policy == "never"]
        said = "\n".join(match.said)
        assert match.misbehaved == (), name
        assert [s.key for s in never if mentions(said, s.value, s.says_like) and not _in(given, s)] == [], name


def _in(text: str, secret: Secret) -> bool:
    return mentions(text, secret.value, secret.says_like) is not None


def _sessions(match: Played) -> list[tuple[str, list[float]]]:
    """How each session ended, and the patience that was left at each of the person's turns."""
    left: list[list[float]] = [[] for _ in match.ends]
    for event in match.turns:
        if event.state is not None:
            left[event.turn.session - 1].append(event.state.patience)
    return list(zip(match.ends, left, strict=True))


def test_hardly_anybody_leaves_while_they_still_have_patience() -> None:
    """At most three sessions in a hundred end by impatience with more than a point left, with a decent assistant."""
    courses = [course(name, s) for name in PERSONAS for s in ("smaller-flat", "since-the-call")]
    sessions = [session for course in courses for session in _sessions(course)]
    early = [left for end, left in sessions if end in {"patience", "vanished"} and left[-1] > 1]
    assert len(sessions) > 200
    assert len(early) / len(sessions) <= 0.03


def test_whoever_has_run_out_of_patience_is_gone_within_two_turns() -> None:
    """With an assistant that lectures, the mean number of turns after patience is gone is at most one and a half."""
    courses = [course(name, "noise-next-door", "lecturer") for name in PERSONAS]
    dry = [(end, sum(points <= 0 for points in left)) for c in courses for end, left in _sessions(c)]
    stayed = [turns - (end in {"patience", "vanished"}) for end, turns in dry if turns]
    assert len(stayed) >= 5
    assert sum(stayed) / len(stayed) <= 1.5
