"""The offline stranger: countable traces of personality in what somebody writes.

Each trace is a rate, compared with what is common in talks with assistants, and says a little of one or more facets.
How somebody deals with the other side (greetings, thanks, orders, objections) and writes (length, variety, rough edges)
is told here; kinds of words, such as those of worry or of order, are in `traces.yaml`, with the literature they follow.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil, tanh
from statistics import fmean

from arena.psychometrics._cues import FACETS, kinds_of_words
from arena.schema.probe_view import Talk
from arena.text.words import content_words, count_words, sentences, words


@dataclass(frozen=True, slots=True)
class Trace:
    """A share of messages (or another rate), what is common, how much it varies, and the facets it speaks for."""

    count: Callable[[Sequence[str]], float]
    usual: float
    spread: float
    of: dict[str, float]


def _share(pattern: str) -> Callable[[Sequence[str]], float]:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda messages: fmean(bool(compiled.search(message)) for message in messages)


def _typed(pattern: str) -> Callable[[Sequence[str]], float]:
    compiled = re.compile(pattern)
    return lambda messages: fmean(bool(compiled.search(message)) for message in messages)


def _length(messages: Sequence[str]) -> float:
    return fmean(map(count_words, messages))


def _variety(messages: Sequence[str]) -> float:
    """Share of content words that are new, over windows of equal size, so that length does not matter."""
    found = [word for message in messages for word in content_words(message)][:120]
    return len(set(found)) / len(found) if found else 0.6


def _rough(messages: Sequence[str]) -> float:
    """Messages that begin small or end without a stop."""
    return fmean(m.strip()[:1].islower() or m.strip()[-1:] not in ".!?…)”\"'" for m in messages if m.strip())


_PEOPLE = (
    r"\b(?:mum|mom|mother|dad|father|sister|brother|wife|husband|cousins?|friends?|neighbou?rs?|kids?|son|daughter|uncle"
    r"|aunt|grand\w+|colleagues?|mates?|everybody|everyone|team|band|family)\b"
)
TRACES = (
    Trace(_share(r"\b(?:hello|hi|hey|good (?:morning|evening|day)|how are you|dear)\b"), 0.12, 0.1, {"E1": 1}),
    Trace(_share(r"\b(?:thank(?:s| you)|cheers|grateful|appreciate)\b"), 0.12, 0.1, {"E1": 0.6, "A3": 0.6, "A6": 0.4}),
    Trace(_share(_PEOPLE), 0.12, 0.1, {"E2": 1, "A3": 0.7, "A6": 0.4}),
    Trace(
        _share(r"\b(?:please|could you|would you|if you (?:don't|do not) mind)\b"), 0.12, 0.12, {"A4": 0.7, "E3": -0.8}
    ),
    Trace(_share(r"^(?:no|stop|right|give|tell|list|leave|park|start|send|show|put|skip|read)\b"), 0.1, 0.1, {"E3": 1}),
    Trace(_share(r"\b(?:maybe|perhaps|i think|i guess|sort of|kind of|not sure)\b"), 0.1, 0.1, {"E3": -0.7}),
    Trace(_typed(r"!"), 0.12, 0.14, {"E6": 1, "E1": 0.5}),
    Trace(
        _share(r"\b(?:ha(?:ha)*|lol|laugh\w*|funny|joke|smil\w+)\b|[😂😄😊🙂🌳🌱]|:\)"),
        0.06,
        0.07,
        {"E6": 1, "E2": 0.4},
    ),
    Trace(
        _share(r"\b(?:again|already said|wrong|not what i|useless|wake up|seriously|nonsense|waste|enough|read it)\b"),
        0.14,
        0.1,
        {"A4": -0.8, "A6": -0.3},
    ),
    Trace(_share(r"^(?:no|not|nah|nope|wrong)\b|\bbut\b"), 0.18, 0.12, {"A4": -0.6, "A3": -0.3}),
    Trace(_rough, 0.2, 0.22, {"C2": -0.5, "C5": -0.3, "C3": -0.3}),
    Trace(_variety, 0.68, 0.08, {"O1": 0.5, "O5": 0.5}),
    Trace(_length, 18.0, 12.0, {"E2": 0.5, "E1": 0.3}),
)
_BREATH = 12
"""Words that count as one piece of text, so that long sentences give a kind of word no more chances than short ones."""
_FEW = 6
"""Messages from which on a stranger trusts what they see by more than half."""


def _density(kind: Sequence[str]) -> Callable[[Sequence[str]], float]:
    """Share of pieces of text, sentences or parts of long ones, that hold a word of a kind.

    A sentence that somebody says again and again is a habit and counts once.
    """
    compiled = re.compile(rf"(?<!\w)(?:{'|'.join(kind)})(?!\w)", re.IGNORECASE)

    def count(messages: Sequence[str]) -> float:
        pieces = found = 0
        for sentence in _different(tuple(messages)):
            room = ceil(count_words(sentence) / _BREATH)
            pieces += room
            found += min(room, len(compiled.findall(sentence)))
        return found / pieces if pieces else 0.0

    return count


@lru_cache(maxsize=64)
def _different(messages: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences, without those that say the same words again."""
    return tuple({tuple(words(s)): s for message in messages for s in sentences(message)}.values())


@cache
def _traces() -> tuple[Trace, ...]:
    """The traces above and one for each kind of words; what speaks of a domain speaks of its six facets."""
    return (*TRACES, *(Trace(_density(k.words), k.usual, k.spread, _by_facet(k.of)) for k in kinds_of_words()))


def _by_facet(of: Mapping[str, float]) -> dict[str, float]:
    return {facet: weight for key, weight in of.items() for facet in FACETS if facet.startswith(key)}


def standing(talks: Sequence[Talk]) -> dict[str, float]:
    """Facet -> -1 to 1, from the person's own lines; empty where they wrote nothing."""
    return _standing(tuple(line.text for talk in talks for line in talk.lines if line.mine and line.text.strip()))


@lru_cache(maxsize=64)
def _standing(messages: tuple[str, ...]) -> dict[str, float]:
    if not messages:
        return {}
    told: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for trace in _traces():
        away = (trace.count(messages) - trace.usual) / trace.spread
        for facet, weight in trace.of.items():
            told[facet].append((tanh(away / 1.5) * (1 if weight > 0 else -1), abs(weight)))
    trust = len(messages) / (len(messages) + _FEW)
    return {
        facet: trust * sum(value * weight for value, weight in seen) / sum(weight for _, weight in seen)
        for facet, seen in told.items()
    }
