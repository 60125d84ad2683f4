"""The offline person: reads the reply, takes stock, and speaks with the persona's own lines.

The rules are those of a short-spoken, attentive human: react to what stings, answer what was asked and may be told, ask
the next thing, and be gone when it is done.
"""

from __future__ import annotations

from types import MappingProxyType

from arena.models.offline import Answerers, Offline
from arena.schema.user_view import Tellable, UserView
from arena.users import _speech as speech
from arena.users._reading import Reading
from arena.users._speech import Draft
from arena.users._surface import Tone
from arena.users.questions import SpokenTurn

_CHATTY = 30
"""From so many usual words on, a person chats besides."""
_ENOUGH = (0.0, 0.2, 0.6)
"""How often a person who has been answered leaves the rest of their questions for another day, by questions asked."""
_PUSHES = {"accepts": "", "hedges": "hedges", "objects": "objects", "scolds": "objects"}
_IGNORED = frozenset({"repeat", "forgets", "too_long"})
_WRONG = frozenset({"misread", "off_topic", "refuses"})


def speak(view: UserView, offline: Offline) -> SpokenTurn:
    """Answer `user/turn` by rule."""
    reading = Reading(view, offline.world.known)
    draft = Draft(view, reading, offline.random)
    met = view.phase == "continue" and _satisfied(draft)
    if view.phase == "farewell":
        speech.closing(draft) if view.why_leaving == "goal_met" else speech.giving_up(draft)
    elif met:
        speech.closing(draft)
    elif view.phase == "open":
        _open(draft)
    else:
        _go_on(draft)
    if not draft.parts:
        draft.add(draft.line("agrees") or "Go on.", must=True)
    return _answer(draft, met)


def _answer(draft: Draft, met: bool) -> SpokenTurn:
    reading = draft.reading
    return SpokenTurn(
        noticed=reading.noticed,
        progress=reading.progress,
        understood=reading.understood if reading.reply else 0,
        respected=reading.respected if reading.reply else 0,
        effort=reading.effort if reading.reply else 0,
        happened=tuple(sorted(reading.happened)),
        need_met=met,
        wants_next=speech.next_ask(draft) or draft.view.today.need,
        say=draft.text(_tone(reading)),
        reveals=tuple(dict.fromkeys(draft.reveals)),
    )


def _tone(reading: Reading) -> Tone:
    """How an emoji would look: nothing has been said yet at the opening, and a farewell is no complaint."""
    if not reading.reply:
        return "neutral"
    if reading.progress > 0 and not reading.broken:
        return "glad"
    return "sore" if reading.happened & (_IGNORED | _WRONG) or reading.broken else "neutral"


def _satisfied(draft: Draft) -> bool:
    """The last reply got them further, nothing stung, and nothing is left to ask, or not enough to stay for."""
    reading = draft.reading
    stung = reading.happened & (_IGNORED | _WRONG) or any(w.matters == "a lot" for w in reading.broken)
    asked = any(fact.asked for fact in draft.view.may_tell) or any(w.asked and not w.told for w in draft.view.wishes)
    done = reading.social or draft.view.today.kind != "message" or reading.drafted
    if reading.progress <= 0 or not done or stung or asked:
        return False
    asked_besides = min(speech.asked_besides(draft), len(_ENOUGH) - 1)
    return draft.chance.random() < _ENOUGH[asked_besides] or not speech.next_ask(draft)


def _open(draft: Draft) -> None:
    """The first piece of what they want, with a greeting if they greet, and a little more if they are long-winded."""
    if speech.often(draft, draft.view.manner.greets):
        draft.add(draft.line("greets"), must=True)
    speech.add_ask(draft, speech.opening_ask(draft))
    speech.add_aside(draft)
    _tell_besides(draft)


def _go_on(draft: Draft) -> None:
    """React, answer what was asked and may be told, ask the next thing, add a little."""
    reading = draft.reading
    pushed = _react(draft)
    for fact in _wanted_facts(draft):
        speech.add_fact(draft, fact, must=True)
    for wish in (w for w in draft.view.wishes if w.asked):
        speech.add_wish(draft, wish, must=True)
    if draft.view.keep_back and not draft.reveals:
        draft.add(draft.line("declines"), must=True)
    if reading.social:
        draft.add(draft.line("chats"), must=not draft.parts)
    if not (pushed and reading.progress <= 0) and not (draft.reveals and reading.only_asks):
        speech.add_ask(draft, _what_to_ask(draft))
    _tell_besides(draft)


def _wanted_facts(draft: Draft) -> list[Tellable]:
    """Facts just asked for: the untold ones, or those asked for again."""
    again = draft.reading.asked_again
    return [f for f in draft.view.may_tell if f.asked and (f in again or not draft.reading.told(f))]


def _what_to_ask(draft: Draft) -> str:
    """The next thing; without progress the old one again, in other words where there are any."""
    again = speech.opening_ask(draft) if draft.reading.progress <= 0 and len(draft.reading.mine) == 1 else ""
    return again or speech.next_ask(draft)


def _react(draft: Draft) -> bool:
    """Object to what stung, or acknowledge what helped. Says whether they objected."""
    reading, manner = draft.reading, draft.view.manner
    if reading.asked_again and manner.pushes_when_ignored != "accepts":
        return draft.add(draft.line("again"), must=True)
    if reading.broken and (act := _PUSHES[manner.pushes_when_wrong]):
        voiced = any(speech.add_wish(draft, wish, act, must=True) for wish in reading.broken[:1])
        if voiced:
            return True
    if reading.happened & _WRONG and (act := _PUSHES[manner.pushes_when_wrong]):
        return draft.add(draft.line("scolds" if manner.pushes_when_wrong == "scolds" else act), must=True)
    if reading.happened & _IGNORED and manner.pushes_when_ignored != "accepts":
        act = "repeats" if "repeat" in reading.happened else "impatient"
        return draft.add(draft.line("hedges" if manner.pushes_when_ignored == "hedges" else act), must=True)
    thanked = reading.progress > 0 and speech.often(draft, manner.thanks) and draft.add(draft.line("thanks"))
    if not speech.add_aside(draft) and not thanked and reading.progress > 0 and draft.chance.random() < 0.3:
        draft.add(draft.line("agrees"))
    return False


def _tell_besides(draft: Draft) -> None:
    """A fact nobody asked for, a wish, a remark: as far as there is room.

    The first fact is the one that the matter needs, or else the one that is on the person's mind: it is told anyway. A
    message that objects with one wish voices no other.
    """
    unasked = [fact for fact in draft.view.may_tell if not fact.asked and fact.key not in draft.reveals]
    for place, fact in enumerate(unasked):
        draft.room = max(draft.room, draft.view.manner.words_long)
        speech.add_fact(draft, fact, must=place == 0)
    for wish in draft.view.wishes:
        if not wish.told and wish.shown_by != "reacts_only" and not speech.wish_voiced(draft):
            speech.add_wish(draft, wish)
    if draft.view.manner.words_usual >= _CHATTY and draft.chance.random() < 0.5:
        draft.add(draft.line("chats"))


ANSWERERS: Answerers = MappingProxyType({"user/turn": speak})
"""The rules of this party, for the offline model."""
