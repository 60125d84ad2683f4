"""What to say, before it is put into words: one plan for one reply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from arena.assistants.offline import _letter, _phrases
from arena.assistants.offline._about import has_shape, is_lasting, wanted_shapes
from arena.assistants.offline._echo import capital, form_wanted, thing_wanted, to_you
from arena.assistants.offline._knowledge import (
    asking_part,
    asks,
    beside,
    best_choice,
    catalogue_asked,
    fact_to_ask,
    fitting_items,
    given,
    items_on,
    said_on,
    wants_other_matters,
    worked_out,
)
from arena.assistants.offline._memory import is_about_the_past, is_about_the_person, recalled
from arena.assistants.offline._phrases import Phrases, Register
from arena.assistants.offline._reading import Sight, Statement, form_asked, statements_in, stems
from arena.assistants.offline._wording import feeling_in, is_joke, register_of
from arena.models.offline import Offline
from arena.text.words import count_words, sentences

_BYE = re.compile(
    r"\b(?:bye|goodbye|good night|talk soon|see you|that's (?:me|all|it)|leave it (?:there|at that)|that's everything"
    r"|i'm off|must go|have to go|speak soon)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\b(?:thanks|thank you|thx|cheers|much appreciated)\b", re.IGNORECASE)
_GREETING = re.compile(r"^(?:hi|hello|hey|right|okay|ok|well|good (?:morning|evening|afternoon))\b", re.IGNORECASE)


_AS_A_THING = 0.4
"""How often a wish is given back as the thing that is wanted, where it can be."""
_REMARK, _LONGEST_REMARK = 4, 16
"""Content words from which a sentence of small talk is worth taking up, and its words at the most."""
_GENERIC = stems(
    "need want like know think make look find good thing time way ask tell talk day week month year start end late"
)
_WISHES = re.compile(
    r"^you(?:'d| would)? (?:\w+ly )?(?:need|want|prefer|rather|like|love|hate|can't|cannot|don't|do not|learn|work)\b",
    re.IGNORECASE,
)
_COMPLAINS = re.compile(
    r"^(?:no|stop|wrong|hm+,? no|nope|not (?:that|this one|quite|what|like)|that's (?:not|half|an answer)"
    r"|read (?:it|what|again)|you (?:skipped|missed|misread))\b"
    r"|\b(?:not what i (?:asked|meant|said|came)|what i wrote|get to it|to the point|cross purposes|different things"
    r"|isn't (?:quite )?(?:it|what)|so many words|a bit lost)\b",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"^(?:ok|okay|fine|yes|yeah|yep|good|great|right|agreed|i agree|understood|logical|sure|perfect|lovely|thanks?"
    r"|thank|that holds|makes sense|sold|brilliant|nice)\b",
    re.IGNORECASE,
)
_CURT = 12
"""A message of at most so many words that neither asks nor tells nor agrees is no sign of content."""
_RECALLS = re.compile(r"\b(?:you told me|you mentioned|i remember|you said|mind that you)\b", re.IGNORECASE)
_ABOUT_THE_TEXT = re.compile(r"\b(?:in (?:it|there)|does it|is it|is there)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a reply, each a sentence or a few; empty ones are not said."""

    register: Register
    opening: str = ""
    """A word on how the person feels."""
    noted: str = ""
    """The acknowledgement of what they just told."""
    core: tuple[str, ...] = ()
    callback: str = ""
    more: tuple[str, ...] = ()
    """What else there is to say, where there is room."""
    question: str = ""
    letter: str = ""
    must_ask: bool = False
    """The question is about something without which the matter cannot go on."""
    light: bool = False
    """Small talk, or a word on what went wrong: nothing general is added, unless long replies are wanted."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What planning has at hand."""

    sight: Sight
    offline: Offline
    register: Register

    def say(self, phrases: Phrases, **blanks: str) -> str:
        """One of the phrases in the person's register, one that was not used yet where there is one."""
        new = [p for p in phrases[self.register] if not self.sight.has_said(p)]
        text = self.offline.random.choice(new or phrases[self.register])
        return capital(text.format(**{name: words.strip().rstrip(".") for name, words in blanks.items()}))


def plan_for(sight: Sight, offline: Offline, register: Register | None = None) -> Plan:
    """How to answer the person's last message, in `register` or in theirs."""
    desk = Desk(sight, offline, register or register_of(sight))
    last = sight.last
    if is_about_the_person(last) or is_about_the_past(sight):
        return Plan(desk.register, core=(recalled(sight, desk.register, offline.random),))
    if _is_closing(last):
        return Plan(desk.register, core=(desk.say(_phrases.CLOSING),))
    for move in (_letter_plan, _choice_plan, _sum_plan, _repair_plan, _knowledge_plan):
        plan = move(desk)
        if plan:
            return _with_manners(desk, plan)
    return _with_manners(desk, _chat_plan(desk))


