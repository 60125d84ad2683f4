"""Wishes: which sentences state one, and how well an option or a reply fits it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from arena.text._lexicon import IMPLIES, KINDS, POLES, SAME
from arena.text._limits import limit_bearing
from arena.text._polarity import Term, said_terms, wish_terms
from arena.text._wishes import states_wish
from arena.text.features import asked_features
from arena.text.words import sentences

Common = frozenset[Term]

_EXACT, _OPPOSITE, _KIND, _COMMON = 1.0, 0.7, 0.8, 0.6
"""How strongly two words bear on each other: the same, poles of one axis, a kind and its member, a common root."""
_COMMON_PREFIX = 5
_COMMON_SHARE = 0.6


def wishes_in(text: str) -> list[str]:
    """The sentences of a person's text that state a wish, like, dislike, need, constraint or habit, in order.

    Questions, requests ("I need help with a letter") and plain facts are left out; a question that states a wish in
    an earlier clause is kept whole.
    """
    return [s for s in sentences(text) if states_wish(s) or asked_features(s)]


def stance(statement: str, candidate: str) -> float:
    """How well `candidate` fits the wish in `statement`, in [-1, 1]; 0 when they have nothing to do with each other.

    `candidate` is an option, perhaps with attributes ("two rooms by the station, noise: high"), or a reply. In a reply
    a thing that is absent or advised against ("no nuts", "skip the curry") counts the other way round, and questions
    and clauses that only repeat the person's own wish count for nothing; so a reply is below about -0.5 only when it
    offers what the person dislikes, or the opposite of what they like, and has nothing that outweighs it.

    Rule-based: the statement is parsed into liked and disliked words, the candidate into offered and absent ones, and
    the pairs are compared by stem, synonym, kind, opposite and implication. What the words do not say (that a certain
    film is science fiction) is not known.
    """
    return math.tanh(_raw(statement, candidate, frozenset()))


def fit(statements: Sequence[str], candidates: Sequence[str]) -> list[float]:
    """How well each candidate fits all the statements together, each in [-1, 1]; the largest is the best choice.

    Unlike `stance`, candidates are compared against each other: what all of them say alike counts for nothing. A
    single candidate is judged by itself; without statements every candidate scores 0.
    """
    common = _common(tuple(candidates))
    return [math.tanh(sum(_raw(s, c, common) for s in statements)) for c in candidates]


def leanings(statement: str) -> dict[str, int]:
    """The content words of a person's statement, as stems: 1 for what it likes, -1 for what it dislikes."""
    return {term.root: term.sign for term in wish_terms(statement)}


@lru_cache(maxsize=4096)
def _common(candidates: tuple[str, ...]) -> Common:
    """What every candidate says alike: it cannot tell them apart."""
    if len(candidates) < 2:
        return frozenset()
    return frozenset.intersection(*(frozenset(said_terms(c)) for c in candidates))


@lru_cache(maxsize=32768)
def _raw(statement: str, candidate: str, common: Common) -> float:
    said = [t for t in said_terms(candidate) if t not in common]
    return limit_bearing(statement, candidate) + sum(_bearing(wish, said) for wish in wish_terms(statement))


def _bearing(wish: Term, said: Sequence[Term]) -> float:
    best = 0.0
    for term in said:
        bearing = _relation(wish.root, term.root) * term.sign
        if abs(bearing) > abs(best):
            best = bearing
    return best * wish.sign * wish.weight


@lru_cache(maxsize=65536)
def _relation(a: str, b: str) -> float:
    """How strongly word `a` of a wish and word `b` of a candidate bear on each other; negative when they oppose."""
    if a == b or (a in SAME and SAME[a] == SAME.get(b)):
        return _EXACT
    if b in KINDS.get(a, ()):
        return _KIND
    implied = _implied(a, b) or _implied(b, a)
    if implied:
        return implied
    poles = [p * q for axis, p in POLES.get(a, ()) for other, q in POLES.get(b, ()) if axis == other]
    if poles:
        return _OPPOSITE * (sum(poles) / len(poles))
    return _COMMON if _common_root(a, b) else 0.0


def _implied(a: str, b: str) -> float:
    liked, disliked = IMPLIES.get(a, ((), ()))
    if b in liked:
        return _KIND
    return -_KIND if b in disliked or any(b in KINDS.get(d, ()) for d in disliked) else 0.0


def _common_root(a: str, b: str) -> bool:
    shared = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        shared += 1
    return shared >= _COMMON_PREFIX and shared >= _COMMON_SHARE * max(len(a), len(b))
