"""The forms that short texts must have, as patterns and in words."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple


class Form(NamedTuple):
    """What a pattern asks for, in an author's words, and an example."""

    words: str
    example: str


SLUG = r"^[a-z][a-z0-9-]{1,60}$"
TOPIC = r"^[a-z][a-z0-9_-]{1,60}$"
LOCALE = r"^[a-z]{2,3}(-[A-Z]{2})?$"
FACET = r"^[NEOAC][1-6]$"

FORMS: MappingProxyType[str, Form] = MappingProxyType(
    {
        SLUG: Form("2 to 61 small letters a to z, digits and hyphens, a letter first", "nell-hart"),
        TOPIC: Form("2 to 61 small letters a to z, digits, hyphens and underscores, a letter first", "mental_health"),
        LOCALE: Form("a language in small letters, and a country in capitals if it matters", "en-GB"),
        FACET: Form(
            "a facet is one of the letters N E O A C (neuroticism, extraversion, openness, agreeableness, "
            "conscientiousness) and a number from 1 to 6",
            "A1, which is trust",
        ),
    }
)
"""Pattern -> its form."""

FACETS = MappingProxyType(
    {
        "N1": "anxiety", "N2": "anger", "N3": "depression", "N4": "self-consciousness", "N5": "immoderation",
        "N6": "vulnerability",
        "E1": "friendliness", "E2": "gregariousness", "E3": "assertiveness", "E4": "activity level",
        "E5": "excitement seeking", "E6": "cheerfulness",
        "O1": "imagination", "O2": "artistic interests", "O3": "emotionality", "O4": "adventurousness",
        "O5": "intellect", "O6": "liberalism",
        "A1": "trust", "A2": "morality", "A3": "altruism", "A4": "cooperation", "A5": "modesty", "A6": "sympathy",
        "C1": "self-efficacy", "C2": "orderliness", "C3": "dutifulness", "C4": "achievement striving",
        "C5": "self-discipline", "C6": "cautiousness",
    }
)  # fmt: skip
"""Names of the thirty facets as in IPIP-NEO (public domain, ipip.ori.org)."""
