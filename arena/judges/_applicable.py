"""Which reply of a session is decisive for preferences, and which preferences it is held against."""

from __future__ import annotations

from arena.judges._bench import Place
from arena.judges._options import recommended
from arena.judges._transcript import SessionCopy, Transcript
from arena.judges.preference import Decision
from arena.schema.dialogue import Turn
from arena.schema.persona import Persona, Preference
from arena.schema.scenario import Scenario, SessionPlan

_JUDGED = frozenset({"task", "talk", "message", "scripted"})


def decision_of(transcript: Transcript, persona: Persona, scenario: Scenario) -> Decision | None:
    """What the current session, which has just ended, decided; None when it decided nothing about preferences.

    The decisive reply is the last one that the contestant generated to something the person said. (A farewell ends
    its session and is not replied to.) Where the person has options to choose from, questions may follow the choice:
    there it is the last reply that recommends one. Off-topic sessions decide nothing. In a scripted session the last
    reply is the answer, whatever it names, and it decides about
    a preference only where the plan has options or checks, or the preference was shown before the request: an
    imported item states its preference in one turn and puts its question in another, and the reply to the bare
    statement is no answer to the question.
    """
    session = transcript.current
    reply = _decisive(session)
    if reply is None or session.plan.kind not in _JUDGED:
        return None
    holds = _held(persona, session.number)
    applicable = tuple(
        preference
        for preference in holds
        if _concerns(preference, scenario, session.plan)
        and (session.plan.kind != "scripted" or _was_put(preference, transcript, reply))
    )
    if not applicable:
        return None
    place = Place(session.number, reply.index)
    former = {p.id: was for p in applicable if (was := _former(persona, p.id, session.number)) is not None}
    return Decision(place, session.request_of(reply), reply.text, applicable, holds, session.plan, former)


def _held(persona: Persona, session: int) -> tuple[Preference, ...]:
    """The preferences that the person has in a session, as they stand in it."""
    return tuple(
        persona.preference_at(preference, session)
        for preference in persona.preferences
        if preference.from_session <= session
    )


def _former(persona: Persona, preference: str, session: int) -> str | None:
    """What a preference was before its last change by `session`; None where it has not changed yet."""
    authored = next(p for p in persona.preferences if p.id == preference)
    changed = max((change.session for change in authored.changes if change.session <= session), default=None)
    return None if changed is None else persona.preference_at(authored, changed - 1).value


def _decisive(session: SessionCopy) -> Turn | None:
    first = next((turn.index for turn in session.turns if turn.speaker == "user"), None)
    replies = [turn for turn in session.generated() if first is not None and turn.index > first]
    if session.plan.kind != "scripted":
        choosing = [turn for turn in replies if recommended(turn.text, session.plan.options)]
        replies = choosing or replies
    return replies[-1] if replies else None


def _concerns(preference: Preference, scenario: Scenario, plan: SessionPlan) -> bool:
    return preference.topic in ("any", *scenario.touches) or any(c.preference == preference.id for c in plan.checks)


def _was_put(preference: Preference, transcript: Transcript, reply: Turn) -> bool:
    """Whether a scripted session asks for something that this preference bears on."""
    session = transcript.current
    if session.plan.options or any(check.preference == preference.id for check in session.plan.checks):
        return True
    spoken = [event for event in transcript.user_turns() if _before(event.turn, reply)]
    *earlier, request = spoken
    shown = [event for event in spoken if preference.id in event.reveals]
    # A script that does not say where it shows the preference shows it in its first words.
    return shown[0] is not request if shown else bool(earlier)


def _before(turn: Turn, reply: Turn) -> bool:
    return (turn.session, turn.index) < (reply.session, reply.index)
