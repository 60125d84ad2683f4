"""The offline person finds words: lines of the persona's own, filled with what is to be asked and told."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from arena.schema.persona import ASIDES
from arena.schema.user_view import Tellable, UserView, Wish
from arena.text.words import count_words, words
from arena.users._phrasebook import GENERIC, fact_sentences, wish_sentences
from arena.users._reading import Reading, shared
from arena.users._surface import OFTEN, Tone, dress, in_own_words, slips
from arena.users.asking import asks_something

_TURNS = 0.3
"""Share of further questions that come with words that leave the last matter."""
_PLAIN = 0.4
"""Share of further questions that come without any words around them."""
_WORDY = 25
"""From so many usual words on, a bare question is too short for a person."""
_ASIDE = 0.2
"""Share of messages for each kind of aside that a person has words for."""
_LOW = re.compile(r"\b(?:annoyed|irritated|on edge|deflated|low|flat)\b")
"""A mood in which one thinks of how it will turn out."""
_HIDDEN = "keep it out"
_SLOT = re.compile(r"\{(ask|fact|wish)\}")


@dataclass(slots=True)
class Draft:
    """A message in the making. Parts are added as long as this person goes on writing."""

    view: UserView
    reading: Reading
    chance: random.Random
    parts: list[str] = field(default_factory=list)
    reveals: list[str] = field(default_factory=list)
    room: float = 0.0
    """Words this message may have; a message has at least one part."""

    def __post_init__(self) -> None:
        """Draw how long this message gets: around the usual length, seldom near the longest."""
        manner = self.view.manner
        self.room = min(manner.words_long, manner.words_usual * self.chance.uniform(0.8, 1.7))

    def fits(self, text: str) -> bool:
        """Whether there is room for `text`; the first part always has it."""
        return not self.parts or sum(map(count_words, self.parts)) + count_words(text) <= self.room

    def add(self, text: str, *reveals: str, exact: bool = False, must: bool = False) -> bool:
        """Add a part if there is room (`must`: anyway); `exact` words take no slips. Says whether it was added."""
        if not text or not (must or self.fits(text)):
            return False
        self.parts.append(text if exact else slips(text, self.view.manner, self.chance))
        self.reveals += reveals
        return True

    def text(self, tone: Tone) -> str:
        """The message as sent."""
        *first, last = self.parts
        whole = " ".join([*(part + "." if part[-1].isalnum() else part for part in first), last])
        return dress(whole, self.view.manner, self.chance, tone)

    def line(self, act: str, slot: str = "", text: str = "") -> str:
        """A line for `act`, unused so far in this session; with `{slot}` filled by `text` when one is given."""
        if act == "chats" and self.view.today.kind == "talk":
            return ""  # nobody tells of their cat to whom they came with a heavy heart
        own = self.view.manner.lines.get(act, ())
        usable = [
            line
            for line in self._fresh([line for line in own if self._takes(line, slot)])
            or self._fresh([line for line in self.in_own_words(GENERIC.get(act, ())) if self._takes(line, slot)])
            if not any(word.lower() in line.lower() for word in self.view.manner.never_says)
        ]
        first = self._turn_comes(usable)
        chosen = self.chance.choice(first) if first else "{%s}" % slot if slot else ""  # noqa: UP031
        return _sentence_case(_SLOT.sub(lambda _: text, chosen), chosen)

    def _turn_comes(self, lines: Sequence[str]) -> Sequence[str]:
        """Half of the lines, other ones from session to session: nobody thanks in the same words every time."""
        start = 2 * len(self.view.earlier) % len(lines) if lines else 0
        return [*lines[start:], *lines[:start]][: (len(lines) + 1) // 2]

    def _takes(self, line: str, slot: str) -> bool:
        return set(_SLOT.findall(line)) == ({slot} if slot else set())

    def _fresh(self, lines: Sequence[str]) -> list[str]:
        said = " ".join(" ".join(_letters(text)) for text in (*self.reading.mine, *self.parts))
        fresh = [line for line in lines if not any(piece in said for piece in _frame(line))]
        before = {first for part in self.parts if (first := _first_word(part))}
        return [line for line in fresh if _first_word(line) not in before] or fresh

    def in_own_words(self, plain: Sequence[str]) -> list[str]:
        """Sentences anybody might say, as this person puts them."""
        return [in_own_words(sentence, self.view.manner) for sentence in plain]

    def said(self, sentence: str) -> bool:
        """Whether the person has said about this in this session."""
        return any(shared(_letters(sentence), _letters(text)) > 0.8 for text in self.reading.mine)


@lru_cache(maxsize=2048)
def _letters(text: str) -> tuple[str, ...]:
    """The words of `text`, each with its letters in order, so that a slip of the finger leaves a word what it was."""
    return tuple("".join(sorted(word)) for word in words(text))


@lru_cache(maxsize=2048)
def _first_word(text: str) -> str:
    """The first word of a part, unless it begins with a slot."""
    return "" if text.startswith("{") else next(iter(words(text)), "")


@lru_cache(maxsize=1024)
def _frame(line: str) -> tuple[str, ...]:
    """The words of a line before and after its slot; single words around a slot may come again."""
    pieces = [_letters(piece) for piece in re.split(r"\{(?:ask|fact|wish)\}", line)]
    return tuple(" ".join(piece) for piece in pieces if len(piece) > (1 if "{" in line else 0))


def _sentence_case(text: str, line: str) -> str:
    """After a comma or colon, or a bare "And", the filled sentence goes on in lower case, but for `I` and names."""
    at = line.find("{")
    if at <= 0 or line[:at].rstrip()[-1:] in ".?!…":
        return text
    head, tail = text[:at], text[at:]
    first = tail.split(" ")[0]
    keep = (first.startswith("I") and (first == "I" or first[1:2] == "'")) or not first[1:].islower()
    return head + (tail if keep else tail[:1].lower() + tail[1:])


# Asides --------------------------------------------------------------------------------------------------------------


def add_aside(draft: Draft) -> bool:
    """Now and then, how it may turn out, what has to be seen to, or a thought; the first in a low mood that shows.

    Nobody makes asides who came with a heavy heart.
    """
    own = [act for act, lines in draft.view.manner.lines.items() if act in ASIDES and lines]
    if not own or draft.view.today.kind == "talk" or draft.chance.random() >= _ASIDE * len(own):
        return False
    low = "looks_ahead" in own and _LOW.search(draft.view.mood) and _HIDDEN not in draft.view.mood
    return draft.add(draft.line("looks_ahead" if low and draft.chance.random() < 0.5 else draft.chance.choice(own)))


# Asking --------------------------------------------------------------------------------------------------------------


def opening_ask(draft: Draft) -> str:
    """The way to bring the need up that comes nearest to this person's usual length and was not used yet."""
    today = draft.view.today
    fresh = [ask for ask in draft.in_own_words(today.asks) if not draft.said(ask)]
    if not fresh:
        return "" if draft.reading.mine else today.need or "Have you got a minute?"
    return min(fresh, key=lambda ask: abs(count_words(ask) - draft.view.manner.words_usual))


