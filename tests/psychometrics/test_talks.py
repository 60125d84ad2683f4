"""What a stranger gets to read: the person's own words, without a name, from an even choice of talks."""

from __future__ import annotations

from datetime import UTC, datetime

from arena.psychometrics.talks import chosen, played, remembered, talk_of
from arena.schema.dialogue import Turn
from arena.schema.event import Event, MatchEnded, SessionEnded, SessionStarted, TurnSpoken
from arena.schema.persona import Persona
from arena.schema.run import MatchPlan
from arena.text.choices import with_choices

WHO = Persona.model_validate(
    {
        "id": "ada",
        "identity": {"name": "Ada Lovelock"},
        "preferences": [{"id": "short", "about": "length", "value": "wants short answers"}],
    }
)


def plan(key: str, scenario: str = "flat", persona: str = "ada") -> MatchPlan:
    return MatchPlan(key=key, persona=persona, scenario=scenario, contestant="plain", seed=0)


def said(match: str, index: int, text: str, origin: str = "generated", attempt: int = 1) -> TurnSpoken:
    speaker = "user" if index % 2 else "assistant"
    turn = Turn.model_validate({"session": 1, "index": index, "speaker": speaker, "text": text, "origin": origin})
    return TurnSpoken(match=match, attempt=attempt, at=0, turn=turn)


def match(key: str, *turns: TurnSpoken, outcome: str = "completed", attempt: int = 1) -> list[Event]:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    start = SessionStarted(match=key, attempt=attempt, at=0, session=1, plan="s", kind="task", now=at)
    over = SessionEnded(match=key, attempt=attempt, at=0, session=1, reason="goal_met")
    end = MatchEnded.model_validate({"match": key, "attempt": attempt, "at": 0, "outcome": outcome})
    return [start, *turns, over, end]


def test_names_choices_and_given_lines_are_taken_out_and_replies_shortened() -> None:
    opening = with_choices("It's Ada, which flat?", ["a very long list of flats"])
    turns = (said("m", 1, opening), said("m", 2, "Dear LOVELOCK, " + "well " * 200), said("m", 3, "scripted", "given"))
    (found,) = played(match("m", *turns), [plan("m")])
    lines = talk_of(found.sessions[1], WHO).lines
    assert [line.mine for line in lines] == [True, False]
    assert lines[0].text == "It's [name], which flat?"
    assert lines[1].text.startswith("Dear [name], well")
    assert len(lines[1].text) < 260


def test_scenarios_take_turns_and_failed_matches_are_left_out() -> None:
    plans = [plan("a1"), plan("a2"), plan("b1", "back"), plan("c1", "exam"), plan("x", persona="bob")]
    events = [
        *match("a1", said("a1", 1, "one")),
        *match("a2", said("a2", 1, "two")),
        *match("b1", said("b1", 1, "three")),
        *match("c1", said("c1", 1, "four"), outcome="failed"),
        *match("x", said("x", 1, "five")),
    ]
    assert [key for key, _ in chosen(played(events, plans), "ada", most=2)] == ["b1", "a1"]
    assert [key for key, _ in chosen(played(events, plans), "ada")] == ["b1", "a1", "a2"]


def test_only_the_latest_attempt_counts() -> None:
    first, second = match("m", said("m", 1, "old")), match("m", said("m", 1, "new", attempt=2), attempt=2)
    (found,) = played([*first, *second, said("m", 3, "late")], [plan("m")])
    assert [spoken.turn.text for spoken in found.sessions[1].turns] == ["new"]


def test_a_scripted_talk_says_nothing_of_anybody() -> None:
    assert chosen(played(match("m", said("m", 1, "written", "given")), [plan("m")]), "ada") == []


def test_what_is_remembered() -> None:
    (found,) = played(match("m", said("m", 1, "which flat")), [plan("m")])
    assert remembered(list(found.sessions.values())) == ("You wrote: “which flat” You got what you came for.",)
