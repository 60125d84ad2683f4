"""Which of a person's preferences are awake in a turn, and how far they may be voiced."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from typing import Literal

from arena.schema.persona import Persona, Preference
from arena.schema.scenario import Scenario, SessionPlan
from arena.schema.user_view import Wish
from arena.users._asked_wishes import asked_about

Told = tuple[str, str]
"""A preference's id and the value that was told: a changed preference is news again."""

_WORK = frozenset({"work", "employment", "career"})
_AT_WORK = frozenset({"employer", "colleague"})


def in_context(preference: Preference, scenario: Scenario, plan: SessionPlan) -> bool:
    """Whether the preference holds in this setting: `work` ones at work, `private` ones elsewhere."""
    at_work = scenario.domain in _WORK or (plan.recipient is not None and plan.recipient.who in _AT_WORK)
    return preference.context == "any" or (preference.context == "work") == at_work


def on_topic(preference: Preference, scenario: Scenario, plan: SessionPlan) -> bool:
    """Whether the preference can come up; in small talk only those that hold of any reply do."""
    if plan.may_reveal.preferences != "any" and preference.id not in plan.may_reveal.preferences:
        return False
    return preference.topic == "any" or (preference.topic in scenario.touches and plan.kind != "noise")


def active(persona: Persona, scenario: Scenario, plan: SessionPlan, session: int) -> list[Preference]:
    """The preferences that hold in this session (1-based), as they stand now, most important first."""
    held = [
        persona.preference_at(p, session)
        for p in persona.preferences
        if session >= p.from_session and on_topic(p, scenario, plan) and in_context(p, scenario, plan)
    ]
    return sorted(held, key=lambda p: -p.importance)


def wish(preference: Preference, told: bool) -> Wish:
    """The preference as the person holds it, without numbers; a reason that its value gives is not given twice."""
    matters: Literal["a little", "somewhat", "a lot"] = "a little"
    if preference.importance >= 3:
        matters = "somewhat" if preference.importance == 3 else "a lot"
    return Wish(
        id=preference.id,
        about=preference.about,
        value=preference.value,
        because="" if " because " in preference.value else preference.because,
        matters=matters,
        shown_by=preference.shown_by,
        says_like=preference.says_like,
        told=told,
    )


def for_turn(held: Sequence[Preference], told: Collection[Told], reply: str, seed: int) -> tuple[Wish, ...]:
    """The wishes of one turn.

    Those told before stay, and so do those that only show as reactions; of the others at most one new wish comes up a
    turn, at the opening only as often as it matters. Whoever is asked about a wish has an answer, even where they would
    not bring it up by themselves; then no other one comes up.

    Args:
        held: the preferences awake, most important first.
        told: what was told before.
        reply: the assistant's last words; empty at the opening.
        seed: of the draw at the opening.
    """
    chance = random.Random(seed)  # noqa: S311  # reproducible, not secret
    fresh = [p for p in held if p.shown_by != "reacts_only" and (p.id, p.value) not in told]
    asked = asked_about(reply, held, {name for name, _ in told}) if reply else frozenset()
    if not reply:
        fresh = [p for p in fresh if chance.random() < p.importance / 6]
    new = {fresh[0].id} if fresh and not asked else set()
    return tuple(
        wish(p, (p.id, p.value) in told).model_copy(update={"asked": p.id in asked})
        for p in held
        if p.shown_by == "reacts_only" or (p.id, p.value) in told or p.id in new | asked
    )
