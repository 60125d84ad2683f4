"""A first file of a new person, from a few answers: what is said, and hints for the rest as comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from arena.errors import Problem
from arena.files import dump, examine, fragments, shipped, tidy
from arena.schema.persona import Persona
from arena.schema.persona_rules import complaints
from arena.text.features import asked_features
from arena.text.slug import slug as as_id

FORM_LINE = "# yaml-language-server: $schema="
_LONG = 2.5
"""A long message in usual ones."""
_HINTS = {
    "biography": '  - {age: 17, memory: "What happened, in a sentence.", left_them_with: the habit it left}',
    "traits": '  facets:\n    A1: {level: 3, shows_as: "What one sees in chat, without rating words."}\n'
    "  but: [a contradiction]",
    "humor": "  makes: [deadpan about disaster]\n  lands_badly: [cheerfulness by rote]",
    "feeling": "  soothed_by: [{what: a mistake admitted at once, size: 0.7}]\n"
    "  stung_by: [{what: being asked the same thing twice, size: -0.7}]",
    "patience": "  budget: 6\n  leaves_by: says_so",
    "secrets": "  - key: debt\n    value: what it is\n    own_policy: only_if_needed\n    flows:\n"
    "      - {recipient: bank, purpose: a repayment plan, allowed: true}\n"
    "      - {recipient: employer, allowed: false}",
}
"""Sections that a sketch does without, and how they begin."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What they want of answers, and how it shows."""

    value: str
    shown_by: str = "states"
    importance: int = 3
    says_like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that is no secret; `openly` where it is mentioned unasked."""

    key: str
    value: str
    says_like: tuple[str, ...] = ()
    openly: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A secret: what it is, who may learn it and who may not."""

    key: str
    value: str
    may: tuple[str, ...] = ()
    may_not: tuple[str, ...] = ()
    says_like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers about a new person; only the name and one wish are needed."""

    name: str
    wishes: tuple[Wish, ...] = ()
    age: int | None = None
    work: str = ""
    home: str = ""
    words: int | None = None
    samples: tuple[str, ...] = ()
    facts: tuple[Told, ...] = ()
    secrets: tuple[Kept, ...] = ()
    but: tuple[str, ...] = ()
    extends: tuple[str, ...] = field(default_factory=tuple)

    @property
    def id(self) -> str:
        """The name in small letters with hyphens."""
        return slug(self.name)


def slug(text: str) -> str:
    """The text as an id; `somebody` where nothing of it can stand in one."""
    return as_id(text) or "somebody"


def problems_of(draft: Draft) -> list[Problem]:
    """What is wrong with the answers, in an author's words (fragments apart); nothing for a sound draft."""
    return examine(_data(draft), Persona, complaints)[1]


def text_of(draft: Draft, schema: str) -> str:
    """The file. `schema` is where editors find the form: a path from the file's folder.

    Raises:
        ValueError: the answers are not sound; see `problems_of`.
    """
    person, problems = examine(_data(draft), Persona)
    if person is None:
        raise ValueError("; ".join(problem.message for problem in problems))
    lines = dump(person).splitlines(keepends=True)
    mixed = [f"extends: [{', '.join(draft.extends)}]\n"] if draft.extends else []
    hints = [
        f"# {section}:\n" + "".join(f"# {line}\n" for line in hint.split("\n"))
        for section, hint in _HINTS.items()
        if not any(line.startswith(f"{section}:") for line in lines)
    ]
    more = ["\n# What would make a portrait of it; take the `# ` away and write your own.\n", *hints] if hints else []
    return tidy("".join([f"{FORM_LINE}{schema}\n", lines[0], *mixed, *lines[1:], *more]), Persona)


def fragment_names(folder: Path) -> list[str]:
    """Fragments that a file in the folder can mix in by name."""
    places = (folder, Path("personas"), shipped("personas"))
    return sorted({path.stem for place in places if place.is_dir() for path in fragments(place)})


def _data(draft: Draft) -> dict[str, Any]:
    identity = {"name": draft.name, "age": draft.age, "home": draft.home, "work": draft.work}
    data: dict[str, Any] = {"id": draft.id, "identity": {key: value for key, value in identity.items() if value}}
    if draft.but:
        data["traits"] = {"but": list(draft.but)}
    voice: dict[str, Any] = {}
    if draft.words is not None:
        voice["words_per_message"] = {"usual": draft.words, "long": max(3, min(240, round(draft.words * _LONG)))}
    if draft.samples:
        voice["samples"] = list(draft.samples)
    if voice:
        data["voice"] = voice
    data["preferences"] = _preferences(draft.wishes)
    if draft.facts:
        data["facts"] = [_fact(fact) for fact in draft.facts]
    if draft.secrets:
        data["secrets"] = [_secret(secret) for secret in draft.secrets]
    return data


def _preferences(wishes: Sequence[Wish]) -> list[dict[str, Any]]:
    """Each with an id of its own words; what a reply can be checked for by code is read off the wish."""
    made, used = list[dict[str, Any]](), set[str]()
    for number, wish in enumerate(wishes, start=1):
        words = [word for word in slug(wish.value).split("-") if word not in {"wants", "a", "an", "the", "to"}]
        name = "-".join(words[:3]) or "wish"
        name = name if name not in used and name[:1].isalpha() and len(name) > 1 else f"wish-{number}"
        used.add(name)
        one = {"id": name, "about": "answers", "value": wish.value, "importance": wish.importance}
        favours = {f"reply.{key.removeprefix('reply.')}": value for key, value in asked_features(wish.value).items()}
        said = _given(says_like=list(wish.says_like), favours=favours)
        made.append({**one, "shown_by": wish.shown_by, **said})
    return made


def _fact(fact: Told) -> dict[str, Any]:
    return {"key": fact.key, "value": fact.value, **_given(says_like=list(fact.says_like), openly=fact.openly)}


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _secret(secret: Kept) -> dict[str, Any]:
    flows = [{"recipient": who, "allowed": True} for who in secret.may]
    flows += [{"recipient": who, "allowed": False} for who in secret.may_not]
    return {"key": secret.key, "value": secret.value, **_given(says_like=list(secret.says_like), flows=flows)}
