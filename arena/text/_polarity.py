"""The content of a text with the sign it is spoken of: what a negation, a liking or a disliking does to each word."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from arena.text._lexicon import COMPOUNDS, DISLIKING, EMPTY, GENERAL, LESSENING, LIKING, NEGATING, SPOILING
from arena.text.words import STOP_WORDS, stem

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.,;:!?()\n-]")
_QUESTION = re.compile(r"[^.!?\n]*\?")
_RESTATED = re.compile(
    r"(?:\b(?:since|as|because|given|knowing|considering|if)\b[^,.;!?\n]{0,30})?"
    r"\b(?:you(?:'ve| have)? (?:said|mentioned|told|prefer|like|love|hate|dislike|avoid|don't|do not|can't|never|need"
    r"|want|asked)|your (?:preference|dislike|aversion|allergy|fear|wish|love of|taste))\b"
    r"(?:(?!\bbut\b)[^,.;!?\n])*",
    re.IGNORECASE,
)
_INDISPENSABLE = re.compile(r"\b(?:can't|cannot|couldn't|never)(?: \w+){1,4}? without\b", re.IGNORECASE)
"""`can't live without`."""
_LEFT_OUT = re.compile(r"\b(?:le(?:ft|ave|aving)|rul(?:ed?|ing)) out\b", re.IGNORECASE)
_CLAUSE_ENDS = frozenset(".;!?\n")
_RELATIVE = frozenset(("that", "which", "where", "who", "whose", "unless", "if", "when"))
_REASON = frozenset(("because", "since", "due", "as"))
_CONTRAST = frozenset(("but", "however", "though", "although", "yet", "instead"))
_POST_CUES = frozenset(
    stem(w) for w in ("allergy", "allergies", "intolerance", "aversion", "phobia", "sensitivity", "intolerant")
)
_IDIOM = re.compile(
    r"\b(?:(?:do not|don't|never|not to be|can't|cannot) (?:miss(?:ed)?|forget|hesitate|worry|mind|go wrong)"
    r"|not (?:only|just)|used to|no (?:wonder|doubt|better|matter|problem|worries))\b"
)
"""Negations that turn nothing round."""
_LOW = frozenset(("low", "no", "none", "little", "few", "false", "without", "zero", "never", "minimal"))
_ABSENT = frozenset(
    stem(w)
    for w in (
        *("avoid", "skip", "away", "exclude", "omit", "unlike", "than", "non", "dislike", "hate", "despise"),
        *("allergic", "allergy", "aversion", "intolerant", "refuse", "fear", "detest", "loathe", "afraid"),
    )
)
"""Words of an offer or a reply after which something is said to be absent, unwanted or to be avoided."""
_NEAR = frozenset(
    ("close", "next", "near", "due", "similar", "access", "easy", "according", "related", "nearer", "closer")
)
_OF = frozenset(("to", "of", "towards", "toward", "for", "against", "about", "with"))
_COMPARED = frozenset(("a", "an", "well", "much", "long", "the", "possible"))
_BEFORE_LIKE = frozenset(
    (
        "i",
        "we",
        "do",
        "not",
        "don't",
        "dont",
        "didn't",
        "really",
        "also",
        "would",
        "i'd",
        "never",
        "and",
        "but",
        "to",
        "just",
        "always",
        "quite",
        "still",
        "generally",
        "usually",
        "particularly",
        "only",
        "you",
        "they",
    )
)
_BAD = frozenset(("hard", "tough", "bad", "awful", "terrible", "horrible"))
_IS = frozenset(("is", "are", "too", "really", "so", "very", "was", "were", "be"))
_REASON_WEIGHT = 0.5
_GENERAL_WEIGHT = 0.2
_HEAD_WEIGHT = 0.5


class Term(NamedTuple):
    """A stem, +1 or -1, and how much it counts (0 to 1)."""

    root: str
    sign: int
    weight: float = 1.0


@dataclass
class _Reading:
    """Where the reader is in a text: the sign in force, what has been read of the clause."""

    terms: list[Term] = field(default_factory=list)
    sign: int = 1
    weight: float = 1.0
    negated: bool = False
    """A negation stands before a word of attitude that may still come."""
    relative: bool = False
    clause: int = 0
    """Number of terms before this clause."""
    since: int = 0
    """Number of terms before the last word of attitude."""
    less: bool = False
    prefers: bool = False
    """The last word of attitude was `prefer`, which compares by `to`."""
    last: str = ""
    """The stem just read, for compounds of two words."""


def _plain(text: str) -> list[str]:
    plain = text.lower().replace("’", "'").replace("–", "-").replace("—", ",")
    return _TOKEN.findall(_IDIOM.sub(" ", plain))


@lru_cache(maxsize=8192)
def wish_terms(statement: str) -> tuple[Term, ...]:
    """What a person's statement likes (+1) and dislikes (-1), each stem once for each sign."""
    reading = _Reading()
    tokens = _plain(_INDISPENSABLE.sub("need", statement.replace("’", "'")))
    for at, word in enumerate(tokens):
        _read_wish(reading, tokens, at, word)
    return _weighed(reading.terms)