def next_ask(draft: Draft) -> str:
    """The first thing to ask next that was not asked yet; empty when all was."""
    return next((ask for ask in draft.in_own_words(draft.view.today.follow_ups) if not draft.said(ask)), "")


def asked_besides(draft: Draft) -> int:
    """How many things the person has asked beyond what they came with."""
    return sum(draft.said(ask) for ask in draft.in_own_words(draft.view.today.follow_ups))


def add_ask(draft: Draft, ask: str, must: bool = True) -> bool:
    """Ask in a line of the person's own; a further question may come with words that leave the last matter."""
    if not ask:
        return False
    if draft.view.manner.capitals == "lower":
        ask = ask[:1].lower() + ask[1:]
    further = bool(draft.reading.mine) and draft.reading.progress > 0 and not draft.parts
    turning = draft.line("changes_subject") if further and draft.chance.random() < _TURNS else ""
    plain = (turning and draft.add(turning)) or _comes_plainly(draft)
    line = ask if plain else draft.line("asks", "ask", ask)
    return draft.add(line if draft.fits(line) else ask, exact=count_words(ask) < 4, must=must)


def _comes_plainly(draft: Draft) -> bool:
    """What weighs on somebody is said as it is, and so is many a further question of people of few words."""
    if not draft.reading.mine:
        return draft.view.today.kind == "talk"
    return draft.view.manner.words_usual < _WORDY and draft.chance.random() < _PLAIN


# Telling -------------------------------------------------------------------------------------------------------------


def add_fact(draft: Draft, fact: Tellable, must: bool = False) -> bool:
    """Tell a fact, in a line of the person's own when it opens the message."""
    sentence = draft.chance.choice(fact_sentences(fact))
    line = sentence if draft.parts else draft.line("answers", "fact", sentence)
    return draft.add(line, fact.key, exact=True, must=must)


def wish_voiced(draft: Draft) -> bool:
    """Whether this message voices a wish already."""
    return any(wish.id in draft.reveals for wish in draft.view.wishes)


def add_wish(draft: Draft, wish: Wish, act: str = "", must: bool = False) -> bool:
    """Voice a wish, as an objection when `act` is given; whoever comes to unburden themselves orders nothing first."""
    fresh = [s for s in wish_sentences(wish) if not draft.said(s)]
    unburdening = draft.view.today.kind == "talk" and not draft.reading.mine
    if not fresh or unburdening:
        return False
    sentence = draft.chance.choice(fresh)
    return draft.add(draft.line(act, "wish", sentence) if act else sentence, wish.id, exact=True, must=must)


def often(draft: Draft, how: str) -> bool:
    """A draw: does it happen in this message?"""
    return draft.chance.random() < OFTEN[how]


def closing(draft: Draft) -> None:
    """Thanks or not, and gone; asks nothing."""
    thanked = often(draft, draft.view.manner.thanks) and draft.add(draft.line("thanks"))
    if add_aside(draft) and asks_something(draft.parts[-1]):
        draft.parts.pop()
    if not thanked or draft.fits("so long then"):
        draft.add(draft.line("leaves") or "Bye.")
    if asks_something(" ".join(draft.parts)):
        draft.parts[:] = ["Bye."]


def giving_up(draft: Draft) -> None:
    """Out of patience, in the person's way."""
    if draft.view.leaves_by == "says_so":
        draft.add(draft.line("impatient"))
        draft.add(draft.line("leaves") or draft.line("gives_up"), must=not draft.parts)
    else:
        draft.add(draft.line("dull") or "ok")
