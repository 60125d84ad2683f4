"""The public personas of ProPerSim (Apache-2.0) as persona files: distinct names, levels parsed from their trait lines.

Each of them is one of the 32 patterns of high and low on five domains, told in a simulation's `scratch.json`; all have
one name. What is read there is kept; what a conversation needs besides (how they write, how much they tell) follows
from their pattern by the table below and is said in `sources` to be inferred.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from arena.errors import UsageError
from arena.files import dump
from arena.personas._names import NAMES
from arena.schema.persona import Persona

_LINE = re.compile(r"(High|Low) in (Extraversion|Agreeableness|Conscientiousness|Openness|Neuroticism)", re.IGNORECASE)
_NUMBER = re.compile(r"persona_(\d+)$")
_LISTED = re.compile(r"\d+\)\s*")
_ARTICLE = re.compile(r"\s+(?:with|specializing|passionate|fascinated|focused|dedicated|who|and|committed)\b|,")
_HIGH, _LOW = 8, 2
_LONGEST = 150
"""Characters of a text; the schema takes some more."""


class _Shows(NamedTuple):
    """What somebody high and somebody low on a facet does in chat."""

    high: str
    low: str


FACETS = {
    "E1": _Shows("Says hello and asks how the other side is doing.", "Comes to the matter without a greeting."),
    "E2": _Shows("Brings friends and neighbours into the story.", "Speaks of evenings alone and never of parties."),
    "A3": _Shows(
        "Asks what a choice would mean for somebody else.", "Asks what is in it for them before anything else."
    ),
    "A6": _Shows("Notices when somebody is tired and says so.", "Passes over a sad story and asks for the point."),
    "C2": _Shows("Numbers the points and keeps them in order.", "Loses the thread and comes back two messages later."),
    "C5": _Shows("Comes back having done what was agreed.", "Puts things off till tomorrow and says so."),
    "N1": _Shows("Asks the same worry in two versions.", "Meets bad news with a plan, unbothered."),
    "N2": _Shows("Gets short and sharp at the second mistake.", "Stays even when asked the same thing twice."),
    "O1": _Shows("Explains things with pictures and comparisons.", "Takes words as they are and wants plain facts."),
    "O5": _Shows("Asks for the reason behind an answer.", "Asks for the bit that matters and skips the theory."),
}


@dataclass(frozen=True, slots=True)
class PersonasWritten:
    """What an import did."""

    written: tuple[Path, ...]
    skipped: tuple[str, ...]
    """What was not turned into a persona, and why."""


def import_propersim(folder: Path, out: Path) -> PersonasWritten:
    """Write every ProPerSim persona found under `folder` (the checkout, or its storage folder) to `out/<id>.yaml`.

    Raises:
        UsageError: there is none there, or `out` cannot be written.
    """
    found = sorted(folder.rglob("base_the_ville_persona_*"), key=_number)
    if not found:
        raise UsageError(
            f"{folder} holds no personas of ProPerSim", next_step="name the checkout, or its storage folder"
        )
    written: list[Path] = []
    skipped: list[str] = []
    for place in found:
        try:
            persona = _persona(_number(place), _story(place))
        except (ValueError, OSError) as error:
            skipped.append(f"{place.name}: {error}")
            continue
        written.append(_write(persona, out))
    return PersonasWritten(tuple(written), tuple(skipped))


def _number(place: Path) -> int:
    found = _NUMBER.search(place.name)
    return int(found[1]) if found else 0


def _story(place: Path) -> dict[str, Any]:
    """The one of a simulation's people who has a trait line. Raises ValueError."""
    for path in sorted(place.rglob("scratch.json")):
        story = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(story, dict) and _LINE.search(str(story.get("big_five_personality_traits", ""))):
            return story
    raise ValueError("nobody in it has a line of traits")


def _levels(line: str) -> dict[str, bool]:
    """Domain letter -> high. Raises ValueError unless all five are there."""
    found = {domain[0].upper(): side.lower() == "high" for side, domain in _LINE.findall(line)}
    if set(found) != set("EACON"):
        raise ValueError(f"the traits {line!r} do not name all five domains")
    return found


def _persona(number: int, story: dict[str, Any]) -> Persona:
    high = _levels(str(story["big_five_personality_traits"]))
    name = NAMES[(number - 1) % len(NAMES)]
    own = str(story.get("name", ""))

    def told(key: str) -> str:
        return " ".join(str(story.get(key) or "").split()).replace(own, name.split()[0]) if own else ""

    interests = _items(told("current_interests"))
    if not interests:
        raise ValueError("it has no interests, and so no preference")
    work = _ARTICLE.split(told("background"), maxsplit=1)[0].strip(" .")
    body: dict[str, Any] = {
        "id": name.lower().replace(" ", "-"),
        "author": "ProPerSim",
        "sources": [
            f"ProPerSim (Apache-2.0), persona {number}: age, traits, background, interests, habits and goals",
            "inferred from its traits: shows_as, voice, cooperation, feeling",
        ],
        "identity": {"name": name, "age": story.get("age"), "work": _cut(work[:1].lower() + work[1:])},
        "traits": {"facets": {key: _facet(key, high[key[0]]) for key in FACETS}},
        "values": {"holds": [_cut(goal)] if (goal := told("long_term_goals")) else []},
        "preferences": [_interest(n, text) for n, text in enumerate(interests, start=1)],
        "facts": [{"key": "job_title", "value": _cut(work), "openly": True}] if work else [],
        "life": {"threads": [{"id": f"habit-{n}", "now": text} for n, text in enumerate(_items(told("lifestyle")), 1)]},
        **_manner(high),
    }
    return Persona.model_validate(body)


def _facet(key: str, high: bool) -> dict[str, Any]:
    return {"level": _HIGH if high else _LOW, "shows_as": FACETS[key].high if high else FACETS[key].low}


def _interest(number: int, text: str) -> dict[str, Any]:
    return {"id": f"interest-{number}", "about": "what they like", "value": f"likes {text[:1].lower()}{text[1:]}"}


def _manner(high: dict[str, bool]) -> dict[str, Any]:
    """How they write and feel, by their pattern."""
    outgoing, kind, orderly, troubled = (high[domain] for domain in "EACN")
    return {
        "voice": {
            "words_per_message": {"usual": 24, "long": 55} if outgoing else {"usual": 10, "long": 26},
            "greets": "often" if outgoing else "rarely",
            "thanks": "often" if kind else "rarely",
            "typos_per_100w": 0.5 if orderly else 2.5,
        },
        "cooperation": {"volunteers": 0.6 if outgoing else 0.25, "tidiness": 0.95 if orderly else 0.7},
        "feeling": {"inertia": 0.75 if troubled else 0.4, "reactivity": 0.8 if troubled else 0.4},
    }


def _items(text: str) -> list[str]:
    """`Somebody enjoys 1) a. 2) b.` as its items."""
    return [_cut(item.strip(" .")) for item in _LISTED.split(text)[1:] if item.strip(" .")]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(maxsplit=1)[0] + " …"


def _write(persona: Persona, out: Path) -> Path:
    path = out / f"{persona.id}.yaml"
    try:
        out.mkdir(parents=True, exist_ok=True)
        path.write_text(dump(persona), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}", next_step="choose another folder: --out"
        ) from error
    return path
