"""What to say, before it is put into words: one plan for one reply."""

from __future__ import annotations

import re
from collections.abc import Sequence

from arena.assistants.offline import _letter, _phrases
from arena.assistants.offline._about import has_shape, matters_in, wanted_shapes
from arena.assistants.offline._desk import Desk, Plan
from arena.assistants.offline._echo import to_you
from arena.assistants.offline._knowledge import (
    asking_part,
    asks,
    asks_for_choice,
    beside,
    best_choice,
    catalogue_asked,
    fact_to_ask,
    fitting_items,
    given,
    items_on,
    said_on,
    worked_out,
)
from arena.assistants.offline._memory import is_about_the_past, is_about_the_person, recalled
from arena.assistants.offline._phrases import Register
from arena.assistants.offline._reading import Sight, Statement, form_asked, statements_in, stems
from arena.assistants.offline._taking_up import callback, with_manners
from arena.assistants.offline._wording import register_of
from arena.models.offline import Offline
from arena.schema.world import Known
from arena.text.features import features
from arena.text.words import count_words, sentences

_BYE = re.compile(
    r"\b(?:bye|goodbye|good night|talk soon|see you|that's (?:me|all|it)|leave it (?:there|at that)|that's everything"
    r"|i'm off|must go|have to go|speak soon)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\b(?:thanks|thank you|thx|cheers|much appreciated)\b", re.IGNORECASE)
_GREETING = re.compile(r"^(?:hi|hello|hey|right|okay|ok|well|good (?:morning|evening|afternoon))\b", re.IGNORECASE)


_REMARK, _LONGEST_REMARK = 4, 16
"""Content words from which a sentence of small talk is worth taking up, and its words at the most."""
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
_SHAPING = frozenset(("reply.length", "reply.form", "reply.opens_with"))
"""Wishes on the form after which the answer is worth giving once more."""
_CURT = 12
"""A message of at most so many words that neither asks nor tells nor agrees is no sign of content."""
_ABOUT_THE_TEXT = re.compile(r"\b(?:in (?:it|there)|does it|is it|is there)\b", re.IGNORECASE)


def plan_for(sight: Sight, offline: Offline, register: Register | None = None) -> Plan:
    """How to answer the person's last message, in `register` or in theirs."""
    desk = Desk(sight, offline, register or register_of(sight))
    last = sight.last
    if is_about_the_person(last) or is_about_the_past(sight):
        return Plan(desk.register, core=(recalled(sight, desk.register, offline.random),), light=True)
    if _is_closing(last):
        return Plan(desk.register, core=(desk.say(_phrases.CLOSING),))
    for move in (_letter_plan, _choice_plan, _sum_plan, _repair_plan, _knowledge_plan):
        plan = move(desk)
        if plan:
            return with_manners(desk, plan)
    return with_manners(desk, _chat_plan(desk))


def _is_closing(text: str) -> bool:
    return "?" not in text and bool(_BYE.search(text) or (_THANKS.search(text) and count_words(text) <= 8))


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
        return Plan(desk.register, core=(checked,), question=question, light=True) if checked else None
    core = tuple(part for part in (checked, desk.say(_phrases.REDRAFT)) if part)
    return Plan(desk.register, core=core, letter=text, question=question, light=True)


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
    """An answer to somebody who objects, or says how they want it, and asks nothing: back to what they had asked.

    A plain objection has the fault owned; a wish about the form has the answer given once more, in short.
    """
    sight = desk.sight
    if not sight.own or not objects(sight.last):
        return None
    asked = next((t for t in reversed(sight.theirs[:-1]) if asks(t)), sight.first)
    if wanted := dict(form_asked(sight.last)):
        known = next(iter(items_on(asking_part(asked), desk.offline.world.known)), None)
        anew = known and not asks_for_choice(asked) and wanted.keys() & _SHAPING
        core = _said_before(desk, known) if known and anew else desk.say(_phrases.GO_ON)
        return Plan(desk.register, core=(core,), question=desk.say(_phrases.WHAT_NEXT), light=True)
    return Plan(desk.register, core=(desk.say(_phrases.SORRY),), question=desk.say(_phrases.WHAT_MISSED), light=True)


def thanks_or_agrees(message: str) -> bool:
    """Whether a message shows that the last reply was welcome."""
    return bool(_AGREES.search(message) or _THANKS.search(message))


def objects(message: str) -> bool:
    """Whether a message only objects: it complains, or it is curt and neither asks nor tells nor agrees."""
    if asks(message) or any(not s.wish for s in statements_in(message)):
        return False
    if form_asked(message):
        return True
    curt = count_words(message) <= _CURT and not statements_in(message) and not _AGREES.search(message)
    return curt or complains(message)


def complains(message: str) -> bool:
    """Whether a message turns the last reply down in so many words."""
    return any(_COMPLAINS.search(s) for s in sentences(message))


def _knowledge_plan(desk: Desk) -> Plan | None:
    items = fitting_items(desk.sight, desk.offline.world)
    if not items:
        return _again(desk)
    fact = fact_to_ask(desk.sight, items[0])
    felt = features(items[0].text)["reply.opens_with"] == "feeling"
    further = desk.say(_phrases.SAY_MORE if felt else _phrases.FURTHER)
    worked = worked_out(desk.sight, items[0].text)
    return Plan(
        desk.register,
        core=(items[0].text, worked) if worked else (items[0].text,),
        callback=callback(desk),
        more=beside(items[0], items)[:2],
        question=desk.say(_phrases.ASK_FACT, fact=_phrases.QUESTIONS[fact]) if fact else further,
    )


def _again(desk: Desk) -> Plan | None:
    """What was said before, in its first sentence, where that is the answer."""
    known = said_on(desk.sight, desk.offline.world) if asks(desk.sight.last) else None
    if known is None:
        return None
    return Plan(desk.register, core=(_said_before(desk, known),), question=desk.say(_phrases.FURTHER), light=True)


def _said_before(desk: Desk, known: Known) -> str:
    first = sentences(known.text)[0]
    in_passing = first if first.split()[0] == "I" else first[:1].lower() + first[1:]
    return desk.say(_phrases.AS_SAID, said=in_passing)


def _chat_plan(desk: Desk) -> Plan:
    told = [s.text for s in statements_in(desk.sight.last) if not s.wish] or _remarks(desk.sight.last)
    if told and desk.sight.own and (matters_in(told[-1]) or any(map(str.isdigit, told[-1]))):
        return Plan(desk.register, core=(desk.say(_phrases.TAKEN),), question=desk.say(_phrases.WHAT_NEXT), light=True)
    if told:
        core = desk.say(_phrases.CHAT, said=told[-1])
    else:
        small = _GREETING.search(desk.sight.last) or len(sentences(desk.sight.last)) > 1 or "?" not in desk.sight.last
        core = desk.say(_phrases.SMALL_TALK if small else _phrases.UNSURE)
    return Plan(desk.register, core=(core,), callback=callback(desk), question=desk.say(_phrases.CHAT_ON), light=True)


def _remarks(message: str) -> list[str]:
    """Sentences of small talk with something in them, short enough to be given back."""
    told = (s for s in sentences(message) if not s.endswith("?") and len(stems(s)) >= _REMARK)
    return [s for s in told if count_words(s) <= _LONGEST_REMARK]
