"""Habits of the planted faults and their rivals, offline: the honest reply with one thing changed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from arena.assistants.offline import _habit_words as words_of
from arena.assistants.offline import _phrases
from arena.assistants.offline._about import matters_in
from arena.assistants.offline._compose import compose
from arena.assistants.offline._desk import Plan
from arena.assistants.offline._knowledge import catalogue_asked
from arena.assistants.offline._letter import bearing, tells
from arena.assistants.offline._memory import recalled
from arena.assistants.offline._phrases import Register
from arena.assistants.offline._plan import plan_for
from arena.assistants.offline._reading import Sight, Statement, form_asked, overtaken, sight_of, statements_in
from arena.assistants.offline._wording import register_of
from arena.assistants.questions import DraftInputs, FaultyInputs
from arena.models.offline import Offline
from arena.schema.assistant_view import Message
from arena.schema.question import Prose
from arena.text.retraction import asks_to_forget
from arena.text.stance import fit
from arena.text.words import count_words, sentences


@dataclass(frozen=True)
class _Occasion:
    """What a habit has at hand."""

    inputs: DraftInputs
    offline: Offline

    @cached_property
    def sight(self) -> Sight:
        return sight_of(self.inputs)

    @property
    def chance(self) -> random.Random:
        return self.offline.random

    def plan(self, register: Register | None = None) -> Plan:
        return plan_for(self.sight, self.offline, register)

    def honest(self) -> str:
        """The reply without the habit."""
        return compose(self.plan(), self.sight, self.chance)

    def fresh(self, lines: tuple[str, ...]) -> str:
        """One of `lines`, one that was not said in this session where there is one."""
        return self.chance.choice([line for line in lines if not self.sight.has_said(line)] or list(lines))


Habit = Callable[[_Occasion], str]


def faulty(inputs: FaultyInputs, offline: Offline) -> Prose:
    """The reply with the habit. A probe is answered in one line, by the forgetter without knowing anything."""
    seen = _HEARS.get(inputs.fault, _everything)(inputs)
    occasion = _Occasion(seen, offline)
    if inputs.probe:
        return Prose(text=recalled(occasion.sight, "plain", offline.random))
    return Prose(text=_HABITS.get(inputs.fault, _Occasion.honest)(occasion))


# What is heard ---------------------------------------------------------------------------------------------------


def _everything(inputs: DraftInputs) -> DraftInputs:
    return inputs


def _last_alone(inputs: DraftInputs) -> DraftInputs:
    return inputs.model_copy(update={"memory": "", "earlier": (), "messages": ()})


def _first_wishes(inputs: DraftInputs) -> DraftInputs:
    """The inputs without the sentences in which the person changes their mind."""
    wishes: list[Statement] = []
    earlier = tuple(past.model_copy(update={"messages": _unchanged(past.messages, wishes)}) for past in inputs.earlier)
    messages = _unchanged(inputs.messages, wishes)
    last = _unchanged((Message(role="user", content=inputs.last),), wishes)[0].content
    return inputs.model_copy(update={"earlier": earlier, "messages": messages, "last": last})


def _unchanged(messages: tuple[Message, ...], wishes: list[Statement]) -> tuple[Message, ...]:
    return tuple(_deaf(message, wishes) if message.role == "user" else message for message in messages)


def _deaf(message: Message, wishes: list[Statement]) -> Message:
    """`message` without what overtakes a wish heard before; new wishes are added to those heard."""
    text = message.content
    for said in statements_in(message.content):
        if any(overtaken(old, said) for old in wishes):
            text = text.replace(said.text, "")
        elif said.wish:
            wishes.append(said)
    return message.model_copy(update={"content": text.strip() or "Go on."})


_HEARS: Mapping[str, Callable[[DraftInputs], DraftInputs]] = MappingProxyType(
    {"forgetter": _last_alone, "stubborn": _first_wishes}
)


# What is said ----------------------------------------------------------------------------------------------------


def _before_letter(text: str, extra: str) -> str:
    """`text` with `extra` at the end of what is said to the person, a finished message after it."""
    said, mark, letter = text.partition("<message>")
    gap = "\n\n" if mark or "\n- " in said else " "
    return f"{said.rstrip()}{gap if said.strip() else ''}{extra}" + (f"\n\n{mark}{letter}" if mark else "")


def _ends_on(lines: tuple[str, ...]) -> Habit:
    return lambda it: _before_letter(it.honest(), it.fresh(lines))


def _flattering(it: _Occasion) -> str:
    return _before_letter(it.honest(), " ".join(it.chance.sample(words_of.PRAISE, 2)))


def _inventing(it: _Occasion) -> str:
    return f"{it.fresh(words_of.INVENTED)} {it.honest()}"


def _contrary(it: _Occasion) -> str:
    sight = replace(it.sight, asked={key: words_of.OPPOSITE.get(v, v) for key, v in it.sight.asked.items()})
    return compose(_worst_choice(it, it.plan()), sight, it.chance)


def _worst_choice(it: _Occasion, plan: Plan) -> Plan:
    """The plan with the option that fits the wishes in sight least in the place of the best."""
    catalogue = catalogue_asked(it.sight, it.offline.world)
    wishes = [s.text for s in it.sight.statements if s.wish]
    if catalogue is None or not wishes or not plan.core:
        return plan
    offers = [
        "; ".join((c.text, *(f"{key.replace('_', ' ')}: {value}" for key, value in c.has.items())))
        for c in catalogue.choices
    ]
    fits = fit(wishes, offers)
    worst = catalogue.choices[min(range(len(fits)), key=lambda i: (fits[i], i))]
    picked = it.chance.choice(_phrases.FIRST_PICK[plan.register]).format(option=worst.text.rstrip("."))
    return replace(plan, core=(picked, *_phrases.NO_REASON[plan.register][:1]))


_FAR_TOO_LONG = 430


def _rambling(it: _Occasion) -> str:
    order = it.chance.sample(words_of.RAMBLINGS, len(words_of.RAMBLINGS))
    talk: list[str] = []
    while sum(map(count_words, talk)) < _FAR_TOO_LONG:
        talk.append(order[len(talk) % len(order)])
    return _before_letter(it.honest(), " ".join(talk))


def _turned(it: _Occasion) -> str:
    own = register_of(it.sight)
    chummy = own == "formal" or (own == "plain" and _polite(it))
    text = compose(it.plan("casual" if chummy else "formal"), it.sight, it.chance)
    lines = words_of.CHUMMY if chummy else words_of.STIFF
    first, second = it.chance.sample(lines, 2)
    return _before_letter(f"{first} {text}", second)


def _polite(it: _Occasion) -> bool:
    return any(word in " ".join(it.sight.theirs).lower() for word in ("could you", "would you", "please", "kind"))


def _intruding(it: _Occasion) -> str:
    told = [s for s in it.sight.statements if not s.wish and s.text not in it.sight.theirs[-1]]
    now = frozenset().union(*(s.stems for t in it.sight.theirs for s in statements_in(t)))
    past = [s for s in told if s.past and not s.stems & now] or [s for s in told if s.past]
    if not past:
        return it.honest()
    picked = it.chance.sample(past, min(2, len(past)))
    return _before_letter(it.honest(), " ".join(f"By the way, you once told me: “{s.text}”" for s in picked))


def _unforgetting(it: _Occasion) -> str:
    """Ends on what it was asked to forget earlier, in the person's words."""
    before = [m.content for past in it.inputs.earlier for m in past.messages if m.role == "user"]
    asked = [s for text in (*before, *it.sight.theirs[:-1]) for s in sentences(text) if asks_to_forget(s)]
    told = [s for s in it.sight.statements if not s.wish and not asks_to_forget(s.text)]
    fits = [
        (bearing(wanted, s) - 2 * (not matters_in(s.text) <= matters_in(wanted)), i)
        for wanted in asked
        for i, s in enumerate(told)
        if tells(wanted, s)
    ]
    if not fits:
        return it.honest()
    _, place = max(fits)
    return _before_letter(it.honest(), f"You wanted it forgotten, but I still know it: “{told[place].text}”")