def _read_wish(r: _Reading, tokens: list[str], at: int, word: str) -> None:
    before, after = tokens[at - 1] if at else "", tokens[at + 1] if at + 1 < len(tokens) else ""
    if word in _CLAUSE_ENDS or word in _CONTRAST:
        _new_clause(r)
    elif word in _REASON and not (word == "as" and after in _COMPARED):
        r.weight, r.clause, r.since, r.negated, r.relative = _REASON_WEIGHT, len(r.terms), len(r.terms), False, False
    elif _is_swap(before, word, after, r):
        r.sign, r.negated = -1, False
    elif word.replace("'", "") in NEGATING:
        _negate(r)
    elif word in _RELATIVE or (word == "with" and r.sign < 0):
        _narrow(r)
        r.relative = r.relative or word != "with"
    elif not _read_attitude(r, before, word, after):
        _content(r, before, word, after)


def _read_attitude(r: _Reading, before: str, word: str, after: str) -> bool:
    """Reads a word of attitude; False when it is none here."""
    root = stem(word)
    if (root in _POST_CUES and after not in _OF) or root in SPOILING or _is_verdict(before, word):
        _turn_back(r)
    elif root in DISLIKING or root in _POST_CUES or (root == "sensitiv" and after == "to"):
        _attitude(r, -1)
    elif word == "i'm" or (word == "am" and before == "i"):
        _attitude(r, 1)
    elif root == "find":
        r.since = len(r.terms)
    elif root in LIKING and _is_own(r, before, word):
        _attitude(r, 1)
        r.prefers = root == "prefer"
    else:
        return False
    return True


def _is_verdict(before: str, word: str) -> bool:
    return word in _BAD and before in _IS


def _is_own(r: _Reading, before: str, word: str) -> bool:
    """Whether a word of liking is the speaker's: not a comparison ("sports like golf"), not about the thing."""
    if word == "like":
        return before in _BEFORE_LIKE
    return not (r.relative and len(r.terms) > r.since)


def _new_clause(r: _Reading) -> None:
    r.sign, r.weight, r.negated, r.relative = 1, 1.0, False, False
    r.clause = r.since = len(r.terms)


def _is_swap(before: str, word: str, after: str, r: _Reading) -> bool:
    """`rather than`, `instead of`, and `over` after a liking: what follows is the worse choice."""
    if word == "than":
        return r.sign > 0
    if word == "of":
        return before == "instead"
    if word == "to":
        return r.prefers and r.sign > 0 and len(r.terms) > r.since and before not in _NEAR
    return word == "over" and r.sign > 0 and len(r.terms) > r.since and after not in {"the", "all"}


def _negate(r: _Reading) -> None:
    if r.relative and len(r.terms) > r.since:
        r.sign = -r.sign
    else:
        r.sign, r.negated = -1, True


