"""What a reply takes up of what the person said: a feeling, a wish just stated, something told on another day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from arena.assistants.offline import _phrases
from arena.assistants.offline._about import has_shape, is_lasting, matters_in
from arena.assistants.offline._desk import Desk, Plan
from arena.assistants.offline._echo import form_wanted, thing_wanted, to_you
from arena.assistants.offline._knowledge import GENERIC, asking_part, wants_other_matters
from arena.assistants.offline._reading import Sight, Statement, form_asked, statements_in, stems
from arena.assistants.offline._wording import feeling_in, is_joke

_AS_A_THING = 0.4
"""How often a wish is given back as the thing that is wanted, where it can be."""
_WISHES = re.compile(
    r"^you(?:'d| would)? (?:\w+ly )?(?:need|want|prefer|rather|like|love|hate|can't|cannot|don't|do not|learn|work)\b",
    re.IGNORECASE,
)
_WANTS = re.compile(r"\b(?:need|want|prefer|rather)\b", re.IGNORECASE)
_RECALLS = re.compile(r"\b(?:you told me|you mentioned|i remember|you said|mind that you)\b", re.IGNORECASE)


def with_manners(desk: Desk, plan: Plan) -> Plan:
    """The plan with the answer to a feeling, and the acknowledgement of what was just told."""
    told = [s for s in statements_in(desk.sight.last) if not plan.letter or form_asked(s.text)]
    feeling = feeling_in(desk.sight.last)
    opening = desk.say(feeling) if feeling else desk.say(_phrases.FUNNY) if is_joke(desk.sight.last) else ""
    return replace(plan, opening=plan.opening or opening, noted=_acknowledged(desk, plan, told))


def _acknowledged(desk: Desk, plan: Plan, told: Sequence[Statement]) -> str:
    if any(s.text.rstrip(".") in part for s in told for part in plan.core):
        return ""
    if noted := _wish_noted(desk, [s for s in told if s.wish]):
        return noted
    return desk.say(_phrases.TAKEN) if told and desk.sight.own and "?" not in desk.sight.last else ""


def _wish_noted(desk: Desk, wishes: Sequence[Statement]) -> str:
    """The wishes just stated, given back: the form asked for, or the newest other wish; empty where none can be."""
    asked = dict(pair for wish in wishes for pair in form_asked(wish.text))
    if what := form_wanted(tuple(asked.items())):
        return desk.say(_phrases.NOTED_FORM, what=what)
    for wish in sorted(reversed(wishes), key=lambda w: not _WANTS.search(w.text)):
        thing, you = thing_wanted(wish.text), to_you(wish.text)
        if thing and (not you or desk.offline.random.random() < _AS_A_THING):
            return desk.say(_phrases.NOTED_THING, what=thing)
        if _WISHES.search(you):
            return desk.say(_phrases.NOTED_WISH, you=you)
    return ""


def callback(desk: Desk) -> str:
    """Something the person told of themselves in an earlier session that bears on what they ask now, once.

    Not in two replies running, and not where they ask for another subject.
    """
    sight = desk.sight
    if wants_other_matters(sight.last) or (sight.own and _RECALLS.search(sight.own[-1])):
        return ""
    matter = stems(f"{asking_part(sight.last)} {asking_part(sight.first)}") - GENERIC
    fresh = [(len(s.stems & matter), i, s) for i, s in enumerate(sight.statements) if _worth_recalling(sight, s)]
    shared, _, said = max(fresh, key=lambda f: f[:2], default=(0, 0, None))
    if said is None or not shared:
        return ""
    if you := to_you(said.text):
        return desk.say(_phrases.CALLBACK_YOU, you=you)
    return desk.say(_phrases.CALLBACK, said=said.text)


def _worth_recalling(sight: Sight, said: Statement) -> bool:
    tells = bool(to_you(said.text)) if said.wish else is_lasting(said.text) and not matters_in(said.text)
    if not said.past or not tells or form_asked(said.text) or has_shape("name", said.text):
        return False
    return not (sight.has_said(said.text.rstrip(".")) or sight.has_said(to_you(said.text) or said.text))