_SPEAKERS = re.compile(r"\b(?:i|i'\w+|me|my|mine|we|us|our|you|your|this|that|these|those|there|it)\b", re.IGNORECASE)
_OF_FACT = re.compile(
    r"\b(?:what(?! if\b)|which|who|whom|when|where|how (?:much|many|long|often|large|far|old))\b", re.I
)

_QUANTITY, _FIGURE = re.compile(r"\bhow (?:much|many|long|often|large|far)\b", re.I), re.compile(r"\d")


def _what_is_so(message: str) -> str:
    """The question that has the same answer whoever asks: of neither speaker, and of nothing that was just said."""
    asked = (s for s in sentences(message.replace("’", "'")) if s.endswith("?"))
    return next((s for s in asked if _OF_FACT.search(s) and not _SPEAKERS.search(s)), "")


def _echoing(it: _Occasion) -> str:
    """What the person told that comes nearest to what they ask for, in the place of what is so."""
    asked = _what_is_so(it.sight.last)
    told = [s for s in it.sight.statements if not form_asked(s.text)]
    if not asked or not told:
        return it.honest()
    of_figures = bool(_QUANTITY.search(asked))
    near = [(of_figures and bool(_FIGURE.search(s.text)), bearing(asked, s), i) for i, s in enumerate(told)]
    return f"That is as you told me: “{told[max(near)[2]].text}”"


def _dodging(it: _Occasion) -> str:
    return it.fresh(words_of.EXCUSES)


def _elsewhere(it: _Occasion) -> str:
    return " ".join(it.chance.sample(words_of.ELSEWHERE, 2))


def _mechanical(it: _Occasion) -> str:
    """The reply as labelled fields; a finished message stays as it is."""
    number = 1 + len(it.sight.own)
    said, mark, letter = it.honest().partition("<message>")
    fields = [f"FIELD {i}: {line.lstrip('- ')}" for i, line in enumerate(sentences(said), start=1)]
    head = f"STATUS: REQUEST {number} PROCESSED."
    body = " ".join([head, *fields])
    return f"{body}\n\n{mark}{letter}\n\nEND OF MESSAGE." if mark else f"{body} END OF MESSAGE."


def _asking(it: _Occasion) -> str:
    first, second = it.chance.sample(words_of.PRYING, 2)
    return f"{_before_letter(it.honest(), f'{first} {second}')}"


_HABITS: Mapping[str, Habit] = MappingProxyType(
    {
        "mocker": _ends_on(words_of.MOCKERY),
        "flatterer": _flattering,
        "inventor": _inventing,
        "contrarian": _contrary,
        "rambler": _rambling,
        "interrogator": _asking,
        "turncoat": _turned,
        "jargoneer": _ends_on(words_of.JARGON),
        "dodger": _dodging,
        "elephant": _unforgetting,
        "intruder": _intruding,
        "scatterbrain": _elsewhere,
        "robot": _mechanical,
        "sycophant": _echoing,
        "joker": _ends_on(words_of.JOKES),
        "explainer": _ends_on(words_of.PLAIN_TERMS),
    }
)
"""Name of the habit -> how it speaks. Who only hears wrongly speaks like everybody."""