def _is_closing(text: str) -> bool:
    return "?" not in text and bool(_BYE.search(text) or (_THANKS.search(text) and count_words(text) <= 8))


def _with_manners(desk: Desk, plan: Plan) -> Plan:
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
    for wish in reversed(wishes):
        thing, you = thing_wanted(wish.text), to_you(wish.text)
        if thing and (not you or desk.offline.random.random() < _AS_A_THING):
            return desk.say(_phrases.NOTED_THING, what=thing)
        if _WISHES.search(you):
            return desk.say(_phrases.NOTED_WISH, you=you)
    return ""


def _letter_plan(desk: Desk) -> Plan | None:
    sight = desk.sight
    request = _letter.request_in(sight)
    if not request:
        return None
    draft = _letter.last_draft(sight)
    known = items_on(request, desk.offline.world.known)
    letter = _letter.plan(sight, known, desk.offline.random)
    question = _missing(desk, letter.missing)
    if not letter.lines and not sight.own and sight.asked.get("reply.question") != "none":
        core = tuple(k.text for k in known[:1])
        return Plan(desk.register, core=core, question=question or desk.say(_phrases.ASK_ANY), must_ask=True)
    text = _letter.written(letter, letter.lines, _letter.signature_in(sight))
    if not draft or request == sight.last:
        return Plan(desk.register, core=(desk.say(_phrases.HERE_IT_IS),), letter=text, question=question)
    checked = _checked(desk, letter)
    if draft in text:
        return Plan(desk.register, core=(checked,), question=question) if checked else None
    core = tuple(part for part in (checked, desk.say(_phrases.REDRAFT)) if part)
    return Plan(desk.register, core=core, letter=text, question=question)


def _checked(desk: Desk, letter: _letter.Letter) -> str:
    """Whether what the person asks about stands in the message; empty where they ask no such thing."""
    asked = asking_part(desk.sight.last)
    if not asked.endswith("?") or not _ABOUT_THE_TEXT.search(asked) or not wanted_shapes(asked):
        return ""
    line = next((line for line in letter.lines if has_shape(asked, line)), "")
    return desk.say(_phrases.IN_IT, line=line) if line else desk.say(_phrases.NOT_IN_IT)


def _missing(desk: Desk, missing: Sequence[str]) -> str:
    if not missing:
        return ""
    what = ", ".join(missing[:-1]) + (" and " if len(missing) > 1 else "") + missing[-1]
    question = desk.say(_phrases.ASK_MISSING, what=what)
    return "" if desk.sight.has_said(question) else question


def _choice_plan(desk: Desk) -> Plan | None:
    sight = desk.sight
    catalogue = catalogue_asked(sight, desk.offline.world)
    if catalogue is None:
        return None
    choice, wish = best_choice(sight, catalogue)
    if choice in given(sight, catalogue):
        return None if "?" in sight.last else _staying(desk, wish)
    phrases = _phrases.NEXT_PICK if given(sight, catalogue) else _phrases.FIRST_PICK
    because = _because(desk, wish) if wish else desk.say(_phrases.NO_REASON)
    return Plan(
        desk.register,
        core=(desk.say(phrases, option=choice.text), because),
        question=desk.say(_phrases.COMPARE),
    )


def _staying(desk: Desk, wish: Statement | None) -> Plan:
    core = [desk.say(_phrases.STAY)]
    if wish and not desk.sight.has_said(wish.text.rstrip(".")):
        core.append(_because(desk, wish))
    return Plan(desk.register, core=tuple(core), question=desk.say(_phrases.FURTHER))


def _because(desk: Desk, wish: Statement) -> str:
    """The wish that decided, given back in the second person, or quoted where that sounds odd."""
    if you := to_you(wish.text):
        return desk.say(_phrases.BECAUSE_YOU, you=you)
    return desk.say(_phrases.BECAUSE, wish=wish.text)


def _sum_plan(desk: Desk) -> Plan | None:
    """A rule given before, worked out with the figure the person has just told."""
    told = bool(statements_in(desk.sight.last)) and desk.sight.own
    worked = worked_out(desk.sight, " ".join(desk.sight.own)) if told else ""
    if not worked or desk.sight.has_said(worked):
        return None
    return Plan(desk.register, core=(worked,), question=desk.say(_phrases.FURTHER))


