"""Which option of a public catalogue a reply recommends, and whether that keeps a preference. By code.

Where the text does not say, nothing is said: an ambiguous reply recommends no option.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from arena.schema.scenario import Option
from arena.text.words import content_words, sentences

_ENOUGH = 0.6
"""Share of the words that only this option has, which names it."""
_ENOUGH_WITH_ID = 0.5
"""The same for the words it is called by, when its id is among what was said."""

ADVISES = re.compile(
    r"\b(?:recommend|suggest|i(?:'d| would) (?:go|take|pick|choose|say|look at|start|book|try|lean)"
    r"|my (?:pick|choice|advice)|go (?:for|with)|opt for|best (?:fit|option|choice|bet|match)|top pick"
    r"|the one (?:for you|i'd|to)|suits? you|fits? you|ideal|perfect for|works? best|right for you"
    r"|(?:take|choose|pick|book) (?:the|option))\b",
    re.IGNORECASE,
)
"""How advice is put."""
_REJECTS = re.compile(
    r"\b(?:avoid|skip|ruled? out|steer clear|stay away|not recommend|instead of|rather than|leave out|forget about"
    r"|not (?:go|take|pick|choose|suit|suitable|ideal|the one|right)|would not|wouldn't|cross (?:off|out))\b"
    r"|n't (?:recommend|go|take|pick|choose|suit|fit|work)\b",
    re.IGNORECASE,
)
_FAULTS = re.compile(r"\btoo (?:noisy|loud|expensive|dear|costly|far|small|big|long|dark|slow|busy)\b", re.IGNORECASE)
_TURN = re.compile(
    r"[;:]|,? \b(?:but|while|whereas|although|though)\b |,? \b(?P<swap>instead of|rather than)\b |, (?P<no>not) ",
    re.IGNORECASE,
)


def recommended(reply: str, options: Sequence[Option]) -> Option | None:
    """The one option that `reply` recommends; None when it names none, or several without choosing.

    An option is named by its text, by its label (`option b`, `(b)`), by its first words or by most of the words that no
    other option has. Clauses that speak against what they name do not count. If several are still named, those in
    clauses that recommend decide.
    """
    named: set[str] = set()
    advised: set[str] = set()
    for clause in _clauses(_labelled(reply, options)):
        here = {option.id for option in options if _names(clause, option, options)}
        urged = bool(ADVISES.search(clause))
        if here and not _REJECTS.search(clause) and (urged or not _FAULTS.search(clause)):
            named |= here
            advised |= here if urged else set()
    chosen = named if len(named) == 1 else advised
    return next((option for option in options if {option.id} == chosen), None)


def keeps(option: Option, favours: Mapping[str, str], options: Sequence[Option]) -> bool | None:
    """Whether `option` has what is favoured, by the attributes that the catalogue knows; None where it knows none."""
    known = {key for other in options for key in other.has}
    checkable = {key: value for key, value in favours.items() if key in known}
    if not checkable:
        return None
    return all(option.has.get(key, "").strip().lower() == value.strip().lower() for key, value in checkable.items())


def _labelled(reply: str, options: Sequence[Option]) -> str:
    """`reply` with options that are given word for word replaced by their labels, so that nothing splits them."""
    for option in sorted(options, key=lambda o: -len(o.text)):
        reply = _word_for_word(option.text).sub(f"(option {option.id})", reply)
    return reply


def _clauses(reply: str) -> list[str]:
    """Sentences, split where a turn of phrase may change sides; what follows `rather than` is spoken against."""
    out: list[str] = []
    for sentence in sentences(reply):
        at, lead = 0, ""
        for turn in _TURN.finditer(sentence):
            out.append(lead + sentence[at : turn.start()])
            lead = "rather than " if turn["swap"] or turn["no"] else ""
            at = turn.end()
        out.append(lead + sentence[at:])
    return out


def _names(clause: str, option: Option, options: Sequence[Option]) -> bool:
    if _label(option.id).search(clause):
        return True
    said = frozenset(content_words(clause))
    others = tuple(other.text for other in options if other.id != option.id)
    called = _own(_head(option.text), tuple(map(_head, others)))
    share = _ENOUGH_WITH_ID if said.intersection(content_words(option.id)) else _ENOUGH
    return _enough(said, _own(option.text, others), _ENOUGH) or _enough(said, called, share)


def _enough(said: frozenset[str], own: frozenset[str], share: float) -> bool:
    return bool(own) and len(own & said) >= share * len(own)


@lru_cache(maxsize=1024)
def _own(text: str, others: tuple[str, ...]) -> frozenset[str]:
    """The content words of `text` that none of the others has."""
    return frozenset(content_words(text)).difference(*(content_words(other) for other in others))


def _head(text: str) -> str:
    """What an option is called: its words before the first colon or comma."""
    return re.split(r"[:,]", text, maxsplit=1)[0]


@lru_cache(maxsize=1024)
def _label(option_id: str) -> re.Pattern[str]:
    name = re.escape(option_id.removeprefix("option-")).replace(r"\-", "[ -]")
    return re.compile(rf"\((?:option[ -])?{name}\)|\boption[ -]{name}\b", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _word_for_word(text: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word) for word in text.split()), re.IGNORECASE)
