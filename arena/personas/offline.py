"""The offline reader of a description: what stands there in so many words, and a few adjectives; little else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from arena.models.offline import Answerers, Offline
from arena.personas._names import free_name
from arena.personas._propersim import FACETS
from arena.personas.describing import (
    DescribedPerson,
    DescriptionView,
    Told,
    ToldFacet,
    ToldNumber,
    ToldSecret,
    ToldWish,
)
from arena.schema.vocabulary import FACT_KEYS
from arena.text.words import sentences

_NAME = re.compile(
    r"(?:\b(?:[Nn]amed|[Cc]alled|[Mm]eet|[Nn]ame is)\s+|^\s*)"
    r"((?:[A-Z][\w'’-]+)(?:\s+(?:de|van|von|al|[A-Z][\w'’-]+)){1,3})"
    r"(?=\s*(?:,|\(|is\b|was\b|works\b|lives\b|has\b|\.))"
)
_AGE = re.compile(r"\b(?:aged? )?(\d{2})(?=[- ]years?[- ]old\b|,|\)| and\b| years of age\b)|\b(?:aged?|is) (\d{2})\b")
_HOME = re.compile(r"\blives? (?:alone |by (?:her|him|them)self )?((?:in|on|above|at|near|behind|outside) [^.;,]+)")
_WORK = re.compile(
    r"\b(?:works? as|is|was|,) (an? (?!person\b|man\b|woman\b)[^.;,]+?)(?= who\b| in\b| from\b| at\b|[.;,])"
)
_HOUSEHOLD = re.compile(r"\blives? ((?:alone|with)\b[^.;,]*)")
_QUOTED = re.compile(r"[\"“]([^\"”\n]{2,150})[\"”]")
_NEVER = re.compile(r"\bnever (?:says?|writes?|types?)\W+$")
_WISH = re.compile(
    r"\b((?:wants|likes|prefers|needs|insists on|would rather|hates|dislikes|cannot stand|can['’]t stand)\b[^.;]*)"
)
_HATES = re.compile(r"^(?:hates|dislikes|cannot stand|can['’]t stand) ")
_HIDDEN = re.compile(
    r"\b(?:secret|nobody (?:knows|is to know)|has told (?:nobody|no one)|tells? (?:nobody|no one)|hides?|keeps? .{0,30}"
    r"(?:quiet|to (?:her|him|them)self)|doesn['’]t tell|does not tell)\b",
    re.IGNORECASE,
)
_LENGTHS = (
    (r"\b(?:few words|short messages?|terse|curt|laconic)\b", 8),
    (r"\b(?:long messages?|wordy|rambl\w+|talkative)\b", 40),
)
_REGISTERS = ((r"\b(?:formal|courteous|old-fashioned)\b", 5), (r"\b(?:casual|slang|no capitals|lower case)\b", 2))
_ADJECTIVES = MappingProxyType(
    {
        "E1": ("friendly|warm|welcoming", "distant|aloof|reserved"),
        "E2": ("sociable|outgoing|gregarious", "solitary|loner|shy|withdrawn"),
        "A3": ("generous|helpful|selfless", "selfish|stingy"),
        "A6": ("kind|sympathetic|compassionate|caring", "hard-hearted|unsympathetic|cold-hearted"),
        "C2": ("tidy|orderly|organi[sz]ed|neat", "messy|untidy|disorgani[sz]ed|chaotic"),
        "C5": ("disciplined|reliable|dutiful|diligent", "lazy|procrastinat\\w*|undisciplined"),
        "N1": ("anxious|worried|worrier|nervous|worries", "calm|unworried|unflappable|relaxed"),
        "N2": ("irritable|impatient|short-tempered|hot-headed|grumpy", "patient|even-tempered|mild"),
        "O1": ("imaginative|creative|dreamy", "down-to-earth|literal-minded|matter-of-fact"),
        "O5": ("curious|bookish|inquisitive|analytical", "incurious"),
    }
)
"""Facet -> words for somebody high, and for somebody low."""
_HIGH, _LOW = 7, 3
_MOST = 150
_MAX_SAMPLES = 6


def read_description(view: DescriptionView, offline: Offline) -> DescribedPerson:
    """Answer `persona/draft` by rule."""
    text = view.text
    hidden = [sentence for sentence in sentences(text) if _HIDDEN.search(sentence)]
    open_text = text
    for sentence in hidden:
        open_text = open_text.replace(sentence, " ")
    quotes = [found for found in _QUOTED.finditer(open_text)]
    never = [found for found in quotes if _NEVER.search(open_text[: found.start()])]
    wishes = [found[1].strip()[:_MOST] for found in _WISH.finditer(_QUOTED.sub(" ", open_text))]
    hated = [_HATES.sub("", wish) for wish in wishes if _HATES.match(wish)]
    return DescribedPerson(
        name=_name(view, offline),
        age=_age(open_text),
        home=_found(_HOME, open_text),
        work=_found(_WORK, open_text),
        household=_found(_HOUSEHOLD, open_text),
        facets=tuple(_facets(open_text)),
        usual_words=_degree(_LENGTHS, open_text),
        formality=_degree(_REGISTERS, open_text),
        samples=tuple(_told(q[1]) for q in quotes if q not in never)[:_MAX_SAMPLES],
        never_says=tuple(_told(q[1]) for q in never),
        stung_by=tuple(_told(what) for what in hated),
        wishes=tuple(ToldWish(value=wish, quote=wish) for wish in wishes[:10])
        or (ToldWish(value="wants an answer to what was asked"),),
        secrets=tuple(_secrets(hidden)),
    )


def _told(words: str) -> Told:
    return Told(value=words[:_MOST], quote=words[:_MOST])


def _found(pattern: re.Pattern[str], text: str) -> Told | None:
    found = pattern.search(text)
    return _told(found[1].strip()) if found else None


def _name(view: DescriptionView, offline: Offline) -> Told:
    found = _NAME.search(view.text)
    if found:
        return _told(" ".join(found[1].split()))
    return Told(value=free_name(view.taken, offline.random.randrange(100)))


def _age(text: str) -> ToldNumber | None:
    ages = [(int(found[1] or found[2]), found[0]) for found in _AGE.finditer(text)]
    fits = [(age, quote) for age, quote in ages if 18 <= age <= 95]
    return ToldNumber(value=fits[0][0], quote=fits[0][1]) if fits else None


def _degree(cues: tuple[tuple[str, int], ...], text: str) -> ToldNumber | None:
    for pattern, value in cues:
        if found := re.search(pattern, text, re.IGNORECASE):
            return ToldNumber(value=value, quote=found[0])
    return None


def _facets(text: str) -> Iterator[ToldFacet]:
    for facet, (high, low) in _ADJECTIVES.items():
        for words, level, shows in ((high, _HIGH, FACETS[facet].high), (low, _LOW, FACETS[facet].low)):
            found = re.search(rf"(?<!not )(?<!never )\b(?:{words})\b", text, re.IGNORECASE)
            if found:
                yield ToldFacet(facet=facet, level=level, shows_as=shows, quote=found[0])
                break


def _secrets(hidden: list[str]) -> Iterator[ToldSecret]:
    """One for each kind of fact that a sentence about hiding speaks of; without a kind there is nothing to keep."""
    seen: set[str] = set()
    for sentence in hidden:
        said = sentence.lower()
        key = next((k for k, kind in FACT_KEYS.items() if any(re.search(rf"\b{t}", said) for t in kind.asked_by)), "")
        if key and key not in seen:
            seen.add(key)
            yield ToldSecret(key=key, value=sentence.strip()[:_MOST], quote=sentence.strip()[:_MOST])


ANSWERERS: Answerers = MappingProxyType({"persona/draft": read_description})
"""The rules of this package, for the offline model."""