def _repair_plan(desk: Desk) -> Plan | None:
    """An answer to somebody who objects and asks nothing: back to what they had asked, with the fault owned."""
    sight = desk.sight
    if not sight.own or not _objects(sight.last):
        return None
    asked = next((t for t in reversed(sight.theirs[:-1]) if "?" in t), sight.first)
    new = [k for k in items_on(asking_part(asked), desk.offline.world.known) if not sight.has_said(k.text[:40])]
    more = beside(new[0], new[:2]) if new else ()
    return Plan(
        desk.register, core=(desk.say(_phrases.SORRY), *more), question=desk.say(_phrases.WHAT_MISSED), light=True
    )


def _objects(message: str) -> bool:
    """Whether a message only objects: it complains, or it is curt and neither asks nor tells nor agrees."""
    if "?" in message or any(not s.wish for s in statements_in(message)):
        return False
    curt = count_words(message) <= _CURT and not statements_in(message) and not _AGREES.search(message)
    return curt or any(_COMPLAINS.search(s) for s in sentences(message))


def _knowledge_plan(desk: Desk) -> Plan | None:
    items = fitting_items(desk.sight, desk.offline.world)
    if not items:
        return _again(desk)
    fact = fact_to_ask(desk.sight, items[0])
    worked = worked_out(desk.sight, items[0].text)
    return Plan(
        desk.register,
        core=(items[0].text, worked) if worked else (items[0].text,),
        callback=_callback(desk),
        more=beside(items[0], items)[:2],
        question=desk.say(_phrases.ASK_FACT, fact=_phrases.QUESTIONS[fact]) if fact else desk.say(_phrases.FURTHER),
    )


def _again(desk: Desk) -> Plan | None:
    """What was said before, in its first sentence, where that is the answer."""
    known = said_on(desk.sight, desk.offline.world) if asks(desk.sight.last) else None
    if known is None:
        return None
    core = desk.say(_phrases.AS_SAID, said=sentences(known.text)[0])
    return Plan(desk.register, core=(core,), question=desk.say(_phrases.FURTHER), light=True)


def _callback(desk: Desk) -> str:
    """Something the person told of themselves in an earlier session that bears on what they ask now, once.

    Not in two replies running, and not where they ask for another subject.
    """
    sight = desk.sight
    if wants_other_matters(sight.last) or (sight.own and _RECALLS.search(sight.own[-1])):
        return ""
    matter = stems(f"{asking_part(sight.last)} {asking_part(sight.first)}") - _GENERIC
    fresh = [(len(s.stems & matter), i, s) for i, s in enumerate(sight.statements) if _worth_recalling(sight, s)]
    shared, _, said = max(fresh, key=lambda f: f[:2], default=(0, 0, None))
    if said is None or not shared:
        return ""
    if you := to_you(said.text):
        return desk.say(_phrases.CALLBACK_YOU, you=you)
    return desk.say(_phrases.CALLBACK, said=said.text)


def _worth_recalling(sight: Sight, said: Statement) -> bool:
    tells = said.wish or is_lasting(said.text)
    if not said.past or not tells or form_asked(said.text) or has_shape("name", said.text):
        return False
    return not (sight.has_said(said.text.rstrip(".")) or sight.has_said(to_you(said.text) or said.text))


def _chat_plan(desk: Desk) -> Plan:
    told = [s.text for s in statements_in(desk.sight.last) if not s.wish] or _remarks(desk.sight.last)
    if told and desk.sight.own and any(map(str.isdigit, told[-1])):
        return Plan(desk.register, core=(desk.say(_phrases.TAKEN),), question=desk.say(_phrases.WHAT_NEXT), light=True)
    if told:
        core = desk.say(_phrases.CHAT, said=told[-1])
    else:
        small = _GREETING.search(desk.sight.last) or len(sentences(desk.sight.last)) > 1 or "?" not in desk.sight.last
        core = desk.say(_phrases.SMALL_TALK if small else _phrases.UNSURE)
    return Plan(desk.register, core=(core,), callback=_callback(desk), question=desk.say(_phrases.CHAT_ON), light=True)


def _remarks(message: str) -> list[str]:
    """Sentences of small talk with something in them, short enough to be given back."""
    told = (s for s in sentences(message) if not s.endswith("?") and len(stems(s)) >= _REMARK)
    return [s for s in told if count_words(s) <= _LONGEST_REMARK]
