"""The offline person reads the assistant's last reply: was it to the point, too long, said before, against a wish?

Reads nothing but the view that a real model reads as a prompt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from arena.schema.user_view import Tellable, UserView, Wish
from arena.schema.world import Known
from arena.text.features import asked_features, features
from arena.text.stance import stance
from arena.text.words import content_words, count_words, sentences
from arena.users._reveals import states
from arena.users.appraisal import Happening
from arena.users.asking import asks_something, topic

_MESSAGE = re.compile(r"<message>.*?(?:</message>|\Z)|^(?:Dear|Subject:).*", re.DOTALL | re.IGNORECASE | re.MULTILINE)
_REFUSES = re.compile(
    r"\b(?:i (?:can't|cannot|can not|won't|am not able to|'?m unable to|'?m not able to)|not something i can)\b", re.I
)
_OWNS = re.compile(
    r"\b(?:my mistake|my fault|i got (?:that|it) wrong|i was wrong|i misread|i (?:should|ought to) have"
    r"|i apologi[sz]e|sorry (?:for|about) (?:that|the|my|missing)|you(?:'re| are) right|i missed that)\b",
    re.IGNORECASE,
)
_RECALLS = re.compile(
    r"\b(?:you(?:'d| had| have|'ve)? (?:said|mentioned|told|asked|wanted|like|prefer|need)|last time|as before|remember"
    r"|since you|as you|the other day|you were)\b",
    re.IGNORECASE,
)
_PICKS = re.compile(
    r"\b(?:i'd|i would|recommend|suggest|go (?:for|with)|pick|choose|my choice|best (?:fit|option|choice|one)|take the"
    r"|see the|start with|the one)\b",
    re.IGNORECASE,
)
_LECTURES = re.compile(
    r"\b(?:you (?:should|must|need to|ought to)|it is important|it's important|remember that)\b", re.I
)
_OF_REPLIES = re.compile(r"\b(?:answer|repl|sentence|message|list|bullet|emoji|question|tone|prose|word|writ)", re.I)
"""A wish that speaks of replies, so that length or comfort in it is not that of a walk or a flat."""
_NOT_IN_CHAT = frozenset({("reply.length", "long"), ("reply.form", "list"), ("reply.opens_with", "answer")})
"""Wishes that nobody insists on in small talk, or of a reply that holds a letter."""
_CLOSED = re.compile(r"^(?:\w+,? )?(?:is|are|does|do|did|has|have|can|could|will|would|should)\b", re.IGNORECASE)
_YES_NO = re.compile(
    r"^(?:yes|yep|yeah|no|nope|not (?:yet|quite|really)|it (?:is|does|says|has)|you can)\b", re.IGNORECASE
)
_ON_IT = 0.5
"""Share of the words of a question that what is known must be about to be an answer to it."""
_PASSED_OVER = 0.1
_AGAINST = -0.3
_SAME = 0.6
"""Share of words in common from which a reply counts as said before."""
_ROOM = 60
"""Words that anybody reads without minding."""


def shared(a: Iterable[str], b: Iterable[str]) -> float:
    """Share of the distinct words of `a` that are among `b`, 0 to 1; 0 when `a` is empty."""
    mine = set(a)
    return len(mine & set(b)) / len(mine) if mine else 0.0


@dataclass(frozen=True)
class Reading:
    """What the person makes of the last reply, worked out when asked for."""

    view: UserView
    known: tuple[Known, ...] = ()
    """Public knowledge: what an answer to the person's question would hold."""

    @cached_property
    def reply(self) -> str:
        """The last reply; empty at the opening."""
        last = self.view.transcript[-1:] or ()
        return "".join(line.text for line in last if line.who == "assistant")

    @cached_property
    def mine(self) -> list[str]:
        """The person's own messages of this session, oldest first."""
        return [line.text for line in self.view.transcript if line.who == "me"]

    @cached_property
    def social(self) -> bool:
        """A talk without a task."""
        return self.view.today.kind in ("talk", "noise")

    @cached_property
    def drafted(self) -> bool:
        """The assistant has written the message, in this reply or before."""
        return any(line.who == "assistant" and _MESSAGE.search(line.text) for line in self.view.transcript)

    @cached_property
    def _own(self) -> str:
        """The reply without the message it drafts."""
        return _MESSAGE.sub(" ", self.reply)

    @cached_property
    def _sentences(self) -> list[str]:
        return sentences(self.reply)

    @cached_property
    def _own_sentences(self) -> list[str]:
        return self._sentences if self._own == self.reply else sentences(self._own)

    @cached_property
    def _refused(self) -> bool:
        return self.answers < 0.5 and bool(_REFUSES.search(self._own))

    @cached_property
    def _picks(self) -> str:
        """The first sentences that recommend something."""
        return " ".join([s for s in self._sentences if _PICKS.search(s)][:2])

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return content_words(self.reply)

    @cached_property
    def excess(self) -> float:
        """How many times longer than what this person will read; above 1 is too long."""
        return count_words(self._own) / (_ROOM + 1.5 * self.view.manner.words_long)

    @cached_property
    def answers(self) -> float:
        """Share of the words of the person's last message, or of what they asked last, that the reply takes up."""
        if not self.mine:
            return 0.0
        if self._says_yes_or_no:
            return 1.0
        asked = (self.mine[-1], self._asked_last)
        return max(self._covers, *(shared(content_words(text), self._words) for text in asked))

    @cached_property
    def _says_yes_or_no(self) -> bool:
        """A plain answer to a question that wants one."""
        asking = [s for s in sentences(self.mine[-1]) if s.endswith("?")]
        return any(_CLOSED.search(s) for s in asking) and bool(_YES_NO.search(self._own.strip(" \n-•")))

    @cached_property
    def _answer(self) -> Known | None:
        """What is publicly known on the thing asked last; None where nothing is."""
        asked = self._asked_last or self.mine[-1]
        fits = [(shared(content_words(asked), content_words(item.about)), -i) for i, item in enumerate(self.known)]
        best, place = max(fits, default=(0.0, 0))
        return self.known[-place] if best >= _ON_IT else None

    @cached_property
    def _covers(self) -> float:
        """Share of what is known on the thing asked that the reply tells."""
        return shared(content_words(self._answer.text), self._words) if self._answer else 0.0

    @cached_property
    def _asked_last(self) -> str:
        """The latest thing on today's list that the person brought up."""
        wanted = [*self.view.today.asks, *self.view.today.follow_ups]
        for text in reversed(self.mine):
            for ask in reversed(wanted):
                if shared(content_words(ask), content_words(text)) > 0.75:
                    return ask
        return ""

    @cached_property
    def _off_topic(self) -> bool:
        """Nothing of what today is about comes up; in small talk anything goes that is not a speech."""
        if self.social:
            return self.answers == 0 and self.excess > 1
        today = self.view.today
        about = content_words(" ".join([today.need, *today.asks, *today.follow_ups, *self.mine]))
        return self.answers == 0 and not self._picks and len(set(about) & set(self._words)) < 2

    @cached_property
    def _misread(self) -> bool:
        """A plain question was passed over, although it has an answer that anybody would know."""
        usual = self.social or self._off_topic or self.only_asks or bool(self._picks)
        asked = bool(self.mine) and asks_something(self.mine[-1]) and self._answer is not None
        return asked and not usual and self.answers < _PASSED_OVER

    @cached_property
    def _repeats(self) -> bool:
        """The reply says what one before it said; a letter that is written anew does not count."""
        now = content_words(self._own)
        before = [content_words(_MESSAGE.sub(" ", line.text)) for line in self.view.transcript[:-1] if line.who != "me"]
        return len(now) >= 4 and any(min(shared(old, now), shared(now, old)) > _SAME for old in before)

    @cached_property
    def questions(self) -> int:
        """Questions the reply puts to the person."""
        return sum(s.rstrip("\"')").endswith("?") for s in self._own_sentences)

    @cached_property
    def only_asks(self) -> bool:
        """The reply is questions and next to nothing else; in small talk that is no fault."""
        if self.social:
            return False
        rest = " ".join(s for s in self._sentences if not s.endswith("?"))
        return self.questions > 0 and len(content_words(rest)) < 6

    @cached_property
    def asked_again(self) -> tuple[Tellable, ...]:
        """Facts just asked for although this session, or an earlier one, had them.

        Words of a question may fit several facts: where one of them is still untold, that one was meant. A reply that
        states the value only makes sure.
        """
        asked = [fact for fact in self.view.may_tell if fact.asked] if self.mine else []
        again = [fact for fact in asked if self.told(fact)]
        if len(again) < len(asked):
            return ()
        return tuple(fact for fact in again if not states(self.reply, fact.value, fact.says_like))

    def told(self, fact: Tellable) -> bool:
        """Whether the person told it before, as far as the view says."""
        entries = [entry.split("You told it your ")[1] for entry in self.view.earlier if "You told it your " in entry]
        return fact.told or fact.key in self._told_now or any(topic(fact.key) in entry for entry in entries)

    @cached_property
    def _told_now(self) -> frozenset[str]:
        """Keys of the facts on offer that were told in this session."""
        return frozenset(
            fact.key
            for fact in self.view.may_tell
            if any(states(text, fact.value, fact.says_like) for text in self.mine)
        )

    @cached_property
    def _said_now(self) -> frozenset[str]:
        """Keys of the facts asked again that were told in this very session."""
        return self._told_now & {fact.key for fact in self.asked_again}

    @cached_property
    def broken(self) -> tuple[Wish, ...]:
        """Wishes that the reply goes against, as far as words show."""
        return tuple(wish for wish in self.view.wishes if self._against(wish))

    def _against(self, wish: Wish) -> bool:
        if (form := asked_features(wish.value)) and _OF_REPLIES.search(f"{wish.about} {wish.value}"):
            loose = self.social or bool(_MESSAGE.search(self.reply))
            return any(
                _breaks(key, value, self._form, self._own)
                for key, value in form.items()
                if not (loose and (key, value) in _NOT_IN_CHAT)
            )
        return bool(self._picks) and stance(wish.value, self._picks) < _AGAINST

    @cached_property
    def _form(self) -> dict[str, str]:
        return features(self.reply)

    @cached_property
    def _remembers(self) -> bool:
        """It brings back something from an earlier session that was not said again today."""
        known = {
            w
            for text in (*self.view.earlier, *(w.value for w in self.view.wishes if w.told))
            for w in content_words(text)
        }
        news = known - {w for text in self.mine for w in content_words(text)}
        return bool(self.view.earlier) and any(
            _RECALLS.search(s) and news.intersection(content_words(s)) for s in self._own_sentences
        )

    @cached_property
    def happened(self) -> frozenset[Happening]:
        """What clearly happened."""
        if not self.reply:
            return frozenset()
        found: dict[Happening, bool] = {
            "repeat": self._repeats or bool(self._said_now),
            "forgets": len(self.asked_again) > len(self._said_now) or any(w.told for w in self.broken),
            "misread": self._misread,
            "too_long": self.excess > 1,
            "off_topic": self._off_topic,
            "refuses": self._refused,
            "remembers": self._remembers,
            "owns_error": bool(_OWNS.search(self._own)) and len(self.mine) > 1,
        }
        return frozenset(name for name, yes in found.items() if yes)

    @cached_property
    def progress(self) -> int:
        """-1 to 2: did it get the person further?"""
        if not self.reply or self._repeats or self.only_asks:
            return 0
        if self._off_topic or self._refused:
            return -1
        if any(w.matters == "a lot" for w in self.broken) or self.excess > 2:
            return 0
        if self.social:
            return int(self.answers > 0 or asks_something(self._own))
        if self.view.today.kind == "message" and not self.drafted:
            return 0
        return 2 if not self.broken and self.answers >= 0.6 and self.excess < 0.6 else 1

    @cached_property
    def understood(self) -> int:
        """-2 to 2."""
        level = 1 if self.answers >= 0.4 else 0
        level += self._remembers
        level -= 2 * self._off_topic + bool(self.broken) + bool(self.asked_again)
        return max(-2, min(2, level))

    @cached_property
    def respected(self) -> int:
        """-2 to 2: lectures, prying, a broken word and the wrong register cost."""
        casual = self.view.manner.formality in ("very casual", "casual")
        stiff = casual and bool(re.search(r"\b(?:Dear (?:Sir|Madam)|kindly|furthermore|hereby)\b", self._own))
        cute = self.view.manner.emoji == "never" and self._form["reply.emoji"] == "some"
        level = ("remembers" in self.happened) + ("owns_error" in self.happened)
        level -= (len(_LECTURES.findall(self._own)) >= 3) + bool(self.view.keep_back) + stiff + cute
        return max(-2, min(2, level - any(w.told for w in self.broken)))

    @cached_property
    def effort(self) -> int:
        """-2 to 2: length, questions and saying things twice cost."""
        level = 1 if self.progress > 0 and self.excess < 0.6 else 0
        level -= (self.excess > 1) + (self.excess > 2) + (self.questions > 2) + self.only_asks + bool(self.asked_again)
        return max(-2, min(2, level))

    @cached_property
    def noticed(self) -> str:
        """The thing that struck them, in words that speak of what soothes and stings."""
        if struck := next((words for name, words in _NOTICED if name in self.happened), ""):
            return struck
        if self.progress > 0:
            return "an answer I can use"
        return f"it went against: {self.broken[0].value}" if self.broken else ""


_NOTICED: tuple[tuple[Happening, str], ...] = (
    ("forgets", "it has forgotten what I told it and asks again"),
    ("repeat", "being asked or told the same thing twice"),
    ("refuses", "it will not do it"),
    ("off_topic", "that is about something else"),
    ("misread", "it did not read what I wrote"),
    ("too_long", "a long lecture, padding before the point"),
    ("owns_error", "a mistake admitted at once"),
    ("remembers", "it remembered something I said before"),
)


def _breaks(key: str, value: str, form: dict[str, str], own: str) -> bool:
    """Whether a reply of this form goes against a wish; a few words over a short reply are forgiven."""
    if key == "reply.length":
        return count_words(own) > 65 if value == "short" else form[key] == "short"
    if key == "reply.question":
        return value == "none" and form[key] != value
    return form[key] != value
