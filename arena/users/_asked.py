"""Which of a person's facts a reply asks for.

The vocabulary's words alone say too little: `when`, `number` or `name` fit several facts, and a letter speaks of other
people's names and dates. A word of a fact's own settles it; a common one does only where the person is asked, and then
for the fact that the sentence comes nearest to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache

from arena.schema.persona import Fact
from arena.schema.vocabulary import FACT_KEYS
from arena.text.words import content_words, count_words
from arena.users.asking import asking_sentences, topic

_EVERYDAY = frozenset(
    {"name", "call", "start", "suit", "order", "model", "low", "old", "class", "learn", "reading", "years"}
    | {"project", "history", "role", "position", "claim", "policy", "price", "cost", "fault", "pain", "leaving"}
)
"""Words of one fact only that are about much else besides."""
_OFFERS = re.compile(r"^(?:\w+[,]? )?(?:(?:shall|should) i\b|(?:would|do) you (?:like|want) me\b)", re.IGNORECASE)
"""The assistant asks what it shall do, not for a fact."""
_ASIDE = re.compile(r"\bfeel free\b", re.IGNORECASE)
_TO_YOU = re.compile(r"\byou(?:r|rs|'d|'ll|'re|'ve)?\b|^[\[{<]", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\b(?:name|number)s? of\b|\w['’]s? (?:\w+ )?(?:name|number)\b", re.IGNORECASE)
"""Somebody else's name, or the number of something."""
_BARE = 4
"""A question of so few words is put to the person whatever is in it."""
_YOUR = r"\byour (?:(?:full|own|exact|current|first|last) )?{}"
"""The person's own: `your name`, `your full name`."""
_PARTS = re.compile(r"[,;:]|\band\b|\bor\b", re.IGNORECASE)
"""One sentence may ask for several things."""


def asked_for(reply: str, facts: Sequence[Fact], told: Collection[str]) -> frozenset[str]:
    """Keys of the facts that `reply` asks the person for.

    Where a sentence may mean several, those not yet `told` are meant. A fact told before counts only when the sentence
    is about that very fact.
    """
    asking = (s for s in asking_sentences(reply) if not _OFFERS.search(s))
    return frozenset(key for sentence in asking for key in _asked_in(sentence, facts, told))


def speaks_of(category: str, text: str) -> bool:
    """Whether `text` names the category, or has a word by which facts of it and of no other are asked for."""
    return bool(_of_category(category).search(text))


def _asked_in(sentence: str, facts: Sequence[Fact], told: Collection[str]) -> Iterator[str]:
    to_you = bool(_TO_YOU.search(sentence)) or count_words(sentence) <= _BARE
    for part in _PARTS.split(_ASIDE.sub("", sentence)):
        plain = [f.key for f in facts if _by_own_word(f.key, part)]
        if plain:
            yield from _meant(plain, part, told)
        elif to_you and not _ELSEWHERE.search(part):
            yield from _nearest([f for f in facts if _common(f.key).search(part)], part, told)


def _meant(keys: Sequence[str], part: str, told: Collection[str]) -> Iterator[str]:
    """Of the facts whose own words are there the new ones, and old ones that are named as the person's own."""
    new = any(key not in told for key in keys)
    return (key for key in keys if key not in told or not new or _direct(key).search(part))


def _nearest(facts: Sequence[Fact], part: str, told: Collection[str]) -> Iterator[str]:
    """The facts that the words come nearest to: new ones, unless old ones are nearer or there are no others."""
    near = {f.key: _nearness(f, part) for f in facts}
    best = max(near.values(), default=0)
    best_new = max((n for key, n in near.items() if key not in told), default=-1)
    again = best > max(best_new, 0) or best_new < 0
    return (key for key, n in near.items() if n == (best if again else best_new) and (key in told) == again)


@lru_cache(maxsize=8192)
def _by_own_word(key: str, part: str) -> bool:
    return bool(_own(key).search(part)) or (" your " in f" {part.lower()}" and bool(_direct(key).search(part)))


def _nearness(fact: Fact, sentence: str) -> int:
    """How many content words the words share with the ways of telling the fact."""
    return len(_about(topic(fact.key), *fact.says_like) & set(content_words(sentence)))


@lru_cache(maxsize=1024)
def _about(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in content_words(text))


def _terms(key: str) -> tuple[str, ...]:
    return FACT_KEYS[key].asked_by if key in FACT_KEYS else (topic(key),)


@cache
def _shared() -> frozenset[str]:
    """Words by which more than one fact is asked for, and everyday ones."""
    count = Counter(term for kind in FACT_KEYS.values() for term in kind.asked_by)
    return _EVERYDAY | {term for term, times in count.items() if times > 1}


def _pattern(terms: Iterable[str]) -> str:
    """Any of the terms, from the start of a word; terms of up to three letters stand alone; none never matches."""
    found = "|".join(re.escape(term) + (r"s?\b" if len(term) <= 3 else "") for term in terms)
    return rf"\b(?:{found})" if found else r"(?!)"


@cache
def _of_category(category: str) -> re.Pattern[str]:
    others = {term for kind in FACT_KEYS.values() if kind.category != category for term in kind.asked_by}
    terms = {term for kind in FACT_KEYS.values() if kind.category == category for term in kind.asked_by}
    return re.compile(_pattern(sorted({topic(category)} | (terms - others - _EVERYDAY))), re.IGNORECASE)


@cache
def _own(key: str) -> re.Pattern[str]:
    return re.compile(_pattern(t for t in _terms(key) if t not in _shared()), re.IGNORECASE)


@cache
def _common(key: str) -> re.Pattern[str]:
    return re.compile(_pattern(t for t in _terms(key) if t in _shared()), re.IGNORECASE)


@cache
def _direct(key: str) -> re.Pattern[str]:
    return re.compile(_YOUR.format(_pattern(_terms(key))), re.IGNORECASE)
