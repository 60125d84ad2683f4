"""What soothes, stings or falls flat, as authored phrases: which of them a reply does.

An authored phrase is free text ("a wall of text", "the number first"); the cues it is known by are general.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from arena.judges import _cues
from arena.text.words import content_words, count_words

_LONG, _CURT, _FULL_QUESTION = 110, 30, 25


@dataclass(frozen=True, slots=True)
class Scene:
    """A reply, sentence by sentence, and what the person said in this session."""

    lines: tuple[str, ...]
    said: str
    """The person's messages of this session."""
    asked_before: tuple[str, ...] = ()
    """Questions the assistant put earlier in this session."""

    @property
    def words(self) -> int:
        """Length of the reply in words."""
        return sum(count_words(line) for line in self.lines)


Detector = Callable[[Scene], str]
"""The sentence that does it; empty when none does."""


def _cue(pattern: re.Pattern[str]) -> Detector:
    return lambda scene: _cues.first_with(pattern, scene.lines)


def _opening(pattern: re.Pattern[str]) -> Detector:
    return lambda scene: scene.lines[0] if pattern.search(scene.lines[0]) else ""


def _long(scene: Scene) -> str:
    return scene.lines[0] if scene.words > _LONG else ""


def _curt(scene: Scene) -> str:
    return scene.lines[0] if scene.words < _CURT and count_words(scene.said) > _FULL_QUESTION else ""


def _bare_figures(scene: Scene) -> str:
    figures = _cues.first_with(_FIGURE, scene.lines)
    return figures if figures and not _cues.first_with(_cues.WARM, scene.lines) else ""


def _quotes_back(scene: Scene) -> str:
    said = " ".join(scene.said.lower().split())
    for line in scene.lines:
        for inside in _cues.IN_QUOTES.findall(line):
            if " ".join(inside.lower().split()).strip(" .!?,") in said:
                return line
    return ""


def _asks_again(scene: Scene) -> str:
    for line in scene.lines:
        mine = frozenset(content_words(line))
        if line.endswith("?") and mine and any(mine == frozenset(content_words(q)) for q in scene.asked_before):
            return line
    return ""


_FIGURE = re.compile(r"\d")
_HOW_ARE_YOU = re.compile(r"\bhow (?:are you|is it going|are things|do you feel|have you been)", re.IGNORECASE)
_BECAUSE = re.compile(r"\b(?:because|since|so that|the reason)\b", re.IGNORECASE)
_FLATTERED = r"prais|flatter|compliment|told (?:that )?(?:she|he|they) (?:is|are) (?:clever|smart)|so polite"

_KINDS: tuple[tuple[re.Pattern[str], Detector], ...] = tuple(
    (re.compile(phrase, re.IGNORECASE), detector)
    for phrase, detector in (
        (r"\b(?:number|figure|sum|price|fact|answer)s?\b.*\bfirst\b|\bclear figure|straight answer", _opening(_FIGURE)),
        (r"\b(?:admit|own)(?:s|ed|ing|ned|ning)?\b|mistake", _cue(_cues.ADMITS)),
        (r"asked how|how (?:it|things) (?:is|are)|how (?:she|he|they) (?:is|are|feel)", _cue(_HOW_ARE_YOU)),
        (r"wall of text|long (?:answers?|text|messages?)|essay|ramb", _long),
        (r"two-line|one-line|curt|short answer|brushed off", _curt),
        (r"padding|preamble|small talk|beating around|before the point", _opening(_cues.PADDING)),
        (r"same thing twice|asked (?:again|twice)|repeat(?:ing)? (?:it|her|him|them)sel", _asks_again),
        (r"calm down|relax|told not to worry|played down|cheer up", _cue(_cues.HUSH)),
        (r"\bpity|sympath|condolence|pep talk|therap", _cue(_cues.WARM)),
        (r"cheerful|exclamation|by rote|perky|enthusias", _cue(_cues.CHEER)),
        (_FLATTERED, _cue(_cues.FLATTERY)),
        (r"bare figures|no word for|cold(?:ness)?\b|like a form|machine", _bare_figures),
        (r"jok(?:e|es|ing) (?:\w+ )*(?:returned|picked|again|back)|laugh|humou?r", _cue(_cues.GRIN)),
        (r"quoted back|exact words|own words|listened", _quotes_back),
        (r"\breasons?\b|\bwhy\b", _cue(_BECAUSE)),
        (r"lectur|preach|moral|told what to do", _cue(_cues.LECTURE)),
        (r"sweetie|baby talk|endear|talked down|patroni[sz]", _cue(_cues.ENDEARMENT)),
        (r"sarcas|mock|at the expense", _cue(_cues.SARCASM)),
        (r"\bkind(?:ness)?\b|warm|gentle|patien|understood|taken seriously|a word for", _cue(_cues.WARM)),
    )
)
"""How an authored phrase is recognised, and what in a reply does it; the first that fits decides."""
_VAGUE = frozenset(content_words("being something somebody told asked joke jokes word words"))
"""Words of an authored phrase that do not tell what it is about."""


def done_by(scene: Scene, phrases: Iterable[str]) -> list[tuple[str, str]]:
    """(phrase, sentence) for each authored phrase that the reply does, by its cue or in its own words."""
    if not scene.lines:
        return []
    return [(phrase, line) for phrase in phrases if (line := _does(scene, phrase))]


def _does(scene: Scene, phrase: str) -> str:
    what = phrase.split(" (", maxsplit=1)[0]  # the reason in brackets is not the deed
    if detector := _known_by(what):
        return detector(scene)
    named = frozenset(content_words(what)) - _VAGUE
    return next((line for line in scene.lines if named and named <= frozenset(content_words(line))), "")


@lru_cache(maxsize=1024)
def _known_by(what: str) -> Detector | None:
    return next((detector for known, detector in _KINDS if known.search(what)), None)