def _narrow(r: _Reading) -> None:
    """A relative clause says which ones are meant: what stands before it counts less."""
    r.terms[r.since :] = [t._replace(weight=t.weight * _HEAD_WEIGHT) for t in r.terms[r.since :]]


def _attitude(r: _Reading, sign: int) -> None:
    r.sign = -sign if r.negated else sign
    r.negated, r.relative, r.prefers, r.since = False, False, False, len(r.terms)


def _turn_back(r: _Reading) -> None:
    """`peanut allergy`, `loud music is annoying`: the words of attitude come after what they are about."""
    sign = 1 if r.negated else -1
    r.terms[r.since :] = [Term(t.root, sign, t.weight) for t in r.terms[r.since :]]
    r.sign, r.negated = sign, False


def _content(r: _Reading, before: str, word: str, after: str) -> None:
    bare, root = word.replace("'", ""), stem(word)
    if word == "free" and before == "-" and r.terms:
        _turn_last(r)
    elif bare in LESSENING and (not after or after in _CLAUSE_ENDS or after == ","):
        if before not in {":", "for"}:
            _turn_last(r)  # "keep the rent low"
    elif bare in LESSENING:
        r.less = True
    elif bare not in STOP_WORDS and word[0].isalnum():
        if r.last and (pair := f"{r.last}-{root}") in COMPOUNDS:
            r.terms.append(Term(pair, r.sign, r.weight))
        if root not in EMPTY:
            r.terms.append(Term(root, -r.sign if r.less else r.sign, r.weight))
            r.negated = False
        r.last = root
        return
    if word != "-" and bare not in LESSENING:
        r.last, r.less = "", False


def _turn_last(r: _Reading) -> None:
    if r.terms:
        last = r.terms.pop()
        r.terms.append(Term(last.root, -last.sign, last.weight))


def _weighed(terms: list[Term]) -> tuple[Term, ...]:
    """Each (stem, sign) once; a broad word counts little beside a narrower one."""
    narrow = any(t.root not in GENERAL for t in terms)
    best: dict[tuple[str, int], float] = {}
    for term in terms:
        weight = term.weight * (_GENERAL_WEIGHT if narrow and term.root in GENERAL else 1.0)
        key = (term.root, term.sign)
        best[key] = max(best.get(key, 0.0), weight)
    return tuple(Term(root, sign, weight) for (root, sign), weight in best.items())


@lru_cache(maxsize=16384)
def said_terms(candidate: str) -> tuple[Term, ...]:
    """What a text offers (+1) and says is absent or to be avoided (-1), each stem once, the signs summed.

    Questions, and clauses that only repeat what the reader said or likes ("since you don't like spice"), offer
    nothing and are left out.
    """
    reading = _Reading()
    tokens = _plain(_offered(candidate))
    for at, word in enumerate(tokens):
        _read_offer(reading, tokens, at, word)
    total: dict[str, int] = {}
    for term in reading.terms:
        total[term.root] = total.get(term.root, 0) + term.sign
    return tuple(Term(root, 1 if sign > 0 else -1) for root, sign in total.items() if sign)


def _offered(text: str) -> str:
    own = _RESTATED.sub(" ", _QUESTION.sub(" ", text.replace("’", "'")))
    return _LEFT_OUT.sub("avoid", own)


def _read_offer(r: _Reading, tokens: list[str], at: int, word: str) -> None:
    before, after = tokens[at - 1] if at else "", tokens[at + 1] if at + 1 < len(tokens) else ""
    if word in _CLAUSE_ENDS or word in {",", "with", "but", "(", ")", "so"}:
        r.sign, r.less = 1, False
    elif word == ":" and after in _LOW:
        _turn_last(r)
    elif before != ":" and _turns_offer(before, word, after):
        r.sign = -1
    else:
        _content(r, before, word, after)


def _turns_offer(before: str, word: str, after: str) -> bool:
    """Whether what follows `word` in an offer is absent, avoided or the worse choice."""
    if word == "free":
        return after in {"of", "from"}
    if word == "of":
        return before == "instead"
    return word.replace("'", "") in NEGATING or stem(word) in _ABSENT
