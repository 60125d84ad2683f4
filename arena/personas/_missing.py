"""What a sketch lacks to be a portrait."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from arena.personas._adjectives import ADJECTIVES
from arena.personas._portrait import portrait
from arena.schema.forms import FACETS
from arena.schema.persona import Persona, Secret
from arena.text.words import count_words

_FACETS = (8, 14)
_MEMORIES = (3, 6)
_SAMPLES = (3, 6)
_SECRETS = 2
_MOST_WORDS = 700
"""Longer portraits are recited rather than played."""
_BAND = (0.5, 1.6)
"""Share of the usual length within which the middle sample must lie."""
_LONGEST = 1.3
"""Share of the long length that no sample may exceed."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def missing(persona: Persona) -> tuple[str, ...]:
    """One sentence for each rule of a portrait that the person does not meet; nothing is missing in a portrait."""
    return (
        *_counts(persona),
        *_ratings(persona),
        *_secrets(persona),
        *_samples(persona),
        *_size(persona),
    )


def _counts(persona: Persona) -> Iterator[str]:
    yield from _between("facets in `traits.facets`", len(persona.traits.facets), _FACETS)
    yield from _between("memories in `biography`", len(persona.biography), _MEMORIES)
    yield from _between("messages in `voice.samples`", len(persona.voice.samples), _SAMPLES)
    if not persona.traits.but:
        yield "one contradiction in `traits.but`"
    if not any(preference.shown_by == "reacts_only" for preference in persona.preferences):
        yield "one preference with `shown_by: reacts_only`"
    if not any(preference.changes for preference in persona.preferences):
        yield "one preference with `changes`, for courses of several sessions"


def _between(what: str, count: int, bounds: tuple[int, int]) -> Iterator[str]:
    low, high = bounds
    if not low <= count <= high:
        yield f"{low} to {high} {what}; there {_are(count)}"


def _are(count: int) -> str:
    return f"is {count}" if count == 1 else f"are {count}"


def _ratings(persona: Persona) -> Iterator[str]:
    for key, facet in (*persona.traits.facets.items(), *persona.traits.honesty.items()):
        words = [word.lower() for word in _WORD.findall(facet.shows_as)]
        rating = next((word for word in words if word in ADJECTIVES), "")
        name = FACETS.get(key, key.replace("_", " "))
        if not rating and name in " ".join(words):
            rating = name
        if rating:
            yield f"`{key}.shows_as` without the word `{rating}`: what one sees in chat instead"


def _secrets(persona: Persona) -> Iterator[str]:
    whole = sum(_goes_both_ways(secret) for secret in persona.secrets)
    if whole < _SECRETS:
        yield f"{_SECRETS} secrets with a flow that is allowed and one that is not; there {_are(whole)}"


def _goes_both_ways(secret: Secret) -> bool:
    return {flow.allowed for flow in secret.flows} == {True, False}


def _samples(persona: Persona) -> Iterator[str]:
    lengths = [count_words(sample) for sample in persona.voice.samples]
    words = persona.voice.words_per_message
    if not lengths:
        return
    low, high = (share * words.usual for share in _BAND)
    if not low <= median(lengths) <= high:
        yield f"samples of the usual length ({words.usual} words); the middle one has {median(lengths):g}"
    if max(lengths) > _LONGEST * words.long:
        yield f"samples no longer than {_LONGEST * words.long:g} words (`long` is {words.long}); one has {max(lengths)}"


def _size(persona: Persona) -> Iterator[str]:
    size = count_words(portrait(persona))
    if size > _MOST_WORDS:
        yield f"a portrait of at most {_MOST_WORDS} words; it has {size}"
